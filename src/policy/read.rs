//! `policy.json` into a [`Policy`], or the first mistake with its place.

use alloc::string::String;
use alloc::vec::Vec;

use super::schema::{self, Fault};
use super::{EXPLAINS, Policy, Service, items, json, text_of};
use crate::text;
use crate::vendors;

/// What is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The text is not JSON; what should stand there.
    Malformed(&'static str),
    /// A field that must be there is not; what it must be.
    Missing(&'static str),
    /// A field that no policy has.
    UnknownField,
    /// A value that is not what the field takes; what it must be.
    Expected(&'static str),
    /// A service declared before.
    Twice,
    /// The text is larger than any policy.
    TooLarge,
}

/// A mistake in a policy, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// What is wrong.
    pub mistake: Mistake,
    /// The path of the value, as in `services[1].id`.
    pub path: String,
    /// Its line, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
}

impl PolicyError {
    /// The message for whoever wrote the policy.
    pub fn message(&self) -> String {
        if !EXPLAINS {
            return String::new();
        }
        let mut out = self.path.clone();
        if !out.is_empty() {
            text::push(&mut out, ": ");
        }
        let (says, what) = match self.mistake {
            Mistake::Malformed(expected) => ("not JSON: expected ", expected),
            Mistake::Missing(expected) => ("missing: expected ", expected),
            Mistake::UnknownField => ("unknown field", ""),
            Mistake::Expected(expected) => ("expected ", expected),
            Mistake::Twice => ("declared twice", ""),
            Mistake::TooLarge => ("larger than 256 kB", ""),
        };
        text::push(&mut out, says);
        text::push(&mut out, what);
        text::push(&mut out, " (line ");
        text::number(&mut out, self.line, 10);
        text::push(&mut out, ", column ");
        text::number(&mut out, self.column, 10);
        text::put(&mut out, b')');
        out
    }
}

const LARGEST: usize = 256 * 1024;

/// Reads a policy.
pub fn parse<'t>(text: &'t str) -> Result<Policy<'t>, PolicyError> {
    checked(text).map_err(|fault| located(text, fault))
}

/// A fault, with the line and the column where it stands.
pub(super) fn located(text: &str, fault: Fault) -> PolicyError {
    let mut line = 1;
    let mut column = 1;
    for byte in text.bytes().take(fault.at) {
        match byte {
            b'\n' => (line, column) = (line + 1, 1),
            // The later bytes of a character.
            0x80..=0xbf => {}
            _ => column += 1,
        }
    }
    PolicyError { mistake: fault.mistake, path: fault.path, line, column }
}

fn checked<'t>(text: &'t str) -> Result<Policy<'t>, Fault> {
    if text.len() > LARGEST {
        return Err(Fault::new(0, Mistake::TooLarge));
    }
    let root = match json::parse(text) {
        Ok(root) => root,
        Err(bad) => return Err(Fault::new(bad.at, Mistake::Malformed(bad.expected))),
    };
    schema::check(&root, schema::POLICY)?;
    let mut policy = Policy { root, services: Vec::new(), gated: Vec::new() };
    for (index, entry) in items(&root, "services").iter().enumerate() {
        let used = entry.text().unwrap_or_else(|| text_of(entry, "use"));
        // A site's own service stands for itself alone.
        for id in schema::members(used).unwrap_or(&[""]) {
            let service = Service::new(entry, vendors::built_in(id));
            if policy.service(service.id).is_some() {
                return Err(Fault::new(entry.at, Mistake::Twice).item(index).under("services"));
            }
            policy.services.push(service);
            if !service.is_essential() {
                policy.gated.push(service);
            }
        }
    }
    Ok(policy)
}
