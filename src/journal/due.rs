//! A receipt that is due: what a page puts down with the record itself, so that a page left at once loses nothing.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;
use ts_rs::TS;

/// What a receipt is made of, whole in itself: the policy may be another when it is put on record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
pub struct Due {
    /// The record, as in the cookie.
    pub record: String,
    /// The SHA-256 of the policy that was answered.
    pub policy: String,
    /// The day of that policy.
    pub updated: String,
    /// The guard of the page.
    pub guard: String,
    /// What was known of the visitor, as a pass has it.
    pub signals: String,
    /// The language of what was shown.
    pub language: String,
    /// How it was laid out.
    pub layout: String,
    /// `banner`, `preferences` or `none`.
    pub surface: String,
    /// All that was shown.
    pub text: String,
    /// The services that waited for the choice.
    pub services: Vec<String>,
}

impl Due {
    /// Reads what was put down; `now` is what the page would put down itself, for what an earlier version did not say.
    pub fn read(text: &str, now: &Due) -> Option<Due> {
        serde_json::from_str(text).ok().or_else(|| Due::read_old(text, now))
    }

    /// What versions before the plan put down: the cookie, the language, the class of what was shown and its text, with
    /// commas between.
    fn read_old(text: &str, now: &Due) -> Option<Due> {
        let mut parts = text.splitn(4, ',');
        let cookie = parts.next()?;
        let (_, record) = cookie.split(';').next()?.split_once('=')?;
        let language = parts.next().unwrap_or_default();
        let surface = parts.next().and_then(|class| class.strip_prefix("portcullis-"));
        Some(Due {
            record: record.to_string(),
            language: language.to_string(),
            surface: surface.unwrap_or("none").to_string(),
            text: parts.next().unwrap_or_default().to_string(),
            ..now.clone()
        })
    }
}
