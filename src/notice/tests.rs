use super::{Page, announced, article, render, switches};
use crate::consent::{Reason, Signals, Verdict};
use crate::drawing::html;
use crate::policy;
use crate::words::Words;

const POLICY: &str = include_str!("../../tests/notice/policy.json");
const FACTS: &str = include_str!("../../tests/notice/facts.txt");

fn rendered(text: &'static str) -> String {
    let policy = policy::parse(text).unwrap();
    render(&policy, &Words::of(&policy, None).unwrap())
}

/// The text of a section, tags taken out.
fn section<'h>(html: &'h str, id: &str) -> &'h str {
    let start = html
        .find(&format!("<section aria-labelledby=\"portcullis-{id}\">"))
        .unwrap_or_else(|| panic!("no section {id}"));
    html[start..].split("</section>").next().unwrap()
}

#[test]
fn every_fact_of_the_source_document_is_in_its_section() {
    let html = rendered(POLICY);
    let (mut text, mut id) = ("", "");
    for line in FACTS.lines().skip(2) {
        if let Some(name) = line.strip_prefix("# ") {
            (text, id) = (section(&html, name), name);
            continue;
        }
        let plain: String = without_tags(text);
        assert!(line.split('|').any(|words| plain.contains(words) || text.contains(words)), "{id}: {line}");
    }
}

fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for char in html.chars() {
        match char {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(char),
            _ => {}
        }
    }
    out
}

#[test]
fn every_service_and_every_name_is_there_with_who_administers_it_and_how_long_it_stays() {
    let policy = policy::parse(POLICY).unwrap();
    let html = rendered(POLICY);
    let services = section(&html, "services");
    let cookies = section(&html, "cookies");
    for service in &policy.services {
        assert!(services.contains(service.name()) && services.contains(service.vendor()), "{}", service.id);
        assert!(services.contains(service.privacy().map_or("", |link| link.as_str())), "{}", service.id);
        for rule in service.names() {
            let row = cookies.split("<tr>").find(|row| row.contains(&format!("<code>{}</code>", rule.pattern)));
            let row = row.unwrap_or_else(|| panic!("no row for {}", rule.pattern));
            assert!(row.contains(if rule.own { "Us" } else { service.vendor() }), "{row}");
            assert!(row.contains(if rule.ends_with_session() { "Session" } else { "Persistent" }), "{row}");
        }
    }
}

#[test]
fn a_mark_has_a_word_and_a_sign_and_never_only_its_colour() {
    let html = rendered(POLICY);
    for (name, word) in [("green", "In your favour"), ("yellow", "Take note"), ("red", "May be against you")] {
        for mark in html.split(&format!("portcullis-mark portcullis-{name}\">")).skip(1) {
            let text = without_tags(&mark[..mark.find("</strong>").unwrap()]);
            assert!(text.ends_with(word) && text.len() > word.len() + 1, "{text}");
        }
    }
}

#[test]
fn what_has_nothing_to_say_is_left_out_and_the_contents_lead_to_all_that_is_there() {
    let html = rendered(r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":[]}"#);
    for absent in ["introduction", "definitions", "services", "california", "versions"] {
        assert!(!html.contains(&format!("<section aria-labelledby=\"portcullis-{absent}\"")), "{absent}");
    }
    for html in [html, rendered(POLICY)] {
        let ids: Vec<&str> =
            html.split("<section aria-labelledby=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let linked: Vec<&str> =
            html.split("<li><a href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids, linked);
        assert!(ids.iter().all(|id| html.matches(&format!(" id=\"{id}\"")).count() == 1));
    }
}

#[test]
fn a_site_s_own_words_stay_text_and_lead_nowhere_but_where_a_link_may() {
    let html = rendered(
        r##"{"site":{"name":"<b>S</b>","contact":"<i>c</i>"},"updated":"2026-11-22","services":[],"notice":{"use":[
        {"text":"<img src=x onerror=alert(1)> **bold** [good](https://a.example/) [bad](javascript:alert(1)) "},
        {"text":"[worse](data:text/html,x) ![p](https://b.example/)"},
        {"list":["<script>alert(1)</script>","# no heading","1. no list"]}]}}"##,
    );
    for tag in ["<b>", "<i>", "<img", "<script", "javascript:", "data:text"] {
        assert!(!html.contains(tag), "{tag}");
    }
    assert!(
        html.contains("<strong>bold</strong>")
            && html.contains("<a href=\"https://a.example/\" rel=\"noopener noreferrer\">good</a>")
    );
    assert!(html.contains("no heading") && html.contains("no list"));
}

#[test]
fn a_wrong_notice_is_a_mistake_with_its_path() {
    for (notice, path) in [
        (r#"{"uses":[]}"#, "notice.uses"),
        (r#"{"use":[{"mark":"blue","text":"x"}]}"#, "notice.use[0].mark"),
        (r#"{"children":{"under":"13"}}"#, "notice.children.under"),
        (r#"{"collected":[{"what":"x","how":"x","why":"x","basis":["habit"]}]}"#, "notice.collected[0].basis[0]"),
        (r#"{"versions":[{"date":"2026-02-30","changes":[]}]}"#, "notice.versions[0].date"),
    ] {
        let text = format!(
            r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[],"notice":{notice}}}"#
        );
        let message = policy::parse(&text).unwrap_err().message();
        assert!(message.contains(path), "{message}");
    }
}

fn choices(signals: Signals, verdict: Verdict) -> String {
    let policy = policy::parse(POLICY).unwrap();
    let words = Words::of(&policy, Some("de")).unwrap();
    let verdicts: Vec<_> = policy.gated().iter().map(|service| (service, verdict)).collect();
    html(&switches(&policy, &words, signals, &verdicts)).replace('\n', "")
}

#[test]
fn every_service_that_waits_has_a_switch_in_the_state_of_its_verdict() {
    let waiting = policy::parse(POLICY).unwrap().gated().len();
    let words = Words::of(&policy::parse(POLICY).unwrap(), Some("de")).unwrap();
    let signals = Signals::default();
    let count = |verdict, what: &str| choices(signals, verdict).matches(what).count();
    assert_eq!(count(Verdict::Granted, " checked=\"\""), waiting);
    assert_eq!(count(Verdict::Denied, " checked=\"\""), 0);
    assert_eq!(count(Verdict::Undecided, &words.say("choices.waiting")), 1);
    assert_eq!(count(Verdict::Granted, &words.say("choices.waiting")), 0);
    for (reason, disabled) in [(Reason::Age, waiting), (Reason::Gpc, 0), (Reason::Needs, 0)] {
        let locked = Verdict::Locked(reason);
        assert_eq!(count(locked, &words.say(&format!("locked.{}", reason.name()))), waiting);
        assert_eq!(count(locked, " disabled=\"\""), disabled);
        for id in policy::parse(POLICY).unwrap().gated().iter().map(|service| service.id) {
            let (described, note) =
                (format!("aria-describedby=\"portcullis-why-{id}\""), format!("<p id=\"portcullis-why-{id}\">"));
            assert!(count(locked, &described) == 1 && count(locked, &note) == 1, "{id}");
        }
    }
    assert!(choices(signals, Verdict::Denied).contains("<p lang=\"en\">"), "the site's own texts are in its language");
    let gpc = Signals::read(true, "", "eu", "", false);
    assert!(choices(gpc, Verdict::Denied).starts_with(&format!("<p>{}</p>", words.say("gpc"))));
}

#[test]
fn where_nothing_waits_for_a_choice_there_is_nothing_to_switch() {
    let policy = policy::parse(r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":[]}"#).unwrap();
    let words = Words::of(&policy, None).unwrap();
    assert_eq!(switches(&policy, &words, Signals::default(), &[]), []);
}

#[test]
fn a_version_is_announced_until_its_day_with_what_it_will_ask() {
    let text = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","effective":"2027-01-01","services":[
        {"id":"a","name":"A","vendor":"V","class":"tracking","purpose":"p","since":"2027-01-01"},
        {"id":"b","name":"B","vendor":"V","class":"tracking","purpose":"p"}]}"#;
    let policy = policy::parse(text).unwrap();
    let words = Words::of(&policy, None).unwrap();
    let day = policy.effective().unwrap().minutes();
    let said = html(&announced(&policy, &words, day - 1));
    assert!(said.contains("2027-01-01") && said.contains("<li>A</li>") && !said.contains("<li>B</li>"), "{said}");
    assert_eq!(announced(&policy, &words, day), []);
}

#[test]
fn the_visitors_own_browser_comes_first() {
    let policy = policy::parse(POLICY).unwrap();
    let words = Words::of(&policy, None).unwrap();
    let order = |browser| {
        let drawn = html(&[article(&policy, &words, Page { level: 2, browser }).into()]);
        let mut all = ["Chrome", "Safari", "Firefox", "Edge"].map(|name| (drawn.find(&format!(">{name}</a>")), name));
        all.sort_unstable();
        all.map(|(_, name)| name)
    };
    assert_eq!(order("Firefox"), ["Firefox", "Chrome", "Safari", "Edge"]);
    assert_eq!(order(""), ["Chrome", "Safari", "Firefox", "Edge"]);
}

#[test]
fn the_legend_of_marks_is_for_a_page_that_has_marks() {
    let page = |passage: &'static str| {
        let text = format!(
            r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[],
            "notice":{{"use":[{passage}]}}}}"#
        );
        rendered(text.leak())
    };
    assert!(page(r#"{"text":"For orders","mark":"green"}"#).contains("class=\"portcullis-marks\""));
    assert!(!page(r#"{"text":"For orders"}"#).contains("class=\"portcullis-marks\""));
}

#[test]
fn what_we_store_ourselves_is_declared() {
    let page = |more: &str| {
        let text = format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[]{more}}}"#);
        rendered(text.leak())
    };
    let plain = page("");
    let cookies = section(&plain, "cookies");
    for name in ["__Host-consent", "portcullis-pass*", "portcullis-erase*", "portcullis-due*"] {
        assert!(cookies.contains(&format!("<code>{name}</code>")), "{name}: {cookies}");
    }
    assert!(cookies.contains("180 days") && cookies.contains("Until it is deleted"), "{cookies}");
    assert!(!cookies.contains("portcullis-journal"), "a site without receipts keeps none");
    assert!(section(&page(r#","receipts":true"#), "cookies").contains("<code>portcullis-journal*</code>"));
    assert!(!cookies.contains("portcullis-came"), "a site that is not loaded again keeps nothing for that");
    assert!(section(&page(r#","onGrant":"reload""#), "cookies").contains("<code>portcullis-came</code>"));
}
