//! `portcullis diff`: what a new version of a policy asks again, and of whom.

use alloc::format;
use alloc::string::ToString;

use super::{Call, Failure, Options, parse};
use crate::revision::compare;

pub fn run(call: &mut Call<'_>, old: &str, new: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--reworded"], &[])?;
    let texts = (call.text(old)?, call.text(new)?);
    let (old, new) = (parse(old, &texts.0)?, parse(new, &texts.1)?);
    let reworded = options.all("--reworded");
    if let Some(unknown) = reworded.iter().find(|id| new.service(id).is_none()) {
        return Err(Failure::Call(format!("--reworded {unknown}: the new version has no such service")));
    }
    let revision = compare(&old, &new, &reworded);
    call.out = revision.to_string();
    if revision.faults.is_empty() && revision.moved.is_none() { Ok(()) } else { Err(Failure::Found(None)) }
}
