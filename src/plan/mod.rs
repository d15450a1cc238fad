//! The plan: what core makes of a policy once, ahead of time, so that a page needs no wasm until something happens that
//! it does not foresee.
//!
//! What a first visitor is asked, and what follows from each answer, does not depend on the visitor. The shim holds
//! what the plan's table gates, draws its banner, and executes its answers; whatever it does not foresee is asked of
//! core in the page (`src/page`). [`decisions`] are the same in every language, and named by one digest; [`Wording`] is
//! of one language. Nothing in a plan depends on a visitor, and no text of a single service is in it.

mod answers;
mod digest;
mod embed;
mod pass;
mod steps;
mod wording;

pub use answers::{Answer, Answers, verdicts_of};
pub use digest::sha256;
pub use embed::{ascii, embed};
pub use pass::{Pass, Visit, until, verdicts_as_object};
pub use steps::{ServiceSteps, Step};
pub use wording::{Wording, wording};

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;
use ts_rs::TS;

use crate::classify::{self, Rule};
use crate::consent::{Guard, Regime};
use crate::policy::field::Date;
use crate::policy::{Policy, Service};
use crate::vendors::SIGNALS;

/// What a page loads, beside the shim.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// What is decided, in every language.
    pub decisions: Decisions,
    /// What the banner and the control say, and how they look: of the site's main language.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub wording: Option<Wording>,
    /// The address of the policy that this was made of, where a page may name it: a page that names another one gets
    /// its plan from that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub source: Option<String>,
    /// The languages that there are words in, each a file of the folder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    pub languages: Vec<String>,
    /// The folder beside the shim that has everything else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub folder: Option<String>,
}

impl Plan {
    /// Of these decisions and words alone.
    pub fn of(decisions: Decisions, wording: Option<Wording>) -> Plan {
        Plan { decisions, wording, source: None, languages: Vec::new(), folder: None }
    }
}

/// What is decided for visitors of whom nothing is known.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Decisions {
    /// The version of Portcullis that made this.
    pub version: String,
    /// Names all the rest of this.
    pub digest: String,
    /// The SHA-256 of the policy's bytes, in base64url. Empty where there is no policy yet.
    pub policy: String,
    /// The day of the policy's last change, as written.
    pub updated: String,
    /// Whose each address and stored name is; `www/gate/matcher.ts` reads it.
    pub table: String,
    /// Whether a third party that nobody declared is refused, rather than reported.
    pub denies_unknown: bool,
    /// Steps on every page, before anything of the page runs.
    pub before: Vec<Step>,
    /// Steps of each decision, before what it grants starts. `$signals` in them is what each type of
    /// [`Decisions::signals`] is now, and `$granted` the services that are granted.
    pub tells: Vec<Step>,
    /// The types of Google's Consent Mode that some service stands for, each with its services.
    pub signals: Vec<(String, Vec<String>)>,
    /// The services that wait for a choice, in the policy's order.
    pub services: Vec<ServiceSteps>,
    /// Names that stand for several services, in marks and in the API.
    pub groups: Vec<(String, Vec<String>)>,
    /// What follows from each answer that is foreseen; none where there is no policy yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub answers: Option<Answers>,
    /// Days since 1970, sorted, on which something changes: a service asks anew, or a version takes effect.
    pub days: Vec<u32>,
    /// Those of them on which a service asks anew: the editions that a record may name.
    pub editions: Vec<u32>,
    /// The day since 1970 on which a version that is announced takes effect: until then, whoever chose under another
    /// policy is told of it once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub announced: Option<u32>,
    /// How many days a choice stands.
    pub lifetime: u32,
    /// The names under which other products stored choices that are taken over, in cookies or localStorage.
    pub former: Vec<String>,
    /// Whether a refusal has to look for stored names that a page cannot list: on other paths, or kept from scripts.
    pub has_unlisted_names: bool,
    /// Whether decisions are put on record.
    pub receipts: bool,
    /// The path of the site that sets the record again; empty where there is none.
    pub renew: String,
    /// What the browser enforces, under the seal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub seal: Option<Seal>,
}

/// The Content Security Policies of the seal.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Seal {
    /// The guard that they are of.
    pub guard: String,
    /// With nothing granted: the static one.
    pub closed: String,
    /// With everything granted.
    pub open: String,
    /// Whether a grant loads the page again.
    pub reloads: bool,
}

/// The version of Portcullis.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The decisions of a policy; `text` are the bytes that it was read from, and `known` the rules of services that we
/// know and the policy may not declare.
pub fn decisions(policy: &Policy<'_>, text: &str, known: &[Rule<'_>], guard: Option<Guard>) -> Decisions {
    let rules = classify::rules_beside(policy, known);
    let services: Vec<ServiceSteps> = policy.gated().iter().map(ServiceSteps::of).collect();
    let signals = signals(policy);
    let own = services.iter().flat_map(|service| steps::before(policy, &service.id));
    let before = steps::consent_defaults(!signals.is_empty()).into_iter().chain(own).collect();
    let editions = sorted(policy.gated().iter().filter_map(|service| service.since()));
    let days = sorted(policy.gated().iter().filter_map(|service| service.since()).chain(comes(policy)));
    let seal = guard.map(|guard| Seal {
        guard: guard.name().to_string(),
        closed: guard.policy_by(policy, &rules, core::iter::empty()),
        open: guard.policy_by(policy, &rules, policy.gated().iter()),
        reloads: policy.reloads(),
    });
    digest::named(Decisions {
        version: VERSION.to_string(),
        digest: String::new(),
        policy: sha256(text.as_bytes()),
        updated: policy.updated_text().to_string(),
        table: classify::table(&rules),
        denies_unknown: policy.denies_unknown(),
        before,
        tells: steps::tells(!signals.is_empty()),
        signals,
        services,
        groups: groups(policy),
        answers: Some(Answers::of(policy)),
        days,
        editions,
        announced: announced(policy),
        lifetime: Regime::default().lifetime_days(),
        former: former(policy),
        has_unlisted_names: has_unlisted_names(policy),
        receipts: policy.keeps_receipts(),
        renew: policy.renew().unwrap_or_default().to_string(),
        seal,
    })
}

/// What a page goes by until it has read its policy: what is known to be gated is held, and nothing is asked.
pub fn without_policy(known: &[Rule<'_>]) -> Decisions {
    digest::named(Decisions {
        version: VERSION.to_string(),
        digest: String::new(),
        policy: String::new(),
        updated: String::new(),
        table: classify::table(known),
        denies_unknown: false,
        before: steps::before_of_all(),
        tells: Vec::new(),
        signals: Vec::new(),
        services: Vec::new(),
        groups: Vec::new(),
        answers: None,
        days: Vec::new(),
        editions: Vec::new(),
        announced: None,
        lifetime: Regime::default().lifetime_days(),
        former: Vec::new(),
        has_unlisted_names: false,
        receipts: false,
        renew: String::new(),
        seal: None,
    })
}

fn sorted(days: impl Iterator<Item = Date>) -> Vec<u32> {
    let mut days: Vec<u32> = days.map(Date::days).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The days on which this version takes effect, and the one that it announces.
fn comes(policy: &Policy<'_>) -> impl Iterator<Item = Date> {
    policy.effective().into_iter().chain(policy.notice().announced().and_then(Date::parse))
}

/// The last of them.
fn announced(policy: &Policy<'_>) -> Option<u32> {
    comes(policy).map(Date::days).max()
}

/// The groups of which the policy has a member.
fn groups(policy: &Policy<'_>) -> Vec<(String, Vec<String>)> {
    let members = |ids: &[&str]| -> Vec<String> {
        let gated = policy.gated().iter().map(|service| service.id);
        gated.filter(|id| ids.contains(id)).map(ToString::to_string).collect()
    };
    let all = crate::vendors::GROUPS.iter().map(|(name, ids)| (name.to_string(), members(ids)));
    all.filter(|(_, members)| !members.is_empty()).collect()
}

/// The types that some service stands for, in the order of [`SIGNALS`].
fn signals(policy: &Policy<'_>) -> Vec<(String, Vec<String>)> {
    let of_type = |signal: &str| -> Vec<String> {
        let gated = policy.gated().iter().filter(|service| service.signals().contains(&signal));
        gated.map(|service| service.id.to_string()).collect()
    };
    let all = SIGNALS.iter().map(|signal| (signal.to_string(), of_type(signal)));
    all.filter(|(_, services)| !services.is_empty()).collect()
}

fn former(policy: &Policy<'_>) -> Vec<String> {
    let stored = policy.moving().map(|moving| moving.stored().to_string());
    stored.filter(|name| !name.is_empty()).collect()
}

/// Whether a rule names a path of its own, or what only the server sees: a page cannot list those.
fn has_unlisted_names(policy: &Policy<'_>) -> bool {
    let mut names = policy.gated().iter().flat_map(Service::names);
    names.any(|rule| !rule.path.is_empty() || rule.http_only)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
