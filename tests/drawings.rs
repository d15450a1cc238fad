//! What is drawn of a policy, whatever stands in it: the readable policy to the byte, and that a drawing says the same
//! to a page and to a receipt, runs nothing and leads nowhere else.

// wasm-pack builds every test; these are of the command line.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use portcullis::consent::{Reason, Signals, Verdict, verdicts};
use portcullis::drawing::{Element, Node, html, text_content};
use portcullis::notice::{self, Page};
use portcullis::policy::field::Link;
use portcullis::policy::locales::LOCALES;
use portcullis::policy::{Policy, Service, parse};
use portcullis::surface::{banner, preferences};
use portcullis::words::Words;
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const NOW: u32 = 29_900_000;

fn policies() -> Vec<(String, &'static str)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let real = fs::read_dir(root.join("tests/policies/real")).expect("a folder");
    let mut files: Vec<PathBuf> = real.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let name = |file: &Path| file.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut all: Vec<(String, PathBuf)> = files.into_iter().map(|file| (name(&file), file)).collect();
    all.push(("demo".into(), root.join("www/demo/site/privacy/policy.json")));
    all.sort();
    all.into_iter().map(|(name, file)| (name, &*fs::read_to_string(file).expect("UTF-8").leak())).collect()
}

/// The page, the article, and what banner and preferences say, by the beginnings of their SHA-256. A receipt has the
/// hash of the latter two: other words are another question.
#[test]
fn what_is_drawn_of_real_policies_is_what_it_was() {
    let mut said = String::new();
    for (name, text) in policies() {
        for language in ["ar", "de", "en", "ja"] {
            let policy = parse(text).expect("a policy");
            let words = Words::of(&policy, Some(language)).expect("a language");
            let signals = Signals::default();
            let unasked = verdicts(&policy, signals, &[], NOW);
            let drawn = [
                notice::render(&policy, &words),
                notice::render_fragment(&policy, &words),
                text_content(&[banner::view(&policy, &words, signals, None).into()]),
                text_content(&[preferences::view(&policy, &words, signals, &unasked).into()]),
            ];
            let digests = drawn.map(|drawn| {
                Sha256::digest(drawn).iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>()
            });
            writeln!(said, "{name} {language} {}", digests.join(" ")).expect("memory");
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/drawn.txt");
    if std::env::var_os("PORTCULLIS_WRITE").is_some() {
        fs::write(&file, &said).expect("a file of the tree");
    }
    let was = fs::read_to_string(&file).expect("a file");
    for (was, is) in was.lines().zip(said.lines()) {
        assert_eq!(was, is, "policy, language; page, article, banner, preferences: PORTCULLIS_WRITE=1 writes it");
    }
    assert_eq!(was.lines().count(), said.lines().count());
}

/// The `textContent` of what a page makes of a serialized drawing.
fn said(drawing: &Value) -> String {
    match drawing {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let [Value::String(tag), Value::Object(attributes), children @ ..] = parts.as_slice() else {
                panic!("no element: {drawing}");
            };
            assert!(!tag.is_empty() && attributes.values().all(Value::is_string), "{drawing}");
            children.iter().map(said).collect()
        }
        _ => panic!("no node: {drawing}"),
    }
}

fn assert_harmless(element: &Element) {
    const TAGS: [&str; 9] = ["script", "style", "iframe", "object", "embed", "form", "img", "svg", "link"];
    assert!(!TAGS.contains(&element.tag()), "{}", element.tag());
    for (name, value) in element.attributes() {
        assert!(!name.starts_with("on") && !matches!(name, "src" | "srcdoc" | "style" | "formaction"), "{name}");
        let leads = Link::parse(value).is_some() || value.starts_with("#portcullis-");
        assert!(name != "href" || leads, "leads to {value}");
    }
    for node in element.nodes() {
        if let Node::Element(child) = node {
            assert_harmless(child);
        }
    }
}

/// Whatever a drawing is made of, a page, the command line and a receipt have the same of it.
fn assert_same_for_all(drawing: Element) {
    assert_harmless(&drawing);
    let nodes = [Node::from(drawing)];
    let read: Value = serde_json::from_str(&serde_json::to_string(&nodes[0]).expect("JSON")).expect("JSON");
    let text = text_content(&nodes);
    assert_eq!(said(&read), text);
    assert_eq!(text_of_html(&html(&nodes)), text);
}

/// The text between the tags, as a browser reads it, but for the newlines that are printed.
fn text_of_html(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text: String = pieces.collect::<String>().replace('\n', "");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Words of a site, and what would do harm as markup, as a text's hole, or as a place in a list.
fn sentence() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => "[A-Za-zäéשﻂ あ😀.,:;!?'\"&<>{}()*`_\\\\\\[\\]-]{1,12}".boxed(),
        1 => prop::sample::select(vec![
            "</script>", "<img src=x onerror=alert(1)>", "{}", "\u{2028}", "&lt;", "$title", "__proto__",
            "[x](https://a.example/?a=1&b=2)", "[x](javascript:alert(1))", "**[a](/b)**", "\\*", "]]>", "<!--",
        ]).prop_map(String::from).boxed(),
    ];
    prop::collection::vec(pieces, 1..4).prop_map(|pieces| format!("x{}", pieces.concat()))
}

fn link() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "https://a.example/privacy?x=1&y=2",
        "/privacy",
        "http://localhost:8080/p",
        "https://ü.example/",
        "/a#b",
    ])
}

fn own_service(at: usize) -> impl Strategy<Value = Value> {
    let class = prop::sample::select(vec!["essential", "functional", "tracking"]);
    let duration = prop::sample::select(vec!["session", "1d", "2d", "90d", "1y", "30m", "9999s"]);
    (sentence(), sentence(), sentence(), class, link(), duration, any::<bool>()).prop_map(
        move |(name, vendor, purpose, class, privacy, duration, stores)| {
            let cookie = json!({"name": format!("_c{at}*"), "duration": duration, "purpose": purpose});
            let cookies = if stores { vec![cookie] } else { vec![] };
            json!({"id": format!("own-{at}"), "name": name, "vendor": vendor, "class": class, "purpose": purpose,
                "privacy": privacy, "cookies": cookies, "since": "2026-11-22"})
        },
    )
}

fn policy() -> impl Strategy<Value = &'static str> {
    let built_in = prop::sample::subsequence(vec!["sentry", "cloudflare-web-analytics", "services/youtube"], 0..=3);
    let texts = prop::sample::subsequence(vec!["title", "about", "accept", "vendor", "lasts.d.other", "policy"], 0..=6);
    let own = [own_service(0), own_service(1), own_service(2)];
    (sentence(), sentence(), prop::option::of(link()), built_in, own, texts, sentence(), sentence()).prop_map(
        |(name, contact, page, built_in, own, keys, text, passage)| {
            let services: Vec<Value> = built_in.into_iter().map(Value::from).chain(own).collect();
            let texts: serde_json::Map<String, Value> =
                keys.into_iter().map(|key| (key.into(), text.clone().into())).collect();
            let mut policy = json!({"site": {"name": name, "contact": contact}, "updated": "2026-11-22",
                "services": services, "texts": {"en": texts, "ar": texts},
                "notice": {"use": [{"text": passage, "mark": "red", "list": [text]}],
                    "authorities": [{"regime": "eu", "name": name, "link": "https://e.example/"}]}});
            if let Some(page) = page {
                policy["site"]["policy"] = page.into();
            }
            &*policy.to_string().leak()
        },
    )
}

fn mixed<'a>(policy: &'a Policy<'a>, shift: usize) -> Vec<(&'a Service<'a>, Verdict)> {
    let all = [
        Verdict::Granted,
        Verdict::Denied,
        Verdict::Undecided,
        Verdict::Locked(Reason::Gpc),
        Verdict::Locked(Reason::Age),
        Verdict::Locked(Reason::Needs),
    ];
    policy.gated().iter().enumerate().map(|(at, service)| (service, all[(at + shift) % all.len()])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_drawing_says_the_same_to_all_runs_nothing_and_leads_only_where_a_link_may(
        text in policy(), language in 0..LOCALES.len(), gpc: bool, minor: bool, regime in 0..4usize, shift in 0..6usize,
    ) {
        let policy = parse(text).unwrap_or_else(|error| panic!("{}: {text}", error.message()));
        let words = Words::of(&policy, Some(LOCALES[language].0)).expect("a language");
        let age = if minor { "under16" } else { "" };
        let signals = Signals::read(gpc, age, ["eu", "uk", "us", "br"][regime], "", false);
        let verdicts = mixed(&policy, shift);
        assert_same_for_all(banner::view(&policy, &words, signals, Link::parse("/privacy/")));
        assert_same_for_all(preferences::view(&policy, &words, signals, &verdicts));
        assert_same_for_all(notice::article(&policy, &words, Page::default()));
        let switches = notice::switches(&policy, &words, signals, &verdicts);
        assert_same_for_all(Element::new("div").children(switches));
    }
}
