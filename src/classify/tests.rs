use proptest::prelude::*;

use super::*;
use crate::policy::parse;
use crate::vendors::BuiltIn;

fn shop() -> Policy<'static> {
    let text = r#"{ "site": {"name": "Shop", "contact": "a@b"}, "updated": "2026-11-22", "allow": ["https://fonts.example"],
      "services": ["sentry", {"use": "google-analytics", "id": "G-TEST123456"}, "cloudflare-security",
        {"id": "acme", "name": "Acme", "vendor": "Acme", "class": "functional", "purpose": "Heat", "hosts": ["cdn.acme.example/heat"],
         "cookies": [{"name": "_acme*id", "duration": "1y"}, {"name": "_gat_pro", "duration": "1d"}]}] }"#;
    parse(text).unwrap_or_else(|error| panic!("{}", error.message()))
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
        assert_eq!(service(host, "/ads/ga-audiences").as_deref(), Some("google-analytics"), "{host}");
        assert_eq!(service(host, "/recaptcha/api.js"), None, "{host}");
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
    let text = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":[{"use":"sentry-errors","paths":["/tunnel"]}]}"#;
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

/// The table as the shim reads it: each rule with its service.
fn rows() -> Vec<(String, String)> {
    let table: std::collections::BTreeMap<String, String> = serde_json::from_str(&table()).unwrap_or_default();
    let rules =
        |(id, rules): (String, String)| rules.split(' ').map(|rule| (id.clone(), rule.to_owned())).collect::<Vec<_>>();
    table.into_iter().flat_map(rules).collect()
}

#[test]
fn what_is_gated_by_itself_is_called_something() {
    let called: std::collections::BTreeMap<String, [String; 4]> =
        serde_json::from_str(&super::called()).unwrap_or_default();
    let gated = crate::vendors::BUILT_IN.iter().filter(|built_in| built_in.class != Class::Essential);
    assert_eq!(called.len(), gated.count());
    for (id, [name, vendor, class, privacy]) in called {
        assert!(!name.is_empty() && !vendor.is_empty() && privacy.starts_with("https://"), "{id}");
        assert!(Class::parse(&class).is_some(), "{id}");
    }
}

/// Whether the shim's reading of a rule (www/shim/live/known.ts) meets the key.
fn meets(rule: &str, key: &str) -> bool {
    fn begins(rule: &str, key: &str) -> bool {
        match rule.split_once('*') {
            None => key.starts_with(rule),
            Some((before, after)) => key.strip_prefix(before).is_some_and(|rest| {
                let ends = 0..=rest.find('/').unwrap_or(rest.len());
                ends.filter_map(|at| rest.get(at..)).any(|rest| begins(after, rest))
            }),
        }
    }
    let rule = if rule.contains('/') { rule.to_owned() } else { format!("{rule}/") };
    begins(&rule, key) || key.strip_prefix('.').is_some_and(|key| begins(&rule, key))
}

/// Keys that a built-in service's rules match, as the shim makes them of addresses and names.
fn keys(built_in: &BuiltIn) -> Vec<String> {
    let mut keys = Vec::new();
    for host in built_in.hosts {
        let names = match host.host.strip_prefix("*.") {
            Some(domain) => vec![domain.to_owned(), format!("a.b.{domain}")],
            None if host.host == "*" => vec!["www.shop.test".to_owned()],
            None => ["com", "de", "co.uk"].map(|cc| host.host.replace("<cc>", cc)).to_vec(),
        };
        let path = if host.path.is_empty() { "/any" } else { host.path };
        keys.extend(names.iter().map(|name| format!(".{name}{path}")));
    }
    for name in built_in.names.iter().filter(|name| !table::ANSWERED.contains(&name.pattern)) {
        let letter = name.store.name().get(..1).unwrap_or_default();
        keys.extend(["", "1"].map(|rest| format!("{letter}={}/", name.pattern.replace('*', rest))));
    }
    keys
}

#[test]
fn the_table_meets_every_host_and_name_that_waits_and_no_essential_one() {
    let rows = rows();
    let met =
        |key: &str| rows.iter().filter(|(_, rule)| meets(rule, key)).map(|(id, _)| id.as_str()).collect::<Vec<_>>();
    for built_in in BUILT_IN {
        let essential = built_in.class == Class::Essential;
        for key in keys(built_in) {
            let name = !key.starts_with('.');
            match essential {
                true if name => assert_eq!(met(&key), [""; 0], "{key}"),
                true => assert!(met(&key).contains(&""), "{key}"),
                false => assert!(met(&key).contains(&built_in.id) && !met(&key).contains(&""), "{key}"),
            }
        }
    }
    assert!(met(".notgoogle-analytics.com/").is_empty() && met(".www.shop.test/cdn-cgi/").is_empty());
}

#[test]
fn a_widened_pattern_is_used_and_meets_only_the_services_that_it_is_listed_for() {
    for wider in super::table::WIDER {
        let listed: Vec<_> = rows().into_iter().filter(|(_, rule)| rule == wider).map(|(id, _)| id).collect();
        assert!(!listed.is_empty(), "{wider}");
        for built_in in BUILT_IN.iter().filter(|built_in| !listed.iter().any(|id| id == built_in.id)) {
            for key in keys(built_in) {
                assert!(!meets(wider, &key), "{wider} meets {key} of {}", built_in.id);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_name_that_no_rule_matches_is_tracking(text in "[a-z]{12,20}") {
        let policy = shop();
        let answer = name(&policy, Store::Cookie, &text);
        prop_assert_eq!((answer.class, answer.rule), (Class::Tracking, None));
    }

    #[test]
    fn a_pattern_matches_what_the_plain_reading_of_it_does(prefix in "[ab]{0,4}", suffix in "[ab]{0,4}", text in "[ab]{0,9}") {
        let pattern = format!("{prefix}*{suffix}");
        let plain = text.len() >= prefix.len() + suffix.len() && text.starts_with(&prefix) && text.ends_with(&suffix);
        prop_assert_eq!(Pattern(&pattern).weight(&text).is_some(), plain);
    }

    #[test]
    fn any_host_and_path_get_an_answer(host in "\\PC{0,40}", path in "\\PC{0,40}") {
        let _ = url(&shop(), &host, &path);
    }
}
