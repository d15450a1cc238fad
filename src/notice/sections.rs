//! The sections, in the order in which a reader wants them: what each is filled with. One that has nothing to say is
//! left out.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::prose::{self, inline};
use super::tables::Row;
use super::{Context, choices, tables};
use crate::drawing::{Element, Node};
use crate::policy::notice::{BASES, Collected, Definition, Mark, Notice, Version};

/// A section.
pub struct Section {
    /// The end of its id.
    pub id: &'static str,
    pub title: String,
    pub body: Vec<Element>,
}

/// All that have something to say.
pub fn all(context: Context<'_>) -> Vec<Section> {
    let notice = &context.policy.notice();
    let own = |section| prose::blocks(context, notice.prose(section));
    // The site's own passages, and before them what follows from the rest of the policy.
    let after = |said: Vec<Element>, section| said.into_iter().chain(own(section)).collect();
    let all: [(&'static str, Vec<Element>); 23] = [
        ("introduction", own("introduction")),
        ("reading", reading(context)),
        ("revisions", after(Vec::from([context.say("p", "revisions.text")]), "revisions")),
        ("definitions", definitions(context, notice)),
        ("collected", notice.collected().flat_map(|data| collected(context, &data)).collect()),
        ("technologies", own("technologies")),
        ("services", tables::services(context)),
        ("cookies", tables::cookies(context)),
        ("choices", choices::section(context)),
        ("use", own("use")),
        ("sharing", own("sharing")),
        ("security", own("security")),
        ("retention", own("retention")),
        ("children", after(with_number(context, "children.text", notice.under_age()), "children")),
        ("transfers", after(transfers(context, notice), "transfers")),
        ("purposes", own("purposes")),
        ("sale", after(sale(context, notice), "sale")),
        ("california", california(context, notice)),
        ("eu", eu(context, notice)),
        ("rights", after(with_number(context, "rights.text", notice.answered_in()), "rights")),
        ("disclaimers", own("disclaimers")),
        ("contact", after(contact(context, notice), "contact")),
        ("versions", versions(context, notice)),
    ];
    // The legend of marks is for a page that has marks.
    let is_marked = all.iter().any(|(id, body)| *id != "reading" && body.iter().any(has_mark));
    let told = all.into_iter().filter(|(id, body)| !body.is_empty() && (*id != "reading" || is_marked));
    told.map(|(id, body)| Section { id, title: title(context, id), body }).collect()
}

fn has_mark(element: &Element) -> bool {
    let is_mark = |class: &str| class.split(' ').any(|one| one == "portcullis-mark");
    let within = |node: &Node| matches!(node, Node::Element(inner) if has_mark(inner));
    element.attribute("class").is_some_and(is_mark) || element.nodes().iter().any(within)
}

fn title(context: Context<'_>, id: &str) -> String {
    match id {
        // It is called as the preferences are.
        "choices" => context.words.say("heading"),
        _ => context.words.say(&format!("section.{id}")),
    }
}

/// A paragraph with a number that the policy may give.
fn with_number(context: Context<'_>, key: &str, number: Option<&str>) -> Vec<Element> {
    number.map(|number| context.with("p", key, number)).into_iter().collect()
}

fn reading(context: Context<'_>) -> Vec<Element> {
    let marks = Mark::ALL.map(|mark| {
        let text = context.words.say(&format!("mark.{}.text", mark.name()));
        prose::marked(Element::new("li"), context, mark).text(" ").text(text)
    });
    Vec::from([context.say("p", "reading.text"), Element::new("ul").class("marks").children(marks)])
}

fn definitions(context: Context<'_>, notice: &Notice<'_>) -> Vec<Element> {
    if notice.definitions().next().is_none() {
        return Vec::new();
    }
    let entries = notice.definitions().flat_map(|definition| {
        let meaning = Element::new("dd")
            .child(Element::new("p").children(inline(definition.text)))
            .children(prose::blocks(context, definition.note()));
        [term(context, &definition), meaning]
    });
    Vec::from([context.own("dl").children(entries)])
}

/// A term, and its other names after it.
fn term(context: Context<'_>, definition: &Definition<'_>) -> Element {
    let term = Element::new("dt").child(context.own("dfn").text(definition.term));
    let also: Vec<&str> = definition.also().collect();
    if also.is_empty() {
        return term;
    }
    term.text(format!(" ({} {})", context.words.say("definitions.also"), also.join(", ")))
}

fn collected(context: Context<'_>, data: &Collected<'_>) -> Vec<Element> {
    let own = |text| context.own("dd").children(inline(text));
    let mut facts = Element::new("dl")
        .class("facts")
        .child(context.say("dt", "collected.how"))
        .child(own(data.how))
        .child(context.say("dt", "column.for"))
        .child(own(data.why))
        .child(context.say("dt", "collected.basis"))
        .children(data.basis().map(|basis| context.say("dd", &format!("basis.{basis}"))));
    if !data.kept.is_empty() {
        facts = facts.child(context.say("dt", "column.duration")).child(own(data.kept));
    }
    let mut said = Vec::from([context.heading(2).text(data.what)]);
    said.extend(prose::list(context, data.examples()));
    said.push(facts);
    said.extend(prose::blocks(context, data.note()));
    said
}

fn transfers(context: Context<'_>, notice: &Notice<'_>) -> Vec<Element> {
    match prose::list(context, notice.transfers()) {
        Some(countries) => Vec::from([context.say("p", "transfers.text"), countries]),
        None => Vec::new(),
    }
}

fn sale(context: Context<'_>, notice: &Notice<'_>) -> Vec<Element> {
    match notice.sells() {
        None => Vec::new(),
        Some(false) => Vec::from([context.say("p", "sale.no")]),
        Some(true) => Vec::from([context.say("p", "sale.yes"), Element::new("p").child(choices::link(context.words))]),
    }
}

fn california(context: Context<'_>, notice: &Notice<'_>) -> Vec<Element> {
    let mut said = Vec::new();
    if notice.shared().next().is_some() {
        let columns = ["california.category", "california.examples", "california.recipients"];
        let rows = notice.shared().map(|row| {
            let cell = |text| Element::new("td").text(text);
            let cells = [tables::row_name().text(row.category), cell(row.examples), cell(row.recipients)];
            Row(context.own("tr"), cells.into())
        });
        said.push(context.say("p", "california.text"));
        said.push(tables::table(context, "california", &columns, rows));
    }
    said.extend(prose::blocks(context, notice.prose("california")));
    if let Some(address) = notice.california_contact() {
        said.push(context.say("p", "california.contact").text(" ").child(Element::new("strong").text(address)));
    }
    said
}

/// What the site says of the law, or else the legal bases that it names. Whoever reads that may complain.
fn eu(context: Context<'_>, notice: &Notice<'_>) -> Vec<Element> {
    let mut said = if notice.has("eu") { prose::blocks(context, notice.prose("eu")) } else { bases(context, notice) };
    if said.is_empty() && !notice.has("eu") {
        return said;
    }
    said.push(context.say("p", "eu.complaint"));
    let mut authorities = notice.authorities("eu").chain(notice.authorities("uk")).peekable();
    if authorities.peek().is_some() {
        let links = authorities.map(|(name, link)| {
            let link = Element::new("a").set("rel", "noopener noreferrer").link(link).text(name);
            Element::new("li").child(link)
        });
        said.push(Element::new("ul").children(links));
    }
    said
}

fn bases(context: Context<'_>, notice: &Notice<'_>) -> Vec<Element> {
    let is_used = |basis: &&str| notice.collected().any(|data| data.basis().any(|other| other == *basis));
    let used: Vec<&str> = BASES.iter().copied().filter(is_used).collect();
    if used.is_empty() {
        return Vec::new();
    }
    let list = used.into_iter().map(|basis| context.say("li", &format!("basis.{basis}")));
    Vec::from([context.say("p", "eu.bases"), Element::new("ul").children(list)])
}

fn contact(context: Context<'_>, notice: &Notice<'_>) -> Vec<Element> {
    let address = |address: &str| Element::new("strong").text(address);
    let site = Element::new("p").text(context.policy.site()).text(": ").child(address(context.policy.contact()));
    let mut said = Vec::from([site]);
    if notice.contacts().next().is_some() {
        let others = notice
            .contacts()
            .map(|(what, other)| Element::new("li").children(inline(what)).text(": ").child(address(other)));
        said.push(context.own("ul").children(others));
    }
    said
}

fn versions(context: Context<'_>, notice: &Notice<'_>) -> Vec<Element> {
    let version = |version: Version<'_>| {
        let day = Element::new("time").set("datetime", version.date).text(version.date);
        [context.heading(2).child(day)].into_iter().chain(prose::list(context, version.changes()))
    };
    notice.versions().into_iter().flat_map(version).collect()
}
