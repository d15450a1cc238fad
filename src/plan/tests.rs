use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::*;
use crate::classify::known;
use crate::consent::{How, stored};
use crate::consent::{Record, Signals, Verdict, from_jar, verdicts, write};
use crate::policy::parse;

const DAY: u32 = 24 * 60;

fn policy(services: &str, more: &str) -> (Policy<'static>, &'static str) {
    let text =
        format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22"{more},"services":[{services}]}}"#);
    let text: &'static str = text.leak();
    (parse(text).unwrap_or_else(|error| panic!("{}: {text}", error.message())), text)
}

fn plan_of(services: &str, more: &str) -> Decisions {
    let (policy, text) = policy(services, more);
    decisions(&policy, text, known(), None)
}

const SHOP: &str =
    r#""sentry",{"use":"google-analytics","id":"G-ABC123"},"cloudflare-web-analytics","cloudflare-security""#;

#[test]
fn a_plan_has_the_services_that_wait_and_no_text_of_them() {
    let plan = plan_of(SHOP, "");
    let ids: Vec<&str> = plan.services.iter().map(|service| service.id.as_str()).collect();
    assert_eq!(ids, ["sentry-errors", "sentry-replay", "google-analytics", "cloudflare-web-analytics"]);
    assert_eq!(plan.groups, [("sentry".to_string(), vec!["sentry-errors".to_string(), "sentry-replay".to_string()])]);
    let text = serde_json::to_string(&plan).unwrap_or_default();
    assert!(!text.contains("Sentry Error Monitoring") && !text.contains("privacypolicy"), "{text}");
    assert!(text.contains(r#"["push","dataLayer","config","G-ABC123"]"#), "{text}");
}

#[test]
fn google_is_told_its_defaults_where_a_service_stands_for_one_of_its_types_and_else_nothing() {
    let told = |services: &str| {
        let plan = plan_of(services, "");
        let text = serde_json::to_string(&(&plan.before, &plan.tells)).unwrap_or_default();
        (text.contains(r#""consent","default""#), text.contains(r#""consent","update""#))
    };
    assert_eq!(told(r#"{"use":"google-analytics","id":"G-ABC123"}"#), (true, true));
    assert_eq!(told(r#""cloudflare-web-analytics""#), (false, false));
}

#[test]
fn a_plan_names_what_another_product_stored_where_choices_are_taken_over() {
    let former = |moving: &str| plan_of(SHOP, &format!(r#","moving":[{moving}]"#)).former;
    let names = r#""names":{"stats":"google-analytics"}"#;
    assert_eq!(former(&format!(r#"{{"from":"klaro","asOf":"2026-09-01",{names}}}"#)), ["klaro"]);
    assert!(former(&format!(r#"{{"from":"cookiebot",{names}}}"#)).is_empty(), "of that one nothing is read");
    assert!(plan_of(SHOP, "").former.is_empty());
}

#[test]
fn a_plan_says_whether_a_name_lies_where_no_page_can_list_it() {
    let has = |cookie: &str| {
        let own = r#""id":"own","name":"O","vendor":"V","class":"tracking","purpose":"p""#;
        plan_of(&format!(r#"{{{own},"cookies":[{cookie}]}}"#), "").has_unlisted_names
    };
    assert!(!has(r#"{"name":"_a","duration":"1d"}"#));
    assert!(has(r#"{"name":"_a","duration":"1d","path":"/shop"}"#));
    assert!(has(r#"{"name":"_a","duration":"1d","httpOnly":true}"#));
    assert!(has(r#"{"name":"_b","duration":"1d"},{"name":"_a","duration":"1d","httpOnly":true}"#));
}

#[test]
fn an_answer_is_the_record_that_core_writes_with_its_time_and_edition_left_open() {
    let (policy, text) = policy(SHOP, "");
    let plan = decisions(&policy, text, known(), None);
    let answers = plan.answers.unwrap_or_else(|| panic!("no answers"));
    assert_eq!(answers.reject.record, "1.{when}.r.e{edition}.g");
    assert_eq!(answers.withdraw.record, "1.{when}.w.e{edition}.g");
    for (how, grants, template) in [
        (How::Accept, true, &answers.accept),
        (How::Reject, false, &answers.reject),
        (How::Withdraw, false, &answers.withdraw),
    ] {
        for when in [0, 36, 29_920_000, u32::MAX] {
            let mut number = String::new();
            crate::text::number(&mut number, when, 36);
            let filled = template.record.replace("{when}", &number).replace("{edition}", "0");
            assert_eq!(filled, write(&policy, when, how, Signals::default(), &|_| grants));
        }
    }
}

#[test]
fn a_long_list_is_answered_with_bits() {
    let services: Vec<String> = (0..200)
        .map(|at| {
            format!(r#"{{"id":"a-service-of-number-{at}","name":"N","vendor":"V","class":"tracking","purpose":"P"}}"#)
        })
        .collect();
    let plan = plan_of(&services.join(","), "");
    let answers = plan.answers.unwrap_or_else(|| panic!("no answers"));
    assert!(answers.accept.record.starts_with("1.{when}.a.e{edition}.m~"), "{}", answers.accept.record);
    assert_eq!(answers.accept.granted.len(), 200);
}

#[test]
fn the_digest_names_all_of_the_decisions() {
    let one = plan_of(SHOP, "");
    assert_eq!(one, plan_of(SHOP, ""));
    for other in [
        plan_of(SHOP, r#","unknown":"deny""#),
        plan_of(SHOP, r#","effective":"2027-01-01""#),
        plan_of(&SHOP.replace("G-ABC123", "G-ABC124"), ""),
        plan_of(r#""sentry""#, ""),
        // Another text of the same meaning is another policy on record.
        plan_of(SHOP, r#", "receipts":false"#),
    ] {
        assert_ne!(one.digest, other.digest);
    }
    assert_eq!(one.digest.len(), 16);
}

#[test]
fn days_and_editions_are_sorted_and_without_repetition() {
    let service = |id: &str, since: &str| {
        format!(r#"{{"id":"{id}","name":"N","vendor":"V","class":"tracking","purpose":"P","since":"{since}"}}"#)
    };
    let services = [service("b", "2026-06-01"), service("a", "2026-01-01"), service("c", "2026-06-01")].join(",");
    let plan = plan_of(&services, r#","effective":"2027-01-01""#);
    let day = |text: &str| Date::parse(text).unwrap_or_default().days();
    assert_eq!(plan.editions, [day("2026-01-01"), day("2026-06-01")]);
    assert_eq!(plan.days, [day("2026-01-01"), day("2026-06-01"), day("2027-01-01")]);
    assert_eq!(plan.announced, Some(day("2027-01-01")));
}

#[test]
fn an_announced_version_has_its_day_whether_it_is_this_one_or_a_file_of_its_own() {
    let day = |text: &str| Date::parse(text).map(Date::days);
    assert_eq!(plan_of(SHOP, "").announced, None);
    assert_eq!(plan_of(SHOP, r#","effective":"2026-12-01""#).announced, day("2026-12-01"));
    let next = r#","notice":{"next":{"effective":"2027-01-01","policy":"/next.json"}}"#;
    assert_eq!(plan_of(SHOP, next).announced, day("2027-01-01"));
    assert_eq!(plan_of(SHOP, next).days, Vec::from_iter(day("2027-01-01")), "then core reads what has come");
    assert_eq!(plan_of(SHOP, &format!(r#","effective":"2026-12-01"{next}"#)).announced, day("2027-01-01"));
}

#[test]
fn steps_come_filled_in_and_as_json() {
    let plan = plan_of(
        r#"{"use":"cloudflare-zaraz","purposes":{"abcd":true,"efgh":false}},
        {"use":"google-analytics","id":"G-ABC123","mode":"advanced"}"#,
        "",
    );
    let value = serde_json::to_value(&plan).unwrap_or_default();
    let [zaraz, analytics] = value["services"].as_array().map(Vec::as_slice).unwrap_or_default() else {
        panic!("{value}");
    };
    assert_eq!(zaraz["start"][0], json!(["call", "zaraz.consent.set", {"abcd": true, "efgh": false}]));
    assert_eq!(analytics["advanced"], json!(true));
    assert_eq!(analytics["stop"][0], json!(["set", "ga-disable-G-ABC123", true]));
    assert_eq!(value["before"][1][0], "unshift");
    let denied = value["before"][1][4].as_object().cloned().unwrap_or_default();
    assert_eq!((denied.len(), denied.values().all(|value| value == "denied")), (7, true));
    assert_eq!(value["signals"], json!([["analytics_storage", ["google-analytics"]]]));
    assert!(!serde_json::to_string(&value).unwrap_or_default().contains("{id}"));
}

#[test]
fn without_a_policy_what_is_known_is_held_and_nothing_is_asked() {
    let plan = without_policy(known());
    assert_eq!((plan.answers, plan.services), (None, Vec::new()));
    assert!(plan.table.contains("google-ads ") && plan.before.len() >= 2, "{}", plan.table);
}

#[test]
fn an_answer_leaves_a_pass_though_the_rest_is_still_to_be_asked() {
    let (policy, _) = policy(SHOP, "");
    let is_left = |all: [Verdict; 4]| {
        let verdicts: Vec<(&Service<'_>, Verdict)> = policy.gated().iter().zip(all).collect();
        Pass::is_left_by(&verdicts)
    };
    let (granted, denied, undecided) = (Verdict::Granted, Verdict::Denied, Verdict::Undecided);
    assert!(is_left([undecided, undecided, undecided, granted]));
    assert!(is_left([denied; 4]));
    // Nothing would come of these: core is asked again whatever happens.
    assert!(!is_left([undecided; 4]));
    assert!(!is_left([undecided, denied, denied, denied]));
}

#[test]
fn the_pass_of_an_answer_ends_with_the_next_change_or_the_choice() {
    let lifetime = 180;
    assert_eq!(until(&[], 1000, 1000, lifetime), 1000 + lifetime * DAY + 1);
    assert_eq!(until(&[1, 2, 400], 0, DAY, lifetime), 2 * DAY);
    assert_eq!(until(&[400], 0, 10, lifetime), lifetime * DAY + 1);
}

/// What the shim calls foreseen, by rule 2 of the design. `www/shim/answers.ts` says the same.
fn foreseen(plan: &Decisions, jar: &str, signals: Signals, now: u32) -> Option<bool> {
    let is_unknown = !signals.gpc && !signals.minor && signals.regime.asks_first() && plan.former.is_empty();
    let copies = from_jar(jar, stored::RECORD_SECURE).ok()?;
    let [record] = copies.as_slice() else { return None };
    let answers = plan.answers.as_ref()?;
    let edition = record.edition?;
    let filled = |template: &str| {
        let number = |value: u32| {
            let mut out = String::new();
            crate::text::number(&mut out, value, 36);
            out
        };
        template.replace("{when}", &number(record.when)).replace("{edition}", &number(edition))
    };
    let answer = [&answers.accept, &answers.reject, &answers.withdraw]
        .into_iter()
        .find(|answer| filled(&answer.record) == record.spelling)?;
    let in_time = record.when <= now + DAY && now.saturating_sub(record.when) <= plan.lifetime * DAY;
    let has_come = |day: &u32| day * DAY <= now;
    let asks_anew = plan.editions.iter().any(|day| *day > edition && has_come(day));
    let has_changed = plan.days.iter().any(|day| day * DAY > record.when && has_come(day));
    (is_unknown && in_time && !asks_anew && !has_changed).then_some(!answer.granted.is_empty())
}

/// A policy of up to three services, each since some day or none, with an announced version or without.
fn any_policy() -> impl Strategy<Value = (String, String)> {
    let since = prop::option::of(0_u32..400);
    let service = |id: &'static str, since: Option<u32>| {
        let since = since.map_or(String::new(), |day| {
            format!(r#","since":"{}""#, Date::of_seconds(u64::from(20_400 + day) * 86_400))
        });
        format!(r#"{{"id":"{id}","name":"N","vendor":"V","class":"tracking","purpose":"P"{since}}}"#)
    };
    (since.clone(), since.clone(), since, 1_usize..=3, prop::option::of(0_u32..400)).prop_map(
        move |(a, b, c, count, effective)| {
            let all = [service("a", a), service("b", b), service("c", c)];
            let more = effective.map_or(String::new(), |day| {
                format!(r#","effective":"{}""#, Date::of_seconds(u64::from(20_800 + day) * 86_400))
            });
            (all[..count].join(","), more)
        },
    )
}

fn any_signals() -> impl Strategy<Value = Signals> {
    (prop::bool::weighted(0.15), prop::bool::weighted(0.15), prop::sample::select(vec!["", "eu", "us"]))
        .prop_map(|(gpc, minor, regime)| Signals::read(gpc, if minor { "13-15" } else { "" }, regime, "", false))
}

/// A jar with the record of one policy's answer, and now and then with what is no such record.
fn jar_of(asked: &Policy<'_>, how: How, when: u32, noise: u8) -> String {
    let record = write(asked, when, how, Signals::default(), &|_| how == How::Accept);
    let name = stored::RECORD_SECURE;
    match noise {
        0 => format!("{name}={record}; {name}={record}"),
        1 => format!("{name}={record}x"),
        2 => String::new(),
        // As c40648e wrote it.
        3 => format!(
            "{name}={}",
            record.replacen(&record[record.find(".e").unwrap_or(0)..record.rfind('.').unwrap_or(0)], "", 1)
        ),
        4 => format!("{name}={}", write(asked, when, How::Save, Signals::default(), &|id| id == "a")),
        _ => format!("a=b; {name}={record}"),
    }
}

type Case = ((String, String), (String, String), Signals, How, u32, u32, u8);

fn any_case() -> impl Strategy<Value = Case> {
    let times = (20_400_u32 * DAY..20_900 * DAY, 0_u32..260 * DAY);
    let how = prop::sample::select(vec![How::Accept, How::Reject, How::Withdraw]);
    (any_policy(), any_policy(), any_signals(), how, times, 0_u8..12, prop::bool::ANY).prop_map(
        |(one, other, signals, how, (when, later), noise, same)| {
            let stands = if same { one.clone() } else { other };
            (one, stands, signals, how, when, when + later, noise)
        },
    )
}

fn outcome(policy: &Policy<'_>, jar: &str, signals: Signals, now: u32) -> Vec<Verdict> {
    let found = from_jar(jar, stored::RECORD_SECURE);
    let signals = if found.is_ok() { signals } else { signals.in_doubt() };
    let records: Vec<Record<'_>> = found.unwrap_or_default();
    verdicts(policy, signals, &records, now).into_iter().map(|(_, verdict)| verdict).collect()
}

proptest! {
    #![proptest_config(Config { cases: 4000, ..Config::default() })]
    #[test]
    fn foreseen_implies_cores_verdicts(case in any_case()) {
        let (asked, stands, signals, how, when, now, noise) = case;
        let (asked, _) = policy(&asked.0, &asked.1);
        let (stands, text) = policy(&stands.0, &stands.1);
        let plan = decisions(&stands, text, &[], None);
        let jar = jar_of(&asked, how, when, noise);
        if let Some(granted) = foreseen(&plan, &jar, signals, now) {
            let expected = if granted { Verdict::Granted } else { Verdict::Denied };
            for verdict in outcome(&stands, &jar, signals, now) {
                prop_assert_eq!(verdict, expected, "{}", jar);
            }
        }
    }
}

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/foreseen.json");

/// The cases that the shim's own code is held to in Node, picked by a seed that never changes.
#[test]
fn the_corpus_of_foreseen_answers_is_what_core_says() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let mut cases = Vec::new();
    for _ in 0..600 {
        let (asked, stands, signals, how, when, now, noise) =
            any_case().new_tree(&mut runner).map(|tree| tree.current()).unwrap_or_else(|why| panic!("{why}"));
        let (asked, _) = policy(&asked.0, &asked.1);
        let (stands, text) = policy(&stands.0, &stands.1);
        let plan = decisions(&stands, text, &[], None);
        let jar = jar_of(&asked, how, when, noise);
        let settings = json!({
            "gpc": signals.gpc,
            "age": if signals.minor { "13-15" } else { "" },
            "regime": signals.regime.name(),
        });
        let verdicts: Vec<&str> = outcome(&stands, &jar, signals, now).iter().map(|verdict| verdict.name()).collect();
        cases.push(json!({
            "decisions": {
                "answers": plan.answers, "days": plan.days, "editions": plan.editions, "lifetime": plan.lifetime,
                "former": plan.former,
            },
            "jar": jar, "visitor": settings, "now": now, "verdicts": verdicts,
            "foreseen": foreseen(&plan, &jar, signals, now).is_some(),
        }));
    }
    let text = serde_json::to_string(&Value::Array(cases))
        .unwrap_or_default()
        .replace("},{\"decisions\"", "},\n{\"decisions\"");
    if std::env::var_os("PORTCULLIS_WRITE").is_some() {
        std::fs::write(CORPUS, text + "\n").unwrap_or_else(|error| panic!("{error}"));
        return;
    }
    let written = std::fs::read_to_string(CORPUS).unwrap_or_default();
    assert!(written.trim_end() == text, "tests/corpus/foreseen.json is another: PORTCULLIS_WRITE=1 writes it");
}
