use super::*;
use crate::consent::{Erased, Guard, Reason, Report, Survivor, WAYS, Why};
use crate::drawing::html;
use crate::policy::parse;
use crate::vendors::Store;

const TEXT: &str = r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":[
    {"id":"one","name":"One","vendor":"V","class":"tracking","purpose":"p","cookies":[{"name":"_a","duration":"1d"}]},
    {"id":"two","name":"Two","vendor":"V","class":"functional","purpose":"p","cookies":[{"name":"_b",
    "duration":"1d"}]}],
    "notice":{"rights":{"days":30},"authorities":[
        {"regime":"br","name":"B","link":"https://b.example/"},
        {"regime":"eu","name":"E","link":"https://e.example/"}]}}"#;

fn policy() -> Policy<'static> {
    parse(TEXT).unwrap()
}

fn english(policy: &Policy<'_>) -> Words {
    Words::of(policy, Some("en")).unwrap()
}

fn signals(gpc: bool, regime: &str) -> Signals {
    Signals::read(gpc, "", regime, "", false)
}

/// The visitor's part as HTML, without what keeps a name's direction: `verdicts` are those on the two services.
fn drawn(signals: Signals, verdicts: [Verdict; 2], journal: &str) -> String {
    let policy = policy();
    let verdicts: Vec<_> = policy.gated().iter().zip(verdicts).collect();
    plain(&view(&policy, &english(&policy), signals, &verdicts, &Journal::read(journal)))
}

fn plain(nodes: &[Node]) -> String {
    html(nodes).replace(['\u{2068}', '\u{2069}', '\n'], "")
}

const DENIED: [Verdict; 2] = [Verdict::Denied; 2];

/// The part with that journal, in the usual state of things.
fn on_record(journal: &str) -> String {
    drawn(Signals::default(), DENIED, journal)
}

fn journal(entries: usize, head: &str) -> String {
    let entry = |at| format!("{{\"at\":\"2026-11-{:02}T00:00:00Z\",\"kind\":\"policy\"}}", at + 1);
    [head.into()].into_iter().chain((0..entries).map(entry)).collect::<Vec<_>>().join("\n")
}

#[test]
fn only_what_is_granted_is_said_to_be_allowed_and_only_then_is_there_anything_to_withdraw() {
    let withdraw = "data-action=\"withdraw\"";
    let some = drawn(Signals::default(), [Verdict::Denied, Verdict::Granted], "");
    assert!(some.contains(">Allowed: Two</p>") && some.contains(withdraw), "{some}");
    for other in [Verdict::Denied, Verdict::Undecided, Verdict::Locked(Reason::Gpc)] {
        let none = drawn(Signals::default(), [Verdict::Denied, other], "");
        assert!(none.contains(">Nothing is allowed</p>") && !none.contains(withdraw), "{none}");
    }
}

#[test]
fn a_name_keeps_its_own_direction() {
    let policy = policy();
    let verdicts: Vec<_> = policy.gated().iter().map(|service| (service, Verdict::Granted)).collect();
    let said = html(&view(&policy, &english(&policy), Signals::default(), &verdicts, &Journal::default()));
    assert!(said.contains("Allowed: \u{2068}One\u{2069}, \u{2068}Two\u{2069}</p>"), "{said}");
}

#[test]
fn a_decision_is_said_with_its_way_and_what_it_gave_and_a_service_that_is_gone_by_its_id() {
    let entry = r#"{"kind":"decision","at":"2026-11-23T10:00:00Z","how":"withdraw","processes":[
        {"service":"one","status":"withdrawn"},{"service":"old","status":"given"},
        {"service":"two","status":"given"}]}"#;
    let said = on_record(&format!("{{}}\n{}", entry.replace('\n', "")));
    let time = "<time datetime=\"2026-11-23T10:00:00Z\">2026-11-23T10:00:00Z</time>";
    let item = format!("<li>{time}<strong>Everything withdrawn</strong><span>Allowed: old, Two</span></li>");
    assert!(said.contains(&item), "{said}");
}

#[test]
fn every_way_of_deciding_is_said_and_one_that_is_not_known_is_not() {
    let policy = policy();
    for way in WAYS {
        assert_ne!(english(&policy).say(&format!("how.{way}")), format!("how.{way}"));
        let said = on_record(&format!("{{}}\n{{\"kind\":\"decision\",\"how\":\"{way}\"}}"));
        assert!(said.contains("<strong>") && said.contains("<span>Nothing is allowed</span>"), "{said}");
    }
    assert!(!on_record("{}\n{\"kind\":\"decision\",\"how\":\"title\"}").contains("<strong>"));
}

#[test]
fn an_erasure_is_said_by_names_without_their_stores() {
    let entry = r#"{"kind":"erasure","at":"2026-11-23T10:00:00Z","erased":["cookie _a","localStorage b"],
    "survivors":["cookie _c http-only"]}"#;
    let said = on_record(&format!("{{}}\n{}", entry.replace('\n', "")));
    assert!(said.contains("<span>Erased: _a, b</span><span>Not erased: _c</span></li>"), "{said}");
}

#[test]
fn the_newest_five_stand_first_and_the_others_behind_one_more_press() {
    for (count, has_older) in [(0, false), (1, false), (5, false), (6, true), (200, true)] {
        let said = on_record(&journal(count, "{}"));
        // The authority's is one, too.
        assert_eq!(said.matches("<li>").count(), count + 1, "{count}");
        assert_eq!(said.contains(">Older entries<"), has_older, "{count}");
        assert_eq!(said.contains(">No list of earlier choices is kept here.<"), count == 0);
    }
    let said = on_record(&journal(9, r#"{"until":"2026-10-01T00:00:00Z"}"#));
    let at = |text: &str| said.find(text).unwrap();
    assert!(at("2026-11-09") < at("2026-11-05") && at("2026-11-05") < at("Older") && at("Older") < at("2026-11-04"));
    assert!(said.contains("</ol><p>Still older entries are no longer kept.</p></details>"), "{said}");
    let said = on_record(&journal(2, r#"{"until":"2026-10-01T00:00:00Z"}"#));
    assert!(said.contains("</ol><p>Still older entries are no longer kept.</p><h3>"), "{said}");
}

#[test]
fn what_is_no_journal_is_none() {
    for text in ["", "x", "{}\nx", "\u{0}\n[1\n{", "[]\n\"\n"] {
        assert_eq!(Journal::read(text), Journal::default(), "{text:?}");
        assert!(
            on_record(text).contains(">On record in this browser</h3><p>No list of earlier choices is kept here.</p>")
        );
    }
    let odd = Journal::read("{}\n[1]\n{\"kind\":\"decision\",\"processes\":[7,{\"status\":\"given\"}]}\n7");
    let nothing = What::Decision { how: None, granted: Vec::new() };
    let read: Vec<&What<'_>> = odd.entries.iter().map(|entry| &entry.what).collect();
    assert_eq!(read, [&What::Unknown, &nothing, &What::Unknown]);
}

#[test]
fn the_authority_is_that_of_the_regime_and_the_time_that_of_the_policy() {
    let links = ["href=\"https://e.example/\"", "href=\"https://b.example/\""];
    for (regime, expected) in [("eu", [true, false]), ("br", [false, true]), ("us", [false, false])] {
        let said = drawn(signals(false, regime), DENIED, "");
        assert_eq!(links.map(|link| said.contains(link)), expected, "{regime}");
        assert!(said.contains("<p>Time limit for an answer, in days: 30</p>"), "{said}");
    }
}

#[test]
fn every_reason_is_said_and_the_record_only_where_it_stays() {
    let policy = policy();
    let words = english(&policy);
    let said = |told: &Report, done| plain(&report(&words, told, done));
    let record = words.say("why.choice");
    let erased = |record_stays| Done::Erased { record_stays };
    for why in Why::ALL {
        let told = Report {
            erased: vec![Erased { name: "_a".into(), store: Store::Cookie }],
            survivors: vec![Survivor::new(Store::Cookie, "_x", "", why)],
        };
        let drawn = said(&told, erased(false));
        let reason = words.say(&format!("why.{}", why.name()));
        assert!(!reason.starts_with("why."), "{reason}");
        assert!(drawn.contains("<p>Erased: _a</p>"), "{drawn}");
        assert!(drawn.contains(&format!("<li><code>_x</code><span>{reason}</span></li>")), "{drawn}");
        assert!(!drawn.contains(&record));
    }
    let nothing = Report::default();
    assert!(said(&nothing, erased(true)).contains(&record));
    assert_eq!(said(&nothing, Done::Withdrawn), "<p><strong>Everything is withdrawn.</strong></p>");
    assert!(!said(&nothing, erased(false)).contains("<ul>"));
}

#[test]
fn the_record_stays_where_nobody_would_be_asked_again() {
    assert!(!stays(&policy(), signals(false, "eu")));
    assert!(!stays(&policy(), signals(true, "eu")), "the functional service is asked about");
    assert!(stays(&policy(), signals(false, "us")));
    let sealed = Signals::read(false, "", "us", "", Guard::parse("seal").is_some());
    assert!(!stays(&policy(), sealed), "under the seal everyone is asked");
}
