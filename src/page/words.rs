//! The texts of one language, from `www/locales`: flat JSON, a key and a text each.

use alloc::string::String;

use super::host;
use crate::policy::Purpose;
use crate::policy::json::{self, Node};
use crate::text;

/// Texts by key.
pub struct Words<'t>(Node<'t>);

impl<'t> Words<'t> {
    /// Reads a file of texts.
    pub fn parse(text: &'t str) -> Option<Words<'t>> {
        json::parse(text).ok().map(Words)
    }

    /// The text of that key. A key that is missing shows itself, so that it is seen and mended.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.field(key).and_then(Node::text).unwrap_or(key)
    }

    /// The text of that key, with a value in place of `{}`.
    pub fn with(&self, key: &str, value: &str) -> String {
        let text = self.get(key);
        let mut out = String::new();
        for (at, piece) in text::pieces(text, b'{').enumerate() {
            if at > 0 {
                text::push(&mut out, value);
            }
            text::push(&mut out, piece.strip_prefix('}').unwrap_or(piece));
        }
        out
    }

    /// The text of a number of things: `key.one`, `key.other` …, with the number in place of `{}`.
    pub fn count(&self, key: &str, count: u32) -> String {
        let mut number = String::new();
        text::number(&mut number, count, 10);
        let form = joined(key, &host::plural(count));
        self.with(&form, &number)
    }

    /// The text of a key below a group, as in `class.tracking`.
    pub fn of<'a>(&'a self, group: &str, name: &'a str) -> &'a str {
        self.0.field(&joined(group, name)).and_then(Node::text).unwrap_or(name)
    }

    /// What something is for, in the visitor's language or the site's words.
    pub fn purpose<'a>(&'a self, group: &str, purpose: Purpose<'a>) -> &'a str {
        match purpose {
            Purpose::Known(key) => self.of(group, key),
            Purpose::Own(text) => text,
        }
    }
}

fn joined(group: &str, name: &str) -> String {
    let mut key = String::from(group);
    text::put(&mut key, b'.');
    text::push(&mut key, name);
    key
}
