#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::chain::{CHARS, ENTRIES};
use super::{Journal, verify};

const OLDEST: &str = "2000-01-01T00:00:00Z";

fn facts(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// A decision about so many services.
fn decision(at: usize, services: usize) -> Map<String, Value> {
    let hash = "A".repeat(43);
    let process = |service: usize| {
        let status = if (at + service).is_multiple_of(2) { "given" } else { "refused" };
        json!({ "purpose": "audience", "recipient": "Acme", "service": format!("s{service}"), "status": status })
    };
    let processes: Vec<Value> = (0..services).map(process).collect();
    facts(json!({
        "at": format!("2026-11-{:02}T{:02}:{:02}:00Z", 1 + at / 1440 % 28, at / 60 % 24, at % 60),
        "controller": { "contact": "privacy@shop.example", "name": "Shöp \u{1f6d2}" },
        "gpc": false, "how": "save", "id": format!("{at:08}-0000-4000-8000-000000000000"), "kind": "decision",
        "minor": false,
        "notice": {
            "hash": hash, "language": "en", "layout": "bar", "policy": hash, "surface": "banner",
            "updated": "2026-11-22",
        },
        "processes": processes, "regime": "eu",
    }))
}

fn journal(entries: usize) -> Journal {
    let mut journal = Journal::default();
    for at in 0..entries {
        journal.append(decision(at, 3), OLDEST);
    }
    journal
}

fn said(text: &str) -> Vec<String> {
    verify(text, None).iter().map(ToString::to_string).collect()
}

#[test]
fn what_was_written_is_whole_as_stored_and_as_exported() {
    let mut journal = journal(3);
    journal.append(
        facts(json!({ "at": "2026-11-23T00:00:00Z", "erased": ["cookie _ga"], "kind": "erasure", "survivors": [] })),
        OLDEST,
    );
    assert_eq!(said(&journal.export()), Vec::<String>::new());
    assert_eq!(Journal::parse(&journal.text()), Ok(journal));
    assert_eq!(said(&Journal::default().export()), Vec::<String>::new());
}

#[test]
fn a_bit_flipped_in_any_byte_of_an_export_is_found_and_so_is_any_byte_lost() {
    let mut journal = journal(1);
    let policy = "A".repeat(43);
    let changed = json!({ "at": "2026-11-23T00:00:00Z", "kind": "policy", "policy": policy, "updated": "2026-11-22" });
    journal.append(facts(changed), OLDEST);
    let export = journal.export().into_bytes();
    for at in 0..export.len() {
        let mut changed = vec![export[..at].to_vec()];
        changed[0].extend(&export[at + 1..]);
        // The one that turns a letter's case, and another at each place.
        for bit in [5, at % 8] {
            let mut flipped = export.clone();
            flipped[at] ^= 1 << bit;
            changed.push(flipped);
        }
        for bytes in changed {
            // What is not UTF-8 is refused before it is read.
            if let Ok(text) = std::str::from_utf8(&bytes) {
                assert!(!verify(text, None).is_empty(), "byte {at}: {text}");
            }
        }
    }
}

#[test]
fn says_which_entry_is_wrong_and_how() {
    let whole = journal(4);
    let export = whole.export();
    let edited = export.replacen("\"at\":\"2026-11-01T00:02", "\"at\":\"2026-11-01T00:05", 1);
    assert_eq!(
        said(&edited),
        [
            "`sum` is not the hash of the rest of the file",
            "entry 3: `hash` is not that of its content: it was changed after it was written"
        ]
    );
    let mut value: Value = serde_json::from_str(&export).unwrap();
    value["entries"].as_array_mut().unwrap().remove(1);
    let without = super::chain::canonical(&value);
    assert!(said(&without).contains(
        &"entry 2: `before` is not the hash that entry 1 has: what stood between is gone, or another".to_string()
    ));
    assert!(
        said(&export.replace("given", "givem")).iter().any(|what| what.contains("`processes[].status` is not one of"))
    );
    assert!(said(&export.replace(":1}", ": 1}"))[0].starts_with("not the bytes that were written: byte "));
}

#[test]
fn a_policy_tells_whether_a_receipt_asks_what_that_revision_says() {
    let text = r#"{"site":{"name":"Shop","contact":"privacy@shop.example"},"updated":"2026-11-22",
        "services":[{"use":"google-analytics","id":"G-ABCD1234"}]}"#;
    let policy = crate::policy::open(text).unwrap();
    let mut receipt = decision(0, 0);
    receipt["notice"]["policy"] = super::chain::hash_of(text).into();
    receipt["controller"] = json!({ "contact": "privacy@shop.example", "name": "Shop" });
    receipt["processes"] =
        json!([{ "purpose": "audience", "recipient": "Google", "service": "google-analytics", "status": "given" }]);
    let told = |receipt: &Map<String, Value>, text| {
        let mut journal = Journal::default();
        journal.append(receipt.clone(), OLDEST);
        let judge = |made: &super::Made<'_>| super::asked(made.receipt, &policy);
        let revision = super::Revision { text, judge: &judge };
        verify(&journal.export(), Some(&revision)).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(&receipt, text), Vec::<String>::new());
    assert_eq!(told(&receipt, "{}"), ["no receipt was made under the policy that is given"]);
    receipt["processes"][0]["purpose"] = "security".into();
    assert_eq!(told(&receipt, text), ["entry 1: the policy gives another purpose to `google-analytics`"]);
    receipt["processes"] = json!([]);
    assert_eq!(told(&receipt, text), ["entry 1: asks 0 times about `google-analytics`"]);
}

#[test]
fn ten_thousand_decisions_stay_under_64_kib_and_what_remains_verifies() {
    let journal = journal(10_000);
    let text = journal.text();
    assert!(text.encode_utf16().count() * 2 < 64 * 1024, "{}", text.len());
    assert!(journal.entries().len() > 20);
    let export: Value = serde_json::from_str(&journal.export()).unwrap();
    assert_eq!(export["head"]["purged"], 10_000 - journal.entries().len());
    assert_eq!(said(&journal.export()), Vec::<String>::new());
}

#[test]
fn what_is_too_old_goes_with_the_next_entry_and_the_head_stays() {
    let mut journal = journal(3);
    journal.append(decision(1440, 3), "2026-11-01T12:00:00Z");
    assert_eq!(journal.entries().len(), 1);
    assert!(journal.text().starts_with(r#"{"before":""#));
    assert!(journal.export().contains(r#""purged":3,"until":"2026-11-01T00:02:00Z""#));
    assert_eq!(said(&journal.export()), Vec::<String>::new());
}

#[test]
fn what_is_no_journal_says_its_line() {
    assert_eq!(Journal::parse("x").unwrap_err(), super::Unwritable::Line(0));
    assert_eq!(Journal::parse("{\"before\":\"\",\"purged\":0}\n{").unwrap_err(), super::Unwritable::Line(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_decisions_make_a_chain_that_verifies_within_its_bounds(
        sizes in proptest::collection::vec(0usize..40, 1..30),
    ) {
        let mut journal = Journal::default();
        for (at, services) in sizes.into_iter().enumerate() {
            journal.append(decision(at, services), OLDEST);
            prop_assert!(journal.text().encode_utf16().count() <= CHARS && journal.entries().len() <= ENTRIES);
        }
        prop_assert_eq!(said(&journal.export()), Vec::<String>::new());
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in ".{0,200}") {
        let _ = (verify(&text, None), Journal::parse(&text));
    }
}
