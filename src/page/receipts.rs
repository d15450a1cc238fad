//! Puts on record what is due, and hands it over to the site.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::erasure::{Sweeper, noted};
use super::outbox::Outbox;
use super::site::Site;
use super::web::{Agent, Global, Host};
use super::{clock, stores};
use crate::consent::stored::{DUE, JOURNAL};
use crate::journal::{self, Due, Filed, Journal};

pub(super) struct Receipts {
    site: Rc<Site>,
    host: Rc<Host>,
    sweeper: Rc<Sweeper>,
    outbox: Rc<Outbox>,
}

impl Receipts {
    pub(super) fn new(site: Rc<Site>, host: Rc<Host>, sweeper: Rc<Sweeper>) -> Receipts {
        let outbox = Outbox::new(site.policy.receipts_endpoint());
        Receipts { site, host, sweeper, outbox: Rc::new(outbox) }
    }

    /// Files what is due, in idle time. `unkept` is what the page holds itself, where the browser had no room for it.
    pub(super) async fn file(self: Rc<Self>, unkept: Option<String>, now: Due) {
        idle().await;
        if !self.site.policy.keeps_receipts() {
            return;
        }
        let this = Rc::clone(&self);
        alone(move || this.file_all(unkept.as_deref(), &now)).await;
        self.outbox.hand_over();
    }

    fn file_all(&self, unkept: Option<&str>, now: &Due) {
        for key in due_keys() {
            let text = stores::kept(&key).unwrap_or_default();
            let is_done = Due::read(&text, now).is_none_or(|due| self.file_one(&due, true));
            if is_done {
                stores::drop_kept(&key);
            }
        }
        if let Some(due) = unkept.and_then(|text| Due::read(text, now)) {
            self.file_one(&due, false);
        }
        for report in self.sweeper.take_reports() {
            let (erased, survivors) = noted(&report);
            keep(journal::note(&stored(), erased, survivors, clock::seconds(&self.host)));
        }
    }

    /// Whether it need not be filed again.
    fn file_one(&self, due: &Due, is_kept: bool) -> bool {
        let id = (self.site.policy.receipts_have_ids()).then(random_id).flatten();
        let filed = journal::file(&stored(), &self.site.policy, due, is_kept, id.clone(), clock::seconds(&self.host));
        let Some(Filed { journal, handed }) = filed else {
            return true;
        };
        let is_on_record = keep(journal);
        if let Some(id) = id.filter(|_| is_on_record) {
            self.outbox.put(&id, &handed);
        }
        is_on_record
    }
}

/// The journal, as it is stored.
pub(super) fn stored() -> String {
    stores::kept(JOURNAL).unwrap_or_default()
}

/// Keeps a journal, without its oldest entries where there is no room for them; whether there was.
fn keep(mut journal: Journal) -> bool {
    loop {
        if stores::keep(JOURNAL, &journal.text()) {
            return true;
        }
        if !journal.shorten() {
            return false;
        }
    }
}

/// The keys of what is due, in the order in which it was put down: they count up.
fn due_keys() -> Vec<String> {
    let mut keys: Vec<String> = stores::kept_names().into_iter().filter(|key| is_due(key)).collect();
    keys.sort_unstable();
    keys
}

fn is_due(key: &str) -> bool {
    key.starts_with(DUE) && key != super::outbox::WAKES
}

/// Does something while no other tab has the journal.
async fn alone(does: impl FnOnce() + 'static) {
    let locks = web_sys::window().and_then(|window| window.navigator().unchecked_into::<Agent>().locks());
    let Some(locks) = locks else {
        return does();
    };
    let mut does = Some(does);
    let call = Closure::wrap(alloc::boxed::Box::new(move || {
        if let Some(does) = does.take() {
            does();
        }
    }) as alloc::boxed::Box<dyn FnMut()>);
    if let Ok(done) = locks.request(JOURNAL, call.as_ref().unchecked_ref()) {
        let _ = JsFuture::from(done).await;
    }
}

/// How long idle time may be waited for, in milliseconds.
const PATIENCE: i32 = 1000;

async fn idle() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let request = window.clone().unchecked_into::<Global>().request_idle_callback();
    let idle = Promise::new(&mut |done, _| {
        let asked = request.as_ref().and_then(|request| {
            let options = js_sys::Object::new();
            let _ = Reflect::set(&options, &JsValue::from_str("timeout"), &JsValue::from(PATIENCE));
            request.apply(&window, &Array::of2(&done, &options)).ok()
        });
        if asked.is_none() {
            let _ = window.set_timeout_with_callback(&done);
        }
    });
    let _ = JsFuture::from(idle).await;
}

/// A random id (UUID 4), as `crypto.randomUUID` makes it where a context is secure.
pub(super) fn random_id() -> Option<String> {
    let mut bytes = [0_u8; 16];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    let [a, b, c, d, e, f, g, h, rest @ ..] = bytes;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (version, variant) = (g & 0x0f | 0x40, rest.first().copied().unwrap_or_default() & 0x3f | 0x80);
    let (next, node) = (rest.get(1).copied().unwrap_or_default(), rest.get(2..).unwrap_or_default());
    let parts = [hex(&[a, b, c, d]), hex(&[e, f]), hex(&[version, h]), hex(&[variant, next]), hex(node)];
    Some(parts.join("-").to_string())
}

/// The same as a promise.
pub(super) fn filing(receipts: Rc<Receipts>, unkept: Option<String>, now: Due) -> Promise {
    future_to_promise(async move {
        receipts.file(unkept, now).await;
        Ok(JsValue::UNDEFINED)
    })
}
