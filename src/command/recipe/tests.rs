use super::*;
use crate::consent::{How, Record, Signals, write};

const POLICY: &str = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","renew":"/renew",
  "services":[{"id":"pay","name":"Pay","class":"essential","vendor":"V","purpose":"P",
    "hosts":["*.pay.test/a$b%20c"]},"cloudflare-web-analytics"],"allow":["https://fonts.test"]}"#;

fn host(name: &str) -> &'static Host {
    HOSTS.iter().find(|host| host.name == name).unwrap_or_else(|| panic!("{name}"))
}

fn recipe(name: &str, guard: Option<Guard>) -> String {
    let path = |text| SameOrigin::parse(text).unwrap_or_else(|| panic!("{text}"));
    let (policy_url, base) = (path("/policy.json?v=2"), path("/portcullis/"));
    let policy = crate::policy::parse(POLICY).unwrap_or_else(|error| panic!("{}", error.message()));
    fill(host(name), base, Some(policy_url), guard, &policy)
}

#[test]
fn every_place_is_filled_and_without_the_seal_there_is_no_policy() {
    for Host { name, .. } in HOSTS {
        let (sealed, live) = (recipe(name, Some(Guard::Seal)), recipe(name, None));
        for text in [&sealed, &live] {
            assert!(!text.contains(['«', '»']), "{text}");
            assert!(
                text.contains("/portcullis/") && text.contains("/policy.json") && text.contains("no-cache"),
                "{text}"
            );
            assert!(!text.contains("v=2") && text.contains("/renew"), "{text}");
        }
        assert!(sealed.to_lowercase().contains("content-security-policy"), "{sealed}");
        assert!(!live.to_lowercase().contains("content-security-policy"), "{live}");
        assert!(sealed.contains(r#"(response-origin "https://fonts.test" "https://*.pay.test" "https://pay.test")"#));
    }
}

#[test]
fn what_a_host_would_take_for_its_own_is_written_otherwise() {
    assert!(recipe("nginx", Some(Guard::Seal)).contains("https://pay.test/a%24b%20c"));
    assert!(recipe("apache", Some(Guard::Seal)).contains("https://pay.test/a$b%%20c"));
}

#[test]
fn a_build_that_names_no_policy_gets_no_rule_for_one() {
    let policy = crate::policy::parse(POLICY).unwrap_or_else(|error| panic!("{}", error.message()));
    let base = SameOrigin::parse("/portcullis/").unwrap_or_else(|| panic!("a path"));
    for host in &HOSTS {
        let text = fill(host, base, None, None, &policy);
        assert!(!text.contains("policy.json") && !text.contains(['«', '»']), "{text}");
    }
}

#[test]
fn the_folders_of_builds_are_told_by_the_whole_base() {
    let pattern = |name, base| built(host(name), SameOrigin::parse(base).unwrap_or_else(|| panic!("{base}")));
    assert_eq!(pattern("nginx", "/p.c+(1)$/"), r"^/p\.c\+\(1\)\$/[0-9a-f]{12}/");
    assert_eq!(pattern("node", "/p.c/"), r"^\/p\.c\/[0-9a-f]{12}\/");
}

/// Every form that a record takes, and whether it grants something.
#[test]
fn a_server_sends_the_policy_to_whoever_has_granted_nothing() {
    let grants = regex::Regex::new(GRANTS).unwrap_or_else(|error| panic!("{error}"));
    let many: Vec<String> = (0..60)
        .map(|at| {
            format!(
                r#"{{"id":"service-with-a-long-name-{at}","name":"N","vendor":"V","class":"tracking","purpose":"P"}}"#
            )
        })
        .collect();
    let long =
        format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[{}]}}"#, many.join(","));
    for text in [POLICY, &long] {
        let policy = crate::policy::parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
        for signals in [Signals::default(), Signals { gpc: true, ..Signals::default() }] {
            for (how, granted) in [(How::Accept, true), (How::Save, true), (How::Reject, false), (How::Withdraw, false)]
            {
                let record = write(&policy, 29_920_000, how, signals, &|_| granted);
                assert_eq!(grants.is_match(&format!("a=1; __Host-consent={record}; b=2")), granted, "{record}");
            }
        }
    }
    for (record, granted) in [
        ("1.ht35s.a.g~acme", true),
        ("1.ht35s.a.g", false),
        ("1.ht35s.axo.e0.g~acme", true),
        ("1.ht35s.t.efab.p~acme~~other", true),
        ("1.ht35s.t.efab.p~acme~", true),
        ("1.ht35s.t.efab.p~~other", false),
        ("1.ht35s.go.e0.g", false),
        ("garbage", false),
    ] {
        assert!(record == "garbage" || Record::parse(record).is_ok(), "{record}");
        assert_eq!(grants.is_match(&format!("__Host-consent={record}")), granted, "{record}");
        assert!(!grants.is_match(&format!("a__Host-consent={record}")), "{record}");
    }
}
