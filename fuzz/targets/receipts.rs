//! A journal that a visitor brings: what is read is written so that it is read as the same, and a file is whole only if it
//! is its own canonical form.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis::journal::{Journal, verify};

fuzz_target!(|text: &str| {
    if let Ok(mut journal) = Journal::parse(text) {
        let text = journal.text();
        assert_eq!(Journal::parse(&text).expect("its own text").text(), text);
        let before = journal.entries().len();
        journal.append(serde_json::Map::new(), "");
        assert!(journal.entries().len() <= before + 1);
        journal.export();
    }
    if verify(text, None).is_empty() {
        let whole: serde_json::Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(whole["version"], 1);
        assert_eq!(whole["entries"].as_array().map(Vec::is_empty), Some(false), "a journal of nothing is whole");
    }
});
