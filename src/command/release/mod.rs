//! `portcullis release`: a built pkg/ as a site serves it for years.
//!
//! Its files go into a folder that is named by what is in it, beside those of earlier releases, so that what has an
//! address never changes there. The scripts that a page names stand besides at addresses that stay, and fetch the rest
//! from that folder. Why so: docs/decisions/030-releases.md.

mod plan;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Call, Failure, MISSING, Options, place, wrong};
use crate::policy::json;
pub use plan::{DIGITS, is_release};
use plan::{Files, Plan};

pub fn run(call: &mut Call<'_>, folder: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--pkg"], &[])?;
    let pkg = options.value("--pkg").map(ToOwned::to_owned).or_else(|| call.outside.own_pkg());
    let pkg = pkg.ok_or_else(|| wrong("--pkg is missing"))?;
    let (pkg, folder) = (pkg.trim_end_matches('/'), folder.trim_end_matches('/'));
    if folder.is_empty() || folder.starts_with("--") {
        return Err(wrong("a folder for the releases is missing"));
    }
    no_pkg(call, folder)?;
    let (version, files) = built(call, pkg)?;
    let plan = Plan::of(&version, files).map_err(|why| Failure::Found(Some(format!("{pkg}/{why}"))))?;

    let kept = format!("{folder}/{}", plan.release);
    // All of it is looked at before any of it is written.
    let mut missing = Vec::new();
    for (name, bytes) in &plan.files {
        let path = format!("{kept}/{name}");
        match there(call, &path)? {
            None => missing.push((path, bytes)),
            Some(found) if found == *bytes => {}
            Some(_) => {
                return Err(Failure::Found(Some(format!(
                    "{path}: other bytes are there than this release has, and what has an address must not change: \
                     delete {kept}/ and release anew"
                ))));
            }
        }
    }
    for (path, bytes) in &missing {
        put(call, path, bytes)?;
    }
    // Last, so that nobody meets an entry whose files are not there.
    for (name, bytes) in &plan.entries {
        let path = format!("{folder}/{name}");
        if there(call, &path)?.as_ref() != Some(bytes) {
            put(call, &path, bytes)?;
        }
    }
    said(call, folder, &plan, missing.len());
    Ok(())
}

/// What the built folder lists, each file held against its hash; and the version that it says it is.
fn built(call: &Call<'_>, pkg: &str) -> Result<(String, Files), Failure> {
    let path = format!("{pkg}/integrity.json");
    let found = |why: &str| Failure::Found(Some(format!("{path}: {why}")));
    let text = call.text(&path)?;
    let list = json::parse(&text).map_err(|_| found("it is not JSON"))?;
    if list.field("release").is_some() {
        return Err(found("this folder is a release already: --pkg is the pkg/ that was built"));
    }
    let version = list.field("version").and_then(|version| version.text()).unwrap_or_default();
    let listed = list.field("files").map(|files| files.fields()).unwrap_or_default();
    if listed.is_empty() {
        return Err(found("it lists no files: --pkg is the pkg/ that was built"));
    }
    let mut files = Vec::new();
    for file in listed {
        if !is_inside(file.name) {
            return Err(found(&format!("{}: not the name of a file in that folder", file.name)));
        }
        let path = format!("{pkg}/{}", file.name);
        let why = match there(call, &path)? {
            Some(bytes) if file.text() == Some(&*place::sha256(&bytes)) => {
                files.push((file.name.to_owned(), bytes));
                continue;
            }
            Some(_) => "it is not what integrity.json says was built",
            None => MISSING,
        };
        return Err(Failure::Found(Some(format!("{path}: {why}: install the package anew, or run ./x build"))));
    }
    Ok((version.to_owned(), files))
}

/// A name that leads to no other folder, and that an address is written with as it is.
fn is_inside(name: &str) -> bool {
    let clean = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    name.split('/').all(|step| !step.is_empty() && !step.starts_with('.') && step.bytes().all(clean))
}

/// Entries must not take the place of the files that they are made from.
fn no_pkg(call: &Call<'_>, folder: &str) -> Result<(), Failure> {
    let path = format!("{folder}/integrity.json");
    let Some(bytes) = there(call, &path)? else { return Ok(()) };
    let text = String::from_utf8(bytes).unwrap_or_default();
    let list = json::parse(&text).ok();
    if list.is_some_and(|list| list.field("release").is_some()) {
        return Ok(());
    }
    Err(Failure::Found(Some(format!(
        "{path}: {folder}/ is a pkg/, or one release of it: name a folder of their own for releases"
    ))))
}

/// The bytes of a file, where there is one.
fn there(call: &Call<'_>, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    match call.outside.file(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(why) if why == MISSING => Ok(None),
        Err(why) => Err(Failure::Call(format!("{path}: {why}"))),
    }
}

fn put(call: &Call<'_>, path: &str, bytes: &[u8]) -> Result<(), Failure> {
    call.outside.put(path, bytes).map_err(|why| Failure::Call(format!("{path}: {why}")))
}

/// What was written, and how it is served.
fn said(call: &mut Call<'_>, folder: &str, plan: &Plan, written: usize) {
    let (release, all, entries) = (&plan.release, plan.files.len(), plan.scripts());
    call.line(&format!(
        "{folder}/{release}/: {all} files, {written} of them written now
{folder}/: {entries} entries, which fetch the rest from there, and integrity.json

Serve
  {folder}/{release}/  with  Cache-Control: {KEPT}
  {folder}/*.js  with  Cache-Control: no-cache  and an ETag
which `portcullis recipe` prints. Folders of earlier releases stay: pages that are open ask them.

A page names the entries, by addresses that stay:
  portcullis snippet POLICY.json --base /portcullis/ --pkg {folder} …
or this release, and then a browser asks for none of it again:
  portcullis snippet POLICY.json --base /portcullis/{release}/ --pkg {folder}/{release} …"
    ));
}

/// How long a release's files are kept: none of them ever changes.
pub const KEPT: &str = "public, max-age=31536000, immutable";

#[cfg(test)]
mod tests;
