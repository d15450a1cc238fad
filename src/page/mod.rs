//! The hands: what the browser does about what core decides. It draws, writes and erases through the
//! few functions of [`host`]; every decision is a call to [`crate::consent`].

mod banner;
mod host;
#[cfg(feature = "preferences")]
mod later;
#[cfg(feature = "slim")]
mod memory;
#[cfg(feature = "preferences")]
mod preferences;
mod view;
mod words;

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::consent::{self, How, Pass, Record, Signals, Verdict};
use crate::policy::{self, Policy, Service};
use crate::text;
use words::Words;

/// A page that a visitor is on: its policy and texts, and what the browser says of the visitor.
#[wasm_bindgen]
pub struct Page {
    policy: Policy<'static>,
    words: Words<'static>,
    signals: Signals,
    secure: bool,
    context: String,
}

#[wasm_bindgen]
impl Page {
    /// Reads the policy and the banner's texts. `context` is four lines: the shim's key, its hash of
    /// the policy and the style of its control, for the pass, and where the readable policy is unless the
    /// policy says so.
    ///
    /// Nothing where the policy or the texts are wrong: [`mistake`](Page::mistake) says what is.
    pub fn open(policy: String, words: String, context: String, gpc: bool, minor: bool, secure: bool) -> Option<Page> {
        // Both texts live as long as the page does.
        Some(Page {
            policy: policy::parse(policy.leak()).ok()?,
            words: Words::parse(words.leak())?,
            signals: Signals { gpc, minor },
            secure,
            context,
        })
    }

    /// Looks at the record and does what follows: what is granted runs, and the banner stands while
    /// anything is undecided. `now` is in minutes since 1970.
    pub fn look(&self, now: u32) {
        let jar = host::jar();
        let records = self.records(&jar);
        let verdicts = consent::verdicts(&self.policy, self.signals, &records, now);
        self.commit(&records, &verdicts);
        if consent::decided(&verdicts) {
            host::close("banner");
        } else {
            host::draw("banner", &banner::view(&self.policy, &self.words, self.signals, self.line(3)));
        }
    }

    /// A choice: `how` is the record's letter; `ids` are the services it grants, a line each.
    pub fn choose(&self, how: char, ids: String, now: u32) {
        let how = match how {
            'a' => How::Accept,
            's' => How::Save,
            'p' => How::Api,
            _ => How::Reject,
        };
        let granted = |id: &str| match how {
            How::Accept => true,
            How::Reject => false,
            _ => text::pieces(&ids, b'\n').any(|granted| granted == id),
        };
        let record = consent::write(&self.policy, now, how, self.signals.gpc, &granted);
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
}

impl Page {
    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-consent" } else { "consent" }
    }

    #[cfg(feature = "preferences")]
    fn verdicts(&self, now: u32) -> Vec<(Service<'static>, Verdict)> {
        let jar = host::jar();
        consent::verdicts(&self.policy, self.signals, &self.records(&jar), now)
    }

    /// Every copy of the record, or none where one of them cannot be read.
    fn records<'j>(&self, jar: &'j str) -> Vec<Record<'j>> {
        consent::from_jar(jar, self.cookie_name()).unwrap_or_default()
    }

    fn line(&self, at: usize) -> &str {
        text::pieces(&self.context, b'\n').nth(at).unwrap_or_default()
    }

    fn commit(&self, records: &[Record<'_>], verdicts: &[(Service<'static>, Verdict)]) {
        let tagged = host::tagged();
        let record = records.first().map(|record| record.spelling).unwrap_or_default();
        let pass = Pass {
            record,
            key: self.line(0),
            verdicts,
            tagged: &tagged,
            label: self.words.get("reopen"),
            style: self.line(2),
            hash: self.line(1),
        };
        // A pass stands for the one record that it begins with, and only when nothing is left to ask.
        let stands = consent::decided(verdicts) && !record.is_empty();
        let head = if stands { pass.head() } else { String::new() };
        host::commit(&head, &pass.body());
    }
}
