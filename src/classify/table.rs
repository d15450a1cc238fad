//! What is known to be gated before any policy is: the built-in services' hosts and names, as the shim
//! carries them.
//!
//! A JSON object of lists in one text: `{ id: "host host/path c=cookie l=localStorage …" }`. Patterns are
//! written as in `src/vendors`; a letter is the store that begins with it. Essential services
//! have the id that is always granted, the empty one, and only hosts: nothing holds their names.

use alloc::string::String;

use super::pattern;
use crate::text;
use crate::vendors::{BUILT_IN, Class, Host};

/// The table, which the shim's build takes.
pub fn table() -> String {
    let mut out = String::from("{\"\":\"");
    let essential = |class| class == Class::Essential;
    for built_in in BUILT_IN.iter().filter(|built_in| essential(built_in.class)) {
        hosts(&mut out, built_in.hosts);
    }
    for built_in in BUILT_IN.iter().filter(|built_in| !essential(built_in.class)) {
        for part in ["\",\"", built_in.id, "\":\""] {
            text::push(&mut out, part);
        }
        hosts(&mut out, built_in.hosts);
        for name in built_in.names {
            separate(&mut out);
            text::push(&mut out, &format!("{:.1}={}", name.store.name(), name.pattern));
        }
    }
    text::push(&mut out, "\"}");
    out
}

/// The hosts, without those that another one of them covers.
fn hosts(out: &mut String, rules: &[Host]) {
    let covered = |rule: &Host| {
        let by = |other: &Host| {
            (other.host, other.path) != (rule.host, rule.path)
                && !rule.host.contains(['*', '<'])
                && pattern::host(other.host, other.path, rule.host, rule.path).is_some()
        };
        rules.iter().any(by)
    };
    for rule in rules.iter().filter(|rule| !covered(rule)) {
        separate(out);
        text::push(out, rule.host);
        text::push(out, rule.path);
    }
}

fn separate(out: &mut String) {
    if !out.ends_with('"') {
        text::put(out, b' ');
    }
}
