//! `portcullis.json`: what `build` last wrote into a folder. The shim fetches it to learn whether it is the newest, and
//! the next `build` compares its policy with the one that this names.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Call, Failure, MISSING};
use crate::consent::Guard;
use crate::policy::json;
use crate::policy::print::Json;

/// How many hexadecimal digits name the folder of a build.
pub const DIGITS: usize = 12;

/// What it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The version of Portcullis that built it.
    pub version: String,
    /// The digest of the plan's decisions.
    pub digest: String,
    /// The folder of everything but the entries.
    pub folder: String,
    /// The SHA-256 of the policy's bytes.
    pub policy: String,
    /// `live`, `seal` or `seal-strict`.
    pub guard: String,
    /// The main language.
    pub language: String,
    /// `bar`, `box` or `corner`.
    pub layout: String,
}

impl Manifest {
    /// Reads the one of a folder; nothing where there is none.
    pub fn read(call: &Call<'_>, out: &str) -> Result<Option<Manifest>, Failure> {
        let path = format!("{out}/portcullis.json");
        let Some(bytes) = there(call, &path)? else { return Ok(None) };
        let text = String::from_utf8(bytes).unwrap_or_default();
        let root = json::parse(&text).ok();
        let said = |name: &str| root.and_then(|root| root.field(name)?.text()).unwrap_or_default().to_string();
        let manifest = Manifest {
            version: said("version"),
            digest: said("digest"),
            folder: said("folder"),
            policy: said("policy"),
            guard: said("guard"),
            language: said("language"),
            layout: said("layout"),
        };
        if is_folder(&manifest.folder) {
            return Ok(Some(manifest));
        }
        Err(Failure::Found(Some(format!(
            "{path}: it is not what `portcullis build` writes: name a folder of its own by --out"
        ))))
    }

    /// How far the browser enforces, where it does.
    pub fn guard(&self) -> Option<Guard> {
        Guard::parse(&self.guard)
    }

    /// Its text.
    pub fn text(&self) -> String {
        let fields = [
            ("version", &self.version),
            ("digest", &self.digest),
            ("folder", &self.folder),
            ("policy", &self.policy),
            ("guard", &self.guard),
            ("language", &self.language),
            ("layout", &self.layout),
        ];
        format!("{}\n", Json::object(fields.map(|(name, value)| (name, value.as_str().into()))))
    }
}

/// Whether a folder of that name is one that `build` made.
pub fn is_folder(name: &str) -> bool {
    name.len() == DIGITS && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The bytes of a file, where there is one.
pub fn there(call: &Call<'_>, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    match call.outside.file(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(why) if why == MISSING => Ok(None),
        Err(why) => Err(Failure::Call(format!("{path}: {why}"))),
    }
}
