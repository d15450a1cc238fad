//! `portcullis snippet`: what goes first into `<head>`.

use alloc::format;

use super::{Call, Failure, Options, parse, place};

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &place::VALUED, &[place::STRICT])?;
    let snippet = place::snippet(call, &options)?;
    let text = call.text(file)?;
    call.out = snippet.html(&parse(file, &text)?);
    if let Some(hash) = snippet.latch_hash() {
        call.note(&format!("a policy of your own allows the latch by: script-src {hash}"));
    }
    Ok(())
}
