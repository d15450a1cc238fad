//! The seal's snippet: whole, first in `<head>`, in its order, and of this policy.

use alloc::string::String;
use alloc::vec::Vec;

use super::address::fetched;
use super::markup::Element;
use super::parts::{entry, guard_of, is_inline_shim, is_policy, part, words};
use super::{Found, Part, Rule, Site, live, named};
use crate::consent::Guard;

pub(super) fn lint(site: &Site<'_>, elements: &[Element], found: &mut Found) {
    let parts: Vec<(Part, &Element)> =
        elements.iter().filter_map(|element| part(element).map(|part| (part, element))).collect();
    let first = |wanted: Part| parts.iter().find(|(part, _)| *part == wanted).map(|(_, element)| *element);
    let start = parts.first().map_or(0, |(_, element)| element.place);

    let mut before: Option<(Part, usize)> = None;
    let mut in_order = true;
    for part in Part::ALL {
        let Some(element) = first(part) else {
            found.add(start, Rule::SealMissing(part));
            continue;
        };
        if let Some((other, place)) = before
            && element.place < place
        {
            found.add(element.place, Rule::SealOrder(part, other));
            in_order = false;
        }
        before = Some((part, element.place));
        for (_, again) in parts.iter().filter(|(other, _)| *other == part).skip(1) {
            found.add(again.place, Rule::SealTwice(part));
        }
    }
    if let Some((_, element)) = parts.iter().find(|(_, element)| element.in_body) {
        found.add(element.place, Rule::SealInBody);
    }

    texts(site, &first, found);
    let place = |part: Part| first(part).map(|element| element.place);
    let (latch, policy) = (place(Part::Latch), place(Part::Policy).unwrap_or(start));
    for element in elements.iter().filter(|element| part(element).is_none() && !element.inner) {
        let at = element.place;
        let swallowed =
            in_order && latch.is_some_and(|latch| at > latch) && place(Part::Marker).is_some_and(|end| at < end);
        if at < policy && is_early(site, element) {
            found.add(at, Rule::SealNotFirst(named(element)));
        } else if swallowed {
            found.add(at, Rule::SealSwallows(named(element)));
        } else if is_policy(element) && latch.is_some_and(|latch| at < latch) {
            found.add(at, Rule::PolicyBeforeLatch);
        }
    }
    live::unmarked(site, elements, found, true);
}

/// Whether it asks for something before a policy that stands below it, the page's own preloads aside.
fn is_early(site: &Site<'_>, element: &Element) -> bool {
    let own = |address: &&str| site.third(address).is_none();
    let is_preload = element.name == "link"
        && element.has_word("rel", &["preload", "modulepreload"])
        && !element.has_word("rel", &["stylesheet"])
        && fetched(element).iter().all(own);
    let is_sheet = element.name == "style" && (element.text.contains("url(") || element.text.contains("@import"));
    element.runs() || is_sheet || (!is_preload && !fetched(element).is_empty())
}

/// What the parts say, against what is printed now.
fn texts<'e>(site: &Site<'_>, first: &dyn Fn(Part) -> Option<&'e Element>, found: &mut Found) {
    let shim = first(Part::Shim);
    let guard = shim.and_then(guard_of);
    if let Some(policy) = first(Part::Policy) {
        let now = |guard: Guard| -> String { guard.policy(site.policy, core::iter::empty()) };
        let stands = words(policy.get("content").unwrap_or_default());
        // Where no shim says which it is, either is right.
        let mut guards = guard.map_or(vec![Guard::Seal, Guard::SealStrict], |guard| vec![guard]).into_iter();
        if !guards.any(|guard| words(&now(guard)) == stands) {
            found.add(policy.place, Rule::SealPolicy);
        }
    }
    let Some(shim) = shim else {
        return;
    };
    if !is_inline_shim(shim) && entry(shim) != Some("portcullis-seal.js") {
        found.add(shim.place, Rule::SealShim("does not load portcullis-seal.js"));
    }
    let Some(guard) = guard else {
        return found.add(shim.place, Rule::SealShim("lacks its data-guard"));
    };
    if let Some(latch) = first(Part::Latch)
        && let Some(why) = differs(site, latch, shim, guard)
    {
        found.add(latch.place, Rule::SealLatch(why));
    }
}

/// In what the latch is not the one that goes with this shim and this policy.
fn differs(site: &Site<'_>, latch: &Element, shim: &Element, guard: Guard) -> Option<&'static str> {
    let same = |name: &str| latch.get(name) == shim.get(name);
    if site.ours.latch.as_ref().is_some_and(|now| *now != latch.text) || latch.get("data-digest").is_none() {
        return Some("is of another version");
    }
    if latch.get("data-guard") != Some(guard.name()) {
        return Some("has another data-guard than the shim");
    }
    let signals = [
        ("data-age", "has another data-age than the shim"),
        ("data-regime", "has another data-regime than the shim"),
        ("data-country", "has another data-country than the shim"),
    ];
    if let Some((_, why)) = signals.into_iter().find(|(name, _)| !same(name)) {
        return Some(why);
    }
    let now = site.ours.digest(guard.name(), shim.get("data-policy").is_none());
    let is_old = now.is_some_and(|now| latch.get("data-digest") != Some(now));
    is_old.then_some("has the data-digest of another policy or version")
}
