//! The first layer: who asks, what for, how many receive data, and two equal answers.

use alloc::vec::Vec;

use super::answers;
use crate::consent::Signals;
use crate::drawing::{Action, Element};
use crate::policy::field::Link;
use crate::policy::{Policy, Service};
use crate::words::Words;

/// The banner. It has no close: nothing is loaded while it stands, and leaving it is a no for now. `home` is where the
/// policy can be read if the policy itself names no page.
pub fn view(policy: &Policy<'_>, words: &Words, signals: Signals, home: Option<Link<'_>>) -> Element {
    Element::new("section")
        .class("banner")
        .set("popover", "manual")
        .set("role", "dialog")
        .labelled_by("title")
        .described_by("about")
        .child(question(policy, words, signals, home))
        .child(answers(words, (Action::Choose, "choose")))
}

fn question(policy: &Policy<'_>, words: &Words, signals: Signals, home: Option<Link<'_>>) -> Element {
    let asked: Vec<&Service<'_>> = policy.gated().iter().filter(|service| signals.asks(service)).collect();
    let purposes = distinct(asked.iter().map(|service| service.purpose()));
    Element::new("div")
        .class("said")
        .child(Element::new("h2").id("title").text(words.with("title", policy.site())))
        .child(Element::new("p").id("about").text(words.with("about", policy.site())))
        .child(
            Element::new("ul")
                .children(purposes.into_iter().map(|purpose| Element::new("li").text(words.purpose(purpose)))),
        )
        .children(signals.gpc.then(|| Element::new("p").text(words.say("gpc"))))
        .child(
            Element::new("p")
                .text(words.count("receivers", receivers(policy, &asked)))
                .text(" ")
                .text(words.say("withdraw"))
                .text(" ")
                .child(policy_link(policy.page().or(home), words)),
        )
}

/// How many third parties would receive data. The site itself is none.
fn receivers(policy: &Policy<'_>, asked: &[&Service<'_>]) -> u32 {
    let vendors = distinct(asked.iter().map(|service| service.vendor()));
    let third_parties = vendors.into_iter().filter(|vendor| *vendor != policy.site()).count();
    u32::try_from(third_parties).unwrap_or(u32::MAX)
}

/// In a tab of its own: the page and its question stay.
fn policy_link(page: Option<Link<'_>>, words: &Words) -> Element {
    let link = Element::new("a").set("target", "_blank").set("rel", "noreferrer").text(words.say("policy"));
    match page {
        Some(page) => link.link(page),
        None => link,
    }
}

/// Each once, in the order in which they come.
fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}
