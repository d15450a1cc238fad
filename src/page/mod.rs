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
mod words;

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::consent::{self, Guard, How, Pass, Record, Signals, Verdict};
use crate::policy::{self, Policy, Service};
use crate::text;
use crate::vendors::Class;
use words::Words;

#[cfg(feature = "preferences")]
pub use later::{page_erase, page_granted, page_knows, page_mistake, page_preferences};

/// A page that a visitor is on: its policy and texts, and what the browser says of the visitor.
struct Page {
    policy: Policy<'static>,
    words: Words<'static>,
    signals: Signals,
    secure: bool,
    /// The shim's hash of the policy, the style of its control, where the readable policy is unless
    /// the policy says so, the guard, and the texts' language.
    context: [&'static str; 5],
}

/// Reads what the page is made of, one after the other with line ends between: five lines of context,
/// the banner's texts (one line of JSON), and the policy. `false` where texts or policy are wrong.
#[wasm_bindgen]
pub fn page_open(made_of: String, gpc: bool, minor: bool, secure: bool) -> bool {
    let mut context = [""; 6];
    // The text lives as long as the page does.
    let mut rest: &'static str = made_of.leak();
    for line in &mut context {
        let (first, after) = text::cut(rest, b'\n');
        *line = first;
        rest = after.unwrap_or_default();
    }
    let [hash, style, home, guard, language, words] = context;
    let Ok(policy) = policy::parse(rest) else {
        return false;
    };
    let Some(words) = Words::parse(words, policy.texts(language)) else {
        return false;
    };
    let context = [hash, style, home, guard, language];
    memory::keep(Page { policy, words, signals: Signals { gpc, minor }, secure, context });
    true
}

/// Looks at the record and does what follows. `now` is in minutes since 1970.
#[wasm_bindgen]
pub fn page_look(now: u32) {
    if let Some(page) = memory::page() {
        page.look(now);
    }
}

/// A choice: `how` is the code of the record's letter; `ids` are the services it grants, a line each.
#[wasm_bindgen]
pub fn page_choose(how: u8, ids: String, now: u32) {
    if let Some(page) = memory::page() {
        page.choose(how, &ids, now);
    }
}

impl Page {
    /// What is granted runs, and the banner stands while anything is undecided.
    fn look(&self, now: u32) {
        let jar = host::jar();
        let records = self.records(&jar);
        let verdicts = consent::verdicts(&self.policy, self.signals, &records, now);
        self.commit(&records, &verdicts);
        if consent::decided(&verdicts) {
            host::close("banner");
        } else {
            host::draw("banner", &banner::view(&self.policy, &self.words, self.signals, self.context[2]));
        }
    }

    fn choose(&self, how: u8, ids: &str, now: u32) {
        let how = match how {
            b'a' => How::Accept,
            b's' => How::Save,
            b'p' => How::Api,
            _ => How::Reject,
        };
        let granted = |id: &str| match how {
            How::Accept => true,
            How::Reject => false,
            _ => text::pieces(ids, b'\n').any(|granted| granted == id),
        };
        // What a minor accepts must not grant tracking where the host says nothing of age.
        let allowed = |id: &str| granted(id) && !(self.signals.minor && self.tracks(id));
        let record = consent::write(&self.policy, now, how, self.signals.gpc, &allowed);
        let mut cookie = String::from(self.cookie_name());
        text::put(&mut cookie, b'=');
        text::push(&mut cookie, &record);
        text::push(&mut cookie, "; Path=/; SameSite=Lax; Max-Age=");
        text::number(&mut cookie, consent::LIFETIME_DAYS * 24 * 60 * 60, 10);
        if self.secure {
            text::push(&mut cookie, "; Secure");
        }
        host::write(&cookie);
        host::close("preferences");
        self.look(now);
    }

    #[inline(never)]
    fn tracks(&self, id: &str) -> bool {
        self.policy.gated().iter().any(|service| service.id == id && service.class == Class::Tracking)
    }

    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-consent" } else { "consent" }
    }

    #[cfg(feature = "preferences")]
    fn verdicts(&self, now: u32) -> Vec<(&Service<'static>, Verdict)> {
        let jar = host::jar();
        consent::verdicts(&self.policy, self.signals, &self.records(&jar), now)
    }

    /// Every copy of the record, or none where one of them cannot be read.
    fn records<'j>(&self, jar: &'j str) -> Vec<Record<'j>> {
        consent::from_jar(jar, self.cookie_name()).unwrap_or_default()
    }

    fn commit(&self, records: &[Record<'_>], verdicts: &[(&Service<'static>, Verdict)]) {
        let tagged = host::tagged();
        let record = records.first().map(|record| record.spelling).unwrap_or_default();
        let [hash, style, _, guard, _] = self.context;
        let pass = Pass {
            record,
            verdicts,
            tagged: &tagged,
            label: self.words.get("reopen"),
            next: self.words.get("next"),
            style,
            hash,
            seal: Guard::parse(guard).map(|guard| (&self.policy, guard)),
        };
        // A pass stands for the one record that it begins with, and only when nothing is left to ask.
        host::commit(&pass.write(), consent::decided(verdicts) && !record.is_empty());
    }
}
