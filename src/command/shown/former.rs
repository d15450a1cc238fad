//! What banner and preferences said before their words or their order changed. Receipts keep only the hash of what was
//! shown, so each edition is drawn again as it was: its words by language, and its preferences.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use crate::consent::{Reason, Signals, Verdict};
use crate::drawing::{Action, Element};
use crate::policy::{NameRule, Policy, Service, locales};
use crate::vendors::Class;
use crate::words::Words;

/// The texts of the first edition that are others now, by language and key.
const WORDS: &str = include_str!("words-1.json");

/// The words of the first edition in a language; nothing where there were none.
pub fn words(policy: &Policy<'_>, language: &str) -> Option<Words> {
    let mut texts = locales::texts(language)?;
    let mut all: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(WORDS).ok()?;
    texts.extend(all.remove(language)?);
    Some(Words::from_texts(policy, language, texts))
}

/// The preferences of the first edition: each service says its own purpose, and each name has a row.
pub fn preferences(
    policy: &Policy<'_>,
    words: &Words,
    signals: Signals,
    verdicts: &[(&Service<'_>, Verdict)],
) -> Element {
    Element::new("dialog")
        .class("preferences")
        .labelled_by("choices")
        .child(head(words))
        .child(body(policy, words, signals, verdicts))
        .child(answers(words))
}

fn head(words: &Words) -> Element {
    let close = Element::new("button")
        .class("close")
        .set("type", "button")
        .action(Action::Close)
        .set("aria-label", words.say("close"))
        .text("×");
    Element::new("div").class("head").child(Element::new("h2").id("choices").text(words.say("heading"))).child(close)
}

fn body(policy: &Policy<'_>, words: &Words, signals: Signals, verdicts: &[(&Service<'_>, Verdict)]) -> Element {
    let intro = if signals.regime.asks_first() { "intro" } else { "intro.out" };
    Element::new("div")
        .class("body")
        .child(Element::new("p").text(words.with(intro, policy.contact())))
        .children(signals.gpc.then(|| Element::new("p").text(words.say("gpc"))))
        .children(Class::ALL.into_iter().filter_map(|class| of_class(policy, words, class, verdicts)))
        .child(
            // Filled when it is opened (src/centre).
            Element::new("details")
                .class("centre")
                .child(Element::new("summary").text(words.say("centre")))
                .child(Element::new("div")),
        )
}

/// The services of a class; nothing where there are none.
fn of_class(policy: &Policy<'_>, words: &Words, class: Class, verdicts: &[(&Service<'_>, Verdict)]) -> Option<Element> {
    let mut services = policy.services.iter().filter(|service| service.class == class).peekable();
    services.peek()?;
    let always = Element::new("span").class("always").text(words.say("always"));
    let heading = Element::new("h3")
        .text(words.say(&format!("class.{}", class.name())))
        .children((class == Class::Essential).then_some(always));
    let section = Element::new("section")
        .child(heading)
        .child(Element::new("p").text(words.say(&format!("about.{}", class.name()))));
    Some(section.children(services.map(|service| {
        let verdict = verdicts.iter().find(|(other, _)| other.id == service.id).map(|(_, verdict)| *verdict);
        entry(words, service, verdict)
    })))
}

fn entry(words: &Words, service: &Service<'_>, verdict: Option<Verdict>) -> Element {
    let name = match verdict {
        None => Element::new("h4").text(service.name()),
        Some(verdict) => switch(service, verdict),
    };
    let locked = match verdict {
        Some(Verdict::Locked(why)) => Some(words.say(&format!("locked.{}", why.name()))),
        _ => None,
    };
    Element::new("div")
        .class("service")
        .child(name)
        .child(Element::new("p").text(words.purpose(service.purpose())))
        .children(locked.map(|why| Element::new("p").class("locked").text(why)))
        .child(details(words, service))
}

/// An exception to the browser's signal can be made here; none to an age.
fn switch(service: &Service<'_>, verdict: Verdict) -> Element {
    let input = Element::new("input")
        .set("type", "checkbox")
        .set("value", service.id)
        .flag("checked", verdict == Verdict::Granted)
        .flag("disabled", verdict == Verdict::Locked(Reason::Age));
    Element::new("label").child(input).child(Element::new("span").text(service.name()))
}

fn details(words: &Words, service: &Service<'_>) -> Element {
    let privacy = service.privacy().map(|page| {
        let link = Element::new("a").set("target", "_blank").set("rel", "noreferrer").link(page);
        link.text(words.with("privacy", service.vendor()))
    });
    let vendor = Element::new("p").text(words.with("vendor", service.vendor())).text(" ").children(privacy);
    let stores = match service.names().next() {
        None => Element::new("p").text(words.say("nothing")),
        Some(_) => table(words, service),
    };
    Element::new("details").child(Element::new("summary").text(words.say("details"))).child(vendor).child(stores)
}

/// What a service stores. A table wider than a phone scrolls in its own box, which the keyboard reaches.
fn table(words: &Words, service: &Service<'_>) -> Element {
    let columns = ["name", "kind", "administered", "duration", "for"];
    let columns =
        columns.map(|column| Element::new("th").set("scope", "col").text(words.say(&format!("column.{column}"))));
    let rows = service.names().map(|rule| row(words, service, &rule));
    Element::new("div")
        .class("table")
        .set("tabindex", "0")
        .set("role", "region")
        .set("aria-label", words.with("table", service.name()))
        .child(
            Element::new("table")
                .child(Element::new("thead").child(Element::new("tr").children(columns)))
                .child(Element::new("tbody").children(rows)),
        )
}

fn row(words: &Words, service: &Service<'_>, rule: &NameRule<'_>) -> Element {
    let kind = if rule.duration == "session" { "session" } else { "persistent" };
    let administered = if rule.own { words.say("us") } else { service.vendor().into() };
    let purpose = rule.purpose.unwrap_or(service.purpose());
    Element::new("tr")
        .child(Element::new("td").child(Element::new("code").text(rule.pattern)))
        .child(Element::new("td").text(words.say(kind)))
        .child(Element::new("td").text(administered))
        .child(Element::new("td").text(words.duration(rule.duration)))
        .child(Element::new("td").text(words.name_purpose(purpose)))
}

fn answers(words: &Words) -> Element {
    let button =
        |action: Action, key: &str| Element::new("button").set("type", "button").action(action).text(words.say(key));
    Element::new("div")
        .child(button(Action::Accept, "accept"))
        .child(button(Action::Reject, "reject"))
        .child(button(Action::Save, "save"))
}
