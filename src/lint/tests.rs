use super::*;
use crate::classify::known;
use crate::consent::Guard;
use crate::plan;
use crate::policy::parse;
use crate::snippet::tests::{LATCH, SEALED_SHIM, SHIM, html_of, inline_of};

const POLICY: &str = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22",
  "services":[{"use":"google-analytics","id":"G-ABC123","paths":["/tags/"]},
    {"use":"cloudflare-turnstile","paths":["/turn/"]}],
  "allow":["https://fonts.example","https://cdn.example:8443"]}"#;

/// What this policy and the fixtures of the snippet give.
fn ours() -> Ours {
    let policy = parse(POLICY).unwrap_or_else(|error| panic!("{}", error.message()));
    let guards = [None, Some(Guard::Seal), Some(Guard::SealStrict)].into_iter();
    let digests = guards.flat_map(|guard| {
        let digest = plan::decisions(&policy, POLICY, known(), guard).digest;
        let name = guard.map_or("live", Guard::name);
        [(name, true, digest.clone()), (name, false, digest)]
    });
    let served = [("portcullis.js", b"entry".to_vec())].into();
    let (shim, sealed_shim) = (Some(SHIM.into()), Some(SEALED_SHIM.into()));
    Ours { digests: digests.collect(), latch: Some(LATCH.into()), shim, sealed_shim, served }
}

fn found(html: &str) -> Vec<Finding> {
    let policy = parse(POLICY).unwrap_or_else(|error| panic!("{}", error.message()));
    let site = Site { policy: &policy, origin: Origin::parse("https://shop.example"), ours: &ours() };
    site.lint(&Answer::read(html.as_bytes()))
}

/// The rules that a page breaks, each with its line.
fn broken(html: &str) -> Vec<(&'static str, usize)> {
    found(html).iter().map(|finding| (finding.rule.id(), finding.line)).collect()
}

fn snippet(guard: Option<Guard>) -> String {
    html_of(guard, POLICY)
}

/// A page; its head begins in line 2, and what is first in it stands in line 3.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta \
         charset=\"utf-8\">\n{head}<title>T</title></head>\n<body>\n{body}\n</body></html>\n"
    )
}

fn live(body: &str) -> String {
    page(&snippet(None), body)
}

fn sealed(body: &str) -> String {
    page(&snippet(Some(Guard::Seal)), body)
}

/// The snippet's lines: latch, policy, marker, shim.
fn lines() -> [String; 4] {
    let text = snippet(Some(Guard::Seal));
    let mut lines = text.lines().map(|line| line.to_string() + "\n");
    core::array::from_fn(|_| lines.next().unwrap_or_else(|| panic!("four lines in {text}")))
}

/// What a page may have under either guard.
const HARMLESS: &str = r#"
  <script type="text/plain" data-consent="google-analytics"
    data-src="https://www.googletagmanager.com/gtag/js?id=G-ABC123"></script>
  <img data-consent="google-analytics" data-src="https://www.google-analytics.com/x.gif">
  <script src="/app.js" defer></script><script type="module" src="app.mjs"></script><script>let inline = 1;</script>
  <script type="application/ld+json">{"url":"https://other.example/"}</script>
  <img src="data:image/png;base64,AA=="><img src="https://SHOP.example/x.png" srcset="a.png, b.png 2x">
  <img src="//fonts.example/x"><img src="https://cdn.example:8443/x">
  <script async src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>
  <link rel="preconnect" href="https://fonts.example"><a href="https://other.example/">a link</a>
  <form action="https://other.example/"></form><template><img src="https://other.example/x.png"></template>
  <!-- <img src="https://other.example/x.png"> --><noscript><img src="/own.png"></noscript>
  <meta http-equiv="refresh" content="30"><base href="/base/">
  <script type="speculationrules">{"prefetch":[{"urls":["/next"]},{"where":{"and":[{"href_matches":"/*"},
  {"not":{"selector_matches":".no"}}]}}]}</script>"#;

#[test]
fn a_page_as_it_should_be_has_no_finding() {
    for html in [live(HARMLESS), sealed(HARMLESS), page(&snippet(Some(Guard::SealStrict)), HARMLESS)] {
        assert_eq!(broken(&html), [], "{:?}", found(&html).iter().map(Finding::to_string).collect::<Vec<_>>());
    }
}

#[test]
fn what_is_right_before_the_latch_has_no_finding() {
    let before = "<!-- a comment --><meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"preload\" \
                  as=\"script\" href=\"/app.js\"><link rel=\"modulepreload\" \
                  href=\"/app.mjs\"><template>text</template>\n";
    assert_eq!(broken(&page(&(before.to_string() + &snippet(Some(Guard::Seal))), HARMLESS)), []);
}

#[test]
fn a_minifier_changes_nothing_that_a_browser_reads() {
    let text = snippet(Some(Guard::Seal)).replace('\n', "").replace("defer=\"defer\"", "defer").replace(" />", ">");
    let text = text.replace("<meta http-equiv=\"Content-Security-Policy\"", "<META HTTP-EQUIV=content-security-policy");
    assert_eq!(broken(&page(&text.replace("; ", " ;\n").replace('\'', "&#39;"), HARMLESS).replace("&#39;", "'")), []);
    let entities = lines().map(|line| if line.starts_with("<meta") { line.replace('\'', "&#39;") } else { line });
    assert_eq!(broken(&page(&entities.concat(), "")), []);
}

#[test]
fn a_page_without_anything_of_ours_says_so_and_what_it_fetches() {
    assert_eq!(broken(&page("", "<img src=\"https://other.example/x.png\">")), [("not-installed", 1), ("unmarked", 5)]);
}

#[test]
fn each_part_of_the_seal_is_missed() {
    for missing in 0..4 {
        let mut lines = lines().to_vec();
        lines.remove(missing);
        let html = page(&lines.concat(), "");
        assert_eq!(broken(&html), [("seal-missing", 3)], "{missing}");
        let part = Part::ALL.get(missing).copied();
        assert_eq!(found(&html).first().map(|finding| finding.rule.clone()), part.map(Rule::SealMissing));
    }
}

#[test]
fn parts_in_another_order_are_found() {
    let [latch, policy, marker, shim] = lines();
    for (head, order) in [
        ([&policy, &latch, &marker, &shim], [(Part::Policy, Part::Latch, 3)]),
        ([&marker, &latch, &policy, &shim], [(Part::Marker, Part::Policy, 3)]),
        ([&latch, &policy, &shim, &marker], [(Part::Shim, Part::Marker, 5)]),
        ([&shim, &latch, &policy, &marker], [(Part::Shim, Part::Marker, 3)]),
    ] {
        let got = found(&page(&head.map(String::as_str).concat(), ""));
        let got: Vec<_> = got.iter().map(|finding| (&finding.rule, finding.line)).collect();
        let expected = order.map(|(part, after, line)| (Rule::SealOrder(part, after), line));
        assert_eq!(got, expected.iter().map(|(rule, line)| (rule, *line)).collect::<Vec<_>>());
    }
}

#[test]
fn a_snippet_that_stands_there_twice_is_found() {
    let text = snippet(Some(Guard::Seal));
    assert_eq!(
        broken(&page(&(text.clone() + &text), "")).iter().filter(|(id, _)| *id == "seal-twice").collect::<Vec<_>>(),
        [&("seal-twice", 7), &("seal-twice", 8), &("seal-twice", 9), &("seal-twice", 10)]
    );
}

#[test]
fn a_snippet_in_body_is_found() {
    let text = snippet(Some(Guard::Seal));
    assert_eq!(broken(&page("", &text)), [("seal-in-body", 5)]);
    for ends_head in ["<div></div>", "text", "<noscript></noscript></br>"] {
        assert_eq!(broken(&page(&(ends_head.to_string() + "\n" + &text), "")), [("seal-in-body", 4)], "{ends_head}");
    }
}

#[test]
fn texts_of_another_policy_version_or_guard_are_found() {
    let text = snippet(Some(Guard::Seal));
    let digest = ours().digest("seal", false).map(String::from).unwrap_or_default();
    for (from, to, line) in [
        (" https://fonts.example", "", 4),
        (" 'unsafe-eval'", " 'unsafe-eval' https://old.example", 4),
        ("; worker-src 'self' blob:", "", 4),
        (LATCH, &*format!("{LATCH} 2"), 3),
        (&*format!("data-digest=\"{digest}\""), "data-digest=\"another\"", 3),
        (&*format!(" data-digest=\"{digest}\""), "", 3),
        ("data-guard=\"seal\" data-cfasync", "data-guard=\"seal-strict\" data-cfasync", 3),
        (
            "data-guard=\"seal\" data-cfasync=\"false\" data-no-optimize=\"1\" data-no-defer=\"1\" \
             data-no-minify=\"1\" data-noptimize=\"1\" nowprocket=\"\" defer=\"defer\"></script>",
            "></script>",
            6,
        ),
        ("portcullis-seal.js", "portcullis.js", 6),
        ("portcullis-seal.js\"", "portcullis-seal.js\" data-age=\"13-15\"", 3),
        ("portcullis-seal.js\"", "portcullis-seal.js\" data-country=\"US\"", 3),
    ] {
        assert!(text.contains(from), "{from}");
        let got = broken(&page(&text.replacen(from, to, 1), ""));
        assert!(!got.is_empty() && got.contains(&("seal-parts", line)), "{from}: {got:?}");
        assert!(got.iter().all(|(id, _)| *id == "seal-parts"), "{from}: {got:?}");
    }
}

#[test]
fn a_shim_that_the_parser_does_not_wait_for_is_found_unless_the_browser_enforces() {
    for late in ["async", "defer", "type=\"module\""] {
        let text = snippet(None).replace("<script src", &format!("<script {late} src"));
        assert_eq!(broken(&page(&text, "")), [("shim-deferred", 3)], "{late}");
        let text = snippet(Some(Guard::Seal)).replace(" defer=\"defer\"", &format!(" {late}"));
        let expected: &[(&str, usize)] = if late == "defer" { &[] } else { &[("shim-deferred", 6)] };
        assert_eq!(broken(&page(&text, "")), expected, "{late}");
    }
}

#[test]
fn a_shim_in_the_page_has_its_plan_right_before_it() {
    let text = inline_of(None, POLICY).html();
    assert_eq!(broken(&page(&text, "")), []);
    assert_eq!(broken(&page(&text.replace('\n', ""), "")), []);
    let mut lines = text.lines();
    let (plan, script) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    for head in [
        format!("{script}\n"),
        format!("{script}\n{plan}\n"),
        format!("{plan}\n<meta name=\"a\">\n{script}\n"),
        text.replace("application/json", "text/json"),
        text.replace("{\"decisions\"", "{\"decision\""),
        text.replace("{\"decisions\"", "{\"decisions"),
    ] {
        let got = broken(&page(&head, ""));
        assert_eq!(got.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["plan-not-before"], "{head}");
    }
    let other = inline_of(None, &POLICY.replace("2026-11-22", "2026-11-23")).html();
    assert_eq!(broken(&page(&other, "")), [("inline-old", 4)]);
    assert_eq!(broken(&page(&text.replace(SHIM, &format!("{SHIM};2")), "")), [("inline-old", 4)]);
}

#[test]
fn a_sealed_page_may_have_the_shim_of_the_seal_in_it() {
    let text = inline_of(Some(Guard::Seal), POLICY).html();
    assert_eq!(broken(&page(&text, "")), []);
    let live = text.replace(SEALED_SHIM, SHIM);
    assert_eq!(broken(&page(&live, "")), [("inline-old", 7)], "it is that of the other guard");
    let other = inline_of(Some(Guard::Seal), &POLICY.replace("2026-11-22", "2026-11-23")).html();
    let ids: Vec<&str> = broken(&page(&other, "")).iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ["seal-parts", "inline-old"]);
}

#[test]
fn a_hash_of_other_bytes_than_those_that_are_served_is_found() {
    let with = |integrity: &str| {
        let tag = snippet(None).replace("<script src", &format!("<script integrity=\"{integrity}\" src"));
        broken(&page(&tag, ""))
    };
    let right = crate::snippet::integrity(b"entry");
    let wrong = crate::snippet::integrity(b"another");
    assert_eq!(with(&right), []);
    assert_eq!(with(&format!("{wrong} {right}")), []);
    assert_eq!(with("md5-x"), [], "a hash that no browser knows is none");
    assert_eq!(with(&wrong), [("integrity", 3)]);
    // The strongest counts.
    assert_eq!(with(&format!("sha512-x {right}")), [("integrity", 3)]);
}

#[test]
fn a_tag_that_is_half_marked_is_found() {
    let mark = "data-consent=\"google-analytics\"";
    for (tag, found) in [
        (format!("<script {mark} src=\"https://www.googletagmanager.com/gtag/js?id=G-ABC123\"></script>"), true),
        (format!("<script {mark}>gtag()</script>"), true),
        (format!("<iframe {mark} src=\"https://www.google-analytics.com/\"></iframe>"), true),
        (format!("<img {mark} srcset=\"/own.png\">"), true),
        (format!("<script type=\"text/plain\" {mark} data-src=\"/x.js\"></script>"), false),
        (format!("<script type=\"text/plain\" {mark} src=\"/x.js\"></script>"), false),
        (format!("<iframe {mark} data-src=\"https://www.google-analytics.com/\"></iframe>"), false),
        ("<script type=\"text/plain\" data-consent-any=\"google-analytics\">1</script>".to_string(), false),
    ] {
        let expected = if found { vec![("half-marked", 6)] } else { Vec::new() };
        assert_eq!(broken(&live(&tag)), expected, "{tag}");
    }
}

#[test]
fn a_mark_names_services_of_the_policy() {
    let policy = POLICY.replace("\"services\":[", "\"services\":[\"sentry\",\"youtube\",");
    let said = |mark: &str| {
        let policy = parse(&policy).unwrap_or_else(|error| panic!("{}", error.message()));
        let html = page(&html_of(None, POLICY), &format!("<iframe {mark} data-src=\"https://x.example/\"></iframe>"));
        let site = Site { policy: &policy, origin: None, ours: &Ours::default() };
        let found = site.lint(&Answer::read(html.as_bytes()));
        found.iter().map(|finding| format!("{}: {}", finding.rule.id(), finding.rule)).collect::<Vec<_>>()
    };
    for right in [
        "data-consent=\"youtube\"",
        "data-consent=\"services/youtube\"",
        "data-consent=\"sentry\"",
        "data-consent=\" sentry-errors  google-analytics \"",
        "data-consent-any=\"youtube sentry\"",
    ] {
        assert_eq!(said(right), [""; 0], "{right}");
    }
    for (wrong, why) in [
        ("data-consent=\"youtub\"", "did you mean `youtube`?"),
        ("data-consent=\"youtube googel-analytics\"", "did you mean `google-analytics`?"),
        ("data-consent=\"vimeo\"", "add \"vimeo\" to its services"),
        ("data-consent=\"cloudflare-turnstile\"", "is essential and waits for nothing"),
        ("data-consent=\"acme\"", "names `acme`, which the policy does not declare"),
        ("data-consent-any=\"youtube acme\"", "names `acme`"),
        ("data-consent=\"\"", "names no service"),
    ] {
        let found = said(wrong);
        assert!(
            found.len() == 1 && found.iter().all(|one| one.starts_with("unknown-service: ") && one.contains(why)),
            "{wrong}: {found:?}"
        );
    }
}

#[test]
fn a_known_third_party_that_stands_unmarked_is_named() {
    let frame = "<iframe src=\"https://www.youtube.com/embed/x\"></iframe>";
    let said = found(&live(frame)).iter().map(Finding::to_string).collect::<String>();
    assert!(said.contains("(www.youtube.com: youtube, which the policy does not declare)"), "{said}");
    let pixel = "<script>!function(f,b,e,v,n,t,s){t=b.createElement(e);t.src=v;}(window,document,'script',\
                 'https://connect.facebook.net/en_US/fbevents.js');fbq('init','1')</script>";
    assert_eq!(broken(&live(pixel)), [("unmarked", 6)]);
    let said = found(&live(pixel)).iter().map(Finding::to_string).collect::<String>();
    assert!(said.contains("loads connect.facebook.net/en_US/fbevents.js before any choice (meta-pixel"), "{said}");
    assert_eq!(broken(&sealed(pixel)), [], "the browser holds it");
    for harmless in [
        "<script>location.href = 'https://www.youtube.com/watch?v=x'</script>",
        "<script>fetch('https://api.shop.example/'); fetch('//cdn.nobody.example/x.js')</script>",
        "<script type=\"text/plain\" \
         data-consent=\"google-analytics\">x.src='https://www.google-analytics.com/x.js'</script>",
        "<script>new Image().src = 'https://fonts.example/x.png' // see https://www.youtube.example/</script>",
    ] {
        assert_eq!(broken(&live(harmless)), [], "{harmless}");
    }
}

#[test]
fn what_loads_before_the_static_policy_is_found() {
    let text = snippet(Some(Guard::Seal));
    for early in [
        "<script>let a;</script>",
        "<script src=\"/a.js\"></script>",
        "<script defer src=\"/a.js\"></script>",
        "<link rel=\"stylesheet\" href=\"/a.css\">",
        "<link rel=\"preload\" as=\"script\" href=\"https://other.example/a.js\">",
        "<style>@import \"/a.css\";</style>",
    ] {
        assert_eq!(broken(&page(&(early.to_string() + "\n" + &text), "")), [("seal-not-first", 3)], "{early}");
    }
    let [latch, policy, marker, shim] = lines();
    let between = "<script>let a;</script>\n";
    assert_eq!(broken(&page(&[&latch, between, &policy, &marker, &shim].concat(), "")), [("seal-not-first", 4)]);
}

#[test]
fn what_the_latch_would_swallow_is_found() {
    let [latch, policy, marker, shim] = lines();
    let lost = "<link rel=\"preload\" as=\"script\" href=\"/app.js\">\n";
    assert_eq!(broken(&page(&[&latch, lost, &policy, &marker, &shim].concat(), "")), [("seal-parts", 4)]);
    assert_eq!(broken(&page(&[&latch, &policy, lost, &marker, &shim].concat(), "")), [("seal-parts", 5)]);
    assert_eq!(broken(&page(&[&latch, &policy, &marker, lost, &shim].concat(), "")), []);
}

#[test]
fn a_policy_of_the_sites_own_before_the_latch_is_found_and_one_after_it_is_not() {
    let own = "<meta http-equiv=\"content-security-policy\" content=\"img-src 'self'\">\n";
    let text = snippet(Some(Guard::Seal));
    assert_eq!(broken(&page(&(own.to_string() + &text), "")), [("policy-before-latch", 3)]);
    assert_eq!(broken(&page(&(text + own), "")), []);
}

#[test]
fn an_image_of_another_host_by_srcset_is_found_under_the_seal_alone_unless_it_is_lazy() {
    let set = "srcset=\"/own.png 1x, https://other.example/x.png 2x\"";
    for image in
        [format!("<img src=\"/own.png\" {set}>"), format!("<picture><source {set}><img src=\"/own.png\"></picture>")]
    {
        assert_eq!(broken(&sealed(&image)), [("looked-ahead", 9)], "{image}");
        assert_eq!(broken(&sealed(&image.replace("<img", "<img loading=\"LAZY\""))), [], "{image}");
        assert_eq!(broken(&sealed(&image.replace("https://other.example", ""))), [], "{image}");
    }
    assert_eq!(broken(&sealed(&format!("<noscript><img {set}></noscript>"))), []);
    assert_eq!(broken(&sealed("<script src=\"/jquery.js\"></script><img src=\"https://other.example/x.png\">")), []);
}

#[test]
fn what_no_policy_governs_is_found_under_both_guards() {
    for (tag, id) in [
        ("<link rel=\"preconnect\" href=\"https://other.example\">", "preconnect"),
        ("<link rel=\"PRECONNECT x\" href=\"//www.google-analytics.com\" crossorigin>", "preconnect"),
        ("<link rel=\"dns-prefetch\" href=\"//other.example\">", "dns-prefetch"),
        ("<meta http-equiv=\"Refresh\" content=\"0; URL='https://other.example/'\">", "refresh"),
        ("<meta http-equiv=\"refresh\" content=\"0,https://other.example/\">", "refresh"),
        ("<noscript><meta http-equiv=\"refresh\" content=\"0;url=//other.example/\"></noscript>", "refresh"),
        ("<base href=\"https://other.example/\">", "base"),
        (
            "<script \
             type=\"speculationrules\">{\"prefetch\":[{\"urls\":[\"/a\",\"https://other.example/\"]}]}</script>",
            "speculation-rules",
        ),
        (
            "<script type=\"speculationrules\">{\"prerender\":[{\"where\":{\"selector_matches\":\"a\"}}]}</script>",
            "speculation-rules",
        ),
        (
            "<script \
             type=\"speculationrules\">{\"prefetch\":[{\"urls\":[\"/a\"]},{\"urls\":[\"//other.example/\"]}]}</script>",
            "speculation-rules",
        ),
        ("<script type=\"speculationrules\">not JSON</script>", "speculation-rules"),
    ] {
        assert_eq!(broken(&live(tag)), [(id, 6)], "{tag}");
        assert_eq!(broken(&sealed(tag)), [(id, 9)], "{tag}");
    }
}

#[test]
fn a_preload_by_imagesrcset_is_found() {
    let tag = "<link rel=\"preload\" as=\"image\" imagesrcset=\"/a.png 1x, https://other.example/b.png 2x\">";
    assert_eq!(broken(&sealed(tag)), [("preload-imagesrcset", 9)]);
    assert_eq!(broken(&live(tag)), [("unmarked", 6)]);
}

#[test]
fn a_shim_that_does_not_run_first_is_found() {
    let tag = snippet(None);
    for (early, is_early) in [
        ("<script src=\"/a.js\"></script>", true),
        ("<script async src=\"/a.js\"></script>", true),
        ("<script async type=\"module\" src=\"/a.js\"></script>", true),
        ("<script defer src=\"/a.js\"></script>", false),
        ("<script type=\"module\" src=\"/a.js\"></script>", false),
        ("<script>window.portcullis = { queue: [] };</script>", false),
    ] {
        let got = broken(&page(&(early.to_string() + "\n" + &tag), ""));
        assert_eq!(got, if is_early { vec![("shim-not-first", 3)] } else { vec![] }, "{early}");
    }
    // What a third party is asked for before it has left already.
    for early in [
        "<link rel=\"stylesheet\" href=\"https://other.example/x.css\">",
        "<link rel=\"preload\" href=\"//other.example/x\">",
    ] {
        let got = broken(&page(&(early.to_string() + "\n" + &tag), ""));
        assert_eq!(got, [("unmarked", 3), ("shim-not-first", 3)], "{early}");
    }
}

#[test]
fn what_the_parser_fetches_is_found_under_the_one_tag_and_left_to_the_browser_under_the_seal() {
    for tag in [
        "<script async src=\"https://www.googletagmanager.com/gtag/js?id=G-ABC123\"></script>",
        "<img src=\"https://other.example/x.png\">",
        "<img loading=\"lazy\" srcset=\"a.png, //other.example/x.png 2x\">",
        "<img src=\" ht\ntps:\\\\other.example/x.png\">",
        "<img src=\"https://shop.example@other.example/\">",
        "<img src=\"https://shop.example:444/\">",
        "<img src=\"&#104;ttps://other.example/x.png\">",
        "<iframe src=\"https://other.example/\"></iframe>",
        "<iframe srcdoc=\"&lt;img src=https://other.example/x>\"></iframe>",
        "<noscript><iframe src=\"https://www.googletagmanager.com/ns.html\"></iframe></noscript>",
        "<video poster=\"https://other.example/x.png\"></video>",
        "<svg><image xlink:href=\"https://other.example/x.png\"/></svg>",
        "<div><template shadowrootmode=\"open\"><img src=\"https://other.example/x.png\"></template></div>",
        "<link rel=\"stylesheet\" href=\"https://other.example/x.css\">",
    ] {
        let ids: Vec<&str> = broken(&live(tag)).iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, ["unmarked"], "{tag}");
        assert_eq!(broken(&sealed(tag)), [], "{tag}");
    }
}

#[test]
fn a_path_of_the_pages_own_that_leads_to_a_vendor_is_found_under_both_guards() {
    for address in ["/tags/gtag.js", "https://shop.example/tags/gtag.js"] {
        let tag = format!("<script async src=\"{address}\"></script>");
        assert_eq!(broken(&live(&tag)), [("unmarked", 6)]);
        assert_eq!(broken(&sealed(&tag)), [("unmarked", 9)]);
    }
    for path in ["tags", "turn"] {
        let html = live(&format!("<img src=\"https://other.example/{path}/x.png\">"));
        let said = found(&html).iter().map(Finding::to_string).collect::<String>();
        assert!(said.contains("other.example: nobody declared it"), "the path is another's: {said:?}");
    }
}

#[test]
fn a_finding_says_where_it_stands_by_line_and_character() {
    let body = "é <img src=\"https://www.google-analytics.com/x.gif\">";
    let said = |html: &str| found(html).iter().map(Finding::to_string).collect::<Vec<_>>();
    let expected = "6:3: unmarked: <img src=https://www.google-analytics.com/x.gif> is fetched before any choice \
                    (www.google-analytics.com: google-analytics): mark it with data-consent, or use the seal, or name \
                    what is essential in `allow` and your own host by --origin";
    assert_eq!(said(&live(body)), [expected]);
    assert_eq!(said(&live(body).replace('\n', "\r\n")), [expected]);
    let inner = live("<noscript>\r\né<img src=\"//other.example/\"></noscript>").replace("\r\n", "\n");
    assert_eq!(found(&inner).first().map(|finding| (finding.line, finding.column)), Some((7, 2)));
}

proptest::proptest! {
    #[test]
    fn no_page_is_too_broken_to_read(
        html in r#"(<(script|noscript|template|iframe srcdoc=|meta content='|/script|é|!--)[ >"'&;=]?|[ -~]|é){0,60}"#,
    ) {
        let at_end = html.lines().count() + 1;
        proptest::prop_assert!(found(&html).iter().all(|finding| finding.line <= at_end));
    }
}

#[test]
fn marks_of_another_product_have_a_name_and_someone_who_reads_them() {
    let moving = r#","moving":[{"from":"cookiebot","names":{"a":"google-analytics","b":"google-analytics"}},
      {"from":"onetrust","names":{"C1":"google-analytics","C2":"google-analytics","C-3":"google-analytics"}},
      {"from":"vanilla-cookieconsent","names":{"a":"google-analytics","b/c":"google-analytics"}}],"allow""#;
    let text = POLICY.replace(",\n  \"allow\"", moving);
    let policy = parse(&text).unwrap_or_else(|error| panic!("{}", error.message()));
    let broken = |head: &str, body: &str| {
        let site = Site { policy: &policy, origin: None, ours: &Ours::default() };
        let answer = Answer::read(page(&(snippet(None) + head), body).as_bytes());
        site.lint(&answer).iter().map(|finding| finding.rule.id()).collect::<Vec<_>>()
    };
    let tag = "<script async src=\"/portcullis/portcullis-foreign.js\"></script>\n";
    let script = |mark: &str| format!("<script type=\"text/plain\" {mark}>1</script>");
    for mark in [
        "data-cookieconsent=a",
        "data-cookieconsent='b, a'",
        "class='x optanon-category-C1-C2'",
        "class=optanon-category-C-3",
        "data-category=a",
        "data-category=a data-service=z",
        "data-category=b data-service=c",
    ] {
        assert!(broken(tag, &script(mark)).is_empty(), "{mark}");
        assert_eq!(broken("", &script(mark)), ["foreign-unread"], "{mark}");
    }
    for mark in [
        "data-cookieconsent=c",
        "data-cookieconsent=a,c",
        "class=optanon-category-C1-C4",
        "data-category=!a",
        "data-category=b",
    ] {
        assert_eq!(broken(tag, &script(mark)), ["foreign-name"], "{mark}");
    }
    assert_eq!(
        broken(tag, "<iframe data-cookieconsent=c data-cookieblock-src=\"https://x.example/\"></iframe>"),
        ["foreign-name"]
    );
    for other in ["<script data-cookieconsent=ignore>1</script>", "<script type=\"text/plain\" data-name=x>1</script>"]
    {
        assert!(broken(tag, other).is_empty(), "{other}");
    }
}

#[test]
fn a_mark_in_a_closed_shadow_tree_is_found() {
    let tree = |mode: &str| {
        let mark = "<script type=text/plain data-consent=google-analytics></script>";
        broken(&live(&format!("<div><template shadowrootmode={mode}>{mark}</template></div>{mark}")))
    };
    assert_eq!(tree("closed"), [("closed-shadow", 6)]);
    assert_eq!(tree("CLOSED"), [("closed-shadow", 6)]);
    assert_eq!(tree("open"), []);
    assert_eq!(tree("other"), [], "a template like any other");
}

#[test]
fn an_object_that_waits_needs_its_type_where_it_shows_something_meanwhile() {
    let object = |mark: &str, within: &str| format!("<object {mark}>{within}</object><p>after</p>");
    let mark = "data-consent=google-analytics data-data=https://www.google-analytics.com/x.pdf";
    for within in
        ["In words", "<a href=/x>In words</a>", "<param name=x><img src=/x.png>", "<object data=/x.svg></object>"]
    {
        let html = object(mark, within);
        assert_eq!(broken(&live(&html)), [("object-without-type", 6)], "{html}");
        assert_eq!(
            broken(&sealed(&html)).iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            ["object-without-type"],
            "{html}"
        );
        assert_eq!(broken(&live(&object(&format!("{mark} type=application/pdf"), within))), [], "{html}");
        assert_eq!(broken(&live(&object("data=/x.pdf", within))), [], "{html}");
    }
    for within in ["", "\n  ", "<param name=x>", "<!-- nothing -->"] {
        assert_eq!(broken(&live(&object(mark, within))), [], "{within}");
    }
}
