//! What a name or an address is, and what became of it.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::*;

use portcullis::page::known_names;

use crate::stage::*;

#[wasm_bindgen_test]
fn a_name_and_an_address_are_explained_by_what_was_chosen() {
    let visit = Visit::new(SHOP);
    visit.choose("save", &["google-analytics"]);
    let explained = |asked: Value| from_js(&visit.page.explain(to_js(&asked)).unwrap());
    let cookie = explained(json!({ "store": "cookie", "name": "_ga" }));
    assert_eq!(cookie["service"], "google-analytics");
    assert_eq!((&cookie["verdict"], &cookie["when"]), (&json!("granted"), &json!(NOW)));
    let host = explained(json!({ "name": "nobody.example", "path": "/" }));
    assert_eq!((&host["class"], &host["declared"]), (&json!("tracking"), &json!(false)));
    let wrong = visit.page.explain(to_js(&json!({ "store": "cupboard", "name": "_ga" }))).err().unwrap();
    assert!(wrong.is_instance_of::<js_sys::RangeError>(), "{wrong:?}");
}

const TABLE: &str = include_str!("../../pkg/portcullis-names.txt");

fn explained(visit: &Visit, asked: Value) -> Value {
    from_js(&visit.page.explain(to_js(&asked)).unwrap())
}

#[wasm_bindgen_test]
fn what_is_locked_says_why() {
    for (field, value, reason) in [("gpc", json!(true), "gpc"), ("age", json!("child"), "age")] {
        let mut visitor = nobody_known();
        visitor[field] = value;
        let visit = Visit::of(SHOP, &visitor);
        let cookie = explained(&visit, json!({ "store": "cookie", "name": "_ga" }));
        assert_eq!((&cookie["verdict"], &cookie["reason"]), (&json!("locked"), &json!(reason)), "{cookie}");
    }
}

#[wasm_bindgen_test]
fn what_is_essential_has_no_verdict() {
    let visit = Visit::new(SHOP);
    let cookie = explained(&visit, json!({ "store": "cookie", "name": "cf_clearance" }));
    assert_eq!((&cookie["class"], &cookie["declared"]), (&json!("essential"), &json!(true)), "{cookie}");
    assert!(cookie["verdict"].is_null(), "{cookie}");
}

#[wasm_bindgen_test]
fn names_are_told_in_their_order() {
    let visit = Visit::new(SHOP);
    let asked = json!([{ "store": "cookie", "name": "_ga" }, { "store": "cookie", "name": "nobody-knows" }]);
    let known = from_js(&visit.page.names(TABLE, to_js(&asked)).unwrap());
    assert_eq!(known[0]["service"], "google-analytics", "{known}");
    assert_eq!((&known[0]["sure"], &known[1]["sure"]), (&json!("declared"), &json!("none")), "{known}");
}

#[wasm_bindgen_test]
fn without_a_policy_names_of_the_catalogue_are_known_all_the_same() {
    let asked = json!([{ "store": "cookie", "name": "_ga" }]);
    let known = from_js(&known_names(TABLE, to_js(&asked)).unwrap());
    assert_eq!((&known[0]["service"], &known[0]["sure"]), (&json!("google-analytics"), &json!("known")), "{known}");
}

#[wasm_bindgen_test]
fn there_are_five_stores_and_no_others() {
    let visit = Visit::new(SHOP);
    for store in ["cookie", "localStorage", "sessionStorage", "indexedDB", "cacheStorage"] {
        assert!(visit.page.names(TABLE, to_js(&json!([{ "store": store, "name": "x" }]))).is_ok(), "{store}");
    }
    let wrong = visit.page.names(TABLE, to_js(&json!([{ "store": "cupboard", "name": "x" }]))).err().unwrap();
    assert!(wrong.is_instance_of::<js_sys::RangeError>(), "{wrong:?}");
}
