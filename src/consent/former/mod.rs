//! A choice that the visitor made with what the site had before, taken over once and never widened: a service is
//! granted only where the old choice says yes to every name that stands for it, a no stays a no, and what the old
//! choice does not speak of is asked. docs/decisions/021 says why it is so.

mod read;

use alloc::string::String;
use alloc::vec::Vec;

use super::decision::{Signals, stands};
use super::record::{self, How, Telling, pairs};
use crate::policy::Policy;
use crate::policy::moving::{Moving, Product};
use crate::text;

use read::Answers;

/// What a visitor answered, service by service.
#[derive(Debug, PartialEq, Eq)]
pub struct Former<'t> {
    /// When, in minutes since 1970.
    pub when: u32,
    /// The gated services in the policy's order: yes, no, or nothing.
    pub told: Vec<(&'t str, Option<bool>)>,
}

impl<'t> Former<'t> {
    /// The choice that lies in a page's `document.cookie` or in `kept`, localStorage by name; nothing where there is
    /// none, where one of them cannot be read, or where it is too old to hold or says nothing of this policy's
    /// services.
    pub fn find(
        policy: &Policy<'t>,
        signals: Signals,
        jar: &str,
        kept: &dyn Fn(&str) -> Option<String>,
        now: u32,
    ) -> Option<Former<'t>> {
        let mut found: Vec<(Moving<'t>, Answers)> = Vec::new();
        let mut when = u32::MAX;
        for moving in policy.moving().filter(|moving| !moving.stored().is_empty()) {
            let mut value: Option<(&str, bool)> = None;
            let in_store = kept(moving.stored());
            for (name, other) in pairs(jar) {
                if name == moving.stored() && !add(&mut value, other, true) {
                    return None;
                }
            }
            if in_store.as_deref().is_some_and(|other| !add(&mut value, other, false)) {
                return None;
            }
            if let Some((value, is_cookie)) = value {
                let answers = Answers::read(&moving, value, is_cookie, now)?;
                when = when.min(answers.when);
                found.push((moving, answers));
            }
        }
        if found.is_empty() || !stands(signals, when, now) {
            return None;
        }
        let told = policy.gated().iter().map(|service| {
            let withheld = signals.withholds(How::Former, service);
            (service.id, of_service(&found, service.id).map(|answer| answer && !withheld))
        });
        let told: Vec<_> = told.collect();
        told.iter().any(|(_, answer)| answer.is_some()).then_some(Former { when, told })
    }

    /// The record of it, which says that it was taken over; nothing where it would be too long. Whether the browser
    /// sent a signal then is not known, so that the choice is no exception to one.
    pub fn record(&self, policy: &Policy<'_>, signals: Signals) -> Option<String> {
        let signals = Signals { gpc: false, ..signals };
        let said = |id: &str| self.told.iter().find(|(other, _)| *other == id).and_then(|(_, answer)| *answer);
        let granted = |id: &str| said(id) == Some(true);
        if self.told.iter().all(|(_, answer)| answer.is_some()) {
            return Some(record::write(policy, self.when, How::Former, signals, &granted));
        }
        record::write_part(
            policy,
            self.when,
            How::Former,
            signals,
            &Telling { granted: &granted, refused: &|id| said(id) == Some(false) },
        )
    }
}

/// Takes one copy of a choice; whether it is as those before it. Of two that differ nobody can say which is the
/// visitor's.
fn add<'v>(value: &mut Option<(&'v str, bool)>, other: &'v str, is_cookie: bool) -> bool {
    let (first, _) = *value.get_or_insert((other, is_cookie));
    first == other
}

/// What the old choices say of a service: the stricter, and nothing where one that should speak of it does not.
fn of_service(found: &[(Moving<'_>, Answers)], id: &str) -> Option<bool> {
    let (mut granted, mut open) = (false, false);
    for (moving, answers) in found {
        let names = moving.names_of(id);
        let is_own = |name: &str| moving.product == Product::Vanilla && text::cut(name, b'/').1.is_some();
        // The name of the service itself says more than that of its category.
        let own = names.iter().any(|name| is_own(name));
        for name in names {
            if own && !is_own(name) {
                continue;
            }
            match answers.of(name) {
                Some(false) => return Some(false),
                None => open = true,
                Some(true) => granted = true,
            }
        }
    }
    (granted && !open).then_some(true)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
