//! What a site had before: names that stand for nothing, and days from which no choice counts.

use alloc::format;

use super::Found;
use super::rule::{MOVING_DATE, MOVING_NAME};
use crate::consent::Regime;
use crate::policy::Policy;
use crate::policy::field::Date;
use crate::policy::json::{Node, Value};
use crate::policy::moving::{Moving, Product};

pub(super) fn lint(policy: &Policy<'_>, today: Date, found: &mut Found) {
    for moving in policy.moving() {
        for name in super::fields(moving.entry().field("names")) {
            self::name(policy, name, found);
        }
        dates(&moving, today, found);
    }
}

fn name(policy: &Policy<'_>, name: &Node<'_>, found: &mut Found) {
    let several = match name.value {
        Value::List([]) => return found.add(name.place, &MOVING_NAME, "it stands for no service"),
        Value::List(nodes) => nodes,
        _ => core::slice::from_ref(name),
    };
    for node in several {
        let Some(id) = node.text() else { continue };
        match policy.service(id) {
            None => found.add(node.place, &MOVING_NAME, format!("the policy has no service `{id}`")),
            Some(service) if service.is_essential() => {
                found.add(node.place, &MOVING_NAME, format!("`{id}` is essential: unmark what loads it"));
            }
            Some(_) => {}
        }
    }
}

fn dates(moving: &Moving<'_>, today: Date, found: &mut Found) {
    if !matches!(moving.product, Product::Klaro | Product::Tarteaucitron) {
        return;
    }
    let day = |date: Date| date.minutes() / (24 * 60);
    match (moving.as_of(), moving.entry().field("asOf")) {
        (Some(date), Some(node)) if date > today => found.add(node.place, &MOVING_DATE, "this day is to come"),
        (Some(date), Some(node)) if day(today).saturating_sub(day(date)) > Regime::default().lifetime_days() => {
            found.add(node.place, &MOVING_DATE, "so long ago that no stored choice is taken over any more");
        }
        (None, _) => found.add(moving.entry().place, &MOVING_DATE, "no `asOf`: no stored choice is taken over"),
        _ => {}
    }
}
