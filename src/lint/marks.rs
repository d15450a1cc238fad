//! Marks that do nothing, or not enough.

use alloc::string::String;
use alloc::vec::Vec;

use super::address::fetched;
use super::markup::Element;
use super::{Found, Rule, Site, named};
use crate::policy::catalogue;
use crate::policy::near::nearest;
use crate::vendors::GROUPS;

const MARKS: [&str; 2] = ["data-consent", "data-consent-any"];

/// Whether a tag has a mark of ours.
pub(super) fn is_marked(element: &Element) -> bool {
    MARKS.iter().any(|mark| element.get(mark).is_some())
}

pub(super) fn lint(site: &Site<'_>, elements: &[Element], found: &mut Found) {
    for element in elements.iter().filter(|element| !element.inner && is_marked(element)) {
        if element.is_closed_in {
            found.add(element.place, Rule::MarkInClosedShadow(named(element)));
        }
        if element.name == "script" && !element.is_script("text/plain") {
            found.add(element.place, Rule::HalfMarked(named(element), "it needs type=\"text/plain\""));
        } else if !fetched(element).is_empty() {
            found.add(
                element.place,
                Rule::HalfMarked(named(element), "write data-src, data-href or data-srcset instead"),
            );
        }
        for name in MARKS.iter().filter_map(|mark| element.get(mark)) {
            if name.trim().is_empty() {
                found.add(element.place, Rule::UnknownService(named(element), "names no service".into()));
            }
            for name in name.split_ascii_whitespace() {
                if let Some(why) = unknown(site, name) {
                    found.add(element.place, Rule::UnknownService(named(element), why));
                }
            }
        }
    }
}

/// What is wrong with a name, where no service that waits for a choice goes by it.
fn unknown(site: &Site<'_>, written: &str) -> Option<String> {
    let name = catalogue::plain(written);
    let gated = site.policy.gated();
    let is_gated = |id: &str| gated.iter().any(|service| service.id == id);
    let of_group = |(_, ids): &(&str, &[&str])| ids.iter().any(|id| is_gated(id));
    if is_gated(name) || GROUPS.iter().any(|group| group.0 == name && of_group(group)) {
        return None;
    }
    if site.policy.service(name).is_some() {
        return Some(format!("names `{written}`, which is essential and waits for nothing: take the mark off"));
    }
    let groups = GROUPS.iter().filter(|group| of_group(group)).map(|(group, _)| *group);
    let names: Vec<&str> = gated.iter().map(|service| service.id).chain(groups).collect();
    if catalogue::is_known(name) {
        return Some(format!("names `{written}`, which the policy does not declare: add \"{name}\" to its services"));
    }
    let near = nearest(name, names.into_iter());
    Some(match near.first() {
        Some(near) => format!("names `{written}`, which the policy does not declare: did you mean `{near}`?"),
        None => format!("names `{written}`, which the policy does not declare"),
    })
}
