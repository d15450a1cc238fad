//! Journals are written as they were before, byte for byte: what browsers have stays one chain.

#![cfg(feature = "tools")]
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portcullis::journal::{Entry, Journal};
use portcullis::proof::verify;
use serde_json::Value;
use sha2::{Digest, Sha256};

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

#[test]
fn what_is_written_is_what_pages_have_always_written_byte_for_byte() {
    let file: Value = serde_json::from_str(include_str!("proof/same.json")).expect("JSON");
    let mut journal = Journal::default();
    for facts in file["facts"].as_array().expect("facts") {
        let entry: Entry = serde_json::from_value(facts.clone()).expect("an entry");
        journal.append(entry, "2024-11-20T00:00:00Z");
    }
    assert_eq!(file["stored"], hash(&journal.text()));
    assert_eq!(file["exported"], hash(&journal.export()));
    assert_eq!(verify(&journal.export(), None), []);
}
