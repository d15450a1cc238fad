//! The catalogue of further services (`www/services`): what a policy names of it stands there as a service of the
//! site's own before anything else reads it. This program has the files within; a page fetches those that are
//! [`named`].

use alloc::string::String;
use alloc::vec::Vec;
use std::sync::OnceLock;

use super::fault::{Fault, Place};
use super::json::{self, Node, Value};
use super::{Policy, open, schema, text_of};
use crate::vendors::{BUILT_IN, GROUPS};

macro_rules! services {
    ($($name:literal)*) => {
        /// The ids of the catalogue's services.
        const IDS: &[&str] = &[$($name),*];

        /// Each service of the catalogue: its id, and its file.
        pub const SERVICES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../www/services/", $name, ".json")))),*];
    };
}
services!(
    "adobe-fonts" "adsense" "amplitude" "calendly" "crisp" "google-ads" "google-floodlight" "google-fonts"
    "google-maps" "google-recaptcha" "hcaptcha" "hotjar" "hubspot" "instagram" "intercom" "linkedin-insight" "matomo"
    "meta-pixel" "microsoft-advertising" "microsoft-clarity" "mixpanel" "openstreetmap" "paypal" "pinterest-tag"
    "plausible" "posthog" "segment" "spotify" "stripe" "tawk" "tiktok-pixel" "vimeo" "x-pixel" "youtube"
    "zendesk-chat"
);

/// What the name of a service may begin with, wherever it lives.
const FOLDER: &str = "services/";

/// A name as it is without the folder that may stand before it: `services/youtube` and `youtube` are one.
pub fn plain(name: &str) -> &str {
    name.strip_prefix(FOLDER).unwrap_or(name)
}

/// Every name that a policy may use: groups, built-in services, and the catalogue's.
pub fn names() -> impl Iterator<Item = &'static str> {
    let built_in = GROUPS.iter().map(|(name, _)| *name).chain(BUILT_IN.iter().map(|one| one.id));
    built_in.chain(IDS.iter().copied())
}

/// Whether a policy may use that name.
pub fn is_known(name: &str) -> bool {
    let name = plain(name);
    names().any(|known| known == name)
}

/// A policy that declares all of the catalogue.
#[expect(clippy::unreachable, reason = "the catalogue is part of the program, and its tests read every file of it")]
pub fn declared() -> &'static Policy<'static> {
    static DECLARED: OnceLock<Policy<'static>> = OnceLock::new();
    DECLARED.get_or_init(|| {
        let entries: Vec<String> = IDS.iter().map(|id| format!("\"{FOLDER}{id}\"")).collect();
        let text = format!(
            "{{\"site\":{{\"name\":\"-\",\"contact\":\"-\"}},\"updated\":\"2026-01-01\",\"services\":[{}]}}",
            entries.join(",")
        );
        open(text.leak()).unwrap_or_else(|_| unreachable!("the catalogue is read"))
    })
}

/// The files of a catalogue, by the ids of their services.
pub type Files<'f, 't> = &'f dyn Fn(&str) -> Option<&'t str>;

/// The files that this program has within.
pub fn file(id: &str) -> Option<&'static str> {
    SERVICES.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// The ids of the catalogue that a policy names, once each; none where it is no JSON, which is said when it is read.
pub fn named(text: &str) -> Vec<&str> {
    let mut ids = Vec::new();
    if let Ok(root) = json::parse(text) {
        let used = super::items(&root, "services").iter().filter_map(|entry| named_by(entry).text());
        for id in used.map(plain).filter(|id| IDS.contains(id)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids
}

/// Where an entry names what it is of.
fn named_by<'n, 't>(entry: &'n Node<'t>) -> &'n Node<'t> {
    entry.field("use").unwrap_or(entry)
}

/// A policy with its entries filled in.
pub(super) struct Filled<'t> {
    /// The policy. Whatever comes of an entry stands where the entry does.
    pub(super) root: Node<'t>,
    /// Of each entry, in order: the key of the text that says its purpose, where that comes from the catalogue.
    pub(super) purposes: Vec<Option<&'t str>>,
}

/// The policy with its entries filled in.
pub(super) fn fill<'t>(root: Node<'t>, files: Files<'_, 't>) -> Result<Filled<'t>, Fault> {
    filled(root, files, service_of)
}

/// The policy as it is published: its entries are filled in, and still name what they are of, so that each page says
/// their purposes in its own language.
pub fn published<'t>(root: Node<'t>) -> Result<Node<'t>, Fault> {
    Ok(filled(root, &|id| file(id), with_its_name)?.root)
}

/// How an entry is filled in, of the entry and the service that it uses.
type Fill<'t> = fn(&Node<'t>, &Node<'t>) -> Vec<Node<'t>>;

/// All but a purpose of ours, and the name by which that is found.
fn with_its_name<'t>(entry: &Node<'t>, service: &Node<'t>) -> Vec<Node<'t>> {
    let used = service.field("id").map(|id| Node { name: "use", named: entry.place, place: entry.place, ..*id });
    let is_said = |field: &Node<'t>| field.name != "purpose" || entry.field("purpose").is_some();
    used.into_iter().chain(service_of(entry, service).into_iter().filter(is_said)).collect()
}

fn filled<'t>(root: Node<'t>, files: Files<'_, 't>, fill: Fill<'t>) -> Result<Filled<'t>, Fault> {
    let mut filled = Filled { root, purposes: Vec::new() };
    let Value::Fields(fields) = root.value else {
        return Ok(filled);
    };
    let mut all = Vec::new();
    for field in fields {
        let mut field = *field;
        if field.name == "services" {
            field.value =
                entries(field.value, files, fill, &mut filled.purposes).map_err(|fault| fault.under("services"))?;
        }
        all.push(field);
    }
    filled.root.value = Value::Fields(all.leak());
    Ok(filled)
}

fn entries<'t>(
    value: Value<'t>,
    files: Files<'_, 't>,
    fill: Fill<'t>,
    purposes: &mut Vec<Option<&'t str>>,
) -> Result<Value<'t>, Fault> {
    let Value::List(entries) = value else {
        return Ok(value);
    };
    let mut filled = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let used = entry.field("use");
        let named = named_by(entry);
        let Some(name) = named.text().map(plain) else {
            filled.push(*entry);
            purposes.push(None);
            continue;
        };
        let service =
            files(name).and_then(|text| json::parse(text).ok()).and_then(|file| file.field("service").copied());
        if let Some(service) = service {
            let says_its_own = entry.field("purpose").is_some();
            purposes.push(Some(text_of(&service, "purpose")).filter(|_| !says_its_own));
            filled.push(Node { value: Value::Fields(fill(entry, &service).leak()), ..*entry });
        } else if used.is_none() || schema::members(name).is_some() {
            purposes.push(None);
            filled.push(named_plainly(entry, name));
        } else {
            return Err(schema::unknown(named).under("use").item(index));
        }
    }
    Ok(Value::List(filled.leak()))
}

/// The entry with the name that it uses written without a folder.
fn named_plainly<'t>(entry: &Node<'t>, name: &'t str) -> Node<'t> {
    let Value::Fields(fields) = entry.value else {
        return Node { value: Value::Text(name), ..*entry };
    };
    let used =
        |field: &Node<'t>| if field.name == "use" { Node { value: Value::Text(name), ..*field } } else { *field };
    Node { value: Value::Fields(fields.iter().map(used).collect::<Vec<_>>().leak()), ..*entry }
}

/// The file's fields, and in place of them the entry's own.
fn service_of<'t>(entry: &Node<'t>, service: &Node<'t>) -> Vec<Node<'t>> {
    let own = entry.fields().iter().filter(|field| field.name != "use").copied();
    let mut all: Vec<Node<'t>> = own.collect();
    let brought = service.fields().iter().filter(|brought| entry.field(brought.name).is_none());
    all.extend(brought.map(|brought| placed(*brought, entry.place)));
    all
}

/// A value that stands at that place with all that is in it: what the catalogue brings has no place of its own in the
/// file.
fn placed<'t>(node: Node<'t>, place: Place) -> Node<'t> {
    let all = |nodes: &'t [Node<'t>]| -> &'t [Node<'t>] {
        nodes.iter().map(|node| placed(*node, place)).collect::<Vec<_>>().leak()
    };
    let value = match node.value {
        Value::List(items) => Value::List(all(items)),
        Value::Fields(fields) => Value::Fields(all(fields)),
        plain => plain,
    };
    Node { named: place, place, value, ..node }
}

#[cfg(test)]
mod tests;
