//! What a refusal erases.

use serde_json::{Value, json};
use wasm_bindgen_test::*;

use crate::stage::*;

#[wasm_bindgen_test]
async fn what_is_refused_is_erased_and_nothing_else_is() {
    let visit = Visit::new(SHOP);
    for cookie in ["_ga=1; Path=/", "_ga_TEST123456=2; Path=/", "cart=3; Path=/", "__cf_bm=4; Path=/"] {
        set_cookie(cookie);
    }
    let session = store(|window| window.session_storage());
    session.set_item("sentryReplaySession", "x").unwrap();
    session.set_item("draft", "y").unwrap();
    visit.choose("reject", &[]);
    let report = visit.erase().await;
    let left = cookies();
    assert!(!left.contains("_ga"), "{left}");
    assert!(left.contains("cart=3") && left.contains("__cf_bm=4"), "{left}");
    assert_eq!(session.get_item("sentryReplaySession").unwrap(), None);
    assert_eq!(session.get_item("draft").unwrap().as_deref(), Some("y"));
    let names: Vec<&Value> = report["erased"].as_array().unwrap().iter().map(|erased| &erased["name"]).collect();
    for name in ["_ga", "_ga_TEST123456", "sentryReplaySession"] {
        assert!(names.contains(&&json!(name)), "{name} in {report}");
    }
}

fn names(report: &Value) -> Vec<&Value> {
    report["erased"].as_array().unwrap().iter().map(|erased| &erased["name"]).collect()
}

#[wasm_bindgen_test]
async fn where_nothing_is_there_nothing_is_reported() {
    let visit = Visit::new(SHOP);
    visit.choose("reject", &[]);
    let report = visit.erase().await;
    assert!(names(&report).is_empty(), "{report}");
}

#[wasm_bindgen_test]
async fn what_is_granted_stays() {
    let visit = Visit::new(SHOP);
    set_cookie("_ga=1; Path=/");
    visit.choose("save", &["google-analytics"]);
    visit.erase().await;
    assert!(cookies().contains("_ga=1"), "{}", cookies());
}

#[wasm_bindgen_test]
async fn what_comes_back_is_swept_up_again() {
    let visit = Visit::new(SHOP);
    visit.choose("reject", &[]);
    visit.erase().await;
    set_cookie("_ga=late; Path=/");
    while cookies().contains("_ga=late") {
        wait(50).await;
    }
}

#[wasm_bindgen_test]
async fn two_sweeps_go_one_after_the_other() {
    let visit = Visit::new(&SHOP.replace(
        r#""cloudflare-security""#,
        r#"{"id":"acme","name":"Acme","vendor":"A","class":"tracking","purpose":"p","hosts":["a.test"],
            "cookies":[{"name":"_two","duration":"1y"}]}"#,
    ));
    // Of no other test: their sweeps may still look.
    set_cookie("_two=1; Path=/");
    visit.choose("reject", &[]);
    let (first, second) = (visit.page.erase(), visit.page.erase());
    let first = from_js(&wasm_bindgen_futures::JsFuture::from(first).await.unwrap());
    let second = from_js(&wasm_bindgen_futures::JsFuture::from(second).await.unwrap());
    assert_eq!(names(&first), [&json!("_two")]);
    assert!(names(&second).is_empty(), "{second}");
}

#[wasm_bindgen_test]
async fn local_storage_and_its_wildcards_are_erased_too() {
    let policy = SHOP.replace(
        r#""cloudflare-security""#,
        r#"{"id":"acme","name":"Acme","vendor":"A","class":"tracking","purpose":"p","hosts":["a.test"],
            "cookies":[{"name":"acme-*","store":"localStorage","duration":"1y"}]}"#,
    );
    let visit = Visit::new(&policy);
    let local = store(|window| window.local_storage());
    local.set_item("acme-1", "x").unwrap();
    local.set_item("acmes", "y").unwrap();
    visit.choose("reject", &[]);
    let report = visit.erase().await;
    assert_eq!(names(&report), [&json!("acme-1")], "{report}");
    assert_eq!(local.get_item("acmes").unwrap().as_deref(), Some("y"));
}
