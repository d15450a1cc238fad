//! What is drawn when somebody asks for it: the preferences and the visitor's own part of them, what is new in the
//! policy, the policy page, and what stands in the place of what is held.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::error::Error;
use super::{Page, clock, from_js, receipts, stores, to_js};
use crate::centre::{self, Done, Everything};
use crate::consent::{Verdict, stored};
use crate::drawing::Node;
use crate::journal::{self, Journal};
use crate::messages::Placeholder;
use crate::notice;
use crate::policy::{self, Service};
use crate::revision;
use crate::surface::placeholder::{self, Way};
use crate::surface::preferences;
use crate::vendors::Class;

#[wasm_bindgen]
impl Page {
    /// The preferences.
    #[wasm_bindgen(unchecked_return_type = "Drawing")]
    pub fn preferences(&self) -> Result<JsValue, JsValue> {
        let (site, verdicts) = (&self.site, self.verdicts());
        Ok(to_js(&preferences::view(&site.policy, &site.words(), site.signals, &verdicts))?)
    }

    /// The visitor's own part of them.
    #[wasm_bindgen(unchecked_return_type = "Drawing[]")]
    pub fn centre(&self) -> Result<JsValue, JsValue> {
        let (site, verdicts) = (&self.site, self.verdicts());
        let stored = receipts::stored();
        let journal = centre::Journal::read(&stored);
        Ok(to_js(&centre::view(&site.policy, &site.words(), site.signals, &verdicts, &journal))?)
    }

    /// What became of a withdrawal, or of an erasure of everything, by what the last sweep found.
    #[wasm_bindgen(unchecked_return_type = "Drawing[]")]
    pub fn report(&self, erased: bool) -> Result<JsValue, JsValue> {
        let done = if erased { Done::Erased { record_stays: self.stays() } } else { Done::Withdrawn };
        Ok(to_js(&centre::report(&self.site.words(), &self.sweeper.last(), done))?)
    }

    /// Whether the record stays when everything else is erased.
    pub fn stays(&self) -> bool {
        centre::stays(&self.site.policy, self.site.signals)
    }

    /// A text of ours, by its key.
    pub fn say(&self, key: &str) -> String {
        self.site.words().say(key)
    }

    /// The receipts, as the file that a visitor takes away.
    pub fn export(&self) -> String {
        Journal::read(&receipts::stored()).0.export()
    }

    /// All that this module keeps in the browser, as the file that a visitor takes away.
    pub fn everything(&self) -> String {
        let ours = stores::kept_names().into_iter().filter(|name| stored::is_ours(name));
        let jar = self.host.jar();
        let everything = Everything {
            at: journal::time(clock::seconds(&self.host)),
            choices: self.verdicts().iter().map(|(service, verdict)| (service.id, verdict.name())).collect(),
            receipts: self.export(),
            record: self.site.record_in(&jar),
            policy: &self.site.policy,
            stored: ours.filter_map(|name| Some((name.clone(), stores::kept(&name)?))).collect(),
        };
        everything.text()
    }

    /// Leaves nothing of ours in the browser but the record's cookie, which its script removes; where that stays, its
    /// pass does.
    pub fn forget(&self) {
        self.sweeper.forget();
        let stays = self.stays();
        let is_pass = |name: &str| name.starts_with(stored::PASS) || name.starts_with(stored::OLD_PASS);
        for name in stores::kept_names() {
            if stored::is_ours(&name) && !(stays && is_pass(&name)) {
                stores::drop_kept(&name);
            }
        }
    }

    /// What changed in the services that are asked about again, since that older policy; its services alone, where that
    /// is not known any more.
    #[wasm_bindgen(unchecked_return_type = "Drawing | undefined")]
    pub fn news(&self, old: Option<String>) -> Result<JsValue, JsValue> {
        let site = &self.site;
        let asked: Vec<&str> = self
            .verdicts()
            .iter()
            .filter(|(_, verdict)| *verdict == Verdict::Undecided)
            .map(|(service, _)| service.id)
            .collect();
        let old = old.and_then(|old| site.read_other(old));
        let news = revision::news(old.as_ref(), &site.policy, &site.words(), &asked);
        Ok(news.map_or(Ok(JsValue::UNDEFINED), |news| to_js(&news))?)
    }

    /// The address of an announced version of the policy, relative to that of this one.
    pub fn next(&self) -> Option<String> {
        self.site.policy.notice().next_policy().map(ToString::to_string)
    }

    /// What is said of an announced version, until its day: of `next`, where that is a policy of its own, or of this
    /// one. `files` are those of the catalogue that it names.
    #[wasm_bindgen(unchecked_return_type = "Drawing[]")]
    pub fn announced(
        &self,
        next: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] files: JsValue,
    ) -> Result<JsValue, JsValue> {
        Ok(to_js(&self.said_of_next(next, files)?)?)
    }

    /// The same beside the page, for whoever has chosen; nothing where nothing is announced.
    #[wasm_bindgen(unchecked_return_type = "Drawing | undefined")]
    pub fn aside(
        &self,
        next: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] files: JsValue,
    ) -> Result<JsValue, JsValue> {
        let said = self.said_of_next(next, files)?;
        if said.is_empty() {
            return Ok(JsValue::UNDEFINED);
        }
        let site = &self.site;
        Ok(to_js(&notice::aside(said, &site.policy, &site.words(), site.home()))?)
    }

    /// The readable policy, its title at that level of the page's headings.
    #[wasm_bindgen(unchecked_return_type = "Drawing")]
    pub fn article(&self, level: u8, browser: &str) -> Result<JsValue, JsValue> {
        Ok(to_js(&notice::article(&self.site.policy, &self.site.words(), notice::Page { level, browser }))?)
    }

    /// The switches in it.
    #[wasm_bindgen(unchecked_return_type = "Drawing[]")]
    pub fn switches(&self) -> Result<JsValue, JsValue> {
        let (site, verdicts) = (&self.site, self.verdicts());
        Ok(to_js(&notice::switches(&site.policy, &site.words(), site.signals, &verdicts))?)
    }

    /// What stands in the place of what these services hold; nothing where the policy has none of them. `waits` is
    /// whether a grant waits for the next page.
    #[wasm_bindgen(unchecked_return_type = "Placeholder | undefined")]
    pub fn placeholder(&self, services: Vec<String>, waits: bool) -> Result<JsValue, JsValue> {
        let site = &self.site;
        let services: Vec<&Service<'_>> = services.iter().filter_map(|id| site.policy.service(id)).collect();
        if services.is_empty() {
            return Ok(JsValue::UNDEFINED);
        }
        let is_locked = site.signals.minor && services.iter().any(|service| service.class == Class::Tracking);
        let way = match (is_locked, waits, site.guard) {
            (true, ..) => Way::None,
            (_, true, _) => Way::NextPage,
            (.., Some(_)) => Way::Always,
            _ => Way::OnceOrAlways,
        };
        let words = site.words();
        Ok(to_js(&Placeholder {
            title: placeholder::title(&words, &services),
            drawing: placeholder::view(&words, &services, way),
            direction: words.direction().to_string(),
            language: words.language,
        })?)
    }

    fn said_of_next(&self, next: Option<String>, files: JsValue) -> Result<Vec<Node>, Error> {
        let site = &self.site;
        let words = site.words();
        let Some(next) = next else {
            return Ok(notice::announced(&site.policy, &words, self.now()));
        };
        let files: BTreeMap<String, String> = from_js(files)?;
        let next = policy::parse_with(&next, &|id| files.get(id).map(String::as_str));
        Ok(next.map_or_else(|_| Vec::new(), |next| notice::announced(&next, &words, self.now())))
    }

    fn verdicts(&self) -> super::visit::Verdicts<'_> {
        self.site.verdicts(&self.host.jar(), self.now())
    }
}
