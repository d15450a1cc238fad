//! `portcullis snippet`: what goes first into `<head>`.

use super::{Call, Failure, Options, place};

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &place::VALUED, &place::BARE)?;
    let text = call.text(file)?;
    let snippet = place::snippet(call, &options, file, &text)?;
    call.out = snippet.html();
    for line in place::allowed(&snippet) {
        call.note(&line);
    }
    Ok(())
}
