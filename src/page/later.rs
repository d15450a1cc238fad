//! What a page needs only when the visitor opens the preferences, when something must be erased, or
//! when the site's own code changes the choice.

use alloc::string::String;

use wasm_bindgen::prelude::*;

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
pub fn page_granted(jar: &str, now: u32) {
    let Some(page) = memory::page() else {
        return;
    };
    let mut out = String::new();
    for (service, verdict) in page.verdicts(jar, now) {
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

/// Opens the preferences.
#[wasm_bindgen]
pub fn page_preferences(jar: &str, now: u32) {
    memory::call(|page| {
        let verdicts = page.verdicts(jar, now);
        host::draw("preferences", &preferences::view(&page.policy, page.signals, &verdicts));
    });
}

/// Erases what refused services have stored here, once they are stopped.
#[wasm_bindgen]
pub fn page_erase(jar: &str, now: u32) {
    memory::call(|page| page.erase(jar, now));
}

impl Page {
    fn erase(&self, jar: &str, now: u32) {
        let verdicts = self.verdicts(jar, now);
        let refused = |store, name: &str| consent::is_refused(&self.policy, &verdicts, store, name);
        let (hostname, path) = (host::hostname(), host::path());
        for (name, _) in consent::pairs(jar).filter(|(name, _)| refused(Store::Cookie, name)) {
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
