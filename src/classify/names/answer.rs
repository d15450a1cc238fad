//! The whole answer, for the tools: what the policy declares, before what is known.

use super::source::{bare, lines};
use super::{Confidence, Found, Table, UNKNOWN};
use crate::classify;
use crate::policy::{Policy, Purpose, Service, catalogue, locales};
use crate::vendors::Store;

/// What a name in that store is.
pub fn answer<'t>(table: &'t Table<'t>, policy: Option<&Policy<'t>>, store: Store, name: &str) -> Found<'t> {
    let said = policy.map(|policy| (policy, classify::name(policy, store, name)));
    if let Some((policy, said)) = said.filter(|(_, said)| said.declared)
        && let Some(service) = said.service.and_then(|id| policy.service(id))
    {
        let rule = service.names().find(|rule| rule.store == store && Some(rule.pattern) == said.rule);
        return Found {
            purpose: words("name", rule.and_then(|rule| rule.purpose).unwrap_or(service.purpose())),
            duration: rule.map_or("", |rule| rule.duration),
            ..declared(service, said.rule)
        };
    }
    table.look_up(store, name)
}

/// What a host, in lower case and without port, and a path are.
pub fn url<'t>(policy: Option<&Policy<'t>>, host: &str, path: &str) -> Found<'t> {
    if let Some(policy) = policy {
        let said = classify::url(policy, host, path);
        if said.declared {
            let allowed = Found { class: said.class, rule: said.rule.unwrap_or_default(), ..UNKNOWN };
            return match said.service.and_then(|id| policy.service(id)) {
                Some(service) => declared(service, said.rule),
                None => Found { confidence: Confidence::Declared, ..allowed },
            };
        }
    }
    let known = classify::url(bare(), host, path);
    if let Some(built_in) = known.service.and_then(crate::vendors::built_in) {
        return Found {
            class: built_in.class,
            vendor: built_in.vendor,
            purpose: words("purpose", Purpose::Known(built_in.purpose)),
            confidence: Confidence::Known,
            rule: known.rule.unwrap_or_default(),
            service: built_in.id,
            ..UNKNOWN
        };
    }
    if let Some(service) = known.service.and_then(|id| catalogue::declared().service(id)) {
        return Found { confidence: Confidence::Known, ..declared(service, known.rule) };
    }
    match host_vendor(host) {
        Some((domain, vendor)) => Found { vendor, rule: domain, confidence: Confidence::Guessed, ..UNKNOWN },
        None => UNKNOWN,
    }
}

/// Whose host it may be, by the domains of the database's cookies: the longest of them, and its vendor.
pub fn host_vendor(host: &str) -> Option<(&'static str, &'static str)> {
    let domains = lines().filter_map(|line| {
        let domain = line.domain.split(' ').next()?.trim_start_matches('.');
        let within = host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        (domain.contains('.') && within).then(|| (domain, line.vendor()))
    });
    domains.max_by_key(|(domain, _)| domain.len())
}

fn declared<'t>(service: &Service<'t>, rule: Option<&'t str>) -> Found<'t> {
    Found {
        class: service.class,
        vendor: service.vendor(),
        purpose: words("purpose", service.purpose()),
        duration: "",
        confidence: Confidence::Declared,
        rule: rule.unwrap_or_default(),
        service: service.id,
    }
}

/// The words of a purpose, in English where they are ours.
fn words<'t>(kind: &str, purpose: Purpose<'t>) -> &'t str {
    match purpose {
        Purpose::Own(words) => words,
        Purpose::Known(key) => {
            let text = |kind: &str| locales::text("en", &format!("{kind}.{key}"));
            text(kind).or_else(|| text("purpose")).unwrap_or(key)
        }
    }
}
