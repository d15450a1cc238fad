//! What a page is opened with, and what it says of a policy before and after.

use serde_json::{Value, json};
use wasm_bindgen_test::*;

use portcullis::consent::stored;
use portcullis::page::{Page, language, named};

use crate::stage::*;

#[wasm_bindgen_test]
fn a_policy_that_is_wrong_opens_nothing_and_says_where() {
    assert!(refusal("{}").starts_with("/privacy/policy.json: "));
    let said = refusal(&SHOP.replace("G-TEST123456", "UA-1"));
    assert!(said.contains("services[1].id"), "{said}");
}

#[wasm_bindgen_test]
fn the_banner_of_the_plan_has_two_equal_answers_and_no_close() {
    let plan = from_js(&Visit::new(SHOP).page.plan().unwrap());
    let banner = &plan["wording"]["banner"];
    let (accept, reject) = (having(banner, "data-action", "accept"), having(banner, "data-action", "reject"));
    let ([accept], [reject]) = (&accept[..], &reject[..]) else { panic!("{banner}") };
    let but_for_action = |button: &Value| {
        let mut attributes = button[1].clone();
        attributes.as_object_mut().unwrap().remove("data-action");
        (button[0].clone(), attributes)
    };
    assert_eq!(but_for_action(accept), but_for_action(reject));
    let parents: Vec<&Value> = elements(banner)
        .into_iter()
        .filter(|element| element.as_array().is_some_and(|parts| parts.contains(accept)))
        .collect();
    assert!(parents[0].as_array().unwrap().contains(reject), "{banner}");
    assert!(having(banner, "data-action", "close").is_empty());
}

#[wasm_bindgen_test]
fn what_the_policy_says_is_text_and_never_markup() {
    let plan = from_js(&Visit::new(SHOP).page.plan().unwrap());
    let banner = &plan["wording"]["banner"];
    assert!(text(having(banner, "id", "portcullis-title")[0]).contains("Shop <b>& Sons</b>"));
    assert!(elements(banner).iter().all(|element| element[0] != "b"));
}

#[wasm_bindgen_test]
fn the_services_of_the_catalogue_that_a_policy_names_are_told_before_it_is_opened() {
    let policy = r#"{"services":["youtube","services/vimeo","sentry",{"use":"google-maps"},{"id":"own"}]}"#;
    assert_eq!(named(policy), ["youtube", "vimeo", "google-maps"]);
    assert!(named("no policy").is_empty());
}

#[wasm_bindgen_test]
fn the_language_of_a_policy_is_told_before_it_is_opened() {
    assert_eq!(language(r#"{"language":"de"}"#).as_deref(), Some("de"));
    assert_eq!(language(SHOP), None);
    assert_eq!(language("no policy"), None);
}

#[wasm_bindgen_test]
fn a_service_of_the_catalogue_needs_its_file() {
    let policy = SHOP.replace(r#""sentry""#, r#""youtube""#);
    let said = refusal(&policy);
    assert!(said.contains("services[0]"), "{said}");
    let youtube: Value = serde_json::from_str(include_str!("../../www/services/youtube.json")).unwrap();
    let mut opening = opening(&policy, &nobody_known());
    opening["files"]["youtube"] = json!(json!({ "service": youtube["service"] }).to_string());
    let page = Page::open(to_js(&opening), host_at(NOW)).map_err(|error| message(&error)).unwrap();
    let plan = from_js(&page.plan().unwrap());
    assert!(plan["decisions"]["table"].as_str().unwrap().contains("youtube *.youtube.com"), "{plan}");
}

#[wasm_bindgen_test]
fn a_script_of_another_version_is_told_to_deploy_the_folder_as_a_whole() {
    let mut opening = opening(SHOP, &nobody_known());
    opening.as_object_mut().unwrap().remove("texts");
    let said = message(&Page::open(to_js(&opening), host_at(NOW)).err().unwrap());
    assert!(said.contains("deploy the folder as a whole"), "{said}");
}

#[wasm_bindgen_test]
fn the_plan_has_the_three_answers_and_what_each_grants() {
    let plan = from_js(&Visit::new(SHOP).page.plan().unwrap());
    let answers = &plan["decisions"]["answers"];
    assert_eq!(answers["accept"]["granted"], json!(["sentry-errors", "sentry-replay", "google-analytics"]));
    assert_eq!((&answers["reject"]["granted"], &answers["withdraw"]["granted"]), (&json!([]), &json!([])));
}

#[wasm_bindgen_test]
fn a_page_that_goes_by_a_built_plan_makes_none() {
    let plan = from_js(&Visit::new(SHOP).page.plan().unwrap());
    let mut opening = opening(SHOP, &nobody_known());
    let decisions = &plan["decisions"];
    opening["built"] =
        json!({ "digest": decisions["digest"], "policy": decisions["policy"], "days": decisions["days"] });
    let page = Page::open(to_js(&opening), host_at(NOW)).map_err(|error| message(&error)).unwrap();
    assert!(page.plan().unwrap().is_undefined());
}

#[wasm_bindgen_test]
fn the_plan_names_the_policys_address_and_is_known_by_its_digest() {
    let plan = from_js(&Visit::new(SHOP).page.plan().unwrap());
    assert_eq!(plan["source"], "/privacy/policy.json");
    assert_eq!(plan["decisions"]["digest"].as_str().unwrap().len(), 16);
    let other = from_js(&Visit::new(&SHOP.replace("G-TEST123456", "G-OTHER")).page.plan().unwrap());
    assert_ne!(plan["decisions"]["digest"], other["decisions"]["digest"]);
}

#[wasm_bindgen_test]
fn words_of_another_language_leave_the_decisions_as_they_are() {
    clear();
    let mut opening = opening(SHOP, &nobody_known());
    opening["language"] = json!("de");
    opening["texts"] = serde_json::from_str(include_str!("../../www/locales/de.json")).unwrap();
    let german = Page::open(to_js(&opening), host_at(NOW)).map_err(|error| message(&error)).unwrap();
    let german = from_js(&german.plan().unwrap());
    let english = from_js(&Visit::new(SHOP).page.plan().unwrap());
    assert_eq!(german["decisions"], english["decisions"]);
    assert_eq!((&german["wording"]["language"], &german["wording"]["direction"]), (&json!("de"), &json!("ltr")));
    assert_ne!(german["wording"]["banner"], english["wording"]["banner"]);
}

#[wasm_bindgen_test]
fn texts_that_are_learnt_are_said_and_no_earlier() {
    let visit = Visit::new(SHOP);
    assert_ne!(visit.page.say("held.once"), "Load once");
    visit.learn(MORE);
    assert_eq!(visit.page.say("held.once"), "Load once");
    assert!(visit.page.learn(to_js(&json!({ "held.once": 1 }))).is_err());
}

#[wasm_bindgen_test]
fn opening_a_page_stores_nothing() {
    let visit = Visit::new(SHOP);
    visit.look();
    assert_eq!(cookies(), "");
    for of in [web_sys::Window::local_storage, web_sys::Window::session_storage] {
        assert_eq!(store(of).length().unwrap(), 0);
    }
    assert!(!cookies().contains(stored::RECORD_PLAIN));
}
