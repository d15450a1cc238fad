//! What neither a script nor a policy in the page holds.

use super::address::candidates;
use super::markup::Element;
use super::{Found, Rule, Site};
use crate::policy::json::{self, Node, Value};

pub(super) fn lint(site: &Site<'_>, elements: &[Element], sealed: bool, found: &mut Found) {
    for (at, element) in elements.iter().enumerate() {
        let third = |address: Option<&str>| address.and_then(|address| site.third(address));
        let href = || third(element.get("href"));
        let is_link = |rel| element.name == "link" && element.has_word("rel", &[rel]);
        let mut add = |rule: Option<Rule>| rule.into_iter().for_each(|rule| found.add(element.place, rule));
        if is_link("preconnect") {
            add(href().map(Rule::Preconnect));
        }
        if is_link("dns-prefetch") {
            add(href().map(Rule::DnsPrefetch));
        }
        // Under the one tag these are fetches like others.
        let other = |set| element.get(set).map(candidates).into_iter().flatten().find_map(|one| site.third(one));
        if sealed && is_link("preload") {
            add(other("imagesrcset").map(Rule::PreloadImagesrcset));
        }
        if sealed && !element.inner && ["img", "source"].contains(&element.name.as_str()) {
            let image = elements.iter().skip(at).find(|element| element.name == "img");
            let is_lazy = image.is_some_and(|image| image.has_word("loading", &["lazy"]));
            add(other("srcset").filter(|_| !is_lazy).map(Rule::LookedAhead));
        }
        if element.name == "base" {
            add(href().map(Rule::Base));
        }
        if element.stands_for("refresh") {
            add(third(element.get("content").and_then(target)).map(Rule::Refresh));
        }
        if element.is_script("speculationrules") && !stays(site, &element.text) {
            add(Some(Rule::SpeculationRules));
        }
    }
}

/// The address in a refresh: `5; url='…'`, with nearly all of that optional.
pub(super) fn target(content: &str) -> Option<&str> {
    let time = |char: char| char.is_ascii_digit() || char == '.' || char.is_ascii_whitespace();
    let rest = content.trim_start_matches(time);
    let rest = rest.trim_start_matches(|char: char| char == ';' || char == ',' || char.is_ascii_whitespace());
    let named = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("url")).and(rest.get(3..));
    let value = named.map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
    let value = value.unwrap_or(rest).trim_start();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.split(quote).nth(1),
        first => first.map(|_| value),
    }
}

/// Whether speculation rules name addresses, and only ones of the page's own.
fn stays(site: &Site<'_>, rules: &str) -> bool {
    let Ok(root) = json::parse(rules) else {
        return false;
    };
    let groups = ["prefetch", "prerender"].into_iter().filter_map(|name| root.field(name)).flat_map(Node::items);
    groups.into_iter().all(|rule| {
        let mut named = rule.field("urls").map_or(&[][..], Node::items).iter().peekable();
        let is_own = |node: &Node<'_>| node.text().is_some_and(|address| site.third(address).is_none());
        match (named.peek(), rule.field("where")) {
            (Some(_), None) => named.all(is_own),
            (None, Some(place)) => is_bound(place, &is_own),
            _ => false,
        }
    })
}

/// Whether a condition holds for addresses of the page's own alone.
fn is_bound(condition: &Node<'_>, is_own: &dyn Fn(&Node<'_>) -> bool) -> bool {
    let bound = |node: &Node<'_>| is_bound(node, is_own);
    if let Some(all) = condition.field("and") {
        return all.items().iter().any(bound);
    }
    if let Some(any) = condition.field("or") {
        return any.items().iter().all(bound);
    }
    match condition.field("href_matches") {
        Some(pattern) => match pattern.value {
            Value::List(patterns) => patterns.iter().all(is_own),
            _ => is_own(pattern),
        },
        None => false,
    }
}
