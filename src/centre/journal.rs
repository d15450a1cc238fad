//! What is on record, as a page stores it: lines of JSON, of which the first is the head (docs/receipts.md). Whatever
//! is no such line is passed over, because a visitor must see what can be read.

use alloc::vec::Vec;

use crate::consent::WAYS;
use crate::policy::json::{self, Node};
use crate::text;

/// The entries, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal<'t> {
    /// The entries that are kept.
    pub entries: Vec<Entry<'t>>,
    /// Whether older ones are no longer kept.
    pub is_purged: bool,
}

/// Something on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The time, as written.
    pub at: &'t str,
    /// What happened.
    pub what: What<'t>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<'t> {
    /// The visitor decided, or nobody was asked.
    Decision {
        /// How it came about, of [`WAYS`].
        how: Option<&'static str>,
        /// The ids of the services that were granted.
        granted: Vec<&'t str>,
    },
    /// Stored names were erased.
    Erasure {
        /// Those that went.
        erased: Vec<&'t str>,
        /// Those that did not.
        survived: Vec<&'t str>,
    },
    /// The policy changed.
    Policy,
    /// An earlier entry could not be read.
    Damage,
    /// Another version of this module knows.
    Unknown,
}

impl<'t> Journal<'t> {
    /// Reads what is stored.
    pub fn read(stored: &'t str) -> Journal<'t> {
        let mut lines = text::pieces(stored, b'\n').map(|line| json::parse(line).ok());
        let head = lines.next().flatten();
        let is_purged = head.is_some_and(|head| head.field("until").and_then(Node::text).is_some());
        Journal { entries: lines.flatten().map(|line| Entry::read(&line)).collect(), is_purged }
    }
}

impl<'t> Entry<'t> {
    fn read(line: &Node<'t>) -> Entry<'t> {
        let text = |name: &str| line.field(name).and_then(Node::text).unwrap_or_default();
        let what = match text("kind") {
            "decision" => What::Decision {
                how: WAYS.into_iter().find(|way| *way == text("how")),
                granted: items(line, "processes").iter().filter_map(granted).collect(),
            },
            "erasure" => What::Erasure { erased: names(line, "erased"), survived: names(line, "survivors") },
            "policy" => What::Policy,
            "damage" => What::Damage,
            _ => What::Unknown,
        };
        Entry { at: text("at"), what }
    }
}

fn items<'t>(line: &Node<'t>, list: &str) -> &'t [Node<'t>] {
    line.field(list).map(Node::items).unwrap_or_default()
}

/// The service that a process is of, where it was granted.
fn granted<'t>(process: &Node<'t>) -> Option<&'t str> {
    let status = process.field("status").and_then(Node::text);
    process.field("service").and_then(Node::text).filter(|_| status == Some("given"))
}

/// The names in items such as `cookie _ga` and `cookie _ga http-only`.
fn names<'t>(line: &Node<'t>, list: &str) -> Vec<&'t str> {
    let name = |item: &'t str| {
        let after_store = text::cut(item, b' ').1.unwrap_or(item);
        text::cut(after_store, b' ').0
    };
    items(line, list).iter().filter_map(Node::text).map(name).collect()
}
