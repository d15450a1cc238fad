//! What this module keeps in a visitor's browser, by name. Nothing else is stored.

use alloc::format;
use alloc::string::String;

/// The record's cookie on https. The prefix keeps other hosts of the domain from setting it.
pub const RECORD_SECURE: &str = "__Host-consent";
/// The record's cookie on plain http, where no such prefix can be had.
pub const RECORD_PLAIN: &str = "portcullis-consent";
/// What that was called at first: a name that a site may well have for something of its own.
pub const RECORD_PLAIN_OLD: &str = "consent";
/// The beginning of a pass's key in localStorage; the guard follows, after a space.
pub const PASS: &str = "portcullis-pass";
/// The beginning of the keys under which earlier versions kept passes.
pub const OLD_PASS: &str = "portcullis ";
/// The key in localStorage under which it stands that an erasure is owed, and the names that were erased last.
pub const ERASURE: &str = "portcullis-erase";
/// The beginning of the keys of receipts that are due.
pub const DUE: &str = "portcullis-due";
/// The key of the journal.
pub const JOURNAL: &str = "portcullis-journal";
/// The beginning of the keys of receipts that the site has not yet taken.
pub const OUTBOX: &str = "portcullis-outbox-";
/// The key under which it stands that such a receipt wakes core on the next page: it is due.
pub const DUE_OUTBOX: &str = "portcullis-due-outbox";
/// The key of on how many pages it was tried to hand them over.
pub const TRIES: &str = "portcullis-tries";
/// The key in sessionStorage of where the visitor came from, while a page under the seal is loaded again for a grant.
pub const CAME: &str = "portcullis-came";

/// The record's cookie on pages of that scheme, for a scope of the origin where the policy names one.
pub fn record_name(secure: bool, scope: &str) -> String {
    let name = if secure { RECORD_SECURE } else { RECORD_PLAIN };
    if scope.is_empty() { String::from(name) } else { format!("{name}-{scope}") }
}

/// Whether a stored name is one of these: no rule of a policy reaches it.
pub fn is_ours(name: &str) -> bool {
    let is_record =
        |record: &str| name.strip_prefix(record).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    is_record(RECORD_SECURE) || is_record(RECORD_PLAIN) || name == RECORD_PLAIN_OLD || name.starts_with("portcullis")
}
