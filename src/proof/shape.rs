//! What an entry may hold: a table of each kind's fields, and the one walk that holds an entry to it.

use alloc::format;
use alloc::string::String;

use serde_json::Value;

use super::field;
use crate::consent::WAYS;

/// What a field must be.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// A time to the second, in UTC.
    Time,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// The SHA-256 of something, in base64url; or nothing, before the first entry.
    Hash,
    Text,
    Flag,
    Count,
    OneOf(&'static [&'static str]),
    Texts,
    Object(&'static [Field]),
    List(&'static [Field]),
}

pub(super) struct Field {
    name: &'static str,
    form: Form,
    needed: bool,
}

const fn must(name: &'static str, form: Form) -> Field {
    Field { name, form, needed: true }
}

const fn may(name: &'static str, form: Form) -> Field {
    Field { name, form, needed: false }
}

pub(super) static HEAD: [Field; 3] =
    [must("before", Form::Hash), must("purged", Form::Count), may("until", Form::Time)];

static NOTICE: [Field; 6] = [
    may("hash", Form::Hash),
    must("language", Form::Text),
    must("layout", Form::Text),
    must("policy", Form::Hash),
    must("surface", Form::OneOf(&["banner", "preferences", "none"])),
    must("updated", Form::Day),
];

static PROCESS: [Field; 4] = [
    must("purpose", Form::Text),
    must("recipient", Form::Text),
    must("service", Form::Text),
    must("status", Form::OneOf(&["given", "refused", "withdrawn", "unasked"])),
];

static CONTROLLER: [Field; 2] = [must("contact", Form::Text), must("name", Form::Text)];

static DECISION: [Field; 12] = [
    must("at", Form::Time),
    must("before", Form::Hash),
    must("controller", Form::Object(&CONTROLLER)),
    must("gpc", Form::Flag),
    must("hash", Form::Hash),
    must("how", Form::OneOf(&WAYS)),
    may("id", Form::Text),
    must("kind", Form::OneOf(&["decision"])),
    must("minor", Form::Flag),
    must("notice", Form::Object(&NOTICE)),
    must("processes", Form::List(&PROCESS)),
    must("regime", Form::OneOf(&["eu", "uk", "us", "br"])),
];

static ERASURE: [Field; 6] = [
    must("at", Form::Time),
    must("before", Form::Hash),
    must("erased", Form::Texts),
    must("hash", Form::Hash),
    must("kind", Form::OneOf(&["erasure"])),
    must("survivors", Form::Texts),
];

static POLICY: [Field; 6] = [
    must("at", Form::Time),
    must("before", Form::Hash),
    must("hash", Form::Hash),
    must("kind", Form::OneOf(&["policy"])),
    must("policy", Form::Hash),
    must("updated", Form::Day),
];

static DAMAGE: [Field; 4] = [
    must("at", Form::Time),
    must("before", Form::Hash),
    must("hash", Form::Hash),
    must("kind", Form::OneOf(&["damage"])),
];

/// What is wrong with an entry's shape: the first such thing.
pub(super) fn fault(entry: &Value) -> Option<String> {
    let fields: &[Field] = match field(entry, "kind").as_str() {
        Some("decision") => &DECISION,
        Some("erasure") => &ERASURE,
        Some("policy") => &POLICY,
        Some("damage") => &DAMAGE,
        _ => return Some("`kind` is none that there is".into()),
    };
    within(entry, fields, "")
}

/// The same of an object that has these fields and no others.
pub(super) fn within(value: &Value, fields: &[Field], path: &str) -> Option<String> {
    let Some(given) = value.as_object() else {
        return Some(format!("`{path}` is no object"));
    };
    for name in given.keys() {
        if !fields.iter().any(|field| field.name == name) {
            return Some(format!("`{path}{name}` is no field that there is"));
        }
    }
    for field in fields {
        let path = format!("{path}{}", field.name);
        let wrong = match (given.get(field.name), field.form) {
            (None, _) if field.needed => Some(format!("`{path}` is missing")),
            (None, _) => None,
            (Some(value), Form::Object(fields)) => within(value, fields, &format!("{path}.")),
            (Some(value), Form::List(fields)) => match value.as_array() {
                Some(items) => items.iter().find_map(|item| within(item, fields, &format!("{path}[]."))),
                None => Some(format!("`{path}` is no list")),
            },
            (Some(value), form) => (!form.fits(value)).then(|| format!("`{path}` is not {}", form.name())),
        };
        if wrong.is_some() {
            return wrong;
        }
    }
    None
}

impl Form {
    fn fits(self, value: &Value) -> bool {
        let text = value.as_str();
        let like = |pattern: &str| text.is_some_and(|text| looks_like(text, pattern));
        match self {
            Form::Time => like("0000-00-00T00:00:00Z"),
            Form::Day => like("0000-00-00"),
            Form::Hash => text.is_some_and(|text| {
                let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
                text.is_empty() || text.len() == 43 && plain
            }),
            Form::Text => text.is_some(),
            Form::Flag => value.is_boolean(),
            Form::Count => value.is_u64(),
            Form::OneOf(words) => text.is_some_and(|text| words.contains(&text)),
            Form::Texts => value.as_array().is_some_and(|texts| texts.iter().all(Value::is_string)),
            Form::Object(_) | Form::List(_) => false,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Form::Time => "a time",
            Form::Day => "a day",
            Form::Hash => "a SHA-256 in base64url",
            Form::Text => "a text",
            Form::Flag => "true or false",
            Form::Count => "a count",
            Form::OneOf(_) => "one of the words that it takes",
            Form::Texts => "a list of texts",
            Form::Object(_) => "an object",
            Form::List(_) => "a list",
        }
    }
}

/// Whether a text is a pattern in which `0` stands for any digit.
fn looks_like(text: &str, pattern: &str) -> bool {
    let same = |(one, other): (u8, u8)| if other == b'0' { one.is_ascii_digit() } else { one == other };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(same)
}
