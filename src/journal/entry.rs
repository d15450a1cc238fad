//! An entry of the journal.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::policy::field::Date;

/// What is put on record, of any kind. The fields stand in the order of their names, so that what is written is
/// canonical.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// When, in UTC, as [`time`] has it.
    pub at: String,
    /// The hash of the entry before; empty for the first, and in what is handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// In what is handed over: the profile.
    #[serde(rename = "conformsTo", skip_serializing_if = "Option::is_none")]
    pub conforms_to: Option<String>,
    /// Who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub controller: Option<Controller>,
    /// The names that an erasure found: the store, a space, and the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased: Option<Vec<String>>,
    /// Whether the browser sent Global Privacy Control.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpc: Option<bool>,
    /// The hash of all else in the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// How the decision came about: one of [`crate::consent::WAYS`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// A random id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `decision`, `erasure`, `policy` or `damage`.
    pub kind: String,
    /// Whether the host said that the visitor is under 16.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minor: Option<bool>,
    /// What was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// The SHA-256 of the policy, where that is another than before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// What was decided, service by service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processes: Option<Vec<Process>>,
    /// The regime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regime: Option<String>,
    /// The names that an erasure left: the store, the name and why, with spaces between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survivors: Option<Vec<String>>,
    /// The day of that policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
}

/// Who asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Controller {
    /// Where a visitor can write to.
    pub contact: String,
    /// What the site is called.
    pub name: String,
}

/// What was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notice {
    /// The SHA-256 of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Its language.
    pub language: String,
    /// `bar`, `box` or `corner`.
    pub layout: String,
    /// The SHA-256 of the policy.
    pub policy: String,
    /// `banner`, `preferences` or `none`.
    pub surface: String,
    /// The day of the policy.
    pub updated: String,
}

/// What was decided about a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Process {
    /// What for: the site's words, or the key of ours.
    pub purpose: String,
    /// Who receives data.
    pub recipient: String,
    /// The service's id.
    pub service: String,
    /// `given`, `refused`, `withdrawn` or `unasked`.
    pub status: String,
}

impl Entry {
    /// An entry of that kind, and nothing else yet.
    pub fn new(kind: &str, at: String) -> Entry {
        Entry { at, kind: kind.into(), ..Entry::default() }
    }

    /// The canonical form.
    pub fn line(&self) -> String {
        // A value of plain data is always written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A time as entries have it: to the second, in UTC.
pub fn time(seconds: u64) -> String {
    const DAY: u64 = 24 * 60 * 60;
    let of_day = seconds.checked_rem(DAY).unwrap_or_default();
    let (hours, minutes, seconds_left) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{}T{hours:02}:{minutes:02}:{seconds_left:02}Z", Date::of_seconds(seconds))
}
