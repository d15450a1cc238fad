//! The services and what they store, as tables.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Context, prose};
use crate::consent::{Regime, stored};
use crate::drawing::Element;
use crate::policy::{NameRule, Purpose, Service};
use crate::vendors::{Class, Store};

/// A table in a box of its own that scrolls, where the page is narrower: the keyboard reaches it. The box is called
/// as the heading of that id.
///
/// On a small screen each row is a block, and each cell says what its column would.
pub fn table(context: Context<'_>, heading: &str, columns: &[&str], rows: impl Iterator<Item = Row>) -> Element {
    let rows = rows.map(|Row(row, cells)| {
        let cells = columns.iter().zip(cells);
        row.children(cells.map(|(column, cell)| cell.set("data-column", context.words.say(column))))
    });
    let columns = columns.iter().map(|column| Element::new("th").set("scope", "col").text(context.words.say(column)));
    Element::new("div").class("wide").set("tabindex", "0").set("role", "group").labelled_by(heading).child(
        Element::new("table")
            .child(Element::new("thead").child(Element::new("tr").children(columns)))
            .child(Element::new("tbody").children(rows)),
    )
}

/// A row of a table, and its cells.
pub struct Row(pub Element, pub Vec<Element>);

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

fn service_row(context: Context<'_>, service: &Service<'_>) -> Row {
    let mut vendor = Element::new("td").text(service.vendor());
    if let Some(link) = service.privacy() {
        let privacy = prose::outside(link).text(context.words.with("privacy", service.vendor()));
        vendor = vendor.child(Element::new("br")).child(privacy);
    }
    let cells = [
        row_name().text(service.name()),
        vendor,
        context.say("td", &format!("class.{}", service.class.name())),
        context.purpose("td", service.purpose()),
    ];
    Row(Element::new("tr").id(&format!("service-{}", service.id)), cells.into())
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
    let names = of_class.flat_map(|service| service.names_alike().into_iter().map(move |names| (service, names)));
    // What we keep of the choice is the site's own, and essential.
    let ours = if class == Class::Essential { ours(context) } else { Vec::new() };
    let named = names.map(|(service, (rule, names))| name_row(context, service, &rule, &names));
    let mut rows = ours.into_iter().chain(named).peekable();
    let stored = match rows.peek() {
        None => context.say("p", "nothing"),
        Some(_) => table(context, &id, &columns, rows),
    };
    [heading, about, stored]
}

fn name_row(context: Context<'_>, service: &Service<'_>, rule: &NameRule<'_>, names: &[&str]) -> Row {
    let administered = if rule.own { context.words.say("us") } else { service.vendor().into() };
    let purpose = rule.purpose.unwrap_or(service.purpose());
    let cells = [
        name_cell(names),
        kind_cell(context, rule),
        Element::new("td").text(administered),
        Element::new("td").text(context.words.kept(rule)),
        context.name_purpose("td", purpose),
        Element::new("td").text(service.name()),
    ];
    Row(Element::new("tr"), cells.into())
}

/// What this module itself keeps (`consent::stored`): the record, and what goes with it in local storage.
fn ours(context: Context<'_>) -> Vec<Row> {
    let lifetime = format!("{}d", Regime::Eu.lifetime_days());
    let kept = [stored::PASS, stored::ERASURE, stored::DUE].map(|start| format!("{start}*"));
    let receipts = [stored::JOURNAL, stored::OUTBOX, stored::TRIES].map(|start| format!("{start}*"));
    let of_receipts = receipts.iter().filter(|_| context.policy.keeps_receipts());
    let local: Vec<&str> = kept.iter().chain(of_receipts).map(String::as_str).collect();
    let rule = |store, duration| NameRule {
        pattern: "",
        store,
        duration,
        purpose: Some(Purpose::Known("choice")),
        own: true,
        path: "",
        http_only: false,
    };
    let row = |rule: &NameRule<'_>, names: &[&str]| {
        let cells = [
            name_cell(names),
            kind_cell(context, rule),
            context.say("td", "us"),
            Element::new("td").text(context.words.kept(rule)),
            context.name_purpose("td", Purpose::Known("choice")),
            Element::new("td").text(context.policy.site()),
        ];
        Row(Element::new("tr"), cells.into())
    };
    let record = row(&rule(Store::Cookie, &lifetime), &[stored::RECORD_SECURE]);
    // Nothing in local storage ends by itself.
    let local = row(&rule(Store::Local, "session"), &local);
    let came = context.policy.reloads().then(|| row(&rule(Store::Session, "session"), &[stored::CAME]));
    [record, local].into_iter().chain(came).collect()
}

/// The names of a row, each on a line of its own.
fn name_cell(names: &[&str]) -> Element {
    let code = |name: &&str| Element::new("code").text(*name);
    let lines = names.iter().enumerate().flat_map(|(at, name)| {
        let line = (at > 0).then(|| Element::new("br"));
        line.into_iter().chain([code(name)])
    });
    row_name().children(lines)
}

/// `Session (cookie)`.
fn kind_cell(context: Context<'_>, rule: &NameRule<'_>) -> Element {
    let kind = if rule.ends_with_session() { "session" } else { "persistent" };
    let store = context.words.say(&format!("store.{}", rule.store.name()));
    context.say("td", kind).text(" (").text(store).text(")")
}
