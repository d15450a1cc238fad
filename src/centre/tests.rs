#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use super::{report, stays, view};
use crate::consent::{Guard, Signals, Why};
use crate::policy::{Policy, parse};

const TEXT: &str = r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":[
    {"id":"one","name":"One","vendor":"V","class":"tracking","purpose":"p","cookies":[{"name":"_a","duration":"1d"}]},
    {"id":"two","name":"Two","vendor":"V","class":"functional","purpose":"p","cookies":[{"name":"_b","duration":"1d"}]}],
    "notice":{"rights":{"days":30},"authorities":[
        {"regime":"br","name":"B","link":"https://b.example/"},{"regime":"eu","name":"E","link":"https://e.example/"}]}}"#;

fn policy() -> Policy<'static> {
    parse(TEXT).expect("a policy")
}

fn signals(gpc: bool, regime: &str) -> Signals {
    Signals::read(gpc, "", regime, "", false)
}

/// Whether a drawing has those lines, next to each other, whatever keeps a name's direction.
fn has(drawing: &str, lines: &str) -> bool {
    format!("\n{drawing}").replace(['\u{2068}', '\u{2069}'], "").contains(&format!("\n{lines}\n"))
}

/// What opens is closed.
fn assert_closed(drawing: &str) {
    let count = |sign| drawing.lines().filter(|line| line.starts_with(sign)).count();
    assert_eq!(count('<'), count('>'), "{drawing}");
}

fn journal(entries: usize, head: &str) -> String {
    let entry = |at| format!("{{\"at\":\"2026-11-{:02}T00:00:00Z\",\"kind\":\"policy\"}}", at + 1);
    [head.into()].into_iter().chain((0..entries).map(entry)).collect::<Vec<_>>().join("\n")
}

#[test]
fn only_what_is_granted_is_said_to_be_allowed_and_only_then_is_there_anything_to_withdraw() {
    let some = view(&policy(), Signals::default(), "one denied\ntwo granted", "");
    assert!(has(&some, "$allowed Two") && has(&some, "=value withdraw"), "{some}");
    let none = view(&policy(), Signals::default(), "one denied\ntwo undecided", "");
    assert!(has(&none, "$allowed.none") && !has(&none, "=value withdraw"), "{none}");
    assert_closed(&some);
}

#[test]
fn a_decision_is_said_with_its_way_and_what_it_gave_and_a_service_that_is_gone_by_its_id() {
    let entry = r#"{"kind":"decision","at":"2026-11-23T10:00:00Z","how":"withdraw","processes":[
        {"service":"one","status":"withdrawn"},{"service":"old","status":"given"},{"service":"two","status":"given"}]}"#;
    let drawn = view(&policy(), Signals::default(), "", &format!("{{}}\n{}", entry.replace('\n', "")));
    assert!(
        has(&drawn, "=datetime 2026-11-23T10:00:00Z\n>\n<strong\n$how.withdraw\n>\n<span\n$allowed old, Two"),
        "{drawn}"
    );
    assert_closed(&drawn);
}

#[test]
fn an_erasure_is_said_by_names_without_their_stores() {
    let entry = r#"{"kind":"erasure","at":"2026-11-23T10:00:00Z","erased":["cookie _a","localStorage b"],"survivors":["cookie _c http-only"]}"#;
    let drawn = view(&policy(), Signals::default(), "", &format!("{{}}\n{entry}"));
    assert!(has(&drawn, "$erased _a, b") && has(&drawn, "$survived _c"), "{drawn}");
}

#[test]
fn the_newest_five_stand_first_and_the_others_behind_one_more_press() {
    for (count, older) in [(0, false), (1, false), (5, false), (6, true), (200, true)] {
        let drawn = view(&policy(), Signals::default(), "", &journal(count, "{}"));
        assert_eq!(drawn.lines().filter(|line| *line == "<li").count(), count + 1, "{count}");
        assert_eq!(has(&drawn, "$older"), older, "{count}");
        assert_eq!(has(&drawn, "$receipts.none"), count == 0);
        assert_closed(&drawn);
    }
    let drawn = view(&policy(), Signals::default(), "", &journal(9, r#"{"until":"2026-10-01T00:00:00Z"}"#));
    let at = |line: &str| drawn.find(line).expect("a line");
    assert!(at("2026-11-09") < at("2026-11-05") && at("2026-11-05") < at("$older") && at("$older") < at("2026-11-04"));
    assert!(has(&drawn, "$purged"));
    assert_closed(&drawn);
}

#[test]
fn what_is_no_journal_is_none() {
    for text in ["", "x", "{}\nx", "\u{0}\n[1]\n{", "[]\n\"\n"] {
        let drawn = view(&policy(), Signals::default(), text, text);
        assert!(has(&drawn, "$receipts"), "{drawn}");
        assert_closed(&drawn);
        assert_closed(&report(text, true, true));
    }
}

#[test]
fn the_authority_is_that_of_the_regime_and_the_time_that_of_the_policy() {
    for (regime, link, other) in
        [("eu", "^https://e.example/", "^https://b.example/"), ("br", "^https://b.example/", "^https://e.example/")]
    {
        let drawn = view(&policy(), signals(false, regime), "", "");
        assert!(has(&drawn, link) && !has(&drawn, other) && has(&drawn, "$days 30"), "{drawn}");
    }
    assert!(!view(&policy(), signals(false, "us"), "", "").contains("\n^"));
}

#[test]
fn every_reason_is_said_and_the_record_only_where_it_stays() {
    for why in Why::ALL {
        let told = format!(
            r#"{{"erased":[{{"name":"_a","store":"cookie"}}],"survivors":[{{"name":"_x","store":"cookie","why":"{}","advice":""}}]}}"#,
            why.name()
        );
        let drawn = report(&told, true, false);
        assert!(has(&drawn, "$erased _a") && has(&drawn, &format!("\"_x\n>\n<span\n$why.{}", why.name())), "{drawn}");
        assert!(!has(&drawn, "$why.choice"));
        assert_closed(&drawn);
    }
    assert!(has(&report("{}", true, true), "$why.choice") && !has(&report("{}", false, true), "$survivors"));
    assert!(has(&report("{}", false, false), "$done.withdrawn"));
}

#[test]
fn the_record_stays_where_nobody_would_be_asked_again() {
    assert!(!stays(&policy(), signals(false, "eu")));
    assert!(!stays(&policy(), signals(true, "eu")), "the functional service is asked about");
    assert!(stays(&policy(), signals(false, "us")));
    let sealed = Signals::read(false, "", "us", "", Guard::parse("seal").is_some());
    assert!(!stays(&policy(), sealed), "under the seal everyone is asked");
}
