//! The page's own words, by key: `www/notice`. What a service is for has the words that the banner has.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use crate::policy::{Purpose, json, locales};

const WORDS: &[(&str, &str)] = &[("en", include_str!("../../www/notice/en.json"))];

/// The words of a language.
#[derive(Debug)]
pub struct Words {
    /// The language, as HTML names it.
    pub language: &'static str,
    page: BTreeMap<&'static str, &'static str>,
}

/// A language that the readable policy has no words in.
#[derive(Debug, PartialEq, Eq)]
pub struct NoWords(pub String);

impl fmt::Display for NoWords {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "language: the readable policy has no words in \"{}\" yet; there are:", self.0)?;
        WORDS.iter().try_for_each(|(language, ..)| write!(out, " {language}"))
    }
}

impl Words {
    /// The words of a language; English where none is named.
    pub fn of(language: Option<&str>) -> Result<Words, NoWords> {
        let wanted = language.unwrap_or("en");
        let found = WORDS.iter().find(|(language, ..)| *language == wanted);
        let (language, page) = found.ok_or_else(|| NoWords(wanted.to_string()))?;
        let fields = json::parse(page).map(|root| root.fields()).unwrap_or_default();
        let page = fields.iter().filter_map(|field| field.text().map(|text| (field.name, text))).collect();
        Ok(Words { language, page })
    }

    /// The words of a key. One that is missing shows itself.
    pub fn say<'k>(&'k self, key: &'k str) -> &'k str {
        self.page.get(key).copied().unwrap_or(key)
    }

    /// The words of a key, with that in their `{}`.
    pub fn with(&self, key: &str, value: &str) -> String {
        self.say(key).replace("{}", value)
    }

    /// What something is for: words of the banner below a group of keys, or the site's own.
    pub fn purpose<'k>(&'k self, group: &str, purpose: Purpose<'k>) -> &'k str {
        match purpose {
            Purpose::Known(key) => locales::text(self.language, &format!("{group}.{key}")).unwrap_or(key),
            Purpose::Own(text) => text,
        }
    }

    /// How long something lasts: `2y`.
    pub fn lasts(&self, duration: &str) -> String {
        let (number, unit) = duration.split_at(duration.len().saturating_sub(1));
        let unit = self.say(match unit {
            "s" => "unit.s",
            "m" => "unit.m",
            "h" => "unit.h",
            "d" => "unit.d",
            "y" => "unit.y",
            _ => return self.say("cookies.closed").to_string(),
        });
        format!("{number} {unit}{}", if number == "1" { "" } else { "s" })
    }
}
