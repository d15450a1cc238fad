//! What other products stored, read strictly: whatever has not the form that they write says nothing.

use alloc::string::String;
use alloc::vec::Vec;

use crate::policy::field::Date;
use crate::policy::json::{self, Node, Value};
use crate::policy::moving::{Moving, Product};
use crate::text;

/// The answers of an old choice, by the product's own names.
#[derive(Debug)]
pub(super) struct Answers {
    /// When it was made, in minutes since 1970.
    pub(super) when: u32,
    by_name: Vec<(String, bool)>,
    /// Categories of which only some services may have been accepted: a yes to one of those says nothing of another.
    mixed: Vec<String>,
}

/// No product stores as much.
const LONGEST: usize = 16 * 1024;

impl Answers {
    pub(super) fn read(moving: &Moving<'_>, value: &str, is_cookie: bool, now: u32) -> Option<Answers> {
        if value.len() > LONGEST {
            return None;
        }
        // Names are looked up one after the other: so few, that a long list costs no time.
        let answers = match moving.product {
            Product::Vanilla if is_cookie => vanilla(&decoded(value)?, moving.revision(), now),
            Product::Vanilla => vanilla(value, moving.revision(), now),
            Product::Klaro => klaro(&decoded(value)?, moving.as_of()?.minutes()),
            Product::Tarteaucitron => tarteaucitron(value, moving.as_of()?.minutes()),
            Product::Cookiebot | Product::OneTrust => None,
        };
        answers.filter(|answers| !answers.by_name.is_empty())
    }

    /// What was answered to that name. A category that was refused was so with all its services.
    pub(super) fn of(&self, name: &str) -> Option<bool> {
        let (category, service) = text::cut(name, b'/');
        let said = |name: &str| self.by_name.iter().find(|(other, _)| other == name).map(|(_, answer)| *answer);
        match (said(name), service) {
            (None, Some(_)) if said(category) == Some(false) => Some(false),
            // A service that the category does not list was not accepted.
            (None, Some(_)) if self.mixed.iter().any(|other| other == category) => Some(false),
            (Some(true), None) if self.mixed.iter().any(|other| other == name) => None,
            (answer, _) => answer,
        }
    }
}

/// `{"categories": [accepted], "services": {category: [accepted]}, "revision": 0, "lastConsentTimestamp": "…", …}`
fn vanilla(value: &str, revision: Option<&str>, now: u32) -> Option<Answers> {
    let choice = json::parse(value).ok()?;
    let plain = |name: &str| match choice.field(name)?.value {
        Value::Plain(number) => Some(number),
        _ => None,
    };
    if revision.is_some_and(|revision| plain("revision") != Some(revision)) {
        return None;
    }
    // Written where it is kept in localStorage too, which forgets nothing by itself.
    if choice.field("expirationTime").is_some() && millisecond(plain("expirationTime")?)? <= now {
        return None;
    }
    let first = choice.field("consentTimestamp").and_then(Node::text);
    let last = choice.field("lastConsentTimestamp").and_then(Node::text);
    let when = instant(last.or(first)?)?;
    let accepted = texts(choice.field("categories")?)?;
    let mut answers = Answers { when, by_name: Vec::new(), mixed: Vec::new() };
    let services = choice.field("services");
    if services.is_some_and(|services| !matches!(services.value, Value::Fields(_))) {
        return None;
    }
    for category in services.map(Node::fields).unwrap_or_default() {
        let is_accepted = accepted.contains(&category.name);
        let listed = texts(category)?;
        if is_accepted && !listed.is_empty() {
            answers.mixed.push(category.name.into());
            for service in listed {
                let mut name = String::from(category.name);
                text::put(&mut name, b'/');
                text::push(&mut name, service);
                answers.by_name.push((name, true));
            }
        }
        answers.by_name.push((category.name.into(), is_accepted));
    }
    for category in accepted {
        if !answers.by_name.iter().any(|(name, _)| name == category) {
            answers.by_name.push((category.into(), true));
        }
    }
    Some(answers)
}

/// `{"service": true, …}`
fn klaro(value: &str, when: u32) -> Option<Answers> {
    let choice = json::parse(value).ok()?;
    let mut by_name = Vec::new();
    for service in choice.fields() {
        by_name.push((service.name.into(), boolean(&service.value)?));
    }
    Some(Answers { when, by_name, mixed: Vec::new() })
}

/// `!service=true!service=false!service=wait…`
fn tarteaucitron(value: &str, when: u32) -> Option<Answers> {
    let mut by_name: Vec<(String, bool)> = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    for pair in text::pieces(value.strip_prefix('!')?, b'!') {
        let (name, answer) = text::cut(pair, b'=');
        if waiting.contains(&name) || by_name.iter().any(|(other, _)| other == name) {
            return None;
        }
        match answer? {
            "true" => by_name.push((name.into(), true)),
            "false" => by_name.push((name.into(), false)),
            "wait" => waiting.push(name),
            _ => return None,
        }
    }
    Some(Answers { when, by_name, mixed: Vec::new() })
}

fn boolean(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Plain("true") => Some(true),
        Value::Plain("false") => Some(false),
        _ => None,
    }
}

/// The texts of a list of nothing else.
fn texts<'t>(node: &Node<'t>) -> Option<Vec<&'t str>> {
    let Value::List(nodes) = node.value else {
        return None;
    };
    let mut all = Vec::new();
    for node in nodes {
        all.push(node.text()?);
    }
    Some(all)
}

/// The minute of `2026-11-22T10:20:30.400Z`.
#[expect(clippy::arithmetic_side_effects, reason = "a day has four digits for its year, and a number here two")]
fn instant(text: &str) -> Option<u32> {
    let (day, time) = text::cut(text, b'T');
    let time = time?.strip_suffix('Z')?;
    let number = |from: usize| time.get(from..from + 2).and_then(digits).filter(|number| *number < 60);
    let at = |place: usize| time.as_bytes().get(place).copied();
    if time.len() != 12 || at(2) != Some(b':') || at(5) != Some(b':') || at(8) != Some(b'.') {
        return None;
    }
    number(6)?;
    digits(time.get(9..)?)?;
    Some(Date::parse(day)?.minutes() + number(0).filter(|hour| *hour < 24)? * 60 + number(3)?)
}

/// The minute of a number of milliseconds.
fn millisecond(number: &str) -> Option<u32> {
    // The last of the digits are less than a minute together, or a minute at most: the earlier one counts.
    let seconds = number.get(..number.len().checked_sub(3)?)?;
    digits(seconds).map(|seconds| seconds / 60)
}

fn digits(text: &str) -> Option<u32> {
    let all = text::only(text, b"09");
    let add = |sum: u32, byte: u8| sum.checked_mul(10)?.checked_add(u32::from(byte & 15));
    text.bytes().filter(|_| all).try_fold(0, add).filter(|_| all)
}

/// What `encodeURIComponent` made of a text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let mut half = || char::from(bytes.next()?).to_digit(16);
                u8::try_from(half()? << 4 | half()?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(out).ok()
}
