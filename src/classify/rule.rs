//! A rule: what it matches, how well, and whose it is.

use super::pattern::{self, Pattern};
use crate::policy::field::Origin;
use crate::vendors::{Class, Store};

/// What a rule matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Addresses: a host as in [`crate::vendors::Host`], and the beginning of the path with its query.
    Address {
        /// The host.
        host: &'a str,
        /// The beginning of the path, empty for all of the host.
        path: &'a str,
    },
    /// Stored names: a pattern as [`Pattern`] reads it.
    Name {
        /// Where the name is stored.
        store: Store,
        /// Exact, `prefix*` or `prefix*suffix`.
        pattern: &'a str,
    },
}

/// A rule of one service, or an origin that the site calls essential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule<'a> {
    /// What it matches.
    pub subject: Subject<'a>,
    /// The service that it belongs to; none for an allowed origin.
    pub service: Option<&'a str>,
    /// The class of what matches.
    pub class: Class,
    /// Whether the site's policy declares it.
    pub declared: bool,
}

impl<'a> Rule<'a> {
    /// The rule of an origin that the site calls essential.
    pub fn allowed(origin: Origin<'a>) -> Rule<'a> {
        let subject = Subject::Address { host: origin.host(), path: "" };
        Rule { subject, service: None, class: Class::Essential, declared: true }
    }

    /// How well the rule matches an address, more being better; nothing where it does not.
    pub fn weigh_address(&self, host: &str, path: &str) -> Option<usize> {
        match self.subject {
            Subject::Address { host: rule, path: start } => pattern::host(rule, start, host, path),
            Subject::Name { .. } => None,
        }
    }

    /// How well the rule matches a stored name, more being better; nothing where it does not.
    pub fn weigh_name(&self, store: Store, name: &str) -> Option<usize> {
        match self.subject {
            Subject::Name { store: own, pattern } if own == store => Pattern(pattern).weight(name),
            _ => None,
        }
    }

    /// Whether what matches waits for no choice: it is let through, and never erased.
    pub fn is_essential(&self) -> bool {
        self.class == Class::Essential
    }

    /// The rule's host or pattern, as written.
    pub fn text(&self) -> &'a str {
        match self.subject {
            Subject::Address { host, .. } => host,
            Subject::Name { pattern, .. } => pattern,
        }
    }

    /// Whether the other rule decides about a part of what this one matches: something matches both, and the other
    /// rule matches it better. A path of any host is the site's own, and cuts nothing out of another host.
    pub fn is_cut_by(&self, other: &Rule<'_>) -> bool {
        match (self.subject, other.subject) {
            (Subject::Address { host, .. }, Subject::Address { host: "*", .. }) if host != "*" => false,
            (Subject::Address { host, path }, Subject::Address { host: inner, path: under }) => {
                let closer = under != path || pattern::host_rank(inner) > pattern::host_rank(host);
                under.starts_with(path) && closer && pattern::hosts_overlap(host, inner)
            }
            // A page's policy names no names: they are held one by one.
            _ => false,
        }
    }

    /// Whether whatever the other rule matches is matched by this one too.
    pub fn contains(&self, other: &Rule<'_>) -> bool {
        match (self.subject, other.subject) {
            (Subject::Address { host, path }, Subject::Address { host: inner, path: under }) => {
                under.starts_with(path) && pattern::contains_host(host, inner)
            }
            (Subject::Name { store, pattern: own }, Subject::Name { store: other, pattern }) => {
                store == other && pattern::contains_name(own, pattern)
            }
            _ => false,
        }
    }

    /// Whether something matches both rules.
    pub fn overlaps(&self, other: &Rule<'_>) -> bool {
        match (self.subject, other.subject) {
            (Subject::Address { host, path }, Subject::Address { host: other, path: under }) => {
                (under.starts_with(path) || path.starts_with(under)) && pattern::hosts_overlap(host, other)
            }
            (Subject::Name { store, pattern }, Subject::Name { store: other_store, pattern: other }) => {
                store == other_store && pattern::names_overlap(pattern, other)
            }
            _ => false,
        }
    }
}
