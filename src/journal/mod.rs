//! What is on record: a browser's decisions as receipts, in a chain of hashes.
//!
//! A journal is lines of canonical JSON (RFC 8785): its head, then its entries, oldest first. Each entry carries the
//! hash of the one before and its own, over all else in it. `docs/receipts.md` has the shapes. The chain finds damage
//! and edits in a file. It does not bind whoever holds the journal: they can write another.

mod chain;
mod due;
mod entry;
mod file;
mod receipt;

pub use chain::{CHARS, DAYS, ENTRIES, Journal};
pub use due::Due;
pub use entry::{Controller, Entry, Notice, Process, time};
pub use file::{Filed, file, note};
pub use receipt::{Before, receipt};

use alloc::string::String;

/// The SHA-256 of a text, as receipts have it.
pub fn hash_of(text: &str) -> String {
    crate::plan::sha256(text.as_bytes())
}

/// What the names in a journal mean in JSON-LD, as canonical JSON: terms of the W3C's Data Privacy Vocabulary where it
/// has them.
pub const CONTEXT: &str = include_str!("context.json");

/// The profile of ISO/IEC TS 27560 that the receipts take their fields from.
pub const PROFILE: &str = "https://w3id.org/dpv/schema/dpv-27560#receipt";
