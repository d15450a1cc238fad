use super::*;
use crate::policy::parse;

const POLICY: &str = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22",
  "services":[{"use":"google-analytics","id":"G-ABC123","paths":["/tags/"]},"cloudflare-security",
    {"id":"login","name":"L","class":"essential","vendor":"V","purpose":"P","cookies":[{"name":"sid",
    "duration":"session"}]}],
  "allow":["https://fonts.example"]}"#;
const LATCH: &str = "portcullis createPolicy localStorage";
const HASH: &str = "'sha256-DGYi18ai5W9z2YWveR75+3LnPeEXvcBDoZwpIGhlsTg='";

/// What is found in the headers of an answer.
fn found(head: &str) -> Vec<(String, &'static str, String)> {
    let policy = parse(POLICY).unwrap_or_else(|error| panic!("{}", error.message()));
    let html = format!("<script>{LATCH}</script>");
    let answer = Answer::read(format!("{head}\r\n\r\n{html}").as_bytes());
    assert_eq!(answer.html, html);
    let found =
        Site { policy: &policy, origin: Origin::parse("https://shop.example"), ours: &Ours::default() }.lint(&answer);
    let in_headers = found.into_iter().filter_map(|finding| {
        let id = finding.rule.id();
        finding.header.map(|header| (header, id, finding.rule.to_string()))
    });
    in_headers.collect()
}

/// The rules that one header of a page breaks.
fn broken(header: &str) -> Vec<&'static str> {
    let all = found(&format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}"));
    all.iter().map(|(_, id, _)| *id).collect()
}

#[test]
fn each_rule_has_a_header_that_trips_it_and_one_that_does_not() {
    let own = "https://shop.example/x";
    for (id, trips, passes) in [
        (
            "preconnect",
            "Link: <https://other.example>; rel=preconnect",
            "Link: <https://fonts.example>; rel=preconnect",
        ),
        ("dns-prefetch", "link: <//other.example>;rel=\"dns-prefetch\"", "link: </a>;rel=\"dns-prefetch\""),
        (
            "link-header",
            "Link: </a.css>; rel=preload; as=style, <https://other.example/a.js>; as=script; rel=preload",
            "Link: </a.css>; rel=preload; as=style, <https://other.example/>; rel=\"author\"; title=\"a, <b>; c\"",
        ),
        ("link-header", "Link: </tags/gtag.js>; rel=modulepreload", "Link: </other/gtag.js>; rel=modulepreload"),
        (
            "link-header",
            "Link: </a>; rel=preload; as=image; imagesrcset=\"/a.png 1x, //other.example/b.png 2x\"",
            "Link: </a>; rel=preload; as=image; imagesrcset=\"/a.png 1x, /b.png 2x\"",
        ),
        ("refresh", "Refresh: 5; url=https://other.example/", "Refresh: 5; url=/next"),
        (
            "speculation-rules",
            "Speculation-Rules: \"/own.json\", \"https://other.example/r.json\"",
            "Speculation-Rules: \"/own.json\"",
        ),
        (
            "reports",
            "Reporting-Endpoints: a=\"/r\", b=\"https://other.example/r\"",
            &format!("Reporting-Endpoints: a=\"{own}\""),
        ),
        (
            "reports",
            "Report-To: {\"group\":\"nel\",\"max_age\":1,\"endpoints\":[{\"url\":\"https://a.nel.cloudflare.com/r\"}]}",
            &format!("Report-To: {{\"group\":\"a\",\"max_age\":1,\"endpoints\":[{{\"url\":\"{own}\"}}]}}"),
        ),
        (
            "reports",
            "Content-Security-Policy-Report-Only: img-src 'none'; report-uri /r https://other.example/r",
            "Content-Security-Policy-Report-Only: img-src 'none'; report-uri /r",
        ),
        ("cookie-set", "Set-Cookie: _ga=GA1.1.1; Path=/", "Set-Cookie: sid=1; Path=/"),
        ("cookie-set", "Set-Cookie: _ga_ABC123=x", "Set-Cookie: __cf_bm=x; HttpOnly"),
        (
            "latch-blocked",
            "Content-Security-Policy: script-src 'self'",
            &format!("Content-Security-Policy: script-src 'self' {HASH}"),
        ),
        (
            "latch-blocked",
            "Content-Security-Policy: img-src *, default-src 'self' 'unsafe-inline' 'nonce-a'",
            "Content-Security-Policy: img-src *, default-src 'self' 'unsafe-inline'",
        ),
    ] {
        assert_eq!(broken(trips), [id], "{trips}");
        assert_eq!(broken(passes), [] as [&str; 0], "{passes}");
    }
}

#[test]
fn what_comes_before_the_answer_is_read_too_and_what_redirects_say_is_not() {
    let hints = "HTTP/1.1 103 Early Hints\r\nLink: <https://other.example/a.css>; rel=preload; as=style\r\n\r\n";
    let all = found(&format!("{hints}HTTP/1.1 200 OK\r\nServer: x"));
    let [(header, id, said)] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((header.as_str(), *id), ("link", "early-hint"));
    assert!(said.contains("other.example: nobody declared it"), "{said}");

    let moved = "HTTP/1.1 301 Moved\nLocation: https://www.shop.example/a\nReporting-Endpoints: \
                 a=\"https://other.example\"\n\n";
    assert_eq!(found(&format!("{moved}HTTP/2 200\nServer: x")), []);
    let answer = Answer::read(format!("{moved}HTTP/2 200\n\n<p>").as_bytes());
    assert_eq!((answer.led_to.as_deref(), answer.status), (Some("https://www.shop.example"), Some(200)));
    // A redirect that leads nowhere is what came.
    assert_eq!(Answer::read(moved.as_bytes()).status, Some(301));
}

#[test]
fn a_page_without_headers_is_markup_from_its_first_byte() {
    for html in ["<!doctype html>\n\n<p>", "HTTP/1.1 is a protocol", "", "HTTP/"] {
        let answer = Answer::read(html.as_bytes());
        assert_eq!((answer.html.as_str(), answer.headers.len(), answer.status), (html, 0, None));
    }
}

proptest::proptest! {
    #[test]
    fn no_answer_is_too_broken_to_read(
        head in concat!(
            r#"HTTP/1.1 [1-4]0[03]\n((Link|Report-To|Set-Cookie|Content-Security-Policy|é): ?"#,
            r#"([<>;=,"{}\[\]a-z:/']|rel=preload|é|\\){0,30}\r?\n){0,5}"#
        ),
    ) {
        let policy = parse(POLICY).unwrap_or_else(|error| panic!("{}", error.message()));
        Site { policy: &policy, origin: None, ours: &Ours::default() }.lint(&Answer::read(head.as_bytes()));
    }
}
