use super::*;
use crate::consent::{How, Record, Signals, Verdict, verdicts, write};
use crate::drawing::html;
use crate::policy::parse;
use crate::words::Words;

fn policy(updated: &str, services: &str) -> String {
    format!(r#"{{"site":{{"name":"S","contact":"c@s.example"}},"updated":"{updated}","services":[{services}]}}"#)
}

/// A service with those fields in place of its own.
fn acme(fields: &str) -> String {
    let service = r#"{"id":"acme","name":"Acme","vendor":"Acme Inc.","class":"tracking",
        "purpose":"Shows us where visitors click",
        "cookies":[{"name":"_acme","duration":"90d","purpose":"Tells visitors apart"}]}"#;
    let read = |text: &str| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text);
    let told = format!("{{{}}}", fields.trim_start_matches(','));
    match (read(service), read(&told)) {
        (Ok(service), Ok(told)) => serde_json::Value::Object(service.into_iter().chain(told).collect()).to_string(),
        other => panic!("{fields}: {other:?}"),
    }
}

/// What is asked, what is wrong and what else there is, between those services.
fn between(old: &str, new: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (old, new) = (policy("2026-01-10", old), policy("2026-06-01", new));
    let read = |text| parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
    let (old, new) = (read(&old), read(&new));
    let revision = compare(&old, &new, &[]);
    let asked = revision.asked.iter().map(|asked| format!("{} {} {:?}", asked.id, asked.since, asked.why)).collect();
    let faults = revision.faults.iter().map(|(id, fault)| format!("{id} {fault:?}")).collect();
    (asked, faults, revision.other.clone())
}

#[test]
fn each_change_that_matters_needs_its_since() {
    let changes = [
        (r#","class":"functional""#, "Class(Tracking, Functional)"),
        (r#","vendor":"Bigger Inc.""#, "Vendor("),
        (r#","purpose":"Sells what visitors click""#, "Purpose("),
        (r#","cookies":[{"name":"_acme","duration":"1y","purpose":"Tells visitors apart"}]"#, "Longer("),
        (r#","cookies":[{"name":"_acme","duration":"90d","purpose":"Follows visitors"}]"#, "NamePurpose("),
        (r#","cookies":[{"name":"_other","duration":"1d"}]"#, "Stores(\"_other\")"),
        (r#","cookies":[{"name":"_acme","store":"localStorage","duration":"90d"}]"#, "Stores(\"_acme\")"),
    ];
    for (fields, what) in changes {
        let (asked, faults, _) = between(&acme(""), &acme(fields));
        assert!(asked.is_empty() && faults.len() == 1, "{fields}: {asked:?} {faults:?}");
        assert!(faults.iter().all(|fault| fault.starts_with("acme Unasked([") && fault.contains(what)), "{faults:?}");
        let (asked, faults, _) = between(&acme(""), &acme(&format!(r#"{fields},"since":"2026-06-01""#)));
        assert!(faults.is_empty() && asked.len() == 1, "{fields}: {asked:?} {faults:?}");
        assert!(asked.iter().all(|asked| asked.starts_with("acme 2026-06-01 ") && asked.contains(what)), "{asked:?}");
        // Choices of April were made under the old version.
        let (_, faults, _) = between(&acme(""), &acme(&format!(r#"{fields},"since":"2026-03-01""#)));
        assert!(faults.iter().all(|fault| fault.starts_with("acme TooEarly([")) && faults.len() == 1, "{faults:?}");
    }
}

#[test]
fn wording_and_less_of_the_same_ask_nothing() {
    let changes = [
        (r#","name":"Acme Heatmaps""#, "acme: name"),
        (r#","purpose":"Shows us, where visitors click.""#, "acme: purpose"),
        (r#","privacy":"https://acme.example/privacy""#, "acme: privacy"),
        (r#","hosts":["cdn.acme.example"]"#, "acme: hosts"),
        (r#","cookies":[{"name":"_acme","duration":"1d","purpose":"Tells visitors apart"}]"#, "acme: cookies"),
        (r#","cookies":[]"#, "acme: cookies"),
    ];
    for (fields, other) in changes {
        let (asked, faults, others) = between(&acme(""), &acme(fields));
        assert!(asked.is_empty() && faults.is_empty(), "{fields}: {asked:?} {faults:?}");
        assert_eq!(others.join(""), other);
    }
}

#[test]
fn added_removed_and_essential_services_are_told_apart() {
    let with = acme(r#","since":"2026-06-01""#);
    assert_eq!(between("", &with).0, ["acme 2026-06-01 [Added]"]);
    assert_eq!(between("", &acme("")).1, ["acme Unasked([Added])"]);
    assert_eq!(between(&acme(""), "").2, ["acme: no longer there"]);
    let essential = acme(r#","class":"essential""#);
    assert_eq!(between(&essential, &acme("")).1, ["acme Unasked([Added])"]);
    let (asked, faults, other) = between(&acme(""), &essential);
    assert!(asked.is_empty() && faults.is_empty() && other == ["acme: essential now, and no longer asked about"]);
    assert_eq!(between("", &essential).2, ["acme: added as essential"]);
}

#[test]
fn a_since_is_taken_back_only_when_no_choice_is_older() {
    let recent = acme(r#","since":"2026-01-10""#);
    let (asked, faults, _) = between(&recent, &acme(""));
    assert!(asked.is_empty() && faults.iter().all(|fault| fault.starts_with("acme TakenBack(")) && faults.len() == 1);
    assert!(between(&acme(r#","since":"2025-05-01""#), &acme("")).1.is_empty());
}

#[test]
fn a_since_without_a_change_is_told_as_one() {
    assert_eq!(between(&acme(""), &acme(r#","since":"2026-06-01""#)).0, ["acme 2026-06-01 []"]);
}

#[test]
fn choices_kept_as_bits_are_lost_with_the_list_that_they_count() {
    let one = |at: usize, fields: &str| {
        acme(&format!(r#""id":"a-service-with-a-rather-long-name-{at}","cookies":[]{fields}"#))
    };
    let many = |count| (0..count).map(|at| one(at, "")).collect::<Vec<String>>().join(",");
    let old = policy("2026-01-10", &many(40));
    let more = policy("2026-06-01", &format!("{},{}", many(40), one(99, r#","since":"2026-06-01""#)));
    let same = policy("2026-06-01", &many(40));
    let read = |text| parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
    let (old, more, same) = (read(&old), read(&more), read(&same));
    assert!(compare(&old, &more, &[]).loses_bits && !compare(&old, &same, &[]).loses_bits);

    let when = old.updated().minutes();
    let cookie = write(&old, when, How::Accept, Signals::default(), &|_| true);
    let record = Record::parse(&cookie).unwrap_or_else(|why| panic!("{cookie}: {why:?}"));
    let undecided = |policy| {
        let all = verdicts(policy, Signals::default(), &[record], when + 180 * 24 * 60);
        all.iter().filter(|(_, verdict)| *verdict == Verdict::Undecided).count()
    };
    assert_eq!((undecided(&more), undecided(&same)), (41, 0));
}

#[test]
fn an_announced_version_asks_no_sooner_than_its_day() {
    let old = policy("2026-01-10", &acme(""));
    let announced = |since: &str| {
        let changed = acme(&format!(r#","vendor":"Bigger Inc.","since":"{since}""#));
        policy("2026-06-01", &changed).replacen('{', r#"{"effective":"2026-07-01","#, 1)
    };
    let (early, right) = (announced("2026-06-01"), announced("2026-07-01"));
    let read = |text| parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
    let (old, early, right) = (read(&old), read(&early), read(&right));
    assert!(matches!(compare(&old, &early, &[]).faults.as_slice(), [("acme", Fault::TooEarly(_))]));
    assert!(compare(&old, &right, &[]).faults.is_empty());
}

#[test]
fn a_version_that_comes_on_another_day_than_was_announced_is_said() {
    let policy = |more: &str| {
        format!(
            r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-01-10",
            {more}"services":["cloudflare-web-analytics"]}}"#
        )
    };
    let announces =
        |day: &str| policy(&format!(r#""notice":{{"next":{{"effective":"{day}","policy":"/next.json"}}}},"#));
    let old = announces("2026-02-01");
    let moved = |new: &str| {
        let (old, new) = (parse(&old).unwrap(), parse(new).unwrap());
        compare(&old, &new, &[]).moved.map(|(from, to)| (from.to_string(), to.to_string()))
    };
    assert_eq!(moved(&policy(r#""effective":"2026-02-01","#)), None);
    assert_eq!(moved(&old), None);
    let on = Some(("2026-02-01".into(), "2026-03-01".into()));
    assert_eq!(moved(&policy(r#""effective":"2026-03-01","#)), on);
    assert_eq!(moved(&announces("2026-04-01")), None);
}

#[test]
fn news_say_each_kind_of_change_once_of_each_service_that_is_asked() {
    let old = policy("2026-01-10", &acme(""));
    let changed = acme(
        r#","vendor":"Bigger <Inc.>","class":"functional","cookies":[{"name":"_acme","duration":"90d",
        "purpose":"Follows visitors"},
            {"name":"_b","duration":"1d"},{"name":"_c","duration":"1d"}]"#,
    );
    let new = policy("2026-06-01", &format!("{changed},{}", acme(r#","id":"other","name":"Other""#)));
    let (old, new) = (parse(&old).unwrap(), parse(&new).unwrap());
    let words = Words::of(&new, Some("en")).unwrap();
    let said =
        |asked: &[&str]| news(Some(&old), &new, &words, asked).map(|news| html(&[news.into()]).replace('\n', ""));
    let acme = "<li>Acme: another class, run by another company, another purpose, stores more</li>";
    assert_eq!(
        said(&["other", "acme", "gone"]),
        Some(format!(
            "<div class=\"portcullis-changed\" lang=\"en\"><p>What has changed since your last choice:</p>\
             <ul>{acme}<li>Other: new</li></ul></div>"
        ))
    );
    assert_eq!(said(&["gone"]), None);
}
