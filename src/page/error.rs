//! What can go wrong in a page, and what is said of it.

use alloc::format;
use alloc::string::String;

use js_sys::RangeError;
use wasm_bindgen::{JsError, JsValue};

use crate::policy::PolicyError;

/// Why something was not done.
#[derive(Debug)]
pub(super) enum Error {
    /// A policy is wrong.
    Policy {
        /// Its address, where it has one.
        source: String,
        /// What is wrong, and where.
        error: PolicyError,
    },
    /// The policy has no service of that id that waits for a choice.
    NoService(String),
    /// A choice cannot be made in that way.
    NoWay(String),
    /// There is no such store.
    NoStore(String),
    /// The script handed over something else than was agreed: it is of another version.
    Message(serde_wasm_bindgen::Error),
}

impl From<serde_wasm_bindgen::Error> for Error {
    fn from(error: serde_wasm_bindgen::Error) -> Error {
        Error::Message(error)
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> JsValue {
        match error {
            Error::Policy { source, error } => {
                let source = if source.is_empty() { "the policy in the page" } else { &source };
                JsError::new(&format!("{source}: {}", error.message())).into()
            }
            Error::NoService(id) => {
                RangeError::new(&format!("portcullis: the policy has no service \"{id}\" to choose")).into()
            }
            Error::NoWay(how) => RangeError::new(&format!("portcullis: there is no choice \"{how}\"")).into(),
            Error::NoStore(name) => RangeError::new(&format!(
                "portcullis: \"{name}\" is no store: cookie, localStorage, sessionStorage, indexedDB, cacheStorage"
            ))
            .into(),
            Error::Message(error) => {
                JsError::new(&format!("deploy the folder as a whole: its files are of several versions ({error})"))
                    .into()
            }
        }
    }
}
