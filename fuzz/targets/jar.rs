//! A page's whole cookies: of several records the strictest holds, one that cannot be read makes all of them none, a
//! choice of another product's is never widened, and what erases a cookie sets no other.

#![no_main]

use fuzz::{NOW, granted, names, policy};
use libfuzzer_sys::fuzz_target;
use portcullis::consent::{Former, Record, Signals, from_jar, pairs, removals, verdicts};
use portcullis_fuzz as fuzz;

const NAME: &str = "__Host-consent";

fuzz_target!(|jar: &str| {
    let signals = Signals::default();
    // Split as RFC 6265 has it, by std.
    let values: Vec<&str> = jar
        .split(';')
        .filter_map(|pair| pair.strip_prefix(' ').unwrap_or(pair).split_once('='))
        .filter(|(name, _)| *name == NAME)
        .map(|(_, value)| value)
        .collect();
    match from_jar(jar, NAME) {
        Err(_) => assert!(values.iter().any(|value| Record::parse(value).is_err())),
        Ok(records) => {
            assert_eq!(records.iter().map(|record| record.spelling).collect::<Vec<_>>(), values);
            for id in granted(&verdicts(policy(), signals, &records, NOW)) {
                assert!(!values.is_empty() && values.iter().all(|value| names(value, id)), "{id} by {jar}");
            }
        }
    }
    if let Some(former) = Former::find(policy(), signals, jar, &|_| Some(jar.to_owned()), NOW) {
        for (id, told) in &former.told {
            assert!(*told != Some(true) || matches!(*id, "acme" | "google-analytics"), "{id} by {jar}");
        }
        if let Some(record) = former.record(policy(), signals) {
            assert!(Record::parse(&record).is_ok(), "{record}");
        }
    }
    for (name, _) in pairs(jar).take(4) {
        for written in removals(name, "a.b.shop.example", "/p/q", true) {
            assert!(written.starts_with(&format!("{name}=;")) && written.contains("Max-Age=0"), "{written}");
        }
    }
});
