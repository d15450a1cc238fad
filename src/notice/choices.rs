//! The visitor's choices: in a page switches in place, one for each service that waits for a choice; without a script
//! a link, and what the browsers' own makers say.

use alloc::string::String;

use super::{Draft, Page};
use crate::consent::Signals;
use crate::policy::{Policy, Service};
use crate::text;
use crate::vendors::Class;

/// What leads to the preferences (`www/page/choices.ts`).
pub(super) const LINK: &str = "<a\n=href #portcullis-choices\n=data-portcullis choices\n$choices\n>";

/// Help pages of the browsers' own makers.
const BROWSERS: &[(&str, &str)] = &[
    ("Chrome", "https://support.google.com/chrome/answer/95647"),
    ("Safari", "https://support.apple.com/guide/safari/manage-cookies-sfri11471/mac"),
    ("Firefox", "https://support.mozilla.org/kb/clear-cookies-and-site-data-firefox"),
    (
        "Edge",
        "https://support.microsoft.com/microsoft-edge/delete-cookies-in-microsoft-edge-63947406-40ac-c3b8-57b9-2a946a29ae09",
    ),
];

pub(super) fn section(draft: &mut Draft<'_>) {
    draft
        .put("<p\n$choices.text\n>\n<div\n.choices\n<p")
        .put(LINK)
        .put(">\n<noscript\n<p\n$choices.scriptless\n>\n>\n>");
    draft.put("<p\n$choices.browser\n>\n<ul");
    let own = |(name, _): &&(&str, &str)| *name == draft.page.browser;
    let order = BROWSERS.iter().filter(own).chain(BROWSERS.iter().filter(|browser| !own(browser)));
    for (browser, help) in order.copied().collect::<alloc::vec::Vec<_>>() {
        draft.line("<li\n<a\n=rel noopener noreferrer\n=href ", help).line("\"", browser).put(">\n>");
    }
    draft.put(">");
}

/// The switches, in place of what stands in that section without a script. `states` are as the page has them: a line
/// each, the service's id, a space, and the verdict's name.
pub fn switches(policy: &Policy<'_>, page: Page<'_>, signals: Signals, states: &str) -> String {
    let mut draft = Draft::new(page);
    let gated = policy.gated();
    if gated.is_empty() {
        return draft.finish();
    }
    if gated.iter().any(|service| state(states, service.id) == "undecided") {
        draft.put("<p\n$choices.waiting\n>");
    }
    if signals.gpc {
        draft.put("<p\n$gpc\n>");
    }
    draft.put("<div\n.switches\n=role group\n=aria-labelledby portcullis-choices");
    gated.iter().for_each(|service| switch(&mut draft, service, signals, state(states, service.id)));
    // As in the banner: two answers, the same but for what they do.
    draft.put(">\n<div\n.both\n<button\n=type button\n=value accept\n$accept\n>\n<button\n=type button\n=value reject\n$reject\n>\n>");
    draft.finish()
}

fn state<'s>(states: &'s str, id: &str) -> &'s str {
    let states = text::pieces(states, b'\n').map(|line| text::cut(line, b' '));
    states.filter(|(other, _)| *other == id).find_map(|(_, state)| state).unwrap_or_default()
}

fn switch(draft: &mut Draft<'_>, service: &Service<'_>, signals: Signals, state: &str) {
    let tracks = service.class == Class::Tracking;
    let why = match state {
        "locked" if signals.minor && tracks => "age",
        "locked" if signals.gpc && tracks => "gpc",
        "locked" => "needs",
        _ => "",
    };
    draft.line("<div\n.choice\n<label\n<input\n=type checkbox\n=role switch\n=switch \n=value ", service.id);
    if !why.is_empty() {
        draft.line("=aria-describedby portcullis-why-", service.id);
    }
    if state == "granted" {
        draft.put("=checked ");
    }
    if why == "age" {
        draft.put("=disabled ");
    }
    draft.line(">\n<span\n\"", service.name()).put(">\n>").purpose("<p", "$purpose.", service.purpose());
    if !why.is_empty() {
        draft.line("<p\n=id portcullis-why-", service.id).put("<strong").line("$locked.", why).put(">\n>");
    }
    draft.put(">");
}
