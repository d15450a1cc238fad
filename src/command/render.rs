//! `portcullis render`: the readable privacy policy.

use alloc::format;

use super::{Call, Failure, Options, parse};
use crate::notice;

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &[], &["--fragment"])?;
    let text = call.text(file)?;
    let policy = parse(file, &text)?;
    let rendered =
        if options.value("--fragment").is_some() { notice::render_fragment(&policy) } else { notice::render(&policy) };
    call.line(&rendered.map_err(|error| Failure::Found(Some(format!("{file}: {error}"))))?);
    Ok(())
}
