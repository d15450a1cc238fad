use super::*;
use crate::policy::parse;

const POLICY: &str = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":["cloudflare-web-analytics"],"allow":["https://fonts.example"]}"#;

fn html(guard: Option<Guard>) -> String {
    html_of(guard, POLICY)
}

pub fn html_of(guard: Option<Guard>, policy: &str) -> String {
    let path = |text| SameOrigin::parse(text).unwrap_or_else(|| panic!("{text}"));
    let policy = parse(policy).unwrap_or_else(|error| panic!("{}", error.message()));
    Snippet {
        policy_url: path("/privacy/policy.json?v=2"),
        base: path("/portcullis/"),
        shim: guard.map_or(Shim::Live, Shim::Seal),
        integrity: None,
        release: None,
    }
    .html(&policy)
}

#[test]
fn live_is_one_tag() {
    assert_eq!(
        html(None),
        "<script data-cfasync=\"false\" src=\"/portcullis/portcullis.js\" data-policy=\"/privacy/policy.json?v=2\" data-declared='{\"allow\":[\"https://fonts.example\"]}'></script>\n"
    );
}

#[test]
fn a_move_takes_one_more_tag() {
    let moving =
        POLICY.replace("\"allow\"", r#""moving":[{"from":"klaro","names":{"a":"cloudflare-web-analytics"}}],"allow""#);
    let tag = "<script async=\"async\" src=\"/portcullis/portcullis-foreign.js\"></script>\n";
    for guard in [None, Some(Guard::Seal)] {
        assert_eq!(html_of(guard, &moving), html(guard) + tag);
    }
}

#[test]
fn the_seal_is_latch_policy_marker_and_shim_in_that_order() {
    let text = html(Some(Guard::Seal));
    let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
    let order =
        [place("localStorage[\"portcullis "), place("<meta "), place(">portcullis<"), place("portcullis-seal.js")];
    assert!(order.is_sorted(), "{order:?}");
    assert!(!text.contains("KEY"), "every blank is filled in: {text}");
    assert!(!text.contains("www.google"), "nothing that waits for a choice is in the static policy");
}

#[test]
fn nothing_in_the_snippet_breaks_a_page_that_is_xml() {
    let text = html(Some(Guard::SealStrict));
    let tags_alone = |text: &str| text.matches('<').count();
    // Three elements with an end tag each, and one without.
    assert_eq!(tags_alone(&text), 7);
    assert!(!text.contains('&'));
}

#[test]
fn a_path_is_one_of_the_pages_own_origin_and_ends_no_attribute() {
    for right in ["/", "/portcullis/", "/a/b.json?v=1%20-_~"] {
        assert!(SameOrigin::parse(right).is_some(), "{right}");
    }
    for wrong in [
        "",
        "a",
        "//evil.example/",
        "https://evil.example/",
        "/\"><script>",
        "/a b",
        "/a'b",
        "/a\\b",
        "/é",
        "/a&b",
        "/a#b",
    ] {
        assert!(SameOrigin::parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn what_the_shims_build_cannot_know_is_told_in_the_page_and_nothing_else() {
    let text = html_of(
        None,
        r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","unknown":"deny","services":[
            "cloudflare-web-analytics",
            {"use":"sentry","dsn":"https://k@o1.ingest.sentry.io/2","paths":["/tunnel"]},
            {"id":"acme","name":"A&B's <own>","class":"tracking","vendor":"V","purpose":"P","hosts":["*.acme.test"],
             "cookies":[{"name":"_a'<&","store":"localStorage","duration":"1y"}]},
            {"id":"pay","name":"Pay","class":"essential","vendor":"V","purpose":"P","hosts":["pay.test"]}]}"#,
    );
    let (_, told) = text.split_once(" data-declared='").unwrap_or_else(|| panic!("{text}"));
    let (told, _) = told.split_once('\'').unwrap_or_else(|| panic!("{text}"));
    let services = concat!(
        r#"{"id":"sentry-errors","paths":["/tunnel"]},{"id":"sentry-replay","paths":["/tunnel"]},"#,
        r#"{"id":"acme","hosts":["*.acme.test"],"cookies":[{"name":"_a\u0027\u003c\u0026","store":"localStorage"}]},"#,
        r#"{"id":"pay","class":"essential","hosts":["pay.test"]}"#
    );
    assert_eq!(told, format!(r#"{{"services":[{services}],"unknown":"deny"}}"#));
}

#[test]
fn what_the_catalogue_brings_is_told_as_a_sites_own() {
    let text = html_of(
        None,
        r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":[
            "services/crisp",{"use":"services/stripe","class":"essential","cookies":[]}]}"#,
    );
    let services = concat!(
        r#"{"id":"crisp","hosts":["*.crisp.chat"],"cookies":[{"name":"crisp-client/*","store":"cookie"}]},"#,
        r#"{"id":"stripe","class":"essential","hosts":["*.stripe.com","*.stripe.network"]}"#
    );
    assert!(text.contains(&format!(" data-declared='{{\"services\":[{services}]}}'")), "{text}");
}
