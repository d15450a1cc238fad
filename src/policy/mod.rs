//! What the site declares: `policy.json`, parsed at the edge into types that can be trusted after.

pub mod catalogue;
mod explain;
mod fault;
pub mod field;
pub mod json;
pub mod locales;
pub mod moving;
pub mod near;
pub mod notice;
pub mod print;
mod read;
pub mod reference;
mod schema;

use alloc::vec::Vec;

use crate::vendors::{BuiltIn, Class, Store};
use field::{Date, Link, Origin};
use json::Node;

pub use explain::{PolicyError, parse, parse_with};
pub use fault::{Fault, Mistake, Place};
pub use read::{language, open, open_with};

/// A site's policy: a checked `policy.json`, and its services.
#[derive(Debug)]
pub struct Policy<'t> {
    root: Node<'t>,
    /// The services, in the order declared.
    pub services: Vec<Service<'t>>,
    gated: Vec<Service<'t>>,
}

/// A service, built-in or the site's own, as this site uses it: its entry in the policy, and the
/// built-in service that it is. What the entry says comes before what the built-in service brings.
#[derive(Clone, Copy, Debug)]
pub struct Service<'t> {
    /// Its id.
    pub id: &'t str,
    /// Its class.
    pub class: Class,
    entry: &'t Node<'t>,
    built_in: Option<&'static BuiltIn>,
    /// The key of the text that says its purpose, where the site does not say that itself.
    purpose: Option<&'t str>,
}

/// What a service or a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'t> {
    /// A text that comes with Portcullis, by its key in `www/locales`.
    Known(&'t str),
    /// The site's own words.
    Own(&'t str),
}

/// A host that a service talks to.
#[derive(Clone, Copy, Debug)]
pub struct HostRule<'t> {
    /// As in [`crate::vendors::Host`].
    pub host: &'t str,
    /// The beginning of the path, empty for all of the host.
    pub path: &'t str,
}

/// A name that a service stores.
#[derive(Clone, Copy, Debug)]
pub struct NameRule<'t> {
    /// Exact, `prefix*` or `prefix*suffix`.
    pub pattern: &'t str,
    /// Where it is stored.
    pub store: Store,
    /// How long it lasts: `session`, or a number and one of `s m h d y`.
    pub duration: &'t str,
    /// What it is for, where it says so itself.
    pub purpose: Option<Purpose<'t>>,
    /// Whether the site itself administers it, rather than the vendor.
    pub own: bool,
    /// The path that a cookie is set for, where the policy says so; empty otherwise.
    pub path: &'t str,
    /// Whether only the server can see it.
    pub http_only: bool,
}

impl NameRule<'_> {
    /// Whether it goes with the browser's session. Local storage, databases and caches outlive that.
    pub fn ends_with_session(&self) -> bool {
        self.duration == "session" && matches!(self.store, Store::Cookie | Store::Session)
    }
}

fn text_of<'t>(node: &Node<'t>, name: &str) -> &'t str {
    node.field(name).and_then(Node::text).unwrap_or_default()
}

fn items<'t>(node: &Node<'t>, name: &str) -> &'t [Node<'t>] {
    node.field(name).map(Node::items).unwrap_or_default()
}

impl<'t> Policy<'t> {
    /// The file as it was written.
    pub fn root(&self) -> &Node<'t> {
        &self.root
    }
}

impl<'t> Service<'t> {
    /// Its entry in the file: two services of a group share one.
    pub fn entry(&self) -> &'t Node<'t> {
        self.entry
    }

    /// A field that the site itself wrote into the entry, rather than one that the catalogue brought.
    pub fn written(&self, name: &str) -> Option<&'t Node<'t>> {
        self.entry.field(name).filter(|field| field.place != self.entry.place)
    }
}

impl<'t> Policy<'t> {
    fn site_text(&self, name: &str) -> &'t str {
        self.root.field("site").map_or("", |site| text_of(site, name))
    }

    /// What the site is called.
    pub fn site(&self) -> &'t str {
        self.site_text("name")
    }

    /// Where a visitor can write to.
    pub fn contact(&self) -> &'t str {
        self.site_text("contact")
    }

    /// The readable privacy policy, where the site names one.
    pub fn page(&self) -> Option<Link<'t>> {
        Link::parse(self.site_text("policy"))
    }

    /// The day of the last change.
    pub fn updated(&self) -> Date {
        Date::parse(text_of(&self.root, "updated")).unwrap_or_default()
    }

    /// The day from which this version is in force, where it was announced before.
    pub fn effective(&self) -> Option<Date> {
        Date::parse(text_of(&self.root, "effective"))
    }

    /// Origins beyond the page's own that are essential.
    pub fn allow(&self) -> impl Iterator<Item = Origin<'t>> {
        items(&self.root, "allow").iter().filter_map(Node::text).filter_map(Origin::parse)
    }

    /// Whether a grant under the seal loads the page again, rather than wait for the next one.
    pub fn reloads(&self) -> bool {
        text_of(&self.root, "onGrant") == "reload"
    }

    /// Whether decisions are put on record.
    pub fn keeps_receipts(&self) -> bool {
        self.root.field("receipts").is_some_and(|receipts| !matches!(receipts.value, json::Value::Plain("false")))
    }

    /// The path of the site that receipts are handed over to.
    pub fn receipts_endpoint(&self) -> Option<&'t str> {
        self.root.field("receipts")?.field("endpoint")?.text()
    }

    /// Whether each receipt has a random id: without one, the site could not tell what is posted twice.
    pub fn receipts_have_ids(&self) -> bool {
        let id = self.root.field("receipts").and_then(|receipts| receipts.field("id"));
        self.receipts_endpoint().is_some() || id.is_none_or(|id| !matches!(id.value, json::Value::Plain("false")))
    }

    /// The path of the site that sets the record again, as browsers forget what a script has set after a week.
    pub fn renew(&self) -> Option<&'t str> {
        self.root.field("renew").and_then(Node::text)
    }

    /// Whether a third party that nobody declared is refused, rather than told of.
    pub fn denies_unknown(&self) -> bool {
        text_of(&self.root, "unknown") == "deny"
    }

    /// That day, as written.
    pub fn updated_text(&self) -> &'t str {
        text_of(&self.root, "updated")
    }

    /// The day from which this version is in force, as written.
    pub fn effective_text(&self) -> Option<&'t str> {
        self.root.field("effective").and_then(Node::text)
    }

    /// What the readable policy says besides.
    pub fn notice(&self) -> notice::Notice<'t> {
        notice::Notice::new(self.root.field("notice"))
    }

    /// The language of its texts, where it says so.
    pub fn language(&self) -> Option<&'t str> {
        self.root.field("language").and_then(Node::text)
    }

    /// The site's own texts in that language, by their keys.
    pub fn texts(&self, language: &str) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
        let own = self.root.field("texts").and_then(|texts| texts.field(language));
        own.map(Node::fields).unwrap_or_default().iter().filter_map(|field| Some((field.name, field.text()?)))
    }

    /// The edition in force at that minute, by which a record says what was asked: the newest `since` of a service, in
    /// days since 1970, or 0 where none has come yet.
    pub fn edition(&self, minute: u32) -> u32 {
        let days = self.gated().iter().filter_map(Service::since).filter(|since| since.minutes() <= minute);
        days.map(Date::days).max().unwrap_or_default()
    }

    /// The services that wait for a choice: all but the essential ones.
    pub fn gated(&self) -> &[Service<'t>] {
        &self.gated
    }

    /// The service of that id.
    pub fn service(&self, id: &str) -> Option<&Service<'t>> {
        self.services.iter().find(|service| service.id == id)
    }
}

impl<'t> Service<'t> {
    fn new(entry: &'t Node<'t>, built_in: Option<&'static BuiltIn>, purpose: Option<&'t str>) -> Service<'t> {
        let class = Class::parse(text_of(entry, "class")).or(built_in.map(|built_in| built_in.class));
        Service {
            // In an entry that uses a built-in service, `id` is a setting of that service.
            id: built_in.map_or_else(|| text_of(entry, "id"), |built_in| built_in.id),
            class: class.unwrap_or(Class::Tracking),
            entry,
            built_in,
            purpose: purpose.or(built_in.map(|built_in| built_in.purpose).filter(|_| entry.field("purpose").is_none())),
        }
    }

    /// What the entry says, or the built-in service.
    #[inline(never)]
    fn text(&self, name: &str, known: fn(&'static BuiltIn) -> &'static str) -> &'t str {
        match (self.entry.field(name).and_then(Node::text), self.built_in) {
            (None, Some(built_in)) => known(built_in),
            (own, _) => own.unwrap_or_default(),
        }
    }

    /// Whether it waits for no choice.
    pub fn is_essential(&self) -> bool {
        self.class == Class::Essential
    }

    /// What it is called.
    pub fn name(&self) -> &'t str {
        self.text("name", |built_in| built_in.name)
    }

    /// Who runs it.
    pub fn vendor(&self) -> &'t str {
        self.text("vendor", |built_in| built_in.vendor)
    }

    /// What it is for.
    pub fn purpose(&self) -> Purpose<'t> {
        self.purpose.map_or_else(|| Purpose::Own(text_of(self.entry, "purpose")), Purpose::Known)
    }

    /// The vendor's privacy policy.
    pub fn privacy(&self) -> Option<Link<'t>> {
        Link::parse(self.text("privacy", |built_in| built_in.privacy))
    }

    /// The day on which it was added or changed materially: older choices do not cover it.
    pub fn since(&self) -> Option<Date> {
        Date::parse(text_of(self.entry, "since"))
    }

    /// The service without which this one cannot run.
    pub fn needs(&self) -> Option<&'t str> {
        let own = self.entry.field("needs").and_then(Node::text);
        own.or_else(|| self.built_in?.needs)
    }

    /// The types of Google's Consent Mode that it stands for.
    pub fn signals(&self) -> Vec<&'t str> {
        match (self.entry.field("signals"), self.built_in) {
            (None, Some(built_in)) => built_in.signals.to_vec(),
            (own, _) => own.map(Node::items).unwrap_or_default().iter().filter_map(Node::text).collect(),
        }
    }

    /// Globals that pages call whether it runs or not.
    pub fn stubs(&self) -> Vec<&'t str> {
        match (self.entry.field("stubs"), self.built_in) {
            (None, Some(built_in)) => built_in.stubs.to_vec(),
            (own, _) => own.map(Node::items).unwrap_or_default().iter().filter_map(Node::text).collect(),
        }
    }

    /// The built-in service that it is.
    pub fn built_in(&self) -> Option<&'static BuiltIn> {
        self.built_in
    }

    /// The value that the policy gives to a setting of the built-in service.
    pub fn setting(&self, name: &str) -> Option<&'t Node<'t>> {
        self.entry.field(name)
    }

    /// Whether the policy has Google's tag fetched before a grant: it then runs, told that all is denied.
    pub fn is_advanced(&self) -> bool {
        text_of(self.entry, "mode") == "advanced"
    }

    /// The hosts it talks to, and the paths of the site's own that lead to it.
    pub fn hosts(&self) -> impl Iterator<Item = HostRule<'t>> {
        let own = self.entry.field("hosts");
        let own_rules = own.map(Node::items).unwrap_or_default().iter().filter_map(Node::text);
        let brought = self.built_in.filter(|_| own.is_none()).map_or(&[][..], |built_in| built_in.hosts);
        let rule = |(host, path)| HostRule { host, path };
        own_rules
            .filter_map(field::host_rule)
            .map(rule)
            .chain(brought.iter().map(move |known| rule((known.host, known.path))))
            .chain(items(self.entry, "paths").iter().filter_map(Node::text).map(move |path| rule(("*", path))))
    }

    /// What it stores, the names together of which everything else is the same.
    pub fn names_alike(&self) -> Vec<(NameRule<'t>, Vec<&'t str>)> {
        let said = |rule: &NameRule<'t>| (rule.own, rule.store, rule.duration, rule.purpose.unwrap_or(self.purpose()));
        let mut groups: Vec<(NameRule<'t>, Vec<&'t str>)> = Vec::new();
        for rule in self.names() {
            match groups.iter_mut().find(|(first, _)| said(first) == said(&rule)) {
                Some((_, names)) if names.contains(&rule.pattern) => {}
                Some((_, names)) => names.push(rule.pattern),
                None => groups.push((rule, Vec::from([rule.pattern]))),
            }
        }
        groups
    }

    /// The names it stores.
    pub fn names(&self) -> impl Iterator<Item = NameRule<'t>> {
        let class = self.class;
        let every_path = text_of(self.entry, "cookiePath");
        let own = self.entry.field("cookies");
        let own_rules = own.map(Node::items).unwrap_or_default().iter().map(move |node| {
            let purpose = text_of(node, "purpose");
            NameRule {
                pattern: text_of(node, "name"),
                store: Store::parse(text_of(node, "store")).unwrap_or(Store::Cookie),
                duration: text_of(node, "duration"),
                purpose: (!purpose.is_empty()).then_some(Purpose::Own(purpose)),
                // As in the source policy: essential and functional names are ours, tracking names a vendor's.
                own: match text_of(node, "administered") {
                    "" => class != Class::Tracking,
                    by => by == "us",
                },
                path: match text_of(node, "path") {
                    "" => every_path,
                    path => path,
                },
                http_only: node.field("httpOnly").is_some_and(|flag| matches!(flag.value, json::Value::Plain("true"))),
            }
        });
        let brought = self.built_in.filter(|_| own.is_none()).map_or(&[][..], |built_in| built_in.names);
        own_rules.chain(brought.iter().map(move |known| NameRule {
            pattern: known.pattern,
            store: known.store,
            duration: known.duration,
            purpose: Some(Purpose::Known(known.purpose)),
            own: false,
            path: every_path,
            http_only: false,
        }))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
