use super::*;
use crate::classify::known;
use crate::plan;
use crate::policy::parse;

const POLICY: &str = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22",
"services":["cloudflare-web-analytics"],"allow":["https://fonts.example"]}"#;
/// What a latch is told by, where the real one is not at hand.
pub const LATCH: &str = "portcullis localStorage createPolicy";
pub const SHIM: &str = "shim(typeof PORTCULLIS_PLAN)";
pub const SEALED_SHIM: &str = "sealed(typeof PORTCULLIS_PLAN)";
pub const POLICY_URL: &str = "/privacy/policy.json?v=2";

fn path(text: &str) -> SameOrigin<'_> {
    SameOrigin::parse(text).unwrap_or_else(|| panic!("{text}"))
}

pub fn snippet_of<'a>(guard: Option<Guard>, text: &str, source: Source<'a>, attributes: Attributes<'a>) -> Snippet<'a> {
    let policy = parse(text).unwrap_or_else(|error| panic!("{}", error.message()));
    let digest = plan::decisions(&policy, text, known(), guard).digest;
    Snippet {
        base: path("/portcullis/"),
        source,
        sealed: guard.map(|guard| Sealed::of(&policy, guard, &digest, LATCH.into())),
        attributes,
        reads_foreign_marks: reads_foreign_marks(&policy),
    }
}

/// The tags of a page that names its policy.
pub fn html_of(guard: Option<Guard>, policy: &str) -> String {
    snippet_of(guard, policy, Source::Policy(path(POLICY_URL)), Attributes::new()).html()
}

pub fn inline_of(guard: Option<Guard>, policy: &str) -> Snippet<'static> {
    let read = parse(policy).unwrap_or_else(|error| panic!("{}", error.message()));
    let decisions = plan::decisions(&read, policy, known(), guard);
    let plan = plan::Plan { decisions, wording: None, source: None, languages: [].into(), folder: None };
    let source = Source::Inline { plan: plan::embed(&plan), shim: guard.map_or(SHIM, |_| SEALED_SHIM).into() };
    snippet_of(guard, policy, source, Attributes::new())
}

#[test]
fn live_is_one_tag_that_optimisers_leave_alone() {
    let left_alone = "data-cfasync=\"false\" data-no-optimize=\"1\" data-no-defer=\"1\" data-no-minify=\"1\" \
                      data-noptimize=\"1\" nowprocket=\"\"";
    assert_eq!(
        snippet_of(None, POLICY, Source::Entry, Attributes::new()).html(),
        format!("<script src=\"/portcullis/portcullis.js\" {left_alone}></script>\n")
    );
    assert_eq!(
        html_of(None, POLICY),
        format!(
            "<script src=\"/portcullis/portcullis.js\" data-policy=\"/privacy/policy.json?v=2\" \
             {left_alone}></script>\n"
        )
    );
}

#[test]
fn a_move_takes_one_more_tag() {
    let moving =
        POLICY.replace("\"allow\"", r#""moving":[{"from":"klaro","names":{"a":"cloudflare-web-analytics"}}],"allow""#);
    let tag = "<script async=\"async\" src=\"/portcullis/portcullis-foreign.js\"></script>\n";
    assert_eq!(html_of(None, &moving), html_of(None, POLICY) + tag);
    assert!(html_of(Some(Guard::Seal), &moving).ends_with(tag));
}

#[test]
fn the_seal_is_latch_policy_marker_and_shim_in_that_order_and_the_parser_waits_for_no_file() {
    let text = html_of(Some(Guard::Seal), POLICY);
    let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
    let order = [place(LATCH), place("<meta "), place(">portcullis<"), place("portcullis-seal.js")];
    assert!(order.is_sorted(), "{order:?}");
    assert!(text.ends_with(" defer=\"defer\"></script>\n"), "{text}");
    assert!(!text.contains("www.google"), "nothing that waits for a choice is in the static policy");
}

#[test]
fn what_the_latch_compares_is_on_both_tags_and_its_hash_stays_the_same() {
    let of = |attributes: Attributes<'static>| snippet_of(Some(Guard::SealStrict), POLICY, Source::Entry, attributes);
    let (plain, more) = (
        of(Attributes::new()),
        of([("layout", "box"), ("regime", "auto"), ("country", "DE"), ("age", "adult")].into()),
    );
    assert_eq!(plain.hashes(), more.hashes());
    let html = more.html();
    let [latch, shim] =
        [LATCH, "portcullis-seal.js"].map(|has| html.lines().find(|line| line.contains(has)).unwrap_or_default());
    for one in ["data-guard=\"seal-strict\"", "data-regime=\"auto\"", "data-country=\"DE\"", "data-age=\"adult\""] {
        assert!(latch.contains(one) && shim.contains(one), "{one}: {html}");
    }
    assert!(latch.contains("data-digest=\"") && !latch.contains("layout") && shim.contains("data-layout=\"box\""));
}

#[test]
fn inline_is_a_data_block_and_the_script_right_after_it() {
    let hostile = POLICY.replace("\"S\"", "\"</script><!-- <script>\"");
    let snippet = inline_of(None, &hostile);
    let html = snippet.html();
    let lines: Vec<&str> = html.lines().collect();
    let [data, script] = lines.as_slice() else { panic!("{html}") };
    assert!(data.starts_with("<script type=\"application/json\">{\"decisions\":") && data.ends_with("}</script>"));
    assert_eq!(data.matches('<').count(), 2);
    assert!(
        script.starts_with("<script data-base=\"/portcullis/\" ") && script.ends_with(&format!(">{SHIM}</script>"))
    );
    // An edited policy leaves the hash as it was.
    assert_eq!(snippet.hashes(), inline_of(None, POLICY).hashes());
    assert_eq!(snippet.hashes(), [("the inline script", csp_hash(SHIM))]);
}

#[test]
fn under_the_seal_the_script_in_the_page_comes_after_the_marker() {
    let html = inline_of(Some(Guard::Seal), POLICY).html();
    let starts =
        ["<script data-digest=", "<meta http-equiv", "<script type=\"text/plain\"", "<script type=\"application"];
    let lines: Vec<&str> = html.lines().collect();
    assert!(starts.iter().zip(&lines).all(|(start, line)| line.starts_with(start)), "{html}");
    let script = lines.last().copied().unwrap_or_default();
    assert!(script.contains("data-guard=\"seal\"") && script.ends_with(&format!(">{SEALED_SHIM}</script>")), "{html}");
    assert!(!script.contains(" defer="), "the page's own code waits for it");
}

#[test]
fn nothing_in_the_snippet_breaks_a_page_that_is_xml() {
    let attributes = [("layout", "box"), ("regime", "us")].into();
    let text = snippet_of(Some(Guard::SealStrict), POLICY, Source::Entry, attributes).html();
    // Three elements with an end tag each, and one without.
    assert_eq!(text.matches('<').count(), 7);
    assert!(!text.contains('&'));
    let bare = text.split_whitespace().filter(|word| word.starts_with("data-") || word.starts_with("nowprocket"));
    assert!(bare.into_iter().all(|attribute| attribute.contains("=\"")), "each attribute has a value: {text}");
}

#[test]
fn a_script_that_cannot_stand_in_a_page_is_told() {
    assert_eq!(unfit("a > b && c < d", false), None);
    assert_eq!(unfit("a > b", true), None);
    for (script, is_xml, why) in [
        ("'<!--'", false, "<!--"),
        ("'</Script'", false, "</script"),
        ("`<script>`", false, "<script"),
        ("'é'", false, "a character that is not ASCII"),
        ("a < b", true, "<"),
        ("a && b", true, "&"),
    ] {
        assert_eq!(unfit(script, is_xml), Some(why), "{script}");
    }
}

#[test]
fn every_attribute_takes_what_it_says() {
    for (name, right, wrong) in [
        ("layout", "box", "circle"),
        ("scheme", "dark", "blue"),
        ("lang", "pt-BR", "xx"),
        ("place", "start", "a\" onload=\"x"),
        ("regime", "br", "eu\""),
        ("country", "DE", "Germany"),
        ("age", "13-15", "<18"),
    ] {
        let attribute = ATTRIBUTES.iter().find(|attribute| attribute.name == name);
        assert!(attribute.is_some_and(|one| one.takes(right) && !one.takes(wrong) && !one.takes("")), "{name}");
    }
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
