//! The cookie jar.

use alloc::string::String;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Document;

/// `document.cookie`, as the browser has it: an element that is called `cookie` hides it from who asks the document
/// itself.
#[derive(Clone, Debug)]
pub(super) struct Jar {
    document: Document,
    get: Function,
    set: Function,
}

impl Jar {
    /// The page's jar; nothing where there is no page.
    pub(super) fn of_page() -> Option<Jar> {
        let window = web_sys::window()?;
        let field = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
        let prototype = field(&field(&window, "Document")?, "prototype")?;
        let prototype: Object = prototype.dyn_into().ok()?;
        let property = Object::get_own_property_descriptor(&prototype, &JsValue::from_str("cookie"));
        let function = |name: &str| field(&property, name)?.dyn_into::<Function>().ok();
        Some(Jar { document: window.document()?, get: function("get")?, set: function("set")? })
    }

    /// All that scripts can see; nothing where cookies are denied.
    pub(super) fn read(&self) -> String {
        self.get.call0(&self.document).ok().and_then(|cookies| cookies.as_string()).unwrap_or_default()
    }

    /// Assigns to it. Where cookies are denied nothing happens: whoever reads them back learns of it.
    pub(super) fn write(&self, cookie: &str) {
        let _ = self.set.call1(&self.document, &JsValue::from_str(cookie));
    }
}
