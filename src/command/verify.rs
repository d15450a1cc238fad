//! `portcullis verify`: whether an exported journal is what was written, and asks what a policy says.

use alloc::format;

use super::{Call, Failure, Options, parse};
use crate::journal;

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--policy"], &[])?;
    let text = call.text(file)?;
    let policy = options.value("--policy").map(|name| Ok::<_, Failure>((name, call.text(name)?))).transpose()?;
    let parsed = policy.as_ref().map(|(name, text)| parse(name, text)).transpose()?;
    let found =
        journal::verify(&text, policy.as_ref().zip(parsed.as_ref()).map(|((_, text), policy)| (text.as_str(), policy)));
    if found.is_empty() {
        call.line(&format!("{file}: whole"));
        return Ok(());
    }
    found.iter().for_each(|finding| call.line(&format!("{file}: {finding}")));
    Err(Failure::Found(None))
}
