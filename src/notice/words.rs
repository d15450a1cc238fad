//! The page's own words, by key: those of `www/locales`, as a page has them.

use alloc::string::{String, ToString};
use core::fmt;

use super::plural;
use crate::policy::json::Node;
use crate::policy::{Policy, locales};

/// The words of a language.
#[derive(Debug)]
pub struct Words<'t> {
    /// The language, as HTML names it.
    pub language: &'static str,
    /// The site's own, which come first.
    own: Option<&'t Node<'t>>,
}

/// A language that there are no words in.
#[derive(Debug, PartialEq, Eq)]
pub struct NoWords(pub String);

impl fmt::Display for NoWords {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "language: there are no words in \"{}\"; there are:", self.0)?;
        locales::LOCALES.iter().try_for_each(|(language, ..)| write!(out, " {language}"))
    }
}

impl<'t> Words<'t> {
    /// The words of a language, of the policy's where none is named, or English.
    pub fn of(policy: &'t Policy<'_>, language: Option<&str>) -> Result<Words<'t>, NoWords> {
        let wanted = language.or(policy.language()).unwrap_or("en");
        let known = locales::LOCALES.iter().find(|(language, ..)| *language == wanted);
        let language = known.map(|(language, _)| *language).ok_or_else(|| NoWords(wanted.to_string()))?;
        Ok(Words { language, own: policy.root().field("texts").and_then(|texts| texts.field(language)) })
    }

    /// The words of a key. One that is missing shows itself.
    pub fn say<'k>(&'k self, key: &'k str) -> &'k str {
        let own = self.own.and_then(|texts| texts.field(key)?.text());
        own.or_else(|| locales::text(self.language, key)).unwrap_or(key)
    }

    /// The words of a key, with that in their `{}`.
    pub fn with(&self, key: &str, value: &str) -> String {
        self.say(key).replace("{}", value)
    }

    /// The words of a key for a number of things.
    fn count(&self, key: &str, number: &str) -> String {
        let form = plural::form(self.language, number.parse().unwrap_or_default());
        let said = |form: &str| {
            let key = alloc::format!("{key}.{form}");
            let words = self.say(&key);
            (words != key).then(|| words.replace("{}", number))
        };
        said(form).or_else(|| said("other")).unwrap_or_else(|| key.to_string())
    }

    /// All that a drawing says, one thing after the other: the `textContent` of its nodes.
    pub fn read(&self, drawing: &str) -> String {
        let mut out = String::new();
        for line in drawing.split('\n') {
            let rest = line.get(1..).unwrap_or_default();
            let (key, value) = rest.split_once(' ').unwrap_or((rest, ""));
            match line.bytes().next() {
                Some(b'"') => out.push_str(rest),
                Some(b'$') => out.push_str(&self.with(key, value)),
                Some(b'#') => out.push_str(&self.count(key, value)),
                Some(b'~') => out.push_str(&self.lasts(rest)),
                _ => {}
            }
        }
        out
    }

    /// How long something lasts: `2y`.
    pub fn lasts(&self, duration: &str) -> String {
        let (number, unit) = duration.split_at(duration.len().saturating_sub(1));
        self.count(&alloc::format!("lasts.{unit}"), number)
    }
}
