//! What a page is told.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::drawing::Element;
use crate::plan::{Pass, verdicts_as_object};

/// What follows from a look or an answer.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The verdict on each service that waits for a choice.
    #[serde(serialize_with = "verdicts_as_object")]
    #[ts(type = "Pass['verdicts']")]
    pub verdicts: Vec<(String, &'static str)>,
    /// The regime, where it grants what nobody chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub by: Option<String>,
    /// What the visitor is asked with, where that is another banner than the plan's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "Drawing")]
    pub banner: Option<Element>,
    /// What the control says, where that is not the usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub control: Option<String>,
    /// Under the seal: the Content Security Policy for what is granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub open: Option<String>,
    /// Whether nothing is known and nothing was answered: the plan's banner stands.
    pub is_unanswered: bool,
    /// Until when this stands, in minutes since 1970, where a choice is behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub until: Option<u32>,
}

/// What a look finds.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Looked {
    /// What follows.
    pub outcome: Outcome,
    /// What is kept for the next page, where nothing is left to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub pass: Option<Pass>,
    /// The one record that is stored; empty where there is none, or several.
    pub record: String,
}

/// What somebody wants explained: a stored name, or an address where there is no store.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// The store of the name.
    #[serde(default)]
    #[ts(optional)]
    pub store: Option<String>,
    /// The name, or the host.
    pub name: String,
    /// The address' path, with its query.
    #[serde(default)]
    #[ts(optional)]
    pub path: Option<String>,
}

/// What it is, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// Its class.
    pub class: String,
    /// The service that it belongs to; none for what nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub service: Option<String>,
    /// The rule of it that matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rule: Option<String>,
    /// Whether the policy declares it.
    pub declared: bool,
    /// What the visitor's choice makes of that service.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "Pass['verdicts'][string]")]
    pub verdict: Option<String>,
    /// Why it is locked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "'gpc' | 'age' | 'needs'")]
    pub reason: Option<String>,
    /// When the visitor chose, in minutes since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub when: Option<u32>,
}

impl Explained {
    /// What classification says of it.
    pub fn of(answer: &crate::classify::Answer<'_>) -> Explained {
        Explained {
            class: answer.class.name().to_string(),
            service: answer.service.map(ToString::to_string),
            rule: answer.rule.map(ToString::to_string),
            declared: answer.declared,
            verdict: None,
            reason: None,
            when: None,
        }
    }
}

/// What is known of a stored name; fields that nobody knows are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Known {
    /// Its class.
    pub class: String,
    /// How sure that is: `declared`, `known`, `listed`, `guessed` or `none`.
    pub sure: String,
    /// Who stores it.
    pub vendor: String,
    /// What for, in English.
    pub purpose: String,
    /// For how long.
    pub duration: String,
    /// The service of ours that it is of.
    pub service: String,
    /// The pattern that matched.
    pub rule: String,
}

/// What stands in the place of a held element, and what of it can be done.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Placeholder {
    /// What is called by its name: for a frame's title.
    pub title: String,
    /// What is drawn.
    #[ts(type = "Drawing")]
    pub drawing: Element,
    /// The language that it is in.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: String,
}
