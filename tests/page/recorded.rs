//! What is put on record, what a visitor takes away of it, and what leaves with it.

use serde_json::{Value, json};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;

use portcullis::consent::stored;

use crate::stage::*;

#[wasm_bindgen_test]
async fn what_is_due_is_put_on_record_once() {
    let visit = Visit::new(SHOP);
    let looked = visit.choose("reject", &[]);
    let due = json!({
        "record": looked["record"],
        "policy": "",
        "updated": "2026-11-22",
        "guard": "live",
        "signals": ",,,",
        "language": "en",
        "layout": "bar",
        "surface": "banner",
        "text": "May we?",
        "services": ["sentry-errors", "sentry-replay", "google-analytics"],
    });
    let local = store(|window| window.local_storage());
    local.set_item(&format!("{}1", stored::DUE), &due.to_string()).unwrap();
    for _ in 0..2 {
        JsFuture::from(visit.page.file(None, to_js(&due)).unwrap()).await.unwrap();
    }
    assert_eq!(local.get_item(&format!("{}1", stored::DUE)).unwrap(), None);
    let journal: Value = serde_json::from_str(&visit.page.export()).unwrap();
    let [entry] = &journal["entries"].as_array().unwrap()[..] else { panic!("{journal}") };
    assert_eq!((&entry["kind"], &entry["how"]), (&json!("decision"), &json!("reject")), "{journal}");
    assert_eq!(entry["notice"]["surface"], "banner", "{journal}");
}

fn due(record: &Value, surface: &str) -> Value {
    json!({
        "record": record,
        "policy": "",
        "updated": "2026-11-22",
        "guard": "live",
        "signals": ",,,",
        "language": "en",
        "layout": "bar",
        "surface": surface,
        "text": "May we?",
        "services": ["sentry-errors", "sentry-replay", "google-analytics"],
    })
}

/// A visit whose choices are on record.
async fn recorded(choices: &[&str]) -> Visit {
    let visit = Visit::new(SHOP);
    for how in choices {
        let looked = visit.choose(how, &[]);
        let due = due(&looked["record"], "banner");
        JsFuture::from(visit.page.file(Some(due.to_string()), to_js(&due)).unwrap()).await.unwrap();
    }
    visit
}

fn entries(visit: &Visit) -> Vec<Value> {
    let journal: Value = serde_json::from_str(&visit.page.export()).unwrap();
    journal["entries"].as_array().cloned().unwrap_or_default()
}

#[wasm_bindgen_test]
async fn entries_stand_in_their_order_and_each_has_the_hash_of_the_one_before() {
    let visit = recorded(&["accept", "withdraw", "reject"]).await;
    let entries = entries(&visit);
    let how: Vec<&Value> = entries.iter().map(|entry| &entry["how"]).collect();
    assert_eq!(how, ["accept", "withdraw", "reject"]);
    assert_eq!(entries[1]["before"], entries[0]["hash"], "{entries:?}");
    assert_eq!(entries[2]["before"], entries[1]["hash"]);
}

#[wasm_bindgen_test]
async fn what_the_browser_had_no_room_for_is_put_on_record_as_well() {
    let visit = recorded(&["accept"]).await;
    assert_eq!(entries(&visit).len(), 1);
}

#[wasm_bindgen_test]
async fn without_receipts_nothing_is_put_on_record() {
    let visit = Visit::new(&SHOP.replace(r#""receipts":true"#, r#""receipts":false"#));
    let looked = visit.choose("accept", &[]);
    let due = due(&looked["record"], "banner");
    JsFuture::from(visit.page.file(Some(due.to_string()), to_js(&due)).unwrap()).await.unwrap();
    assert!(entries(&visit).is_empty());
    assert_eq!(store(|window| window.local_storage()).get_item(stored::JOURNAL).unwrap(), None);
}

#[wasm_bindgen_test]
async fn what_is_no_receipt_is_dropped() {
    let visit = recorded(&["accept"]).await;
    let local = store(|window| window.local_storage());
    let key = format!("{}-1", stored::DUE);
    local.set_item(&key, "no receipt").unwrap();
    let now = due(&json!(record()), "banner");
    JsFuture::from(visit.page.file(None, to_js(&now)).unwrap()).await.unwrap();
    assert_eq!(local.get_item(&key).unwrap(), None);
    assert_eq!(entries(&visit).len(), 1);
}

#[wasm_bindgen_test]
async fn an_erasure_is_put_on_record() {
    let visit = Visit::new(SHOP);
    set_cookie("_ga=1; Path=/");
    let looked = visit.choose("reject", &[]);
    visit.erase().await;
    let due = due(&looked["record"], "banner");
    JsFuture::from(visit.page.file(Some(due.to_string()), to_js(&due)).unwrap()).await.unwrap();
    let entries = entries(&visit);
    let erasure = entries.iter().find(|entry| entry["kind"] == "erasure").unwrap();
    assert!(erasure["erased"].to_string().contains("_ga"), "{erasure}");
}

#[wasm_bindgen_test]
async fn everything_has_the_choices_the_receipts_and_what_is_stored() {
    let visit = recorded(&["accept"]).await;
    let everything: Value = serde_json::from_str(&visit.page.everything()).unwrap();
    let text = everything.to_string();
    for part in [record().as_str(), "google-analytics", stored::JOURNAL, "granted"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[wasm_bindgen_test]
async fn what_is_forgotten_leaves_nothing_of_ours_in_storage_and_all_that_is_not() {
    let visit = recorded(&["accept"]).await;
    let local = store(|window| window.local_storage());
    local.set_item(&format!("{} live", stored::PASS), "{}").unwrap();
    local.set_item("basket", "1").unwrap();
    visit.page.forget();
    assert_eq!(local.length().unwrap(), 1);
    assert_eq!(local.get_item("basket").unwrap().as_deref(), Some("1"));
}

#[wasm_bindgen_test]
fn the_record_stays_where_it_refuses_what_the_law_would_grant() {
    assert!(!Visit::new(SHOP).page.stays());
    let mut visitor = nobody_known();
    visitor["regime"] = json!("us");
    assert!(Visit::of(SHOP, &visitor).page.stays());
}

#[wasm_bindgen_test]
async fn the_visitors_own_part_shows_what_is_on_record() {
    let visit = recorded(&["reject", "accept"]).await;
    visit.learn(MORE);
    visit.learn(CENTRE);
    let centre = from_js(&visit.page.centre().unwrap());
    let said: String = centre.as_array().unwrap().iter().map(text).collect();
    assert!(said.contains("Everything rejected") && said.contains("Everything accepted"), "{said}");
    for action in ["withdraw", "download", "erase"] {
        let found = centre.as_array().unwrap().iter().any(|part| !having(part, "data-action", action).is_empty());
        assert!(found, "{action} in {centre}");
    }
}

#[wasm_bindgen_test]
async fn a_report_says_what_went() {
    let visit = Visit::new(SHOP);
    visit.learn(MORE);
    visit.learn(CENTRE);
    set_cookie("_ga=1; Path=/");
    visit.choose("withdraw", &[]);
    visit.erase().await;
    let said: String = from_js(&visit.page.report(false).unwrap()).as_array().unwrap().iter().map(text).collect();
    assert!(said.contains("Everything is withdrawn.") && said.contains("_ga"), "{said}");
    let said: String = from_js(&visit.page.report(true).unwrap()).as_array().unwrap().iter().map(text).collect();
    assert!(!said.contains("Everything is withdrawn."), "{said}");
}
