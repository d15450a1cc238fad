//! `portcullis recipe`: what a site's server sends besides the page.
//!
//! The seal's policy as a header stands before the page is read, and covers the documents and workers that a meta does
//! not. It may only be as wide as this visitor's record: where the host runs our code, it is exactly that; elsewhere it
//! is sent while nothing is granted, and the latch does the rest.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::build::KEPT;
use super::manifest::DIGITS;
use super::place::{self, Place};
use super::{Call, Failure, Options, parse, wrong};
use crate::consent::Guard;
use crate::policy::Policy;
use crate::snippet::SameOrigin;

struct Host {
    name: &'static str,
    /// `«NAME»` is filled in; `«?NAME»` begins a line that is printed where there is one.
    recipe: &'static str,
    /// What ends a folder's name in a pattern: where that stands between slashes, as in a script, one in it is escaped.
    slash: &'static str,
}

const HOSTS: [Host; 5] = [
    Host { name: "nginx", recipe: include_str!("nginx.conf"), slash: "/" },
    Host { name: "caddy", recipe: include_str!("caddy.txt"), slash: "/" },
    Host { name: "apache", recipe: include_str!("apache.conf"), slash: "/" },
    Host { name: "cloudflare", recipe: include_str!("cloudflare.js"), slash: r"\/" },
    Host { name: "node", recipe: include_str!("node.mjs"), slash: r"\/" },
];

/// A record that grants something, in the grammar of `src/consent/record.rs` and as each of these hosts spells a
/// pattern.
const GRANTS: &str = r"(^|; )__Host-consent=1\.[0-9a-z]+\.[a-z]+(\.e[0-9a-z]+)?\.([gp]~[a-z]|m~)";

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let valued: Vec<&str> = place::VALUED.into_iter().chain(["--for"]).collect();
    let options = Options::read(options, &valued, &place::BARE)?;
    let name = options.needed("--for")?;
    let Some(host) = HOSTS.iter().find(|host| host.name == name) else {
        return Err(wrong(&format!("--for {name}: expected nginx, caddy, apache, cloudflare or node")));
    };
    let Place { base, guard, policy_url, .. } = Place::read(&options)?;
    let text = call.text(file)?;
    call.out = fill(host, base, policy_url, guard.flatten(), &parse(file, &text)?);
    Ok(())
}

fn fill(
    host: &Host,
    base: SameOrigin<'_>,
    policy_url: Option<SameOrigin<'_>>,
    guard: Option<Guard>,
    policy: &Policy<'_>,
) -> String {
    let sealed = guard.map(|guard| quotable(host.name, &guard.policy(policy, core::iter::empty())));
    let links = sealed.as_ref().map(|_| connections(policy));
    let values = [
        ("BASE", Some(base.as_str().to_string())),
        // A query is no part of what a server matches.
        ("POLICY_URL", policy_url.and_then(|url| url.as_str().split('?').next()).map(String::from)),
        ("GUARD", guard.map(|guard| guard.name().to_string())),
        ("SEAL", sealed),
        ("CONNECTIONS", links),
        ("GRANTS", Some(GRANTS.to_string())),
        ("RENEW", policy.renew().map(String::from)),
        ("BUILT", Some(built(host, base))),
        ("KEPT", Some(KEPT.to_string())),
    ];
    let mut out = String::new();
    for line in host.recipe.split_inclusive('\n') {
        let (condition, line) = match line.strip_prefix("«?").and_then(|rest| rest.split_once('»')) {
            Some((name, rest)) => (Some(name), rest),
            None => (None, line),
        };
        let is_there = |name: &str| values.iter().any(|(other, value)| *other == name && value.is_some());
        if condition.is_none_or(is_there) {
            let filled = values.iter().fold(line.to_string(), |line, (name, value)| {
                line.replace(&format!("«{name}»"), value.as_deref().unwrap_or_default())
            });
            out.push_str(&filled);
        }
    }
    out
}

/// The policy with what that host would take for its own written otherwise; a policy's paths are compared unescaped.
fn quotable(host: &str, header: &str) -> String {
    match host {
        "nginx" => header.replace('$', "%24"),
        "apache" => header.replace('%', "%%"),
        _ => header.to_string(),
    }
}

/// The paths of the folders that `build` makes, as a pattern.
fn built(host: &Host, base: SameOrigin<'_>) -> String {
    let mut out = String::from("^");
    for one in base.as_str().chars() {
        match one {
            '/' => out.push_str(host.slash),
            '.' | '$' | '(' | ')' | '*' | '+' | '?' => out.extend(['\\', one]),
            _ => out.push(one),
        }
    }
    out.push_str(&format!("[0-9a-f]{{{DIGITS}}}{}", host.slash));
    out
}

/// What a page may connect to at all while nothing is granted, as `Connection-Allowlist` says it.
fn connections(policy: &Policy<'_>) -> String {
    let mut named: Vec<String> = policy.allow().map(|origin| format!("\"{}\"", origin.as_str())).collect();
    for service in policy.services.iter().filter(|service| service.is_essential()) {
        for rule in service.hosts().filter(|rule| rule.host != "*") {
            let host = rule.host.replace("<cc>", "com");
            // In a policy `*.` stands for the domain itself too.
            let domain = host.strip_prefix("*.").map(|domain| format!("\"https://{domain}\""));
            named.extend(core::iter::once(format!("\"https://{host}\"")).chain(domain));
        }
    }
    let mut out = String::from("(response-origin");
    for (at, one) in named.iter().enumerate() {
        if named.iter().position(|other| other == one) == Some(at) {
            out.push(' ');
            out.push_str(one);
        }
    }
    out + ")"
}

#[cfg(test)]
mod tests;
