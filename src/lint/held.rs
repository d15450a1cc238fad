//! What waits for a choice, and would not load after it either.

use super::markup::Element;
use super::{Found, Rule, marks, named};

pub(super) fn lint(elements: &[Element], found: &mut Found) {
    let is_spent = |element: &&Element| {
        element.name == "object"
            && !element.inner
            && marks::is_marked(element)
            && element.get("type").is_none()
            && element.has_fallback
    };
    for element in elements.iter().filter(is_spent) {
        found.add(element.place, Rule::ObjectWithoutType(named(element)));
    }
}
