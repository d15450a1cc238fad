//! A policy and a record, a line apart: the pass that is left for the next page is JSON, says the record to the letter,
//! and grants only what the record names; and the plan of that policy, put into a script, cannot end it.

#![no_main]

use fuzz::{NOW, granted, names};
use libfuzzer_sys::fuzz_target;
use portcullis::classify::known;
use portcullis::consent::{Guard, Record, Signals, verdicts};
use portcullis::plan::{Pass, Plan, Visit, decisions, embed};
use portcullis::policy::parse;
use portcullis_fuzz as fuzz;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let Some((spelling, text)) = text.split_once('\n') else { return };
    let (Ok(policy), Ok(record)) = (parse(text), Record::parse(spelling)) else { return };
    let signals = Signals::default();
    let verdicts = verdicts(&policy, signals, &[record], NOW);
    let guard = Guard::parse("seal");
    let decisions = decisions(&policy, text, known(), guard);

    let visit = Visit { record: spelling, when: record.when, now: NOW, guard: "seal", signals: ",,," };
    let pass = Pass::of(&decisions.digest, &decisions.days, visit, decisions.lifetime, &verdicts);
    let pass: Value = serde_json::to_value(&pass).expect("plain data");
    assert_eq!(pass["record"], spelling);
    let granted = granted(&verdicts);
    let masked = spelling.contains(".m~");
    assert!(granted.iter().all(|id| masked || names(spelling, id)), "{granted:?} by {spelling}");
    for (id, verdict) in pass["verdicts"].as_object().expect("an object") {
        assert_eq!(verdict == "granted", granted.contains(&id.as_str()), "{id}");
    }

    let answers = decisions.answers.as_ref().expect("a policy has them");
    assert!(answers.reject.granted.is_empty() && answers.withdraw.granted.is_empty());
    let seal = decisions.seal.as_ref().expect("a guard has it");
    for sealed in [&seal.closed, &seal.open] {
        assert!(!sealed.contains(['"', '\n', '<']), "{sealed}");
    }
    let embedded = embed(&Plan::of(decisions, None));
    assert!(embedded.is_ascii() && !embedded.contains(['<', '>', '&']), "{embedded}");
    serde_json::from_str::<Value>(&embedded).unwrap_or_else(|error| panic!("{error}: {embedded}"));
});
