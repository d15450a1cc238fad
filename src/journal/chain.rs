//! The chain: canonical form, hashes, what is added, and what is purged.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{PROFILE, context};

/// The most entries that are kept.
pub const ENTRIES: usize = 200;
/// The most UTF-16 units that are kept: a browser counts two bytes for each.
pub const CHARS: usize = 30_000;
/// For how many days an entry is kept.
pub const DAYS: u32 = 730;

/// Why an entry cannot be added, or a text is no journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// A line that is no JSON object, or the first without a head's fields.
    Line(usize),
}

/// A journal: what was purged before it, and its entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    head: Value,
    entries: Vec<Value>,
    /// How long the entries' lines are, so that adding one costs the same however many there are.
    chars: usize,
}

impl Default for Journal {
    fn default() -> Journal {
        Journal { head: json!({ "before": "", "purged": 0 }), entries: Vec::new(), chars: 0 }
    }
}

impl Journal {
    /// Reads the stored form; an empty text is an empty journal. Nothing is verified: that is for what is exported.
    pub fn parse(text: &str) -> Result<Journal, Unwritable> {
        let mut lines = text.lines().enumerate().map(|(at, line)| {
            let value = serde_json::from_str(line).ok().filter(Value::is_object);
            value.ok_or(Unwritable::Line(at))
        });
        let Some(head) = lines.next().transpose()? else {
            return Ok(Journal::default());
        };
        if !field(&head, "before").is_string() || !field(&head, "purged").is_u64() {
            return Err(Unwritable::Line(0));
        }
        let entries = lines.collect::<Result<Vec<_>, _>>()?;
        let chars = entries.iter().map(line).sum();
        Ok(Journal { head, entries, chars })
    }

    /// The stored form.
    pub fn text(&self) -> String {
        let lines: Vec<String> = core::iter::once(&self.head).chain(&self.entries).map(canonical).collect();
        lines.join("\n")
    }

    /// Adds an entry made of these facts, and purges: what is older than `oldest`, a time in the form of `at`, and
    /// what is too much.
    pub fn append(&mut self, mut facts: Map<String, Value>, oldest: &str) {
        facts.insert("before".into(), self.last());
        let entry = Value::Object(facts);
        let hash = hash(&entry);
        let entry = with(entry, "hash", hash.into());
        self.chars = self.chars.saturating_add(line(&entry));
        self.entries.push(entry);
        while self.entries.len() > 1 && (self.is_too_much() || self.first_is_older(oldest)) {
            self.purge();
        }
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[Value] {
        &self.entries
    }

    /// The file that a visitor takes away: canonical, with the sum over all of it.
    pub fn export(&self) -> String {
        let whole = json!({
            "@context": context(),
            "conformsTo": PROFILE,
            "entries": self.entries,
            "head": self.head,
            "version": 1,
        });
        let sum = hash(&whole);
        canonical(&with(whole, "sum", sum.into()))
    }

    fn last(&self) -> Value {
        self.entries.last().map_or(field(&self.head, "before"), |entry| field(entry, "hash")).clone()
    }

    fn is_too_much(&self) -> bool {
        self.entries.len() > ENTRIES || canonical(&self.head).len().saturating_add(self.chars) > CHARS
    }

    fn first_is_older(&self, oldest: &str) -> bool {
        self.entries.first().and_then(|entry| field(entry, "at").as_str()).is_some_and(|at| at < oldest)
    }

    fn purge(&mut self) {
        let gone = self.entries.remove(0);
        self.chars = self.chars.saturating_sub(line(&gone));
        let purged = field(&self.head, "purged").as_u64().unwrap_or_default().saturating_add(1);
        self.head = json!({ "before": field(&gone, "hash"), "purged": purged, "until": field(&gone, "at") });
    }
}

/// How long an entry's line is, with what parts it from the one before.
fn line(entry: &Value) -> usize {
    canonical(entry).encode_utf16().count().saturating_add(1)
}

/// A field of an object; null where it has none.
pub(super) fn field<'v>(value: &'v Value, name: &str) -> &'v Value {
    value.get(name).unwrap_or(&Value::Null)
}

/// The canonical form of a value (RFC 8785). Nothing here holds what has none: a number that is not finite.
pub(super) fn canonical(value: &Value) -> String {
    serde_json_canonicalizer::to_string(value).unwrap_or_default()
}

/// The SHA-256 of a value's canonical form, in base64url.
pub(super) fn hash(value: &Value) -> String {
    hash_of(&canonical(value))
}

/// The SHA-256 of a text, in base64url.
pub(super) fn hash_of(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes())).to_string()
}

fn with(mut value: Value, name: &str, field: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert(name.into(), field);
    }
    value
}
