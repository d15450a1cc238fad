//! What a page needs of the browser and `web-sys` has not, or only under its flag for what may change.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the page's script does for the wasm (`www/page/host.ts`).
    pub(super) type Host;
    /// `document.cookie`, with a record that the browser did not keep.
    #[wasm_bindgen(method)]
    pub(super) fn jar(this: &Host) -> String;
    /// Writes the record for so many days; whether the browser keeps exactly that one.
    #[wasm_bindgen(method)]
    pub(super) fn write(this: &Host, record: &str, days: u32) -> bool;
    /// The time in milliseconds since 1970, of a clock that the page has not replaced.
    #[wasm_bindgen(method)]
    pub(super) fn now(this: &Host) -> f64;

    /// `indexedDB`.
    pub(super) type Databases;
    #[wasm_bindgen(method, catch)]
    pub(super) fn databases(this: &Databases) -> Result<Promise, JsValue>;

    /// `window`, for what is not in every browser, or not in every context.
    pub(super) type Global;
    #[wasm_bindgen(method, getter, js_name = cookieStore)]
    pub(super) fn cookie_store(this: &Global) -> Option<CookieStore>;
    #[wasm_bindgen(method, getter, js_name = requestIdleCallback)]
    pub(super) fn request_idle_callback(this: &Global) -> Option<Function>;

    /// `cookieStore`.
    pub(super) type CookieStore;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    pub(super) fn get_all(this: &CookieStore) -> Result<Promise, JsValue>;

    /// `navigator`.
    pub(super) type Agent;
    #[wasm_bindgen(method, getter)]
    pub(super) fn locks(this: &Agent) -> Option<Locks>;

    /// `navigator.locks`.
    pub(super) type Locks;
    #[wasm_bindgen(method, catch)]
    pub(super) fn request(this: &Locks, name: &str, does: &Function) -> Result<Promise, JsValue>;
}

/// Says something to whoever looks at the console.
pub(super) fn warn(said: &str) {
    web_sys::console::warn_1(&JsValue::from_str(said));
}
