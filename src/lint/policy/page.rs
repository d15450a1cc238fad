//! The policy page: what every one must say.

use alloc::format;
use alloc::vec::Vec;

use super::Found;
use super::rule::NOTICE_INCOMPLETE;
use crate::policy::Policy;

/// What must be said, and the field that says it.
const NEEDED: [(&str, &str); 3] = [
    ("the legal bases", "collected"),
    ("visitors' rights", "rights"),
    ("whether data leaves the EU, and how it is protected there", "transfers"),
];

pub(super) fn lint(policy: &Policy<'_>, found: &mut Found) {
    let Some(notice) = policy.root().field("notice") else { return };
    // A version that is announced makes no page.
    if notice.fields().iter().all(|field| field.name == "next") {
        return;
    }
    let says = |field: &str| {
        let given = notice.field(field);
        given.is_some_and(|given| !given.items().is_empty() || !given.fields().is_empty())
    };
    let missing: Vec<_> = NEEDED.iter().filter(|(_, field)| !says(field)).collect();
    if !missing.is_empty() {
        let named: Vec<_> = missing.iter().map(|(what, field)| format!("{what} (`{field}`)")).collect();
        found.add(notice.named, &NOTICE_INCOMPLETE, format!("the page does not say: {}", named.join("; ")));
    }
}
