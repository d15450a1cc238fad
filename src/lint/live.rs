//! The one tag: it runs first, and what the parser would fetch is marked.

use super::address::fetched;
use super::markup::Element;
use super::{Found, Rule, Site, named, seal};

pub(super) fn lint(site: &Site<'_>, elements: &[Element], found: &mut Found) {
    unmarked(site, elements, found, false);
    let Some(shim) = elements.iter().find(|element| seal::is_shim(element)) else {
        return found.add(0, Rule::NotInstalled);
    };
    if shim.get("async").is_some() || shim.get("defer").is_some() || shim.is_module() {
        found.add(shim.place, Rule::ShimDeferred);
    }
    // A deferred script runs after it all the same; inline ones are the page's own, as its settings are.
    let early = |element: &&Element| {
        let waits = element.is_module() || element.get("defer").is_some();
        element.place < shim.place
            && !element.inner
            && element.runs()
            && element.get("src").is_some()
            && (element.get("async").is_some() || !waits)
    };
    for script in elements.iter().filter(early) {
        found.add(script.place, Rule::ShimNotFirst(named(script)));
    }
}

/// What the parser fetches by itself though it should wait for a choice.
pub(super) fn unmarked(site: &Site<'_>, elements: &[Element], found: &mut Found, sealed: bool) {
    for element in elements {
        let whose = |address: &str| site.whose(address, sealed);
        if let Some(whose) = fetched(element).into_iter().find_map(whose) {
            found.add(element.place, Rule::Unmarked(named(element), whose));
        }
    }
}
