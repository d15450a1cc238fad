//! The hands: what the browser does about what core decides. It reads and writes the cookie jar, erases, and puts
//! decisions on record; every decision is a call to [`crate::consent`]. What is drawn goes to the page's script
//! (`www/page`) as trees.

mod clock;
mod erasure;
mod error;
mod explain;
mod jar;
mod names;
mod outbox;
mod receipts;
mod site;
mod stores;
mod surfaces;
mod visit;
mod web;

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Promise;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::messages::{Asked, Opening};
use crate::policy::{self, catalogue};
use erasure::Sweeper;
use error::Error;
use jar::Jar;
use receipts::Receipts;
use site::Site;
use web::Host;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str =
    "import type { Asked, Drawing, Due, Explained, Known, Looked, Opening, Placeholder, Plan, Report } \
                     from '../generated';

/** What the page's script does for the wasm. */
export interface Host {
  jar(): string;
  write(record: string, days: number): boolean;
  now(): number;
}
";

/// A value as the page's script has it.
fn to_js<T: Serialize>(value: &T) -> Result<JsValue, Error> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

/// The ids of the catalogue's services that a policy names: the page fetches their files before it opens that policy.
#[wasm_bindgen]
pub fn named(policy: &str) -> Vec<String> {
    catalogue::named(policy).into_iter().map(String::from).collect()
}

/// The language that a policy says it is in: the page fetches our texts in it before it opens that policy.
#[wasm_bindgen]
pub fn language(policy: &str) -> Option<String> {
    policy::language(policy).map(String::from)
}

/// Says what is known of stored names, in their order, where no policy can be read; `table` is that of known names.
#[wasm_bindgen(js_name = knownNames, unchecked_return_type = "Known[]")]
pub fn known_names(
    table: &str,
    #[wasm_bindgen(unchecked_param_type = "Asked[]")] asked: JsValue,
) -> Result<JsValue, JsValue> {
    let asked: Vec<Asked> = from_js(asked)?;
    Ok(to_js(&names::known_names(table, &asked)?)?)
}

/// A page that a visitor is on: a policy, and what is said of the visitor.
#[wasm_bindgen]
pub struct Page {
    site: Rc<Site>,
    host: Rc<Host>,
    sweeper: Rc<Sweeper>,
    receipts: Rc<Receipts>,
}

#[wasm_bindgen]
impl Page {
    /// Reads a policy; fails where it is wrong, and says where.
    pub fn open(
        #[wasm_bindgen(unchecked_param_type = "Opening")] opening: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Host")] host: JsValue,
    ) -> Result<Page, JsValue> {
        let opening: Opening = from_js(opening)?;
        let site = Rc::new(Site::read(opening)?);
        let host: Rc<Host> = Rc::new(host.unchecked_into());
        let jar = Jar::of_page().ok_or_else(|| JsError::new("there is no document"))?;
        let sweeper = Rc::new(Sweeper::new(Rc::clone(&site), Rc::clone(&host), jar));
        let receipts = Rc::new(Receipts::new(Rc::clone(&site), Rc::clone(&host), Rc::clone(&sweeper)));
        Ok(Page { site, host, sweeper, receipts })
    }

    /// The plan, where this page made it.
    #[wasm_bindgen(unchecked_return_type = "Plan | undefined")]
    pub fn plan(&self) -> Result<JsValue, JsValue> {
        Ok(self.site.plan.as_deref().map_or(Ok(JsValue::UNDEFINED), to_js)?)
    }

    /// Takes more of our texts in the page's language.
    pub fn learn(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] texts: JsValue,
    ) -> Result<(), JsValue> {
        self.site.learn(from_js(texts)?);
        Ok(())
    }

    /// Looks at the record, and says what follows.
    #[wasm_bindgen(unchecked_return_type = "Looked")]
    pub fn look(&self) -> Result<JsValue, JsValue> {
        Ok(to_js(&self.site.look(&self.host, self.now()))?)
    }

    /// Writes the record of a choice that answers for every service, and returns it: `accept`, `reject`, `withdraw`, or
    /// `save` with the services that are granted. A look follows.
    pub fn choose(&self, how: &str, services: Vec<String>) -> Result<String, JsValue> {
        Ok(self.site.choose(&self.host, how, &services, self.now())?)
    }

    /// Writes the record of a choice about these services alone, and returns it; nothing where there is nothing to
    /// write down. A look follows.
    pub fn change(&self, services: Vec<String>, grants: bool) -> Result<Option<String>, JsValue> {
        Ok(self.site.change(&self.host, &services, grants, self.now())?)
    }

    /// Takes over what the visitor chose with what the site had before, where there is no record yet; returns the
    /// record.
    #[wasm_bindgen(js_name = takeOver)]
    pub fn take_over(&self) -> Option<String> {
        self.site.take_over(&self.host, self.sweeper.jar(), self.now())
    }

    /// Erases what refused services stored, and goes on looking for it. Resolves with what became of it.
    #[wasm_bindgen(unchecked_return_type = "Promise<Report>")]
    pub fn erase(&self) -> Promise {
        self.sweeper.erase()
    }

    /// Puts on record what is due, and hands it over where the policy says so. `unkept` is what the page could not put
    /// down, and `now` what it would put down now.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn file(
        &self,
        unkept: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "Due")] now: JsValue,
    ) -> Result<Promise, JsValue> {
        Ok(receipts::filing(Rc::clone(&self.receipts), unkept, from_js(now)?))
    }

    /// Says what a stored name is, or an address, and what the visitor's choice makes of it.
    #[wasm_bindgen(unchecked_return_type = "Explained")]
    pub fn explain(&self, #[wasm_bindgen(unchecked_param_type = "Asked")] asked: JsValue) -> Result<JsValue, JsValue> {
        let asked: Asked = from_js(asked)?;
        Ok(to_js(&self.site.explain(&asked, &self.host.jar(), self.now())?)?)
    }

    /// Says what is known of stored names, in their order; `table` is that of known names.
    #[wasm_bindgen(unchecked_return_type = "Known[]")]
    pub fn names(
        &self,
        table: &str,
        #[wasm_bindgen(unchecked_param_type = "Asked[]")] asked: JsValue,
    ) -> Result<JsValue, JsValue> {
        let asked: Vec<Asked> = from_js(asked)?;
        Ok(to_js(&self.site.names(table, &asked)?)?)
    }

    fn now(&self) -> u32 {
        clock::minutes(&self.host)
    }
}
