//! A record: what is read has the one spelling of its grammar, and grants what it names and nothing else.

#![no_main]

use fuzz::{NOW, granted, names, policy};
use libfuzzer_sys::fuzz_target;
use portcullis::consent::{Record, Signals, verdicts};
use portcullis_fuzz as fuzz;

fuzz_target!(|text: &str| {
    let Ok(record) = Record::parse(text) else { return };
    assert_eq!(record.spelling, text);
    assert!(text.len() <= 1000 && text.starts_with("1."));
    assert!(text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'~' | b'-')), "{text}");
    for gpc in [false, true] {
        let signals = Signals { gpc, ..Signals::default() };
        for id in granted(&verdicts(policy(), signals, &[record], NOW)) {
            assert!(names(text, id), "{id} by {text}");
        }
    }
});
