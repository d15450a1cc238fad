//! Where the table's rows come from: our own, and the Open Cookie Database's.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Confidence;
use crate::classify::Pattern;
use crate::policy::{self, Policy, Purpose, catalogue, locales};
use crate::text;
use crate::vendors::{BUILT_IN, Class, Store};

const NAMES: &str = include_str!("../../../data/open-cookie-database/names.tsv");
pub(super) const CORRECTIONS: &str = include_str!("../../../data/open-cookie-database/corrections.tsv");
/// Of fewer letters, a name without a wildcard tells nothing for sure: any site may use it.
const TELLING: usize = 4;

/// A row before it is packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Exact, `prefix*` or `prefix*suffix`.
    pub pattern: String,
    /// Nothing: any store, for the database does not say which.
    pub store: Option<Store>,
    /// Its class.
    pub class: Class,
    /// Who stores it.
    pub vendor: String,
    /// What it is for.
    pub purpose: String,
    /// As in `policy.json`, or empty.
    pub duration: String,
    /// How sure that is.
    pub confidence: Confidence,
    /// The service of ours, or empty.
    pub service: String,
}

/// A policy that declares nothing: only the built-in services are known to it.
#[expect(clippy::unreachable, reason = "its text is a constant")]
pub(super) fn bare() -> &'static Policy<'static> {
    static BARE: OnceLock<Policy<'static>> = OnceLock::new();
    BARE.get_or_init(|| opened("").unwrap_or_else(|| unreachable!("an empty policy is read")))
}

fn opened(entries: &str) -> Option<Policy<'static>> {
    let site = r#""site":{"name":"-","contact":"-"},"updated":"2026-01-01""#;
    policy::open(format!("{{{site},\"services\":[{entries}]}}").leak()).ok()
}

/// All rows: our own, and the database's but for those that a wildcard of ours for the same vendor covers.
pub fn rows() -> Vec<Source> {
    let mut rows = own_rows();
    let covered = |theirs: &Source| {
        rows.iter().any(|own| {
            let same = own.vendor.eq_ignore_ascii_case(&theirs.vendor) && own.pattern != theirs.pattern;
            same && own.pattern.contains('*') && Pattern(&own.pattern).weight(&theirs.pattern).is_some()
        })
    };
    let others: Vec<Source> = database().into_iter().filter(|theirs| !covered(theirs)).collect();
    rows.extend(others);
    rows
}

/// The built-in services' and the catalogue's rows.
pub fn own_rows() -> Vec<Source> {
    let words = |key: String| locales::text("en", &key).unwrap_or_default().to_owned();
    let mut rows = Vec::new();
    for built_in in BUILT_IN {
        rows.extend(built_in.names.iter().map(|name| Source {
            pattern: name.pattern.into(),
            store: Some(name.store),
            class: built_in.class,
            vendor: built_in.vendor.into(),
            purpose: words(format!("name.{}", name.purpose)),
            duration: name.duration.into(),
            confidence: Confidence::Known,
            service: built_in.id.into(),
        }));
    }
    for service in &catalogue::declared().services {
        let purpose = match service.purpose() {
            Purpose::Own(words) => words,
            Purpose::Known(key) => key,
        };
        rows.extend(service.names().map(|name| Source {
            pattern: name.pattern.into(),
            store: Some(name.store),
            class: service.class,
            vendor: service.vendor().into(),
            purpose: purpose.into(),
            duration: name.duration.into(),
            confidence: Confidence::Known,
            service: service.id.into(),
        }));
    }
    rows
}

/// A line of the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub name: &'static str,
    pub wildcard: bool,
    pub category: &'static str,
    pub platform: &'static str,
    pub domain: &'static str,
    pub retention: &'static str,
    pub controller: &'static str,
}

pub(super) fn lines() -> impl Iterator<Item = Line> {
    NAMES.lines().skip(1).map(|line| {
        let mut cells = text::pieces(line, b'\t');
        let mut cell = || cells.next().unwrap_or_default();
        Line {
            name: cell(),
            wildcard: cell() == "1",
            category: cell(),
            platform: cell(),
            domain: cell(),
            retention: cell(),
            controller: cell(),
        }
    })
}

impl Line {
    pub(super) fn vendor(&self) -> &'static str {
        if self.controller.is_empty() { self.platform } else { self.controller }
    }
}

/// The database's rows, one for each pattern. Of several lines the strictest class stands, and it is a guess.
pub fn database() -> Vec<Source> {
    let mut rows: BTreeMap<String, Source> = BTreeMap::new();
    for line in lines() {
        let pattern = pattern(&line);
        let (class, purpose) = category(line.category);
        let short = !pattern.contains('*') && pattern.len() < TELLING;
        let new = Source {
            store: None,
            class,
            vendor: line.vendor().into(),
            purpose: purpose.into(),
            duration: duration(line.retention),
            confidence: if short { Confidence::Guessed } else { Confidence::Listed },
            service: String::new(),
            pattern: pattern.clone(),
        };
        match rows.get_mut(&pattern) {
            None => drop(rows.insert(pattern, new)),
            Some(row) => row.also(&new),
        }
    }
    rows.into_values().collect()
}

impl Source {
    /// Takes another line of the same name into account.
    fn also(&mut self, other: &Source) {
        if !self.vendor.split(" or ").any(|vendor| vendor.eq_ignore_ascii_case(&other.vendor)) {
            self.vendor = format!("{} or {}", self.vendor, other.vendor);
            self.confidence = Confidence::Guessed;
        }
        if other.class > self.class {
            (self.class, self.purpose) = (other.class, other.purpose.clone());
            self.confidence = Confidence::Guessed;
        }
        if self.duration != other.duration {
            self.duration.clear();
        }
    }
}

fn pattern(line: &Line) -> String {
    let corrected = CORRECTIONS.lines().skip(1).find_map(|row| {
        let (name, rest) = text::cut(row, b'\t');
        (name == line.name).then(|| text::cut(rest.unwrap_or_default(), b'\t').0)
    });
    match corrected {
        Some(pattern) => pattern.into(),
        None if line.wildcard => format!("{}*", line.name),
        None => line.name.into(),
    }
}

/// The class of a category, and the words for it. None is essential: "Functional" is both what a site cannot do
/// without and what it merely remembers, and what is essential is never held.
fn category(name: &str) -> (Class, &'static str) {
    match name {
        "Functional" => (Class::Functional, "functions of the site"),
        "Necessary" => (Class::Functional, "functions of the site, necessary ones by the database"),
        "Security" => (Class::Functional, "security"),
        "Personalization" => (Class::Functional, "preferences"),
        "Analytics" => (Class::Tracking, "statistics"),
        "Marketing" => (Class::Tracking, "marketing"),
        _ => (Class::Tracking, ""),
    }
}

/// A retention period as a policy writes it; empty for what is not a plain one.
fn duration(said: &str) -> String {
    let said = said.trim().to_ascii_lowercase();
    if matches!(said.as_str(), "session" | "sessions" | "session cookie" | "end of session (browser)") {
        return "session".into();
    }
    let (number, unit) = text::cut(&said, b' ');
    let number = number.parse().ok().filter(|number| (1..=9999_u32).contains(number));
    let plain = number.zip(unit).and_then(|(number, unit)| {
        Some(match unit.strip_suffix('s').unwrap_or(unit) {
            "second" => format!("{number}s"),
            "minute" | "min" => format!("{number}m"),
            "hour" => format!("{number}h"),
            "day" => format!("{number}d"),
            "week" => format!("{}d", number.saturating_mul(7)),
            // Thirteen months are 395 days, as in the catalogue; twelve are a year.
            "month" if number % 12 == 0 => format!("{}y", number / 12),
            "month" => {
                format!("{}d", (number / 12).saturating_mul(365).saturating_add((number % 12).saturating_mul(30)))
            }
            "year" => format!("{number}y"),
            _ => return None,
        })
    });
    plain.filter(|plain| plain.len() <= 5).unwrap_or_default()
}
