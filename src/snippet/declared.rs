//! What a policy declares and the shim's build does not know, in the policy's own form: with it in the page, the
//! shim knows the site's own services before it has fetched the policy.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::policy::{Policy, Service};

/// The JSON; nothing where there is nothing to say. It holds no `<`, `&` or `'`, so that it may stand in an attribute
/// in single quotes, in HTML and in XML.
pub fn declared(policy: &Policy<'_>) -> Option<String> {
    let services: Vec<String> = policy.services.iter().filter_map(service).collect();
    let allow: Vec<String> = policy.allow().map(|origin| quoted(origin.as_str())).collect();
    let unknown = if policy.denies_unknown() { Vec::from([quoted("deny")]) } else { Vec::new() };
    let fields: Vec<String> =
        [list("services", &services), list("allow", &allow), unknown.first().map(|deny| format!("\"unknown\":{deny}"))]
            .into_iter()
            .flatten()
            .collect();
    (!fields.is_empty()).then(|| format!("{{{}}}", fields.join(",")))
}

/// A service by what its built-in form does not have.
fn service(service: &Service<'_>) -> Option<String> {
    let built_in = service.built_in();
    let known_host =
        |host, path| built_in.is_some_and(|one| one.hosts.iter().any(|known| (known.host, known.path) == (host, path)));
    let known_name = |pattern, store| {
        built_in.is_some_and(|one| one.names.iter().any(|known| (known.pattern, known.store) == (pattern, store)))
    };
    let (paths, hosts): (Vec<_>, Vec<_>) =
        service.hosts().filter(|rule| !known_host(rule.host, rule.path)).partition(|rule| rule.host == "*");
    let names = service
        .names()
        .filter(|rule| !known_name(rule.pattern, rule.store))
        .map(|rule| format!("{{\"name\":{},\"store\":{}}}", quoted(rule.pattern), quoted(rule.store.name())));
    let fields: Vec<String> = [
        list("hosts", &hosts.iter().map(|rule| quoted(&format!("{}{}", rule.host, rule.path))).collect::<Vec<_>>()),
        list("paths", &paths.iter().map(|rule| quoted(rule.path)).collect::<Vec<_>>()),
        list("cookies", &names.collect::<Vec<_>>()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let class = if service.is_essential() { "\"class\":\"essential\"," } else { "" };
    (!fields.is_empty()).then(|| format!("{{\"id\":{},{class}{}}}", quoted(service.id), fields.join(",")))
}

fn list(name: &str, items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| format!("\"{name}\":[{}]", items.join(",")))
}

/// A JSON string of printable ASCII without `<`, `&` and `'`.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for unit in text.encode_utf16() {
        match u8::try_from(unit).ok().map(char::from) {
            Some(plain) if matches!(plain, ' '..='~') && !"<&'\"\\".contains(plain) => out.push(plain),
            _ => out.push_str(&format!("\\u{unit:04x}")),
        }
    }
    out.push('"');
    out
}
