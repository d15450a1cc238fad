//! Stored names: how long they are kept, and what for.

use alloc::format;
use alloc::vec::Vec;

use super::rule::{LIFETIME, NAME_TWICE, PURPOSE_MISSING, RECORD_LIFETIME};
use super::{Found, text_at};
use crate::consent::Regime;
use crate::consent::stored::{RECORD_PLAIN, RECORD_PLAIN_OLD, RECORD_SECURE};
use crate::policy::field::seconds;
use crate::policy::json::Node;
use crate::policy::{Place, Policy, Service};

const DAY: u64 = 24 * 60 * 60;
/// Thirteen months, of which the longest have 397 days.
pub(super) const LONGEST: u64 = 397 * DAY;
/// The cookies that the visitor's choice is kept in.
const RECORD: [&str; 3] = [RECORD_SECURE, RECORD_PLAIN, RECORD_PLAIN_OLD];

pub(super) fn lint(policy: &Policy<'_>, found: &mut Found) {
    let mut seen: Vec<Named<'_>> = Vec::new();
    for service in &policy.services {
        let written = service.written("cookies").map(Node::items).unwrap_or_default();
        let brought = service.entry().field("cookies").filter(|_| service.written("cookies").is_none());
        for node in written.iter().chain(brought.map(Node::items).unwrap_or_default()) {
            seen.push(Named::of(node, service, brought.is_none()));
        }
        for node in written {
            stored(node, found);
            if written.len() > 1 && node.field("purpose").is_none() {
                let name = text_at(node, "name").unwrap_or_default();
                found.add(node.place, &PURPOSE_MISSING, format!("`{name}` has no `purpose`, and is not alone"));
            }
        }
    }
    for (at, one) in seen.iter().enumerate().filter(|(_, one)| one.is_written) {
        // Of two that the site wrote, the later is told; the services of a group share an entry.
        let is_other = |(before, other): &(usize, &Named<'_>)| {
            (*before < at || !other.is_written)
                && other.by != one.by
                && (other.name, other.store) == (one.name, one.store)
        };
        let other = seen.iter().enumerate().find(is_other).filter(|_| !one.is_of_group);
        if let Some((_, other)) = other {
            found.add(one.place, &NAME_TWICE, format!("`{}` has `{}` too", other.by, one.name));
        }
    }
}

/// A stored name, and whose it is.
struct Named<'a> {
    name: &'a str,
    store: &'a str,
    by: &'a str,
    place: Place,
    /// Whether the site wrote it, rather than the catalogue.
    is_written: bool,
    is_of_group: bool,
}

impl<'a> Named<'a> {
    fn of(node: &'a Node<'a>, service: &Service<'a>, is_written: bool) -> Named<'a> {
        Named {
            name: text_at(node, "name").unwrap_or_default(),
            store: text_at(node, "store").unwrap_or("cookie"),
            by: service.id,
            place: node.place,
            is_written,
            is_of_group: service.built_in().is_some(),
        }
    }
}

fn stored(node: &Node<'_>, found: &mut Found) {
    let Some((duration, kept)) =
        node.field("duration").and_then(|duration| Some((duration, seconds(duration.text()?)?)))
    else {
        return;
    };
    let name = text_at(node, "name").unwrap_or_default();
    if RECORD.contains(&name) && text_at(node, "store").unwrap_or("cookie") == "cookie" {
        let (first, out) = (Regime::Eu.lifetime_days(), Regime::Us.lifetime_days());
        if ![first, out].iter().any(|days| kept == u64::from(*days) * DAY) {
            found.add(
                duration.place,
                &RECORD_LIFETIME,
                format!("`{name}` is kept {first}d, or {out}d in the United States"),
            );
        }
    } else if kept > LONGEST {
        found.add(duration.place, &LIFETIME, format!("`{name}` is kept longer than 13 months"));
    }
}
