//! What a page is opened with, read once: its policy, what is known besides, the words, and what is said of the
//! visitor.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::error::Error;
use crate::classify::{self, Rule};
use crate::consent::{Guard, Signals};
use crate::messages::{Built, Opening, Visitor};
use crate::plan::{self, Decisions, Plan, Wording};
use crate::policy::field::Link;
use crate::policy::{self, Policy};
use crate::words::Words;

/// A site as this page has it. What is read of a policy borrows its text, which lives as long as the page does.
pub(super) struct Site {
    pub(super) policy: Policy<'static>,
    pub(super) text: &'static str,
    /// The rules that hold on its pages.
    pub(super) rules: Vec<Rule<'static>>,
    pub(super) visitor: Visitor,
    pub(super) signals: Signals,
    pub(super) guard: Option<Guard>,
    /// The name of the record's cookie.
    pub(super) record: String,
    pub(super) is_secure: bool,
    /// The digest of the decisions that the page goes by, and the days on which they change.
    pub(super) built: Built,
    /// The plan, where this page made it.
    pub(super) plan: Option<Box<Plan>>,
    files: BTreeMap<String, &'static str>,
    texts: RefCell<BTreeMap<String, String>>,
    language: String,
    home: String,
    sheet: String,
}

impl Site {
    pub(super) fn read(opening: Opening) -> Result<Site, Error> {
        let Opening {
            policy: text,
            files,
            language,
            texts,
            sheet,
            table,
            source,
            home,
            record,
            is_secure,
            visitor,
            built,
        } = opening;
        let text: &'static str = text.leak();
        let files: BTreeMap<String, &'static str> = files.into_iter().map(|(id, file)| (id, &*file.leak())).collect();
        let policy = policy::parse_with(text, &|id| files.get(id).copied());
        let policy = policy.map_err(|error| Error::Policy { source: source.clone().unwrap_or_default(), error })?;
        let guard = Guard::parse(&visitor.guard);
        let Visitor { gpc, age, regime, country, .. } = &visitor;
        let signals = Signals::read(*gpc, age, regime, country, guard.is_some());
        let known = classify::known_by(table.leak());
        let rules = classify::rules_beside(&policy, &known);
        let mut site = Site {
            policy,
            text,
            rules,
            visitor,
            signals,
            guard,
            record,
            is_secure,
            built: Built::default(),
            plan: None,
            files,
            texts: RefCell::new(texts),
            language,
            home,
            sheet,
        };
        match built.filter(|built| built.policy == plan::sha256(text.as_bytes())) {
            Some(built) => site.built = built,
            None => site.make_plan(&known, source),
        }
        Ok(site)
    }

    /// What a build would have made ahead.
    fn make_plan(&mut self, known: &[Rule<'_>], source: Option<String>) {
        let decisions = plan::decisions(&self.policy, self.text, known, self.guard);
        let Decisions { digest, policy, days, .. } = &decisions;
        self.built = Built { digest: digest.clone(), policy: policy.clone(), days: days.clone() };
        let wording = self.wording(&self.words());
        self.plan = Some(Box::new(Plan { source, ..Plan::of(decisions, Some(wording)) }));
    }

    /// Another version of the policy, where it can be read with the same files of the catalogue.
    pub(super) fn read_other(&self, text: String) -> Option<Policy<'static>> {
        policy::open_with(text.leak(), &|id| self.files.get(id).copied()).ok()
    }

    /// The words in the page's language.
    pub(super) fn words(&self) -> Words {
        Words::from_texts(&self.policy, &self.language, self.texts.borrow().clone())
    }

    /// Takes more of our texts.
    pub(super) fn learn(&self, texts: BTreeMap<String, String>) {
        self.texts.borrow_mut().extend(texts);
    }

    /// What the plan's banner and control say.
    pub(super) fn wording(&self, words: &Words) -> Wording {
        plan::wording(&self.policy, words, self.home(), &self.sheet)
    }

    /// Where a policy that names no page of its own can be read.
    pub(super) fn home(&self) -> Option<Link<'_>> {
        Link::parse(&self.home)
    }

    /// The plan that the page made, as a pass keeps it.
    pub(super) fn kept_plan(&self) -> Option<(Plan, String)> {
        let plan = self.plan.as_ref().filter(|plan| plan.source.is_some())?;
        Some(((**plan).clone(), self.text.to_owned()))
    }
}
