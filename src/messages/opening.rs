//! What a page is opened with.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;
use ts_rs::TS;

/// A policy, and what it is read with.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// The policy's text, as it was fetched.
    pub policy: String,
    /// The files of the catalogue that it names, by the ids of their services.
    pub files: BTreeMap<String, String>,
    /// The language of the texts, as HTML names it.
    pub language: String,
    /// Our texts in that language, by their keys: those of the banner and the control at least.
    pub texts: BTreeMap<String, String>,
    /// The style sheet of the banner and the control.
    pub sheet: String,
    /// The table that the shim came with: what is known besides the policy.
    pub table: String,
    /// The value of `data-policy`, where the page has one.
    #[serde(default)]
    #[ts(optional)]
    pub source: Option<String>,
    /// Where a policy that names no page of its own can be read.
    pub home: String,
    /// The name of the record's cookie.
    pub record: String,
    /// Whether the page came by https.
    pub is_secure: bool,
    /// What is known of the visitor.
    pub visitor: Visitor,
    /// The plan that the page goes by, where one was made ahead.
    #[serde(default)]
    #[ts(optional)]
    pub built: Option<Built>,
}

/// What the browser and the page's tag say of a visitor.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// Whether the browser sends Global Privacy Control.
    pub gpc: bool,
    /// The value of `data-age`.
    pub age: String,
    /// The value of `data-regime`.
    pub regime: String,
    /// The value of `data-country`.
    pub country: String,
    /// The value of `data-guard`, or `live`.
    pub guard: String,
}

impl Visitor {
    /// As a pass has it.
    pub fn signals(&self) -> String {
        [if self.gpc { "1" } else { "" }, &self.age, &self.regime, &self.country].join(",")
    }
}

/// What a pass needs of the plan that a page goes by.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Built {
    /// The digest of its decisions.
    pub digest: String,
    /// The SHA-256 of its policy's bytes.
    pub policy: String,
    /// The days on which something changes.
    pub days: Vec<u32>,
}
