//! The rules of the services that we know, whatever a policy declares: the built-in ones, and the catalogue's.

use alloc::vec::Vec;

use super::rule::{Rule, Subject};
use crate::vendors::{BUILT_IN, BuiltIn, built_in};

/// What a page knows, which has the catalogue's rules from the table that its shim came with. Whoever makes a plan for
/// a page knows that and no more, so that the page makes the same.
pub fn known_by(table: &str) -> Vec<Rule<'_>> {
    let is_catalogues = |rule: &Rule<'_>| rule.service.is_some_and(|id| built_in(id).is_none());
    let mut rules = of_built_in();
    rules.extend(super::read(table).into_iter().filter(is_catalogues));
    rules
}

/// The built-in services' rules.
fn of_built_in() -> Vec<Rule<'static>> {
    BUILT_IN.iter().flat_map(rules_of).collect()
}

fn rules_of(built_in: &'static BuiltIn) -> impl Iterator<Item = Rule<'static>> {
    let addresses = built_in.hosts.iter().map(|known| Subject::Address { host: known.host, path: known.path });
    let names = built_in.names.iter().map(|known| Subject::Name { store: known.store, pattern: known.pattern });
    let rule = |subject| Rule { subject, service: Some(built_in.id), class: built_in.class, declared: false };
    addresses.chain(names).map(rule)
}

/// All of them.
pub fn known() -> &'static [Rule<'static>] {
    static KNOWN: std::sync::OnceLock<Vec<Rule<'static>>> = std::sync::OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut rules = of_built_in();
        let catalogue = crate::policy::catalogue::declared();
        rules.extend(super::declared(catalogue).map(|rule| Rule { declared: false, ..rule }));
        rules
    })
}
