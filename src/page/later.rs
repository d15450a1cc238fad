//! What a page needs only when the visitor opens the preferences, when something must be erased, or
//! when the site's own code changes the choice.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::{Page, host, memory};
use crate::consent::{self, Former, Guard, Reason, Record, Report, Signals, Verdict, Why};
use crate::policy::{self, Service};
use crate::surface::preferences;
use crate::text;
use crate::vendors::Store;

/// Reads the policy; `false` where it is wrong. `age`, `regime`, `country` and `guard` are what the host's tag says.
#[wasm_bindgen]
pub fn page_open(policy: &str, gpc: bool, age: &str, regime: &str, country: &str, guard: &str, secure: bool) -> bool {
    let signals = Signals::read(gpc, age, regime, country, Guard::parse(guard).is_some());
    super::read(policy).map(|policy| memory::keep(Page { policy, signals, secure })).is_some()
}

/// Takes over what the visitor chose with what the site had before, where there is no record yet.
#[wasm_bindgen]
pub fn page_take_over(jar: &str, now: u32) {
    memory::call(|page| page.take_over(jar, now));
}

/// What the control says, as a key, where the usual words are too few; and the regime that grants what nobody chose.
pub(super) fn notice(
    signals: Signals,
    records: &[Record<'_>],
    verdicts: &[(&Service<'_>, Verdict)],
) -> (&'static str, &'static str) {
    let by_regime = !signals.regime.asks_first();
    let by_signal = verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Locked(Reason::Gpc));
    let label = match (by_signal, by_regime) {
        (true, _) => "honored",
        (false, true) => "choices",
        (false, false) => "",
    };
    (label, if by_regime && consent::unchosen(records) { signals.regime.name() } else { "" })
}

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

/// Erases what refused services have stored here, once they are stopped. Tells what it found: a line each,
/// `-` for what went and `!` for what did not, the store, a space, and the name.
#[wasm_bindgen]
pub fn page_erase(now: u32) {
    memory::call(|page| host::tell(&page.erase(now)));
}

/// Looks again, and tells what became of what [`page_erase`] found.
#[wasm_bindgen]
pub fn page_survivors(found: &str, now: u32) {
    memory::call(|page| host::tell(&page.survivors(found, now)));
}

/// Tells the seal's policies, a line each: with nothing granted, and for what is; and whether a grant loads
/// the page again.
#[wasm_bindgen]
pub fn page_seal(guard: &str, jar: &str, now: u32) {
    memory::call(|page| {
        if let Some(guard) = Guard::parse(guard) {
            let verdicts = page.verdicts(jar, now);
            let granted = verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted);
            let mut out = guard.policy(&page.policy, core::iter::empty());
            text::put(&mut out, b'\n');
            text::push(&mut out, &guard.policy(&page.policy, granted.map(|(service, _)| *service)));
            text::push(&mut out, if page.policy.reloads() { "\nreload" } else { "\n" });
            host::tell(&out);
        }
    });
}

impl Page {
    /// The old choice goes once ours stands, so that there is one truth: unless the policy keeps it.
    fn take_over(&self, jar: &str, now: u32) {
        if consent::from_jar(jar, self.cookie_name()) != Ok(Vec::new()) {
            return;
        }
        let kept = |name: &str| Some(host::kept(name)).filter(|value| !value.is_empty());
        let former = Former::find(&self.policy, self.signals, jar, &kept, now);
        let Some(record) = former.and_then(|former| former.record(&self.policy, self.signals)) else {
            return;
        };
        self.put(&record);
        let (hostname, path) = (host::hostname(), host::path());
        for moving in self.policy.moving().filter(|moving| !moving.keeps() && !moving.stored().is_empty()) {
            self.erase_cookie(moving.stored(), &hostname, consent::reach(&path));
            host::forget(Store::Local.name(), moving.stored());
        }
    }

    /// The refused names that a store holds now.
    fn refused(&self, verdicts: &[(&Service<'static>, Verdict)], store: Store) -> Vec<String> {
        let held = if store == Store::Cookie { host::jar() } else { host::keys(store.name()) };
        let names: Vec<&str> = match store {
            Store::Cookie => consent::pairs(&held).map(|(name, _)| name).collect(),
            _ => text::pieces(&held, b'\n').collect(),
        };
        let mut out: Vec<String> = Vec::new();
        for name in names {
            if consent::is_refused(&self.policy, verdicts, store, name) && !out.iter().any(|other| other == name) {
                out.push(String::from(name));
            }
        }
        out
    }

    fn erase(&self, now: u32) -> String {
        let verdicts = self.verdicts(&host::jar(), now);
        let (hostname, path) = (host::hostname(), host::path());
        let places = host::keys(Store::Cookie.name());
        let mut found = String::new();
        for store in Store::ALL {
            for name in self.refused(&verdicts, store) {
                let gone = if store == Store::Cookie {
                    let seen = text::pieces(&places, b'\n').map(|line| text::cut(line, b'\t'));
                    let seen = seen.filter(|(other, _)| *other == name).filter_map(|(_, path)| path);
                    self.erase_cookie(&name, &hostname, seen.chain(consent::reach(&path)))
                } else {
                    host::forget(store.name(), &name);
                    true
                };
                text::put(&mut found, if gone { b'-' } else { b'!' });
                for part in [store.name(), " ", &name, "\n"] {
                    text::push(&mut found, part);
                }
            }
        }
        for rule in consent::unseen(&self.policy, &verdicts, &path) {
            if text::cut(rule.pattern, b'*').1.is_none() {
                self.erase_cookie(rule.pattern, &hostname, core::iter::once(rule.path).filter(|path| !path.is_empty()));
            }
        }
        found
    }

    /// Path by path, until the jar no longer shows it: so a deep page costs what it must, and no more.
    fn erase_cookie<'p>(&self, name: &str, hostname: &str, paths: impl Iterator<Item = &'p str>) -> bool {
        for path in paths {
            for removal in consent::removals(name, hostname, path, self.secure) {
                host::write(&removal);
            }
            if !consent::pairs(&host::jar()).any(|(other, _)| other == name) {
                return true;
            }
        }
        false
    }

    fn survivors(&self, found: &str, now: u32) -> String {
        let verdicts = self.verdicts(&host::jar(), now);
        let blocked = host::keys("blocked");
        let mut report = Report::default();
        for store in Store::ALL {
            let left = self.refused(&verdicts, store);
            let before = |mark: &str, name: &str| {
                let line = text::pieces(found, b'\n').filter_map(|line| line.strip_prefix(mark));
                line.filter_map(|line| line.strip_prefix(store.name())).any(|rest| rest.strip_prefix(' ') == Some(name))
            };
            for name in &left {
                let why = if text::pieces(&blocked, b'\n').any(|other| store == Store::Database && other == name) {
                    Why::Open
                } else if before("!", name) {
                    Why::OutOfReach
                } else {
                    Why::WrittenAgain
                };
                report.survivor(store, name, "", why);
            }
            for line in text::pieces(found, b'\n').filter_map(|line| line.get(1..)) {
                let name = line.strip_prefix(store.name()).and_then(|rest| rest.strip_prefix(' '));
                if let Some(name) = name.filter(|name| !left.iter().any(|other| other == name)) {
                    report.erased(store, name);
                }
            }
        }
        for rule in consent::unseen(&self.policy, &verdicts, &host::path()) {
            if rule.http_only || text::cut(rule.pattern, b'*').1.is_some() {
                let why = if rule.http_only { Why::HttpOnly } else { Why::Elsewhere };
                report.survivor(Store::Cookie, rule.pattern, rule.path, why);
            }
        }
        report.finish()
    }
}
