//! Where and how a site has deployed this: what `snippet`, `recipe` and `check` take alike.

use alloc::format;
use alloc::string::{String, ToString};

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256, Sha384};

use super::release::is_release;
use super::{Call, Failure, Options, wrong};
use crate::consent::Guard;
use crate::policy::json;
use crate::snippet::{SameOrigin, Shim, Snippet};

/// The options with a value.
pub const VALUED: [&str; 4] = ["--policy-url", "--base", "--guard", "--pkg"];
/// Those without.
pub const BARE: [&str; 2] = ["--strict", "--inline"];

/// The snippet that the options speak of.
pub fn snippet<'a>(call: &Call<'_>, options: &Options<'a>) -> Result<Snippet<'a>, Failure> {
    let (policy_url, base) = (own_path(options, "--policy-url")?, own_path(options, "--base")?);
    let guard = options.value("--guard").unwrap_or("live");
    let shim = match (guard, BARE.map(|option| options.value(option).is_some())) {
        ("live", [false, false]) => Shim::Live,
        ("live", [false, true]) => Shim::Inline,
        ("seal", [false, false]) => Shim::Seal(Guard::Seal),
        ("seal", [true, false]) => Shim::Seal(Guard::SealStrict),
        _ => {
            return Err(wrong(
                "--guard is \"live\" or \"seal\"; --inline goes with \"live\", and --strict with \"seal\"",
            ));
        }
    };
    let mut snippet = Snippet { policy_url, base, shim, integrity: None, release: None };
    let pkg = options.value("--pkg").map(str::to_string).or_else(|| call.outside.own_pkg());
    if let Some(pkg) = pkg.filter(|pkg| !pkg.is_empty()) {
        let (integrity, release) = deployed(call, &pkg, snippet.file())?;
        if let Some(release) = release.as_ref().filter(|_| release_of(base).is_some()) {
            return Err(Failure::Call(format!(
                "--pkg {pkg}: this is where the entries are; with --base {} it is the folder {release} in it",
                base.as_str()
            )));
        }
        (snippet.integrity, snippet.release) = (Some(integrity), release);
    }
    Ok(snippet)
}

fn own_path<'a>(options: &Options<'a>, option: &str) -> Result<SameOrigin<'a>, Failure> {
    let value = options.needed(option)?;
    SameOrigin::parse(value).filter(|_| option != "--base" || value.ends_with('/')).ok_or_else(|| {
        Failure::Call(format!("{option} {value}: expected a path of the page's own origin, as /portcullis/"))
    })
}

/// The release that a base is the folder of.
pub fn release_of(base: SameOrigin<'_>) -> Option<&str> {
    base.as_str().trim_end_matches('/').rsplit('/').next().filter(|folder| is_release(folder))
}

/// The hash of a built file, which must be the one that was built; and of an entry, the release that it fetches from.
fn deployed(call: &Call<'_>, pkg: &str, file: &str) -> Result<(String, Option<String>), Failure> {
    let pkg = pkg.trim_end_matches('/');
    let bytes = call.bytes(&format!("{pkg}/{file}"))?;
    let path = format!("{pkg}/integrity.json");
    let text = call.text(&path)?;
    let list = json::parse(&text).ok();
    let built = list.as_ref().and_then(|list| list.field("files")?.field(file)?.text());
    if built != Some(&sha256(&bytes)) {
        return Err(Failure::Found(Some(format!("{pkg}/{file}: it is not what {path} says was built"))));
    }
    let release = list.as_ref().and_then(|list| list.field("release")?.text()).filter(|name| is_release(name));
    Ok((format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(&bytes))), release.map(str::to_string)))
}

/// A file's hash, as integrity.json has it.
pub fn sha256(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}
