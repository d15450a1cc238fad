//! `portcullis render`: the readable privacy policy.

use alloc::format;

use super::{Call, Failure, Options, parse};
use crate::notice;
use crate::words::Words;

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--lang"], &["--fragment"])?;
    let text = call.text(file)?;
    let policy = parse(file, &text)?;
    let words = Words::of(&policy, options.value("--lang"));
    let words = words.map_err(|error| Failure::Found(Some(format!("{file}: {error}"))))?;
    let print = if options.value("--fragment").is_some() { notice::render_fragment } else { notice::render };
    call.line(&print(&policy, &words));
    Ok(())
}
