//! How a rule matches: names by exact text, prefix, or prefix and suffix; URLs by host and path.

use crate::text;

/// A name's pattern: exact, `prefix*` or `prefix*suffix`.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'a>(pub &'a str);

/// An exact match outweighs every wildcard, however long.
pub(super) const EXACT: usize = 1 << 16;

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

/// How well a host and path rule matches, more being better; nothing where it does not.
pub(super) fn host(rule: &str, rule_path: &str, host: &str, path: &str) -> Option<usize> {
    let weight = host_weight(rule, host)?;
    path.starts_with(rule_path).then_some(weight.saturating_add(rule_path.len()))
}

fn host_weight(rule: &str, host: &str) -> Option<usize> {
    if rule == "*" {
        return Some(0);
    }
    if let Some(domain) = rule.strip_prefix("*.") {
        return below(domain, host).then_some(domain.len());
    }
    if let Some(stem) = rule.strip_suffix("<cc>") {
        return host.strip_prefix(stem).is_some_and(country).then_some(stem.len());
    }
    (rule == host).then_some(EXACT)
}

/// Whether the host is the domain or lies below it.
fn below(domain: &str, host: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// `com`, `de`, `co.uk`, `com.tr`: what Google's own domains end in.
fn country(rest: &str) -> bool {
    let two = |label: &str| label.len() == 2 && label.bytes().all(|byte| byte.is_ascii_lowercase());
    match text::cut(rest, b'.') {
        (_, None) => rest == "com" || rest == "cat" || two(rest),
        (second, Some(cc)) => (second == "co" || second == "com") && two(cc),
    }
}
