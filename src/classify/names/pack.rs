//! Writes the table that [`super::Table`] reads.

use std::collections::{BTreeMap, BTreeSet};

use super::{Confidence, NONE_IN_COMMON, Source};
use crate::text;
use crate::vendors::{Class, Store};

/// The most that a letter can tell is in common.
const MOST_IN_COMMON: usize = 90;

/// The table of these rows.
pub fn pack(rows: &[Source]) -> String {
    let vendors = numbered(rows.iter().map(|row| row.vendor.clone()));
    let purposes = numbered(rows.iter().map(|row| row.purpose.clone()));
    let facts = numbered(rows.iter().map(|row| fact(row, &vendors, &purposes)));
    let mut sorted: Vec<&Source> = rows.iter().collect();
    sorted.sort_by_key(|row| (text::cut(&row.pattern, b'*').0, row.pattern.as_str(), row.store.map(Store::name)));
    let mut packed = Vec::new();
    let mut before = "";
    for row in sorted {
        let common = in_common(before, &row.pattern);
        let letter = char::from(NONE_IN_COMMON.saturating_add(u8::try_from(common).unwrap_or_default()));
        let rest = row.pattern.get(common..).unwrap_or_default();
        let fact = base36(facts.get(&fact(row, &vendors, &purposes)).copied().unwrap_or_default());
        let store = row.store.and_then(|store| Store::ALL.iter().position(|one| *one == store));
        let store = store.map_or_else(String::new, |at| format!("\t{}", base36(at)));
        packed.push(format!("{letter}{rest}\t{fact}{store}"));
        before = &row.pattern;
    }
    let lines = |of: &BTreeMap<String, usize>| {
        let mut lines: Vec<(&usize, &String)> = of.iter().map(|(line, at)| (at, line)).collect();
        lines.sort();
        let lines: Vec<&str> = lines.into_iter().map(|(_, line)| line.as_str()).collect();
        // A part without a line would be none.
        if lines.is_empty() { String::from("-") } else { lines.join("\n") }
    };
    [lines(&vendors), lines(&purposes), lines(&facts), packed.join("\n")].join("\n\n")
}

/// Each text once, with its number, from 0. An empty one would end the part, and has none.
fn numbered(texts: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let all: BTreeSet<String> = texts.filter(|text| !text.is_empty()).collect();
    all.into_iter().enumerate().map(|(at, text)| (text, at)).collect()
}

fn fact(row: &Source, vendors: &BTreeMap<String, usize>, purposes: &BTreeMap<String, usize>) -> String {
    let sure = match row.confidence {
        Confidence::Known => "k",
        Confidence::Listed => "l",
        _ => "g",
    };
    let class = Class::ALL.iter().position(|class| *class == row.class).unwrap_or_default();
    let number = |of: &BTreeMap<String, usize>, text: &str| of.get(text).map_or_else(String::new, |at| base36(*at));
    let (vendor, purpose) = (number(vendors, &row.vendor), number(purposes, &row.purpose));
    format!("{sure}\t{class}\t{vendor}\t{purpose}\t{}\t{}", row.duration, row.service)
}

fn in_common(one: &str, other: &str) -> usize {
    let mut common = 0;
    for ((at, letter), other) in one.char_indices().zip(other.chars()) {
        let end = at.saturating_add(letter.len_utf8());
        if letter != other || end > MOST_IN_COMMON {
            break;
        }
        common = end;
    }
    common
}

fn base36(value: usize) -> String {
    let mut out = String::new();
    text::number(&mut out, u32::try_from(value).unwrap_or_default(), 36);
    out
}
