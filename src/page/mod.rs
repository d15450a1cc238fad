//! The hands: what the browser does about what core decides. It draws, writes and erases through the
//! few functions of [`host`]; every decision is a call to [`crate::consent`].

#[cfg(feature = "preferences")]
mod explain;
mod host;
#[cfg(feature = "preferences")]
mod later;
mod memory;
#[cfg(feature = "names")]
mod names;
#[cfg(feature = "notice")]
mod notice;

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::consent::{self, How, Pass, Record, Signals, Unreadable};
use crate::policy::{self, Policy};
use crate::surface::banner;
use crate::text;
#[cfg(feature = "preferences")]
use crate::{consent::Verdict, policy::Service};

#[cfg(feature = "preferences")]
pub use explain::page_explain;
#[cfg(feature = "preferences")]
pub use later::{page_erase, page_granted, page_knows, page_mistake, page_open, page_preferences, page_survivors};

#[cfg(feature = "names")]
pub use names::page_names;
#[cfg(feature = "notice")]
pub use notice::{
    page_ahead, page_article, page_centre, page_changes, page_read, page_report, page_stays, page_switches,
};

/// A page that a visitor is on: its policy, and what the browser says of the visitor.
struct Page {
    policy: Policy<'static>,
    #[cfg(feature = "preferences")]
    signals: Signals,
    secure: bool,
}

/// Reads the policy; `false` where it is wrong, or one that only the larger build can serve. The build of a first
/// visit asks, and knows no other signal or regime: those are the larger one's too.
#[cfg(not(feature = "preferences"))]
#[wasm_bindgen]
pub fn page_open(policy: &str, secure: bool) -> bool {
    let policy = read(policy).filter(|policy| !consent::is_long(policy));
    policy.map(|policy| memory::keep(Page { policy, secure })).is_some()
}

/// The policy, of a text that lives as long as the page does.
fn read(policy: &str) -> Option<Policy<'static>> {
    policy::open(String::from(policy).leak()).ok()
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
        let (found, signals) = self.found(jar);
        // Every copy of the record, or none where one of them cannot be read.
        let records = found.as_deref().unwrap_or_default();
        let verdicts = consent::verdicts(&self.policy, signals, records, now);
        let decided = consent::decided(&verdicts);
        let record = records.first().map(|record| record.spelling).unwrap_or_default();
        #[cfg(not(feature = "preferences"))]
        let (label, by) = ("", "");
        #[cfg(feature = "preferences")]
        let (label, by) = later::notice(signals, records, &verdicts);
        // Nobody is to be asked; the next page needs a record to compare all the same.
        #[cfg(feature = "preferences")]
        let written =
            if decided && found == Ok(Vec::new()) { self.write(How::Signal, &|_| false, now) } else { record.into() };
        #[cfg(feature = "preferences")]
        let record = written.as_str();
        // A pass stands for the one record that it begins with, and only when nothing is left to ask.
        let quiet = signals.gpc || signals.minor;
        let pass = Pass { record, verdicts: &verdicts, tagged, quiet, label, by };
        host::commit(&pass.write(), decided && !record.is_empty());
        if decided {
            host::close("banner");
        } else {
            host::draw("banner", &banner::view(&self.policy, signals));
        }
    }

    fn choose(&self, how: u8, ids: &str, now: u32) {
        let how = How::read(how).unwrap_or(How::Reject);
        let granted = |id: &str| match how {
            How::Accept => true,
            How::Reject => false,
            _ => text::pieces(ids, b'\n').any(|granted| granted == id),
        };
        self.write(how, &granted, now);
        host::close("preferences");
    }

    /// Writes a record into the jar; returns its spelling.
    fn write(&self, how: How, granted: &dyn Fn(&str) -> bool, now: u32) -> String {
        let signals = self.signals();
        let withheld =
            |id: &str| self.policy.gated().iter().any(|service| service.id == id && signals.withholds(how, service));
        let record = consent::write(&self.policy, now, how, signals, &|id| granted(id) && !withheld(id));
        self.put(&record);
        record
    }

    /// Puts a record into the jar.
    #[expect(clippy::arithmetic_side_effects, reason = "no regime's lifetime is more than 400 days")]
    fn put(&self, record: &str) {
        let mut cookie = String::new();
        text::push(&mut cookie, self.cookie_name());
        text::put(&mut cookie, b'=');
        text::push(&mut cookie, record);
        text::push(&mut cookie, "; Path=/; SameSite=Lax; Max-Age=");
        text::number(&mut cookie, self.signals().regime.lifetime_days() * 24 * 60 * 60, 10);
        if self.secure {
            text::push(&mut cookie, "; Secure");
        }
        host::write(&cookie);
    }

    /// The records of the jar, and the signals that they are judged under.
    fn found<'j>(&self, jar: &'j str) -> (Result<Vec<Record<'j>>, Unreadable>, Signals) {
        let found = consent::from_jar(jar, self.cookie_name());
        let signals = if found.is_ok() { self.signals() } else { self.signals().in_doubt() };
        (found, signals)
    }

    /// The build of a first visit serves those of whom nothing is said.
    fn signals(&self) -> Signals {
        #[cfg(feature = "preferences")]
        return self.signals;
        #[cfg(not(feature = "preferences"))]
        Signals::default()
    }

    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-consent" } else { "consent" }
    }

    #[cfg(feature = "preferences")]
    fn verdicts(&self, jar: &str, now: u32) -> Vec<(&Service<'static>, Verdict)> {
        let (found, signals) = self.found(jar);
        consent::verdicts(&self.policy, signals, found.as_deref().unwrap_or_default(), now)
    }
}
