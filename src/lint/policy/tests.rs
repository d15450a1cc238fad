use super::buttons::ratio;
use super::phrases::{self, BROWSER, GOES_ON, INTEREST, LOADED, NO_ACCEPTANCE, NO_REJECTION};
use super::*;
use crate::policy::json;
use crate::policy::locales::LOCALES;

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
            r#""services":[{{"id":"a","name":"A","vendor":"S","class":"essential","purpose":"Shows a thing","hosts":["{host}"]}}]"#
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
