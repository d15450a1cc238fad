//! Handing receipts over to the site: each lies in the outbox until the site has answered that it keeps it, on this
//! page or a later one. What is posted twice has the same id, so that it is kept once.

use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::Cell;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{RequestCredentials, RequestInit, RequestMode, RequestRedirect, Response};

use super::stores;
use crate::consent::stored::{DUE_OUTBOX, OUTBOX, TRIES};

/// The key that wakes core on the next page: the beginning is that of what is due.
pub(super) const WAKES: &str = DUE_OUTBOX;
/// On so many pages it is tried before it waits for the next decision.
const PAGES: u32 = 20;
/// When it is tried again on a page, in milliseconds.
const AGAIN: [u32; 3] = [2000, 10_000, 60_000];
/// The largest body that browsers send on after a page is gone.
const LARGEST: usize = 60_000;
/// The answers that say that a receipt never will be kept.
const NEVER: [u16; 4] = [400, 409, 413, 422];

pub(super) struct Outbox {
    endpoint: Option<String>,
    is_busy: Cell<bool>,
    /// Whether it was asked for while one was on its way: that may have begun while the line was down.
    is_asked_again: Cell<bool>,
    is_listening: Cell<bool>,
}

impl Outbox {
    /// The outbox of a path of the site's own.
    pub(super) fn new(endpoint: Option<&str>) -> Outbox {
        Outbox {
            endpoint: endpoint.map(ToString::to_string),
            is_busy: Cell::new(false),
            is_asked_again: Cell::new(false),
            is_listening: Cell::new(false),
        }
    }

    /// Puts a receipt into it, under a key of its own, so that tabs do not write over each other's.
    pub(super) fn put(&self, id: &str, body: &str) {
        if self.endpoint.is_some() {
            stores::keep(&key_of(id), body);
            stores::drop_kept(TRIES);
        }
    }

    /// Hands over what waits, and tries again after a while, and when the browser is online again.
    pub(super) fn hand_over(self: &Rc<Self>) {
        if self.endpoint.is_none() {
            return;
        }
        if !self.is_listening.replace(true) {
            if !waiting().is_empty() {
                stores::keep(TRIES, &tries().saturating_add(1).to_string());
            }
            self.try_after_a_while();
            let this = Rc::clone(self);
            // A browser that says so may need a moment more.
            EventListener::new(&window(), "online", move |_| {
                this.try_all();
                this.try_after_a_while();
            })
            .forget();
        }
        self.try_all();
    }

    fn try_after_a_while(self: &Rc<Self>) {
        for delay in AGAIN {
            let this = Rc::clone(self);
            Timeout::new(delay, move || this.try_all()).forget();
        }
    }

    fn try_all(self: &Rc<Self>) {
        if self.is_busy.replace(true) {
            return self.is_asked_again.set(true);
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            this.post_all().await;
            this.is_busy.set(false);
            mark();
            if this.is_asked_again.replace(false) && !waiting().is_empty() {
                this.try_all();
            }
        });
    }

    /// Posts all that wait, one after the other, until one is not answered.
    async fn post_all(&self) {
        let endpoint = self.endpoint.as_deref().unwrap_or_default();
        for key in waiting() {
            let Some(body) = stores::kept(&key) else { continue };
            if !post(endpoint, &body).await {
                return;
            }
            stores::drop_kept(&key);
        }
        stores::drop_kept(TRIES);
    }
}

fn key_of(id: &str) -> String {
    [OUTBOX, id].concat()
}

fn waiting() -> Vec<String> {
    let mut keys: Vec<String> = stores::kept_names().into_iter().filter(|key| key.starts_with(OUTBOX)).collect();
    keys.sort_unstable();
    keys
}

fn tries() -> u32 {
    stores::kept(TRIES).and_then(|tries| tries.parse().ok()).unwrap_or_default()
}

/// Has the next page wake core for as long as there is a reason to.
fn mark() {
    if !waiting().is_empty() && tries() < PAGES {
        stores::keep(WAKES, "1");
    } else {
        stores::drop_kept(WAKES);
    }
}

/// Posts one; whether it need not be posted again: it is kept, or never will be.
async fn post(endpoint: &str, body: &str) -> bool {
    let Some(status) = asked(endpoint, body).await else {
        return false;
    };
    if NEVER.contains(&status) {
        let said = alloc::format!("portcullis: {endpoint} refused a receipt ({status})");
        super::web::warn(&said);
        return true;
    }
    (200..300).contains(&status)
}

/// The status of the answer; nothing where there is none.
async fn asked(endpoint: &str, body: &str) -> Option<u16> {
    let options = RequestInit::new();
    let headers = Object::new();
    let set = |object: &Object, name: &str, value: JsValue| Reflect::set(object, &JsValue::from_str(name), &value).ok();
    set(&headers, "content-type", JsValue::from_str("application/ld+json"))?;
    options.set_method("POST");
    options.set_body(&JsValue::from_str(body));
    options.set_headers(&headers);
    set(options.unchecked_ref(), "keepalive", JsValue::from(body.len() < LARGEST))?;
    // To the site, and without what the browser knows the visitor by there.
    options.set_mode(RequestMode::SameOrigin);
    options.set_credentials(RequestCredentials::Omit);
    options.set_redirect(RequestRedirect::Error);
    let answer = JsFuture::from(window().fetch_with_str_and_init(endpoint, &options)).await.ok()?;
    answer.dyn_into::<Response>().ok().map(|answer| answer.status())
}
