//! Erases what refused services have stored, and goes on looking for it: a vendor that writes again is swept up after,
//! for some seconds, when the page is left, and once more on the next page.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{CustomEvent, CustomEventInit};

use super::jar::Jar;
use super::site::Site;
use super::stores::{self, Stores};
use super::visit::{Verdicts, place};
use super::web::Host;
use super::{clock, to_js};
use crate::consent::stored::ERASURE;
use crate::consent::{self, Erased, Report, Survivor, Why, reach};
use crate::vendors::Store;

/// When it looks again, in milliseconds.
const AGAIN: [u32; 4] = [500, 2000, 5000, 15_000];

/// A name that was found, and whether it went at once.
struct Found {
    store: Store,
    name: String,
    is_gone: bool,
}

pub(super) struct Sweeper {
    site: Rc<Site>,
    host: Rc<Host>,
    jar: Jar,
    stores: Stores,
    /// All names that were erased: they are looked for on the next page too.
    names: RefCell<Vec<String>>,
    /// What the last sweep found.
    latest: RefCell<Report>,
    /// What was found and is not on record yet.
    reports: RefCell<Vec<Report>>,
    /// Whether all of ours was erased: what is still swept up is then not put down again.
    is_forgotten: Cell<bool>,
    /// Sweeps go one after the other.
    last: RefCell<Promise>,
    is_watching: Cell<bool>,
}

impl Sweeper {
    pub(super) fn new(site: Rc<Site>, host: Rc<Host>, jar: Jar) -> Sweeper {
        Sweeper {
            site,
            host,
            jar,
            stores: Stores::default(),
            names: RefCell::default(),
            latest: RefCell::default(),
            reports: RefCell::default(),
            is_forgotten: Cell::new(false),
            last: RefCell::new(Promise::resolve(&JsValue::UNDEFINED)),
            is_watching: Cell::new(false),
        }
    }

    /// Erases, and goes on looking; resolves with the report of this sweep.
    pub(super) fn erase(self: &Rc<Self>) -> Promise {
        self.is_forgotten.set(false);
        for delay in AGAIN {
            let this = Rc::clone(self);
            Timeout::new(delay, move || this.again()).forget();
        }
        self.watch();
        self.sweep()
    }

    /// From now on nothing is put down.
    pub(super) fn forget(&self) {
        self.is_forgotten.set(true);
        self.reports.borrow_mut().clear();
    }

    /// The reports that are not on record yet.
    pub(super) fn take_reports(&self) -> Vec<Report> {
        core::mem::take(&mut self.reports.borrow_mut())
    }

    /// What the last sweep found.
    pub(super) fn last(&self) -> Report {
        self.latest.borrow().clone()
    }

    /// The page's cookie jar.
    pub(super) fn jar(&self) -> &Jar {
        &self.jar
    }

    /// When the page is hidden it may be left, and nothing may be waited for.
    fn watch(self: &Rc<Self>) {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else {
            return;
        };
        if self.is_watching.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        EventListener::new(&document, "visibilitychange", move |_| {
            if !this.names.borrow().is_empty() {
                this.erase_now();
            }
            this.again();
        })
        .forget();
    }

    fn again(self: &Rc<Self>) {
        if !self.names.borrow().is_empty() {
            let _ = self.sweep();
        }
    }

    fn sweep(self: &Rc<Self>) -> Promise {
        let before = self.last.borrow().clone();
        let this = Rc::clone(self);
        let sweep = future_to_promise(async move {
            let _ = JsFuture::from(before).await;
            let report = this.sweep_once().await;
            this.tell(&report);
            Ok(to_js(&report)?)
        });
        *self.last.borrow_mut() = sweep.clone();
        sweep
    }

    async fn sweep_once(&self) -> Report {
        self.stores.look().await;
        let found = self.erase_now();
        self.stores.gone().await;
        self.stores.look().await;
        self.report(&found)
    }

    fn verdicts(&self) -> Verdicts<'_> {
        self.site.verdicts(&self.host.jar(), clock::minutes(&self.host))
    }

    /// The refused names that a store holds now.
    fn refused(&self, verdicts: &Verdicts<'_>, store: Store) -> Vec<String> {
        let held = match store {
            Store::Cookie => consent::pairs(&self.jar.read()).map(|(name, _)| name.to_string()).collect(),
            _ => self.stores.names(store),
        };
        let mut names: Vec<String> = Vec::new();
        for name in held {
            if consent::is_refused(&self.site.policy, verdicts, store, &name) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn erase_now(&self) -> Vec<Found> {
        let verdicts = self.verdicts();
        let (hostname, path) = place();
        let mut found = Vec::new();
        for store in Store::ALL {
            for name in self.refused(&verdicts, store) {
                let is_gone = if store == Store::Cookie {
                    let told = self.stores.paths_of(&name);
                    let paths = told.iter().map(String::as_str).chain(reach(&path));
                    self.site.erase_cookie(&self.jar, &name, &hostname, paths)
                } else {
                    self.stores.delete(store, &name);
                    true
                };
                found.push(Found { store, name, is_gone });
            }
        }
        for rule in consent::unseen(&self.site.policy, &verdicts, &path) {
            if !rule.pattern.contains('*') {
                let paths = core::iter::once(rule.path).filter(|path| !path.is_empty());
                self.site.erase_cookie(&self.jar, rule.pattern, &hostname, paths);
            }
        }
        found
    }

    /// Reads everything back, and says what became of what was found.
    fn report(&self, found: &[Found]) -> Report {
        let verdicts = self.verdicts();
        let mut report = Report::default();
        for store in Store::ALL {
            let left = self.refused(&verdicts, store);
            let of_store = || found.iter().filter(|one| one.store == store);
            for name in &left {
                let why = if store == Store::Database && self.stores.is_blocked(name) {
                    Why::Open
                } else if of_store().any(|one| one.name == *name && !one.is_gone) {
                    Why::OutOfReach
                } else {
                    Why::WrittenAgain
                };
                report.survivors.push(Survivor::new(store, name, "", why));
            }
            let erased = of_store().filter(|one| !left.contains(&one.name));
            report.erased.extend(erased.map(|one| Erased { name: one.name.clone(), store }));
        }
        for rule in consent::unseen(&self.site.policy, &verdicts, &place().1) {
            if rule.http_only || rule.pattern.contains('*') {
                let why = if rule.http_only { Why::HttpOnly } else { Why::Elsewhere };
                report.survivors.push(Survivor::new(Store::Cookie, rule.pattern, rule.path, why));
            }
        }
        report
    }

    /// Puts down what is to be looked for on the next page, and tells what is new.
    fn tell(&self, report: &Report) {
        let mut names = self.names.borrow_mut();
        for Erased { name, .. } in &report.erased {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let before = self.latest.replace(report.clone());
        if self.is_forgotten.get() {
            return;
        }
        if names.is_empty() {
            stores::drop_kept(ERASURE);
        } else {
            stores::keep(ERASURE, &names.join("\n"));
        }
        if !report.erased.is_empty() || report.survivors != before.survivors {
            self.reports.borrow_mut().push(report.clone());
            dispatch("portcullis:erased", report);
        }
    }
}

/// What an erasure found, as the journal has it: the store, the name, and why it is left.
pub(super) fn noted(report: &Report) -> (Vec<String>, Vec<String>) {
    let erased = report.erased.iter().map(|one| format!("{} {}", one.store.name(), one.name));
    let survivors = report.survivors.iter().map(|one| format!("{} {} {}", one.store.name(), one.name, one.why.name()));
    (erased.collect(), survivors.collect())
}

/// Tells the page's own code.
fn dispatch(event: &str, report: &Report) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let init = CustomEventInit::new();
    if let Ok(detail) = to_js(report) {
        init.set_detail(&detail);
    }
    if let Ok(event) = CustomEvent::new_with_event_init_dict(event, &init) {
        let _ = document.dispatch_event(&event);
    }
}
