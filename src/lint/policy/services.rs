//! Whether services are what they are said to be, and complete.

use alloc::format;
use alloc::vec::Vec;

use super::rule::{
    ALLOW_GATED, COVERS_WAITING, ESSENTIAL_TRACKING, KNOWN_VENDOR, NEEDS, NOTHING_HELD, PRIVACY_MISSING,
};
use super::{Found, text_at};
use crate::classify::{self, Rule, Subject, known, of_service};
use crate::policy::field::host_rule;
use crate::policy::json::Node;
use crate::policy::{Place, Policy, Service, catalogue};
use crate::vendors::{self, BuiltIn, Class, Store};

pub(super) fn lint(policy: &Policy<'_>, found: &mut Found) {
    let waiting: Vec<Rule<'_>> = classify::rules(policy).into_iter().filter(|rule| !rule.is_essential()).collect();
    for (at, service) in policy.services.iter().enumerate() {
        needs(policy, at, service, found);
        rules(policy, service, &waiting, found);
        if service.built_in().is_none() {
            complete(policy, service, found);
        }
    }
    allow(policy, &waiting, found);
}

fn needs(policy: &Policy<'_>, at: usize, service: &Service<'_>, found: &mut Found) {
    if let Some(needed) = service.needs()
        && !policy.services.iter().take(at).any(|before| before.id == needed)
    {
        found.add(service.entry().place, &NEEDS, format!("`{}` needs `{needed}` before it", service.id));
    }
}

/// What the site calls essential and is known to track, and what it names over a rule that waits.
fn rules(policy: &Policy<'_>, service: &Service<'_>, waiting: &[Rule<'_>], found: &mut Found) {
    let entry = service.entry();
    let written = ["hosts", "paths", "cookies"].into_iter().any(|field| service.written(field).is_some());
    if !written && service.is_essential() && service.built_in().is_none_or(|one| one.class != Class::Essential) {
        // The site changed nothing but the class of a known service.
        if let Some(place) = entry.field("class").map(|node| node.place)
            && let Some(known) = of_service(service).iter().find_map(|rule| tracked(rule, service))
        {
            found.add(place, &ESSENTIAL_TRACKING, format!("this is {known}"));
        }
        return;
    }
    for (node, rule) in written_rules(service) {
        if service.is_essential()
            && let Some(known) = tracked(&rule, service)
        {
            let what = match rule.subject {
                Subject::Address { .. } => format!("this leads to {known}"),
                Subject::Name { pattern, .. } => format!("`{pattern}` is known from {known}"),
            };
            found.add(node.place, &ESSENTIAL_TRACKING, what);
            continue;
        }
        if let Some(id) = lies_in(&rule, &built_in_rules(), service)
            && let Some(built_in) = vendors::built_in(id)
            && matches!(rule.subject, Subject::Address { .. })
            && !uses(policy, built_in)
        {
            let what = format!("this is {}: declare {{\"use\": \"{}\"}}", built_in.name, built_in.id);
            found.add(node.place, &KNOWN_VENDOR, what);
        }
        covers(node.place, &rule, waiting, found);
    }
}

/// A rule over a part of which another service's decides.
fn covers(place: Place, rule: &Rule<'_>, waiting: &[Rule<'_>], found: &mut Found) {
    let inner = waiting.iter().find(|other| other.service != rule.service && rule.is_cut_by(other));
    if let Some(Rule { subject: Subject::Address { host, path }, service, .. }) = inner {
        let whose = service.unwrap_or_default();
        found.add(
            place,
            &COVERS_WAITING,
            format!("`{host}{path}` of `{whose}` lies within this, and waits for a choice"),
        );
    }
}

/// The rules that the site wrote into a service's entry, each with where it stands.
fn written_rules<'a>(service: &Service<'a>) -> Vec<(&'a Node<'a>, Rule<'a>)> {
    let rule = |subject| Rule { subject, service: Some(service.id), class: service.class, declared: true };
    let mut rules = Vec::new();
    let list = |name| service.written(name).map(Node::items).unwrap_or_default();
    for node in list("hosts") {
        if let Some((host, path)) = node.text().and_then(host_rule) {
            rules.push((node, rule(Subject::Address { host, path })));
        }
    }
    for node in list("paths") {
        if let Some(path) = node.text() {
            rules.push((node, rule(Subject::Address { host: "*", path })));
        }
    }
    for node in list("cookies") {
        let store = text_at(node, "store").and_then(Store::parse).unwrap_or(Store::Cookie);
        if let Some(name) = node.field("name")
            && let Some(pattern) = name.text()
        {
            rules.push((name, rule(Subject::Name { store, pattern })));
        }
    }
    rules
}

/// What the known service that tracks is called to which a rule leads.
fn tracked(rule: &Rule<'_>, service: &Service<'_>) -> Option<&'static str> {
    let tracking: Vec<Rule<'_>> = known().iter().filter(|other| other.class == Class::Tracking).copied().collect();
    lies_in(rule, &tracking, service).and_then(|id| {
        let listed = || catalogue::declared().service(id).map(Service::name);
        vendors::built_in(id).map(|built_in| built_in.name).or_else(listed)
    })
}

fn built_in_rules() -> Vec<Rule<'static>> {
    known().iter().filter(|rule| rule.service.and_then(vendors::built_in).is_some()).copied().collect()
}

/// The service, not this one, of a rule that matches some of what this one does. On a host that is shared only the path
/// tells: there it has to match all of it.
fn lies_in<'a>(rule: &Rule<'_>, others: &[Rule<'a>], service: &Service<'_>) -> Option<&'a str> {
    let is_of_other = |other: &&Rule<'_>| other.service != Some(service.id) || service.built_in().is_none();
    others.iter().filter(is_of_other).find(|other| meets(rule, other))?.service
}

fn meets(rule: &Rule<'_>, other: &Rule<'_>) -> bool {
    let is_shared = match other.subject {
        // A path of any host is the site's own, and no host of a vendor's.
        Subject::Address { host, .. } if (host == "*") == is_host(rule) => return false,
        Subject::Address { host, .. } => is_shared_host(host),
        Subject::Name { .. } => false,
    };
    rule.overlaps(other) && !(is_shared && rule.is_cut_by(other))
}

/// Any host, a vendor's own of every country, or one that also serves something that does not track.
fn is_shared_host(host: &str) -> bool {
    let serves_more = |other: &Rule<'_>| match other.subject {
        Subject::Address { host: known, path } => known == host && !path.is_empty() && other.class != Class::Tracking,
        Subject::Name { .. } => false,
    };
    host == "*" || host.ends_with("<cc>") || known().iter().any(serves_more)
}

fn is_host(rule: &Rule<'_>) -> bool {
    matches!(rule.subject, Subject::Address { host, .. } if host != "*")
}

/// What visitors should be told of a service of the site's own.
fn complete(policy: &Policy<'_>, service: &Service<'_>, found: &mut Found) {
    let entry = service.entry();
    let given = |name| !list(entry, name).is_empty();
    if !service.is_essential() && !given("hosts") && !given("paths") && !given("cookies") {
        found.add(entry.place, &NOTHING_HELD, format!("`{}` has no `hosts`, `paths` or `cookies`", service.id));
    }
    if service.privacy().is_none() && given("hosts") && service.vendor() != policy.site() {
        let what = format!("`{}` has no `privacy` link of {}", service.id, service.vendor());
        found.add(entry.place, &PRIVACY_MISSING, what);
    }
}

/// Origins that need a choice, or are nothing but a built-in service.
fn allow(policy: &Policy<'_>, waiting: &[Rule<'_>], found: &mut Found) {
    for (node, origin) in list(policy.root(), "allow").iter().zip(policy.allow().collect::<Vec<_>>()) {
        let rule = Rule::allowed(origin);
        let gated = waiting.iter().find(|other| meets(&rule, other)).and_then(|other| other.service);
        if let Some(id) = gated {
            let name = vendors::built_in(id).map(|built_in| built_in.name);
            let listed = || catalogue::declared().service(id).map(Service::name);
            let what = match policy.service(id) {
                Some(_) => format!("`{id}`, which waits for a choice, has this host"),
                None => format!("this is {}, which waits for a choice", name.or_else(listed).unwrap_or(id)),
            };
            found.add(node.place, &ALLOW_GATED, what);
            continue;
        }
        let essential = known().iter().find(|other| meets(&rule, other)).and_then(|other| other.service);
        if let Some(built_in) = essential.and_then(vendors::built_in)
            && !uses(policy, built_in)
        {
            let what = format!("this is {}: declare \"{}\"", built_in.name, built_in.id);
            found.add(node.place, &KNOWN_VENDOR, what);
        }
        covers(node.place, &rule, waiting, found);
    }
}

/// Whether the policy declares anything of that vendor's.
fn uses(policy: &Policy<'_>, built_in: &BuiltIn) -> bool {
    let vendor = |service: &Service<'_>| service.built_in().is_some_and(|one| one.vendor == built_in.vendor);
    policy.services.iter().any(vendor)
}

fn list<'a>(node: &Node<'a>, name: &str) -> &'a [Node<'a>] {
    node.field(name).map(Node::items).unwrap_or_default()
}
