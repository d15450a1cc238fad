//! `portcullis verify`: whether an exported journal is what was written, and asks and shows what a policy says.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use serde_json::Value;

use super::shown::{self, Shown};
use super::{Call, Failure, Options, parse};
use crate::policy::Policy;
use crate::proof::{self, Made, Revision};

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--policy"], &[])?;
    let text = call.text(file)?;
    let policy = options.value("--policy").map(|name| Ok::<_, Failure>((name, call.text(name)?))).transpose()?;
    let parsed = policy.as_ref().map(|(name, text)| parse(name, text)).transpose()?;
    let notes: RefCell<Vec<String>> = RefCell::default();
    let judged = |policy: &str, parsed: &Policy<'_>, made: &Made<'_>| {
        let language = made.receipt.pointer("/notice/language").and_then(Value::as_str).unwrap_or_default();
        let mut wrong = proof::asked(made.receipt, shown::spoken(policy, language).as_ref().unwrap_or(parsed));
        match shown::compare(policy, made) {
            Shown::Same => {}
            Shown::Another(what) => wrong.push(what),
            Shown::Untold(why) => notes.borrow_mut().push(format!("{file}: entry {}: {why}", made.entry)),
        }
        wrong
    };
    let found = match policy.as_ref().zip(parsed.as_ref()) {
        None => proof::verify(&text, None),
        Some(((_, policy), parsed)) => {
            let judge = |made: &Made<'_>| judged(policy, parsed, made);
            proof::verify(&text, Some(&Revision { text: policy, judge: &judge }))
        }
    };
    notes.borrow().iter().for_each(|note| call.line(note));
    if found.is_empty() {
        call.line(&format!("{file}: whole"));
        return Ok(());
    }
    found.iter().for_each(|finding| call.line(&format!("{file}: {finding}")));
    Err(Failure::Found(None))
}
