//! What a page needs only when the visitor opens the preferences, when something must be erased, or
//! when the site's own code changes the choice.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::words::Words;
use super::{Page, host, memory, preferences};
use crate::consent::{self, Verdict};
use crate::policy;
use crate::text;
use crate::vendors::Store;

/// Tells what is wrong with a policy, and where; nothing where it is right.
#[wasm_bindgen]
pub fn page_mistake(policy: &str) {
    if let Err(error) = policy::parse(policy) {
        host::tell(&error.message());
    }
}

/// Tells the granted services' ids, a line each: what `grant` and `deny` of the API start from.
#[wasm_bindgen]
pub fn page_granted(now: u32) {
    let Some(page) = memory::page() else {
        return;
    };
    let mut out = String::new();
    for (service, verdict) in page.verdicts(now) {
        if verdict == Verdict::Granted {
            text::push(&mut out, service.id);
            text::put(&mut out, b'\n');
        }
    }
    host::tell(&out);
}

/// Whether the policy has a gated service of that id.
#[wasm_bindgen]
pub fn page_knows(id: &str) -> bool {
    memory::page().is_some_and(|page| page.policy.gated().iter().any(|service| service.id == id))
}

/// Opens the preferences, with their texts.
#[wasm_bindgen]
pub fn page_preferences(words: String, now: u32) {
    let Some(page) = memory::page() else {
        return;
    };
    let [.., language] = page.context;
    if let Some(words) = Words::parse(&words, page.policy.texts(language)) {
        let verdicts = page.verdicts(now);
        let view = preferences::view(&page.policy, &page.words, &words, page.signals, &verdicts);
        host::draw("preferences", &view);
    }
}

/// Erases what refused services have stored here, once they are stopped.
#[wasm_bindgen]
pub fn page_erase(now: u32) {
    if let Some(page) = memory::page() {
        page.erase(now);
    }
}

impl Page {
    fn erase(&self, now: u32) {
        let verdicts = self.verdicts(now);
        let refused = |store, name: &str| consent::is_refused(&self.policy, &verdicts, store, name);
        let jar = host::jar();
        let (hostname, path) = (host::hostname(), host::path());
        for (name, _) in consent::pairs(&jar).filter(|(name, _)| refused(Store::Cookie, name)) {
            for removal in consent::removals(name, &hostname, &path, self.secure) {
                host::write(&removal);
            }
        }
        for store in [Store::Local, Store::Session, Store::Database] {
            let keys = host::keys(store.name());
            for key in text::pieces(&keys, b'\n').filter(|key| refused(store, key)) {
                host::forget(store.name(), key);
            }
        }
    }
}
