//! Where a site has deployed this, and how: the options that `build`, `snippet`, `recipe` and `check` share.

use alloc::format;
use alloc::string::String;

use super::manifest::Manifest;
use super::pkg::Pkg;
use super::{Call, Failure, Options, build, parse, wrong};
use crate::classify::known;
use crate::consent::Guard;
use crate::plan;
use crate::policy::Policy;
use crate::snippet::{ATTRIBUTES, Attributes, SameOrigin, Sealed, Snippet, Source, reads_foreign_marks};

/// The options with a value; those of the tag's attributes besides.
pub const VALUED: [&str; 12] = [
    "--out",
    "--policy-url",
    "--base",
    "--guard",
    "--pkg",
    "--layout",
    "--scheme",
    "--lang",
    "--place",
    "--regime",
    "--country",
    "--age",
];
/// Those without.
pub const BARE: [&str; 2] = ["--strict", "--inline"];

/// Where a page's server has our files, where none says otherwise.
const BASE: &str = "/portcullis/";

/// What the options say.
pub struct Place<'a> {
    /// The folder of our files, as a page names it.
    pub base: SameOrigin<'a>,
    /// How far the browser enforces; nothing where no option says it.
    pub guard: Option<Option<Guard>>,
    /// The address of the policy, on a site that builds nothing.
    pub policy_url: Option<SameOrigin<'a>>,
    /// The folder that `build` wrote.
    pub out: Option<&'a str>,
    inline: bool,
    attributes: Attributes<'a>,
}

impl<'a> Place<'a> {
    /// Reads and checks them.
    pub fn read(options: &Options<'a>) -> Result<Place<'a>, Failure> {
        let has = |name: &str| options.value(name).is_some();
        let (inline, strict) = (has("--inline"), has("--strict"));
        let guard = match (options.value("--guard"), strict) {
            (None, false) => None,
            (Some("live"), false) => Some(None),
            (Some("seal"), false) => Some(Some(Guard::Seal)),
            (None | Some("seal"), true) => Some(Some(Guard::SealStrict)),
            _ => return Err(wrong("--guard is \"live\" or \"seal\"; --strict goes with \"seal\"")),
        };
        let base = path("--base", options.value("--base").unwrap_or(BASE))?;
        if !base.as_str().ends_with('/') {
            return Err(Failure::Call(format!("--base {}: expected a slash at its end", base.as_str())));
        }
        let policy_url = options.value("--policy-url").map(|url| path("--policy-url", url)).transpose()?;
        let mut attributes = Attributes::new();
        for attribute in &ATTRIBUTES {
            let Some(value) = options.value(&format!("--{}", attribute.name)) else { continue };
            if !attribute.takes(value) {
                return Err(Failure::Call(format!("--{} {value}: expected {}", attribute.name, attribute.takes)));
            }
            attributes.push((attribute.name, value));
        }
        let out = options.value("--out").map(|out| out.trim_end_matches('/'));
        Ok(Place { base, guard, policy_url, out, inline, attributes })
    }

    /// The value of an attribute of the tag.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// Whether the options say where our files or the policy are.
    pub fn is_given(options: &Options<'_>) -> bool {
        ["--out", "--policy-url"].into_iter().any(|name| options.value(name).is_some())
    }
}

fn path<'a>(option: &str, value: &'a str) -> Result<SameOrigin<'a>, Failure> {
    SameOrigin::parse(value)
        .ok_or_else(|| Failure::Call(format!("{option} {value}: expected a path of the page's own origin, as {BASE}")))
}

/// The snippet that the options speak of, for a policy that stands in that file.
pub fn snippet<'a>(call: &Call<'_>, options: &Options<'a>, file: &str, text: &str) -> Result<Snippet<'a>, Failure> {
    let place = Place::read(options)?;
    match (place.out, place.policy_url) {
        (Some(out), None) => of_build(call, options, place, out, (file, text)),
        (None, Some(url)) if place.inline => Err(wrong(&format!(
            "--inline puts the plan into the page: build it, and name the folder by --out instead of --policy-url {}",
            url.as_str()
        ))),
        (None, Some(url)) => {
            let policy = parse(file, text)?;
            let guard = place.guard.flatten();
            let sealed = sealed(call, options, &policy, text, guard)?;
            let Place { base, attributes, .. } = place;
            let reads_foreign_marks = reads_foreign_marks(&policy);
            Ok(Snippet { base, source: Source::Policy(url), sealed, attributes, reads_foreign_marks })
        }
        _ => Err(wrong("either --out DIR, the folder that `build` wrote, or --policy-url PATH")),
    }
}

/// The snippet of a folder that `build` wrote of this policy.
fn of_build<'a>(
    call: &Call<'_>,
    options: &Options<'a>,
    place: Place<'a>,
    out: &str,
    (file, text): (&str, &str),
) -> Result<Snippet<'a>, Failure> {
    let Some(manifest) = Manifest::read(call, out)? else {
        return Err(Failure::Found(Some(format!(
            "{out}/portcullis.json: there is no such file: run `portcullis build` first"
        ))));
    };
    let guard = manifest.guard();
    if place.guard.is_some_and(|given| given != guard) {
        return Err(Failure::Found(Some(format!("{out}: it was built with --guard {}", manifest.guard))));
    }
    let text = build::published(file, text)?;
    let policy = parse(file, &text)?;
    let decisions = plan::decisions(&policy, &text, known(), guard);
    if decisions.digest != manifest.digest {
        return Err(Failure::Found(Some(format!(
            "{out}: it was built of another policy than {file}, or by another version: run `portcullis build` first"
        ))));
    }
    let source = if place.inline {
        let pkg = Pkg::open(call, options)?;
        let layout = place.attribute("layout").unwrap_or(&manifest.layout);
        let look = build::Look::of(call, &pkg, &manifest.language, layout, place.base)?;
        let plan = build::plan(&text, decisions, &look, &manifest.folder);
        Source::Inline { plan: plan::embed(&plan), shim: pkg.shim(call, guard)? }
    } else {
        Source::Entry
    };
    let sealed = sealed(call, options, &policy, &text, guard)?;
    let mut attributes = place.attributes;
    if manifest.layout != "bar" && !attributes.iter().any(|(name, _)| *name == "layout") {
        let built = ["box", "corner"].into_iter().find(|layout| *layout == manifest.layout);
        attributes.extend(built.map(|layout| ("layout", layout)));
    }
    Ok(Snippet { base: place.base, source, sealed, attributes, reads_foreign_marks: reads_foreign_marks(&policy) })
}

/// What stands above the shim; `text` is what the page's plan is made of.
pub fn sealed(
    call: &Call<'_>,
    options: &Options<'_>,
    policy: &Policy<'_>,
    text: &str,
    guard: Option<Guard>,
) -> Result<Option<Sealed>, Failure> {
    let Some(guard) = guard else { return Ok(None) };
    let latch = Pkg::open(call, options)?.latch(call)?;
    let digest = plan::decisions(policy, text, known(), Some(guard)).digest;
    Ok(Some(Sealed::of(policy, guard, &digest, latch)))
}

/// What to allow in a Content Security Policy of the host's own: a line each.
pub fn allowed(snippet: &Snippet<'_>) -> alloc::vec::Vec<String> {
    let hashes = snippet.hashes().into_iter();
    hashes.map(|(what, hash)| format!("a policy of your own allows {what} by: script-src {hash}")).collect()
}
