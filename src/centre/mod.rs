//! The visitor's own part of the preferences: what is allowed, what is on record, what can be done about it, and whom
//! to ask. It is drawn when it is opened.

mod entry;
mod journal;
mod report;

use alloc::string::String;
use alloc::vec::Vec;

use crate::consent::{self, Signals, Verdict};
use crate::drawing::{Action, Element, Node};
use crate::policy::{Policy, Service};
use crate::words::Words;

pub use journal::{Entry, Journal, What};
pub use report::{Done, report};

/// So many entries are seen at once; the older ones where they are asked for.
const NEWEST: usize = 5;

/// The whole of it.
pub fn view(
    policy: &Policy<'_>,
    words: &Words,
    signals: Signals,
    verdicts: &[(&Service<'_>, Verdict)],
    journal: &Journal<'_>,
) -> Vec<Node> {
    let granted = verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted);
    let granted: Vec<&str> = granted.map(|(service, _)| service.name()).collect();
    let mut parts = Vec::from([
        Element::new("p").class("present").text(allowed(words, &granted)),
        acts(words, !granted.is_empty()),
        Element::new("p").class("about").id("about-erasing").text(words.say("erase.about")),
    ]);
    parts.extend(on_record(policy, words, journal));
    parts.extend(rights(policy, words, signals));
    parts.into_iter().map(Node::from).collect()
}

/// What the visitor can do. Where nothing is granted, there is nothing to withdraw.
fn acts(words: &Words, grants_something: bool) -> Element {
    let button =
        |action: Action, key: &str| Element::new("button").set("type", "button").action(action).text(words.say(key));
    Element::new("div")
        .class("acts")
        .child(button(Action::Change, "change"))
        .children(grants_something.then(|| button(Action::Withdraw, "withdraw.all")))
        .child(button(Action::Download, "download"))
        .child(button(Action::Erase, "erase").described_by("about-erasing"))
}

/// The names of what is allowed, or that nothing is.
fn allowed(words: &Words, names: &[&str]) -> String {
    if names.is_empty() { words.say("allowed.none") } else { words.with_names("allowed", names) }
}

/// What is on record, the newest first.
fn on_record(policy: &Policy<'_>, words: &Words, journal: &Journal<'_>) -> Vec<Element> {
    let heading = Element::new("h3").text(words.say("receipts"));
    if journal.entries.is_empty() {
        return Vec::from([heading, Element::new("p").text(words.say("receipts.none"))]);
    }
    let list = |entries: &[&Entry<'_>]| {
        Element::new("ol").children(entries.iter().map(|entry| entry::draw(policy, words, entry)))
    };
    let purged = journal.is_purged.then(|| Element::new("p").text(words.say("purged")));
    let newest_first: Vec<&Entry<'_>> = journal.entries.iter().rev().collect();
    match newest_first.split_at_checked(NEWEST) {
        Some((newest, older)) if !older.is_empty() => {
            let older = Element::new("details")
                .child(Element::new("summary").text(words.say("older")))
                .child(list(older))
                .children(purged);
            Vec::from([heading, list(newest), older])
        }
        _ => [heading, list(&newest_first)].into_iter().chain(purged).collect(),
    }
}

/// Whom to ask, and who watches over them.
fn rights(policy: &Policy<'_>, words: &Words, signals: Signals) -> Vec<Element> {
    let paragraph = |text: String| Element::new("p").text(text);
    let mut said =
        Vec::from([Element::new("h3").text(words.say("rights")), paragraph(words.with("contact", policy.contact()))]);
    said.extend(policy.notice().answered_in().map(|days| paragraph(words.with("days", days))));
    said.push(paragraph(words.say("complaint")));
    let mut authorities = policy.notice().authorities(signals.regime.name()).peekable();
    if authorities.peek().is_some() {
        said.push(Element::new("ul").children(authorities.map(|(name, link)| {
            let link = Element::new("a").set("target", "_blank").set("rel", "noreferrer").link(link).text(name);
            Element::new("li").child(link)
        })));
    }
    said
}

/// Whether the record stays when everything else is erased: where nobody would be asked anew, a refusal that is
/// forgotten would be a grant, or be written again at once.
pub fn stays(policy: &Policy<'_>, signals: Signals) -> bool {
    consent::decided(&consent::verdicts(policy, signals, &[], 0))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
