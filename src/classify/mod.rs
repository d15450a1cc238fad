//! What a thing is: a stored name or a URL, its class, and the rule that says so.
//!
//! The rules of the declared services, of the allowed origins and of the services that we know are one list. Where two
//! match, the longer decides; what no rule matches is tracking that nobody declared.

mod known;
pub mod names;
mod pattern;
mod rule;
mod table;

pub use known::{known, known_by};
pub use pattern::Pattern;
pub use rule::{Rule, Subject};
pub use table::{read, table};

use alloc::vec::Vec;
use core::borrow::Borrow;

use crate::policy::{Policy, Service};
use crate::vendors::{Class, Store};

/// What is known about a name or a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Its class. Unknown is tracking.
    pub class: Class,
    /// The service it belongs to, if any is known.
    pub service: Option<&'a str>,
    /// The host or pattern of the rule that matched.
    pub rule: Option<&'a str>,
    /// Whether the site's policy declares it.
    pub declared: bool,
}

const UNKNOWN: Answer<'static> = Answer { class: Class::Tracking, service: None, rule: None, declared: false };

/// What a name in that store is.
pub fn name<'a>(policy: &Policy<'a>, store: Store, name: &str) -> Answer<'a> {
    name_by(&rules(policy), store, name)
}

/// The same by the rules that hold on the policy's pages.
pub fn name_by<'a>(rules: &[Rule<'a>], store: Store, name: &str) -> Answer<'a> {
    answer(best(rules, |rule| rule.weigh_name(store, name)))
}

/// What a URL is, by its host (lower case, without port) and its path with the query.
pub fn url<'a>(policy: &Policy<'a>, host: &str, path: &str) -> Answer<'a> {
    url_by(&rules(policy), host, path)
}

/// The same by the rules that hold on the policy's pages.
pub fn url_by<'a>(rules: &[Rule<'a>], host: &str, path: &str) -> Answer<'a> {
    answer(best(rules, |rule| rule.weigh_address(host, path)))
}

/// Every rule that holds on the pages of a policy.
pub fn rules<'a>(policy: &Policy<'a>) -> Vec<Rule<'a>> {
    rules_beside(policy, known())
}

/// The same, where only these services are known besides.
pub fn rules_beside<'a>(policy: &Policy<'a>, known: &[Rule<'a>]) -> Vec<Rule<'a>> {
    let mut rules: Vec<Rule<'a>> = declared(policy).collect();
    rules.extend(known.iter().filter(|rule| rule.service.is_none_or(|id| policy.service(id).is_none())).copied());
    rules
}

/// The rules that a policy declares itself.
fn declared<'a>(policy: &Policy<'a>) -> impl Iterator<Item = Rule<'a>> {
    let services: Vec<Rule<'a>> = policy.services.iter().flat_map(of_service).collect();
    services.into_iter().chain(policy.allow().map(Rule::allowed))
}

/// The rules of one declared service.
pub fn of_service<'a>(service: &Service<'a>) -> Vec<Rule<'a>> {
    let addresses = service.hosts().map(|rule| Subject::Address { host: rule.host, path: rule.path });
    let names = service.names().map(|rule| Subject::Name { store: rule.store, pattern: rule.pattern });
    let rule = |subject| Rule { subject, service: Some(service.id), class: service.class, declared: true };
    addresses.chain(names).map(rule).collect()
}

/// The services of the rules that match an address best: several where rules match as well, and the empty id for
/// whatever is essential. The shim lets go what is essential or one of whose services runs.
pub fn owners_of_address<'a>(rules: &[Rule<'a>], host: &str, path: &str) -> Vec<&'a str> {
    owners(rules, |rule| rule.weigh_address(host, path))
}

/// The same for a stored name.
pub fn owners_of_name<'a>(rules: &[Rule<'a>], store: Store, name: &str) -> Vec<&'a str> {
    owners(rules, |rule| rule.weigh_name(store, name))
}

fn owners<'a>(rules: &[Rule<'a>], weigh: impl Fn(&Rule<'a>) -> Option<usize>) -> Vec<&'a str> {
    let heaviest = rules.iter().filter_map(&weigh).max();
    let mut owners = Vec::new();
    for rule in rules.iter().filter(|rule| heaviest.is_some() && weigh(rule) == heaviest) {
        let owner = if rule.is_essential() { "" } else { rule.service.unwrap_or_default() };
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    owners
}

/// The rule that matches best. Of rules that match as well, an essential one: it must be neither held nor erased.
fn best<'r, 'a: 'r>(
    rules: &'r [impl Borrow<Rule<'a>> + 'r],
    weigh: impl Fn(&Rule<'a>) -> Option<usize>,
) -> Option<&'r Rule<'a>> {
    let mut best: Option<(usize, &Rule<'a>)> = None;
    for rule in rules.iter().map(Borrow::borrow) {
        let Some(weight) = weigh(rule) else { continue };
        let better = best.is_none_or(|(other, so_far)| {
            weight > other || weight == other && rule.is_essential() && !so_far.is_essential()
        });
        if better {
            best = Some((weight, rule));
        }
    }
    best.map(|(_, rule)| rule)
}

fn answer<'a>(rule: Option<&Rule<'a>>) -> Answer<'a> {
    rule.map_or(UNKNOWN, |rule| Answer {
        class: rule.class,
        service: rule.service,
        rule: Some(rule.text()),
        declared: rule.declared,
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
