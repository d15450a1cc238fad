//! What the built-in services are known by, whatever a policy declares: for the lint of a policy that declares
//! something else.

use super::pattern::{Pattern, host};
use crate::vendors::{BUILT_IN, BuiltIn, Class, Store};

/// The gated built-in service that has a name which that pattern meets, or that pattern itself; and the name.
pub fn gated_name(store: Store, pattern: &str) -> Option<(&'static BuiltIn, &'static str)> {
    let meets = |one: &str, other: &str| Pattern(one).weight(&other.replacen('*', "", 1)).is_some();
    let gated = BUILT_IN.iter().filter(|built_in| built_in.class != Class::Essential);
    gated
        .flat_map(|built_in| built_in.names.iter().map(move |name| (built_in, name)))
        .find(|(_, name)| name.store == store && (meets(name.pattern, pattern) || meets(pattern, name.pattern)))
        .map(|(built_in, name)| (built_in, name.pattern))
}

/// The built-in service that a host of a policy belongs to: one whose rule it meets, or that it covers.
pub fn vendor_of(rule: &str, path: &str) -> Option<&'static BuiltIn> {
    let bare = rule.strip_prefix("*.").unwrap_or(rule);
    let is_of = |built_in: &&BuiltIn| {
        built_in.hosts.iter().any(|known| {
            // What lies on any host is told by its path, and on a host of many things too.
            let shared = known.host == "*" || known.host.ends_with("<cc>");
            let within = rule != bare && below(bare, known.host.strip_prefix("*.").unwrap_or(known.host));
            let covers =
                !shared && known.path.starts_with(path) && (within || host(known.host, "", bare, "").is_some());
            host(known.host, known.path, bare, path).is_some() || covers
        })
    };
    BUILT_IN.iter().find(is_of)
}

fn below(domain: &str, host: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
