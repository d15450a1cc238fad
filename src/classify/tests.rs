use alloc::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::policy::parse;

fn shop() -> Policy<'static> {
    let text = r#"{ "site": {"name": "Shop", "contact": "a@b"}, "updated": "2026-11-22",
    "allow": ["https://fonts.example"],
      "services": ["sentry", {"use": "google-analytics", "id": "G-TEST123456"}, "cloudflare-security",
        {"id": "acme", "name": "Acme", "vendor": "Acme", "class": "functional", "purpose": "Heat",
        "hosts": ["cdn.acme.example/heat"],
         "cookies": [{"name": "_acme*id", "duration": "1y"}, {"name": "_gat_pro", "duration": "1d"}]}] }"#;
    parse(text).unwrap_or_else(|error| panic!("{}", error.message()))
}

#[test]
fn a_path_that_is_longer_by_one_character_outweighs_an_exact_host() {
    let weight = |rule: &str, path: &str| pattern::host(rule, path, "a.x.example", "/ab");
    assert!(weight("*.x.example", "/ab") > weight("a.x.example", "/a"));
    assert!(weight("a.x.example", "/ab") > weight("*.x.example", "/ab"));
    assert_eq!(weight("a.x.example", "/b"), None);
}

#[test]
fn the_longest_rule_wins_and_an_exact_one_beats_every_wildcard() {
    let policy = shop();
    let cookie = |text| name(&policy, Store::Cookie, text).service.map(str::to_owned);
    assert_eq!(cookie("_ga").as_deref(), Some("google-analytics"));
    assert_eq!(cookie("_ga_TEST123456").as_deref(), Some("google-analytics"));
    assert_eq!(cookie("_gat_other").as_deref(), Some("google-analytics"));
    assert_eq!(cookie("_gat_pro").as_deref(), Some("acme"));
    assert_eq!(cookie("_acme_77_id").as_deref(), Some("acme"));
    assert_eq!(cookie("_acme_77"), None);
}

#[test]
fn a_prefix_and_a_suffix_never_share_characters() {
    assert_eq!(Pattern("ab*bc").weight("abc"), None);
    assert_eq!(Pattern("ab*bc").weight("abbc"), Some(4));
}

#[test]
fn security_cookies_of_the_edge_are_essential() {
    let policy = shop();
    for cookie in ["__cf_bm", "cf_clearance", "_cfuvid", "__cfseq12", "__cfwaitingroom_shop", "cf_chl_anything"] {
        let answer = name(&policy, Store::Cookie, cookie);
        assert_eq!((answer.class, answer.declared), (Class::Essential, true), "{cookie}");
    }
}

#[test]
fn a_store_is_part_of_what_a_name_is() {
    let policy = shop();
    assert_eq!(name(&policy, Store::Session, "sentryReplaySession").service, Some("sentry-replay"));
    assert_eq!(name(&policy, Store::Cookie, "sentryReplaySession").service, None);
}

#[test]
fn a_known_service_that_the_site_does_not_declare_is_named_but_not_declared() {
    let policy = shop();
    let answer = url(&policy, "static.cloudflareinsights.com", "/beacon.min.js");
    assert_eq!((answer.service, answer.declared), (Some("cloudflare-web-analytics"), false));
}

#[test]
fn google_is_recognised_by_path_in_every_country_and_never_by_its_name_alone() {
    let policy = shop();
    let service = |host: &str, path: &str| url(&policy, host, path).service.map(str::to_owned);
    for host in ["www.google.com", "www.google.com.tr", "www.google.co.uk", "www.google.de"] {
        assert_eq!(service(host, "/ads/ga-audiences").as_deref(), Some("google-ads"), "{host}");
        assert_eq!(service(host, "/search"), None, "{host}");
    }
    for host in ["www.google.com.evil.example", "www.google.evil", "www.google.", "www.google.de.co"] {
        assert_eq!(service(host, "/ads/ga-audiences"), None, "{host}");
    }
}

#[test]
fn a_domain_covers_what_lies_below_it_and_not_what_ends_like_it() {
    let policy = shop();
    let service = |host: &str| url(&policy, host, "/g/collect").service.map(str::to_owned);
    assert_eq!(service("region1.google-analytics.com").as_deref(), Some("google-analytics"));
    assert_eq!(service("notgoogle-analytics.com"), None);
    assert_eq!(service("google-analytics.com.evil.example"), None);
}

#[test]
fn a_first_party_path_tells_cloudflares_reports_on_any_host() {
    let policy = shop();
    assert_eq!(url(&policy, "www.shop.test", "/cdn-cgi/rum").service, Some("cloudflare-web-analytics"));
    assert_eq!(url(&policy, "www.shop.test", "/cdn-cgi/challenge-platform/x").class, Class::Essential);
}

#[test]
fn a_path_of_the_sites_own_tells_what_a_policy_says_it_leads_to() {
    let text = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":[{"use":"sentry-errors",
    "paths":["/tunnel"]}]}"#;
    let policy = parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
    let answer = url(&policy, "www.shop.test", "/tunnel");
    assert_eq!((answer.service, answer.declared), (Some("sentry-errors"), true));
    assert_eq!(url(&policy, "www.shop.test", "/").service, None);
}

#[test]
fn an_allowed_origin_is_essential() {
    let policy = shop();
    let answer = url(&policy, "fonts.example", "/a.woff2");
    assert_eq!((answer.class, answer.declared), (Class::Essential, true));
}

/// A case of the corpus that the shim's matcher runs too (tests/gate/matcher.test.mjs).
#[derive(serde::Deserialize)]
struct Case {
    /// An address, or a store's letter, `=` and a name.
    of: String,
    owners: Vec<String>,
}

/// Services, the table that they make, and what is whose.
#[derive(serde::Deserialize)]
struct Set {
    name: String,
    services: serde_json::Value,
    #[serde(default)]
    allow: Vec<String>,
    table: String,
    cases: Vec<Case>,
}

const CORPUS: &str = "tests/corpus/matching.json";

#[test]
fn rust_and_the_table_agree_with_the_corpus() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/matching.json");
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}"));
    let sets: Vec<Set> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    let mut rewritten: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    for (at, set) in sets.iter().enumerate() {
        let policy = format!(
            r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":{},"allow":{}}}"#,
            set.services,
            serde_json::json!(set.allow)
        );
        let policy = parse(policy.leak()).unwrap_or_else(|error| panic!("{}: {}", set.name, error.message()));
        let rules = rules(&policy);
        for Case { of, owners } in &set.cases {
            let found = match of.split_once("://") {
                Some((_, rest)) => {
                    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                    owners_of_address(&rules, host, path)
                }
                None => {
                    let (letter, name) = of.split_once('=').unwrap_or_default();
                    let store = letter.chars().next().and_then(Store::of_letter);
                    owners_of_name(&rules, store.unwrap_or_else(|| panic!("no store: {of}")), name)
                }
            };
            assert_eq!(&found, owners, "{}: {of}", set.name);
        }
        rewritten[at]["table"] = table(&rules).into();
        if std::env::var_os("PORTCULLIS_WRITE").is_none() {
            assert_eq!(table(&rules), set.table, "{CORPUS}: {}: PORTCULLIS_WRITE=1 writes the tables", set.name);
        }
    }
    if std::env::var_os("PORTCULLIS_WRITE").is_some() {
        let text = serde_json::to_string_pretty(&rewritten).unwrap_or_default() + "\n";
        std::fs::write(path, text).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Addresses and names that a rule matches.
fn samples(rule: &Rule<'_>) -> Vec<String> {
    match rule.subject {
        Subject::Address { host, path } => {
            let hosts = match host.strip_prefix("*.") {
                Some(domain) => vec![domain.to_owned(), format!("a.b.{domain}")],
                None if host == "*" => vec!["www.shop.test".to_owned()],
                None => ["com", "de", "co.uk"].map(|cc| host.replace("<cc>", cc)).to_vec(),
            };
            let paths = if path.is_empty() {
                ["/", "/any"].map(String::from)
            } else {
                ["", "x"].map(|end| format!("{path}{end}"))
            };
            hosts.iter().flat_map(|host| paths.iter().map(move |path| format!("{host}{path}"))).collect()
        }
        Subject::Name { pattern, .. } => ["", "1", "x_y/z"].map(|rest| pattern.replace('*', rest)).to_vec(),
    }
}

#[test]
fn a_grant_of_one_known_service_opens_no_host_path_or_name_of_another() {
    let rules: Vec<Rule<'_>> = known().to_vec();
    let mut pairs = 0;
    for rule in rules.iter().filter(|rule| !rule.is_essential()) {
        let id = rule.service.unwrap_or_default();
        for sample in samples(rule) {
            let owners = match rule.subject {
                Subject::Address { .. } => {
                    let (host, path) = sample.split_at(sample.find('/').unwrap_or(sample.len()));
                    owners_of_address(&rules, host, path)
                }
                Subject::Name { store, .. } => owners_of_name(&rules, store, &sample),
            };
            // A longer rule of another service may take a part: never two at once.
            let [owner] = owners.as_slice() else { panic!("{sample} is of {owners:?}") };
            if *owner != id {
                assert!(
                    rules
                        .iter()
                        .any(|other| other.service == Some(owner) && (rule.is_cut_by(other) || rule.overlaps(other))),
                    "{sample}: {id} {owner}"
                );
            }
            pairs += 1;
        }
    }
    assert!(pairs > 600, "{pairs} samples");
}

#[test]
fn the_table_says_of_everything_what_all_rules_say() {
    let all = known();
    let text = table(all);
    let short = read(&text);
    assert!(short.len() < all.len());
    for rule in all {
        for sample in samples(rule) {
            match rule.subject {
                Subject::Address { .. } => {
                    let (host, path) = sample.split_at(sample.find('/').unwrap_or(sample.len()));
                    assert_eq!(owners_of_address(&short, host, path), owners_of_address(all, host, path), "{sample}");
                }
                // The table has no names that only servers set, and no essential ones that nothing waits beside.
                Subject::Name { store, .. } => {
                    let (said, full) = (owners_of_name(&short, store, &sample), owners_of_name(all, store, &sample));
                    assert!(said == full || said.is_empty() && (full == [""] || sample.starts_with("FP")), "{sample}");
                }
            }
        }
    }
}

#[test]
fn the_table_carries_every_known_rule_that_a_hook_asks_for() {
    let all = table(known());
    for rule in known().iter().filter(|rule| !rule.is_essential()) {
        let Subject::Name { store, pattern } = rule.subject else { continue };
        let is_set_by_servers = ["FPID", "FPLC", "FPAU", "FPGSID"].contains(&pattern);
        let stands = read(&all).iter().any(|rule| rule.weigh_name(store, &pattern.replace('*', "")).is_some());
        assert_eq!(stands, !is_set_by_servers, "{pattern}");
    }
}

#[test]
fn a_page_knows_by_the_table_what_the_program_knows() {
    let table_of_all = table(known());
    let rules = known_by(&table_of_all);
    assert_eq!(table(&rules), table_of_all);
    let services =
        |rules: &[Rule<'_>]| rules.iter().filter_map(|rule| Some(rule.service?.to_string())).collect::<BTreeSet<_>>();
    assert_eq!(services(&rules), services(known()));
}

/// Rules as a table may hold them.
fn some_rules() -> impl Strategy<Value = Vec<(Option<usize>, String)>> {
    let address = "(\\*\\.)?[a-z]{1,3}\\.(test|<cc>)(/[a-z?=&]{0,4})?|\\*/[a-z/]{1,4}";
    let name = "[clsdk]=[a-zA-Z_=.]{0,3}(\\*[a-z_]{0,2})?";
    proptest::collection::vec((proptest::option::of(0usize..4), prop_oneof![address, name]), 0..20)
}

proptest! {
    #[test]
    fn a_table_is_read_as_it_was_written(rules in some_rules()) {
        const IDS: [&str; 4] = ["acme", "heat", "a-1", "z"];
        let lines: Vec<String> = rules
            .iter()
            .map(|(id, text)| format!("{} {text}", id.and_then(|at| IDS.get(at)).copied().unwrap_or_default()))
            .collect();
        let lines = lines.join("\n");
        let written = table(&read(&lines));
        prop_assert_eq!(table(&read(&written)), written);
    }

    #[test]
    fn a_name_that_no_rule_matches_is_tracking(text in "[a-z]{12,20}") {
        let policy = shop();
        let answer = name(&policy, Store::Cookie, &text);
        prop_assert_eq!((answer.class, answer.rule), (Class::Tracking, None));
    }

    #[test]
    fn a_pattern_matches_what_the_plain_reading_of_it_does(
        prefix in "[ab]{0,4}",
        suffix in "[ab]{0,4}",
        text in "[ab]{0,9}",
    ) {
        let pattern = format!("{prefix}*{suffix}");
        let plain = text.len() >= prefix.len() + suffix.len() && text.starts_with(&prefix) && text.ends_with(&suffix);
        prop_assert_eq!(Pattern(&pattern).weight(&text).is_some(), plain);
    }

    #[test]
    fn any_host_and_path_get_an_answer(host in "\\PC{0,40}", path in "\\PC{0,40}") {
        let _ = url(&shop(), &host, &path);
    }
}
