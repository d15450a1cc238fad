//! What is deleted when a service is refused or withdrawn: its names, on every domain and path that
//! could hold them. Essential names are never touched, nor those of a granted service, nor what nobody
//! declared. Then what survives, and why.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};
use ts_rs::TS;

use super::decision::Verdict;
use super::stored;
use crate::classify::Pattern;
use crate::policy::{NameRule, Policy, Service};
use crate::text;
use crate::vendors::{BUILT_IN, Class, Store};

type Verdicts<'a, 't> = [(&'a Service<'t>, Verdict)];

/// Whether a stored name is to be erased: a refused service's rule fits it better than any rule of what is
/// essential or granted.
pub fn is_refused(policy: &Policy<'_>, verdicts: &Verdicts<'_, '_>, store: Store, name: &str) -> bool {
    let mut refused = None;
    let mut kept = None;
    for service in &policy.services {
        let rules = service.names().filter(|rule| rule.store == store);
        let fits = rules.filter_map(|rule| Pattern(rule.pattern).weight(name)).max();
        let side = if runs(verdicts, service) { &mut kept } else { &mut refused };
        *side = fits.max(*side);
    }
    for built_in in BUILT_IN.iter().filter(|one| one.class == Class::Essential && policy.service(one.id).is_none()) {
        let rules = built_in.names.iter().filter(|rule| rule.store == store);
        kept = rules.filter_map(|rule| Pattern(rule.pattern).weight(name)).max().max(kept);
    }
    refused > kept && !stored::is_ours(name)
}

/// Whether a service may keep what it stores: essential ones are under no verdict.
fn runs(verdicts: &Verdicts<'_, '_>, service: &Service<'_>) -> bool {
    verdicts.iter().all(|(other, verdict)| other.id != service.id || *verdict == Verdict::Granted)
}

/// The rules of refused services for cookies that this page cannot see: set by the server alone, or for a
/// path that it does not lie in.
pub fn unseen<'a, 't: 'a>(
    policy: &'a Policy<'t>,
    verdicts: &'a Verdicts<'a, 't>,
    path: &'a str,
) -> impl Iterator<Item = NameRule<'t>> + 'a {
    let refused = policy.services.iter().filter(|service| !runs(verdicts, service));
    refused.flat_map(Service::names).filter(|rule| rule.store == Store::Cookie).filter(move |rule| {
        let elsewhere = !rule.path.is_empty() && !paths(path).any(|place| place == rule.path);
        rule.http_only || elsewhere
    })
}

/// What to assign to `document.cookie` so that no copy of that name survives on that path: one for each
/// domain that the host could have set it for.
pub fn removals(name: &str, host: &str, path: &str, secure: bool) -> Vec<String> {
    let mut out = Vec::new();
    for domain in core::iter::once("").chain(domains(host)) {
        let mut cookie = String::from(name);
        cookie.push_str("=; Path=");
        cookie.push_str(path);
        if !domain.is_empty() {
            cookie.push_str("; Domain=");
            cookie.push_str(domain);
        }
        if secure {
            // A cookie that was set `Partitioned` lies in a jar of its own.
            let mut partitioned = cookie.clone();
            partitioned.push_str("; Secure; Partitioned; Max-Age=0");
            out.push(partitioned);
            // Names with `__Secure-` or `__Host-` are touched by nothing less.
            cookie.push_str("; Secure");
        }
        cookie.push_str("; Max-Age=0");
        out.push(cookie);
    }
    out
}

/// The host and each of its parents with at least one dot; the browser refuses public suffixes.
fn domains(host: &str) -> impl Iterator<Item = &str> {
    let numeric = matches!(host.as_bytes().last(), Some(b'0'..=b'9' | b']'));
    let starts = (0..host.len()).filter(|at| *at == 0 || host.as_bytes().get(at.wrapping_sub(1)) == Some(&b'.'));
    starts.filter_map(|at| host.get(at..)).filter(move |domain| !numeric && text::cut(domain, b'.').1.is_some())
}

/// How many paths of a page are tried: vendors set cookies for the whole site or near its root, and a cookie
/// without a path gets the folder of the page that set it.
const SHALLOW: usize = 32;
const DEEP: usize = 8;

/// Every path that a page lies in, from `/` on; of a very deep page the first and the last few.
pub fn reach(path: &str) -> impl Iterator<Item = &str> {
    let count = paths(path).count();
    paths(path)
        .enumerate()
        .filter(move |(at, _)| *at < SHALLOW || at.saturating_add(DEEP) >= count)
        .map(|(_, path)| path)
}

/// `/a/b` gives `/`, `/a`, `/a/` and `/a/b`.
fn paths(path: &str) -> impl Iterator<Item = &str> {
    let ends = (1..=path.len()).filter(|at| {
        let slash = |at: &usize| path.as_bytes().get(*at) == Some(&b'/');
        *at == path.len() || slash(at) || slash(&at.wrapping_sub(1))
    });
    // No cookie has a path with `;`: what follows would be read as attributes.
    ends.filter_map(|at| path.get(..at)).filter(|path| text::cut(path, b';').1.is_none())
}

/// Why a name is still stored, or may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The policy says that only the server sees it.
    HttpOnly,
    /// It lies on a path that this page does not, and only a pattern of its name is known.
    Elsewhere,
    /// It did not go: it lies deeper than is tried, or is kept in a way that a page cannot undo.
    OutOfReach,
    /// A database that something still has open.
    Open,
    /// It went, and came back.
    WrittenAgain,
}

impl Why {
    /// All of them.
    pub const ALL: [Why; 5] = [Why::HttpOnly, Why::Elsewhere, Why::OutOfReach, Why::Open, Why::WrittenAgain];

    /// The name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Why::HttpOnly => "http-only",
            Why::Elsewhere => "elsewhere",
            Why::OutOfReach => "out-of-reach",
            Why::Open => "open",
            Why::WrittenAgain => "written-again",
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Why::HttpOnly => "only the server can delete it: send Set-Cookie: {}; Max-Age=0",
            Why::Elsewhere => "a page below that path can delete it, or the server: Set-Cookie: {}; Max-Age=0",
            Why::OutOfReach => {
                "no path of this page that was tried holds it: the server can send Set-Cookie: {}; Max-Age=0"
            }
            Why::Open => "something still has it open: it goes when the tabs that use it are closed",
            Why::WrittenAgain => "a script that still runs writes it again: it is erased with the next page",
        }
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What became of the names of refused services, as the page and the site hear it: names and no values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Report {
    /// The names that are gone.
    pub erased: Vec<Erased>,
    /// The names that are not, or may not be.
    pub survivors: Vec<Survivor>,
}

/// A name that is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Erased {
    /// The name.
    pub name: String,
    /// Where it was stored.
    #[ts(type = "StoreName")]
    pub store: Store,
}

/// A name that is not gone, or may not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Survivor {
    /// The name.
    pub name: String,
    /// Where it is stored.
    #[ts(type = "StoreName")]
    pub store: Store,
    /// Why.
    #[ts(type = "'http-only' | 'elsewhere' | 'out-of-reach' | 'open' | 'written-again'")]
    pub why: Why,
    /// What whoever runs the site can do.
    pub advice: String,
}

impl Survivor {
    /// A name that survived; `path` is the cookie's where the policy says one, and empty otherwise.
    pub fn new(store: Store, name: &str, path: &str, why: Why) -> Survivor {
        let path = if path.is_empty() { "/" } else { path };
        let advice = why.advice().replace("{}", &[name, "=; Path=", path].concat());
        Survivor { name: name.into(), store, why, advice }
    }
}
