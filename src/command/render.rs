//! `portcullis render`: the readable privacy policy.

use alloc::format;

use super::{Call, Failure, Options, parse};
use crate::notice;

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--lang"], &["--fragment"])?;
    let text = call.text(file)?;
    let policy = parse(file, &text)?;
    let language = options.value("--lang");
    let print = if options.value("--fragment").is_some() { notice::render_fragment } else { notice::render };
    call.line(&print(&policy, language).map_err(|error| Failure::Found(Some(format!("{file}: {error}"))))?);
    Ok(())
}
