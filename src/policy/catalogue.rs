//! The catalogue of further services (`www/services`): what a policy names of it stands there as a service of the
//! site's own before anything else reads it. This program has the files within; a page fetches those that are [`named`].

use alloc::string::String;
use alloc::vec::Vec;
use std::sync::OnceLock;

use super::fault::{Fault, Mistake};
use super::json::{self, Node, Value};
use super::{Policy, open, text_of};

macro_rules! services {
    ($first:literal $($name:literal)*) => {
        /// Each service of the catalogue: its id, and its file.
        pub const SERVICES: &[(&str, &str)] = &[
            ($first, include_str!(concat!("../../www/services/", $first, ".json"))),
            $(($name, include_str!(concat!("../../www/services/", $name, ".json")))),*
        ];
        const EXPECTED: &str = concat!("one of services/", $first, $(", services/", $name),*);
    };
}
services!(
    "adobe-fonts" "adsense" "amplitude" "calendly" "crisp" "google-ads" "google-floodlight" "google-fonts" "google-maps" "google-recaptcha"
    "hcaptcha" "hotjar" "hubspot" "instagram" "intercom" "linkedin-insight" "matomo" "meta-pixel"
    "microsoft-advertising" "microsoft-clarity" "mixpanel" "openstreetmap" "paypal" "pinterest-tag" "plausible"
    "posthog" "segment" "spotify" "stripe" "tawk" "tiktok-pixel" "vimeo" "x-pixel" "youtube" "zendesk-chat"
);

/// What a name of the catalogue begins with.
const FOLDER: &str = "services/";

/// A policy that declares all of the catalogue.
#[expect(clippy::unreachable, reason = "the catalogue is part of the program, and its tests read every file of it")]
pub fn declared() -> &'static Policy<'static> {
    static DECLARED: OnceLock<Policy<'static>> = OnceLock::new();
    DECLARED.get_or_init(|| {
        let entries: Vec<String> = SERVICES.iter().map(|(id, _)| format!("\"{FOLDER}{id}\"")).collect();
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
        for entry in super::items(&root, "services") {
            if let Some(id) = id_of(entry)
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
    }
    ids
}

/// What an entry names of the catalogue.
fn id_of<'t>(entry: &Node<'t>) -> Option<&'t str> {
    entry.field("use").unwrap_or(entry).text()?.strip_prefix(FOLDER)
}

/// A policy with its entries filled in.
pub(super) struct Filled<'t> {
    /// The policy. Whatever comes of an entry stands where the entry does.
    pub(super) root: Node<'t>,
    /// Of each entry, in order: the key of the text that says its purpose, where that comes from the catalogue.
    pub(super) purposes: Vec<Option<&'t str>>,
}

pub(super) fn fill<'t>(root: Node<'t>, files: Files<'_, 't>) -> Result<Filled<'t>, Fault> {
    let mut filled = Filled { root, purposes: Vec::new() };
    let Value::Fields(fields) = root.value else {
        return Ok(filled);
    };
    let mut all = Vec::new();
    for field in fields {
        let mut field = *field;
        if field.name == "services" {
            field.value = entries(field.value, files, &mut filled.purposes).map_err(|fault| fault.under("services"))?;
        }
        all.push(field);
    }
    filled.root.value = Value::Fields(all.leak());
    Ok(filled)
}

fn entries<'t>(
    value: Value<'t>,
    files: Files<'_, 't>,
    purposes: &mut Vec<Option<&'t str>>,
) -> Result<Value<'t>, Fault> {
    let Value::List(entries) = value else {
        return Ok(value);
    };
    let mut filled = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let Some(id) = id_of(entry) else {
            filled.push(*entry);
            purposes.push(None);
            continue;
        };
        let service = files(id).and_then(|text| json::parse(text).ok()).and_then(|file| file.field("service").copied());
        let Some(service) = service else {
            let used = entry.field("use");
            let fault = Fault::new(used.unwrap_or(entry).place, Mistake::Expected(EXPECTED));
            return Err(if used.is_some() { fault.under("use") } else { fault }.item(index));
        };
        let says_its_own = entry.field("purpose").is_some();
        purposes.push(Some(text_of(&service, "purpose")).filter(|_| !says_its_own));
        filled.push(Node { value: Value::Fields(service_of(entry, &service).leak()), ..*entry });
    }
    Ok(Value::List(filled.leak()))
}

/// The file's fields, and in place of them the entry's own.
fn service_of<'t>(entry: &Node<'t>, service: &Node<'t>) -> Vec<Node<'t>> {
    let own = entry.fields().iter().filter(|field| field.name != "use").copied();
    let mut all: Vec<Node<'t>> = own.collect();
    let brought = service.fields().iter().filter(|brought| entry.field(brought.name).is_none());
    all.extend(brought.map(|brought| Node { named: entry.place, place: entry.place, ..*brought }));
    all
}

#[cfg(test)]
mod tests;
