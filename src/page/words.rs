//! The texts of one language, from `www/locales`: flat JSON, a key and a text each. What the policy says
//! under the same key comes first.

use alloc::string::String;

use super::host;
use crate::policy::Purpose;
use crate::policy::json::{self, Node};
use crate::text;

/// Texts by key.
pub struct Words<'t> {
    own: Option<&'t Node<'t>>,
    brought: Node<'t>,
}

impl<'t> Words<'t> {
    /// Reads a file of texts; `own` are the site's.
    pub fn parse(text: &'t str, own: Option<&'t Node<'t>>) -> Option<Words<'t>> {
        json::parse(text).ok().map(|brought| Words { own, brought })
    }

    fn find(&self, key: &str) -> Option<&'t str> {
        let own = self.own.and_then(|own| own.field(key));
        own.or_else(|| self.brought.field(key)).and_then(Node::text)
    }

    /// The text of that key. A key that is missing shows itself, so that it is seen and mended.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The text of that key, with a value in place of `{}`.
    pub fn with(&self, key: &str, value: &str) -> String {
        filled(self.get(key), value)
    }

    /// The text of a number of things: `key.one`, `key.few` …, with the number in place of `{}`. `key.other`
    /// where the browser knows a form that the language's texts do not.
    pub fn count(&self, key: &str, count: u32) -> Option<String> {
        let mut number = String::new();
        text::number(&mut number, count, 10);
        let form = self.find(&joined(key, &host::plural(count)));
        form.or_else(|| self.find(&joined(key, "other"))).map(|text| filled(text, &number))
    }

    /// The text of a key below a group, as in `class.tracking`.
    pub fn of<'a>(&'a self, group: &str, name: &'a str) -> &'a str {
        self.find(&joined(group, name)).unwrap_or(name)
    }

    /// What something is for, in the visitor's language or the site's words.
    pub fn purpose<'a>(&'a self, group: &str, purpose: Purpose<'a>) -> &'a str {
        match purpose {
            Purpose::Known(key) => self.of(group, key),
            Purpose::Own(text) => text,
        }
    }
}

fn filled(text: &str, value: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text::pieces(text, b'{').enumerate() {
        if at > 0 {
            text::push(&mut out, value);
        }
        text::push(&mut out, piece.strip_prefix('}').unwrap_or(piece));
    }
    out
}

fn joined(group: &str, name: &str) -> String {
    let mut key = String::from(group);
    text::put(&mut key, b'.');
    text::push(&mut key, name);
    key
}
