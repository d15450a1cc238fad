//! A policy's text: what can be read is JSON to serde_json too, grants nothing by itself, and can be linted and
//! printed.

#![no_main]

use fuzz::{NOW, granted};
use libfuzzer_sys::fuzz_target;
use portcullis::consent::{How, Record, Signals, verdicts, write};
use portcullis::lint::policy::lint;
use portcullis::policy::field::Date;
use portcullis::policy::{json, parse};
use portcullis::words::Words;
use portcullis_fuzz as fuzz;

fuzz_target!(|text: &str| {
    if json::parse(text).is_ok() {
        let read = serde_json::from_str::<serde_json::Value>(text);
        // Numbers that it cannot hold are nobody's to count with here.
        assert!(read.as_ref().err().is_none_or(|error| error.to_string().contains("number out of range")), "{read:?}");
    }
    let Ok(policy) = parse(text) else { return };
    assert!(granted(&verdicts(&policy, Signals::default(), &[], NOW)).is_empty());
    let refused = write(&policy, NOW, How::Reject, Signals::default(), &|_| false);
    let refused = Record::parse(&refused).expect("its own spelling");
    assert!(granted(&verdicts(&policy, Signals::default(), &[refused], NOW)).is_empty());
    lint(text, &policy, Date::parse("2026-11-23").expect("a day"));
    if let Ok(words) = Words::of(&policy, None) {
        let _ = portcullis::notice::render(&policy, &words);
    }
});
