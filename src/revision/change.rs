//! What of a service, or of the rest of a policy, is not as it was.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::classify::Pattern;
use crate::policy::field::seconds;
use crate::policy::json::Node;
use crate::policy::print::Json;
use crate::policy::{NameRule, Policy, Purpose, Service};
use crate::vendors::Class;

/// A change that an earlier choice does not cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It was not there, or was essential and asked nothing.
    Added,
    /// Its class, from and to.
    Class(Class, Class),
    /// Who runs it, from and to.
    Vendor(String, String),
    /// What it is for, from and to.
    Purpose(String, String),
    /// What a name is for: the name, from and to.
    NamePurpose(String, String, String),
    /// A name that it did not store.
    Stores(String),
    /// A name is kept longer: the name, from and to.
    Longer(String, String, String),
}

impl What {
    /// The text that says it to a visitor.
    pub(super) fn key(&self) -> &'static str {
        match self {
            What::Added => "changed.added",
            What::Class(..) => "changed.class",
            What::Vendor(..) => "changed.vendor",
            What::Purpose(..) | What::NamePurpose(..) => "changed.purpose",
            What::Stores(_) => "changed.stores",
            What::Longer(..) => "changed.longer",
        }
    }

    fn is_of_a_name(&self) -> bool {
        matches!(self, What::NamePurpose(..) | What::Stores(_) | What::Longer(..))
    }
}

impl fmt::Display for What {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Added => write!(out, "added"),
            What::Class(from, to) => write!(out, "class: {} is now {}", from.name(), to.name()),
            What::Vendor(from, to) => write!(out, "vendor: {from} is now {to}"),
            What::Purpose(from, to) => write!(out, "purpose: “{from}” is now “{to}”"),
            What::NamePurpose(name, from, to) => write!(out, "purpose of {name}: “{from}” is now “{to}”"),
            What::Stores(name) => write!(out, "stores {name}"),
            What::Longer(name, from, to) => write!(out, "duration of {name}: {from} is now {to}"),
        }
    }
}

/// What of a gated service an earlier choice does not cover. Less of the same is covered: a name that is no longer
/// stored, or not as long.
pub(super) fn of(before: Option<&Service<'_>>, service: &Service<'_>, reworded: bool) -> Vec<What> {
    let Some(before) = before.filter(|before| !before.is_essential()) else {
        return [What::Added].into();
    };
    let mut found = Vec::new();
    if before.class != service.class {
        found.push(What::Class(before.class, service.class));
    }
    if plain(before.vendor()) != plain(service.vendor()) {
        found.push(What::Vendor(before.vendor().into(), service.vendor().into()));
    }
    let (from, to) = (said(Some(before.purpose())), said(Some(service.purpose())));
    if !reworded && plain(&from) != plain(&to) {
        found.push(What::Purpose(from, to));
    }
    for name in service.names() {
        let kept = before.names().find(|known| known.store == name.store && known.pattern == name.pattern);
        // A name that an earlier pattern covers was told of, as long as that.
        let stem = name.pattern.replacen('*', "", 1);
        let covers = |known: &NameRule<'_>| known.store == name.store && Pattern(known.pattern).weight(&stem).is_some();
        let Some(known) = kept.or_else(|| before.names().find(covers)) else {
            found.push(What::Stores(name.pattern.into()));
            continue;
        };
        if seconds(name.duration) > seconds(known.duration) {
            found.push(What::Longer(name.pattern.into(), known.duration.into(), name.duration.into()));
        }
        let (from, to) = (said(known.purpose), said(name.purpose));
        if !reworded && !from.is_empty() && plain(&from) != plain(&to) {
            found.push(What::NamePurpose(name.pattern.into(), from, to));
        }
    }
    found
}

/// What else is not as it was: a line each.
pub(super) fn other(old: &Policy<'_>, new: &Policy<'_>, reworded: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for service in &old.services {
        match new.service(service.id) {
            None => lines.push(format!("{}: no longer there", service.id)),
            Some(now) if now.is_essential() && !service.is_essential() => {
                lines.push(format!("{}: essential now, and no longer asked about", service.id));
            }
            Some(_) => {}
        }
    }
    for service in &new.services {
        match old.service(service.id) {
            None if service.is_essential() => lines.push(format!("{}: added as essential", service.id)),
            Some(before) => {
                // What of them matters is told as that.
                let told = if service.is_essential() {
                    Vec::new()
                } else {
                    of(Some(before), service, reworded.contains(&service.id))
                };
                let is_told = |field: &String| match field.as_str() {
                    "cookies" => told.iter().any(What::is_of_a_name),
                    "purpose" => told.iter().any(|what| matches!(what, What::Purpose(..))),
                    _ => false,
                };
                let fields = differing(before.entry(), service.entry());
                let rest = fields.into_iter().filter(|field| !is_told(field));
                lines.extend(rest.map(|field| format!("{}: {field}", service.id)));
            }
            None => {}
        }
    }
    lines.extend(differing(old.root(), new.root()).into_iter().filter(|field| field != "services"));
    lines
}

/// The fields that differ, of those that no one is asked about for.
fn differing(old: &Node<'_>, new: &Node<'_>) -> Vec<String> {
    const TOLD: &[&str] = &["class", "vendor", "since", "updated", "effective", "$schema"];
    let (before, after) = (old.fields(), new.fields());
    let mut names: Vec<&str> = Vec::new();
    for field in before.iter().chain(after) {
        let same = old.field(field.name).map(Json::from) == new.field(field.name).map(Json::from);
        if !same && !names.contains(&field.name) && !TOLD.contains(&field.name) {
            names.push(field.name);
        }
    }
    names.into_iter().map(str::to_string).collect()
}

fn said(purpose: Option<Purpose<'_>>) -> String {
    match purpose {
        Some(Purpose::Known(text) | Purpose::Own(text)) => text.into(),
        None => String::new(),
    }
}

/// Letters and digits alone: what is left when only the spelling changed.
fn plain(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
