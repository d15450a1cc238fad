//! Whether services are what they are said to be, and complete.

use alloc::format;
use alloc::vec::Vec;

use super::rule::{ALLOW_GATED, ESSENTIAL_TRACKING, KNOWN_VENDOR, NEEDS, NOTHING_HELD, PRIVACY_MISSING};
use super::{Found, text_at};
use crate::classify::{gated_name, vendor_of};
use crate::policy::field::host_rule;
use crate::policy::json::Node;
use crate::policy::{Policy, Service};
use crate::vendors::{BuiltIn, Class, Store};

pub(super) fn lint(policy: &Policy<'_>, found: &mut Found) {
    for (at, service) in policy.services.iter().enumerate() {
        needs(policy, at, service, found);
        named(service, found);
        hosts(policy, service, found);
        if service.built_in().is_none() {
            complete(policy, service, found);
        }
    }
    allow(policy, found);
}

fn needs(policy: &Policy<'_>, at: usize, service: &Service<'_>, found: &mut Found) {
    if let Some(needed) = service.needs()
        && !policy.services.iter().take(at).any(|before| before.id == needed)
    {
        found.add(service.entry().place, &NEEDS, format!("`{}` needs `{needed}` before it", service.id));
    }
}

/// An essential service that stores what a gated one is known by.
fn named(service: &Service<'_>, found: &mut Found) {
    for node in list(service.entry(), "cookies").iter().filter(|_| service.is_essential()) {
        let store = text_at(node, "store").and_then(Store::parse).unwrap_or(Store::Cookie);
        if let Some(name) = node.field("name")
            && let Some((built_in, known)) = name.text().and_then(|name| gated_name(store, name))
        {
            found.add(name.place, &ESSENTIAL_TRACKING, format!("`{known}` is known from {}", built_in.name));
        }
    }
}

/// Hosts and paths that a built-in service is known by.
fn hosts(policy: &Policy<'_>, service: &Service<'_>, found: &mut Found) {
    let of = |text| host_rule(text).or(Some(("", text)));
    for node in list(service.entry(), "hosts").iter().chain(list(service.entry(), "paths")) {
        let Some(built_in) = node.text().and_then(of).and_then(|(host, path)| vendor_of(host, path)) else {
            continue;
        };
        if service.is_essential() && built_in.class != Class::Essential {
            found.add(node.place, &ESSENTIAL_TRACKING, format!("this leads to {}", built_in.name));
        } else if !uses(policy, built_in) {
            let what = format!("this is {}: declare {{\"use\": \"{}\"}}", built_in.name, built_in.id);
            found.add(node.place, &KNOWN_VENDOR, what);
        }
    }
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
fn allow(policy: &Policy<'_>, found: &mut Found) {
    for (node, origin) in list(policy.root(), "allow").iter().zip(policy.allow().collect::<Vec<_>>()) {
        let built_in = vendor_of(origin.host(), "");
        let gated = policy.gated().iter().find(|service| {
            let host = |node: &Node<'_>| node.text().and_then(host_rule).map(|(host, _)| host) == Some(origin.host());
            list(service.entry(), "hosts").iter().any(host)
        });
        match (built_in, gated) {
            (Some(built_in), _) if built_in.class != Class::Essential => {
                found.add(node.place, &ALLOW_GATED, format!("this is {}, which waits for a choice", built_in.name));
            }
            (_, Some(service)) => {
                found.add(
                    node.place,
                    &ALLOW_GATED,
                    format!("`{}`, which waits for a choice, has this host", service.id),
                );
            }
            (Some(built_in), _) if !uses(policy, built_in) => {
                let what = format!("this is {}: declare \"{}\"", built_in.name, built_in.id);
                found.add(node.place, &KNOWN_VENDOR, what);
            }
            _ => {}
        }
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
