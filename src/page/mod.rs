//! The hands: what the browser does about what core decides. It draws, writes and erases through the
//! few functions of [`host`]; every decision is a call to [`crate::consent`].

mod banner;
mod host;
#[cfg(feature = "preferences")]
mod later;
mod memory;
#[cfg(feature = "preferences")]
mod preferences;
mod view;

use alloc::string::String;
#[cfg(feature = "preferences")]
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::consent::{self, How, Pass, Signals};
use crate::policy::{self, Policy};
use crate::text;
use crate::vendors::Class;
#[cfg(feature = "preferences")]
use crate::{consent::Verdict, policy::Service};

#[cfg(feature = "preferences")]
pub use later::{page_erase, page_granted, page_knows, page_mistake, page_preferences, page_survivors};

/// A page that a visitor is on: its policy, and what the browser says of the visitor.
struct Page {
    policy: Policy<'static>,
    signals: Signals,
    secure: bool,
}

/// Reads the policy; `false` where it is wrong, or one that only the larger build can serve.
#[wasm_bindgen]
pub fn page_open(policy: &str, gpc: bool, minor: bool, secure: bool) -> bool {
    // The text lives as long as the page does.
    let Ok(policy) = policy::open(String::from(policy).leak()) else {
        return false;
    };
    if !cfg!(feature = "preferences") && consent::is_long(&policy) {
        return false;
    }
    memory::keep(Page { policy, signals: Signals { gpc, minor }, secure });
    true
}

/// Looks at the record and does what follows. `jar` is `document.cookie`; `tagged` are the services that
/// marked tags of this page load, a line each; `now` is in minutes since 1970.
#[wasm_bindgen]
pub fn page_look(jar: &str, tagged: &str, now: u32) {
    memory::call(|page| page.look(jar, tagged, now));
}

/// Writes the record of a choice; a look follows. `how` is the code of the record's letter; `ids` are the
/// services it grants, a line each.
#[wasm_bindgen]
pub fn page_choose(how: u8, ids: &str, now: u32) {
    memory::call(|page| page.choose(how, ids, now));
}

impl Page {
    /// What is granted runs, and the banner stands while anything is undecided.
    fn look(&self, jar: &str, tagged: &str, now: u32) {
        // Every copy of the record, or none where one of them cannot be read.
        let records = consent::from_jar(jar, self.cookie_name()).unwrap_or_default();
        let verdicts = consent::verdicts(&self.policy, self.signals, &records, now);
        let record = records.first().map(|record| record.spelling).unwrap_or_default();
        let decided = consent::decided(&verdicts);
        // A pass stands for the one record that it begins with, and only when nothing is left to ask.
        let quiet = self.signals.gpc || self.signals.minor;
        host::commit(&Pass { record, verdicts: &verdicts, tagged, quiet }.write(), decided && !record.is_empty());
        if decided {
            host::close("banner");
        } else {
            host::draw("banner", &banner::view(&self.policy, self.signals));
        }
    }

    fn choose(&self, how: u8, ids: &str, now: u32) {
        let how = How::read(how).unwrap_or(How::Reject);
        let granted = |id: &str| match how {
            How::Accept => true,
            How::Reject => false,
            _ => text::pieces(ids, b'\n').any(|granted| granted == id),
        };
        // What a minor accepts must not grant tracking where the host says nothing of age.
        let allowed = |id: &str| granted(id) && !(self.signals.minor && self.tracks(id));
        let mut cookie = String::new();
        text::push(&mut cookie, self.cookie_name());
        text::put(&mut cookie, b'=');
        text::push(&mut cookie, &consent::write(&self.policy, now, how, self.signals.gpc, &allowed));
        text::push(&mut cookie, "; Path=/; SameSite=Lax; Max-Age=");
        text::number(&mut cookie, consent::LIFETIME_DAYS * 24 * 60 * 60, 10);
        if self.secure {
            text::push(&mut cookie, "; Secure");
        }
        host::write(&cookie);
        host::close("preferences");
    }

    #[inline(never)]
    fn tracks(&self, id: &str) -> bool {
        self.policy.gated().iter().any(|service| service.id == id && service.class == Class::Tracking)
    }

    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-consent" } else { "consent" }
    }

    #[cfg(feature = "preferences")]
    fn verdicts(&self, jar: &str, now: u32) -> Vec<(&Service<'static>, Verdict)> {
        let records = consent::from_jar(jar, self.cookie_name()).unwrap_or_default();
        consent::verdicts(&self.policy, self.signals, &records, now)
    }
}
