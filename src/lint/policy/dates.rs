//! Days that cannot follow each other so.

use super::Found;
use super::rule::{DATE_FUTURE, DATE_ORDER};
use crate::policy::Policy;
use crate::policy::field::Date;

pub(super) fn lint(policy: &Policy<'_>, today: Date, found: &mut Found) {
    let (updated, effective) = (policy.updated(), policy.effective());
    let place = |name: &str| policy.root().field(name).map(|node| node.place);
    if let Some(place) = place("updated")
        && updated > today
    {
        found.add(place, &DATE_FUTURE, "this day is to come");
    }
    if let Some(place) = place("effective")
        && effective.is_some_and(|effective| effective < updated)
    {
        found.add(place, &DATE_ORDER, "in force before it was `updated`");
    }
    if let Some(next) = policy.root().field("notice").and_then(|notice| notice.field("next")?.field("effective"))
        && next.text().and_then(Date::parse).is_some_and(|next| next <= effective.unwrap_or(updated).max(updated))
    {
        found.add(next.place, &DATE_ORDER, "announced for a day that is not after this version's");
    }
    let last = effective.unwrap_or(updated).max(updated);
    for service in &policy.services {
        if let Some(node) = service.entry().field("since")
            && service.since().is_some_and(|since| since > last)
        {
            found.add(node.place, &DATE_ORDER, "later than `updated`, and than `effective` where there is one");
        }
    }
}
