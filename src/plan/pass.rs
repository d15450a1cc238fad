//! The pass: what an answer leaves for the next page, in localStorage, before anything starts.
//!
//! It names the record that it follows from, the digest of the decisions, and what was known of the visitor. Where any
//! of that differs, or its time is over, core decides anew. The shim writes it for the plan's answers, core for all
//! others; the two are the same to the byte.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use ts_rs::TS;

use super::{Plan, verdicts_of};
use crate::consent::{self, Verdict};
use crate::policy::Service;

/// A pass. Its fields are written in this order.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Pass {
    /// The record, as in the cookie.
    pub record: String,
    /// The digest of the decisions.
    pub digest: String,
    /// The guard of the page.
    pub guard: String,
    /// What was known of the visitor, as [`Visit::signals`] has it.
    pub signals: String,
    /// Until when it stands, in minutes since 1970: then something changes, or the choice has ended.
    pub until: u32,
    /// The verdict on each service that waits for a choice.
    #[serde(serialize_with = "verdicts_as_object")]
    #[ts(type = "Record<string, 'granted' | 'denied' | 'undecided' | 'locked'>")]
    pub verdicts: Vec<(String, &'static str)>,
    /// The regime, where it grants what nobody chose.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub by: String,
    /// What the control says, where that is not the usual.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub control: String,
    /// Under the seal: the Content Security Policy for what is granted.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub open: String,
    /// The plan, where a page made it of a policy that it fetched: the next page goes by it, and needs no wasm.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub plan: Option<Plan>,
    /// The text of that policy: another one is read anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
}

/// Verdicts as fields of an object, in their order.
pub fn verdicts_as_object<S: Serializer>(
    verdicts: &[(String, &'static str)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(verdicts.len()))?;
    for (id, verdict) in verdicts {
        map.serialize_entry(id, verdict)?;
    }
    map.end()
}

/// What a pass is written for.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// The record, as in the cookie.
    pub record: &'a str,
    /// When the choice was made, in minutes since 1970.
    pub when: u32,
    /// Now, in minutes since 1970.
    pub now: u32,
    /// The value of `data-guard`.
    pub guard: &'a str,
    /// What is known of the visitor: GPC as `1` or nothing, then age, regime and country as the tag has them, with
    /// commas between.
    pub signals: &'a str,
}

impl Pass {
    /// Whether verdicts leave one: everything is decided, or something is granted while the rest is still to be asked.
    /// Without it the latch would never open the next page for that.
    pub fn is_left_by(verdicts: &[(&Service<'_>, Verdict)]) -> bool {
        consent::decided(verdicts) || verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Granted)
    }

    /// The pass of a visit by the decisions of that digest, which change on these days; `lifetime` is how many days a
    /// choice stands.
    pub fn of(
        digest: &str,
        days: &[u32],
        visit: Visit<'_>,
        lifetime: u32,
        verdicts: &[(&Service<'_>, Verdict)],
    ) -> Pass {
        Pass {
            record: visit.record.to_string(),
            digest: digest.to_string(),
            guard: visit.guard.to_string(),
            signals: visit.signals.to_string(),
            until: until(days, visit.when, visit.now, lifetime),
            verdicts: verdicts_of(verdicts),
            by: String::new(),
            control: String::new(),
            open: String::new(),
            plan: None,
            text: None,
        }
    }
}

const DAY: u32 = 24 * 60;

/// The minute on which the first of these happens: a day on which something changes, or the end of the choice.
pub fn until(days: &[u32], when: u32, now: u32, lifetime: u32) -> u32 {
    let end = when.saturating_add(lifetime.saturating_mul(DAY)).saturating_add(1);
    let changes = days.iter().map(|day| day.saturating_mul(DAY)).filter(|minute| *minute > now);
    changes.min().map_or(end, |change| change.min(end))
}
