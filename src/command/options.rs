//! What follows the files' names on a command line.

use alloc::format;
use alloc::vec::Vec;

use super::{Failure, wrong};

pub struct Options<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Options<'a> {
    /// Reads options that take a value and ones that take none.
    pub fn read(given: &[&'a str], valued: &[&str], bare: &[&str]) -> Result<Options<'a>, Failure> {
        let mut options = Vec::new();
        let mut rest = given.iter();
        while let Some(option) = rest.next() {
            let value = if bare.contains(option) { Some(&"") } else { rest.next().filter(|_| valued.contains(option)) };
            let value = value.ok_or_else(|| wrong(&format!("{option}: not an option, or its value is missing")))?;
            options.push((*option, *value));
        }
        Ok(Options(options))
    }

    /// The value given last.
    pub fn value(&self, name: &str) -> Option<&'a str> {
        self.all(name).last().copied()
    }

    /// The value, without which the command is none.
    pub fn needed(&self, name: &str) -> Result<&'a str, Failure> {
        self.value(name).ok_or_else(|| wrong(&format!("{name} is missing")))
    }

    /// The values given, in their order.
    pub fn all(&self, name: &str) -> Vec<&'a str> {
        self.0.iter().filter(|(option, _)| *option == name).map(|(_, value)| *value).collect()
    }
}
