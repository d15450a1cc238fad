//! A policy and a record, a line apart: the pass that is left for the next page is JSON, says the record to the letter, and
//! runs only what the record names.

#![no_main]

use fuzz::{NOW, granted, names};
use libfuzzer_sys::fuzz_target;
use portcullis::consent::{Guard, Pass, Record, Signals, verdicts};
use portcullis::policy::parse;
use portcullis_fuzz as fuzz;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let Some((spelling, text)) = text.split_once('\n') else { return };
    let (Ok(policy), Ok(record)) = (parse(text), Record::parse(spelling)) else { return };
    let signals = Signals::default();
    let verdicts = verdicts(&policy, signals, &[record], NOW);
    let pass = Pass { record: spelling, verdicts: &verdicts, tagged: "", quiet: false, label: "", by: "" }.write();
    let pass: Value = serde_json::from_str(&pass).unwrap_or_else(|error| panic!("{error}: {pass}"));
    assert_eq!(pass["record"], spelling);
    let granted = granted(&verdicts);
    let masked = spelling.contains(".m~");
    assert!(granted.iter().all(|id| masked || names(spelling, id)), "{granted:?} by {spelling}");
    for entry in pass["run"].as_array().into_iter().flatten() {
        let id = entry[0].as_str().expect("an id");
        // Advanced mode loads Google's tag without a grant, and is named so.
        assert!(id.ends_with('+') || granted.contains(&id), "{id}");
    }
    let sealed = Guard::parse("seal").map(|guard| guard.policy_of(&policy, signals, "", "consent", NOW)).unwrap_or_default();
    assert!(!sealed.contains(['"', '\n', '<']), "{sealed}");
});
