//! The page module in a real browser: run by `./x test page` (wasm-pack).
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, missing_docs)]

use js_sys::{Array, Function};
use portcullis::page::{page_choose, page_erase, page_look, page_open, page_preferences};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;
use web_sys::{Document, Element, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/www/page/host.js")]
extern "C" {
    fn bind(shim: &JsValue, act: &Function);
    fn learn(known: &JsValue);
    fn jar() -> String;
    fn tagged() -> String;
}

#[wasm_bindgen(inline_js = "
    // The shim's side, as a double that keeps what it is given.
    export function double(applied) {
        return { d: document, record: 'consent', store: 'portcullis test', parsed: Promise.resolve(), apply: async (pass) => void applied.push(pass) };
    }
    export const words = (text) => ({ words: JSON.parse(text), language: 'en', hash: 'hash', home: '/privacy/', style: '.style{}' });
    export const cookies = () => document.cookie;
    export const setCookie = (text) => { document.cookie = text; };
    export const passed = () => localStorage['portcullis test'] || '';
    export const clear = () => {
        localStorage.clear();
        for (const pair of document.cookie.split('; ')) document.cookie = pair.split('=')[0] + '=; Max-Age=0; Path=/';
        for (const node of document.querySelectorAll('.portcullis')) node.remove();
    };
")]
extern "C" {
    fn double(applied: &Array) -> JsValue;
    fn words(text: &str) -> JsValue;
    fn cookies() -> String;
    #[wasm_bindgen(js_name = setCookie)]
    fn set_cookie(text: &str);
    fn passed() -> String;
    fn clear();
}

const WORDS: &str = include_str!("../www/locales/en.json");
const MORE: &str = include_str!("../www/locales/en.more.json");
const SHOP: &str = r#"{"site":{"name":"Shop <b>& Sons</b>","contact":"privacy@shop.test"},"updated":"2026-11-22",
    "services":["sentry",{"use":"google-analytics","id":"G-TEST123456"},"cloudflare-security"]}"#;
const NOW: u32 = 29_920_000;

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

fn all(selector: &str) -> Vec<Element> {
    let found = document().query_selector_all(selector).unwrap();
    (0..found.length()).map(|at| found.item(at).unwrap().unchecked_into()).collect()
}

fn one(selector: &str) -> Element {
    let mut found = all(selector);
    assert_eq!(found.len(), 1, "{selector}");
    found.remove(0)
}

fn open(policy: &str) -> bool {
    clear();
    let nothing = Function::new_no_args("");
    bind(&double(&Array::new()), &nothing);
    learn(&words(WORDS));
    page_open(policy, false, "", "", "", "", false)
}

fn look(now: u32) {
    page_look(&jar(), &tagged(), now);
}

/// A choice, and the look that follows.
fn choose(how: u8, services: &str) {
    page_choose(how, services, NOW);
    look(NOW);
}

#[wasm_bindgen_test]
fn a_policy_that_is_wrong_opens_nothing() {
    assert!(!open("{}"));
    assert!(!open(&SHOP.replace("G-TEST123456", "UA-1")));
    assert!(open(SHOP));
}

#[wasm_bindgen_test]
fn the_banner_stands_first_in_the_body_and_its_two_answers_are_equal() {
    assert!(open(SHOP));
    look(NOW);
    let banner = one(".portcullis-banner");
    assert!(document().body().unwrap().first_element_child().unwrap().contains(Some(&banner)));
    let (accept, reject) = (one("[data-action=accept]"), one("[data-action=reject]"));
    assert_eq!(accept.class_name(), reject.class_name());
    assert_eq!(accept.parent_element(), reject.parent_element());
    assert!(all(".portcullis-banner [data-action=close]").is_empty());
}

#[wasm_bindgen_test]
fn what_the_policy_says_is_text_and_never_markup() {
    assert!(open(SHOP));
    look(NOW);
    assert!(one("#portcullis-title").text_content().unwrap().contains("Shop <b>& Sons</b>"));
    assert!(all(".portcullis b").is_empty());
}

#[wasm_bindgen_test]
fn a_refusal_is_kept_as_a_record_and_a_pass_and_the_banner_goes() {
    assert!(open(SHOP));
    look(NOW);
    choose(b'r', "");
    let record = cookies().split("; ").find_map(|pair| pair.strip_prefix("consent=").map(str::to_owned)).unwrap();
    let read = portcullis::consent::Record::parse(&record).unwrap();
    assert_eq!(read.when, NOW);
    assert!(passed().starts_with(&format!("{{\"record\":\"{record}\",")));
    assert!(all(".portcullis-banner").is_empty());
}

#[wasm_bindgen_test]
fn the_banner_comes_back_when_the_choice_has_lapsed() {
    assert!(open(SHOP));
    choose(b'a', "");
    look(NOW + 181 * 24 * 60);
    one(".portcullis-banner");
    assert!(passed().is_empty(), "no pass while anything is undecided");
}

#[wasm_bindgen_test]
fn preferences_offer_a_switch_per_gated_service_and_all_are_off() {
    assert!(open(SHOP));
    look(NOW);
    learn(&words(MORE));
    page_preferences(&jar(), NOW);
    let switches: Vec<HtmlInputElement> =
        all("dialog[open] input[type=checkbox]").into_iter().map(|element| element.unchecked_into()).collect();
    let values: Vec<String> = switches.iter().map(HtmlInputElement::value).collect();
    assert_eq!(values, ["sentry-errors", "sentry-replay", "google-analytics"]);
    assert!(switches.iter().all(|switch| !switch.checked()));
    // Every text is there: a key that is missing would show itself.
    let text = one("dialog[open]").text_content().unwrap();
    for key in ["class.", "about.", "column.", "name.", "locked."] {
        assert!(!text.contains(key), "{key} in {text}");
    }
}

#[wasm_bindgen_test]
fn preferences_show_the_present_choice() {
    assert!(open(SHOP));
    choose(b's', "google-analytics");
    learn(&words(MORE));
    page_preferences(&jar(), NOW);
    let on: Vec<String> = all("dialog[open] input:checked")
        .into_iter()
        .map(|element| element.unchecked_into::<HtmlInputElement>().value())
        .collect();
    assert_eq!(on, ["google-analytics"]);
}

#[wasm_bindgen_test]
fn what_is_refused_is_erased_and_nothing_else_is() {
    assert!(open(SHOP));
    for cookie in ["_ga=1; Path=/", "_ga_TEST123456=2; Path=/", "cart=3; Path=/", "__cf_bm=4; Path=/"] {
        set_cookie(cookie);
    }
    let store = web_sys::window().unwrap().session_storage().unwrap().unwrap();
    store.set_item("sentryReplaySession", "x").unwrap();
    store.set_item("draft", "y").unwrap();
    choose(b'r', "");
    page_erase(NOW);
    let left = cookies();
    assert!(!left.contains("_ga"), "{left}");
    assert!(left.contains("cart=3") && left.contains("__cf_bm=4"), "{left}");
    assert_eq!(store.get_item("sentryReplaySession").unwrap(), None);
    assert_eq!(store.get_item("draft").unwrap().as_deref(), Some("y"));
}
