//! Looks and choices: what is written, and what follows from it.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::*;

use portcullis::consent::{Record, stored};

use crate::stage::*;

#[wasm_bindgen_test]
fn of_whom_nothing_is_known_the_plans_banner_asks() {
    let visit = Visit::new(SHOP);
    let looked = visit.look();
    assert_eq!(looked["outcome"]["isUnanswered"], true);
    assert_eq!(looked["outcome"]["verdicts"]["google-analytics"], "undecided");
    assert!(looked["pass"].is_null() && looked["record"] == "");
    assert_eq!(cookies(), "", "nothing is stored before an answer");
}

#[wasm_bindgen_test]
fn who_sends_gpc_is_not_asked_about_tracking_and_is_told_so() {
    let mut visitor = nobody_known();
    visitor["gpc"] = json!(true);
    let visit = Visit::of(SHOP, &visitor);
    visit.page.learn(to_js(&serde_json::from_str(MORE).unwrap())).unwrap();
    let looked = visit.look();
    assert!(looked["outcome"]["verdicts"].as_object().unwrap().values().all(|verdict| verdict == "locked"), "{looked}");
    assert!(looked["outcome"]["banner"].is_null(), "{looked}");
    assert!(looked["outcome"]["control"].as_str().unwrap().contains("Opt-Out Request Honored"), "{looked}");
    assert_eq!(looked["record"], record());
}

#[wasm_bindgen_test]
fn a_refusal_is_kept_as_a_record_and_a_pass_and_nobody_is_asked() {
    let visit = Visit::new(SHOP);
    let looked = visit.choose("reject", &[]);
    let record = record();
    assert_eq!(Record::parse(&record).unwrap().when, NOW);
    assert_eq!(looked["record"], record);
    assert_eq!(looked["pass"]["record"], record);
    assert!(looked["outcome"]["verdicts"].as_object().unwrap().values().all(|verdict| verdict == "denied"));
    assert!(looked["outcome"]["banner"].is_null() && looked["outcome"]["isUnanswered"] == false);
}

#[wasm_bindgen_test]
fn a_change_answers_for_its_services_alone() {
    let visit = Visit::new(SHOP);
    visit.choose("reject", &[]);
    visit.page.change(vec!["google-analytics".to_owned()], true).unwrap();
    let verdicts = visit.look()["outcome"]["verdicts"].clone();
    assert_eq!((&verdicts["google-analytics"], &verdicts["sentry-errors"]), (&json!("granted"), &json!("denied")));
    let unknown = visit.page.change(vec!["nobody".to_owned()], true).err().unwrap();
    assert!(unknown.is_instance_of::<js_sys::RangeError>(), "{unknown:?}");
}

#[wasm_bindgen_test]
fn the_banner_comes_back_when_the_choice_has_lapsed() {
    let visit = Visit::new(SHOP);
    visit.choose("accept", &[]);
    set_clock(&visit.host, NOW + 181 * DAY);
    let looked = visit.look();
    assert!(looked["outcome"]["banner"].is_array(), "{looked}");
    assert!(looked["pass"].is_null(), "no pass while anything is undecided");
}

const ALL: [&str; 3] = ["google-analytics", "sentry-errors", "sentry-replay"];

fn every(verdicts: &Value, wanted: &str) -> bool {
    let verdicts = verdicts.as_object().unwrap();
    verdicts.len() == ALL.len() && verdicts.values().all(|verdict| verdict == wanted)
}

#[wasm_bindgen_test]
fn an_acceptance_grants_all_and_is_kept() {
    let visit = Visit::new(SHOP);
    let looked = visit.choose("accept", &[]);
    assert!(every(&looked["outcome"]["verdicts"], "granted"), "{looked}");
    assert_eq!(looked["pass"]["verdicts"], looked["outcome"]["verdicts"]);
    assert_eq!(looked["record"], record());
}

#[wasm_bindgen_test]
fn what_is_saved_grants_what_is_named_and_refuses_the_rest() {
    let visit = Visit::new(SHOP);
    let looked = visit.choose("save", &["sentry-errors"]);
    let verdicts = &looked["outcome"]["verdicts"];
    assert_eq!(
        (&verdicts["sentry-errors"], &verdicts["google-analytics"]),
        (&json!("granted"), &json!("denied")),
        "{looked}"
    );
    assert!(!looked["pass"].is_null());
}

#[wasm_bindgen_test]
fn a_withdrawal_refuses_all_and_says_that_it_was_one() {
    let visit = Visit::new(SHOP);
    visit.choose("accept", &[]);
    let looked = visit.choose("withdraw", &[]);
    assert!(every(&looked["outcome"]["verdicts"], "denied"), "{looked}");
    assert!(record().contains(".w."), "{}", record());
}

#[wasm_bindgen_test]
fn there_is_no_other_way_to_choose() {
    let visit = Visit::new(SHOP);
    let wrong = visit.page.choose("maybe", Vec::new()).err().unwrap();
    assert!(wrong.is_instance_of::<js_sys::RangeError>(), "{wrong:?}");
    assert_eq!(cookies(), "", "nothing is written");
}

#[wasm_bindgen_test]
fn one_grant_leaves_the_rest_to_be_asked_and_a_pass_that_opens_the_next_page() {
    let visit = Visit::new(SHOP);
    assert!(visit.page.change(vec!["google-analytics".to_owned()], true).unwrap().is_some());
    let looked = visit.look();
    let verdicts = &looked["outcome"]["verdicts"];
    assert_eq!(
        (&verdicts["google-analytics"], &verdicts["sentry-errors"]),
        (&json!("granted"), &json!("undecided")),
        "{looked}"
    );
    assert!(looked["outcome"]["banner"].is_array() && !looked["pass"].is_null(), "{looked}");
}

#[wasm_bindgen_test]
fn one_refusal_leaves_the_rest_to_be_asked_and_no_pass() {
    let visit = Visit::new(SHOP);
    visit.page.change(vec!["google-analytics".to_owned()], false).unwrap();
    let looked = visit.look();
    assert_eq!(looked["outcome"]["verdicts"]["google-analytics"], "denied");
    assert!(looked["outcome"]["banner"].is_array() && looked["pass"].is_null(), "{looked}");
}

#[wasm_bindgen_test]
fn a_change_of_nothing_writes_nothing() {
    let visit = Visit::new(SHOP);
    assert_eq!(visit.page.change(Vec::new(), true).unwrap(), None);
    assert_eq!(cookies(), "");
}

#[wasm_bindgen_test]
fn a_change_that_answers_for_the_last_is_a_whole_answer() {
    let visit = Visit::new(SHOP);
    for id in ALL {
        visit.page.change(vec![id.to_owned()], true).unwrap();
    }
    let looked = visit.look();
    assert!(every(&looked["outcome"]["verdicts"], "granted"), "{looked}");
    assert!(looked["outcome"]["banner"].is_null());
}

#[wasm_bindgen_test]
fn a_child_is_not_asked_about_tracking_and_a_grant_changes_nothing() {
    let mut visitor = nobody_known();
    visitor["age"] = json!("child");
    let visit = Visit::of(SHOP, &visitor);
    visit.learn(MORE);
    assert!(every(&visit.verdicts(), "locked"));
    visit.page.change(vec!["google-analytics".to_owned()], true).unwrap();
    assert_eq!(visit.verdicts()["google-analytics"], "locked");
}

#[wasm_bindgen_test]
fn under_gpc_a_switch_of_the_services_own_is_obeyed() {
    let mut visitor = nobody_known();
    visitor["gpc"] = json!(true);
    let visit = Visit::of(SHOP, &visitor);
    visit.learn(MORE);
    visit.choose("accept", &[]);
    assert_eq!(visit.verdicts()["google-analytics"], "denied", "accept all is no exception to the signal");
    visit.choose("save", &["google-analytics"]);
    assert_eq!(visit.verdicts()["google-analytics"], "granted");
}

#[wasm_bindgen_test]
fn under_a_regime_of_opt_out_all_run_and_the_regime_is_named() {
    let mut visitor = nobody_known();
    visitor["regime"] = json!("us");
    let visit = Visit::of(SHOP, &visitor);
    visit.learn(MORE);
    let looked = visit.look();
    assert!(every(&looked["outcome"]["verdicts"], "granted"), "{looked}");
    assert_eq!(looked["outcome"]["by"], "us");
    assert!(looked["outcome"]["control"].is_string() && looked["outcome"]["banner"].is_null(), "{looked}");
}

#[wasm_bindgen_test]
fn a_record_that_cannot_be_read_grants_nothing_and_asks_again() {
    let visit = Visit::new(SHOP);
    for wrong in ["", "x", "1.x.a.g~google-analytics", "9.abc.a.e0.g~google-analytics"] {
        clear();
        set_cookie(&format!("{}={wrong}; Path=/", stored::RECORD_PLAIN));
        let looked = visit.look();
        assert!(every(&looked["outcome"]["verdicts"], "undecided"), "{wrong}: {looked}");
        assert!(looked["pass"].is_null(), "{wrong}");
    }
}

#[wasm_bindgen_test]
fn a_record_of_tomorrows_day_is_no_record() {
    let visit = Visit::new(SHOP);
    visit.choose("accept", &[]);
    set_clock(&visit.host, NOW - 3 * DAY);
    assert!(every(&visit.verdicts(), "undecided"));
}

#[wasm_bindgen_test]
fn a_choice_stands_for_its_hundred_and_eighty_days() {
    let visit = Visit::new(SHOP);
    let until = visit.choose("accept", &[])["outcome"]["until"].as_u64().unwrap();
    assert_eq!(until, u64::from(NOW + 180 * DAY + 1));
    set_clock(&visit.host, NOW + 180 * DAY);
    assert!(every(&visit.verdicts(), "granted"));
}

#[wasm_bindgen_test]
fn a_service_that_is_added_later_is_asked_about_alone() {
    let visit = Visit::new(SHOP);
    visit.choose("accept", &[]);
    let kept = record();
    let more = SHOP.replace(
        r#""cloudflare-security""#,
        r#"{"id":"acme","name":"Acme","vendor":"A","class":"tracking","purpose":"p","hosts":["a.test"],
        "since":"2026-11-22"}"#,
    );
    let visit = Visit::new(&more);
    set_clock(&visit.host, NOW + 5 * DAY);
    set_cookie(&format!("{}={kept}; Path=/", stored::RECORD_PLAIN));
    let looked = visit.look();
    assert_eq!(looked["outcome"]["verdicts"]["acme"], "undecided", "{looked}");
    assert_eq!(looked["outcome"]["verdicts"]["google-analytics"], "granted");
}

#[wasm_bindgen_test]
fn what_was_chosen_with_another_product_is_taken_over_once() {
    let moving = SHOP.replace(
        r#""receipts":true"#,
        r#""moving":[{"from":"klaro","asOf":"2026-11-01","names":{"ga":"google-analytics","s":["sentry-errors",
        "sentry-replay"]}}]"#,
    );
    let visit = Visit::new(&moving);
    assert_eq!(visit.page.take_over(), None, "there was nothing");
    set_cookie("klaro=%7B%22ga%22%3Atrue%2C%22s%22%3Afalse%7D; Path=/");
    assert_eq!(visit.page.take_over(), Some(record()));
    let verdicts = visit.verdicts();
    assert_eq!(
        (&verdicts["google-analytics"], &verdicts["sentry-errors"]),
        (&json!("granted"), &json!("denied")),
        "{verdicts}"
    );
    assert!(!cookies().contains("klaro="), "{}", cookies());
    assert_eq!(visit.page.take_over(), None, "there is a record now");
}

#[wasm_bindgen_test]
fn the_records_time_is_that_of_the_choice() {
    let visit = Visit::new(SHOP);
    set_clock(&visit.host, NOW + 5);
    visit.choose("accept", &[]);
    assert_eq!(Record::parse(&record()).unwrap().when, NOW + 5);
}
