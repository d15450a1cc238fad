//! What stands in the place of something that is held: what it is and whose, and how to have it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::drawing::{Action, Element};
use crate::policy::Service;
use crate::words::Words;

/// What a visitor can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Have it loaded on this page, or always.
    OnceOrAlways,
    /// Allow it: what the browser itself refuses cannot be let through in this page.
    Always,
    /// Wait: it is allowed, and loads from the next page on.
    NextPage,
    /// Nothing, because of an age.
    None,
}

/// What is missing, by the names of its services.
pub fn title(words: &Words, services: &[&Service<'_>]) -> String {
    words.with_names("held", &names(services))
}

/// All of it, and beside that what there is room for in a small place: a style sheet shows one of the two.
pub fn view(words: &Words, services: &[&Service<'_>], way: Way) -> Element {
    let title = title(words, services);
    Element::new("div").class("held").child(full(words, services, way, &title)).child(small(words, services, &title))
}

fn full(words: &Words, services: &[&Service<'_>], way: Way, title: &str) -> Element {
    let vendors = distinct(services.iter().map(|service| service.vendor()));
    let about = match way {
        Way::OnceOrAlways | Way::Always => words.with_names("held.about", &vendors),
        Way::NextPage => words.say("held.next"),
        Way::None => words.say("locked.age"),
    };
    let links = services.iter().filter_map(|service| {
        let link = Element::new("a").set("target", "_blank").set("rel", "noopener noreferrer").link(service.privacy()?);
        Some(link.text(words.with_names("privacy", &[service.vendor()])))
    });
    let links = links.map(|link| Element::new("p").class("link").child(link));
    let said = Element::new("div")
        .class("said")
        .child(Element::new("p").class("title").text(title))
        .child(Element::new("p").class("about").text(about))
        .children(links);
    let button =
        |action: Action, key: &str| Element::new("button").set("type", "button").action(action).text(words.say(key));
    let once = || button(Action::Once, "held.once");
    let always = || button(Action::Always, "held.always");
    let buttons = match way {
        Way::OnceOrAlways => Vec::from([once(), always()]),
        Way::Always => Vec::from([always()]),
        Way::NextPage | Way::None => Vec::new(),
    };
    let answers = (!buttons.is_empty()).then(|| Element::new("div").class("answers").children(buttons));
    Element::new("section").class("full").set("aria-label", title).child(said).children(answers)
}

/// Where there is no room for both, the name is the button.
fn small(words: &Words, services: &[&Service<'_>], title: &str) -> Element {
    let name = words.list(&names(services));
    let heading = words.say("heading");
    let open = Element::new("button")
        .set("type", "button")
        .action(Action::Open)
        .set("aria-label", format!("{name}: {heading}"))
        .child(Element::new("span").class("words").text(heading))
        .child(Element::new("span").class("name").text(name.as_str()));
    Element::new("section")
        .class("small")
        .set("aria-label", title)
        .child(Element::new("p").class("title").text(name.as_str()))
        .child(open)
}

fn names<'t>(services: &[&Service<'t>]) -> Vec<&'t str> {
    distinct(services.iter().map(|service| service.name()))
}

/// Each once, in the order in which they come.
fn distinct<'t>(all: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
