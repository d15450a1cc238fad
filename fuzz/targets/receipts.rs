//! A journal that a visitor brings: what is read is written so that it is read as the same, and a file is whole only if
//! it is its own canonical form.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis::journal::{Entry, Journal};
use portcullis::proof::verify;

fuzz_target!(|text: &str| {
    let (mut journal, _) = Journal::read(text);
    let stored = journal.text();
    let (again, is_damaged) = Journal::read(&stored);
    assert_eq!((again.text(), is_damaged), (stored, false), "its own text");
    let before = journal.lines().len();
    journal.append(Entry::default(), "");
    assert!(journal.lines().len() <= before + 1);
    journal.export();
    if verify(text, None).is_empty() {
        let whole: serde_json::Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(whole["version"], 1);
        assert_eq!(whole["entries"].as_array().map(Vec::is_empty), Some(false), "a journal of nothing is whole");
    }
});
