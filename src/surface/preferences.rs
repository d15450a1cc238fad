//! The second layer: the three classes, in each its services under their purposes with their switches, and what each
//! one stores.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::answers;
use crate::consent::{Reason, Signals, Verdict};
use crate::drawing::{Action, Element};
use crate::policy::{NameRule, Policy, Purpose, Service};
use crate::vendors::Class;
use crate::words::Words;

/// The preferences, with each switch as its verdict has it.
pub fn view(policy: &Policy<'_>, words: &Words, signals: Signals, verdicts: &[(&Service<'_>, Verdict)]) -> Element {
    Element::new("dialog")
        .class("preferences")
        .labelled_by("choices")
        .child(head(words))
        .child(body(policy, words, signals, verdicts))
        .child(answers(words, (Action::Save, "save")))
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
    Some(section.children(by_purpose(services).into_iter().flat_map(|(purpose, services)| {
        let entries = services.into_iter().map(|service| {
            let verdict = verdicts.iter().find(|(other, _)| other.id == service.id).map(|(_, verdict)| *verdict);
            entry(words, service, verdict)
        });
        let heading = Element::new("h4").text(words.purpose(purpose));
        core::iter::once(heading).chain(entries).collect::<Vec<_>>()
    })))
}

/// The services of each purpose, in the order in which the policy has the first of them.
fn by_purpose<'p, 't>(services: impl Iterator<Item = &'p Service<'t>>) -> Vec<(Purpose<'t>, Vec<&'p Service<'t>>)> {
    let mut groups: Vec<(Purpose<'t>, Vec<&'p Service<'t>>)> = Vec::new();
    for service in services {
        match groups.iter_mut().find(|(purpose, _)| *purpose == service.purpose()) {
            Some((_, of_it)) => of_it.push(service),
            None => groups.push((service.purpose(), Vec::from([service]))),
        }
    }
    groups
}

fn entry(words: &Words, service: &Service<'_>, verdict: Option<Verdict>) -> Element {
    let name = match verdict {
        None => Element::new("h5").text(service.name()),
        Some(verdict) => switch(service, verdict),
    };
    let locked = match verdict {
        Some(Verdict::Locked(why)) => Some(words.say(&format!("locked.{}", why.name()))),
        _ => None,
    };
    Element::new("div")
        .class("service")
        .child(name)
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

/// The columns of the table, by their texts.
const COLUMNS: [&str; 5] = ["name", "kind", "administered", "duration", "for"];
/// So many names stand in a row; of more, the first, and the others where they are asked for.
const NAMES_IN_A_ROW: usize = 3;

/// What a service stores, the names of which everything else is the same in one row. On a small screen each row is a
/// block, and each cell says what its column would.
fn table(words: &Words, service: &Service<'_>) -> Element {
    let columns = COLUMNS.map(|column| Element::new("th").set("scope", "col").text(column_text(words, column)));
    let rows = service.names_alike();
    Element::new("div")
        .class("table")
        .set("tabindex", "0")
        .set("role", "region")
        .set("aria-label", words.with("table", service.name()))
        .child(
            Element::new("table").child(Element::new("thead").child(Element::new("tr").children(columns))).child(
                Element::new("tbody").children(rows.iter().map(|(rule, names)| row(words, service, rule, names))),
            ),
        )
}

fn column_text(words: &Words, column: &str) -> String {
    words.say(&format!("column.{column}"))
}

fn row(words: &Words, service: &Service<'_>, rule: &NameRule<'_>, names: &[&str]) -> Element {
    let kind = if rule.ends_with_session() { "session" } else { "persistent" };
    let administered = if rule.own { words.say("us") } else { service.vendor().into() };
    let purpose = rule.purpose.unwrap_or(service.purpose());
    let said = [words.say(kind), administered, words.kept(rule), words.name_purpose(purpose)];
    let columns = COLUMNS.iter().skip(1);
    let cells = columns.map(|column| Element::new("td").set("data-column", column_text(words, column)));
    // The row's own head: where each row is a block, the table's is not there.
    let name = named(Element::new("th").set("scope", "row"), names);
    Element::new("tr").child(name).children(cells.zip(said).map(|(cell, text)| cell.text(text)))
}

/// A cell with the names of its row.
fn named(cell: Element, names: &[&str]) -> Element {
    let code = |name: &&str| Element::new("code").text(*name);
    match names.split_first() {
        Some((first, more)) if names.len() > NAMES_IN_A_ROW => {
            let summary = Element::new("summary").child(code(first)).text(format!(" + {}", more.len()));
            cell.child(Element::new("details").child(summary).child(listed(more.iter().map(code))))
        }
        Some((only, [])) => cell.child(code(only)),
        _ => cell.child(listed(names.iter().map(code))),
    }
}

fn listed(names: impl Iterator<Item = Element>) -> Element {
    Element::new("ul").children(names.map(|name| Element::new("li").child(name)))
}
