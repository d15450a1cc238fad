//! The catalogue of further services (`www/services`): what a policy names of it stands there as a service of the
//! site's own before anything else reads it. A page has that done by script (`www/page/catalogue.ts`), which fetches
//! only the files that are named.

use alloc::string::String;
use alloc::vec::Vec;
use std::sync::OnceLock;

use super::fault::{Fault, Place};
use super::json::{self, Node, Value};
use super::{Policy, locales, open, schema, text_of};
use crate::vendors::{BUILT_IN, GROUPS};

macro_rules! services {
    ($first:literal $($name:literal)*) => {
        /// Each service of the catalogue: its id, and its file.
        pub const SERVICES: &[(&str, &str)] = &[
            ($first, include_str!(concat!("../../www/services/", $first, ".json"))),
            $(($name, include_str!(concat!("../../www/services/", $name, ".json")))),*
        ];
    };
}
services!(
    "adobe-fonts" "adsense" "amplitude" "calendly" "crisp" "google-ads" "google-floodlight" "google-fonts" "google-maps" "google-recaptcha"
    "hcaptcha" "hotjar" "hubspot" "instagram" "intercom" "linkedin-insight" "matomo" "meta-pixel"
    "microsoft-advertising" "microsoft-clarity" "mixpanel" "openstreetmap" "paypal" "pinterest-tag" "plausible"
    "posthog" "segment" "spotify" "stripe" "tawk" "tiktok-pixel" "vimeo" "x-pixel" "youtube" "zendesk-chat"
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
    built_in.chain(SERVICES.iter().map(|(id, _)| *id))
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
        let entries: Vec<String> = SERVICES.iter().map(|(id, _)| format!("\"{FOLDER}{id}\"")).collect();
        let text = format!(
            "{{\"site\":{{\"name\":\"-\",\"contact\":\"-\"}},\"updated\":\"2026-01-01\",\"services\":[{}]}}",
            entries.join(",")
        );
        open(text.leak()).unwrap_or_else(|_| unreachable!("the catalogue is read"))
    })
}

/// The policy with its entries filled in. Whatever comes of an entry stands where the entry does.
pub(super) fn fill<'t>(root: Node<'t>) -> Result<Node<'t>, Fault> {
    filled(root, service_of)
}

/// The policy as it is published: its entries are filled in, and still name what they are of, so that each page says their
/// purposes in its own language.
pub fn published<'t>(root: Node<'t>) -> Result<Node<'t>, Fault> {
    filled(root, with_its_name)
}

/// How an entry is filled in, of the policy, the entry and the service that it uses.
type Fill<'t> = fn(&Node<'t>, &Node<'t>, &Node<'t>) -> Vec<Node<'t>>;

/// All but a purpose of ours, and the name by which that is found.
fn with_its_name<'t>(root: &Node<'t>, entry: &Node<'t>, service: &Node<'t>) -> Vec<Node<'t>> {
    let used = service.field("id").map(|id| Node { name: "use", named: entry.place, place: entry.place, ..*id });
    let is_said = |field: &Node<'t>| field.name != "purpose" || entry.field("purpose").is_some();
    used.into_iter().chain(service_of(root, entry, service).into_iter().filter(is_said)).collect()
}

fn filled<'t>(root: Node<'t>, fill: Fill<'t>) -> Result<Node<'t>, Fault> {
    let Value::Fields(fields) = root.value else {
        return Ok(root);
    };
    let mut filled = Vec::new();
    for field in fields {
        let mut field = *field;
        if field.name == "services" {
            field.value = entries(&root, field.value, fill).map_err(|fault| fault.under("services"))?;
        }
        filled.push(field);
    }
    Ok(Node { value: Value::Fields(filled.leak()), ..root })
}

fn entries<'t>(root: &Node<'t>, value: Value<'t>, fill: Fill<'t>) -> Result<Value<'t>, Fault> {
    let Value::List(entries) = value else {
        return Ok(value);
    };
    let mut filled = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let used = entry.field("use");
        let named = used.unwrap_or(entry);
        let Some(name) = named.text().map(plain) else {
            filled.push(*entry);
            continue;
        };
        let file = SERVICES.iter().find(|(known, _)| *known == name).and_then(|(_, text)| json::parse(text).ok());
        if let Some(service) = file.and_then(|file| file.field("service").copied()) {
            filled.push(Node { value: Value::Fields(fill(root, entry, &service).leak()), ..*entry });
        } else if used.is_none() || schema::members(name).is_some() {
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
fn service_of<'t>(root: &Node<'t>, entry: &Node<'t>, service: &Node<'t>) -> Vec<Node<'t>> {
    let own = |node: &Node<'t>| node.fields().iter().filter(|field| field.name != "use").copied();
    let mut all: Vec<Node<'t>> = own(entry).collect();
    for brought in service.fields() {
        if entry.field(brought.name).is_none() {
            let value = match brought.name {
                "purpose" => Value::Text(purpose(root, brought.text().unwrap_or_default())),
                _ => brought.value,
            };
            all.push(placed(Node { value, ..*brought }, entry.place));
        }
    }
    all
}

/// A value that stands at that place with all that is in it: what the catalogue brings has no place of its own in the file.
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

/// The words of a purpose in the policy's language, the site's own before ours; in English where it names none.
fn purpose<'t>(root: &Node<'t>, key: &str) -> &'t str {
    let language = match text_of(root, "language") {
        "" => "en",
        said => said,
    };
    let key = alloc::format!("purpose.{key}");
    let own = root.field("texts").and_then(|texts| texts.field(language)).and_then(|texts| texts.field(&key));
    let ours = |language| locales::text(language, &key);
    own.and_then(Node::text).or_else(|| ours(language)).or_else(|| ours("en")).unwrap_or_default()
}

#[cfg(test)]
mod tests;
