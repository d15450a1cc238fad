//! The few things done to text everywhere.

use alloc::string::String;

/// The text before the first such byte, and what follows it. The byte must be ASCII.
#[expect(clippy::arithmetic_side_effects, reason = "a place within a text")]
#[inline(never)]
pub fn cut(text: &str, at: u8) -> (&str, Option<&str>) {
    match text.as_bytes().iter().position(|byte| *byte == at) {
        Some(place) => (text.get(..place).unwrap_or_default(), text.get(place + 1..)),
        None => (text, None),
    }
}

/// The pieces between such bytes.
pub fn pieces(text: &str, at: u8) -> Pieces<'_> {
    Pieces { rest: Some(text), at }
}

/// What [`pieces`] returns.
pub struct Pieces<'t> {
    rest: Option<&'t str>,
    at: u8,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'t str> {
        let (piece, rest) = cut(self.rest?, self.at);
        self.rest = rest;
        Some(piece)
    }
}

/// Whether a text is not empty and all its bytes lie in these ranges: the first and the last of each, as
/// in `b"az09--"`.
#[inline(never)]
pub fn only(text: &str, ranges: &[u8]) -> bool {
    let within = |byte: u8| ranges.chunks(2).any(|range| matches!(range, [from, to] if (*from..=*to).contains(&byte)));
    !text.is_empty() && text.bytes().all(within)
}

/// Appends text.
#[inline(never)]
pub fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

/// Appends an ASCII character.
#[inline(never)]
pub fn put(out: &mut String, byte: u8) {
    out.push(char::from(byte & 0x7f));
}

/// Appends a number to that base, from 2 to 36.
#[expect(clippy::arithmetic_side_effects, reason = "who calls names the base")]
#[inline(never)]
pub fn number(out: &mut String, value: u32, base: u32) {
    if value >= base {
        number(out, value / base, base);
    }
    put(out, b"0123456789abcdefghijklmnopqrstuvwxyz".get((value % base) as usize).copied().unwrap_or(b'0'));
}

/// Reads a number to base 36, in its one spelling: lower case, no leading zero.
pub fn base36(text: &str) -> Option<u32> {
    let mut value: u32 = 0;
    for byte in text.bytes() {
        value = value.checked_mul(36)?.checked_add(digit(byte)?)?;
    }
    let leading = text.len() != 1 && text.as_bytes().first().is_none_or(|first| *first == b'0');
    (!leading).then_some(value)
}

/// The value of `0`-`9` and `a`-`z`.
#[expect(clippy::arithmetic_side_effects, reason = "the byte lies in the range that it is counted from")]
pub fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 10),
        _ => None,
    }
}
