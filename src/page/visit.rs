//! A visit: looks at the record, answers, and takes over what another product has on record. Core decides; this writes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::error::Error;
use super::jar::Jar;
use super::site::Site;
use super::stores;
use super::web::Host;
use crate::consent::{
    self, Change, Former, How, Reason, Record, Signals, Unreadable, Verdict, from_jar, reach, removals, stored,
};
use crate::messages::{Looked, Outcome};
use crate::plan::{Pass, Visit, verdicts_of};
use crate::policy::Service;
use crate::surface::banner;

pub(super) type Verdicts<'s> = Vec<(&'s Service<'static>, Verdict)>;

impl Site {
    /// The records of a jar, and the signals that they are judged under.
    fn found<'j>(&self, jar: &'j str) -> (Result<Vec<Record<'j>>, Unreadable>, Signals) {
        let mut found = from_jar(jar, &self.record);
        // What it was called at first may be a cookie of the site's own: unread, it is no record.
        if self.record == stored::RECORD_PLAIN && found == Ok(Vec::new()) {
            found = Ok(from_jar(jar, stored::RECORD_PLAIN_OLD).unwrap_or_default());
        }
        let signals = if found.is_ok() { self.signals } else { self.signals.in_doubt() };
        (found, signals)
    }

    /// The verdicts by what stands in a jar.
    pub(super) fn verdicts(&self, jar: &str, now: u32) -> Verdicts<'_> {
        let (found, signals) = self.found(jar);
        consent::verdicts(&self.policy, signals, found.as_deref().unwrap_or_default(), now)
    }

    /// The one record of a jar.
    pub(super) fn record_in(&self, jar: &str) -> Option<String> {
        match self.found(jar).0.as_deref() {
            Ok([record]) => Some(record.spelling.to_string()),
            _ => None,
        }
    }

    /// When the one record of a jar was made.
    pub(super) fn chosen_at(&self, jar: &str) -> Option<u32> {
        match self.found(jar).0.as_deref() {
            Ok([record]) => Some(record.when),
            _ => None,
        }
    }

    fn write(&self, host: &Host, record: &str) -> bool {
        host.write(record, self.signals.regime.lifetime_days())
    }

    /// Looks at the record, and says what follows. Where nobody is to be asked, the next page needs one to compare.
    pub(super) fn look(&self, host: &Host, now: u32) -> Looked {
        let jar = host.jar();
        let (found, signals) = self.found(&jar);
        let records = found.as_deref().unwrap_or_default();
        let verdicts = consent::verdicts(&self.policy, signals, records, now);
        let is_decided = consent::decided(&verdicts);
        let (record, when) = match records {
            [only] => (only.spelling.to_string(), only.when),
            [] if is_decided && found.is_ok() => {
                let record = consent::choose(&self.policy, self.signals, How::Signal, &|_| false, now);
                self.write(host, &record);
                (record, now)
            }
            _ => (String::new(), now),
        };
        let mut outcome = self.outcome(signals, records, &verdicts);
        outcome.is_unanswered = found == Ok(Vec::new()) && self.signals == Signals::default();
        if !outcome.is_unanswered && !is_decided {
            outcome.banner = Some(banner::view(&self.policy, &self.words(), signals, self.home()));
        }
        let is_left = !record.is_empty() && Pass::is_left_by(&verdicts);
        let pass = is_left.then(|| self.pass(&record, when, now, &verdicts, &outcome));
        outcome.until = pass.as_ref().map(|pass| pass.until);
        Looked { outcome, pass, record }
    }

    fn outcome(&self, signals: Signals, records: &[Record<'_>], verdicts: &[(&Service<'_>, Verdict)]) -> Outcome {
        let is_by_regime = !signals.regime.asks_first();
        let is_by_signal = verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Locked(Reason::Gpc));
        let control = match (is_by_signal, is_by_regime) {
            (true, _) => Some("honored"),
            (false, true) => Some("choices"),
            (false, false) => None,
        };
        let granted = verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted).map(|(service, _)| *service);
        let open = self.guard.map(|guard| guard.policy_by(&self.policy, &self.rules, granted));
        Outcome {
            verdicts: verdicts_of(verdicts),
            by: (is_by_regime && consent::unchosen(records)).then(|| signals.regime.name().to_string()),
            banner: None,
            control: control.map(|key| self.words().say(key)),
            open,
            is_unanswered: false,
            until: None,
        }
    }

    fn pass(&self, record: &str, when: u32, now: u32, verdicts: &[(&Service<'_>, Verdict)], outcome: &Outcome) -> Pass {
        let visitor = &self.visitor;
        let visit = Visit { record, when, now, guard: &visitor.guard, signals: &visitor.signals() };
        let (plan, text) = self.kept_plan().unzip();
        Pass {
            by: outcome.by.clone().unwrap_or_default(),
            control: outcome.control.clone().unwrap_or_default(),
            open: outcome.open.clone().unwrap_or_default(),
            plan,
            text,
            ..Pass::of(&self.built.digest, &self.built.days, visit, self.signals.regime.lifetime_days(), verdicts)
        }
    }

    /// Writes the record of a choice that answers for every service; returns it.
    pub(super) fn choose(&self, host: &Host, how: &str, services: &[String], now: u32) -> Result<String, Error> {
        let how = match how {
            "accept" => How::Accept,
            "reject" => How::Reject,
            "withdraw" => How::Withdraw,
            "save" => How::Save,
            _ => return Err(Error::NoWay(how.into())),
        };
        let granted = |id: &str| match how {
            How::Accept => true,
            How::Save => services.iter().any(|granted| granted == id),
            _ => false,
        };
        let record = consent::choose(&self.policy, self.signals, how, &granted, now);
        self.write(host, &record);
        Ok(record)
    }

    /// Writes the record of a choice about these services alone; returns it, or nothing where nothing is to be written.
    pub(super) fn change(
        &self,
        host: &Host,
        services: &[String],
        grants: bool,
        now: u32,
    ) -> Result<Option<String>, Error> {
        let is_gated = |id: &&String| self.policy.gated().iter().any(|service| service.id == **id);
        if let Some(unknown) = services.iter().find(|id| !is_gated(id)) {
            return Err(Error::NoService(unknown.clone()));
        }
        let services: Vec<&str> = services.iter().map(String::as_str).collect();
        let jar = host.jar();
        let (found, signals) = self.found(&jar);
        let records = found.as_deref().unwrap_or_default();
        let record = consent::change(&self.policy, signals, records, Change { services: &services, grants }, now);
        if let Some(record) = &record {
            self.write(host, record);
        }
        Ok(record)
    }

    /// Takes over what the visitor chose with what the site had before, where there is no record yet; returns ours. The
    /// old choice goes once ours stands, so that there is one truth: unless the policy keeps it.
    pub(super) fn take_over(&self, host: &Host, jar: &Jar, now: u32) -> Option<String> {
        let cookies = host.jar();
        if self.found(&cookies).0 != Ok(Vec::new()) {
            return None;
        }
        let former = Former::find(&self.policy, self.signals, &cookies, &stores::kept, now)?;
        let record = former.record(&self.policy, self.signals)?;
        self.write(host, &record);
        let (hostname, path) = place();
        for moving in self.policy.moving().filter(|moving| !moving.keeps() && !moving.stored().is_empty()) {
            self.erase_cookie(jar, moving.stored(), &hostname, reach(&path));
            stores::drop_kept(moving.stored());
        }
        Some(record)
    }

    /// Erases a cookie path by path, until the jar no longer shows it: so a deep page costs what it must, and no more.
    /// Whether it is gone.
    pub(super) fn erase_cookie<'p>(
        &self,
        jar: &Jar,
        name: &str,
        hostname: &str,
        paths: impl Iterator<Item = &'p str>,
    ) -> bool {
        for path in paths {
            for removal in removals(name, hostname, path, self.is_secure) {
                jar.write(&removal);
            }
            if !consent::pairs(&jar.read()).any(|(other, _)| other == name) {
                return true;
            }
        }
        false
    }
}

/// The page's host, without port, and its path.
pub(super) fn place() -> (String, String) {
    let location = web_sys::window().map(|window| window.location());
    let text = |of: fn(&web_sys::Location) -> Result<String, wasm_bindgen::JsValue>| {
        location.as_ref().and_then(|location| of(location).ok()).unwrap_or_default()
    };
    (text(web_sys::Location::hostname), text(web_sys::Location::pathname))
}
