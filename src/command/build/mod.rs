//! `portcullis build`: what a site serves, made of its policy. docs/tools.md says what is in the folder.
//!
//! Everything but the entries lies in a folder named by what is in it, so nothing that has an address ever changes
//! there. The manifest and then the entry are written last, each by a rename: nobody meets an entry whose files are not
//! there.

mod files;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::manifest::{Manifest, there};
use super::pkg::Pkg;
use super::place::{self, Place};
use super::{Call, Failure, Options, parse, shown, wrong};
use crate::classify::known;
use crate::plan::{self, Decisions, Plan, VERSION, Wording};
use crate::policy::field::Link;
use crate::policy::{Policy, catalogue, json, locales};
use crate::revision;
use crate::snippet::{SameOrigin, Snippet, Source, reads_foreign_marks};
use crate::words::Words;
use files::{Files, folder_name};

/// How long the files of a build are kept: none of them ever changes.
pub const KEPT: &str = "public, max-age=31536000, immutable";

/// The policy as it is published: in the folder of each build, and beside the entry at an address that stays.
const POLICY: &str = "policy.json";

/// The bytes of an entry, by brotli, that a first visit may cost: docs/decisions/033-the-plan.md.
const BUDGET: usize = 25_000;

/// The options with a value.
const VALUED: [&str; 8] = ["--out", "--base", "--guard", "--lang", "--layout", "--pkg", "--policy-url", "--reworded"];

/// What the banner says, and how it looks.
pub struct Look<'a> {
    /// The language of the words in the entry.
    pub language: &'a str,
    /// The style sheet.
    pub sheet: String,
    /// The address of the policy, to which a banner links where the policy names no page of its own.
    pub home: String,
}

impl<'a> Look<'a> {
    /// The look in a layout, on a site that has our files at that address.
    pub fn of(
        call: &Call<'_>,
        pkg: &Pkg,
        language: &'a str,
        layout: &str,
        base: SameOrigin<'_>,
    ) -> Result<Look<'a>, Failure> {
        let home = format!("{}{POLICY}", base.as_str());
        Ok(Look { language, sheet: pkg.sheet(call, layout)?, home })
    }
}

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &VALUED, &["--strict"])?;
    let out = options.needed("--out")?.trim_end_matches('/');
    if out.is_empty() {
        return Err(wrong("--out: a folder for what is built"));
    }
    let place = Place::read(&options)?;
    let guard = place.guard.flatten();
    let text = published(file, &call.text(file)?)?;
    let policy = parse(file, &text)?;
    let pkg = Pkg::open(call, &options)?;
    let former = Manifest::read(call, out)?;
    let changes = compared(call, out, former.as_ref(), &policy, &text, &options.all("--reworded"))?;

    let language = options.value("--lang").or(policy.language()).unwrap_or("en");
    if !locales::is_known(language) {
        return Err(Failure::Found(Some(format!("{file}: language: there are no texts in `{language}`"))));
    }
    let layout = place.attribute("layout").unwrap_or("bar");
    let look = Look::of(call, &pkg, language, layout, place.base)?;
    let files = files::of(call, &pkg, &text, &look)?;
    let folder = folder_name(&files);
    let decisions = plan::decisions(&policy, &text, known(), guard);
    let mut plan = plan(&text, decisions, &look, &folder);
    if let Some(url) = place.policy_url {
        plan.source = Some(url.as_str().to_string());
    }
    let manifest = Manifest {
        version: VERSION.into(),
        digest: plan.decisions.digest.clone(),
        folder,
        policy: plan.decisions.policy.clone(),
        guard: guard.map_or("live", |guard| guard.name()).into(),
        language: language.into(),
        layout: layout.into(),
    };
    let sealed = place::sealed(call, &options, &policy, &text, guard)?;
    let attributes = place.attribute("layout").filter(|layout| *layout != "bar").map(|layout| ("layout", layout));
    let snippet = Snippet {
        base: place.base,
        source: Source::Entry,
        sealed,
        attributes: attributes.into_iter().collect(),
        reads_foreign_marks: reads_foreign_marks(&policy),
    };
    let entry = format!("{{const PORTCULLIS_PLAN={};{}}}\n", plan::embed(&plan), pkg.shim(call, guard)?);
    let mut named = files::named(call, &pkg)?;
    named.push((POLICY.to_string(), text.clone().into_bytes()));
    let new = write(call, out, &manifest, &files, &named, (snippet.entry(), &entry))?;
    let size = Size {
        files: files.len(),
        new,
        named: named.len(),
        bytes: entry.len(),
        sent: call.outside.brotli(entry.as_bytes()),
    };
    said(call, file, out, &manifest, &snippet, &size);
    if let Some(changes) = changes {
        call.line("");
        call.out.push_str(&changes);
    }
    if former.is_some_and(|former| former.guard != manifest.guard) {
        call.note(&format!(
            "{out} was built with another --guard before: pages that name that entry keep its plan until you print \
             their tags again"
        ));
    }
    if size.sent > BUDGET {
        call.note(&format!(
            "{out}/{}: {} bytes by brotli, more than the {BUDGET} that a first visit should cost: a policy of many \
             services makes it so",
            snippet.entry(),
            size.sent
        ));
    }
    Ok(())
}

/// The policy as pages and this program read it: what its entries take from the catalogue is filled in.
pub fn published(file: &str, text: &str) -> Result<String, Failure> {
    // It says what is wrong with a policy; after it the text is one.
    parse(file, text)?;
    let root = json::parse(text).and_then(catalogue::published).ok();
    // A value of plain data is always written.
    Ok(root.and_then(|root| serde_json::to_string(&root).ok()).unwrap_or_default())
}

/// The plan of a page, of the text of a published policy.
pub fn plan(text: &str, decisions: Decisions, look: &Look<'_>, folder: &str) -> Plan {
    Plan {
        decisions,
        wording: wording(text, look.language, look, &look.sheet),
        source: Some(look.home.clone()),
        languages: other_languages(look.language).map(ToString::to_string).collect(),
        folder: Some(folder.to_string()),
    }
}

/// The banner and the control in a language. The policy is read in it too, for it says what services of the catalogue
/// are for.
fn wording(text: &str, language: &str, look: &Look<'_>, sheet: &str) -> Option<Wording> {
    let policy = shown::spoken(text, language)?;
    let words = Words::of(&policy, Some(language)).ok()?;
    Some(plan::wording(&policy, &words, Link::parse(&look.home), sheet))
}

fn other_languages(main: &str) -> impl Iterator<Item = &'static str> {
    locales::LOCALES.iter().map(|(language, _)| *language).filter(move |language| *language != main)
}

/// What changed since the last build into that folder; fails where a change that matters asks nobody.
fn compared(
    call: &mut Call<'_>,
    out: &str,
    former: Option<&Manifest>,
    policy: &Policy<'_>,
    text: &str,
    reworded: &[&str],
) -> Result<Option<String>, Failure> {
    if let Some(unknown) = reworded.iter().find(|id| policy.service(id).is_none()) {
        return Err(Failure::Call(format!("--reworded {unknown}: the policy has no such service")));
    }
    let Some(former) = former.filter(|former| former.policy != plan::sha256(text.as_bytes())) else {
        return Ok(None);
    };
    let path = format!("{out}/{}/{POLICY}", former.folder);
    let Some(old_text) = there(call, &path)?.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        call.note(&format!("{path}: there is no such file, so what changed since the last build is not known"));
        return Ok(None);
    };
    let old = parse(&path, &old_text)?;
    let revision = revision::compare(&old, policy, reworded);
    if revision.faults.is_empty() && revision.moved.is_none() {
        return Ok(Some(revision.to_string()));
    }
    call.out.push_str(&revision.to_string());
    Err(Failure::Found(Some("nothing was written".into())))
}

/// Writes all of it, the entry last; returns how many files of the folder are new.
fn write(
    call: &Call<'_>,
    out: &str,
    manifest: &Manifest,
    files: &Files,
    named: &Files,
    (entry, text): (&str, &str),
) -> Result<usize, Failure> {
    let kept = format!("{out}/{}", manifest.folder);
    // All of it is looked at before any of it is written.
    let mut missing = Vec::new();
    for (name, bytes) in files {
        let path = format!("{kept}/{name}");
        match there(call, &path)? {
            None => missing.push((path, bytes)),
            Some(found) if found == *bytes => {}
            Some(_) => {
                return Err(Failure::Found(Some(format!(
                    "{path}: it was changed after it was built, and what has an address must not change: delete \
                     {kept}/ and build again"
                ))));
            }
        }
    }
    let put =
        |path: &str, bytes: &[u8]| call.outside.put(path, bytes).map_err(|why| Failure::Call(format!("{path}: {why}")));
    for (path, bytes) in &missing {
        put(path, bytes)?;
    }
    let manifest = manifest.text();
    let last = [("portcullis.json", manifest.as_bytes()), (entry, text.as_bytes())];
    let beside = named.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).chain(last);
    for (name, bytes) in beside {
        let path = format!("{out}/{name}");
        if there(call, &path)?.as_deref() != Some(bytes) {
            put(&path, bytes)?;
        }
    }
    Ok(missing.len())
}

/// How much was written.
struct Size {
    files: usize,
    new: usize,
    named: usize,
    bytes: usize,
    /// By brotli.
    sent: usize,
}

/// What was written, what to paste, and how it is served.
fn said(call: &mut Call<'_>, file: &str, out: &str, manifest: &Manifest, snippet: &Snippet<'_>, size: &Size) {
    let (folder, base, entry) = (&manifest.folder, snippet.base.as_str(), snippet.entry());
    call.line(&format!(
        "{out}/{entry}: {} bytes, {} by brotli\n{out}/: portcullis.json, {POLICY}, and {}\n{out}/{folder}/: {}, {} of \
         them new",
        size.bytes,
        size.sent,
        super::counted(size.named, "script that pages name", "scripts that pages name"),
        super::counted(size.files, "file", "files"),
        size.new,
    ));
    call.line("\nPaste this first into <head>, before anything that loads something:");
    call.out.push_str(&snippet.html());
    for line in place::allowed(snippet) {
        call.line(&line);
    }
    let guard = match manifest.guard.as_str() {
        "live" => "",
        "seal" => " --guard seal",
        _ => " --guard seal --strict",
    };
    call.line(&format!(
        "\nServe\n  {base}{folder}/  with  Cache-Control: {KEPT}\n  {base}*.js and {base}*.json  with  Cache-Control: \
         no-cache  and an ETag\nas `portcullis recipe {file} --for HOST --base {base}{guard}` prints it for your \
         server. Keep the folders of earlier builds: open pages ask them."
    ));
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
