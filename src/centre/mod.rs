//! The visitor's own part of the preferences: what is allowed, what is on record, what can be done about it, and whom to
//! ask. Fetched when it is opened; `www/page/centre` is its script.

mod entry;
mod report;

use alloc::string::String;
use alloc::vec::Vec;

use crate::consent::{self, Signals};
use crate::policy::{Policy, json};
use crate::text;
use crate::text::view::View;

pub use report::view as report;

/// So many entries are seen at once; the older ones where they are asked for.
const NEWEST: usize = 5;

/// The whole of it. `states` are the services' ids and what the page says of them, a line each; `journal` is what is
/// stored of it.
pub fn view(policy: &Policy<'_>, signals: Signals, states: &str, journal: &str) -> String {
    let mut view = View::default();
    let granted = policy.gated().iter().filter(|service| {
        let mut states = text::pieces(states, b'\n').map(|line| text::cut(line, b' '));
        states.any(|(id, state)| id == service.id && state == Some("granted"))
    });
    let granted: Vec<&str> = granted.map(|service| service.name()).collect();
    view.put("<p\n.present");
    named(&mut view, "$allowed ", "$allowed.none", &granted);
    view.put(">\n<div\n.acts\n<button\n=type button\n=value change\n$change\n>");
    if !granted.is_empty() {
        view.put("<button\n=type button\n=value withdraw\n$withdraw.all\n>");
    }
    view.put(
        "<button\n=type button\n=value download\n$download\n>\n\
         <button\n=type button\n=value erase\n=aria-describedby about\n$erase\n>\n>\n\
         <p\n.about\n=id about\n$erase.about\n>",
    );
    record(&mut view, policy, journal);
    rights(&mut view, policy, signals);
    view.finish()
}

/// Names after the words for some of them, or the words for none. Each keeps its own direction of reading.
fn named(view: &mut View, some: &'static str, none: &'static str, names: &[&str]) {
    let mut list = String::new();
    for (at, name) in names.iter().enumerate() {
        for part in [if at == 0 { "" } else { ", " }, "\u{2068}", name, "\u{2069}"] {
            text::push(&mut list, part);
        }
    }
    view.line(if names.is_empty() { none } else { some }, &list);
}

/// What is on record, the newest first.
fn record(view: &mut View, policy: &Policy<'_>, journal: &str) {
    view.put("<h3\n$receipts\n>");
    let mut lines = text::pieces(journal, b'\n');
    let head = lines.next().and_then(|head| json::parse(head).ok());
    let entries: Vec<_> = lines.filter_map(|line| json::parse(line).ok()).collect();
    if entries.is_empty() {
        view.put("<p\n$receipts.none\n>");
        return;
    }
    view.put("<ol");
    for (at, one) in entries.iter().rev().enumerate() {
        if at == NEWEST {
            view.put(">\n<details\n<summary\n$older\n>\n<ol");
        }
        entry::draw(view, policy, one);
    }
    view.put(">");
    if head.and_then(|head| head.field("until")?.text()).is_some() {
        view.put("<p\n$purged\n>");
    }
    if entries.len() > NEWEST {
        view.put(">");
    }
}

/// Whom to ask, and who watches over them.
fn rights(view: &mut View, policy: &Policy<'_>, signals: Signals) {
    view.put("<h3\n$rights\n>\n<p").line("$contact ", policy.contact()).put(">");
    if let Some(days) = policy.notice().answered_in() {
        view.line("<p\n$days ", days).put(">");
    }
    view.put("<p\n$complaint\n>");
    let mut authorities = policy.notice().authorities(signals.regime.name()).peekable();
    if authorities.peek().is_some() {
        view.put("<ul");
        for (name, link) in authorities {
            view.line("<li\n<a\n^", link.as_str()).line("\"", name).put(">\n>");
        }
        view.put(">");
    }
}

/// Whether the record stays when everything else is erased: where nobody would be asked anew, a refusal that is forgotten
/// would be a grant, or be written again at once.
pub fn stays(policy: &Policy<'_>, signals: Signals) -> bool {
    consent::decided(&consent::verdicts(policy, signals, &[], 0))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
