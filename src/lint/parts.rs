//! Which tags of a page are ours, and whether what they hold or load is what is printed and served now.

use alloc::vec::Vec;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::markup::Element;
use super::{Found, Part, Rule, Site};
use crate::consent::Guard;
use crate::policy::json;
use crate::snippet::{ENTRIES, MARKER};

/// How the static policy begins. That tells it from a policy of the site's own.
const BEGINS: &str = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'";
/// What the shim calls its plan.
const PLAN: &str = "PORTCULLIS_PLAN";

/// The file that an address names.
pub(super) fn file(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

/// Whether it is the shim's tag, by its address or in the page itself.
pub(super) fn is_shim(element: &Element) -> bool {
    is_inline_shim(element) || entry(element).is_some()
}

/// The entry that a tag names.
pub(super) fn entry(element: &Element) -> Option<&'static str> {
    let name = element.get("src").map(file)?;
    let known = ENTRIES.into_iter().find(|entry| *entry == name);
    known.filter(|_| element.runs() && !element.inner)
}

/// Whether it is the shim in the page itself.
pub(super) fn is_inline_shim(element: &Element) -> bool {
    is_inline(element) && element.text.contains(PLAN)
}

fn is_inline(element: &Element) -> bool {
    element.is_classic() && element.get("src").is_none() && !element.inner
}

fn has_our_words(element: &Element) -> bool {
    ["portcullis", "createPolicy", "localStorage"].iter().all(|word| element.text.contains(word))
}

/// The part of the snippet that it is.
pub(super) fn part(element: &Element) -> Option<Part> {
    if element.inner {
        return None;
    }
    if is_shim(element) {
        return Some(Part::Shim);
    }
    if is_inline(element) && has_our_words(element) {
        return Some(Part::Latch);
    }
    if element.is_script("text/plain") && element.text.trim() == MARKER {
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

/// Whether it is a Content Security Policy, of ours or the site's own.
pub(super) fn is_policy(element: &Element) -> bool {
    element.stands_for("content-security-policy")
}

/// A policy's directives as lists of words, which is what a browser reads.
pub(super) fn words(policy: &str) -> Vec<Vec<&str>> {
    let directives = policy.split(';').map(|directive| directive.split_ascii_whitespace().collect());
    directives.filter(|words: &Vec<&str>| !words.is_empty()).collect()
}

/// Whether the page is one that the seal is meant to hold.
pub(super) fn is_sealed(elements: &[Element]) -> bool {
    elements.iter().any(|element| match part(element) {
        Some(Part::Shim) => is_sealed_shim(element),
        other => other.is_some(),
    })
}

fn is_sealed_shim(element: &Element) -> bool {
    entry(element) == Some("portcullis-seal.js") || guard_of(element).is_some()
}

/// The guard of the seal that a tag names; none under `live`.
pub(super) fn guard_of(element: &Element) -> Option<Guard> {
    element.get("data-guard").and_then(Guard::parse)
}

/// Whether the page's own scripts run before the shim that should be first. Under the seal the browser enforces, and a
/// script that the parser waits for makes Firefox look ahead.
pub(super) fn is_late(element: &Element) -> bool {
    let is_deferred = element.get("defer").is_some() && !is_sealed_shim(element);
    is_deferred || element.get("async").is_some() || element.is_module()
}

/// What our tags hold and load, under both guards.
pub(super) fn lint(site: &Site<'_>, elements: &[Element], found: &mut Found) {
    for (at, shim) in elements.iter().enumerate().filter(|(_, element)| is_shim(element)) {
        if is_late(shim) {
            found.add(shim.place, Rule::ShimDeferred);
        }
        if is_inline_shim(shim) {
            let before = at.checked_sub(1).and_then(|at| elements.get(at));
            inline(site, shim, before, found);
        } else if let Some(wanted) = shim.get("integrity")
            && let Some((_, bytes)) = site.ours.served.iter().find(|(name, _)| Some(*name) == entry(shim))
            && !allows(wanted, bytes)
        {
            found.add(shim.place, Rule::Integrity);
        }
    }
}

/// A shim in the page takes its plan from the data block right before it, and from nowhere else.
fn inline(site: &Site<'_>, shim: &Element, before: Option<&Element>, found: &mut Found) {
    let (guard, now) = match guard_of(shim) {
        Some(guard) => (guard.name(), &site.ours.sealed_shim),
        None => ("live", &site.ours.shim),
    };
    if now.as_ref().is_some_and(|now| *now != shim.text) {
        found.add(shim.place, Rule::InlineOld("the script is of another version"));
    }
    let block = before.filter(|block| block.is_script("application/json"));
    let plan = block.and_then(|block| json::parse(&block.text).ok());
    let Some(decisions) = plan.and_then(|plan| plan.field("decisions").copied()) else {
        return found.add(shim.place, Rule::PlanNotBefore);
    };
    let digest = decisions.field("digest").and_then(|digest| digest.text());
    if let Some(now) = site.ours.digest(guard, true)
        && digest != Some(now)
    {
        found.add(shim.place, Rule::InlineOld("the plan is of another policy or version"));
    }
}

/// Whether `integrity` lets a browser run these bytes: the strongest of the hashes counts.
fn allows(integrity: &str, bytes: &[u8]) -> bool {
    let words: Vec<&str> =
        integrity.split_ascii_whitespace().map(|word| word.split('?').next().unwrap_or(word)).collect();
    let of = |kind: &str| words.iter().filter_map(|word| word.strip_prefix(kind)).collect::<Vec<_>>();
    let strongest = [
        (of("sha512-"), BASE64_STANDARD.encode(Sha512::digest(bytes))),
        (of("sha384-"), BASE64_STANDARD.encode(Sha384::digest(bytes))),
        (of("sha256-"), BASE64_STANDARD.encode(Sha256::digest(bytes))),
    ];
    let known = strongest.iter().find(|(hashes, _)| !hashes.is_empty());
    known.is_none_or(|(hashes, is)| hashes.iter().any(|hash| hash == is))
}
