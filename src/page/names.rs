//! What stored names are, beyond what the policy says: by the table of known names, which only the watchdog and the
//! inspector fetch.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::error::Error;
use super::site::Site;
use crate::classify::names::{Confidence, Found, Table};
use crate::classify::{self, Answer, Rule};
use crate::messages::{Asked, Known};
use crate::vendors::Store;

impl Site {
    /// Says what names are, in their order.
    pub(super) fn names(&self, table: &str, asked: &[Asked]) -> Result<Vec<Known>, Error> {
        names_by(&self.rules, table, asked)
    }
}

/// The same of a page whose policy cannot be read: nothing is declared.
pub(super) fn known_names(table: &str, asked: &[Asked]) -> Result<Vec<Known>, Error> {
    names_by(&[], table, asked)
}

fn names_by(rules: &[Rule<'_>], table: &str, asked: &[Asked]) -> Result<Vec<Known>, Error> {
    let table = Table::read(table);
    let known = |asked: &Asked| {
        let store = asked.store.as_deref().unwrap_or(Store::Cookie.name());
        let store = Store::parse(store).ok_or_else(|| Error::NoStore(store.to_string()))?;
        let found = table.look_up(store, &asked.name);
        Ok(known(&declared(classify::name_by(rules, store, &asked.name), found)))
    };
    asked.iter().map(known).collect()
}

/// What the policy declares comes before what is known.
fn declared<'t>(answer: Answer<'t>, found: Found<'t>) -> Found<'t> {
    if !answer.declared {
        return found;
    }
    Found {
        class: answer.class,
        confidence: Confidence::Declared,
        rule: answer.rule.unwrap_or_default(),
        service: answer.service.unwrap_or_default(),
        ..found
    }
}

fn known(found: &Found<'_>) -> Known {
    Known {
        class: found.class.name().to_string(),
        sure: found.confidence.name().to_string(),
        vendor: found.vendor.to_string(),
        purpose: found.purpose.to_string(),
        duration: found.duration.to_string(),
        service: found.service.to_string(),
        rule: found.rule.to_string(),
    }
}
