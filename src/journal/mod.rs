//! What is on record: a browser's decisions as receipts, in a chain of hashes, and whether an exported chain is whole.
//!
//! A journal is lines of canonical JSON (RFC 8785): its head, then its entries, oldest first. Each entry carries the
//! hash of the one before and its own, over all else in it. `docs/receipts.md` has the shapes; `www/page/proof` writes the
//! same in a page, byte for byte (`tests/proof/same.json`). The chain finds damage and edits in a file. It does not
//! bind whoever holds the journal: they can write another.

mod chain;
mod shape;
mod verify;

pub use chain::{CHARS, DAYS, ENTRIES, Journal, Unwritable};
pub use verify::{Finding, Made, Revision, asked, verify};

/// The SHA-256 of a text, as receipts have it.
pub fn hash_of(text: &str) -> String {
    chain::hash_of(text)
}

use alloc::string::String;

use serde_json::Value;

/// What the names in a journal mean in JSON-LD: terms of the W3C's Data Privacy Vocabulary where it has them.
pub fn context() -> Value {
    serde_json::from_str(include_str!("context.json")).unwrap_or_default()
}

/// The profile of ISO/IEC TS 27560 that the receipts take their fields from.
pub const PROFILE: &str = "https://w3id.org/dpv/schema/dpv-27560#receipt";

#[cfg(test)]
mod tests;
