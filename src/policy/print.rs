//! JSON as the command line prints it: fields in the order given, two spaces a level.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::json::{Node, Value, quote};

/// A value to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `true`, `false` or a number, as it is written.
    Plain(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Fields(Vec<(String, Json)>),
}

impl Json {
    /// An object of these fields.
    pub fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
        Json::Fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// An array of strings.
    pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Json {
        Json::List(texts.into_iter().map(Json::from).collect())
    }

    /// The same with one field more at its end; only for an object.
    pub fn with(mut self, name: &str, value: Json) -> Json {
        if let Json::Fields(fields) = &mut self {
            fields.push((name.to_owned(), value));
        }
        self
    }

    fn write(&self, out: &mut String, depth: usize) {
        let (open, within, close): (_, Vec<(Option<&String>, &Json)>, _) = match self {
            Json::Plain(said) => return out.push_str(said),
            Json::Text(said) => return quote(out, said),
            Json::List(items) => ('[', items.iter().map(|item| (None, item)).collect(), ']'),
            Json::Fields(fields) => ('{', fields.iter().map(|(name, value)| (Some(name), value)).collect(), '}'),
        };
        let line = |out: &mut String, depth| {
            out.push('\n');
            out.extend(core::iter::repeat_n("  ", depth));
        };
        out.push(open);
        for (at, (name, value)) in within.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            line(out, depth.saturating_add(1));
            if let Some(name) = name {
                quote(out, name);
                out.push_str(": ");
            }
            value.write(out, depth.saturating_add(1));
        }
        if !within.is_empty() {
            line(out, depth);
        }
        out.push(close);
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::Text(text)
    }
}

impl From<bool> for Json {
    fn from(is: bool) -> Json {
        Json::Plain(if is { "true" } else { "false" }.to_owned())
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Json {
        Json::Plain(alloc::format!("{number}"))
    }
}

impl From<&Node<'_>> for Json {
    fn from(node: &Node<'_>) -> Json {
        match node.value {
            Value::Plain(raw) => Json::Plain(raw.to_owned()),
            Value::Text(text) => text.into(),
            Value::List(items) => Json::List(items.iter().map(Json::from).collect()),
            Value::Fields(fields) => {
                Json::Fields(fields.iter().map(|field| (field.name.to_owned(), field.into())).collect())
            }
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = String::new();
        self.write(&mut said, 0);
        out.write_str(&said)
    }
}
