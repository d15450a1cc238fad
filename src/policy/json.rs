//! The one reader of a site's JSON, exact about where a mistake stands.
//!
//! It reads RFC 8259 and refuses what is legal but a trap: a field given twice, and nesting deeper than
//! 32. Its tests hold it against serde_json, which does not say where a value stands: every mistake in a policy is
//! reported with its line and column.
//!
//! No sum of it can overflow: a place is within the text or one beyond it, and a code has four digits. The fuzz
//! targets are built with checks of that.
//!
//! What it builds beyond the text itself lives on (unescaped strings, lists): a page reads its policy and
//! its texts once, and values that are borrowed freely are what keeps its code small.

#![expect(clippy::arithmetic_side_effects, reason = "places within a text, and digits; fuzzed with overflow checks")]

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::fault::{Fault, Mistake, Place};
use crate::text;

/// A value, and what it stands under.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node<'a> {
    /// The name of the field that it is the value of, unescaped; empty in a list.
    pub name: &'a str,
    /// Where that name stands.
    pub named: Place,
    /// Where it stands itself.
    pub place: Place,
    /// What it is.
    pub value: Value<'a>,
}

/// A JSON value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`, `true`, `false` or a number, as written: nothing here needs to count with them.
    Plain(&'a str),
    /// A string, unescaped.
    Text(&'a str),
    /// An array.
    List(&'a [Node<'a>]),
    /// An object's fields, in the order written.
    Fields(&'a [Node<'a>]),
}

impl<'a> Node<'a> {
    /// The text of a string.
    pub fn text(&self) -> Option<&'a str> {
        match self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of an array, or none.
    pub fn items(&self) -> &'a [Node<'a>] {
        match self.value {
            Value::List(nodes) => nodes,
            _ => &[],
        }
    }

    /// The fields of an object, or none.
    pub fn fields(&self) -> &'a [Node<'a>] {
        match self.value {
            Value::Fields(nodes) => nodes,
            _ => &[],
        }
    }

    /// The node under that name, where this is an object that has it.
    #[inline(never)]
    pub fn field(&self, name: &str) -> Option<&'a Node<'a>> {
        match self.value {
            Value::Fields(fields) => fields.iter().find(|field| field.name == name),
            _ => None,
        }
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Plain("true") => serializer.serialize_bool(true),
            Value::Plain("false") => serializer.serialize_bool(false),
            Value::Plain(number) => match number.parse::<f64>() {
                Ok(number) if number.fract() == 0.0 && number.abs() < 1e9 => serializer.serialize_i64(number as i64),
                Ok(number) => serializer.serialize_f64(number),
                Err(_) => serializer.serialize_unit(),
            },
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Fields(fields) => serializer.collect_map(fields.iter().map(|field| (field.name, field))),
        }
    }
}

const DEPTH: usize = 32;
/// Looking for a field that is given twice takes time in the square of their number.
const FIELDS: usize = 512;

/// Reads a whole text.
pub fn parse<'a>(text: &'a str) -> Result<Node<'a>, Fault> {
    let mut reader = Reader { text, at: 0 };
    // Some editors begin a file with a byte order mark.
    if text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    reader.space();
    let node = reader.node(DEPTH)?;
    reader.space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.expected("nothing after the value")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn expected(&self, expected: &'static str) -> Fault {
        Fault::new(Place::at(self.at), Mistake::Malformed(expected))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn node(&mut self, depth: usize) -> Result<Node<'a>, Fault> {
        let (from, place) = (self.at, Place::at(self.at));
        let value = match self.peek() {
            _ if depth == 0 => return Err(self.expected("no deeper nesting than 32")),
            Some(b'"') => Value::Text(self.string()?),
            Some(b'[') => Value::List(self.nodes(depth - 1, b']')?),
            Some(b'{') => Value::Fields(self.nodes(depth - 1, b'}')?),
            _ => {
                self.plain()?;
                Value::Plain(self.text.get(from..self.at).unwrap_or_default())
            }
        };
        Ok(Node { name: "", named: place, place, value })
    }

    /// The items of an array, or the fields of an object, up to what ends it.
    fn nodes(&mut self, depth: usize, end: u8) -> Result<&'a [Node<'a>], Fault> {
        let fields = end == b'}';
        let mut nodes: Vec<Node<'a>> = Vec::new();
        self.at += 1;
        self.space();
        if self.take(end) {
            return Ok(nodes.leak());
        }
        loop {
            self.space();
            let mut name = "";
            let (at, named) = (self.at, Place::at(self.at));
            if fields {
                if self.peek() != Some(b'"') {
                    return Err(self.expected("a field's name in double quotes"));
                }
                name = self.string()?;
                if nodes.iter().any(|field| field.name == name) {
                    self.at = at;
                    return Err(self.expected("each field once"));
                }
                if nodes.len() == FIELDS {
                    return Err(self.expected("no more than 512 fields"));
                }
                self.space();
                if !self.take(b':') {
                    return Err(self.expected("`:`"));
                }
                self.space();
            }
            let node = self.node(depth)?;
            nodes.push(Node { name, named, ..node });
            self.space();
            if self.take(end) {
                return Ok(nodes.leak());
            }
            if !self.take(b',') {
                return Err(self.expected(if fields { "`,` or `}`" } else { "`,` or `]`" }));
            }
        }
    }

    fn plain(&mut self) -> Result<(), Fault> {
        for word in ["null", "true", "false"] {
            if self.text.get(self.at..self.at + word.len()) == Some(word) {
                self.at += word.len();
                return Ok(());
            }
        }
        self.number()
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let from = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == from {
            return Err(self.expected("a JSON value"));
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(())
    }

    fn string(&mut self) -> Result<&'a str, Fault> {
        self.at += 1;
        let mut from = self.at;
        let mut unescaped = String::new();
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    unescaped.push_str(self.text.get(from..self.at).unwrap_or_default());
                    self.at += 1;
                    unescaped.push(self.escape()?);
                    from = self.at;
                }
                Some(b' '..) => self.at += 1,
                _ => return Err(self.expected("a closing `\"`")),
            }
        }
        let rest = self.text.get(from..self.at).unwrap_or_default();
        self.at += 1;
        if unescaped.is_empty() {
            return Ok(rest);
        }
        unescaped.push_str(rest);
        Ok(unescaped.leak())
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let byte = self.peek();
        self.at += 1;
        Ok(match byte {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'u') => return self.unicode(),
            _ => {
                self.at -= 1;
                return Err(self.expected("an escape that JSON knows"));
            }
        })
    }

    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.hex()?;
        let code = if (0xd800..0xdc00).contains(&first) && self.take(b'\\') && self.take(b'u') {
            let second = self.hex()?;
            if !(0xdc00..0xe000).contains(&second) {
                return Err(self.expected("the second half of a surrogate pair"));
            }
            0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| self.expected("a whole surrogate pair"))
    }

    fn hex(&mut self) -> Result<u32, Fault> {
        let mut code = 0;
        for _ in 0..4 {
            // Lower case: what is at or above `@` has the bit of 0x40, and letters differ by that of 0x20.
            let digit = self.peek().and_then(|byte| text::digit(byte | byte >> 1 & 0x20)).filter(|digit| *digit < 16);
            code = code * 16 + digit.ok_or_else(|| self.expected("four hexadecimal digits"))?;
            self.at += 1;
        }
        Ok(code)
    }
}
/// Appends a text as a JSON string. `<` is escaped too, so that it can stand in a script element.
pub fn quote(out: &mut String, said: &str) {
    text::put(out, b'"');
    for char in said.chars() {
        let code = u32::from(char);
        if matches!(char, '"' | '\\' | '<') || code < 32 {
            text::push(out, if code < 16 { "\\u000" } else { "\\u00" });
            text::number(out, code, 16);
        } else {
            out.push(char);
        }
    }
    text::put(out, b'"');
}
