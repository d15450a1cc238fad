use proptest::prelude::*;

use super::super::{Record, Verdict, from_jar, verdicts};
use super::*;
use crate::policy::parse;

const DAY: u32 = 24 * 60;
/// 2026-11-22.
const NOW: u32 = 20_779 * DAY;
const STAMP: &str = "2026-10-01T10:20:30.400Z";

fn service(id: &str) -> String {
    let class = if id == "d" { "functional" } else { "tracking" };
    format!(r#"{{"id":"{id}","name":"N","vendor":"V","class":"{class}","purpose":"P"}}"#)
}

/// A policy of the services `a` to `d`.
fn policy(moving: &str) -> Policy<'static> {
    let services = ["a", "b", "c", "d"].map(service).join(",");
    let text = format!(
        r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[{services}],"moving":{moving}}}"#
    );
    let text: &str = text.leak();
    parse(text).unwrap_or_else(|error| panic!("{}: {text}", error.message()))
}

fn klaro(names: &str) -> Policy<'static> {
    policy(&format!(r#"[{{"from":"klaro","names":{names},"asOf":"2026-10-01"}}]"#))
}

fn vanilla(names: &str) -> Policy<'static> {
    policy(&format!(r#"[{{"from":"vanilla-cookieconsent","names":{names},"revision":1}}]"#))
}

/// As `encodeURIComponent` has it.
fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// The letters of what was granted, and of what was refused, in a jar; nothing where nothing is taken over.
fn told(policy: &Policy<'_>, jar: &str) -> Option<(String, String)> {
    told_at(policy, jar, NOW)
}

fn told_at(policy: &Policy<'_>, jar: &str, now: u32) -> Option<(String, String)> {
    let former = Former::find(policy, Signals::default(), jar, &|_| None, now)?;
    let of =
        |wanted: bool| former.told.iter().filter(|(_, answer)| *answer == Some(wanted)).map(|(id, _)| *id).collect();
    Some((of(true), of(false)))
}

fn is(granted: &str, refused: &str) -> Option<(String, String)> {
    Some((granted.to_owned(), refused.to_owned()))
}

fn cc(categories: &str, services: &str, rest: &str) -> String {
    let text = format!(
        concat!(
            r#"{{"categories":{categories},"revision":1,"data":null,"consentTimestamp":"2026-09-01T00:00:00.000Z","#,
            r#""consentId":"x","services":{services},"languageCode":"en","lastConsentTimestamp":"{stamp}"{rest}}}"#
        ),
        categories = categories,
        services = services,
        stamp = STAMP,
        rest = rest
    );
    format!("other=1; cc_cookie={}", encoded(&text))
}

#[test]
fn klaros_answers_are_taken_as_they_are() {
    let policy = klaro(r#"{"one":"a","two":["b"],"three":["c"]}"#);
    let jar = format!("klaro={}", encoded(r#"{"one":true,"two":false,"else":true}"#));
    assert_eq!(told(&policy, &jar), is("a", "b"));
}

#[test]
fn a_service_of_several_names_needs_a_yes_to_each_and_one_no_is_a_no() {
    let policy = klaro(r#"{"one":["a","b"],"two":["b","c"],"three":["c","d"]}"#);
    for (value, said) in [
        (r#"{"one":true,"two":true,"three":true}"#, is("abcd", "")),
        (r#"{"one":true,"two":false,"three":true}"#, is("ad", "bc")),
        (r#"{"one":true,"three":true}"#, is("ad", "")),
        (r#"{"two":false}"#, is("", "bc")),
        (r#"{"else":true}"#, None),
    ] {
        assert_eq!(told(&policy, &format!("klaro={}", encoded(value))), said, "{value}");
    }
}

#[test]
fn tarteaucitron_waits_where_nobody_answered() {
    let policy =
        policy(r#"[{"from":"tarteaucitron","names":{"gtag":"a","youtube":"b","vimeo":"c"},"asOf":"2026-10-01"}]"#);
    assert_eq!(told(&policy, "tarteaucitron=!gtag=true!youtube=false!vimeo=wait"), is("a", "b"));
    for wrong in ["gtag=true", "!gtag=true!gtag=false", "!gtag=true!gtag=true", "!gtag=yes", "!gtag", "", "!"] {
        assert_eq!(told(&policy, &format!("tarteaucitron={wrong}")), None, "{wrong}");
    }
}

#[test]
fn a_category_of_vanilla_cookieconsents_says_nothing_of_services_chosen_one_by_one() {
    let policy = vanilla(r#"{"stats":["a","b"],"ads/pixel":"c","ads":"c","more":"d"}"#);
    for (categories, services, said) in [
        (r#"["stats","ads"]"#, r#"{"stats":[],"ads":["pixel"],"more":[]}"#, is("abc", "d")),
        (r#"["ads"]"#, r#"{"stats":[],"ads":["other"],"more":[]}"#, is("", "abcd")),
        (r#"["stats"]"#, r#"{"stats":["one"],"ads":[]}"#, is("", "c")),
        (r#"["stats","ads"]"#, r#"{}"#, is("ab", "")),
        (r#"["ads"]"#, r#"{"stats":[],"ads":[]}"#, is("", "ab")),
        (r#"["necessary"]"#, r#"{"necessary":[],"stats":[],"ads":[],"more":[]}"#, is("", "abcd")),
    ] {
        assert_eq!(told(&policy, &cc(categories, services, "")), said, "{categories} {services}");
    }
}

#[test]
fn another_revision_does_not_count() {
    let with = |revision: &str| cc(r#"["stats"]"#, r#"{"stats":[]}"#, "").replace("revision%22%3A1", revision);
    let policy = vanilla(r#"{"stats":"a"}"#);
    assert_eq!(told(&policy, &with("revision%22%3A1")), is("a", ""));
    assert_eq!(told(&policy, &with("revision%22%3A2")), None);
    assert_eq!(told(&policy, &with("revisiom%22%3A1")), None);
}

#[test]
fn a_choice_is_as_old_as_it_was_and_holds_no_longer_for_being_moved() {
    let policy = vanilla(r#"{"stats":"a","ads":"b"}"#);
    let jar = cc(r#"["stats"]"#, r#"{"stats":[],"ads":[]}"#, "");
    let when = Former::find(&policy, Signals::default(), &jar, &|_| None, NOW).map(|former| former.when);
    let stamp = (20_779 - 52) * DAY + 10 * 60 + 20;
    assert_eq!(when, Some(stamp), "of the last change, not of the first choice");
    for (now, held) in
        [(stamp + 180 * DAY, true), (stamp + 180 * DAY + 1, false), (stamp - DAY, true), (stamp - DAY - 1, false)]
    {
        assert_eq!(told_at(&policy, &jar, now).is_some(), held, "{now}");
    }
    let lapsed = |minute: u32| {
        cc(r#"["stats"]"#, r#"{"stats":[]}"#, &format!(r#","expirationTime":{}000"#, u64::from(minute) * 60))
    };
    assert_eq!(told(&policy, &lapsed(NOW + 1)), is("a", ""));
    assert_eq!(told(&policy, &lapsed(NOW)), None);
}

#[test]
fn without_a_day_in_the_policy_a_choice_without_a_date_is_asked_again() {
    let policy = policy(r#"[{"from":"klaro","names":{"one":"a"}}]"#);
    assert_eq!(told(&policy, &format!("klaro={}", encoded(r#"{"one":true}"#))), None);
}

#[test]
fn what_is_not_what_the_product_writes_is_nothing() {
    let policy = klaro(r#"{"one":"a","two":"b"}"#);
    for wrong in [
        "",
        "%",
        "%7",
        "%zz",
        "%7B",
        "true",
        "[]",
        "{}",
        "%FF",
        r#"{"one":1}"#,
        r#"{"one":"true"}"#,
        r#"{"one":true,"one":false}"#,
        r#"{"one":true,"two":null}"#,
        r#"{"one":true}x"#,
    ] {
        assert_eq!(told(&policy, &format!("klaro={}", wrong.replace(';', "%3B"))), None, "{wrong}");
    }
    let policy = vanilla(r#"{"stats":"a"}"#);
    for (from, to) in [
        ("T10:20", "T24:20"),
        ("T10:20", "T1a:20"),
        ("2026-10-01", "2026-13-01"),
        (".400Z", ".400"),
        (r#""stats""#, "1"),
        (r#"["stats"]"#, r#""stats""#),
        (r#"{"stats":[]}"#, "[]"),
        (r#"{"stats":[]}"#, r#"{"stats":true}"#),
    ] {
        let right = cc(r#"["stats"]"#, r#"{"stats":[]}"#, "");
        let wrong = right.replace(&encoded(from), &encoded(to));
        assert!(wrong != right && told(&policy, &wrong).is_none(), "{to}");
    }
}

#[test]
fn two_copies_that_differ_are_nobodys() {
    let policy = klaro(r#"{"one":"a"}"#);
    let (yes, no) = (encoded(r#"{"one":true}"#), encoded(r#"{"one":false}"#));
    assert_eq!(told(&policy, &format!("klaro={yes}; klaro={yes}")), is("a", ""));
    assert_eq!(told(&policy, &format!("klaro={yes}; klaro={no}")), None);
    let kept = |_: &str| Some(no.clone());
    assert_eq!(Former::find(&policy, Signals::default(), &format!("klaro={yes}"), &kept, NOW), None);
    assert!(Former::find(&policy, Signals::default(), "", &kept, NOW).is_some());
}

/// What became of the services, by the record that is written.
fn after(policy: &Policy<'_>, jar: &str, signals: Signals) -> (String, Vec<Verdict>) {
    let former = Former::find(policy, signals, jar, &|_| None, NOW).unwrap_or_else(|| panic!("{jar}"));
    let record = former.record(policy, signals).unwrap_or_else(|| panic!("{jar}"));
    let jar = format!("consent={record}");
    let records = from_jar(&jar, "consent").unwrap_or_else(|_| panic!("{record}"));
    let all = verdicts(policy, signals, &records, NOW);
    (record, all.into_iter().map(|(_, verdict)| verdict).collect())
}

#[test]
fn the_record_says_that_it_was_taken_over_and_what_is_left_to_ask() {
    let policy = klaro(r#"{"1":"a","2":"b","3":"c","4":"d"}"#);
    let jar = |value: &str| format!("klaro={}", encoded(value));
    let (record, all) = after(&policy, &jar(r#"{"1":true,"2":false,"3":false,"4":true}"#), Signals::default());
    assert!(record.ends_with(".t.e0.g~a~d"), "{record}");
    assert_eq!(all, [Verdict::Granted, Verdict::Denied, Verdict::Denied, Verdict::Granted]);
    let (record, all) = after(&policy, &jar(r#"{"1":true,"3":false}"#), Signals::default());
    assert!(record.ends_with(".t.e0.p~a~~c"), "{record}");
    assert_eq!(all, [Verdict::Granted, Verdict::Undecided, Verdict::Denied, Verdict::Undecided]);
    assert!(after(&policy, &jar(r#"{"3":false}"#), Signals::default()).0.ends_with(".t.e0.p~~c"));
    assert!(after(&policy, &jar(r#"{"1":true}"#), Signals::default()).0.ends_with(".t.e0.p~a~"));
}

#[test]
fn signals_win() {
    let policy = klaro(r#"{"1":"a","2":"b","3":"c","4":"d"}"#);
    let jar = format!("klaro={}", encoded(r#"{"1":true,"2":true,"3":false,"4":true}"#));
    let gpc = Signals { gpc: true, ..Signals::default() };
    let locked = Verdict::Locked(super::super::Reason::Gpc);
    assert_eq!(after(&policy, &jar, gpc).1, [locked, locked, Verdict::Denied, Verdict::Granted]);
    let minor = Signals { minor: true, ..Signals::default() };
    let (record, all) = after(&policy, &jar, minor);
    assert!(record.ends_with(".t.e0.g~d"), "{record}");
    assert!(all.iter().take(3).all(|verdict| *verdict == Verdict::Locked(super::super::Reason::Age)));
}

#[test]
fn a_part_has_one_spelling() {
    for right in ["1.10.t.p~a~", "1.10.t.p~~a", "1.10.to.p~a~b~~c~d"] {
        assert!(Record::parse(right).is_ok(), "{right}");
    }
    for wrong in [
        "1.10.s.p~a~",
        "1.10.t.p",
        "1.10.t.p~",
        "1.10.t.p~~",
        "1.10.t.p~a",
        "1.10.t.p~a~~",
        "1.10.t.p~b~a~",
        "1.10.t.p~a~~a",
        "1.10.t.p~a~a~",
        "1.10.t.p~~b~a",
        "1.10.t.p~A~",
        "1.10.t.p~a~~b~",
        "1.10.t.p~~~a",
        "1.10.t.p~a~~~b",
    ] {
        assert!(Record::parse(wrong).is_err(), "{wrong}");
    }
}

/// Names of an old product, with the services of the policy that each stands for, as bits.
fn mapping() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0u8..16, 1..6)
}

fn names_of(mapping: &[u8], spell: impl Fn(usize) -> String) -> String {
    let list = |bits: u8| {
        let ids: Vec<String> =
            (0..4).filter(|at| bits >> at & 1 == 1).map(|at| format!("\"{}\"", ["a", "b", "c", "d"][at])).collect();
        format!("[{}]", ids.join(","))
    };
    let names: Vec<String> =
        mapping.iter().enumerate().map(|(at, bits)| format!("\"{}\":{}", spell(at), list(*bits))).collect();
    format!("{{{}}}", names.join(","))
}

proptest! {
    #[test]
    fn nothing_is_granted_that_the_old_choice_did_not_grant(
        mapping in mapping(),
        answers in prop::collection::vec(prop::option::of(any::<bool>()), 6),
        gpc in any::<bool>(),
        minor in any::<bool>(),
    ) {
        let said: Vec<String> = answers
            .iter()
            .enumerate()
            .filter_map(|(at, answer)| Some(format!("\"n{at}\":{}", (*answer)?)))
            .collect();
        let tac: String = answers
            .iter()
            .enumerate()
            .map(|(at, answer)| format!("!n{at}={}", answer.map_or("wait".to_owned(), |answer| answer.to_string())))
            .collect();
        let signals = Signals { gpc, minor, ..Signals::default() };
        let names = names_of(&mapping, |at| format!("n{at}"));
        let klaro = encoded(&format!("{{{}}}", said.join(",")));
        let jars = [("klaro", format!("klaro={klaro}")), ("tarteaucitron", format!("tarteaucitron={tac}"))];
        for (from, jar) in jars {
            let policy = policy(&format!(r#"[{{"from":"{from}","names":{names},"asOf":"2026-10-01"}}]"#));
            let Some(former) = Former::find(&policy, signals, &jar, &|_| None, NOW) else { continue };
            let record = former.record(&policy, signals).unwrap_or_default();
            let jar = format!("consent={record}");
            let records = from_jar(&jar, "consent").unwrap_or_default();
            prop_assert_eq!(records.len(), 1, "{}", record);
            for (at, (service, verdict)) in verdicts(&policy, signals, &records, NOW).into_iter().enumerate() {
                let stood_for: Vec<Option<bool>> = mapping
                    .iter()
                    .zip(&answers)
                    .filter(|(bits, _)| **bits >> at & 1 == 1)
                    .map(|(_, answer)| *answer)
                    .collect();
                let granted = !stood_for.is_empty() && stood_for.iter().all(|answer| *answer == Some(true));
                prop_assert!(verdict != Verdict::Granted || granted, "{} {:?}", service.id, stood_for);
                if stood_for.contains(&Some(false)) {
                    let is_refused = !matches!(verdict, Verdict::Granted | Verdict::Undecided);
                    prop_assert!(is_refused, "a refusal stays one: {:?}", verdict);
                }
            }
        }
    }

    #[test]
    fn no_category_of_vanilla_cookieconsents_grants_more_than_it_did(
        mapping in mapping(),
        accepted in 0u8..32,
        listed in prop::collection::vec(0u8..4, 5),
        by_service in any::<u8>(),
    ) {
        // Category n0 to n4, each with the services x and y, of which some were accepted, or without any.
        let has = |bits: u8, at: usize| bits >> at & 1 == 1;
        let quoted = |names: Vec<String>| {
            let each: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            format!("[{}]", each.join(","))
        };
        let some = |at: usize| ["x", "y"]
            .iter()
            .enumerate()
            .filter(|(bit, _)| has(accepted, at) && has(listed[at], *bit))
            .map(|(_, name)| (*name).to_owned())
            .collect::<Vec<_>>();
        let categories = quoted((0..5).filter(|at| has(accepted, *at)).map(|at| format!("n{at}")).collect());
        let services = (0..5).map(|at| format!("\"n{at}\":{}", quoted(some(at)))).collect::<Vec<_>>().join(",");
        let spell = |at: usize| if has(by_service, at) { format!("n{at}/x") } else { format!("n{at}") };
        let policy = vanilla(&names_of(&mapping, spell));
        let Some((granted, _)) = told(&policy, &cc(&categories, &format!("{{{services}}}"), "")) else { return Ok(()) };
        for id in granted.chars() {
            let at = "abcd".find(id).unwrap_or_default();
            let stood_for: Vec<usize> = (0..mapping.len()).filter(|name| has(mapping[*name], at)).collect();
            let own: Vec<usize> = stood_for.iter().copied().filter(|name| has(by_service, *name)).collect();
            prop_assert!(!stood_for.is_empty());
            for name in if own.is_empty() { stood_for } else { own } {
                let yes = if has(by_service, name) {
                    some(name).contains(&"x".to_owned())
                } else {
                    has(accepted, name) && some(name).is_empty()
                };
                prop_assert!(yes, "{id} by n{name}");
            }
        }
    }

    #[test]
    fn no_noise_is_a_choice(value in "\\PC{0,80}", damage in 0usize..200, with in any::<u8>()) {
        let policies = [
            klaro(r#"{"one":"a"}"#),
            policy(r#"[{"from":"tarteaucitron","names":{"one":"a"},"asOf":"2026-10-01"}]"#),
            vanilla(r#"{"one":"a"}"#),
        ];
        for (policy, name) in policies.iter().zip(["klaro", "tarteaucitron", "cc_cookie"]) {
            let jar = format!("{name}={value}");
            let found = Former::find(policy, Signals::default(), &jar, &|_| Some(value.clone()), NOW);
            prop_assert_eq!(found, None);
        }
        // A refusal with one byte changed grants nothing, but where that byte spells the yes itself.
        let mut bytes = cc(r#"["necessary"]"#, r#"{"necessary":[],"one":[]}"#, "").into_bytes();
        let at = damage % bytes.len();
        bytes[at] = with;
        if let Ok(jar) = String::from_utf8(bytes) {
            prop_assert!(told(&policies[2], &jar).is_none_or(|(granted, _)| granted.is_empty()), "{jar}");
        }
    }
}
