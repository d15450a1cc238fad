//! The seal's policy: a Content Security Policy that lets a page reach its own origin, what the site
//! calls essential, and the granted services, and nothing else.
//!
//! The static one, which stands in the page's HTML, is the one with nothing granted.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Signals, Verdict, from_jar, verdicts};
use crate::classify::{self, Rule, Subject};
use crate::policy::field::Origin;
use crate::policy::{HostRule, Policy, Service};
use crate::text;

/// How far the seal goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The fetches of the page itself.
    Seal,
    /// Also the documents and workers of the page's own origin, which a page's policy does not govern:
    /// they are not opened at all.
    SealStrict,
}

impl Guard {
    /// The guard of that name in `data-guard`, where it is one that the browser enforces.
    pub fn parse(name: &str) -> Option<Guard> {
        [Guard::Seal, Guard::SealStrict].into_iter().find(|guard| guard.name() == name)
    }

    /// The name in `data-guard`.
    pub const fn name(self) -> &'static str {
        match self {
            Guard::Seal => "seal",
            Guard::SealStrict => "seal-strict",
        }
    }

    /// The text of the policy under which these services may be reached.
    pub fn policy<'a>(self, policy: &Policy<'_>, granted: impl Iterator<Item = &'a Service<'a>> + Clone) -> String {
        self.policy_by(policy, &classify::rules(policy), granted)
    }

    /// The same by the rules that hold on the policy's pages.
    ///
    /// A source list cannot name a host without one of its paths. So a rule over a part of which a rule decides that
    /// waits is left out: that part would be open.
    pub fn policy_by<'a>(
        self,
        policy: &Policy<'_>,
        rules: &[Rule<'_>],
        granted: impl Iterator<Item = &'a Service<'a>> + Clone,
    ) -> String {
        let is_granted = |rule: &Rule<'_>| rule.service.is_some_and(|id| granted.clone().any(|one| one.id == id));
        let waits = |rule: &Rule<'_>| !rule.is_essential() && !is_granted(rule);
        let waiting: Vec<&Rule<'_>> = rules.iter().filter(|rule| waits(rule)).collect();
        let is_open =
            |rule: &Rule<'_>| !waiting.iter().any(|other| rule.is_cut_by(other) && source_covers(rule, other));
        let mut others = String::new();
        for origin in policy.allow().filter(|origin| is_open(&Rule::allowed(*origin))) {
            push_origin(&mut others, origin);
        }
        let mut push_open = |service: &Service<'_>| {
            for rule in classify::of_service(service) {
                if let Subject::Address { host, path } = rule.subject
                    && is_open(&rule)
                {
                    push_rule(&mut others, HostRule { host, path });
                }
            }
        };
        // An essential service waits for no choice.
        policy.services.iter().filter(|service| service.is_essential()).for_each(&mut push_open);
        granted.clone().for_each(push_open);
        // Inline code of the page's own runs as it did: what it fetches is what this is about.
        let mut out = String::from("default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'");
        text::push(&mut out, &others);
        match self {
            // Not `data:`: a worker of such a URL leaves the page's policy behind in WebKit.
            Guard::Seal => text::push(&mut out, "; worker-src 'self' blob:"),
            Guard::SealStrict => {
                text::push(&mut out, "; frame-src");
                text::push(&mut out, if others.is_empty() { " 'none'" } else { &others });
                text::push(&mut out, "; worker-src 'none'; object-src 'none'");
            }
        }
        out
    }

    /// The same for what a visitor's cookies grant. A record that cannot be read grants nothing.
    pub fn policy_of(self, policy: &Policy<'_>, signals: Signals, cookies: &str, name: &str, now: u32) -> String {
        let (records, signals) =
            from_jar(cookies, name).map_or_else(|_| (Vec::new(), signals.in_doubt()), |records| (records, signals));
        let verdicts = verdicts(policy, signals, &records, now);
        let granted = verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted).map(|(service, _)| *service);
        self.policy(policy, granted)
    }
}

/// Whether the source of the one rule matches what the other rule does: a source's path that does not end with a slash
/// is that path alone, and what lies below it.
fn source_covers(rule: &Rule<'_>, other: &Rule<'_>) -> bool {
    let (Subject::Address { path, .. }, Subject::Address { path: inner, .. }) = (rule.subject, other.subject) else {
        return false;
    };
    let below = inner.strip_prefix(path).unwrap_or_default();
    path.is_empty() || path.ends_with('/') || matches!(below.as_bytes().first(), None | Some(b'/' | b'?' | b'#'))
}

/// A socket is another scheme, which `https:` does not stand for.
const SCHEMES: [&str; 2] = [" https://", " wss://"];

fn push_origin(out: &mut String, origin: Origin<'_>) {
    let rest = origin.as_str().strip_prefix("https://").unwrap_or_default();
    for scheme in SCHEMES {
        text::push(out, scheme);
        text::push(out, rest);
    }
}

fn push_rule(out: &mut String, rule: HostRule<'_>) {
    // Any host: only the path tells, and it is the page's own.
    if rule.host == "*" {
        return;
    }
    // Any country's: a policy cannot say that, and the vendor's own is the one that is sure to be.
    let (fixed, any_country) = match rule.host.strip_suffix("<cc>") {
        Some(fixed) => (fixed, "com"),
        None => (rule.host, ""),
    };
    let below = fixed.strip_prefix("*.");
    for host in below.into_iter().chain([fixed]) {
        for scheme in SCHEMES {
            // A path ends a source's match unless it ends with a slash.
            for end in if rule.path.is_empty() || rule.path.ends_with('/') { &[""][..] } else { &["", "/"][..] } {
                text::push(out, scheme);
                text::push(out, host);
                text::push(out, any_country);
                push_path(out, rule.path);
                text::push(out, end);
            }
        }
    }
}

/// What would end the source, the directive, or the attribute that the policy stands in, in its escaped form.
fn push_path(out: &mut String, path: &str) {
    for byte in path.bytes() {
        match byte {
            // A policy matches paths alone.
            b'?' | b'#' => return,
            byte if byte.is_ascii_alphanumeric() || b"/-._~%!$()*+=:@".contains(&byte) => text::put(out, byte),
            _ => {
                text::put(out, b'%');
                text::number(out, byte.into(), 16);
            }
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
