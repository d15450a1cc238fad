//! What is said of a mistake in a policy, and where.

use alloc::format;
use alloc::string::{String, ToString};

use super::catalogue::Files;
use super::fault::{Fault, Mistake};
use super::near::offered;
use super::{Policy, open, open_with};

/// A mistake in a policy, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// What is wrong.
    pub mistake: Mistake,
    /// The path of the value, as in `services[1].id`.
    pub path: String,
    /// Its line, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
    /// What stands there, where the text is not JSON.
    pub found: String,
}

impl PolicyError {
    /// The message for whoever wrote the policy.
    pub fn message(&self) -> String {
        let path = if self.path.is_empty() { String::new() } else { format!("{}: ", self.path) };
        format!("{path}{} (line {}, column {})", self.what(), self.line, self.column)
    }

    fn what(&self) -> String {
        match &self.mistake {
            Mistake::Malformed(expected) => format!("not JSON: expected {expected}, found {}", self.found),
            Mistake::Missing(expected) => format!("missing: expected {expected}"),
            Mistake::UnknownField => "unknown field".to_string(),
            Mistake::Expected(expected) => format!("expected {expected}"),
            Mistake::UnknownService(name, near) => {
                let name: String = name.escape_debug().take(LONGEST).collect();
                match near.as_slice() {
                    [] => format!(
                        "`{name}` is no service that is known (docs/services.md lists them): describe one of your own \
                         as an object with `id`, `name`, `vendor`, `class` and `purpose`"
                    ),
                    near => format!("`{name}` is no service that is known: did you mean {}?", offered(near)),
                }
            }
            Mistake::Twice => "declared twice".to_string(),
            Mistake::TooLarge => "larger than 256 kB".to_string(),
        }
    }
}

/// How much of a text is quoted.
const LONGEST: usize = 40;

/// What stands at that place, in words, for whoever expected JSON there.
fn found(text: &str, place: usize) -> String {
    let rest = text.get(place..).unwrap_or_default();
    let ends = |char: char| char.is_whitespace() || char.is_control() || ",:]}".contains(char);
    let word: String = rest.split(ends).next().unwrap_or_default().chars().take(12).collect();
    let Some(first) = rest.chars().next() else {
        return "the end of the text".to_string();
    };
    match first {
        '<' => format!("`{word}`: is this the policy? It looks like HTML"),
        '/' if word.starts_with("//") || word.starts_with("/*") => "a comment: JSON has none".to_string(),
        '#' => "a comment: JSON has none".to_string(),
        '\'' => "`'`: JSON's quotes are double, `\"`".to_string(),
        '\u{2018}'..='\u{201f}' | '«' | '»' => format!("`{first}`: a typographic quote, where JSON has `\"`"),
        '\n' | '\r' => "the end of the line".to_string(),
        char if char.is_whitespace() || char.is_control() || matches!(char, '\u{200b}'..='\u{200f}' | '\u{feff}') => {
            format!("an invisible character, U+{:04X}", u32::from(char))
        }
        _ if word.is_empty() => format!("`{first}`"),
        _ => format!("`{word}`"),
    }
}

/// Reads a policy, and says what is wrong with it.
pub fn parse<'t>(text: &'t str) -> Result<Policy<'t>, PolicyError> {
    open(text).map_err(|fault| located(text, fault))
}

/// The same of a policy that names these files of the catalogue at most.
pub fn parse_with<'t>(text: &'t str, files: Files<'_, 't>) -> Result<Policy<'t>, PolicyError> {
    open_with(text, files).map_err(|fault| located(text, fault))
}

/// A mistake, with the line and the column where it stands.
pub(super) fn located(text: &str, fault: Fault) -> PolicyError {
    let mut line = 1_u32;
    let mut column = 1_u32;
    let before = text.get(..fault.place.0).unwrap_or(text);
    // No editor shows a byte order mark.
    for char in before.chars().filter(|char| *char != '\u{feff}') {
        match char {
            '\n' => (line, column) = (line.saturating_add(1), 1),
            _ => column = column.saturating_add(1),
        }
    }
    let found = match fault.mistake {
        Mistake::Malformed(_) => found(text, fault.place.0),
        _ => String::new(),
    };
    PolicyError { mistake: fault.mistake, path: fault.path, line, column, found }
}
