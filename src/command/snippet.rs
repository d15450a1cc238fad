//! `portcullis snippet`: what goes first into `<head>`.

use alloc::format;

use super::{Call, Failure, Options, parse, place};
use crate::snippet::Shim;

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &place::VALUED, &place::BARE)?;
    let snippet = place::snippet(call, &options)?;
    let text = call.text(file)?;
    call.out = snippet.html(&parse(file, &text)?);
    if snippet.shim == Shim::Inline {
        // JSON has a `<` in texts alone, where it may be written so; in a script it would begin or end something.
        let within = text.trim().replace('<', "\\u003c");
        call.out
            .insert_str(0, &format!("<script type=\"application/json\" id=\"portcullis-policy\">{within}</script>\n"));
    }
    if let Some(hash) = snippet.latch_hash() {
        call.note(&format!("a policy of your own allows the latch by: script-src {hash}"));
    }
    Ok(())
}
