//! A version that is announced and not yet in force: until its day nothing changes, and it asks nothing.

use alloc::vec::Vec;

use super::Context;
use crate::drawing::{Element, Node};
use crate::policy::{Policy, Service};
use crate::words::Words;

/// What the article says of it: the day alone, whatever day it is read on. A page puts what [`announced`] says there.
pub(super) fn passage(context: Context<'_>) -> Element {
    let policy = context.policy;
    let comes = || policy.effective_text().filter(|_| policy.effective() > Some(policy.updated()));
    let said = match policy.notice().announced() {
        Some(day) => Some(context.with("p", "next.text", day)),
        None => comes().map(|day| context.with("p", "next.force", day)),
    };
    Element::new("div").class("announced").children(said)
}

/// What is said of a version that comes into force after `now` (in minutes since 1970), and of what it will then ask;
/// nothing of one that is in force.
pub fn announced(next: &Policy<'_>, words: &Words, now: u32) -> Vec<Node> {
    let Some(day) = next.effective_text().filter(|_| next.effective().is_some_and(|day| day.minutes() > now)) else {
        return Vec::new();
    };
    let mut said = Vec::from([Element::new("p").text(words.with("next.text", day)).into()]);
    let is_asked = |service: &&Service<'_>| service.since().is_some_and(|since| since.minutes() > now);
    let mut asked = next.gated().iter().filter(is_asked).peekable();
    if asked.peek().is_some() {
        said.push(Element::new("p").text(words.say("next.asks")).into());
        let names = asked.map(|service| Element::new("li").text(service.name()));
        said.push(Element::new("ul").children(names).into());
    }
    said
}
