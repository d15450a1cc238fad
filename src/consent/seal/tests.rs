use proptest::prelude::*;

use super::*;
use crate::policy::parse;

fn read(fields: &str) -> Policy<'static> {
    let text = format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22",{fields}}}"#);
    parse(text.leak()).unwrap_or_else(|error| panic!("{}", error.message()))
}

fn acme(host: &str) -> String {
    let host = serde_json::Value::from(host);
    format!(r#""services":[{{"id":"acme","name":"A","vendor":"A","class":"tracking","purpose":"P","hosts":[{host}]}}]"#)
}

fn granting_all(guard: Guard, policy: &Policy<'_>) -> String {
    guard.policy(policy, policy.gated().iter())
}

#[test]
fn nothing_granted_leaves_the_page_its_own_origin_and_what_is_essential() {
    let policy = read(r#""services":[],"allow":[]"#);
    assert_eq!(
        Guard::Seal.policy(&policy, core::iter::empty()),
        "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; worker-src 'self' blob:"
    );
    let policy = read(r#""services":["sentry","cloudflare-turnstile"],"allow":["https://fonts.example:8443"]"#);
    assert_eq!(
        Guard::Seal.policy(&policy, core::iter::empty()),
        "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval' https://fonts.example:8443 \
         wss://fonts.example:8443 https://challenges.cloudflare.com wss://challenges.cloudflare.com; worker-src 'self' \
         blob:"
    );
}

#[test]
fn strict_opens_no_document_or_worker_of_the_page_itself() {
    let policy = read(&acme("a.example"));
    let closed = Guard::SealStrict.policy(&policy, core::iter::empty());
    assert!(closed.ends_with("; frame-src 'none'; worker-src 'none'; object-src 'none'"), "{closed}");
    let open = granting_all(Guard::SealStrict, &policy);
    assert!(open.contains("; frame-src https://a.example wss://a.example; worker-src 'none'"), "{open}");
}

#[test]
fn a_host_rule_is_a_source_that_is_no_wider() {
    for (host, sources) in [
        ("a.example", "https://a.example wss://a.example"),
        ("*.a.example", "https://a.example wss://a.example https://*.a.example wss://*.a.example"),
        ("a.example/x/", "https://a.example/x/ wss://a.example/x/"),
        // A source's path that does not end with a slash is that path alone.
        ("a.example/x", "https://a.example/x https://a.example/x/ wss://a.example/x wss://a.example/x/"),
        (
            "a.example/x;y,z?q",
            "https://a.example/x%3by%2cz https://a.example/x%3by%2cz/ wss://a.example/x%3by%2cz \
             wss://a.example/x%3by%2cz/",
        ),
    ] {
        let policy = read(&acme(host));
        let text = granting_all(Guard::Seal, &policy);
        assert_eq!(
            text,
            format!("default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval' {sources}; worker-src 'self' blob:")
        );
    }
}

#[test]
fn every_built_in_service_has_sources_of_its_own_hosts_alone() {
    let policy = read(r#""services":["sentry",{"use":"google-analytics","id":"G-ABC123"},"cloudflare-web-analytics"]"#);
    let text = granting_all(Guard::Seal, &policy);
    for token in
        ["https://*.ingest.sentry.io", "https://www.googletagmanager.com/gtag/js", "https://www.google.com/g/collect"]
    {
        assert!(text.split(' ').any(|source| source == token), "{token} is not in {text}");
    }
    assert!(!text.contains('<') && !text.contains("://*/"), "{text}");
}

proptest! {
    #[test]
    fn no_policy_gives_a_directive_or_a_keyword_of_its_own(
        host in r#"(\*\.)?[a-z]{1,8}\.(com|example)(/[!-~]{0,20})?"#,
    ) {
        let policy = read(&acme(&host));
        let text = granting_all(Guard::Seal, &policy);
        let sources = text.strip_suffix("; worker-src 'self' blob:").unwrap_or("; none");
        prop_assert!(!sources.contains([';', ',', '"', '<', '>', '&']), "{}", text);
        for source in sources.split(' ').skip(6) {
            prop_assert!(source.starts_with("https://") || source.starts_with("wss://"), "{}", source);
        }
    }
}
