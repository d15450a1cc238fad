use super::buttons::ratio;
use super::phrases::{self, BROWSER, GOES_ON, INTEREST, LOADED, NO_ACCEPTANCE, NO_REJECTION};
use super::*;
use crate::policy::field::seconds;
use crate::policy::locales::LOCALES;
use crate::policy::{catalogue, json};
use crate::vendors;

#[test]
fn our_own_texts_break_no_rule_in_any_language() {
    for (language, layers) in LOCALES {
        let texts = layers.map(|layer| json::parse(layer).unwrap_or_else(|fault| panic!("{language}: {fault:?}")));
        // The policy page names the legal bases that the site says it has.
        let is_basis = |text: &&json::Node<'_>| text.name.starts_with("basis.");
        for text in texts.iter().flat_map(|layer| fields(Some(layer))).filter(|text| !is_basis(text)) {
            let said = text.text().unwrap_or_default();
            for refused in [GOES_ON, INTEREST, BROWSER, LOADED] {
                assert_eq!(phrases::within(refused, said), None, "{language}.{}: {said}", text.name);
            }
        }
        let button = |key| texts.iter().find_map(|layer| text_at(layer, key)).unwrap_or_default();
        let (accept, reject) = (button("accept"), button("reject"));
        assert_eq!(phrases::whole(NO_ACCEPTANCE, accept), None, "{language}: {accept}");
        assert_eq!(phrases::within(NO_REJECTION, reject), None, "{language}: {reject}");
        assert!(ratio(accept, reject) <= buttons::RATIO, "{language}: {accept} and {reject}");
    }
}

#[test]
fn a_phrase_is_found_as_whole_words_however_they_are_written() {
    let found = |text| phrases::within(GOES_ON, text);
    assert_eq!(found("You agree   By Continuing\u{a0}here."), Some("by continuing"));
    assert_eq!(found("(by visiting)"), Some("by visiting"));
    assert_eq!(found("Standby using less power"), None);
    assert_eq!(phrases::whole(NO_ACCEPTANCE, "J\u{2019}ai compris !"), None);
    assert_eq!(phrases::whole(NO_ACCEPTANCE, "J\u{2019}ai compris."), Some("j'ai compris"));
}

#[test]
fn rules_have_names_of_their_own_and_say_why() {
    for (at, rule) in RULES.iter().enumerate() {
        assert!(!RULES.iter().skip(at + 1).any(|other| other.id == rule.id), "{} twice", rule.id);
        assert!(rule.why.len() > 20 && !rule.law.is_empty(), "{}", rule.id);
    }
}

/// The rules that a policy with those fields breaks, and where.
fn broken(fields: &str) -> Vec<(&'static str, String)> {
    let text = format!(r#"{{"site":{{"name":"S","contact":"c@s.example"}},"updated":"2026-11-01",{fields}}}"#);
    let policy = crate::policy::parse(&text).unwrap_or_else(|error| panic!("{}", error.message()));
    let today = Date::parse("2026-11-23").unwrap_or_default();
    lint(&text, &policy, today).into_iter().map(|finding| (finding.rule.id, finding.path)).collect()
}

#[test]
fn what_is_said_otherwise_of_a_built_in_service_is_held_to_the_same_rules() {
    let at = |path: &str| [("essential-tracking", path.to_string())];
    let hidden = r#""services":[{"use":"cloudflare-security","cookies":[{"name":"_ga*","duration":"1y"}]}]"#;
    assert_eq!(broken(hidden), at("services[0].cookies[0].name"));
    let hidden = r#""services":[{"use":"cloudflare-security","hosts":["region1.google-analytics.com"]}]"#;
    assert_eq!(broken(hidden), at("services[0].hosts[0]"));
    assert_eq!(broken(r#""services":[{"use":"sentry","hosts":["*.ingest.sentry.io","errors.s.example"]}]"#), []);
}

#[test]
fn a_wider_or_narrower_host_leads_to_the_vendor_too_and_a_shared_one_does_not() {
    let service = |host: &str| {
        format!(
            r#""services":[{{"id":"a","name":"A","vendor":"S","class":"essential","purpose":"Shows a thing",
            "hosts":["{host}"]}}]"#
        )
    };
    for host in [
        "*.google-analytics.com",
        "*.sentry.io",
        "www.googletagmanager.com",
        "www.google.de/pagead/x",
        "o1.ingest.sentry.io",
    ] {
        assert_eq!(broken(&service(host)), [("essential-tracking", "services[0].hosts[0]".to_string())], "{host}");
    }
    for host in ["www.google.com/recaptcha/", "challenges.cloudflare.example", "notsentry.io", "cdn.s.example"] {
        assert_eq!(broken(&service(host)), [], "{host}");
    }
    // A shared host as a whole covers paths that wait.
    assert_eq!(broken(&service("www.google.com")), [("covers-waiting", "services[0].hosts[0]".to_string())]);
}

/// An entry for each name that a policy may use; of a group, the group alone.
fn entries() -> impl Iterator<Item = (&'static str, String)> {
    let alone = |name: &&str| !vendors::GROUPS.iter().any(|(_, members)| members.contains(name));
    catalogue::names().filter(alone).map(|name| {
        let setting = match name {
            "google-tag-manager" => r#","id":"GTM-ABC123""#,
            "cloudflare-zaraz" => r#","purposes":{"a":true}"#,
            _ => "",
        };
        (name, format!(r#"{{"use":"{name}"{setting}}}"#))
    })
}

#[test]
fn what_the_catalogue_and_the_built_in_services_bring_is_not_the_sites_to_mend() {
    for (name, entry) in entries() {
        assert_eq!(broken(&format!(r#""services":[{entry}]"#)), [], "{name}");
    }
    // What the site writes into such an entry is its own.
    let own = r#""services":[{"use":"youtube","cookies":[{"name":"a","duration":"3y","purpose":"Counts"}]}]"#;
    assert_eq!(broken(own), [("lifetime", "services[0].cookies[0].duration".to_string())]);
    let essential = r#""services":[{"use":"youtube","class":"essential"}]"#;
    assert_eq!(broken(essential), [("essential-tracking", "services[0].class".to_string())]);
}

/// The stored names of ours that live longer than the French authority recommends. Each is what its vendor sets by
/// itself.
#[test]
fn our_own_rows_that_live_long_are_known() {
    let all: Vec<String> = entries().map(|(_, entry)| entry).collect();
    let text = format!(
        r#"{{"site":{{"name":"S","contact":"c@s.example"}},"updated":"2026-11-01","services":[{}]}}"#,
        all.join(",")
    );
    let policy = crate::policy::parse(&text).unwrap_or_else(|error| panic!("{}", error.message()));
    let long = policy.services.iter().flat_map(|service| {
        let names = service.names().filter(|name| seconds(name.duration) > Some(stored::LONGEST));
        names.map(|name| format!("{} {} {}", service.id, name.pattern, name.duration)).collect::<Vec<_>>()
    });
    let long: Vec<String> = long.collect();
    assert_eq!(long.join("\n"), LONG.join("\n"));
}

const LONG: &[&str] = &[
    "google-analytics _ga 2y",
    "google-analytics _ga_* 2y",
    "google-analytics __utma 2y",
    "google-analytics __utmv 2y",
    "google-analytics FPID 2y",
    "google-ads IDE 2y",
    "instagram ig_did 9y",
    "instagram ig_cb 9y",
    "meta-pixel datr 2y",
    "paypal ts_c 3y",
    "vimeo vuid 2y",
    "x-pixel muc_ads 2y",
    "x-pixel personalization_id 2y",
    "x-pixel guest_id_ads 2y",
    "x-pixel guest_id_marketing 2y",
];

#[test]
fn a_finding_stands_where_the_integrator_wrote() {
    let text = r#"{
  "site": { "name": "S", "contact": "c@s.example" },
  "updated": "2026-11-01",
  "services": [
    "youtube",
    { "use": "vimeo", "cookies": [{ "name": "v", "duration": "1d" },
      { "name": "w", "duration": "9y", "purpose": "Counts" }] },
    { "id": "acme", "name": "Acme", "vendor": "S", "class": "tracking", "purpose": "Counts visits to pages",
      "cookies": [{ "name": "YSC", "duration": "session" }] }
  ]
}"#;
    let policy = crate::policy::parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
    let found = lint(text, &policy, Date::parse("2026-11-23").unwrap_or_default());
    let found: Vec<_> =
        found.iter().map(|finding| (finding.rule.id, finding.line, finding.column, finding.path.as_str())).collect();
    assert_eq!(
        found,
        [
            ("purpose-missing", 6, 35, "services[1].cookies[0]"),
            ("lifetime", 7, 34, "services[1].cookies[1].duration"),
            ("name-twice", 9, 19, "services[2].cookies[0]"),
        ]
    );
}

#[test]
fn a_key_of_texts_that_is_none_is_told_with_the_nearest() {
    let text = r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-01","services":[],
        "texts":{"en":{"accpt":"Accept all","about.functionl":"x","zzz":"x","held.once":"Load it"}}}"#;
    let policy = crate::policy::parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
    let found = lint(text, &policy, Date::parse("2026-11-23").unwrap_or_default());
    let found: Vec<&str> =
        found.iter().filter(|one| one.rule.id == "unknown-text").map(|one| one.what.as_str()).collect();
    assert_eq!(
        found,
        [
            "`accpt` is no text of `en`: did you mean `accept`?",
            "`about.functionl` is no text of `en`: did you mean `about.functional` or `about`?",
            "`zzz` is no text of `en`",
        ]
    );
}

#[test]
fn a_policy_page_that_leaves_something_out_is_told_once_with_all_of_it() {
    let page = |fields: &str| broken(&format!(r#""services":[],"notice":{{{fields}}}"#));
    let at = [("notice-incomplete", "notice".to_string())];
    let (collected, rights, transfers) = (
        r#""collected":[{"what":"Mail","how":"You write to us","why":"To answer","basis":["contract"]}]"#,
        r#""rights":{"days":30}"#,
        r#""transfers":{"to":[]}"#,
    );
    assert_eq!(page(r#""security":[{"text":"By TLS"}]"#), at);
    assert_eq!(page(&format!("{collected},{rights}")), at);
    assert_eq!(page(&format!("{collected},{transfers}")), at);
    assert_eq!(page(&format!("{rights},{transfers}")), at);
    assert_eq!(page(&format!("{collected},{rights},{transfers}")), []);
    assert_eq!(page(""), []);
    assert_eq!(page(r#""next":{"effective":"2027-01-01","policy":"/next.json"}"#), []);
}
