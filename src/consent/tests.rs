use super::*;
use crate::policy::{Policy, parse};
use crate::vendors::Store;

pub(super) const NOW: u32 = 29_920_000;
const DAY: u32 = 24 * 60;

fn read(services: &str) -> Policy<'static> {
    let text = format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[{services}]}}"#);
    parse(text.leak()).unwrap_or_else(|error| panic!("{}", error.message()))
}

pub(super) fn shop() -> Policy<'static> {
    read(r#""sentry", {"use":"google-analytics","id":"G-ABC123"}, "cloudflare-web-analytics", "cloudflare-security""#)
}

pub(super) fn names(count: usize) -> Policy<'static> {
    let service = |at: usize| {
        format!(r#"{{"id":"service-number-{at}","name":"N","vendor":"V","class":"tracking","purpose":"P"}}"#)
    };
    read(&(0..count).map(service).collect::<Vec<_>>().join(","))
}

/// A record as it comes back from the cookie.
pub(super) fn chosen(
    policy: &Policy<'_>,
    when: u32,
    how: How,
    gpc: bool,
    granted: impl Fn(&str) -> bool,
) -> Record<'static> {
    let signals = Signals { gpc, ..Signals::default() };
    let spelling = write(policy, when, how, signals, &granted).leak();
    Record::parse(spelling).unwrap_or_else(|_| panic!("{spelling}"))
}

fn accept(policy: &Policy<'_>, when: u32) -> Record<'static> {
    chosen(policy, when, How::Accept, false, |_| true)
}

fn verdict(policy: &Policy<'_>, signals: Signals, records: &[Record<'_>], now: u32, id: &str) -> Verdict {
    let found = verdicts(policy, signals, records, now).into_iter().find(|(service, _)| service.id == id);
    found.map_or(Verdict::Undecided, |(_, verdict)| verdict)
}

#[test]
fn without_a_record_everything_is_undecided() {
    let policy = shop();
    let all = verdicts(&policy, Signals::default(), &[], NOW);
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|(_, verdict)| *verdict == Verdict::Undecided));
}

#[test]
fn a_record_has_the_spelling_of_its_grammar() {
    let policy = shop();
    let record =
        chosen(&policy, 36, How::Save, true, |id| id == "google-analytics" || id == "cloudflare-web-analytics");
    assert_eq!(record.spelling.to_owned(), "1.10.sx.e0.g~cloudflare-web-analytics~google-analytics");
    assert_eq!(chosen(&policy, 36, How::Reject, false, |_| false).spelling.to_owned(), "1.10.r.e0.g");
}

#[test]
fn a_choice_lapses_after_six_months_whether_yes_or_no() {
    let policy = shop();
    for granted in [true, false] {
        let record = chosen(&policy, NOW - 179 * DAY, How::Save, false, |_| granted);
        let at = |days: u32| {
            verdict(&policy, Signals::default(), std::slice::from_ref(&record), NOW + days * DAY, "sentry-errors")
        };
        assert_ne!(at(0), Verdict::Undecided);
        assert_eq!(at(2), Verdict::Undecided);
    }
}

#[test]
fn a_record_from_the_future_is_no_record() {
    let policy = shop();
    let record = accept(&policy, NOW + 2 * DAY);
    assert_eq!(verdict(&policy, Signals::default(), &[record], NOW, "sentry-errors"), Verdict::Undecided);
}

#[test]
fn a_service_that_changed_since_is_asked_about_again_and_only_that_one() {
    let policy = read(r#""sentry-errors", {"use":"google-analytics","id":"G-ABC123","since":"2026-11-20"}"#);
    let before = accept(&policy, 20_770 * DAY);
    let verdict = |id| verdict(&policy, Signals::default(), std::slice::from_ref(&before), 20_780 * DAY, id);
    assert_eq!(verdict("google-analytics"), Verdict::Undecided);
    assert_eq!(verdict("sentry-errors"), Verdict::Granted);
}

#[test]
fn a_change_announced_for_a_later_day_asks_nobody_yet() {
    let policy = read(r#"{"use":"google-analytics","id":"G-ABC123","since":"2099-01-01"}"#);
    let record = accept(&policy, NOW);
    assert_eq!(verdict(&policy, Signals::default(), &[record], NOW, "google-analytics"), Verdict::Granted);
}

/// Acme, since that day.
fn acme(since: &str) -> Policy<'static> {
    let since = if since.is_empty() { String::new() } else { format!(r#","since":"{since}""#) };
    read(&format!(r#"{{"id":"acme","name":"A","vendor":"V","class":"tracking","purpose":"P"{since}}}"#))
}

fn day(text: &str) -> u32 {
    crate::policy::field::Date::parse(text).unwrap_or_default().minutes()
}

#[test]
fn an_announced_change_asks_on_its_day() {
    let announced = acme("2026-03-01");
    let before = accept(&announced, day("2026-01-15"));
    let at = |now: &str| verdict(&announced, Signals::default(), &[before], day(now), "acme");
    assert_eq!(at("2026-02-20"), Verdict::Granted);
    assert_eq!(at("2026-03-01"), Verdict::Undecided);
    assert_eq!(at("2026-03-05"), Verdict::Undecided);
    let after = accept(&announced, day("2026-03-01"));
    assert_eq!(verdict(&announced, Signals::default(), &[after], day("2026-03-05"), "acme"), Verdict::Granted);
}

#[test]
fn a_page_from_a_cache_that_asked_by_the_older_policy_answers_no_newer_one() {
    let (older, newer) = (acme("2026-01-01"), acme("2026-03-01"));
    // The older policy stood in the page on a day on which the newer one was in force.
    let record = accept(&older, day("2026-03-10"));
    assert!(record.spelling.contains(".e"), "{}", record.spelling);
    let now = day("2026-03-11");
    assert_eq!(verdict(&older, Signals::default(), &[record], now, "acme"), Verdict::Granted);
    assert_eq!(verdict(&newer, Signals::default(), &[record], now, "acme"), Verdict::Undecided);
    // Without any `since` either: then what was asked is the edition 0.
    let record = accept(&acme(""), day("2026-03-10"));
    assert_eq!(verdict(&newer, Signals::default(), &[record], now, "acme"), Verdict::Undecided);
}

#[test]
fn a_record_of_before_there_were_editions_counts_by_its_time() {
    let policy = acme("2026-03-01");
    let with = |when: &str| {
        let mut out = String::from("1.");
        crate::text::number(&mut out, day(when), 36);
        out.push_str(".a.g~acme");
        out
    };
    for (when, verdict_then) in [("2026-02-28", Verdict::Undecided), ("2026-03-01", Verdict::Granted)] {
        let spelling = with(when);
        let record = Record::parse(&spelling).unwrap_or_else(|_| panic!("{spelling}"));
        assert_eq!(record.edition, None);
        assert_eq!(verdict(&policy, Signals::default(), &[record], day("2026-03-05"), "acme"), verdict_then, "{when}");
    }
}

#[test]
fn an_edition_that_was_not_in_force_when_it_was_asked_is_no_record() {
    assert!(Record::parse("1.hrq00.a.e0.g~acme").is_ok());
    for edition in ["eg00", "ezzzzz", "e", "e00", "e-1", "E0"] {
        assert!(Record::parse(&format!("1.hrq00.a.{edition}.g~acme")).is_err(), "{edition}");
    }
}

#[test]
fn a_service_added_without_a_date_is_not_granted_by_an_old_accept() {
    let record = accept(&shop(), NOW);
    let more = read(r#""sentry", {"id":"new","name":"N","vendor":"V","class":"tracking","purpose":"P"}"#);
    assert_eq!(verdict(&more, Signals::default(), &[record], NOW, "new"), Verdict::Denied);
    // In the masked form nobody can tell which service a bit meant: all are asked about again.
    let many = accept(&names(300), NOW);
    assert!(matches!(many.grants, Grants::Masked(_)));
    let fewer = names(299);
    assert_eq!(verdict(&fewer, Signals::default(), &[many], NOW, "service-number-0"), Verdict::Undecided);
}

#[test]
fn a_list_is_long_before_its_names_are_too_long_for_a_record_and_only_then_are_bits_believed() {
    let mut masked = 0;
    for count in 40..70 {
        let policy = names(count);
        let record = accept(&policy, u32::MAX);
        if let Grants::Masked(_) = record.grants {
            masked += 1;
            assert!(is_long(&policy), "{count}");
            assert!(record.fits(&policy));
        }
    }
    assert!(masked > 0);
    // As it would be spelled for a list that can be named.
    let policy = names(1);
    assert!(!is_long(&policy));
    let bits = mask::write("1.zzz.a".to_owned(), &policy, &|_| true);
    let record = Record::parse(Box::leak(bits.into_boxed_str())).ok();
    assert!(record.is_some_and(|record| !record.fits(&policy)));
}

#[test]
fn two_copies_that_differ_mean_the_most_restrictive() {
    let policy = shop();
    let (yes, no) = (accept(&policy, NOW), chosen(&policy, NOW - DAY, How::Reject, false, |_| false));
    for records in [[yes, no], [no, yes]] {
        assert_eq!(verdict(&policy, Signals::default(), &records, NOW, "sentry-errors"), Verdict::Denied);
    }
}

#[test]
fn one_copy_that_cannot_be_read_makes_all_unreadable() {
    let policy = shop();
    let good = accept(&policy, NOW).spelling.to_owned();
    let jar = |value: &str| {
        let jar = format!("a=b; consent={good}; consent={value}; x");
        from_jar(&jar, "consent").map(|records| records.len())
    };
    assert_eq!(jar(&good), Ok(2));
    assert_eq!(jar("1.zzz"), Err(Unreadable::Malformed));
}

#[test]
fn global_privacy_control_locks_tracking_that_was_accepted_before_it_and_not_after() {
    let policy = shop();
    let signals = Signals { gpc: true, ..Signals::default() };
    let before = accept(&policy, NOW);
    assert_eq!(verdict(&policy, signals, &[before], NOW, "sentry-errors"), Verdict::Locked(Reason::Gpc));
    let in_sight_of_it = chosen(&policy, NOW, How::Save, true, |_| true);
    assert_eq!(verdict(&policy, signals, &[in_sight_of_it], NOW, "sentry-errors"), Verdict::Granted);
}

#[test]
fn a_minor_is_never_tracked_whatever_was_chosen() {
    let policy = shop();
    let signals = Signals { minor: true, ..Signals::default() };
    assert_eq!(
        verdict(&policy, signals, &[accept(&policy, NOW)], NOW, "google-analytics"),
        Verdict::Locked(Reason::Age)
    );
}

#[test]
fn a_service_waits_for_the_one_it_needs() {
    let policy = shop();
    let record = chosen(&policy, NOW, How::Save, false, |id| id == "sentry-replay");
    assert_eq!(verdict(&policy, Signals::default(), &[record], NOW, "sentry-replay"), Verdict::Locked(Reason::Needs));
}

#[test]
fn removals_cover_every_domain_and_path_that_could_hold_the_name() {
    let at = |host: &str, path: &str, secure: bool| -> Vec<String> {
        reach(path).flat_map(|path| removals("_ga", host, path, secure)).collect()
    };
    let all = at("www.shop.test", "/p/item", true);
    for wanted in [
        "_ga=; Path=/; Secure; Max-Age=0",
        "_ga=; Path=/p; Secure; Max-Age=0",
        "_ga=; Path=/p/; Secure; Max-Age=0",
        "_ga=; Path=/p/item; Secure; Max-Age=0",
        "_ga=; Path=/; Domain=www.shop.test; Secure; Max-Age=0",
        "_ga=; Path=/; Domain=shop.test; Secure; Max-Age=0",
        "_ga=; Path=/p; Domain=shop.test; Secure; Partitioned; Max-Age=0",
    ] {
        assert!(all.iter().any(|one| one == wanted), "{wanted} is missing");
    }
    assert!(!all.iter().any(|one| one.contains("Domain=test")));
    assert!(at("127.0.0.1", "/", false).iter().all(|one| !one.contains("Domain")));
    assert!(at("shop.test", "/a;Max-Age=9/b", true).iter().all(|one| !one.contains("Max-Age=9")));
}

#[test]
fn only_declared_names_of_services_that_may_not_run_are_erased() {
    let policy = shop();
    let record = chosen(&policy, NOW, How::Save, false, |id| id == "sentry-errors" || id == "sentry-replay");
    let verdicts = verdicts(&policy, Signals::default(), &[record], NOW);
    let erased = |store, name| erasure::is_refused(&policy, &verdicts, store, name);
    assert!(erased(Store::Cookie, "_ga") && erased(Store::Cookie, "_ga_ABC123"));
    assert!(!erased(Store::Session, "sentryReplaySession"), "granted");
    assert!(!erased(Store::Cookie, "__cf_bm") && !erased(Store::Cookie, "cf_clearance"), "essential");
    assert!(!erased(Store::Cookie, "session_id"), "nobody's");
}

/// A shop whose every name is told apart by the verdict that it is under.
pub(super) fn stores() -> Policy<'static> {
    let service = |id: &str, class: &str, cookies: &str| {
        format!(r#"{{"id":"{id}","name":"N","vendor":"V","class":"{class}","purpose":"P","cookies":[{cookies}]}}"#)
    };
    let name = |name: &str, more: &str| format!(r#"{{"name":"{name}","duration":"1d"{more}}}"#);
    let heat =
        [name("heat*", ""), name("shared", ""), name("c*", ""), name("p*", r#","store":"localStorage""#)].join(",");
    let chat = [name("chat", r#","store":"sessionStorage""#), name("shared", ""), name("heat_of_chat", "")].join(",");
    let login = [name("heat_login", ""), name("chat", r#","store":"sessionStorage""#)].join(",");
    read(
        &[
            service("heat", "tracking", &heat),
            service("chat", "functional", &chat),
            service("login", "essential", &login),
            r#"{"use":"google-analytics","id":"G-ABC123"}"#.to_owned(),
        ]
        .join(","),
    )
}

pub(super) fn refused(policy: &Policy<'_>, granted: &[&str], store: Store, name: &str) -> bool {
    let record = chosen(policy, NOW, How::Save, false, |id| granted.contains(&id));
    is_refused(policy, &verdicts(policy, Signals::default(), &[record], NOW), store, name)
}

#[test]
fn what_is_essential_granted_ours_or_undeclared_is_not_erased() {
    let policy = stores();
    let cookie = |granted: &[&str], name: &str| refused(&policy, granted, Store::Cookie, name);
    assert!(cookie(&[], "heat_1") && cookie(&[], "shared") && cookie(&[], "_ga") && cookie(&[], "cart"));
    assert!(!cookie(&[], "heat_login"), "essential");
    assert!(!cookie(&[], "cf_clearance"), "essential, though the policy does not say so");
    assert!(!refused(&policy, &[], Store::Session, "chat"), "essential too");
    assert!(
        !cookie(&[], "portcullis-consent") && !refused(&policy, &[], Store::Local, "portcullis 0.1.0,/p.json"),
        "ours"
    );
    assert!(!cookie(&[], "basket") && !refused(&policy, &[], Store::Local, "heat_1"), "undeclared");
    assert!(!cookie(&["chat"], "shared"), "another that is granted has it too");
    assert!(cookie(&["heat"], "heat_of_chat"), "the better rule is that of the refused one");
    assert!(!cookie(&["google-analytics"], "_ga_X"));
}

#[test]
fn a_removal_is_written_for_each_domain_and_jar_and_a_deep_page_is_bounded() {
    let all = removals("_ga", "www.shop.co.uk", "/p", true);
    assert_eq!(all.len(), 8, "host-only and three domains, in both jars: {all:?}");
    assert!(all.iter().all(|cookie| cookie.starts_with("_ga=; Path=/p;") && cookie.contains("; Secure")));
    assert_eq!(removals("_ga", "127.0.0.1", "/", false), ["_ga=; Path=/; Max-Age=0"]);
    assert_eq!(reach("/a/b").collect::<Vec<_>>(), ["/", "/a", "/a/", "/a/b"]);
    let deep = format!("/{}end", "f/".repeat(500));
    let places: Vec<&str> = reach(&deep).collect();
    assert_eq!((places.len(), places.first().copied(), places.last().copied()), (40, Some("/"), Some(deep.as_str())));
}

#[test]
fn the_report_has_names_and_advice() {
    let report = Report {
        erased: vec![Erased { name: "a\"b".into(), store: Store::Local }],
        survivors: vec![
            Survivor::new(Store::Cookie, "session", "/account", Why::HttpOnly),
            Survivor::new(Store::Database, "db", "", Why::Open),
        ],
    };
    let report = serde_json::to_value(report).unwrap_or_default();
    assert_eq!(report["erased"][0], serde_json::json!({ "name": "a\"b", "store": "localStorage" }));
    let advice = "only the server can delete it: send Set-Cookie: session=; Path=/account; Max-Age=0";
    assert_eq!(report["survivors"][0]["advice"], advice);
    assert_eq!(report["survivors"][1]["why"], "open");
}
