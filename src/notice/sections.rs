//! The sections, in the order in which a reader wants them: what each is filled with. One that has nothing to say is
//! left out.

use maud::{Markup, html};

use super::Words;
use super::prose::{blocks, inline, sign};
use crate::policy::notice::{Mark, Notice};
use crate::policy::{Policy, Service};
use crate::vendors::{Class, Store};

/// A section: its id, which is its title's key too, and what stands in it.
pub type Section = (&'static str, Markup);

/// All that have something to say.
pub fn all(policy: &Policy<'_>, words: &Words) -> Vec<Section> {
    let notice = &policy.notice();
    let prose = |id: &'static str| (id, blocks(words, notice.prose(id)));
    let mut all = vec![
        prose("introduction"),
        ("reading", reading(words)),
        ("revisions", html! { p { (words.say("revisions.text")) } (blocks(words, notice.prose("revisions"))) }),
        ("definitions", definitions(notice, words)),
        ("collected", collected(notice, words)),
        prose("technologies"),
        ("services", services(policy, words)),
        ("cookies", cookies(policy, words)),
        ("choices", choices(words)),
        prose("use"),
        prose("sharing"),
        prose("security"),
        prose("retention"),
        ("children", children(notice, words)),
        ("transfers", transfers(notice, words)),
        prose("purposes"),
        ("sale", sale(notice, words)),
        ("california", california(notice, words)),
        ("eu", eu(notice, words)),
        ("rights", rights(notice, words)),
        prose("disclaimers"),
        ("contact", contact(policy, words)),
        ("versions", versions(notice, words)),
    ];
    all.retain(|(_, body)| !body.0.is_empty());
    all
}

fn reading(words: &Words) -> Markup {
    html! {
        p { (words.say("reading.text")) }
        ul.portcullis-marks {
            @for (mark, key) in Mark::ALL.into_iter().zip(["mark.green.text", "mark.yellow.text", "mark.red.text"]) {
                li class={ "portcullis-mark portcullis-" (mark.name()) } { (sign(words, mark)) " " (words.say(key)) }
            }
        }
    }
}

fn definitions(notice: &Notice<'_>, words: &Words) -> Markup {
    html! {
        @if notice.definitions().next().is_some() {
            dl {
                @for definition in notice.definitions() {
                    dt {
                        dfn { (definition.term) }
                        @if definition.also().next().is_some() {
                            " (" (words.say("definitions.also"))
                            @for (at, other) in definition.also().enumerate() { @if at > 0 { "," } " " (other) }
                            ")"
                        }
                    }
                    dd { p { (inline(definition.text)) } (blocks(words, definition.note())) }
                }
            }
        }
    }
}

fn collected(notice: &Notice<'_>, words: &Words) -> Markup {
    html! {
        @for data in notice.collected() {
            h3 { (data.what) }
            @if data.examples().next().is_some() {
                ul { @for example in data.examples() { li { (inline(example)) } } }
            }
            dl.portcullis-facts {
                dt { (words.say("collected.how")) } dd { (inline(data.how)) }
                dt { (words.say("collected.why")) } dd { (inline(data.why)) }
                dt { (words.say("collected.basis")) }
                @for basis in data.basis() { dd { (words.say(basis_key(basis))) } }
                @if !data.kept.is_empty() { dt { (words.say("collected.kept")) } dd { (inline(data.kept)) } }
            }
            (blocks(words, data.note()))
        }
    }
}

fn basis_key(basis: &str) -> &'static str {
    match basis {
        "consent" => "basis.consent",
        "contract" => "basis.contract",
        "legal-obligation" => "basis.legal-obligation",
        "vital-interests" => "basis.vital-interests",
        "public-interest" => "basis.public-interest",
        _ => "basis.legitimate-interests",
    }
}

fn class_key(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::Essential => ("class.essential", "cookies.essential"),
        Class::Functional => ("class.functional", "cookies.functional"),
        Class::Tracking => ("class.tracking", "cookies.tracking"),
    }
}

/// A table in a box of its own that scrolls, where the page is narrower: the keyboard reaches it.
fn table(label: &str, columns: &[&str], rows: Markup) -> Markup {
    html! {
        div.portcullis-wide tabindex="0" role="region" aria-label=(label) {
            table { thead { tr { @for column in columns { th scope="col" { (column) } } } } tbody { (rows) } }
        }
    }
}

fn services(policy: &Policy<'_>, words: &Words) -> Markup {
    let columns = ["services.name", "services.vendor", "services.class", "services.why"].map(|key| words.say(key));
    let rows = html! {
        @for service in &policy.services {
            tr id={ "service-" (service.id) } {
                th scope="row" { (service.name()) }
                td {
                    (service.vendor())
                    @if let Some(link) = service.privacy() {
                        br; a href=(link.as_str()) rel="noopener noreferrer" { (words.with("services.policy", service.vendor())) }
                    }
                }
                td { (words.say(class_key(service.class).0)) }
                td { (words.purpose("purpose", service.purpose())) }
            }
        }
    };
    html! {
        @if !policy.services.is_empty() {
            p { (words.say("services.text")) }
            (table(words.say("services"), &columns, rows))
        }
    }
}

fn cookies(policy: &Policy<'_>, words: &Words) -> Markup {
    let columns =
        ["name", "type", "administered", "kept", "why", "service"].map(|column| alloc::format!("cookies.{column}"));
    let columns: Vec<&str> = columns.iter().map(|key| words.say(key)).collect();
    html! {
        p { (words.say("cookies.text")) }
        @for class in Class::ALL {
            @let (title, about) = class_key(class);
            h3 { (words.say(title)) }
            p { (words.say(about)) }
            @let stored = rows(policy, words, class);
            @if stored.0.is_empty() { p { (words.say("cookies.none")) } }
            @else { (table(&words.with("cookies.table", words.say(title)), &columns, stored)) }
        }
    }
}

fn rows(policy: &Policy<'_>, words: &Words, class: Class) -> Markup {
    let of_class = |service: &&Service<'_>| service.class == class;
    html! {
        // The record of the choice is the site's own, and essential.
        @if class == Class::Essential { (record(policy, words)) }
        @for service in policy.services.iter().filter(of_class) {
            @for rule in service.names() {
                @let session = rule.duration == "session";
                tr {
                    th scope="row" { code { (rule.pattern) } }
                    td { (words.say(if session { "cookies.session" } else { "cookies.persistent" })) ", " (store(words, rule.store)) }
                    td { @if rule.own { (words.say("cookies.us")) } @else { (service.vendor()) } }
                    td { (words.lasts(rule.duration)) }
                    td { (words.purpose("name", rule.purpose.unwrap_or(service.purpose()))) }
                    td { (service.name()) }
                }
            }
        }
    }
}

fn record(policy: &Policy<'_>, words: &Words) -> Markup {
    let kept = alloc::format!("{}d", crate::consent::Regime::Eu.lifetime_days());
    html! {
        tr {
            th scope="row" { code { "__Host-consent" } }
            td { (words.say("cookies.persistent")) ", " (store(words, Store::Cookie)) }
            td { (words.say("cookies.us")) }
            td { (words.lasts(&kept)) }
            td { (words.purpose("name", crate::policy::Purpose::Known("choice"))) }
            td { (policy.site()) }
        }
    }
}

fn store(words: &Words, store: Store) -> &str {
    match store.name() {
        "localStorage" => words.say("store.localStorage"),
        "sessionStorage" => words.say("store.sessionStorage"),
        "indexedDB" => words.say("store.indexedDB"),
        "cacheStorage" => words.say("store.cacheStorage"),
        _ => words.say("store.cookie"),
    }
}

/// Help pages of the browsers' own makers.
const BROWSERS: &[(&str, &str)] = &[
    ("Chrome", "https://support.google.com/chrome/answer/95647"),
    ("Safari", "https://support.apple.com/guide/safari/manage-cookies-sfri11471/mac"),
    ("Firefox", "https://support.mozilla.org/kb/clear-cookies-and-site-data-firefox"),
    (
        "Edge",
        "https://support.microsoft.com/microsoft-edge/delete-cookies-in-microsoft-edge-63947406-40ac-c3b8-57b9-2a946a29ae09",
    ),
];

fn choices(words: &Words) -> Markup {
    html! {
        p { (words.say("choices.text")) }
        p { a href="#choices" data-portcullis="choices" { (words.say("choices.open")) } }
        noscript { p { (words.say("choices.scriptless")) } }
        p { (words.say("choices.browser")) }
        ul {
            @for (browser, help) in BROWSERS {
                li { a href=(help) rel="noopener noreferrer" { (browser) } }
            }
        }
    }
}

fn children(notice: &Notice<'_>, words: &Words) -> Markup {
    html! {
        @if let Some(age) = notice.under_age() { p { (words.with("children.text", age)) } }
        (blocks(words, notice.prose("children")))
    }
}

fn transfers(notice: &Notice<'_>, words: &Words) -> Markup {
    html! {
        @if notice.transfers().next().is_some() {
            p { (words.say("transfers.text")) }
            ul { @for country in notice.transfers() { li { (country) } } }
        }
        (blocks(words, notice.prose("transfers")))
    }
}

fn sale(notice: &Notice<'_>, words: &Words) -> Markup {
    html! {
        @if let Some(sells) = notice.sells() {
            p { (words.say(if sells { "sale.yes" } else { "sale.no" })) }
            @if sells { p { a href="#choices" data-portcullis="choices" { (words.say("choices.open")) } } }
        }
        (blocks(words, notice.prose("sale")))
    }
}

fn california(notice: &Notice<'_>, words: &Words) -> Markup {
    let columns = ["california.category", "california.examples", "california.recipients"].map(|key| words.say(key));
    html! {
        @if notice.shared().next().is_some() {
            p { (words.say("california.text")) }
            (table(words.say("california"), &columns, html! {
                @for row in notice.shared() {
                    tr { th scope="row" { (row.category) } td { (row.examples) } td { (row.recipients) } }
                }
            }))
        }
        (blocks(words, notice.prose("california")))
        @if let Some(address) = notice.california_contact() {
            p { (words.say("california.contact")) " " strong { (address) } "." }
        }
    }
}

fn eu(notice: &Notice<'_>, words: &Words) -> Markup {
    let used: Vec<&str> = crate::policy::notice::BASES
        .iter()
        .copied()
        .filter(|basis| notice.collected().any(|data| data.basis().any(|other| other == *basis)))
        .collect();
    html! {
        @if notice.has("eu") { (blocks(words, notice.prose("eu"))) }
        @else if !used.is_empty() {
            p { (words.say("eu.bases")) }
            ul { @for basis in &used { li { (words.say(basis_key(basis))) } } }
        }
        @if notice.has("eu") || !used.is_empty() { p { (words.say("eu.complaint")) } }
    }
}

fn rights(notice: &Notice<'_>, words: &Words) -> Markup {
    html! {
        @if let Some(days) = notice.answered_in() { p { (words.with("rights.text", days)) } }
        (blocks(words, notice.prose("rights")))
    }
}

fn contact(policy: &Policy<'_>, words: &Words) -> Markup {
    html! {
        p { (policy.site()) ": " strong { (policy.contact()) } }
        @if policy.notice().contacts().next().is_some() {
            ul { @for (what, address) in policy.notice().contacts() { li { (inline(what)) ": " strong { (address) } } } }
        }
        (blocks(words, policy.notice().prose("contact")))
    }
}

fn versions(notice: &Notice<'_>, _words: &Words) -> Markup {
    html! {
        @for version in notice.versions() {
            h3 { time datetime=(version.date) { (version.date) } }
            ul { @for change in version.changes() { li { (inline(change)) } } }
        }
    }
}
