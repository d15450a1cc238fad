//! What is known to be gated before any policy is: the built-in services' hosts and names, as the shim
//! carries them.
//!
//! A JSON object of lists in one text: `{ id: "host host/path c=cookie l=localStorage …" }`. Patterns are written
//! as in `src/vendors`, and wider where no other built-in service is met by that ([`WIDER`]); a letter is the store
//! that begins with it. Essential services have the id that is always granted, the empty one, and only hosts: nothing
//! holds their names.

use alloc::string::String;
use alloc::vec::Vec;

use crate::vendors::{BUILT_IN, BuiltIn, Class};

/// What takes the place of all rules that it covers: fewer bytes, for what is the same vendor's.
pub(super) const WIDER: &[&str] = &[
    "*.sentry-cdn.com",
    "*.sentry.io",
    "*.getsentry.com",
    "*.cloudflareinsights.com",
    "*/cdn-cgi/beacon/",
    "*.google-analytics.com",
    "*.googleadservices.com",
    "*.googlesyndication.com",
    "www.googletagmanager.com/gtm",
    "www.googletagmanager.com/ns",
    "*-analytics.goog",
    "*.google.*/ads/ga-",
    "*.google.*/pagead/",
    "*.google.*/ccm/",
    "*.google.*/rmkt/",
    "*.google.*/g/collect",
    "*.analytics.google.com",
    "*.doubleclick.net",
    "c=__utm*",
    "c=_gcl_*",
    "c=cfz*",
    "s=sentry*",
];

/// Cookies that answers of a server set and no code of the page writes: no hook meets them.
pub(super) const ANSWERED: &[&str] = &["FPID", "FPLC", "FPAU", "FPGSID"];

/// The table, which the shim's build takes.
pub fn table() -> String {
    let essential = |built_in: &&BuiltIn| built_in.class == Class::Essential;
    let free = BUILT_IN.iter().filter(essential).flat_map(hosts);
    let mut rows = Vec::from([row("", free)]);
    for built_in in BUILT_IN.iter().filter(|built_in| !essential(built_in)) {
        rows.push(row(built_in.id, hosts(built_in).chain(names(built_in))));
    }
    format!("{{{}}}", rows.join(","))
}

/// What the built-in services that are gated are called, for what stands in a held frame's place: a JSON object of
/// `{ id: [name, vendor, class, privacy policy] }`.
pub fn called() -> String {
    let gated = BUILT_IN.iter().filter(|built_in| built_in.class != Class::Essential);
    let row = |one: &BuiltIn| {
        format!("\"{}\":[\"{}\",\"{}\",\"{}\",\"{}\"]", one.id, one.name, one.vendor, one.class.name(), one.privacy)
    };
    format!("{{{}}}", gated.map(row).collect::<Vec<_>>().join(","))
}

/// A service's rules, each once and wider where it may be.
fn row(id: &str, rules: impl Iterator<Item = String>) -> String {
    let mut row: Vec<String> = Vec::new();
    for rule in rules {
        let rule = WIDER.iter().find(|wider| covers(wider, &rule)).map_or(rule, |wider| String::from(*wider));
        if !row.contains(&rule) {
            row.push(rule);
        }
    }
    format!("\"{id}\":\"{}\"", row.join(" "))
}

fn hosts(built_in: &BuiltIn) -> impl Iterator<Item = String> {
    built_in.hosts.iter().map(|host| format!("{}{}", host.host, host.path).replace("<cc>", "*"))
}

fn names(built_in: &BuiltIn) -> impl Iterator<Item = String> {
    built_in
        .names
        .iter()
        .filter(|name| !ANSWERED.contains(&name.pattern))
        .map(|name| format!("{:.1}={}", name.store.name(), name.pattern))
}

/// Whether whatever the rule matches is matched by the wider one, as the shim reads them: a `*` is anything but `/`,
/// and at the beginning, before a dot, nothing too.
fn covers(wider: &str, rule: &str) -> bool {
    let (by, under) = split(wider);
    let (host, path) = split(rule);
    path.starts_with(under) && (glob(by, host) || by.strip_prefix("*.").is_some_and(|domain| glob(domain, host)))
}

fn split(rule: &str) -> (&str, &str) {
    rule.split_at(rule.find('/').unwrap_or(rule.len()))
}

/// Whether the text is what the pattern says, where each `*` in it is any text.
fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text
            .strip_prefix(before)
            .is_some_and(|rest| (0..=rest.len()).filter_map(|at| rest.get(at..)).any(|rest| glob(after, rest))),
    }
}
