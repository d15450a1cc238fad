//! `policy.json` into a [`Policy`], or the first mistake.

use alloc::vec::Vec;

use super::catalogue::{self, Files};
use super::fault::{Fault, Mistake, Place};
use super::{Policy, Service, items, json, schema, text_of};
use crate::vendors;

/// The language that a policy says it is in; nothing where it says none, or cannot be read, which is said when it is
/// opened.
pub fn language(text: &str) -> Option<&str> {
    json::parse(text).ok()?.field("language")?.text()
}

const LARGEST: usize = 256 * 1024;

/// Reads a policy, with what it names of the catalogue.
pub fn open<'t>(text: &'t str) -> Result<Policy<'t>, Fault> {
    open_with(text, &|id| catalogue::file(id))
}

/// Reads a policy that names these files of the catalogue at most.
pub fn open_with<'t>(text: &'t str, files: Files<'_, 't>) -> Result<Policy<'t>, Fault> {
    if text.len() > LARGEST {
        return Err(Fault::new(Place::at(0), Mistake::TooLarge));
    }
    let root = json::parse(text)?;
    let catalogue::Filled { root, purposes } = catalogue::fill(root, files)?;
    schema::check(&root, schema::POLICY)?;
    let mut policy = Policy { root, services: Vec::new(), gated: Vec::new() };
    for (index, entry) in items(&root, "services").iter().enumerate() {
        let used = entry.text().unwrap_or_else(|| text_of(entry, "use"));
        // A site's own service stands for itself alone.
        for id in schema::members(used).unwrap_or(&[""]) {
            let service = Service::new(entry, vendors::built_in(id), purposes.get(index).copied().flatten());
            if policy.service(service.id).is_some() {
                return Err(Fault::new(entry.place, Mistake::Twice).item(index).under("services"));
            }
            policy.services.push(service);
            if !service.is_essential() {
                policy.gated.push(service);
            }
        }
    }
    Ok(policy)
}
