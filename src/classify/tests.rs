use proptest::prelude::*;

use super::*;
use crate::policy::parse;

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

#[test]
fn the_table_names_every_host_and_name_that_waits_and_no_essential_name() {
    let table: serde_json::Value = serde_json::from_str(&table()).unwrap_or_default();
    let rules = |id: &str| table[id].as_str().unwrap_or_default().split(' ').map(str::to_owned).collect::<Vec<_>>();
    for built_in in BUILT_IN.iter().filter(|built_in| built_in.class != Class::Essential) {
        let rules = rules(built_in.id);
        for name in built_in.names {
            let letter = name.store.name().get(..1).unwrap_or_default();
            assert!(rules.contains(&format!("{letter}={}", name.pattern)), "{}", name.pattern);
        }
        for host in built_in.hosts {
            let path = |rule: &String| {
                rule.find('/')
                    .map_or((rule.clone(), String::new()), |at| (rule[..at].to_owned(), rule[at..].to_owned()))
            };
            let covers = |rule: &String| {
                let (by, under) = path(rule);
                by == host.host && host.path == under || pattern::host(&by, &under, host.host, host.path).is_some()
            };
            assert!(rules.iter().any(covers), "{}{}", host.host, host.path);
        }
    }
    assert_eq!(rules(""), ["*/cdn-cgi/challenge-platform/", "challenges.cloudflare.com"]);
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
