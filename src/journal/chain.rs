//! The chain: what is added, what is purged, and the file that a visitor takes away.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::{CONTEXT, PROFILE, hash_of};

/// The most entries that are kept.
pub const ENTRIES: usize = 200;
/// The most UTF-16 units that are kept: a browser counts two bytes for each.
pub const CHARS: usize = 30_000;
/// For how many days an entry is kept.
pub const DAYS: u32 = 730;

/// A journal: what was purged before it, and its entries, each as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    head: Head,
    lines: Vec<String>,
    /// How long the lines are, so that adding one costs the same however many there are.
    chars: usize,
}

/// What was purged. The fields stand in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    /// The hash of the last entry of those.
    before: String,
    /// How many they were.
    purged: u64,
    /// The time of the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// What the chain needs of an entry.
#[derive(Deserialize)]
struct Link {
    at: String,
    hash: String,
}

impl Journal {
    /// Reads the stored form, as far as it is a journal; an empty text is an empty one. And whether anything else was
    /// in it. Nothing is verified: that is for what is exported.
    pub fn read(text: &str) -> (Journal, bool) {
        let mut lines = text.split('\n');
        let head = lines.next().unwrap_or_default();
        let Ok(head) = serde_json::from_str(head) else {
            return (Journal::default(), !text.is_empty());
        };
        let mut lines: Vec<String> = lines.map(String::from).collect();
        let found = lines.len();
        while lines.last().is_some_and(|last| link(last).is_none()) {
            lines.pop();
        }
        let is_damaged = lines.len() < found;
        let chars = lines.iter().map(|line| length(line)).sum();
        (Journal { head, lines, chars }, is_damaged)
    }

    /// The stored form.
    pub fn text(&self) -> String {
        let mut out = canonical(&self.head);
        for line in &self.lines {
            out.push('\n');
            out.push_str(line);
        }
        out
    }

    /// Adds an entry, and purges: what is older than `oldest`, a time in the form of `at`, and what is too much.
    pub fn append(&mut self, facts: Entry, oldest: &str) {
        let mut entry = Entry { before: Some(self.last()), hash: None, ..facts };
        entry.hash = Some(hash_of(&entry.line()));
        let line = entry.line();
        self.chars = self.chars.saturating_add(length(&line));
        self.lines.push(line);
        while self.lines.len() > 1 && (self.is_too_much() || self.first_is_older(oldest)) {
            self.purge();
        }
    }

    /// Leaves out the oldest entry, where there is one more; whether it did.
    pub fn shorten(&mut self) -> bool {
        if self.lines.len() < 2 {
            return false;
        }
        self.purge();
        true
    }

    /// The entries' lines, oldest first.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The file that a visitor takes away: canonical, with the sum over all of it.
    pub fn export(&self) -> String {
        let with = |sum: &str| {
            format!(
                "{{\"@context\":{},\"conformsTo\":\"{PROFILE}\",\"entries\":[{}],\"head\":{},{sum}\"version\":1}}",
                CONTEXT.trim_ascii(),
                self.lines.join(","),
                canonical(&self.head),
            )
        };
        let sum = hash_of(&with(""));
        with(&format!("\"sum\":\"{sum}\","))
    }

    fn last(&self) -> String {
        self.lines.last().and_then(|line| link(line)).map_or(self.head.before.clone(), |link| link.hash)
    }

    fn is_too_much(&self) -> bool {
        self.lines.len() > ENTRIES || canonical(&self.head).len().saturating_add(self.chars) > CHARS
    }

    fn first_is_older(&self, oldest: &str) -> bool {
        self.lines.first().and_then(|line| link(line)).is_some_and(|first| first.at.as_str() < oldest)
    }

    fn purge(&mut self) {
        let gone = self.lines.remove(0);
        self.chars = self.chars.saturating_sub(length(&gone));
        // A line in between that is none says nothing: the next one shows that it is gone.
        let (before, until) = match link(&gone) {
            Some(link) => (link.hash, Some(link.at)),
            None => (self.head.before.clone(), self.head.until.clone()),
        };
        self.head = Head { before, purged: self.head.purged.saturating_add(1), until };
    }
}

/// How long a line is, with what parts it from the one before.
fn length(line: &str) -> usize {
    line.encode_utf16().count().saturating_add(1)
}

fn link(line: &str) -> Option<Link> {
    serde_json::from_str(line).ok()
}

fn canonical(head: &Head) -> String {
    // A value of plain data is always written.
    serde_json::to_string(head).unwrap_or_default()
}

/// What is handed over of a receipt: without what links it to the one before.
pub(super) fn apart(receipt: &Entry) -> String {
    let bare = Entry { before: None, hash: None, conforms_to: Some(PROFILE.into()), ..receipt.clone() };
    let line = bare.line();
    let fields = line.strip_prefix('{').unwrap_or_default();
    format!("{{\"@context\":{},{fields}", CONTEXT.trim_ascii())
}
