//! What the policy page needs, whoever is told of another version, and the visitor's part of the preferences: a build of its
//! own, fetched for that alone.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::{Page, host, memory};
use crate::centre;
use crate::consent::{Guard, Signals};
use crate::notice::{self, Page as Place};
use crate::revision;

/// Reads the policy that the calls below are about; `false` where it is wrong.
#[wasm_bindgen]
pub fn page_read(policy: &str) -> bool {
    let page = |policy| Page {
        policy,
        #[cfg(feature = "preferences")]
        signals: Signals::default(),
        secure: false,
    };
    super::read(policy).map(|policy| memory::keep(page(policy))).is_some()
}

/// Tells the drawing of the notice: in the words of that language, its title at that level of the page's headings.
#[wasm_bindgen]
pub fn page_article(language: &str, level: u8, browser: &str) {
    memory::call(|page| host::tell(&notice::article(&page.policy, language, Place { level, browser, own: None })));
}

/// Tells the drawing of the switches; `states` are the services' ids and what the page says of them, a line each.
#[wasm_bindgen]
pub fn page_switches(language: &str, states: &str, gpc: bool, age: &str, regime: &str, country: &str, guard: &str) {
    memory::call(|page| {
        let signals = Signals::read(gpc, age, regime, country, Guard::parse(guard).is_some());
        let own = page.policy.language().filter(|own| *own != language);
        host::tell(&notice::switches(&page.policy, Place { own, ..Place::default() }, signals, states));
    });
}

/// Tells what is to be said of an announced version; nothing once it is in force. Without a text of its own it is the
/// policy that was read.
#[wasm_bindgen]
pub fn page_ahead(next: &str, now: u32) {
    memory::call(|page| {
        let said = match next {
            "" => notice::announced(&page.policy, now),
            text => crate::policy::open(text).map_or(String::new(), |next| notice::announced(&next, now)),
        };
        host::tell(&said);
    });
}

/// Tells what of these services, a line each, changed since an older version.
#[wasm_bindgen]
pub fn page_changes(old: &str, asked: &str) {
    memory::call(|page| {
        let said = crate::policy::open(old).map_or(String::new(), |old| revision::list(&old, &page.policy, asked));
        host::tell(&said);
    });
}

/// Tells the drawing of the visitor's part of the preferences; `states` as in [`page_switches`], `journal` as it is stored.
#[wasm_bindgen]
pub fn page_centre(states: &str, journal: &str, gpc: bool, age: &str, regime: &str, country: &str, guard: &str) {
    memory::call(|page| {
        let signals = Signals::read(gpc, age, regime, country, Guard::parse(guard).is_some());
        host::tell(&centre::view(&page.policy, signals, states, journal));
    });
}

/// Whether the record stays when everything is erased.
#[wasm_bindgen]
pub fn page_stays(gpc: bool, age: &str, regime: &str, country: &str, guard: &str) -> bool {
    let signals = Signals::read(gpc, age, regime, country, Guard::parse(guard).is_some());
    memory::page().is_some_and(|page| centre::stays(&page.policy, signals))
}

/// Tells the drawing of what became of an erasure, or of a withdrawal.
#[wasm_bindgen]
pub fn page_report(report: &str, erased: bool, stays: bool) {
    memory::call(|_| host::tell(&centre::report(report, erased, stays)));
}
