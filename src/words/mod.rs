//! The texts of one language, by their keys: the site's own, then ours (`www/locales`), then the key itself.

mod plural;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use crate::policy::{NameRule, Policy, Purpose, locales};

/// The languages that are read from right to left.
pub const RIGHT_TO_LEFT: [&str; 2] = ["ar", "he"];

/// The texts of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The language, as HTML names it.
    pub language: String,
    texts: BTreeMap<String, String>,
}

/// A language that there are no texts in.
#[derive(Debug, PartialEq, Eq)]
pub struct NoWords(pub String);

impl fmt::Display for NoWords {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "language: there are no words in \"{}\"; there are:", self.0)?;
        locales::LOCALES.iter().try_for_each(|(language, ..)| write!(out, " {language}"))
    }
}

impl Words {
    /// The texts that this program comes with: in that language, or else the policy's, or else in English.
    pub fn of(policy: &Policy<'_>, language: Option<&str>) -> Result<Words, NoWords> {
        let language = language.or(policy.language()).unwrap_or("en");
        let ours = locales::texts(language).ok_or_else(|| NoWords(language.to_string()))?;
        Ok(Words::from_texts(policy, language, ours))
    }

    /// Our texts of a language as they were handed in, and the site's own before them.
    pub fn from_texts(policy: &Policy<'_>, language: &str, ours: BTreeMap<String, String>) -> Words {
        let mut texts = ours;
        texts.extend(policy.texts(language).map(|(key, text)| (key.to_string(), text.to_string())));
        Words { language: language.to_string(), texts }
    }

    /// The direction in which the language is read, as HTML names it.
    pub fn direction(&self) -> &'static str {
        if RIGHT_TO_LEFT.contains(&self.language.as_str()) { "rtl" } else { "ltr" }
    }

    /// The text of a key.
    pub fn say(&self, key: &str) -> String {
        self.with(key, "")
    }

    /// The text of a key, with the value in place of its `{}`.
    pub fn with(&self, key: &str, value: &str) -> String {
        self.text(key).unwrap_or(key).replace("{}", value)
    }

    /// The text of a key, with a list of names in place of its `{}`. Each name keeps its own direction: a Latin name
    /// among Arabic words would else change places with the comma beside it.
    pub fn with_names(&self, key: &str, names: &[&str]) -> String {
        self.with(key, &self.list(names))
    }

    /// A list of names, each in its own direction.
    pub fn list(&self, names: &[&str]) -> String {
        let isolated: alloc::vec::Vec<String> = names.iter().map(|name| format!("\u{2068}{name}\u{2069}")).collect();
        isolated.join(", ")
    }

    /// The text of a key for a number of things, in the plural form that the language has for it.
    pub fn count(&self, key: &str, number: u32) -> String {
        self.counted(key, number, &number.to_string())
    }

    /// How long a stored name is kept, which its store says too.
    pub fn kept(&self, rule: &NameRule<'_>) -> String {
        match rule.duration {
            "session" if !rule.ends_with_session() => self.say("stored-end"),
            duration => self.duration(duration),
        }
    }

    /// How long something lasts: `session`, or a number and one of `s m h d y`.
    pub fn duration(&self, duration: &str) -> String {
        if duration == "session" {
            return self.say("session-end");
        }
        let Some((digits, unit)) = duration.split_at_checked(duration.len().saturating_sub(1)) else {
            return duration.to_string();
        };
        self.counted(&format!("lasts.{unit}"), digits.parse().unwrap_or_default(), digits)
    }

    /// What a service is for.
    pub fn purpose(&self, purpose: Purpose<'_>) -> String {
        self.known_or_own("purpose", purpose)
    }

    /// What a stored name is for.
    pub fn name_purpose(&self, purpose: Purpose<'_>) -> String {
        self.known_or_own("name", purpose)
    }

    fn known_or_own(&self, group: &str, purpose: Purpose<'_>) -> String {
        match purpose {
            Purpose::Known(key) => self.say(&format!("{group}.{key}")),
            Purpose::Own(text) => text.to_string(),
        }
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// Texts may lack the number's form: a site's own may have been written for another version of ours.
    fn counted(&self, key: &str, number: u32, written: &str) -> String {
        let form = plural::form(&self.language, number);
        let text = self.text(&format!("{key}.{form}")).or_else(|| self.text(&format!("{key}.other")));
        text.unwrap_or(key).replace("{}", written)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
