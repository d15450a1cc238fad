//! The files of a build, beside its entry.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use super::super::manifest::DIGITS;
use super::super::pkg::{Pkg, sha256};
use super::super::{Call, Failure};
use super::{Look, POLICY, other_languages, wording};
use crate::snippet::{ENTRIES, NAMED};

/// Files by name, with their bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// What lies in the folder: all that pages fetch of the distribution, the policy, and the words of further languages.
pub fn of(call: &Call<'_>, pkg: &Pkg, text: &str, look: &Look<'_>) -> Result<Files, Failure> {
    let mut files = Vec::new();
    for name in pkg.names().filter(|name| is_fetched(name)) {
        files.push((name.to_string(), pkg.bytes(call, name)?));
    }
    files.push((POLICY.to_string(), text.as_bytes().to_vec()));
    for language in other_languages(look.language) {
        // One style sheet serves every language: it is in the entry.
        let words = wording(text, language, look, "").and_then(|words| serde_json::to_string(&words).ok());
        files.extend(words.map(|words| (format!("words/{language}.json"), words.into_bytes())));
    }
    Ok(files)
}

/// The scripts that pages name themselves, at addresses that stay.
pub fn named(call: &Call<'_>, pkg: &Pkg) -> Result<Files, Failure> {
    let listed = NAMED.into_iter().filter(|name| pkg.names().any(|known| known == *name));
    listed.map(|name| Ok((name.to_string(), pkg.bytes(call, name)?))).collect()
}

/// Whether a page fetches it from the folder: not the entries, which are made here, and no types or sources of sheets.
fn is_fetched(name: &str) -> bool {
    !ENTRIES.contains(&name) && !name.ends_with(".d.ts")
}

/// The name of the folder with these files, whatever their order: it follows from their names and bytes alone.
pub fn folder_name(files: &Files) -> String {
    let mut lines: Vec<String> = files.iter().map(|(name, bytes)| format!("{name} {}\n", sha256(bytes))).collect();
    lines.sort();
    let digest = Sha256::digest(lines.concat());
    digest.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect()
}
