use super::*;
use crate::consent::Guard;
use crate::snippet::{SameOrigin, Shim};

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
    fill(
        host(name),
        &Snippet { policy_url, base, shim: guard.map_or(Shim::Live, Shim::Seal), integrity: None, release: None },
        &policy,
    )
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
fn releases_are_told_by_the_whole_base_and_where_it_is_one_by_nothing_more() {
    let pattern = |name, base| released(host(name), SameOrigin::parse(base).unwrap_or_else(|| panic!("{base}")));
    assert_eq!(pattern("nginx", "/p.c+(1)$/"), r"^/p\.c\+\(1\)\$/[0-9a-f]{12}/");
    assert_eq!(pattern("node", "/p.c/"), r"^\/p\.c\/[0-9a-f]{12}\/");
    assert_eq!(pattern("apache", "/p/0123456789ab/"), "^/p/0123456789ab/");
    for other in ["/0123456789ab/p/", "/p/0123456789a/", "/p/0123456789aB/", "/p/0123456789abc/"] {
        assert_eq!(pattern("caddy", other), format!("^{other}[0-9a-f]{{12}}/"));
    }
}
