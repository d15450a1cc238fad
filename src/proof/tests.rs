#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::journal::{CHARS, Controller, Due, ENTRIES, Entry, Journal, Process, file, note, receipt};
use crate::policy::Policy;

const OLDEST: &str = "2000-01-01T00:00:00Z";

fn facts(value: Value) -> Entry {
    serde_json::from_value(value).unwrap_or_default()
}

/// A decision about so many services.
fn decision(at: usize, services: usize) -> Entry {
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
    assert_eq!(Journal::read(&journal.text()), (journal, false));
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
    let without = value.to_string();
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
    receipt.notice.as_mut().unwrap().policy = hash_of(text);
    receipt.controller = Some(Controller { contact: "privacy@shop.example".into(), name: "Shop".into() });
    let process = |purpose: &str| Process {
        purpose: purpose.into(),
        recipient: "Google".into(),
        service: "google-analytics".into(),
        status: "given".into(),
    };
    receipt.processes = Some(vec![process("audience")]);
    let told = |receipt: &Entry, text| {
        let mut journal = Journal::default();
        journal.append(receipt.clone(), OLDEST);
        let judge = |made: &super::Made<'_>| super::asked(made.receipt, &policy);
        let revision = super::Revision { text, judge: &judge };
        verify(&journal.export(), Some(&revision)).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(&receipt, text), Vec::<String>::new());
    assert_eq!(told(&receipt, "{}"), ["no receipt was made under the policy that is given"]);
    receipt.processes = Some(vec![process("security")]);
    assert_eq!(told(&receipt, text), ["entry 1: the policy gives another purpose to `google-analytics`"]);
    receipt.processes = Some(Vec::new());
    assert_eq!(told(&receipt, text), ["entry 1: asks 0 times about `google-analytics`"]);
}

#[test]
fn ten_thousand_decisions_stay_under_64_kib_and_what_remains_verifies() {
    let journal = journal(10_000);
    let text = journal.text();
    assert!(text.encode_utf16().count() * 2 < 64 * 1024, "{}", text.len());
    assert!(journal.lines().len() > 20);
    let export: Value = serde_json::from_str(&journal.export()).unwrap();
    assert_eq!(export["head"]["purged"], 10_000 - journal.lines().len());
    assert_eq!(said(&journal.export()), Vec::<String>::new());
}

#[test]
fn adding_to_a_full_journal_costs_hardly_more_than_adding_to_an_empty_one() {
    let time_of = |journal: &Journal| {
        let mut journal = journal.clone();
        let start = Instant::now();
        for at in 0..20 {
            journal.append(decision(at, 3), OLDEST);
        }
        start.elapsed()
    };
    let (empty, full) = (Journal::default(), journal(200));
    // By turns, so that whatever else the machine does befalls both; the best of many is what it takes undisturbed.
    let turns: Vec<_> = (0..20).map(|_| (time_of(&empty), time_of(&full))).collect();
    let best = |of: fn(&(Duration, Duration)) -> Duration| turns.iter().map(of).min().unwrap();
    let (empty, full) = (best(|turn| turn.0), best(|turn| turn.1));
    // Hashing or writing all of it again would cost some thirty times as much.
    assert!(full < empty * 5, "{full:?} for {empty:?}");
}

#[test]
fn what_is_too_old_goes_with_the_next_entry_and_the_head_stays() {
    let mut journal = journal(3);
    journal.append(decision(1440, 3), "2026-11-01T12:00:00Z");
    assert_eq!(journal.lines().len(), 1);
    assert!(journal.text().starts_with(r#"{"before":""#));
    assert!(journal.export().contains(r#""purged":3,"until":"2026-11-01T00:02:00Z""#));
    assert_eq!(said(&journal.export()), Vec::<String>::new());
}

#[test]
fn a_journal_that_something_has_damaged_is_read_as_far_as_it_is_whole() {
    let text = journal(3).text();
    let cut = |at: usize| text[..text.len() - at].to_owned();
    for damaged in [cut(5), format!("{text}\nx"), "x".to_owned(), "{}".to_owned(), text[40..].to_owned()] {
        let (mut rest, is_damaged) = Journal::read(&damaged);
        assert!(is_damaged, "{damaged}");
        rest.append(Entry::new("damage", "2026-11-20T00:00:00Z".into()), OLDEST);
        rest.append(decision(9, 3), OLDEST);
        assert_eq!(said(&rest.export()), Vec::<String>::new());
    }
    assert_eq!(Journal::read(""), (Journal::default(), false));
}

#[test]
fn what_is_written_is_canonical() {
    let sorted = |text: &str| serde_json::from_str::<Value>(text).map(|value| value.to_string()).unwrap_or_default();
    let mut journal = journal(1);
    let kinds = json!([
        { "at": "2026-11-23T00:00:00Z", "erased": ["cookie _ga"], "kind": "erasure", "survivors": ["cookie _b \
            http-only"] },
        { "at": "2026-11-23T00:00:00Z", "kind": "policy", "policy": "A".repeat(43), "updated": "2026-11-22" },
        { "at": "2026-11-23T00:00:00Z", "kind": "damage" },
    ]);
    for entry in kinds.as_array().unwrap() {
        journal.append(facts(entry.clone()), OLDEST);
    }
    journal.append(decision(1, 2), "2026-11-02T00:00:00Z");
    for line in journal.text().lines().chain([journal.export().as_str(), CONTEXT.trim_ascii()]) {
        assert_eq!(sorted(line), line);
    }
    assert!(journal.text().lines().next().is_some_and(|head| head.contains("until")));
}

fn shop(services: &str) -> (Policy<'static>, &'static str) {
    let text = format!(
        r#"{{"site":{{"name":"Shop","contact":"privacy@shop.example"}},"updated":"2026-11-22",
        "services":[{services}],"receipts":true}}"#
    );
    let text: &'static str = text.leak();
    (crate::policy::open(text).unwrap(), text)
}

fn due(record: &str, policy: &str, services: &[&str]) -> Due {
    Due {
        record: record.into(),
        policy: hash_of(policy),
        updated: "2026-11-22".into(),
        guard: "live".into(),
        signals: ",,,".into(),
        language: "en".into(),
        layout: "bar".into(),
        surface: "banner".into(),
        text: "May we?".into(),
        services: services.iter().map(ToString::to_string).collect(),
    }
}

const NOW: u64 = 1_795_000_000;

fn entries(journal: &Journal) -> Vec<Entry> {
    journal.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn statuses(entry: &Entry) -> Vec<String> {
    entry.processes.iter().flatten().map(|one| format!("{} {}", one.service, one.status)).collect()
}

#[test]
fn a_decision_that_is_due_is_on_record_once_and_a_change_of_policy_before_it() {
    let (policy, text) = shop(r#""sentry",{"use":"google-analytics","id":"G-ABCD1234"}"#);
    let services = ["sentry-errors", "sentry-replay", "google-analytics"];
    let accepted = due("1.hpv3k.a.e0.g~google-analytics~sentry-errors~sentry-replay", text, &services);
    let first = file("", &policy, &accepted, true, Some("an-id".into()), NOW).unwrap();
    let [decision] = entries(&first.journal).try_into().unwrap();
    assert_eq!(
        (decision.how.as_deref(), decision.kind.as_str(), decision.id.as_deref()),
        (Some("accept"), "decision", Some("an-id"))
    );
    assert_eq!(statuses(&decision), ["sentry-errors given", "sentry-replay given", "google-analytics given"]);
    assert_eq!(decision.processes.unwrap()[2].purpose, "audience");
    assert_eq!(decision.notice.unwrap().hash, Some(hash_of("May we?")));
    assert_eq!(said(&first.journal.export()), Vec::<String>::new());
    assert_eq!(file(&first.journal.text(), &policy, &accepted, true, None, NOW), None, "once");

    let withdrawn = due("1.hpv3l.w.e0.g", "{}", &services);
    let second = file(&first.journal.text(), &policy, &withdrawn, true, None, NOW).unwrap();
    let kinds: Vec<String> = entries(&second.journal).into_iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, ["decision", "policy", "decision"]);
    assert_eq!(
        statuses(&entries(&second.journal)[2]),
        ["sentry-errors withdrawn", "sentry-replay withdrawn", "google-analytics withdrawn"]
    );
    assert_eq!(said(&second.journal.export()), Vec::<String>::new());
    assert_eq!(
        file(&second.journal.text(), &policy, &accepted, false, None, NOW),
        None,
        "what a page held, another tab has found"
    );
    assert!(file(&second.journal.text(), &policy, &due("x", text, &services), true, None, NOW).is_none(), "no record");
}

#[test]
fn a_receipt_says_how_and_what_was_asked_of_every_form_of_record() {
    let (policy, text) = shop(r#""sentry",{"use":"google-analytics","id":"G-ABCD1234"}"#);
    let services = ["sentry-errors", "sentry-replay", "google-analytics"];
    let made = |record: &str, signals: &str| {
        let due = Due { signals: signals.into(), ..due(record, text, &services) };
        let entry = receipt(&policy, &due, None, None).unwrap();
        (entry.how.clone().unwrap_or_default(), entry.regime.clone().unwrap_or_default(), statuses(&entry).join(","))
    };
    let of = |how: &str, regime: &str, said: &str| (how.to_owned(), regime.to_owned(), said.to_owned());
    assert_eq!(
        made("1.1.p.e0.p~google-analytics~~sentry-errors", ",,,"),
        of("api", "eu", "sentry-errors refused,sentry-replay unasked,google-analytics given")
    );
    assert_eq!(
        made("1.1.ax.e0.g~sentry-errors", "1,,,"),
        of("accept", "eu", "sentry-errors given,sentry-replay unasked,google-analytics unasked")
    );
    assert_eq!(made("1.1.gxo.e0.g", "1,,,").0, "signal");
    assert_eq!(made("1.1.go.e0.g", ",under13,,").0, "age");
    assert_eq!(
        made("1.1.go.e0.g", ",,auto,US"),
        of("regime", "us", "sentry-errors unasked,sentry-replay unasked,google-analytics unasked")
    );
    // Bits count the services that waited then.
    assert_eq!(made("1.1.s.e0.m~1~5", ",,,").2, "sentry-errors given,sentry-replay refused,google-analytics given");
}

#[test]
fn what_an_earlier_version_put_down_is_read_too() {
    let (policy, text) = shop(r#""sentry""#);
    let now = due("", text, &["sentry-errors", "sentry-replay"]);
    let old =
        "__Host-consent=1.hpv3k.a.g~sentry-errors~sentry-replay; Path=/; SameSite=Lax,de,portcullis-banner,Ja, bitte";
    let read = Due::read(old, &now).unwrap();
    assert_eq!((read.language.as_str(), read.surface.as_str(), read.text.as_str()), ("de", "banner", "Ja, bitte"));
    assert!(file("", &policy, &read, true, None, NOW).is_some());
    assert_eq!(Due::read("x", &now), None);
    let none = Due::read("consent=1.hpv3k.a.g,,,", &now).unwrap();
    assert_eq!((none.surface.as_str(), none.text.as_str()), ("none", ""));
}

#[test]
fn what_is_handed_over_links_to_no_other_receipt() {
    let (policy, text) = shop(r#""sentry""#);
    let accepted = due("1.hpv3k.a.e0.g~sentry-errors~sentry-replay", text, &["sentry-errors", "sentry-replay"]);
    let handed = file("", &policy, &accepted, true, Some("id".into()), NOW).unwrap().handed;
    let value: Value = serde_json::from_str(&handed).unwrap();
    assert_eq!(value.to_string(), handed, "canonical");
    assert!(value.get("before").is_none() && value.get("hash").is_none());
    assert_eq!((value["conformsTo"].as_str(), value["id"].as_str()), (Some(PROFILE), Some("id")));
    assert!(value["@context"]["dpv"].is_string());
}

#[test]
fn of_an_erasure_fifty_names_are_on_record_and_damage_before_it() {
    let names: Vec<String> = (0..60).map(|at| format!("cookie _{at}")).collect();
    let journal = note("x", names, vec!["cookie _ga http-only".into()], NOW);
    let kinds: Vec<String> = entries(&journal).into_iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, ["damage", "erasure"]);
    assert_eq!(entries(&journal)[1].erased.as_ref().map(Vec::len), Some(50));
    assert_eq!(entries(&journal)[1].at, "2026-11-18T11:06:40Z");
    assert_eq!(said(&journal.export()), Vec::<String>::new());
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
            prop_assert!(journal.text().encode_utf16().count() <= CHARS && journal.lines().len() <= ENTRIES);
        }
        prop_assert_eq!(said(&journal.export()), Vec::<String>::new());
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in ".{0,200}") {
        let _ = (verify(&text, None), Journal::read(&text));
    }
}
