//! What a thing is: a stored name or a URL, its class, and the rule that says so.
//!
//! The site's own declarations and the built-in services are one list of rules; the longest match
//! wins, and what no rule matches is tracking that nobody declared.

#[cfg(feature = "tools")]
mod known;
#[cfg(feature = "names")]
pub mod names;
mod pattern;
#[cfg(feature = "tools")]
mod table;

#[cfg(feature = "tools")]
pub use known::{gated_name, vendor_of};
pub use pattern::Pattern;
#[cfg(feature = "tools")]
pub use table::{called, table};

use crate::policy::{Policy, Service};
use crate::vendors::{self, BUILT_IN, Class, Store};

/// What is known about a name or a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Its class. Unknown is tracking.
    pub class: Class,
    /// The service it belongs to, if any is known.
    pub service: Option<&'a str>,
    /// The rule that matched.
    pub rule: Option<&'a str>,
    /// Whether the site's policy declares it.
    pub declared: bool,
}

const UNKNOWN: Answer<'static> = Answer { class: Class::Tracking, service: None, rule: None, declared: false };

/// The best of what has matched so far. Of rules as long, an essential one wins: it must not be erased.
struct Best<'a> {
    answer: Answer<'a>,
    weight: usize,
}

impl<'a> Best<'a> {
    fn offer(&mut self, weight: Option<usize>, answer: impl FnOnce() -> Answer<'a>) {
        let Some(weight) = weight else {
            return;
        };
        let answer = answer();
        let as_long = weight == self.weight && answer.class < self.answer.class;
        if weight > self.weight || as_long || self.answer.rule.is_none() {
            *self = Best { answer, weight };
        }
    }
}

fn undeclared(policy: &Policy<'_>) -> impl Iterator<Item = &'static vendors::BuiltIn> {
    BUILT_IN.iter().filter(|built_in| !policy.services.iter().any(|service| service.id == built_in.id))
}

/// What a name in that store is.
pub fn name<'a>(policy: &Policy<'a>, store: Store, name: &str) -> Answer<'a> {
    let mut best = Best { answer: UNKNOWN, weight: 0 };
    for service in &policy.services {
        for rule in service.names().filter(|rule| rule.store == store) {
            best.offer(Pattern(rule.pattern).weight(name), || declared(*service, rule.pattern));
        }
    }
    for built_in in undeclared(policy) {
        for rule in built_in.names.iter().filter(|rule| rule.store == store) {
            best.offer(Pattern(rule.pattern).weight(name), || known(built_in, rule.pattern));
        }
    }
    best.answer
}

/// What a URL is, by its host (lower case, without port) and path.
pub fn url<'a>(policy: &Policy<'a>, host: &str, path: &str) -> Answer<'a> {
    let mut best = Best { answer: UNKNOWN, weight: 0 };
    for service in &policy.services {
        for rule in service.hosts() {
            best.offer(pattern::host(rule.host, rule.path, host, path), || declared(*service, rule.host));
        }
    }
    for built_in in undeclared(policy) {
        for rule in built_in.hosts {
            best.offer(pattern::host(rule.host, rule.path, host, path), || known(built_in, rule.host));
        }
    }
    if best.answer.rule.is_none()
        && let Some(origin) = policy.allow().find(|origin| origin.host() == host)
    {
        return Answer { class: Class::Essential, service: None, rule: Some(origin.as_str()), declared: true };
    }
    best.answer
}

fn declared<'a>(service: Service<'a>, rule: &'a str) -> Answer<'a> {
    Answer { class: service.class, service: Some(service.id), rule: Some(rule), declared: true }
}

fn known(built_in: &'static vendors::BuiltIn, rule: &'static str) -> Answer<'static> {
    Answer { class: built_in.class, service: Some(built_in.id), rule: Some(rule), declared: false }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
