//! What is deleted when a service is refused or withdrawn: its names, on every domain and path that
//! could hold them. Essential names are never touched, and neither is what nobody declared.

use alloc::string::String;
use alloc::vec::Vec;

use super::decision::Verdict;
use crate::classify;
use crate::policy::{Policy, Service};
use crate::text;
use crate::vendors::Store;

/// Whether a stored name belongs to a gated service of this site that may not run.
pub fn is_refused(policy: &Policy<'_>, verdicts: &[(&Service<'_>, Verdict)], store: Store, name: &str) -> bool {
    let answer = classify::name(policy, store, name);
    let service = answer.service.filter(|_| answer.declared);
    service.is_some_and(|id| verdicts.iter().any(|(service, verdict)| service.id == id && *verdict != Verdict::Granted))
}

/// What to assign to `document.cookie` so that no copy of that name survives: each domain that the
/// host could have set it for, and each path that the page lies in.
pub fn removals(name: &str, host: &str, path: &str, secure: bool) -> Vec<String> {
    let mut out = Vec::new();
    for path in paths(path) {
        for domain in core::iter::once("").chain(domains(host)) {
            let mut cookie = String::from(name);
            cookie.push_str("=; Path=");
            cookie.push_str(path);
            if !domain.is_empty() {
                cookie.push_str("; Domain=");
                cookie.push_str(domain);
            }
            // A cookie that was set `Partitioned` lies in a jar of its own.
            let mut partitioned = cookie.clone();
            partitioned.push_str("; Secure; Partitioned; Max-Age=0");
            // Names with `__Secure-` or `__Host-` are touched by nothing less.
            cookie.push_str(if secure { "; Secure; Max-Age=0" } else { "; Max-Age=0" });
            out.push(cookie);
            out.push(partitioned);
        }
    }
    out
}

/// The host and each of its parents with at least one dot; the browser refuses public suffixes.
fn domains(host: &str) -> impl Iterator<Item = &str> {
    let numeric = matches!(host.as_bytes().last(), Some(b'0'..=b'9' | b']'));
    let starts = (0..host.len()).filter(|at| *at == 0 || host.as_bytes().get(at - 1) == Some(&b'.'));
    starts.filter_map(|at| host.get(at..)).filter(move |domain| !numeric && text::cut(domain, b'.').1.is_some())
}

/// `/a/b` gives `/`, `/a`, `/a/` and `/a/b`.
fn paths(path: &str) -> impl Iterator<Item = &str> {
    let ends = (1..=path.len()).filter(|at| {
        let slash = |at: &usize| path.as_bytes().get(*at) == Some(&b'/');
        *at == path.len() || slash(at) || slash(&(at - 1))
    });
    // No cookie has a path with `;`: what follows would be read as attributes.
    ends.filter_map(|at| path.get(..at)).filter(|path| text::cut(path, b';').1.is_none())
}
