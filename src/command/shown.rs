//! Draws again what a receipt says was shown: the same drawing, in the same words, of the policy that it names.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::Value;

use crate::consent::{Record, Signals, Verdict, verdicts};
use crate::drawing::{Element, text_content};
use crate::journal::hash_of;
use crate::policy::field::Date;
use crate::policy::{self, Policy, Service};
use crate::proof::Made;
use crate::surface::{banner, preferences};
use crate::text;
use crate::words::Words;

mod former;

/// How the preferences of an edition are drawn.
type DrawPreferences = fn(&Policy<'_>, &Words, Signals, &[(&Service<'_>, Verdict)]) -> Element;

/// What becomes of drawing it again.
pub enum Shown {
    /// It is what the policy says.
    Same,
    /// It is not, and how it was looked at.
    Another(String),
    /// It is not, but more may have stood there than the policy says.
    Untold(&'static str),
}

/// Whether what the receipt says was shown is what this policy says in that language. The words are those that this
/// program comes with, or came with in an earlier edition.
pub fn compare(policy: &str, made: &Made<'_>) -> Shown {
    let at = |pointer: &str| made.receipt.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let Some(hash) = made.receipt.pointer("/notice/hash").and_then(Value::as_str) else {
        return Shown::Same;
    };
    let (language, surface) = (at("/notice/language"), at("/notice/surface"));
    let another = |why: &str| Shown::Another(format!("what was shown ({surface}, {language}) {why}"));
    let Some(policy) = spoken(policy, language) else {
        return another("is in no language that there are words in");
    };
    let words = match Words::of(&policy, Some(language)) {
        Ok(words) => words,
        Err(error) => return another(&error.to_string()),
    };
    let shown = |drawing: Element| hash_of(&text_content(&[drawing.into()])) == hash;
    let now = drawings(&policy, &words, surface, made, preferences::view);
    let before =
        former::words(&policy, language).map(|words| drawings(&policy, &words, surface, made, former::preferences));
    if now.into_iter().chain(before.into_iter().flatten()).any(shown) {
        Shown::Same
    } else if is_told_more(&policy, made) {
        Shown::Untold("what was shown is not drawn again: what is new in the policy may have stood there, too")
    } else {
        another("is not what this revision says: a word of it, or more, was another")
    }
}

/// The policy as a page in that language reads it: purposes of the catalogue are said in the page's own.
pub fn spoken(policy: &str, language: &str) -> Option<Policy<'static>> {
    let mut read: Value = serde_json::from_str(policy).ok()?;
    read.as_object_mut()?.insert("language".into(), language.into());
    policy::open(read.to_string().leak()).ok()
}

/// Whether a page may have put news of the policy there: it was another at the choice before, or announced the next
/// one.
fn is_told_more(policy: &Policy<'_>, made: &Made<'_>) -> bool {
    let revision = |receipt: &Value| receipt.pointer("/notice/policy").cloned();
    let changed = match made.before {
        Some(before) => revision(before) != revision(made.receipt),
        None => made.purged,
    };
    let day = made.receipt.get("at").and_then(Value::as_str).and_then(|at| Date::parse(at.get(..10)?));
    let announced = policy.effective().is_some_and(|from| day.is_none_or(|day| from > day));
    changed || announced || policy.root().field("notice").is_some_and(|notice| notice.field("next").is_some())
}

/// The drawings that may have stood there.
fn drawings(
    policy: &Policy<'_>,
    words: &Words,
    surface: &str,
    made: &Made<'_>,
    preferences: DrawPreferences,
) -> Vec<Element> {
    let flag = |name| made.receipt.get(name) == Some(&Value::Bool(true));
    let regime = made.receipt.get("regime").and_then(Value::as_str).unwrap_or_default();
    let age = if flag("minor") { "under16" } else { "" };
    let signals = Signals::read(flag("gpc"), age, regime, "", false);
    match surface {
        // A record that nobody could read is asked about as in Europe.
        "banner" => [signals, signals.in_doubt()].map(|signals| banner::view(policy, words, signals, None)).into(),
        "preferences" => {
            let now = made.receipt.get("at").and_then(Value::as_str).map_or(0, minutes);
            let stood = made.before.map(|before| record(before, signals));
            let read = stood.as_deref().and_then(|stood| Record::parse(stood).ok());
            // The record may have been gone, by then, and what the journal no longer has may have granted all.
            let unchosen = verdicts(policy, signals, &[], now);
            let chosen = verdicts(policy, signals, read.as_slice(), now);
            let all: Vec<(&Service<'_>, Verdict)> =
                policy.gated().iter().map(|service| (service, Verdict::Granted)).collect();
            [unchosen, chosen, all].iter().map(|found| preferences(policy, words, signals, found)).collect()
        }
        _ => Vec::new(),
    }
}

/// The record that a receipt was made of.
fn record(receipt: &Value, signals: Signals) -> String {
    let mut out = String::from("1.");
    text::number(&mut out, receipt.get("at").and_then(Value::as_str).map_or(0, minutes), 36);
    let how = match receipt.get("how").and_then(Value::as_str) {
        Some("signal" | "age" | "regime") => "g",
        // Of the others only what they grant is asked.
        _ => "s",
    };
    let gpc = receipt.get("gpc") == Some(&Value::Bool(true));
    let opt_out = how == "g" || !signals.regime.asks_first();
    for part in [".", how, if gpc { "x" } else { "" }, if opt_out { "o" } else { "" }, ".g"] {
        out.push_str(part);
    }
    let processes = receipt.get("processes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let given = processes.iter().filter(|one| one.get("status").is_some_and(|status| status == "given"));
    let mut ids: Vec<&str> = given.filter_map(|one| one.get("service")?.as_str()).collect();
    ids.sort_unstable();
    for id in ids {
        out.push('~');
        out.push_str(id);
    }
    out
}

/// The minutes since 1970 of a time as receipts have it.
fn minutes(at: &str) -> u32 {
    let day = at.get(..10).and_then(Date::parse).unwrap_or_default();
    let part =
        |range: core::ops::Range<usize>| at.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    day.minutes().saturating_add(part(11..13).saturating_mul(60).saturating_add(part(14..16)))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
