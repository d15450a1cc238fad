//! Stored names: how long they are kept, and what for.

use alloc::format;
use alloc::vec::Vec;

use super::rule::{LIFETIME, NAME_TWICE, PURPOSE_MISSING, RECORD_LIFETIME};
use super::{Found, text_at};
use crate::consent::Regime;
use crate::policy::Policy;
use crate::policy::field::seconds;
use crate::policy::json::Node;

const DAY: u64 = 24 * 60 * 60;
/// Thirteen months, of which the longest have 397 days.
const LONGEST: u64 = 397 * DAY;
/// The cookies that the visitor's choice is kept in.
const RECORD: [&str; 2] = ["__Host-consent", "consent"];

pub(super) fn lint(policy: &Policy<'_>, found: &mut Found) {
    let mut seen: Vec<(&str, &str, &str)> = Vec::new();
    for service in &policy.services {
        let own = service.entry().field("cookies").map(Node::items);
        for node in own.unwrap_or_default() {
            stored(node, found);
            let (name, store) = (text_at(node, "name").unwrap_or_default(), text_at(node, "store").unwrap_or("cookie"));
            match seen.iter().find(|(other, kept, by)| (*other, *kept) == (name, store) && *by != service.id) {
                // The services of a group share an entry.
                Some((.., by)) if service.built_in().is_none() => {
                    found.add(node.place, &NAME_TWICE, format!("`{by}` has `{name}` too"));
                }
                _ => seen.push((name, store, service.id)),
            }
        }
        let several = own.is_some_and(|own| own.len() > 1);
        for node in own.unwrap_or_default().iter().filter(|node| several && node.field("purpose").is_none()) {
            let name = text_at(node, "name").unwrap_or_default();
            found.add(node.place, &PURPOSE_MISSING, format!("`{name}` has no `purpose`, and is not alone"));
        }
        // What a built-in service brings is said of it as a whole.
        let long = service.names().filter(|_| own.is_none()).filter(|name| seconds(name.duration) > Some(LONGEST));
        let long: Vec<&str> = long.map(|name| name.pattern).collect();
        if let Some((first, more)) = long.split_first() {
            let what = format!(
                "{} keeps `{first}`{} for more than 13 months: set less where you load it, and say so in `cookies`",
                service.name(),
                if more.is_empty() { "".into() } else { format!(" and {} more", more.len()) }
            );
            found.add(service.entry().place, &LIFETIME, what);
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
