//! What is drawn where somebody asks for it.

use serde_json::{Value, json};
use wasm_bindgen_test::*;

use crate::stage::*;

#[wasm_bindgen_test]
fn preferences_offer_a_switch_per_gated_service_and_all_are_off() {
    let visit = Visit::new(SHOP);
    let preferences = visit.preferences();
    let switches = having(&preferences, "type", "checkbox");
    let values: Vec<&Value> = switches.iter().map(|switch| &switch[1]["value"]).collect();
    assert_eq!(values, ["sentry-errors", "sentry-replay", "google-analytics"]);
    assert!(switches.iter().all(|switch| switch[1]["checked"].is_null()));
    // Every text is there: a key that is missing would show itself.
    let text = text(&preferences);
    for key in ["class.", "about.", "column.", "name.", "locked."] {
        assert!(!text.contains(key), "{key} in {text}");
    }
}

#[wasm_bindgen_test]
fn preferences_show_the_present_choice() {
    let visit = Visit::new(SHOP);
    visit.choose("save", &["google-analytics"]);
    let preferences = visit.preferences();
    let switches = having(&preferences, "type", "checkbox");
    let on: Vec<&Value> =
        switches.iter().filter(|switch| !switch[1]["checked"].is_null()).map(|switch| &switch[1]["value"]).collect();
    assert_eq!(on, ["google-analytics"]);
}

#[wasm_bindgen_test]
fn preferences_can_be_saved_and_closed() {
    let preferences = Visit::new(SHOP).preferences();
    for action in ["save", "close", "accept", "reject"] {
        assert_eq!(having(&preferences, "data-action", action).len(), 1, "{action} in {preferences}");
    }
}

#[wasm_bindgen_test]
fn the_switches_of_the_policy_page_are_those_of_the_preferences() {
    let visit = Visit::new(SHOP);
    visit.learn(MORE);
    visit.learn(NOTICE);
    visit.choose("save", &["sentry-errors"]);
    let switches = from_js(&visit.page.switches().unwrap());
    let boxes: Vec<&Value> =
        switches.as_array().unwrap().iter().flat_map(|part| having(part, "type", "checkbox")).collect();
    let values: Vec<&Value> = boxes.iter().map(|one| &one[1]["value"]).collect();
    assert_eq!(values, ["sentry-errors", "sentry-replay", "google-analytics"]);
    assert!(boxes.iter().all(|one| (one[1]["value"] == "sentry-errors") != one[1]["checked"].is_null()), "{boxes:?}");
}

#[wasm_bindgen_test]
fn the_policy_page_begins_with_a_heading_of_the_pages_level() {
    let visit = Visit::new(SHOP);
    visit.learn(MORE);
    visit.learn(NOTICE);
    for level in [1, 2, 3] {
        let article = from_js(&visit.page.article(level, "Firefox").unwrap());
        let headings: Vec<String> = elements(&article)
            .iter()
            .filter_map(|element| element[0].as_str())
            .filter(|tag| tag.len() == 2 && tag.starts_with('h') && *tag != "hr")
            .map(str::to_owned)
            .collect();
        assert_eq!(headings[0], format!("h{level}"), "{headings:?}");
        assert!(headings.iter().all(|tag| *tag >= headings[0]), "{headings:?}");
    }
}

#[wasm_bindgen_test]
fn the_visitors_own_browser_comes_first_on_the_policy_page() {
    let visit = Visit::new(SHOP);
    visit.learn(MORE);
    visit.learn(NOTICE);
    let firsts: Vec<String> = ["Firefox", "Chrome"]
        .iter()
        .map(|browser| {
            let article = from_js(&visit.page.article(2, browser).unwrap());
            let links: Vec<String> = elements(&article)
                .iter()
                .filter(|element| {
                    element[0] == "a" && ["Firefox", "Chrome"].iter().any(|one| text(element).contains(one))
                })
                .map(|element| text(element))
                .collect();
            links[0].clone()
        })
        .collect();
    assert!(firsts[0].contains("Firefox") && firsts[1].contains("Chrome"), "{firsts:?}");
}

#[wasm_bindgen_test]
fn what_is_held_says_what_it_is_and_offers_two_ways() {
    let visit = Visit::new(SHOP);
    visit.learn(MORE);
    let placeholder = from_js(&visit.page.placeholder(vec!["google-analytics".to_owned()], false).unwrap());
    let drawing = &placeholder["drawing"];
    assert!(text(drawing).contains("Google"), "{placeholder}");
    for action in ["once", "always"] {
        assert_eq!(having(drawing, "data-action", action).len(), 1, "{action} in {placeholder}");
    }
    assert_eq!((&placeholder["language"], &placeholder["direction"]), (&json!("en"), &json!("ltr")));
}

#[wasm_bindgen_test]
fn under_the_seal_nothing_loads_once() {
    let mut visitor = nobody_known();
    visitor["guard"] = json!("seal");
    let visit = Visit::of(SHOP, &visitor);
    visit.learn(MORE);
    let placeholder = from_js(&visit.page.placeholder(vec!["google-analytics".to_owned()], false).unwrap());
    assert!(having(&placeholder["drawing"], "data-action", "once").is_empty(), "{placeholder}");
    assert_eq!(having(&placeholder["drawing"], "data-action", "always").len(), 1, "{placeholder}");
}

#[wasm_bindgen_test]
fn a_child_is_offered_no_way_to_what_tracks() {
    let mut visitor = nobody_known();
    visitor["age"] = json!("child");
    let visit = Visit::of(SHOP, &visitor);
    visit.learn(MORE);
    let placeholder = from_js(&visit.page.placeholder(vec!["google-analytics".to_owned()], false).unwrap());
    for action in ["once", "always"] {
        assert!(having(&placeholder["drawing"], "data-action", action).is_empty(), "{placeholder}");
    }
}

#[wasm_bindgen_test]
fn what_the_policy_does_not_have_is_not_drawn() {
    let visit = Visit::new(SHOP);
    visit.learn(MORE);
    assert!(visit.page.placeholder(vec!["nobody".to_owned()], false).unwrap().is_undefined());
}

const ANNOUNCING: &str = r#","notice":{"next":{"effective":"2027-03-01","policy":"/privacy/next.json"}}"#;

fn announcing() -> Visit {
    let visit = Visit::new(&SHOP.replace(r#""receipts":true"#, &format!(r#""receipts":true{ANNOUNCING}"#)));
    visit.learn(MORE);
    visit.learn(NOTICE);
    visit
}

#[wasm_bindgen_test]
fn an_announced_version_is_known_by_its_address() {
    assert_eq!(announcing().page.next().as_deref(), Some("/privacy/next.json"));
    assert_eq!(Visit::new(SHOP).page.next(), None);
}

#[wasm_bindgen_test]
fn beside_the_page_it_is_said_when_it_comes() {
    let visit = announcing();
    let next = SHOP
        .replace("2026-11-22", "2026-12-22")
        .replace(r#""receipts":true"#, r#""receipts":true,"effective":"2027-03-01""#);
    let aside = from_js(&visit.page.aside(Some(next.clone()), to_js(&json!({}))).unwrap());
    assert!(text(&aside).contains("2027-03-01"), "{aside}");
    let announced = from_js(&visit.page.announced(Some(next), to_js(&json!({}))).unwrap());
    assert!(!announced.as_array().unwrap().is_empty());
    let visit = Visit::new(SHOP);
    visit.learn(NOTICE);
    assert!(visit.page.aside(None, to_js(&json!({}))).unwrap().is_undefined());
}

#[wasm_bindgen_test]
fn an_announced_policy_that_is_wrong_is_not_spoken_of() {
    let visit = announcing();
    let announced = from_js(&visit.page.announced(Some("{}".to_owned()), to_js(&json!({}))).unwrap());
    assert_eq!(announced, json!([]));
}

#[wasm_bindgen_test]
fn what_is_new_is_told_of_what_is_asked_again() {
    let more = SHOP.replace(
        r#""cloudflare-security""#,
        r#"{"id":"acme","name":"Acme","vendor":"A","class":"tracking","purpose":"p","hosts":["a.test"]}"#,
    );
    let visit = Visit::new(&more);
    visit.learn(MORE);
    visit.learn(NOTICE);
    for id in ["google-analytics", "sentry-errors", "sentry-replay"] {
        visit.page.change(vec![id.to_owned()], true).unwrap();
    }
    let news = text(&from_js(&visit.page.news(Some(SHOP.to_owned())).unwrap()));
    assert!(news.contains("Acme") && !news.contains("Google"), "{news}");
    // Where the version of before is not known any more, its services are named.
    let news = text(&from_js(&visit.page.news(None).unwrap()));
    assert!(news.contains("Acme"), "{news}");
}
