//! `portcullis verify`: whether an exported journal is what was written, and asks what a policy says.

use portcullis::journal;

use crate::command::{Failure, Options, parse, read};

pub fn run(file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--policy"], &[])?;
    let text = read(file)?;
    let policy = options.value("--policy").map(|name| Ok::<_, Failure>((name, read(name)?))).transpose()?;
    let parsed = policy.as_ref().map(|(name, text)| parse(name, text)).transpose()?;
    let found =
        journal::verify(&text, policy.as_ref().zip(parsed.as_ref()).map(|((_, text), policy)| (text.as_str(), policy)));
    if found.is_empty() {
        println!("{file}: whole");
        return Ok(());
    }
    found.iter().for_each(|finding| println!("{file}: {finding}"));
    Err(Failure::Found(None))
}
