//! The two answers, where the site words them itself.

use alloc::format;
use alloc::string::String;

use super::phrases::{self, NO_ACCEPTANCE, NO_REJECTION, plain};
use super::rule::{ACCEPT_WORDING, BUTTON_ALONE, BUTTON_LENGTH, REJECT_WORDING, Rule};
use super::{Found, fields};
use crate::policy::Policy;
use crate::policy::json::Node;

/// How many times as long one may be as the other. Ours differ by less, in every language.
pub(super) const RATIO: f64 = 1.7;

pub(super) fn lint(policy: &Policy<'_>, found: &mut Found) {
    for language in fields(policy.root().field("texts")) {
        let said = |key: &str| language.field(key).and_then(|node| Some((node, node.text()?)));
        match (said("accept"), said("reject")) {
            (Some(accept), Some(reject)) => twins(accept, reject, found),
            (Some((node, _)), None) => found.add(node.named, &BUTTON_ALONE, "`accept` without `reject`"),
            (None, Some((node, _))) => found.add(node.named, &BUTTON_ALONE, "`reject` without `accept`"),
            (None, None) => {}
        }
        let mut words = |key, refused: &dyn Fn(&str) -> Option<&'static str>, rule: &'static Rule| {
            if let Some((node, text)) = said(key)
                && let Some(phrase) = refused(text)
            {
                found.add(node.place, rule, format!("“{phrase}”"));
            }
        };
        words("accept", &|text| phrases::whole(NO_ACCEPTANCE, text), &ACCEPT_WORDING);
        words("reject", &|text| phrases::within(NO_REJECTION, text), &REJECT_WORDING);
    }
}

fn twins((_, accept): (&Node<'_>, &str), (node, reject): (&Node<'_>, &str), found: &mut Found) {
    if plain(accept) == plain(reject) {
        return found.add(node.place, &REJECT_WORDING, "the same words as `accept`");
    }
    let ratio = ratio(accept, reject);
    if ratio > RATIO {
        found.add(node.place, &BUTTON_LENGTH, format!("one of `accept` and `reject` is {ratio:.1} times as long"));
    }
}

pub(super) fn ratio(one: &str, other: &str) -> f64 {
    let length = |text: &str| String::from(text.trim()).chars().count().max(1) as f64;
    (length(one) / length(other)).max(length(other) / length(one))
}
