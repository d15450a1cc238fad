//! The record of a choice: of everything at once, or of some services alone.

use alloc::string::String;
use alloc::vec::Vec;

use super::decision::{Signals, answered};
use super::record::{self, How, Record, Telling};
use crate::policy::{Policy, Service};

/// The record of a choice that answers for every service: these are granted, as far as a signal lets them be, and all
/// others refused.
pub fn choose(policy: &Policy<'_>, signals: Signals, how: How, granted: &dyn Fn(&str) -> bool, now: u32) -> String {
    let is_withheld = |id: &str| policy.service(id).is_some_and(|service| signals.withholds(how, service));
    record::write(policy, now, how, signals, &|id| granted(id) && !is_withheld(id))
}

/// What a control of the page's own answers, or the one of a placeholder: for these services alone.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The services.
    pub services: &'a [&'a str],
    /// Whether they are granted, or refused.
    pub grants: bool,
}

/// The record of such a change. What was answered about other services stays, and what was not is still to be asked,
/// unless nothing of that is left; `records` are all copies found. Nothing where there is nothing to write down.
pub fn change(
    policy: &Policy<'_>,
    signals: Signals,
    records: &[Record<'_>],
    change: Change<'_>,
    now: u32,
) -> Option<String> {
    let answer = |service: &Service<'_>| {
        let before = answered(policy, service, signals, records, now);
        let is_changed = change.services.contains(&service.id);
        let is_withheld = change.grants && signals.withholds(How::Api, service);
        if is_changed && !is_withheld { Some(change.grants) } else { before }
    };
    let answers: Vec<(&str, Option<bool>)> =
        policy.gated().iter().map(|service| (service.id, answer(service))).collect();
    let is = |id: &str, wanted: bool| answers.iter().any(|(other, answer)| *other == id && *answer == Some(wanted));
    if answers.iter().all(|(_, answer)| answer.is_none()) {
        return None;
    }
    let whole = || record::write(policy, now, How::Api, signals, &|id| is(id, true));
    if answers.iter().all(|(_, answer)| answer.is_some()) {
        return Some(whole());
    }
    let told = Telling { granted: &|id| is(id, true), refused: &|id| is(id, false) };
    // Of so many services that not all their names have room, a choice speaks of all.
    Some(record::write_part(policy, now, How::Api, signals, &told).unwrap_or_else(whole))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
