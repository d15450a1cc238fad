//! What a new version of a policy asks of visitors who chose under the old one.
//!
//! Nobody keeps old policies: a service's `since` is all that a page has, and it asks again whoever chose before that
//! day. So what changed is compared here, before the new version is published, with what its days will ask.

mod change;
mod news;
mod told;

use alloc::string::String;
use alloc::vec::Vec;

use crate::consent::{Regime, is_long};
use crate::policy::field::Date;
use crate::policy::{Policy, Service};
pub use change::What;
pub use news::news;

/// What a new version asks, and what it should.
#[derive(Debug)]
pub struct Revision<'a> {
    /// The services that are asked about again, each of whoever chose before its day and from that day on.
    pub asked: Vec<Asked<'a>>,
    /// Changes that earlier choices would be taken to cover though they do not.
    pub faults: Vec<(&'a str, Fault)>,
    /// The day that the old version announced, and the one from which this one is in force, where they are not the
    /// same.
    pub moved: Option<(Date, Date)>,
    /// Whether choices that are kept as bits (those of very many services) are lost, so that all is asked again.
    pub loses_bits: bool,
    /// What else changed, which asks nothing.
    pub other: Vec<String>,
    /// The days of the two versions, and the one from which the new one is in force.
    days: (Date, Date, Date),
}

/// A service that is asked about again.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whoever chose before that day is asked.
    pub since: Date,
    /// Why; nothing where nothing of it changed.
    pub why: Vec<What>,
    /// Whether the old version said so too, of a day that was to come.
    pub announced: bool,
}

/// Why earlier choices would be taken to cover what they do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It changed, and has no `since` of this version's.
    Unasked(Vec<What>),
    /// It changed, and its `since` is before this version is in force: it leaves out whoever chose between the two, or
    /// asks before the day that was announced.
    TooEarly(Vec<What>),
    /// A `since` of the old version's was taken back, which some choices are still older than.
    TakenBack(Date),
}

/// Compares two versions. `reworded` are the ids of services whose purposes are only worded otherwise.
pub fn compare<'a>(old: &'a Policy<'a>, new: &'a Policy<'a>, reworded: &[&str]) -> Revision<'a> {
    let mut revision = Revision {
        asked: Vec::new(),
        faults: Vec::new(),
        moved: moved(old, new),
        loses_bits: loses_bits(old, new),
        other: change::other(old, new, reworded),
        days: (old.updated(), new.updated(), in_force(new)),
    };
    for service in new.gated() {
        let before = old.service(service.id);
        let changed = change::of(before, service, reworded.contains(&service.id));
        let since = service.since();
        // Choices under the old version were made on its day at the earliest.
        let asks = since.filter(|since| *since > old.updated());
        if let Some(fault) = fault(old, new, before, since, &changed) {
            revision.faults.push((service.id, fault));
        }
        if let Some(since) = asks {
            let announced = before.and_then(Service::since) == Some(since);
            revision.asked.push(Asked { id: service.id, since, why: changed, announced });
        }
    }
    revision
}

fn fault(
    old: &Policy<'_>,
    new: &Policy<'_>,
    before: Option<&Service<'_>>,
    since: Option<Date>,
    changed: &[What],
) -> Option<Fault> {
    let taken_back = before.and_then(Service::since).filter(|day| since.is_none_or(|since| since < *day));
    // After that long every choice made before it has run out.
    let longest = Regime::LONGEST.lifetime_days().saturating_mul(24 * 60);
    let living = |day: &Date| day.minutes().saturating_add(longest) > new.updated().minutes();
    match since {
        _ if changed.is_empty() => taken_back.filter(living).map(Fault::TakenBack),
        Some(since) if since > old.updated() && since >= in_force(new) => None,
        Some(since) if since > old.updated() => Some(Fault::TooEarly(changed.into())),
        _ => Some(Fault::Unasked(changed.into())),
    }
}

/// Whoever was told of a day relies on it: until then, versions go on announcing it, or another.
fn moved(old: &Policy<'_>, new: &Policy<'_>) -> Option<(Date, Date)> {
    let announced = old.notice().announced().filter(|_| new.notice().announced().is_none());
    let day = Date::parse(announced?)?;
    (day != in_force(new)).then_some((day, in_force(new)))
}

/// An announced version asks nothing before its day.
fn in_force(policy: &Policy<'_>) -> Date {
    policy.effective().unwrap_or_default().max(policy.updated())
}

/// Bits count the gated services in their order, and only where their names are too long.
fn loses_bits(old: &Policy<'_>, new: &Policy<'_>) -> bool {
    let ids = |policy: &Policy<'_>| policy.gated().iter().map(|service| service.id.into()).collect::<Vec<String>>();
    is_long(old) && (!is_long(new) || ids(old) != ids(new))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
