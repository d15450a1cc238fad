//! The distribution that was built: `pkg/`, whose `integrity.json` lists every file with its hash.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use super::{Call, Failure, MISSING, Options, wrong};
use crate::consent::Guard;
use crate::policy::json;
use crate::snippet::unfit;

/// A distribution, and the hashes of its files.
pub struct Pkg {
    folder: String,
    /// What pages fetch.
    files: Vec<(String, String)>,
    /// What this program takes from it.
    tools: Vec<(String, String)>,
}

impl Pkg {
    /// The one that `--pkg` names; by npm, else the package's own.
    pub fn open(call: &Call<'_>, options: &Options<'_>) -> Result<Pkg, Failure> {
        let given = options.value("--pkg").map(ToString::to_string).or_else(|| call.outside.own_pkg());
        let folder = given.ok_or_else(|| wrong("--pkg is missing: the folder pkg/ of the package"))?;
        let folder = folder.trim_end_matches('/').to_string();
        let path = format!("{folder}/integrity.json");
        let found = |why: &str| Failure::Found(Some(format!("{path}: {why}")));
        let text = call.text(&path)?;
        let list = json::parse(&text).map_err(|_| found("it is not JSON"))?;
        let listed = |name: &str| -> Vec<(String, String)> {
            let files = list.field(name).map(|files| files.fields()).unwrap_or_default();
            files.iter().filter_map(|file| Some((file.name.to_string(), file.text()?.to_string()))).collect()
        };
        let (files, tools) = (listed("files"), listed("tools"));
        if files.is_empty() {
            return Err(found("it lists no files: --pkg is the pkg/ of the package"));
        }
        match files.iter().find(|(name, _)| !is_inside(name)) {
            Some((name, _)) => Err(found(&format!("{name}: not the name of a file in that folder"))),
            None => Ok(Pkg { folder, files, tools }),
        }
    }

    /// The names of what pages fetch.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// A file, which must be the one that was built.
    pub fn bytes(&self, call: &Call<'_>, name: &str) -> Result<Vec<u8>, Failure> {
        let path = format!("{}/{name}", self.folder);
        let wrong = |why: &str| {
            Failure::Found(Some(format!("{path}: {why}: install the package again, or run ./x build in a clone")))
        };
        let listed = self.files.iter().chain(&self.tools).find(|(known, _)| known == name);
        let (_, hash) = listed.ok_or_else(|| wrong("integrity.json does not list it"))?;
        match call.outside.file(&path) {
            Ok(bytes) if sha256(&bytes) == *hash => Ok(bytes),
            Ok(_) => Err(wrong("it is not what integrity.json says was built")),
            Err(why) if why == MISSING => Err(wrong(MISSING)),
            Err(why) => Err(Failure::Call(format!("{path}: {why}"))),
        }
    }

    /// A file that is a text.
    pub fn text(&self, call: &Call<'_>, name: &str) -> Result<String, Failure> {
        let text = String::from_utf8(self.bytes(call, name)?);
        text.map_err(|_| Failure::Found(Some(format!("{}/{name}: it is not UTF-8", self.folder))))
    }

    /// The text of the shim of a guard.
    pub fn shim(&self, call: &Call<'_>, guard: Option<Guard>) -> Result<String, Failure> {
        self.inline(call, if guard.is_some() { "tools/shim-seal.js" } else { "tools/shim.js" }, false)
    }

    /// The text of the latch.
    pub fn latch(&self, call: &Call<'_>) -> Result<String, Failure> {
        self.inline(call, "tools/latch.js", true)
    }

    /// The style sheet of the banner and the control, in that layout.
    pub fn sheet(&self, call: &Call<'_>, layout: &str) -> Result<String, Failure> {
        let mut sheet = self.text(call, "sheets/banner.css")?;
        if layout != "bar" {
            sheet.push_str(&self.text(call, &format!("sheets/{layout}.css"))?);
        }
        Ok(sheet)
    }

    /// A script that may stand in a page as it is.
    fn inline(&self, call: &Call<'_>, name: &str, is_xml: bool) -> Result<String, Failure> {
        let text = self.text(call, name)?.trim_end().to_string();
        match unfit(&text, is_xml) {
            None => Ok(text),
            Some(why) => Err(Failure::Found(Some(format!(
                "{}/{name}: it has {why}, so it cannot stand in a page: report this as a bug of the build",
                self.folder
            )))),
        }
    }
}

/// A file's hash, as integrity.json has it.
pub fn sha256(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// A name that leads to no other folder, and that an address is written with as it is.
fn is_inside(name: &str) -> bool {
    let clean = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    name.split('/').all(|step| !step.is_empty() && !step.starts_with('.') && step.bytes().all(clean))
}
