use std::sync::OnceLock;

use proptest::prelude::*;
use regex::Regex;

use super::*;
use crate::policy::{Policy, parse};

fn packed() -> &'static str {
    static PACKED: OnceLock<String> = OnceLock::new();
    PACKED.get_or_init(|| pack(&rows()))
}

fn table() -> &'static Table<'static> {
    static TABLE: OnceLock<Table<'static>> = OnceLock::new();
    TABLE.get_or_init(|| Table::read(packed()))
}

/// The oracle: what a pattern is as a regular expression.
fn regular(pattern: &str) -> Regex {
    let text = format!("(?s)^{}$", regex::escape(pattern).replacen("\\*", ".*", 1));
    Regex::new(&text).unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

fn oracle() -> &'static [(Source, Regex)] {
    static ORACLE: OnceLock<Vec<(Source, Regex)>> = OnceLock::new();
    ORACLE.get_or_init(|| rows().into_iter().map(|row| (row.clone(), regular(&row.pattern))).collect())
}

/// The patterns that a name meets in that store, by the oracle.
fn expected(store: Store, name: &str) -> Vec<String> {
    let fits = |row: &Source| row.store.is_none_or(|one| one == store);
    let met = oracle().iter().filter(|(row, regex)| fits(row) && regex.is_match(name));
    let mut met: Vec<String> = met.map(|(row, _)| row.pattern.clone()).collect();
    met.sort();
    met
}

fn found(store: Store, name: &str) -> Vec<String> {
    let mut found: Vec<String> = table().matches(store, name).map(|(_, found)| found.rule.to_owned()).collect();
    found.sort();
    found
}

fn example(pattern: &str) -> String {
    pattern.replacen('*', "7f", 1)
}

#[test]
fn every_row_of_ours_is_found_with_all_that_it_says() {
    let own = own_rows();
    assert!(own.len() >= 200, "{} rows", own.len());
    for row in own {
        let store = row.store.unwrap_or(Store::Cookie);
        let name = example(&row.pattern);
        let said = table().look_up(store, &name);
        assert_eq!((said.class, said.confidence), (row.class, Confidence::Known), "{name}");
        // Some names are of several services; one of them answers, and each is among the matches.
        let same = |found: &Found<'_>| {
            (found.rule, found.service, found.vendor, found.purpose, found.duration)
                == (&row.pattern, &row.service, &row.vendor, &row.purpose, &row.duration)
        };
        assert!(table().matches(store, &name).any(|(_, found)| same(&found)), "{name} of {}", row.service);
        assert!(!row.vendor.is_empty() && !row.purpose.is_empty() && !row.duration.is_empty(), "{row:?}");
    }
}

#[test]
fn every_row_of_the_database_is_found_and_none_is_essential() {
    for row in database() {
        assert_ne!(row.class, Class::Essential, "{}", row.pattern);
        let met = table().matches(Store::Local, &example(&row.pattern)).any(|(_, found)| found.rule == row.pattern);
        assert!(met || !rows().contains(&row), "{}", row.pattern);
    }
}

#[test]
fn every_disagreement_is_decided_and_every_decision_is_of_one() {
    let compared = compare();
    let of = |agreement| compared.iter().filter(|one| one.agreement == agreement).count();
    println!(
        "of {} rows of ours the database agrees with {}, {} are refined, {} disagree by decision, {} are not in it",
        compared.len(),
        of(Agreement::Agree),
        of(Agreement::Refine),
        of(Agreement::Disagree),
        of(Agreement::Absent)
    );
    for one in compared.iter().filter(|one| one.agreement == Agreement::Disagree) {
        assert!(one.reason.is_some(), "decide {} of {} in decisions.tsv", one.own.pattern, one.own.service);
    }
    assert_eq!(stale_decisions(), Vec::<String>::new());
}

#[test]
fn the_page_about_it_says_what_the_rows_say() {
    assert_eq!(include_str!("../../../docs/classify.md"), markdown(), "run ./x names");
}

#[test]
fn a_name_of_another_vendor_is_not_taken_for_the_vendor_whose_names_begin_so() {
    let vendor = |name| table().look_up(Store::Cookie, name).vendor;
    assert_eq!((vendor("_gat_pro"), vendor("_gat_UA-1")), ("Snapwidget", "Google"));
    assert_eq!(vendor("_gatsby"), "");
}

#[test]
fn what_is_short_or_begins_so_or_is_used_by_several_is_a_guess() {
    let sure = |name| table().look_up(Store::Cookie, name).confidence;
    assert_eq!(sure("_ga"), Confidence::Known);
    assert_eq!(sure("__utma_of_nobody"), Confidence::None);
    assert_eq!(sure("wordpress_logged_in_7"), Confidence::Guessed);
    assert_eq!(sure("PHPSESSID"), Confidence::Listed);
    assert_eq!(sure("u"), Confidence::Guessed);
    assert_eq!(sure("optout"), Confidence::Guessed);
}

#[test]
fn what_the_policy_declares_comes_before_what_is_known() {
    let text = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":["sentry",
      {"id":"acme","name":"Acme","vendor":"Acme Inc.","class":"functional","purpose":"Heat",
      "privacy":"https://acme.example/",
       "hosts":["cdn.acme.example"],"cookies":[{"name":"PHPSESSID","duration":"2h","purpose":"Keeps the basket"}]}]}"#;
    let policy: Policy<'_> = parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
    let said = answer(table(), Some(&policy), Store::Cookie, "PHPSESSID");
    let expected = (Confidence::Declared, "Acme Inc.", "Keeps the basket", "2h", "acme");
    assert_eq!((said.confidence, said.vendor, said.purpose, said.duration, said.service), expected);
    let said = answer(table(), Some(&policy), Store::Session, "sentryReplaySession");
    assert_eq!(
        (said.confidence, said.vendor, said.service),
        (Confidence::Declared, "Functional Software (Sentry)", "sentry-replay")
    );
    assert_eq!(url(Some(&policy), "cdn.acme.example", "/").confidence, Confidence::Declared);
    assert_eq!(url(Some(&policy), "www.google-analytics.com", "/g/collect").service, "google-analytics");
    assert_eq!(url(None, "www.youtube.com", "/embed/1").service, "youtube");
    assert_eq!(url(None, "api.amplitude.example", "/"), UNKNOWN);
}

/// Names near to the rows': a pattern's own, cut, or with something at its end or in it.
fn near() -> impl Strategy<Value = String> {
    let rows = rows();
    (0..rows.len(), 0..5usize, "[a-z_*0-9é]{0,6}", any::<prop::sample::Index>()).prop_map(
        move |(row, how, more, at)| {
            let pattern = rows.get(row).map(|row| row.pattern.clone()).unwrap_or_default();
            let ends: Vec<usize> = pattern.char_indices().map(|(at, _)| at).collect();
            let cut = ends.get(at.index(ends.len().max(1))).copied().unwrap_or_default();
            let (before, after) = pattern.split_at(cut);
            match how {
                0 => pattern.replacen('*', &more, 1),
                1 => format!("{}{more}", pattern.replacen('*', "", 1)),
                2 => before.to_owned(),
                3 => format!("{before}{more}{after}"),
                _ => more,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_name_meets_the_rows_that_regular_expressions_say(name in near(), store in 0..5usize) {
        let store = Store::ALL.get(store).copied().unwrap_or(Store::Cookie);
        prop_assert_eq!(found(store, &name), expected(store, &name));
    }

    #[test]
    fn a_table_of_any_rows_meets_what_regular_expressions_say(
        patterns in prop::collection::btree_set("[ab]{0,4}([*][ab]{0,2})?", 0..30), name in "[ab]{0,9}"
    ) {
        let patterns: Vec<String> = patterns.into_iter().filter(|one| !one.is_empty()).collect();
        let row = |pattern: &String| Source {
            pattern: pattern.clone(), store: None, class: Class::Tracking, vendor: "V".into(), purpose: String::new(),
            duration: String::new(), confidence: Confidence::Listed, service: String::new(),
        };
        let packed = pack(&patterns.iter().map(row).collect::<Vec<_>>());
        let table = Table::read(&packed);
        let mut found: Vec<String> = table.matches(Store::Cookie, &name)
            .map(|(_, found)| found.rule.to_owned())
            .collect();
        found.sort();
        let met: Vec<String> = patterns.iter().filter(|one| regular(one).is_match(&name)).cloned().collect();
        prop_assert_eq!(found, met);
    }

    #[test]
    fn any_text_is_a_table_and_any_name_gets_an_answer(
        text in "\\PC{0,200}",
        lines in "([!-~\n\t]{0,9}\n){0,20}",
        name in "\\PC{0,40}",
    ) {
        for text in [text, lines] {
            let _ = Table::read(&text).look_up(Store::Cookie, &name);
        }
        let _ = table().look_up(Store::Cookie, &name);
    }
}
