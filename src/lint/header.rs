//! What an answer's headers do that no policy in the page governs, or that keeps the seal's own parts from working.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::address::candidates;
use super::answer::Header;
use super::beyond::target;
use super::{Rule, Site};
use crate::classify;
use crate::policy::json::{self, Node};
use crate::vendors::{Class, Store};

/// What a header names, and which of it breaks what.
pub(super) fn lint(site: &Site<'_>, header: &Header) -> Vec<Rule> {
    let value = header.value.as_str();
    let reports = |addresses: Vec<String>| {
        addresses.iter().filter_map(|address| site.third(address)).map(Rule::Reports).collect::<Vec<_>>()
    };
    match header.name.as_str() {
        "link" => links(value).iter().filter_map(|link| link.rule(site, header.early)).collect(),
        "refresh" => target(value).and_then(|address| site.third(address)).map(Rule::Refresh).into_iter().collect(),
        "speculation-rules" => {
            quoted(value).iter().filter_map(|address| site.third(address)).map(Rule::SpeculationHeader).collect()
        }
        "reporting-endpoints" => reports(quoted(value)),
        "report-to" => reports(endpoints(value)),
        "content-security-policy" | "content-security-policy-report-only" => {
            let named = directives(value).filter(|(name, _)| name.eq_ignore_ascii_case("report-uri"));
            reports(named.flat_map(|(_, words)| words.split_ascii_whitespace().map(str::to_owned)).collect())
        }
        "set-cookie" => {
            let name = value.split(['=', ';']).next().unwrap_or_default().trim();
            let answer = classify::name(site.policy, Store::Cookie, name);
            let gated = answer.service.filter(|_| answer.class != Class::Essential);
            gated.map(|service| Rule::CookieSet(name.to_owned(), service.to_owned())).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether that header keeps this inline script from running.
pub(super) fn blocks(header: &Header, script: &str, nonce: Option<&str>) -> bool {
    header.name == "content-security-policy" && header.value.split(',').any(|policy| refuses(policy, script, nonce))
}

fn refuses(policy: &str, script: &str, nonce: Option<&str>) -> bool {
    let of = |wanted: &str| directives(policy).find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let Some((_, sources)) = ["script-src-elem", "script-src", "default-src"].into_iter().find_map(of) else {
        return false;
    };
    let sources: Vec<&str> = sources.split_ascii_whitespace().collect();
    let hashes = [
        format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script))),
        format!("'sha384-{}'", BASE64_STANDARD.encode(Sha384::digest(script))),
        format!("'sha512-{}'", BASE64_STANDARD.encode(Sha512::digest(script))),
    ];
    let nonce = nonce.map(|nonce| format!("'nonce-{nonce}'"));
    let named = sources.iter().any(|one| hashes.iter().chain(&nonce).any(|known| known == one));
    // Where a nonce or a hash is named, 'unsafe-inline' counts for nothing.
    let strict = sources.iter().any(|one| one.starts_with("'nonce-") || one.starts_with("'sha"));
    let inline = sources.iter().any(|one| one.eq_ignore_ascii_case("'unsafe-inline'"));
    !named && (strict || !inline)
}

/// The directives of a policy, of one or several in a header.
fn directives(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let directives = value.split([';', ',']).map(str::trim).filter(|directive| !directive.is_empty());
    directives.map(|directive| directive.split_once(|char: char| char.is_ascii_whitespace()).unwrap_or((directive, "")))
}

/// The strings in a structured header.
fn quoted(value: &str) -> Vec<String> {
    value.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The addresses in `Report-To`: objects with a comma between them.
fn endpoints(value: &str) -> Vec<String> {
    let text = format!("[{value}]");
    let Ok(groups) = json::parse(&text) else {
        return Vec::new();
    };
    let endpoints = groups.items().iter().filter_map(|group| group.field("endpoints")).flat_map(Node::items);
    endpoints.filter_map(|endpoint| endpoint.field("url")?.text()).map(str::to_owned).collect()
}

/// One link of a `Link` header.
struct Link<'a> {
    address: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
}

impl Link<'_> {
    fn get(&self, name: &str) -> &str {
        let found = self.parameters.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    fn rule(&self, site: &Site<'_>, early: bool) -> Option<Rule> {
        let is = |rels: &[&str]| {
            self.get("rel").split_ascii_whitespace().any(|rel| rels.iter().any(|one| one.eq_ignore_ascii_case(rel)))
        };
        if is(&["preconnect"]) {
            return site.third(self.address).map(Rule::Preconnect);
        }
        if is(&["dns-prefetch"]) {
            return site.third(self.address).map(Rule::DnsPrefetch);
        }
        let fetching =
            ["preload", "modulepreload", "prefetch", "prerender", "stylesheet", "icon", "compression-dictionary"];
        if !is(&fetching) {
            return None;
        }
        let mut addresses = core::iter::once(self.address).chain(candidates(self.get("imagesrcset")));
        let whose = addresses.find_map(|address| site.whose(address, false))?;
        Some(if early { Rule::EarlyHint(whose) } else { Rule::LinkHeader(whose) })
    }
}

/// The links of a header: `<address>; name="value", <address>…`. A comma or a semicolon in quotes ends nothing.
fn links(value: &str) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((address, after)) = after.split_once('>') else { break };
        let mut link = Link { address, parameters: Vec::new() };
        rest = after.trim_start();
        while let Some(after) = rest.strip_prefix(';') {
            let (name, value, after) = parameter(after.trim_start());
            link.parameters.push((name, value));
            rest = after.trim_start();
        }
        links.push(link);
    }
    links
}

/// A parameter's name and value, and what follows.
fn parameter(text: &str) -> (&str, &str, &str) {
    let (name, after) = text.split_at(text.find(['=', ';', ',']).unwrap_or(text.len()));
    let Some(after) = after.strip_prefix('=') else {
        return (name.trim(), "", after);
    };
    let after = after.trim_start();
    match after.strip_prefix('"') {
        Some(quoted) => {
            let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            (name.trim(), value, after)
        }
        None => {
            let (value, after) = after.split_at(after.find([';', ',']).unwrap_or(after.len()));
            (name.trim(), value.trim(), after)
        }
    }
}
