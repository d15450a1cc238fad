//! Marks of other products that never wake: what they are named by stands for nothing in the policy's `moving`, or the
//! script that understands them is not there.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::markup::Element;
use super::parts::file;
use super::{Found, Rule, Site, named};
use crate::policy::moving::Product;

/// Names that must all be known; of those that are parted here, one.
type Names = Vec<Vec<String>>;

pub(super) fn lint(site: &Site<'_>, elements: &[Element], found: &mut Found) {
    let is_reader = |one: &Element| one.runs() && one.get("src").map(file) == Some("portcullis-foreign.js");
    let is_read = elements.iter().any(is_reader);
    for element in elements.iter().filter(|element| !element.inner && is_inert(element)) {
        let Some((product, names)) = marked(site, element) else {
            continue;
        };
        let knows = |name: &String| {
            let of = site.policy.moving().filter(|moving| moving.product == product);
            of.flat_map(|moving| moving.names()).any(|(other, _)| other == name)
        };
        let unknown = names.iter().find(|alternatives| !alternatives.iter().any(knows));
        if let Some(name) = unknown.and_then(|alternatives| alternatives.first()) {
            found.add(element.place, Rule::ForeignName(named(element), name.clone()));
        } else if !is_read {
            found.add(element.place, Rule::ForeignUnread(named(element)));
        }
    }
}

fn is_inert(element: &Element) -> bool {
    let waits = element.is_script("text/plain")
        || ["data-src", "data-href", "data-srcset", "data-cookieblock-src"]
            .iter()
            .any(|name| element.get(name).is_some());
    waits && element.get("data-consent").is_none()
}

/// Whose mark it is, and by which names: as www/page/foreign.ts reads it.
fn marked(site: &Site<'_>, element: &Element) -> Option<(Product, Names)> {
    let listed = |list: &str, at: char| list.split(at).map(|name| Vec::from([String::from(name.trim())])).collect();
    if let Some(list) = element.get("data-cookieconsent") {
        return Some((Product::Cookiebot, listed(list, ',')));
    }
    let class = element.get("class").unwrap_or_default().split_ascii_whitespace();
    if let Some(name) = class.clone().find_map(|word| word.strip_prefix("optanon-category-")) {
        let known = |moving: crate::policy::moving::Moving<'_>| moving.names().any(|(other, _)| other == name);
        let whole = site.policy.moving().any(|moving| moving.product == Product::OneTrust && known(moving));
        return Some((Product::OneTrust, if whole { listed(name, '\0') } else { listed(name, '-') }));
    }
    // Other scripts use these attributes too.
    let moves = |product| site.policy.moving().any(|moving| moving.product == product);
    if let Some(category) = element.get("data-category").filter(|_| moves(Product::Vanilla)) {
        let service = element.get("data-service").map(|service| format!("{category}/{service}"));
        return Some((Product::Vanilla, Vec::from([service.into_iter().chain([category.into()]).collect()])));
    }
    let name = element.get("data-name").filter(|_| moves(Product::Klaro))?;
    Some((Product::Klaro, Vec::from([Vec::from([name.into()])])))
}
