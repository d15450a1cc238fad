//! The digests of a plan: the one that names its decisions, and that of the policy's bytes.

use alloc::string::{String, ToString};

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use sha2::{Digest, Sha256};

use super::Decisions;

/// The SHA-256 of bytes, in base64url.
pub fn sha256(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

/// How many characters of a hash tell decisions apart: 96 bits of it.
const LENGTH: usize = 16;

/// The decisions with their digest: it is of all their other fields, so that equal digests mean equal decisions.
pub(super) fn named(decisions: Decisions) -> Decisions {
    // A value of plain data is always written.
    let text = serde_json::to_string(&decisions).unwrap_or_default();
    let hash = sha256(text.as_bytes());
    let digest = hash.get(..LENGTH).unwrap_or(&hash);
    Decisions { digest: digest.to_string(), ..decisions }
}
