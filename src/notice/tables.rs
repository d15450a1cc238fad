//! The services and what they store, as tables.

use alloc::format;
use alloc::vec::Vec;

use super::{Context, prose};
use crate::consent::Regime;
use crate::drawing::Element;
use crate::policy::{NameRule, Purpose, Service};
use crate::vendors::{Class, Store};

/// A table in a box of its own that scrolls, where the page is narrower: the keyboard reaches it. The box is called
/// as the heading of that id.
pub fn table(context: Context<'_>, heading: &str, columns: &[&str], rows: impl Iterator<Item = Element>) -> Element {
    let columns = columns.iter().map(|column| Element::new("th").set("scope", "col").text(context.words.say(column)));
    Element::new("div").class("wide").set("tabindex", "0").set("role", "group").labelled_by(heading).child(
        Element::new("table")
            .child(Element::new("thead").child(Element::new("tr").children(columns)))
            .child(Element::new("tbody").children(rows)),
    )
}

/// A cell that names its row.
pub fn row_name() -> Element {
    Element::new("th").set("scope", "row")
}

pub fn services(context: Context<'_>) -> Vec<Element> {
    let services = &context.policy.services;
    if services.is_empty() {
        return Vec::new();
    }
    let columns = ["services.name", "services.vendor", "services.class", "column.for"];
    let rows = services.iter().map(|service| service_row(context, service));
    Vec::from([context.say("p", "services.text"), table(context, "services", &columns, rows)])
}

fn service_row(context: Context<'_>, service: &Service<'_>) -> Element {
    let mut vendor = Element::new("td").text(service.vendor());
    if let Some(link) = service.privacy() {
        let privacy = prose::outside(link).text(context.words.with("privacy", service.vendor()));
        vendor = vendor.child(Element::new("br")).child(privacy);
    }
    Element::new("tr")
        .id(&format!("service-{}", service.id))
        .child(row_name().text(service.name()))
        .child(vendor)
        .child(context.say("td", &format!("class.{}", service.class.name())))
        .child(context.purpose("td", service.purpose()))
}

pub fn cookies(context: Context<'_>) -> Vec<Element> {
    let mut said = Vec::from([context.say("p", "cookies.text")]);
    said.extend(Class::ALL.into_iter().flat_map(|class| cookies_of(context, class)));
    said
}

fn cookies_of(context: Context<'_>, class: Class) -> [Element; 3] {
    let columns =
        ["column.name", "column.kind", "column.administered", "column.duration", "column.for", "services.name"];
    let id = format!("class-{}", class.name());
    let heading = context.heading(2).id(&id).text(context.words.say(&format!("class.{}", class.name())));
    let about = context.say("p", &format!("about.{}", class.name()));
    let of_class = context.policy.services.iter().filter(|service| service.class == class);
    let names = of_class.flat_map(|service| service.names().map(move |rule| (service, rule)));
    // The record of the choice is the site's own, and essential.
    let record = (class == Class::Essential).then(|| record_row(context));
    let mut rows = record.into_iter().chain(names.map(|(service, rule)| name_row(context, service, &rule))).peekable();
    let stored = match rows.peek() {
        None => context.say("p", "nothing"),
        Some(_) => table(context, &id, &columns, rows),
    };
    [heading, about, stored]
}

fn name_row(context: Context<'_>, service: &Service<'_>, rule: &NameRule<'_>) -> Element {
    let administered = if rule.own { context.words.say("us") } else { service.vendor().into() };
    let kind = if rule.duration == "session" { "session" } else { "persistent" };
    Element::new("tr")
        .child(row_name().child(Element::new("code").text(rule.pattern)))
        .child(kind_cell(context, kind, rule.store))
        .child(Element::new("td").text(administered))
        .child(Element::new("td").text(context.words.duration(rule.duration)))
        .child(context.name_purpose("td", rule.purpose.unwrap_or(service.purpose())))
        .child(Element::new("td").text(service.name()))
}

fn record_row(context: Context<'_>) -> Element {
    let lifetime = format!("{}d", Regime::Eu.lifetime_days());
    Element::new("tr")
        .child(row_name().child(Element::new("code").text("__Host-consent")))
        .child(kind_cell(context, "persistent", Store::Cookie))
        .child(context.say("td", "us"))
        .child(Element::new("td").text(context.words.duration(&lifetime)))
        .child(context.name_purpose("td", Purpose::Known("choice")))
        .child(Element::new("td").text(context.policy.site()))
}

/// `Session (cookie)`.
fn kind_cell(context: Context<'_>, kind: &str, store: Store) -> Element {
    let store = context.words.say(&format!("store.{}", store.name()));
    context.say("td", kind).text(" (").text(store).text(")")
}
