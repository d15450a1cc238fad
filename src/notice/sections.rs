//! The sections, in the order in which a reader wants them: what each is filled with. One that has nothing to say is
//! left out.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Draft, Page, choices};
use crate::policy::notice::{BASES, Mark, Notice};
use crate::policy::{Policy, Purpose, Service};
use crate::vendors::{Class, Store};

/// A section: the end of its id, the line that draws its title, and what stands in it.
pub type Section = (&'static str, &'static str, String);

/// All that have something to say.
pub fn all(policy: &Policy<'_>, page: Page<'_>) -> Vec<Section> {
    let notice = &policy.notice();
    let mut all = Vec::new();
    let mut section = |id: &'static str, title: &'static str, fill: &dyn Fn(&mut Draft<'_>)| {
        let mut draft = Draft::new(page);
        fill(&mut draft);
        all.push((id, title, draft.finish()));
    };
    section("introduction", "$section.introduction", &|draft| prose(draft, notice, "introduction"));
    section("reading", "$section.reading", &reading);
    section("revisions", "$section.revisions", &|draft| {
        draft.put("<p\n$revisions.text\n>");
        prose(draft, notice, "revisions");
    });
    section("definitions", "$section.definitions", &|draft| definitions(draft, notice));
    section("collected", "$section.collected", &|draft| collected(draft, notice));
    section("technologies", "$section.technologies", &|draft| prose(draft, notice, "technologies"));
    section("services", "$section.services", &|draft| services(draft, policy));
    section("cookies", "$section.cookies", &|draft| cookies(draft, policy));
    section("choices", "$heading", &choices::section);
    section("use", "$section.use", &|draft| prose(draft, notice, "use"));
    section("sharing", "$section.sharing", &|draft| prose(draft, notice, "sharing"));
    section("security", "$section.security", &|draft| prose(draft, notice, "security"));
    section("retention", "$section.retention", &|draft| prose(draft, notice, "retention"));
    section("children", "$section.children", &|draft| {
        if let Some(age) = notice.under_age() {
            draft.line("<p\n$children.text ", age).put(">");
        }
        prose(draft, notice, "children");
    });
    section("transfers", "$section.transfers", &|draft| {
        if notice.transfers().next().is_some() {
            draft.put("<p\n$transfers.text\n>").list(notice.transfers());
        }
        prose(draft, notice, "transfers");
    });
    section("purposes", "$section.purposes", &|draft| prose(draft, notice, "purposes"));
    section("sale", "$section.sale", &|draft| sale(draft, notice));
    section("california", "$section.california", &|draft| california(draft, notice));
    section("eu", "$section.eu", &|draft| eu(draft, notice));
    section("rights", "$section.rights", &|draft| {
        if let Some(days) = notice.answered_in() {
            draft.line("<p\n$rights.text ", days).put(">");
        }
        prose(draft, notice, "rights");
    });
    section("disclaimers", "$section.disclaimers", &|draft| prose(draft, notice, "disclaimers"));
    section("contact", "$section.contact", &|draft| contact(draft, policy));
    section("versions", "$section.versions", &|draft| versions(draft, notice));
    all.retain(|(.., body)| !body.is_empty());
    all
}

fn prose(draft: &mut Draft<'_>, notice: &Notice<'_>, section: &str) {
    draft.blocks(notice.prose(section));
}

fn reading(draft: &mut Draft<'_>) {
    draft.put("<p\n$reading.text\n>\n<ul\n.marks");
    for (mark, line) in Mark::ALL.into_iter().zip(["$mark.green.text", "$mark.yellow.text", "$mark.red.text"]) {
        draft.line("<li\n=class portcullis-mark portcullis-", mark.name()).sign(mark).put("\" ").put(line).put(">");
    }
    draft.put(">");
}

fn definitions(draft: &mut Draft<'_>, notice: &Notice<'_>) {
    if notice.definitions().next().is_none() {
        return;
    }
    draft.own("<dl");
    for definition in notice.definitions() {
        draft.put("<dt").said("<dfn", definition.term);
        if definition.also().next().is_some() {
            draft.put("\" (\n$definitions.also\n\" ");
            for (at, other) in definition.also().enumerate() {
                draft.put(if at > 0 { "\", " } else { "\"" }).line("\"", other);
            }
            draft.put("\")");
        }
        draft.put(">\n<dd\n<p").inline(definition.text).put(">").blocks(definition.note()).put(">");
    }
    draft.put(">");
}

fn collected(draft: &mut Draft<'_>, notice: &Notice<'_>) {
    for data in notice.collected() {
        draft.heading(2).line("\"", data.what).put(">").list(data.examples()).put("<dl\n.facts");
        draft.put("<dt\n$collected.how\n>").own("<dd").inline(data.how).put(">");
        draft.put("<dt\n$column.for\n>").own("<dd").inline(data.why).put(">");
        draft.put("<dt\n$collected.basis\n>");
        for basis in data.basis() {
            draft.line("<dd\n$basis.", basis).put(">");
        }
        if !data.kept.is_empty() {
            draft.put("<dt\n$column.duration\n>").own("<dd").inline(data.kept).put(">");
        }
        draft.put(">").blocks(data.note());
    }
}

/// A table in a box of its own that scrolls, where the page is narrower: the keyboard reaches it. The box is called
/// as the heading of that id.
fn table(draft: &mut Draft<'_>, heading: &str, columns: &[&'static str]) {
    draft.line("<div\n.wide\n=tabindex 0\n=role group\n=aria-labelledby portcullis-", heading);
    draft.put("<table\n<thead\n<tr");
    for column in columns {
        draft.put("<th\n=scope col").put(column).put(">");
    }
    draft.put(">\n>\n<tbody");
}

const TABLE_END: &str = ">\n>\n>";

fn services(draft: &mut Draft<'_>, policy: &Policy<'_>) {
    if policy.services.is_empty() {
        return;
    }
    draft.put("<p\n$services.text\n>");
    table(draft, "services", &["$services.name", "$services.vendor", "$services.class", "$column.for"]);
    for service in &policy.services {
        draft.line("<tr\n=id portcullis-service-", service.id);
        draft.line("<th\n=scope row\n\"", service.name()).line(">\n<td\n\"", service.vendor());
        if let Some(link) = service.privacy() {
            draft.put("<br\n>").link(link).line("$privacy ", service.vendor()).put(">");
        }
        draft.line(">\n<td\n$class.", service.class.name()).put(">");
        draft.purpose("<td", "$purpose.", service.purpose()).put(">");
    }
    draft.put(TABLE_END);
}

fn cookies(draft: &mut Draft<'_>, policy: &Policy<'_>) {
    const COLUMNS: &[&str] =
        &["$column.name", "$column.kind", "$column.administered", "$column.duration", "$column.for", "$services.name"];
    draft.put("<p\n$cookies.text\n>");
    for class in Class::ALL {
        draft.heading(2).line("=id portcullis-class-", class.name()).line("$class.", class.name()).put(">");
        draft.line("<p\n$about.", class.name()).put(">");
        let of_class = policy.services.iter().filter(|service| service.class == class);
        // The record of the choice is the site's own, and essential.
        let record = class == Class::Essential;
        if !record && of_class.clone().all(|service| service.names().next().is_none()) {
            draft.put("<p\n$nothing\n>");
            continue;
        }
        table(draft, if record { "class-essential" } else { class_id(class) }, COLUMNS);
        if record {
            choice_row(draft, policy);
        }
        of_class.for_each(|service| rows(draft, service));
        draft.put(TABLE_END);
    }
}

fn class_id(class: Class) -> &'static str {
    match class {
        Class::Essential => "class-essential",
        Class::Functional => "class-functional",
        Class::Tracking => "class-tracking",
    }
}

fn rows(draft: &mut Draft<'_>, service: &Service<'_>) {
    for rule in service.names() {
        let session = rule.duration == "session";
        draft.line("<tr\n<th\n=scope row\n<code\n\"", rule.pattern).put(">\n>\n<td");
        draft.put(if session { "$session" } else { "$persistent" }).put("\" (").line("$store.", rule.store.name());
        draft.put("\")");
        draft.put(">\n<td");
        if rule.own {
            draft.put("$us")
        } else {
            draft.line("\"", service.vendor())
        };
        draft.put(">\n<td");
        if session {
            draft.put("$session-end")
        } else {
            draft.line("~", rule.duration)
        };
        draft.put(">").purpose("<td", "$name.", rule.purpose.unwrap_or(service.purpose()));
        draft.line("<td\n\"", service.name()).put(">\n>");
    }
}

fn choice_row(draft: &mut Draft<'_>, policy: &Policy<'_>) {
    draft.put("<tr\n<th\n=scope row\n<code\n\"__Host-consent\n>\n>\n<td\n$persistent\n\" (");
    draft.line("$store.", Store::Cookie.name()).put("\")\n>\n<td\n$us\n>\n<td");
    let mut lifetime = String::new();
    crate::text::number(&mut lifetime, crate::consent::Regime::Eu.lifetime_days(), 10);
    lifetime.push('d');
    draft.line("~", &lifetime).put(">").purpose("<td", "$name.", Purpose::Known("choice"));
    draft.line("<td\n\"", policy.site()).put(">\n>");
}

fn sale(draft: &mut Draft<'_>, notice: &Notice<'_>) {
    if let Some(sells) = notice.sells() {
        draft.put("<p").put(if sells { "$sale.yes" } else { "$sale.no" }).put(">");
        if sells {
            draft.put("<p").put(choices::LINK).put(">");
        }
    }
    prose(draft, notice, "sale");
}

fn california(draft: &mut Draft<'_>, notice: &Notice<'_>) {
    if notice.shared().next().is_some() {
        draft.put("<p\n$california.text\n>");
        table(draft, "california", &["$california.category", "$california.examples", "$california.recipients"]);
        for row in notice.shared() {
            draft.own("<tr").line("<th\n=scope row\n\"", row.category);
            draft.line(">\n<td\n\"", row.examples).line(">\n<td\n\"", row.recipients).put(">\n>");
        }
        draft.put(TABLE_END);
    }
    prose(draft, notice, "california");
    if let Some(address) = notice.california_contact() {
        draft.line("<p\n$california.contact\n\" \n<strong\n\"", address).put(">\n>");
    }
}

fn eu(draft: &mut Draft<'_>, notice: &Notice<'_>) {
    let is_used = |basis: &&&str| notice.collected().any(|data| data.basis().any(|other| other == **basis));
    let mut used = BASES.iter().filter(is_used).peekable();
    if notice.has("eu") {
        prose(draft, notice, "eu");
    } else if used.peek().is_some() {
        draft.put("<p\n$eu.bases\n>\n<ul");
        for basis in used {
            draft.line("<li\n$basis.", basis).put(">");
        }
        draft.put(">");
    } else {
        return;
    }
    draft.put("<p\n$eu.complaint\n>");
    let mut authorities = notice.authorities("eu").chain(notice.authorities("uk")).peekable();
    if authorities.peek().is_some() {
        draft.put("<ul");
        for (name, link) in authorities {
            draft.put("<li\n<a\n=rel noopener noreferrer").line("=href ", link).line("\"", name).put(">\n>");
        }
        draft.put(">");
    }
}

fn contact(draft: &mut Draft<'_>, policy: &Policy<'_>) {
    let notice = policy.notice();
    draft.line("<p\n\"", policy.site()).line("\": \n<strong\n\"", policy.contact()).put(">\n>");
    if notice.contacts().next().is_some() {
        draft.own("<ul");
        for (what, address) in notice.contacts() {
            draft.put("<li").inline(what).line("\": \n<strong\n\"", address).put(">\n>");
        }
        draft.put(">");
    }
    prose(draft, &notice, "contact");
}

fn versions(draft: &mut Draft<'_>, notice: &Notice<'_>) {
    for version in notice.versions() {
        draft.heading(2).line("<time\n=datetime ", version.date).line("\"", version.date).put(">\n>");
        draft.list(version.changes());
    }
}
