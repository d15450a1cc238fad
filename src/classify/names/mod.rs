//! The broad layer: what thousands of names are known to be, in a table that is fetched only where someone asks.
//!
//! The table has our own rows (the built-in services and the catalogue) and the Open Cookie Database's. It is a text,
//! which [`pack`] writes at build time: vendors, purposes, facts and rows, with an empty line between. Rows are
//! sorted, and each says how many letters it has in common with the one before. [`Table::read`] reads it.

mod agreement;
mod answer;
mod pack;
mod source;

pub use agreement::{Agreement, Compared, compare, markdown, stale_decisions};
pub use answer::{answer, host_vendor, url};
pub use pack::pack;
pub use source::{Source, database, own_rows, rows};

use alloc::string::String;
use alloc::vec::Vec;

use super::pattern::{EXACT, Pattern};
use crate::text;
use crate::vendors::{Class, Store};

/// How sure an answer is, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Nobody knows the name: it is tracking until somebody declares it.
    None,
    /// The database knows how it begins, or several who use it, or it is so short that anybody may.
    Guessed,
    /// The database has that very name, of one vendor.
    Listed,
    /// A row of ours, which says where it is from.
    Known,
    /// The site's policy declares it.
    Declared,
}

impl Confidence {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Confidence::None => "none",
            Confidence::Guessed => "guessed",
            Confidence::Listed => "listed",
            Confidence::Known => "known",
            Confidence::Declared => "declared",
        }
    }
}

/// What is known of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'t> {
    /// Its class. Unknown is tracking.
    pub class: Class,
    /// Who stores it; empty where nobody is known.
    pub vendor: &'t str,
    /// What it is for, in English; empty where that is not known.
    pub purpose: &'t str,
    /// As in `policy.json`; empty where that is not known.
    pub duration: &'t str,
    /// How sure that is.
    pub confidence: Confidence,
    /// The pattern that matched; empty where none did.
    pub rule: &'t str,
    /// The service of ours that it is of; empty where it is of none.
    pub service: &'t str,
}

/// What is said of a name of which nobody knows anything.
pub const UNKNOWN: Found<'static> = Found {
    class: Class::Tracking,
    vendor: "",
    purpose: "",
    duration: "",
    confidence: Confidence::None,
    rule: "",
    service: "",
};

struct Row {
    /// Where its pattern stands in the table's letters.
    from: usize,
    to: usize,
    /// How much of it is before the wildcard; all of it without one.
    stem: usize,
    /// Nothing: any store.
    store: Option<Store>,
    fact: usize,
    /// The row before it whose stem begins this one's.
    parent: Option<usize>,
}

/// The table, read.
#[derive(Default)]
pub struct Table<'t> {
    letters: String,
    rows: Vec<Row>,
    facts: Vec<Found<'t>>,
}

/// How many letters a row has in common with the one before is told by a letter: this one is none.
const NONE_IN_COMMON: u8 = b'!';

impl<'t> Table<'t> {
    /// Reads the table's text. What is no table is one without rows.
    pub fn read(packed: &'t str) -> Table<'t> {
        let mut table = Table { letters: String::with_capacity(packed.len().saturating_mul(2)), ..Table::default() };
        let mut parts: [Vec<&'t str>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        let mut part = 0_usize;
        for line in text::pieces(packed, b'\n') {
            if line.is_empty() {
                part = part.saturating_add(1);
                continue;
            }
            match parts.get_mut(part) {
                Some(lines) => lines.push(line),
                None => table.add(line),
            }
            // All facts are there once the rows begin.
            if part == 2 {
                let [vendors, purposes, _] = &parts;
                table.facts.push(fact(line, vendors, purposes));
            }
        }
        table
    }

    /// Takes a row: a letter for what is in common, the rest of the pattern, the fact's number and the store's.
    fn add(&mut self, line: &'t str) {
        let mut fields = text::pieces(line, b'\t');
        let pattern = fields.next().unwrap_or_default();
        let fact = fields.next().and_then(text::base36).unwrap_or_default() as usize;
        let store = fields.next().and_then(|letter| Store::ALL.get(text::base36(letter)? as usize).copied());
        let common = pattern.bytes().next().unwrap_or(NONE_IN_COMMON).saturating_sub(NONE_IN_COMMON) as usize;
        let before = self.rows.last().map_or(0, |row| row.from);
        let from = self.letters.len();
        let shared = before..before.saturating_add(common);
        if self.letters.get(shared.clone()).is_some() {
            self.letters.extend_from_within(shared);
        }
        text::push(&mut self.letters, pattern.get(1..).unwrap_or_default());
        let to = self.letters.len();
        let stem = text::cut(self.letters.get(from..to).unwrap_or_default(), b'*').0.len();
        let mut parent = self.rows.len().checked_sub(1);
        while let Some(above) = parent.and_then(|at| self.rows.get(at)) {
            if self.stem(from, stem).starts_with(self.stem(above.from, above.stem)) {
                break;
            }
            parent = above.parent;
        }
        self.rows.push(Row { from, to, stem, store, fact, parent });
    }

    fn stem(&self, from: usize, length: usize) -> &str {
        self.letters.get(from..from.saturating_add(length)).unwrap_or_default()
    }

    /// All that is known of a name in that store: the rows whose pattern it meets, the longest first.
    ///
    /// Whatever begins the name is above the last row that is not after it, so that few rows are looked at.
    pub fn matches(&self, store: Store, name: &str) -> impl Iterator<Item = (usize, Found<'_>)> {
        let mut at = self.rows.partition_point(|row| self.stem(row.from, row.stem) <= name).checked_sub(1);
        core::iter::from_fn(move || {
            let row = self.rows.get(at?)?;
            at = row.parent;
            Some(row)
        })
        .filter_map(move |row| {
            let rule = self.letters.get(row.from..row.to)?;
            let weight = Pattern(rule).weight(name).filter(|_| row.store.is_none_or(|one| one == store))?;
            let fact = self.facts.get(row.fact)?;
            let vague = fact.confidence == Confidence::Listed && row.stem < row.to.saturating_sub(row.from);
            let confidence = if vague { Confidence::Guessed } else { fact.confidence };
            Some((weight, Found { rule, confidence, ..*fact }))
        })
    }

    /// What a name in that store is: by an exact row before any wildcard, by a row of ours before the database's, and
    /// by the longest; what nobody knows is tracking.
    pub fn look_up(&self, store: Store, name: &str) -> Found<'_> {
        let rank = |weight: usize, found: &Found<'_>| (weight >= EXACT, found.confidence == Confidence::Known, weight);
        let mut best = (UNKNOWN, (false, false, 0));
        for (weight, found) in self.matches(store, name) {
            let this = rank(weight, &found);
            // Of services of equal claim the first in our lists, which comes last here.
            if best.0.rule.is_empty() || this > best.1 || (this == best.1 && found.class <= best.0.class) {
                best = (found, this);
            }
        }
        best.0
    }
}

/// A fact's line: a letter for how sure it is, the class's number, the vendor's and the purpose's, the duration, and
/// the service.
fn fact<'t>(line: &'t str, vendors: &[&'t str], purposes: &[&'t str]) -> Found<'t> {
    let mut fields = text::pieces(line, b'\t');
    let mut field = || fields.next().unwrap_or_default();
    let (sure, class) = (field(), field());
    let named = |number: &str, of: &[&'t str]| {
        text::base36(number).and_then(|at| of.get(at as usize).copied()).unwrap_or_default()
    };
    Found {
        class: Class::ALL.into_iter().nth(text::base36(class).unwrap_or(2) as usize).unwrap_or(Class::Tracking),
        vendor: named(field(), vendors),
        purpose: named(field(), purposes),
        duration: field(),
        confidence: match sure {
            "k" => Confidence::Known,
            "l" => Confidence::Listed,
            _ => Confidence::Guessed,
        },
        rule: "",
        service: field(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
