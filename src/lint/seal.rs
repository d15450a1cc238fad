//! The seal's snippet: whole, first in `<head>`, in its order, and of this policy.

use alloc::string::String;
use alloc::vec::Vec;

use super::address::fetched;
use super::markup::Element;
use super::{Found, Part, Rule, Site, live, named};
use crate::consent::Guard;
use crate::snippet;

/// How the static policy begins, which tells it from one of the site's own.
const BEGINS: &str = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'";

pub(super) fn file(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

/// Whether it is the shim's tag, sealed or live.
pub(super) fn is_shim(element: &Element) -> bool {
    let name = element.get("src").map(file).unwrap_or_default();
    element.runs() && !element.inner && matches!(name, "portcullis.js" | "portcullis.inline.js" | "portcullis-seal.js")
}

fn part(element: &Element) -> Option<Part> {
    let has = |word| element.text.contains(word);
    if element.inner {
        return None;
    }
    if is_shim(element) {
        return Some(Part::Shim);
    }
    if element.is_classic()
        && element.get("src").is_none()
        && has("portcullis")
        && has("createPolicy")
        && has("localStorage")
    {
        return Some(Part::Latch);
    }
    if element.is_script("text/plain") && element.text.trim() == "portcullis" {
        return Some(Part::Marker);
    }
    let begins = || {
        let content = words(element.get("content").unwrap_or_default());
        content.first().is_some_and(|first| words(BEGINS).iter().all(|begin| first.starts_with(begin)))
    };
    (is_policy(element) && begins()).then_some(Part::Policy)
}

/// Whether it is the script that raises the gate.
pub(super) fn is_latch(element: &Element) -> bool {
    part(element) == Some(Part::Latch)
}

fn is_policy(element: &Element) -> bool {
    element.stands_for("content-security-policy")
}

/// A policy's directives as lists of words, which is what a browser reads.
fn words(policy: &str) -> Vec<Vec<&str>> {
    let directives = policy.split(';').map(|directive| directive.split_ascii_whitespace().collect());
    directives.filter(|words: &Vec<&str>| !words.is_empty()).collect()
}

/// Whether the page is one that the seal is meant to hold.
pub(super) fn is_meant(elements: &[Element]) -> bool {
    elements.iter().any(|element| match part(element) {
        Some(Part::Shim) => {
            element.get("src").map(file) == Some("portcullis-seal.js")
                || element.get("data-guard").and_then(Guard::parse).is_some()
        }
        other => other.is_some(),
    })
}

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

/// The texts of the parts, against what is printed now.
fn texts<'e>(site: &Site<'_>, first: &dyn Fn(Part) -> Option<&'e Element>, found: &mut Found) {
    let shim = first(Part::Shim);
    let guard = shim.and_then(|shim| shim.get("data-guard")).and_then(Guard::parse);
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
    let mut wrong = |why| found.add(shim.place, Rule::SealShim(why));
    if shim.get("src").map(file) != Some("portcullis-seal.js") {
        wrong("does not load portcullis-seal.js");
    }
    if shim.get("defer").is_none() || shim.get("async").is_some() || shim.is_module() {
        wrong("is not deferred, and no more than that");
    }
    let (Some(policy_url), Some(guard)) = (shim.get("data-policy"), guard) else {
        return wrong("lacks its data-policy or its data-guard");
    };
    let Some(latch) = first(Part::Latch) else {
        return;
    };
    if ["data-age", "data-revision"].iter().any(|name| shim.get(name).is_some()) {
        wrong("has data-age or data-revision, of which the latch knows nothing, so no grant opens the page");
    } else if !latch.text.contains(&snippet::pass_key(policy_url, guard)) {
        found.add(latch.place, Rule::SealLatch);
    }
}
