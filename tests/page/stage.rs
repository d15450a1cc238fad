//! What every test here begins with: a visitor on a page of the shop, and how drawings are read.

use gloo::timers::callback::Timeout;
use js_sys::JSON;
use portcullis::consent::stored;
use portcullis::page::Page;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Storage;

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
    pub fn host_at(minutes: u32) -> JsValue;
    #[wasm_bindgen(js_name = setClock)]
    pub fn set_clock(host: &JsValue, minutes: u32);
    pub fn cookies() -> String;
    #[wasm_bindgen(js_name = setCookie)]
    pub fn set_cookie(text: &str);
    pub fn clear();
}

pub const TEXTS: &str = include_str!("../../www/locales/en.json");
pub const MORE: &str = include_str!("../../www/locales/en.more.json");
pub const CENTRE: &str = include_str!("../../www/locales/en.centre.json");
pub const NOTICE: &str = include_str!("../../www/locales/en.notice.json");
pub const SHOP: &str = r#"{"site":{"name":"Shop <b>& Sons</b>","contact":"privacy@shop.test"},"updated":"2026-11-22",
    "services":["sentry",{"use":"google-analytics","id":"G-TEST123456"},"cloudflare-security"],"receipts":true}"#;
pub const NOW: u32 = 29_920_000;
pub const DAY: u32 = 24 * 60;

pub fn to_js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap()
}

/// As the page's script gets it; nothing for `undefined`.
pub fn from_js(value: &JsValue) -> Value {
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .map_or(Value::Null, |text| serde_json::from_str(&text).unwrap())
}

pub fn opening(policy: &str, visitor: &Value) -> Value {
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

pub fn nobody_known() -> Value {
    json!({ "gpc": false, "age": "", "regime": "", "country": "", "guard": "live" })
}

/// A visit by somebody who was never here.
pub struct Visit {
    pub page: Page,
    pub host: JsValue,
}

impl Visit {
    pub fn new(policy: &str) -> Visit {
        Visit::of(policy, &nobody_known())
    }

    pub fn of(policy: &str, visitor: &Value) -> Visit {
        clear();
        let host = host_at(NOW);
        let page = Page::open(to_js(&opening(policy, visitor)), host.clone()).map_err(|error| message(&error)).unwrap();
        Visit { page, host }
    }

    pub fn look(&self) -> Value {
        from_js(&self.page.look().unwrap())
    }

    /// A choice, and the look that follows.
    pub fn choose(&self, how: &str, services: &[&str]) -> Value {
        self.page.choose(how, services.iter().map(|id| (*id).to_owned()).collect()).unwrap();
        self.look()
    }

    /// Has the page's texts learn these files too.
    pub fn learn(&self, texts: &str) {
        self.page.learn(to_js(&serde_json::from_str(texts).unwrap())).unwrap();
    }

    pub fn verdicts(&self) -> Value {
        self.look()["outcome"]["verdicts"].clone()
    }

    pub fn preferences(&self) -> Value {
        self.page.learn(to_js(&serde_json::from_str(MORE).unwrap())).unwrap();
        from_js(&self.page.preferences().unwrap())
    }

    pub async fn erase(&self) -> Value {
        from_js(&JsFuture::from(self.page.erase()).await.unwrap())
    }
}

pub fn message(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())).unwrap()
}

/// Why a policy opens nothing.
pub fn refusal(policy: &str) -> String {
    message(&Page::open(to_js(&opening(policy, &nobody_known())), host_at(NOW)).err().unwrap())
}

/// The one record in the jar.
pub fn record() -> String {
    let jar = cookies();
    let mut records = jar.split("; ").filter_map(|pair| pair.strip_prefix("portcullis-consent="));
    let record = records.next().unwrap().to_owned();
    assert_eq!(records.next(), None, "{jar}");
    record
}

pub fn store(of: impl Fn(&web_sys::Window) -> Result<Option<Storage>, JsValue>) -> Storage {
    of(&web_sys::window().unwrap()).unwrap().unwrap()
}

/// Resolves after so many milliseconds.
pub async fn wait(milliseconds: u32) {
    let waited = js_sys::Promise::new(&mut |resolve, _| {
        Timeout::new(milliseconds, move || drop(resolve.call0(&JsValue::UNDEFINED))).forget();
    });
    JsFuture::from(waited).await.unwrap();
}

/// All elements of a drawing, in their order.
pub fn elements(drawing: &Value) -> Vec<&Value> {
    let children = drawing.as_array().into_iter().flat_map(|parts| parts.iter().skip(2)).flat_map(elements);
    drawing.as_array().map(|_| drawing).into_iter().chain(children).collect()
}

/// The elements whose attribute has that value.
pub fn having<'d>(drawing: &'d Value, attribute: &str, value: &str) -> Vec<&'d Value> {
    elements(drawing).into_iter().filter(|element| element[1][attribute] == value).collect()
}

pub fn text(drawing: &Value) -> String {
    match drawing {
        Value::String(text) => text.clone(),
        other => other.as_array().into_iter().flat_map(|parts| parts.iter().skip(2)).map(text).collect(),
    }
}
