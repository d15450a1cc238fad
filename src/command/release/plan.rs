//! What a release consists of, by the files that were built.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::place;
use crate::policy::print::Json;

/// The scripts that a page names, and how often each makes an address by each of [`LEADS`].
/// Whatever else is fetched, these fetch, or what they have fetched.
const ENTRIES: [(&str, [usize; 2]); 10] = [
    ("portcullis.js", [1, 0]),
    ("portcullis-seal.js", [1, 0]),
    ("portcullis-strict.js", [1, 0]),
    ("portcullis-seal-strict.js", [1, 0]),
    ("portcullis.inline.js", [1, 1]),
    ("portcullis-choices.js", [0, 0]),
    ("portcullis-explain.js", [0, 1]),
    ("portcullis-foreign.js", [0, 0]),
    ("portcullis-notice.js", [0, 1]),
    ("portcullis-watch.js", [0, 1]),
];

/// A text, and whether what follows it is meant.
type Lead = (&'static str, fn(&str) -> bool);

/// How a built script makes an address beside its own: what stands before it, and whether it is one.
const LEADS: [Lead; 2] = [
    ("new URL(`", |rest| rest.starts_with("portcullis-${")),
    // The folder of a script; a policy's is made of another address.
    ("new URL(\"", |rest| {
        let of = rest.strip_prefix(".\",").and_then(|rest| rest.split(')').next());
        of.is_some_and(|of| of.ends_with(".src"))
    }),
];

/// How many hexadecimal digits name a release.
pub const DIGITS: usize = 12;

/// Whether a folder of that name is a release.
pub fn is_release(name: &str) -> bool {
    name.len() == DIGITS && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Files by name, with their bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// A release, as it will lie in the folder of releases.
pub struct Plan {
    /// The name of its own folder.
    pub release: String,
    /// What is in that.
    pub files: Files,
    /// What stands beside it, in the order in which it is written.
    pub entries: Files,
}

impl Plan {
    /// The plan for these files, or which of them is not as this program knows it.
    pub fn of(version: &str, mut files: Files) -> Result<Plan, String> {
        let release = release(&files);
        let mut entries = Vec::new();
        for (name, leads) in ENTRIES {
            let Some((_, bytes)) = files.iter().find(|(file, _)| file == name) else {
                return Err(format!("integrity.json: {name} is not listed, which pages name"));
            };
            let text = core::str::from_utf8(bytes).unwrap_or_default();
            let [file, own] = LEADS;
            let (text, files) = led(text, &release, file);
            let (text, folders) = led(&text, &release, own);
            if [files, folders] != leads {
                return Err(format!(
                    "{name}: it makes its addresses otherwise than this program knows: release with the program \
                     of its own version"
                ));
            }
            entries.push((name.to_owned(), text.into_bytes()));
        }
        let list = Json::object([("version", version.into()), ("release", release.as_str().into())]);
        let list = list.with("files", hashes(&entries));
        entries.push(("integrity.json".to_owned(), format!("{list}\n").into_bytes()));
        let list = Json::object([("version", version.into()), ("files", hashes(&files))]);
        files.push(("integrity.json".to_owned(), format!("{list}\n").into_bytes()));
        Ok(Plan { release, files, entries })
    }

    /// How many scripts there are that a page may name.
    pub fn scripts(&self) -> usize {
        self.entries.iter().filter(|(name, _)| name.ends_with(".js")).count()
    }
}

/// The name for these files, whatever their order: by what is in them and by nothing else.
fn release(files: &[(String, Vec<u8>)]) -> String {
    let mut lines: Vec<String> =
        files.iter().map(|(name, bytes)| format!("{name} {}\n", place::sha256(bytes))).collect();
    lines.sort();
    let mut name = String::new();
    for byte in Sha256::digest(lines.concat()).iter().take(DIGITS / 2) {
        // A `String` takes whatever is written.
        let _ = write!(name, "{byte:02x}");
    }
    name
}

fn hashes(files: &[(String, Vec<u8>)]) -> Json {
    Json::Fields(files.iter().map(|(name, bytes)| (name.clone(), place::sha256(bytes).into())).collect())
}

/// The script with a folder put after each of these marks that fits, and how many those were.
fn led(script: &str, release: &str, (mark, fits): Lead) -> (String, usize) {
    let mut pieces = script.split(mark);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let mut found = 0_usize;
    for piece in pieces {
        out.push_str(mark);
        if fits(piece) {
            found = found.saturating_add(1);
            out.push_str(release);
            out.push('/');
        }
        out.push_str(piece);
    }
    (out, found)
}
