//! What is said of a mistake in a policy, and where.

use alloc::string::String;

use super::fault::{Fault, Mistake};
use super::catalogue::Files;
use super::{Policy, open, open_with};
use crate::text;

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
}

impl PolicyError {
    /// The message for whoever wrote the policy.
    pub fn message(&self) -> String {
        let mut out = self.path.clone();
        if !out.is_empty() {
            text::push(&mut out, ": ");
        }
        let (says, what) = match self.mistake {
            Mistake::Malformed(expected) => ("not JSON: expected ", expected),
            Mistake::Missing(expected) => ("missing: expected ", expected),
            Mistake::UnknownField => ("unknown field", ""),
            Mistake::Expected(expected) => ("expected ", expected),
            Mistake::Twice => ("declared twice", ""),
            Mistake::TooLarge => ("larger than 256 kB", ""),
        };
        text::push(&mut out, says);
        text::push(&mut out, what);
        text::push(&mut out, " (line ");
        text::number(&mut out, self.line, 10);
        text::push(&mut out, ", column ");
        text::number(&mut out, self.column, 10);
        text::put(&mut out, b')');
        out
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
    for byte in text.bytes().take(fault.place.0) {
        match byte {
            b'\n' => (line, column) = (line.saturating_add(1), 1),
            // The later bytes of a character.
            0x80..=0xbf => {}
            _ => column = column.saturating_add(1),
        }
    }
    PolicyError { mistake: fault.mistake, path: fault.path, line, column }
}
