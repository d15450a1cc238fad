//! What is asked again and why, for whoever is asked.

use alloc::vec::Vec;

use super::change;
use crate::drawing::Element;
use crate::policy::{Policy, Service};
use crate::words::Words;

/// What changed between two versions of the services of these ids; nothing where none of them waits for a choice. Where
/// the old version is no longer known, only which services they are.
pub fn news(old: Option<&Policy<'_>>, new: &Policy<'_>, words: &Words, asked: &[&str]) -> Option<Element> {
    let mut services = new.gated().iter().filter(|service| asked.contains(&service.id)).peekable();
    services.peek()?;
    let items = services.map(|service| changes(old, words, service));
    Some(
        Element::new("div")
            .class("changed")
            .set("lang", words.language.as_str())
            .child(Element::new("p").text(words.say("changed.title")))
            .child(Element::new("ul").children(items)),
    )
}

/// `Acme: new vendor, stores more`, each kind of change once.
fn changes(old: Option<&Policy<'_>>, words: &Words, service: &Service<'_>) -> Element {
    let mut kinds: Vec<&'static str> = Vec::new();
    for what in old.into_iter().flat_map(|old| change::of(old.service(service.id), service, false)) {
        if !kinds.contains(&what.key()) {
            kinds.push(what.key());
        }
    }
    let item = Element::new("li").text(service.name());
    if kinds.is_empty() {
        return item;
    }
    let said: Vec<_> = kinds.into_iter().map(|key| words.say(key)).collect();
    item.text(": ").text(said.join(", "))
}
