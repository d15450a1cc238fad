//! The core writes journals as the page does: `tests/proof/journal.test.mjs` holds the page to the same file.

#![cfg(feature = "tools")]
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portcullis::journal::{Journal, verify};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

#[test]
fn the_core_writes_what_the_page_writes_byte_for_byte() {
    let file: Value = serde_json::from_str(include_str!("proof/same.json")).expect("JSON");
    let mut journal = Journal::default();
    for facts in file["facts"].as_array().expect("facts") {
        journal.append(facts.as_object().cloned().expect("an object"), "2024-11-20T00:00:00Z");
    }
    assert_eq!(file["stored"], hash(&journal.text()));
    assert_eq!(file["exported"], hash(&journal.export()));
    assert_eq!(verify(&journal.export(), None), []);
}
