//! The module of pages in a real browser: run by `./x test page`, or by `wasm-pack test --headless --chrome
//! --no-default-features --test page`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

use js_sys::JSON;
use portcullis::consent::{Record, stored};
use portcullis::page::Page;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;
use web_sys::Storage;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = "
    // What the page's script does for the wasm, with a clock that a test sets.
    export const hostAt = (minutes) => ({
        minutes,
        jar: () => document.cookie,
        write(record, days) {
            document.cookie = `portcullis-consent=${record}; Max-Age=${days * 86400}; Path=/`;
            return document.cookie.includes(record);
        },
        now() { return this.minutes * 60000; },
    });
    export const setClock = (host, minutes) => { host.minutes = minutes; };
    export const cookies = () => document.cookie;
    export const setCookie = (text) => { document.cookie = text; };
    export const clear = () => {
        localStorage.clear();
        sessionStorage.clear();
        for (const pair of document.cookie.split('; ')) document.cookie = pair.split('=')[0] + '=; Max-Age=0; Path=/';
    };
")]
extern "C" {
    #[wasm_bindgen(js_name = hostAt)]
    fn host_at(minutes: u32) -> JsValue;
    #[wasm_bindgen(js_name = setClock)]
    fn set_clock(host: &JsValue, minutes: u32);
    fn cookies() -> String;
    #[wasm_bindgen(js_name = setCookie)]
    fn set_cookie(text: &str);
    fn clear();
}

const TEXTS: &str = include_str!("../www/locales/en.json");
const MORE: &str = include_str!("../www/locales/en.more.json");
const SHOP: &str = r#"{"site":{"name":"Shop <b>& Sons</b>","contact":"privacy@shop.test"},"updated":"2026-11-22",
    "services":["sentry",{"use":"google-analytics","id":"G-TEST123456"},"cloudflare-security"],"receipts":true}"#;
const NOW: u32 = 29_920_000;
const DAY: u32 = 24 * 60;

fn to_js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap()
}

/// As the page's script gets it; nothing for `undefined`.
fn from_js(value: &JsValue) -> Value {
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .map_or(Value::Null, |text| serde_json::from_str(&text).unwrap())
}

fn opening(policy: &str, visitor: &Value) -> Value {
    json!({
        "policy": policy,
        "files": {},
        "language": "en",
        "texts": serde_json::from_str::<Value>(TEXTS).unwrap(),
        "sheet": ".portcullis-banner{}",
        "table": "",
        "source": "/privacy/policy.json",
        "home": "/privacy/",
        "record": stored::RECORD_PLAIN,
        "isSecure": false,
        "visitor": visitor,
    })
}

fn nobody_known() -> Value {
    json!({ "gpc": false, "age": "", "regime": "", "country": "", "guard": "live" })
}

/// A visit by somebody who was never here.
struct Visit {
    page: Page,
    host: JsValue,
}

impl Visit {
    fn new(policy: &str) -> Visit {
        Visit::of(policy, &nobody_known())
    }

    fn of(policy: &str, visitor: &Value) -> Visit {
        clear();
        let host = host_at(NOW);
        let page = Page::open(to_js(&opening(policy, visitor)), host.clone()).map_err(|error| message(&error)).unwrap();
        Visit { page, host }
    }

    fn look(&self) -> Value {
        from_js(&self.page.look().unwrap())
    }

    /// A choice, and the look that follows.
    fn choose(&self, how: &str, services: &[&str]) -> Value {
        self.page.choose(how, services.iter().map(|id| (*id).to_owned()).collect()).unwrap();
        self.look()
    }

    fn preferences(&self) -> Value {
        self.page.learn(to_js(&serde_json::from_str(MORE).unwrap())).unwrap();
        from_js(&self.page.preferences().unwrap())
    }

    async fn erase(&self) -> Value {
        from_js(&JsFuture::from(self.page.erase()).await.unwrap())
    }
}

fn message(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())).unwrap()
}

/// Why a policy opens nothing.
fn refusal(policy: &str) -> String {
    message(&Page::open(to_js(&opening(policy, &nobody_known())), host_at(NOW)).err().unwrap())
}

/// The one record in the jar.
fn record() -> String {
    let jar = cookies();
    let mut records = jar.split("; ").filter_map(|pair| pair.strip_prefix("portcullis-consent="));
    let record = records.next().unwrap().to_owned();
    assert_eq!(records.next(), None, "{jar}");
    record
}

fn store(of: impl Fn(&web_sys::Window) -> Result<Option<Storage>, JsValue>) -> Storage {
    of(&web_sys::window().unwrap()).unwrap().unwrap()
}

/// All elements of a drawing, in their order.
fn elements(drawing: &Value) -> Vec<&Value> {
    let children = drawing.as_array().into_iter().flat_map(|parts| parts.iter().skip(2)).flat_map(elements);
    drawing.as_array().map(|_| drawing).into_iter().chain(children).collect()
}

/// The elements whose attribute has that value.
fn having<'d>(drawing: &'d Value, attribute: &str, value: &str) -> Vec<&'d Value> {
    elements(drawing).into_iter().filter(|element| element[1][attribute] == value).collect()
}

fn text(drawing: &Value) -> String {
    match drawing {
        Value::String(text) => text.clone(),
        other => other.as_array().into_iter().flat_map(|parts| parts.iter().skip(2)).map(text).collect(),
    }
}

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
