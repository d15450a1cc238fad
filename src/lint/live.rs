//! The one tag: it runs first, and what the parser would fetch is marked.

use alloc::string::{String, ToString};

use super::address::fetched;
use super::markup::Element;
use super::{Found, Rule, Site, marks, named, parts};

pub(super) fn lint(site: &Site<'_>, elements: &[Element], found: &mut Found) {
    unmarked(site, elements, found, false);
    let Some(shim) = elements.iter().find(|element| parts::is_shim(element)) else {
        return found.add(0, Rule::NotInstalled);
    };
    // A deferred script runs after it all the same; inline ones are the page's own, as its settings are.
    let runs_early = |element: &Element| {
        let waits = element.is_module() || element.get("defer").is_some();
        element.runs() && element.get("src").is_some() && (element.get("async").is_some() || !waits)
    };
    let leaves = |element: &Element| fetched(element).into_iter().any(|address| site.third(address).is_some());
    let early =
        |element: &&Element| element.place < shim.place && !element.inner && (runs_early(element) || leaves(element));
    for element in elements.iter().filter(early) {
        found.add(element.place, Rule::ShimNotFirst(named(element)));
    }
}

/// What a page fetches by itself though it should wait for a choice.
pub(super) fn unmarked(site: &Site<'_>, elements: &[Element], found: &mut Found, sealed: bool) {
    for element in elements.iter().filter(|element| !marks::is_marked(element)) {
        let whose = |address: &str| site.whose(address, sealed);
        if let Some(whose) = fetched(element).into_iter().find_map(whose) {
            found.add(element.place, Rule::Unmarked(named(element), whose));
        } else if !sealed
            && !element.inner
            && !parts::is_shim(element)
            && let Some((address, whose)) = loads(site, element)
        {
            found.add(element.place, Rule::UnmarkedInline(address, whose));
        }
    }
}

/// Calls by which a script loads something.
const LOADERS: [&str; 9] = [
    ".src",
    "createElement",
    "fetch(",
    "import(",
    "importScripts(",
    "sendBeacon(",
    "XMLHttpRequest",
    "new Image",
    "document.write",
];

/// What an inline script loads of a service that waits: the address, and whose it is.
fn loads(site: &Site<'_>, element: &Element) -> Option<(String, String)> {
    let text = element.text.as_str();
    if element.get("src").is_some() || !element.runs() || !LOADERS.iter().any(|loader| text.contains(loader)) {
        return None;
    }
    let starts = text.match_indices("//").map(|(at, _)| at);
    starts.filter_map(|at| text.get(at..)).find_map(|rest| {
        let ends = |char: char| char.is_whitespace() || "\"'`<>\\)".contains(char);
        let address = rest.split(ends).next().unwrap_or_default();
        Some((address.trim_start_matches('/').to_string(), site.known(address)?))
    })
}
