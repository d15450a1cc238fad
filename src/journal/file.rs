//! Puts on record what is due.

use alloc::string::String;
use alloc::vec::Vec;

use super::chain::{DAYS, Journal, apart};
use super::due::Due;
use super::entry::{Entry, time};
use super::receipt::{Before, receipt};
use crate::policy::Policy;

/// What becomes of a receipt that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The journal, with it.
    pub journal: Journal,
    /// What is handed over of it.
    pub handed: String,
}

/// Puts a decision on record, and before it that the policy changed, where it is of another one than the last; nothing
/// where it is on record, or no decision. `seconds` is the time, since 1970.
///
/// What only a page held (`is_kept` is false) may have been found by another tab: then no entry of the journal may be
/// it.
pub fn file(
    stored: &str,
    policy: &Policy<'_>,
    due: &Due,
    is_kept: bool,
    id: Option<String>,
    seconds: u64,
) -> Option<Filed> {
    let (mut journal, is_damaged) = Journal::read(stored);
    let decisions: Vec<Before> = journal.lines().iter().rev().filter_map(|line| before(line)).collect();
    let last = decisions.first();
    let made = receipt(policy, due, last, id)?;
    let mut candidates = decisions.iter().take(if is_kept { 1 } else { usize::MAX });
    if candidates.any(|before| before.is_same(&made)) {
        return None;
    }
    let oldest = oldest(seconds);
    if is_damaged {
        journal.append(Entry::new("damage", time(seconds)), &oldest);
    }
    if last.is_some_and(|last| last.policy() != due.policy) {
        let changed = Entry {
            policy: Some(due.policy.clone()),
            updated: Some(due.updated.clone()),
            ..Entry::new("policy", made.at.clone())
        };
        journal.append(changed, &oldest);
    }
    let handed = apart(&made);
    journal.append(made, &oldest);
    Some(Filed { journal, handed })
}

/// So many names of an erasure are put on record.
const NAMES: usize = 50;

/// Puts on record what an erasure found: each with its store, and what is left with why.
pub fn note(stored: &str, erased: Vec<String>, survivors: Vec<String>, seconds: u64) -> Journal {
    let some = |names: Vec<String>| Some(names.into_iter().take(NAMES).collect());
    let (mut journal, is_damaged) = Journal::read(stored);
    let oldest = oldest(seconds);
    if is_damaged {
        journal.append(Entry::new("damage", time(seconds)), &oldest);
    }
    let erasure = Entry { erased: some(erased), survivors: some(survivors), ..Entry::new("erasure", time(seconds)) };
    journal.append(erasure, &oldest);
    journal
}

fn oldest(seconds: u64) -> String {
    time(seconds.saturating_sub(u64::from(DAYS).saturating_mul(24 * 60 * 60)))
}

fn before(line: &str) -> Option<Before> {
    Before::of(&serde_json::from_str(line).ok()?)
}
