//! How a rule matches: names by exact text, prefix, or prefix and suffix; addresses by host and path.
//!
//! The shim has the same algorithm in `www/gate/matcher.ts`; `tests/corpus/matching.json` holds the two together.

use alloc::string::String;

use crate::text;

/// A name's pattern: exact, `prefix*` or `prefix*suffix`.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'a>(pub &'a str);

/// An exact match outweighs every wildcard, however long.
pub(super) const EXACT: usize = 1 << 16;

/// The end of a host that stands for every country's: `www.google.<cc>`.
pub(super) const ANY_COUNTRY: &str = "<cc>";

impl Pattern<'_> {
    /// How well the pattern matches, more being better; nothing where it does not.
    pub fn weight(self, name: &str) -> Option<usize> {
        match text::cut(self.0, b'*') {
            (_, None) => (self.0 == name).then_some(EXACT),
            (prefix, Some(suffix)) => name
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.ends_with(suffix))
                .then_some(prefix.len().saturating_add(suffix.len())),
        }
    }
}

/// A longer path outweighs every host: it says more about what is asked for.
const PATH: usize = EXACT * 2;

/// How well a host and path rule matches, more being better; nothing where it does not.
pub(super) fn host(rule: &str, rule_path: &str, host: &str, path: &str) -> Option<usize> {
    let weight = host_weight(rule, host)?;
    path.starts_with(rule_path).then_some(rule_path.len().saturating_mul(PATH).saturating_add(weight))
}

fn host_weight(rule: &str, host: &str) -> Option<usize> {
    let matches = if rule == "*" {
        true
    } else if let Some(domain) = rule.strip_prefix("*.") {
        is_within(domain, host)
    } else if let Some(stem) = rule.strip_suffix(ANY_COUNTRY) {
        host.strip_prefix(stem).is_some_and(is_country)
    } else {
        rule == host
    };
    matches.then_some(host_rank(rule))
}

/// How closely a rule tells hosts apart: an exact host the most, any host not at all.
pub(super) fn host_rank(rule: &str) -> usize {
    if rule == "*" {
        0
    } else if let Some(domain) = rule.strip_prefix("*.") {
        domain.len()
    } else if let Some(stem) = rule.strip_suffix(ANY_COUNTRY) {
        stem.len()
    } else {
        EXACT
    }
}

/// Whether every host of the inner rule is one of the outer rule.
pub(super) fn contains_host(outer: &str, inner: &str) -> bool {
    if outer == inner {
        return true;
    }
    // A domain has no vendor's every country below it, and any host has no weight that a host of its own would have.
    let domain = outer.strip_prefix("*.").filter(|_| !inner.ends_with(ANY_COUNTRY) && inner != "*");
    domain.is_some_and(|domain| is_within(domain, inner.strip_prefix("*.").unwrap_or(inner)))
}

/// Whether every name of the inner pattern is one of the outer pattern.
pub(super) fn contains_name(outer: &str, inner: &str) -> bool {
    match (text::cut(outer, b'*'), text::cut(inner, b'*')) {
        ((_, None), _) => outer == inner,
        (_, (_, None)) => Pattern(outer).weight(inner).is_some(),
        ((prefix, Some(suffix)), (start, Some(end))) => start.starts_with(prefix) && end.ends_with(suffix),
    }
}

/// Whether some host is one of both rules.
pub(super) fn hosts_overlap(one: &str, other: &str) -> bool {
    // Whatever is a host of both is one of these: the rules' own, and those of a country that a domain has.
    let hosts_of = |rule: &str, with: &str| -> [String; 3] {
        let bare = rule.strip_prefix("*.").unwrap_or(rule);
        let Some(stem) = bare.strip_suffix(ANY_COUNTRY) else {
            return [String::from(bare), String::from(bare), String::from(bare)];
        };
        let mut labels = with.rsplitn(3, '.');
        let (last, second) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
        [alloc::format!("{stem}com"), alloc::format!("{stem}{last}"), alloc::format!("{stem}{second}.{last}")]
    };
    let both = |host: &String| host_weight(one, host).is_some() && host_weight(other, host).is_some();
    one == "*" || other == "*" || hosts_of(one, other).iter().chain(&hosts_of(other, one)).any(both)
}

/// Whether some name is one of both patterns.
pub(super) fn names_overlap(one: &str, other: &str) -> bool {
    match (text::cut(one, b'*'), text::cut(other, b'*')) {
        ((_, None), _) => Pattern(other).weight(one).is_some(),
        (_, (_, None)) => Pattern(one).weight(other).is_some(),
        ((start, Some(end)), (other_start, Some(other_end))) => {
            let starts = start.starts_with(other_start) || other_start.starts_with(start);
            starts && (end.ends_with(other_end) || other_end.ends_with(end))
        }
    }
}

/// Whether the host is the domain or lies below it.
pub(super) fn is_within(domain: &str, host: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// `com`, `de`, `co.uk`, `com.tr`: what a vendor's own domains in all countries end in.
fn is_country(rest: &str) -> bool {
    let two = |label: &str| label.len() == 2 && label.bytes().all(|byte| byte.is_ascii_lowercase());
    match text::cut(rest, b'.') {
        (_, None) => rest == "com" || rest == "cat" || two(rest),
        (second, Some(cc)) => (second == "co" || second == "com") && two(cc),
    }
}
