//! Whose an address is, and which ones a tag fetches.
//!
//! An address that is not read as a browser would read it names a host that nobody knows: then it is another's.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Site;
use super::markup::Element;
use crate::classify;
use crate::text::cut;
use crate::vendors::Class;

/// The host of a rule for paths of the page's own.
const ANY_HOST: &str = "*";

/// Where an address leads.
struct Address {
    /// Nothing where it names none: then it is the page's own.
    host: Option<String>,
    port: String,
    path: String,
}

impl Address {
    /// Reads it; nothing where it leads to no host at all (`data:`, `javascript:`).
    fn parse(written: &str) -> Option<Address> {
        let clean: String = written.trim_matches(|char: char| char <= ' ').chars().collect();
        let clean = clean.replace(['\t', '\n', '\r'], "").replace('\\', "/");
        let is_scheme = |text: &str| {
            text.starts_with(|first: char| first.is_ascii_alphabetic())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        };
        let (scheme, rest) = match clean.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (scheme.to_ascii_lowercase(), rest),
            _ => (String::new(), clean.as_str()),
        };
        let default_port = match scheme.as_str() {
            "" | "https" | "wss" => "443",
            "http" | "ws" => "80",
            _ => return None,
        };
        let (authority, path) = if scheme.is_empty() && !rest.starts_with("//") {
            (None, rest)
        } else {
            let rest = rest.trim_start_matches('/');
            let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            (Some(authority), path)
        };
        let host = authority.map(|text| text.rsplit('@').next().unwrap_or_default().to_ascii_lowercase());
        let (host, port) = match host.as_deref().and_then(|host| host.rsplit_once(':')) {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                (Some(host.to_string()), port.to_string())
            }
            _ => (host, String::new()),
        };
        let port = if port.is_empty() { default_port.to_string() } else { port };
        Some(Address { host, port, path: cut(cut(path, b'#').0, b'?').0.to_string() })
    }
}

impl Site<'_> {
    /// The host of an address that is neither the page's own nor essential.
    pub(super) fn third(&self, address: &str) -> Option<String> {
        let Address { host, port, path } = Address::parse(address)?;
        let host = host?;
        let mut free = self.policy.allow().chain(self.origin);
        let declared = || {
            let answer = classify::url(self.policy, &host, &path);
            answer.declared
                && answer.class == Class::Essential
                && answer.rule != Some(ANY_HOST)
                && answer.service.is_some()
        };
        let is_free = free.any(|origin| {
            let after = origin.as_str().strip_prefix("https://").unwrap_or_default();
            origin.host() == host && cut(after, b':').1.unwrap_or("443") == port
        });
        let is_held = !is_free && (port != "443" || !declared());
        is_held.then_some(host)
    }

    /// Who would learn of a fetch that waits for a choice, as a finding says it. Under the seal the browser holds
    /// all but what goes by the page's own host.
    pub(super) fn whose(&self, address: &str, own_host_alone: bool) -> Option<String> {
        let third = self.third(address);
        if third.is_some() && own_host_alone {
            return None;
        }
        let Address { path, .. } = Address::parse(address)?;
        let answer = classify::url(self.policy, third.as_deref().unwrap_or_default(), &path);
        let service = answer.service.filter(|_| third.is_none() || answer.rule != Some(ANY_HOST));
        match (third, service) {
            (Some(host), Some(service)) => Some(format!("{host}: {}", self.called(service))),
            (Some(host), None) => Some(format!("{host}: nobody declared it")),
            (None, Some(service)) if answer.class != Class::Essential => Some(format!("{path} leads to {service}")),
            (None, _) => None,
        }
    }

    /// The service that waits for a choice of an address that code names; nothing of hosts that nobody knows.
    pub(super) fn known(&self, address: &str) -> Option<String> {
        let host = self.third(address)?;
        let Address { path, .. } = Address::parse(address)?;
        let answer = classify::url(self.policy, &host, &path);
        let service = answer.service.filter(|_| answer.rule != Some(ANY_HOST) && answer.class != Class::Essential)?;
        Some(self.called(service))
    }

    /// A service as a finding names it, and what to declare where the policy does not have it.
    fn called(&self, id: &str) -> String {
        match self.policy.service(id) {
            Some(_) => id.to_string(),
            None => format!("{id}, which the policy does not declare"),
        }
    }
}

/// The addresses in a `srcset`. What is beside them, as `2x`, reads as an address of the page's own.
pub(super) fn candidates(srcset: &str) -> impl Iterator<Item = &str> {
    srcset.split_ascii_whitespace().map(|word| word.trim_matches(','))
}

/// The addresses that a tag fetches by itself.
pub(super) fn fetched(element: &Element) -> Vec<&str> {
    let (single, lists): (&[&str], &[&str]) = match element.name.as_str() {
        "script" if !element.runs() => (&[], &[]),
        "script" => (&["src", "href", "xlink:href"], &[]),
        "img" | "source" => (&["src"], &["srcset"]),
        "input" if !element.has_word("type", &["image"]) => (&[], &[]),
        "iframe" | "frame" | "embed" | "audio" | "track" | "input" => (&["src"], &[]),
        "video" => (&["src", "poster"], &[]),
        "object" => (&["data"], &[]),
        "image" | "feimage" | "use" => (&["href", "xlink:href", "src"], &[]),
        "body" | "table" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" => (&["background"], &[]),
        "link" if element.has_word("rel", FETCHING) => (&["href"], &["imagesrcset"]),
        _ => (&[], &[]),
    };
    let single = single.iter().filter_map(|name| element.get(name));
    let lists = lists.iter().filter_map(|name| element.get(name)).flat_map(candidates);
    single.chain(lists).filter(|address| !address.is_empty()).collect()
}

const FETCHING: &[&str] = &[
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "apple-touch-icon-precomposed",
    "mask-icon",
    "manifest",
    "preload",
    "modulepreload",
    "prefetch",
    "prerender",
    "compression-dictionary",
];
