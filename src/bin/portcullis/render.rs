//! `portcullis render`: the readable privacy policy.

use portcullis::notice;

use crate::command::{Failure, Options, parse, read};

pub fn run(file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--lang"], &["--fragment"])?;
    let text = read(file)?;
    let policy = parse(file, &text)?;
    let language = options.value("--lang");
    let print = if options.value("--fragment").is_some() { notice::render_fragment } else { notice::render };
    println!("{}", print(&policy, language).map_err(|error| Failure::Found(Some(format!("{file}: {error}"))))?);
    Ok(())
}
