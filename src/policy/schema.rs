//! What may stand in `policy.json`, as a table, and the one walk that holds a text to it.
//!
//! A table and a walk, because a reader written field by field was four times as large in the page
//! (docs/decisions/002). The walk goes first; [`super::read`] then takes what it needs without asking
//! again.

use alloc::string::String;
use alloc::vec::Vec;

use super::field::{self, Date, Link, Origin};
use super::json::{Node, Value};
use super::read::Mistake;
use super::{EXPLAINS, explained};
use crate::text;
use crate::vendors::{self, Class, Form, GROUPS, Store};

/// A field of an object.
pub(super) struct Field {
    name: &'static str,
    kind: Kind,
    required: bool,
}

/// In place of a name: a field of any name.
const ANY: &str = "";

/// What a value must be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Anything,
    Sentence,
    Language,
    Link,
    Date,
    Origin,
    Id,
    Class,
    Host,
    Pattern,
    Store,
    Duration,
    Administered,
    /// One of some words; what to say of any other.
    OneOf(&'static [&'static str], &'static str),
    Setting(Form),
    Service,
    List(&'static Kind),
    Object(&'static [Field]),
}

const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

/// The whole file.
pub(super) static POLICY: Kind = Kind::Object(&[
    may("$schema", Kind::Anything),
    must(
        "site",
        Kind::Object(&[must("name", Kind::Sentence), must("contact", Kind::Sentence), may("policy", Kind::Link)]),
    ),
    must("updated", Kind::Date),
    must("services", Kind::List(&Kind::Service)),
    may("allow", Kind::List(&Kind::Origin)),
    may("language", Kind::Language),
    // By language, then by the text's key in www/locales.
    may("texts", Kind::Object(&[may(ANY, Kind::Object(&[may(ANY, Kind::Sentence)]))])),
    may("onGrant", Kind::OneOf(&["next-page", "reload"], explained("\"next-page\" or \"reload\""))),
]);

const NAME: Kind = Kind::Object(&[
    must("name", Kind::Pattern),
    must("duration", Kind::Duration),
    may("store", Kind::Store),
    may("purpose", Kind::Sentence),
    may("administered", Kind::Administered),
]);

/// A service of the site's own.
static OWN: [Field; 9] = [
    must("id", Kind::Id),
    must("name", Kind::Sentence),
    must("vendor", Kind::Sentence),
    must("class", Kind::Class),
    must("purpose", Kind::Sentence),
    may("privacy", Kind::Link),
    may("since", Kind::Date),
    may("hosts", Kind::List(&Kind::Host)),
    may("cookies", Kind::List(&NAME)),
];

impl Kind {
    /// What to say of a value that is not that.
    fn expected(self) -> &'static str {
        if !EXPLAINS {
            return "";
        }
        match self {
            Kind::Anything => "a value",
            Kind::Sentence => "a text of at most 1,000 bytes",
            Kind::Language => "a language: \"de\", \"pt-BR\"",
            Kind::Link => "an https: URL or a path that begins with /",
            Kind::Date => "a date: \"YYYY-MM-DD\"",
            Kind::Origin => "an origin: \"https://host\"",
            Kind::Id => "an id that is not taken: letters a-z, digits and -",
            Kind::Class => "\"essential\", \"functional\" or \"tracking\"",
            Kind::Host => "a host: \"cdn.example\", \"*.example\" or \"cdn.example/path\"",
            Kind::Pattern => "a name: exact, or with one *",
            Kind::Store => "\"cookie\", \"localStorage\", \"sessionStorage\" or \"indexedDB\"",
            Kind::Duration => "how long it lasts: \"session\", or a number and s, m, h, d or y",
            Kind::Administered => "\"us\" or \"vendor\"",
            Kind::OneOf(_, expected) => expected,
            Kind::Setting(Form::MeasurementId) => "\"G-…\": the measurement ID",
            Kind::Setting(Form::Url) => "an https: URL",
            Kind::Setting(Form::Token) => "letters, digits, - and _",
            Kind::Service => "a built-in service's name, or an object with \"use\" or \"id\"",
            Kind::List(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }

    fn fits(self, text: &str) -> bool {
        match self {
            Kind::Sentence => field::is_sentence(text),
            Kind::Language => text::made_of(text, true, true, "-"),
            Kind::Link => Link::parse(text).is_some(),
            Kind::Date => Date::parse(text).is_some(),
            Kind::Origin => Origin::parse(text).is_some(),
            Kind::Id => field::is_id(text) && members(text).is_none(),
            Kind::Class => Class::parse(text).is_some(),
            Kind::Host => field::host_rule(text).is_some(),
            Kind::Pattern => field::is_pattern(text),
            Kind::Store => Store::parse(text).is_some(),
            Kind::Duration => field::is_duration(text),
            Kind::Administered => text == "us" || text == "vendor",
            Kind::OneOf(words, _) => words.contains(&text),
            Kind::Setting(form) => field::has_form(form, text),
            Kind::Anything | Kind::Service | Kind::List(_) | Kind::Object(_) => false,
        }
    }
}

/// The ids of the built-in services that a name stands for: one, or those of a group.
pub(super) fn members(name: &str) -> Option<&'static [&'static str]> {
    match GROUPS.iter().find(|(group, _)| *group == name) {
        Some((_, ids)) => Some(ids),
        None => vendors::built_in(name).map(|one| core::slice::from_ref(&one.id)),
    }
}

/// A mistake on its way up: each level puts its own step before the path.
pub(super) struct Fault {
    pub at: usize,
    pub mistake: Mistake,
    pub path: String,
}

impl Fault {
    pub fn new(at: usize, mistake: Mistake) -> Fault {
        Fault { at, mistake, path: String::new() }
    }

    /// Under the item of a list.
    pub fn item(self, index: usize) -> Fault {
        if !EXPLAINS {
            return self;
        }
        let mut step = String::from("[");
        text::number(&mut step, u32::try_from(index).unwrap_or(u32::MAX), 10);
        text::put(&mut step, b']');
        self.under(&step)
    }

    /// Under a field, or an item.
    pub fn under(self, step: &str) -> Fault {
        if !EXPLAINS {
            return self;
        }
        let mut path = String::from(step);
        if matches!(self.path.as_bytes().first(), Some(byte) if *byte != b'[') {
            text::put(&mut path, b'.');
        }
        text::push(&mut path, &self.path);
        Fault { path, ..self }
    }
}

type Check = Result<(), Fault>;

/// Holds a value to its kind.
pub(super) fn check(node: &Node<'_>, kind: Kind) -> Check {
    match (kind, &node.value) {
        (Kind::Anything, _) => Ok(()),
        (Kind::List(item), Value::List(nodes)) => {
            for (index, node) in nodes.iter().enumerate() {
                if let Err(fault) = check(node, *item) {
                    return Err(fault.item(index));
                }
            }
            Ok(())
        }
        (Kind::Object(fields), Value::Fields(_)) => object(node, &[fields]),
        (Kind::Service, Value::Fields(_)) => service(node),
        (Kind::Service, Value::Text(name)) => match members(name) {
            Some(used) => settings(node, used).map(|_| ()),
            None => unknown(node),
        },
        (_, Value::Text(text)) if kind.fits(text) => Ok(()),
        _ => Err(Fault::new(node.at, Mistake::Expected(kind.expected()))),
    }
}

/// Holds an object to lists of fields: none unknown, none missing, each right.
fn object(node: &Node<'_>, lists: &[&[Field]]) -> Check {
    let Value::Fields(given) = &node.value else {
        return Ok(());
    };
    for one in *given {
        let known =
            lists.iter().find_map(|list| list.iter().find(|field| field.name == one.name || field.name.is_empty()));
        let checked = match known {
            Some(field) => check(&one.node, field.kind),
            None => Err(Fault::new(one.at, Mistake::UnknownField)),
        };
        if let Err(fault) = checked {
            return Err(fault.under(one.name));
        }
    }
    for field in lists.iter().flat_map(|list| list.iter()) {
        if field.required {
            present(node, field.name, field.kind)?;
        }
    }
    Ok(())
}

fn present(node: &Node<'_>, name: &'static str, kind: Kind) -> Check {
    match node.field(name) {
        Some(_) => Ok(()),
        None => Err(Fault::new(node.at, Mistake::Missing(kind.expected())).under(name)),
    }
}

fn unknown(node: &Node<'_>) -> Check {
    Err(Fault::new(
        node.at,
        Mistake::Expected(explained(
            "a built-in service: sentry, sentry-errors, sentry-replay, google-analytics, \
             cloudflare-web-analytics, cloudflare-security, cloudflare-turnstile",
        )),
    ))
}

/// The settings of the built-in services used here, as fields; the required ones must be there.
fn settings(node: &Node<'_>, used: &[&'static str]) -> Result<Vec<Field>, Fault> {
    let mut fields = Vec::new();
    for built_in in used.iter().filter_map(|id| vendors::built_in(id)) {
        for setting in built_in.settings {
            let kind = Kind::Setting(setting.form);
            if setting.required {
                present(node, setting.name, kind)?;
            }
            fields.push(may(setting.name, kind));
        }
    }
    Ok(fields)
}

fn service(node: &Node<'_>) -> Check {
    let Some(name) = node.field("use") else {
        return object(node, &[&OWN]);
    };
    let Some(used) = name.text().and_then(members) else {
        return match unknown(name) {
            Err(fault) => Err(fault.under("use")),
            right => right,
        };
    };
    let mut fields = settings(node, used)?;
    fields.push(may("use", Kind::Anything));
    // All that describes a service may be told otherwise, but for its id.
    for field in OWN.iter().skip(1) {
        fields.push(may(field.name, field.kind));
    }
    object(node, &[&fields])?;
    let essential = |id: &&str| vendors::built_in(id).is_some_and(|one| one.class == Class::Essential);
    match node.field("class") {
        Some(class) if class.text() == Some("essential") && !used.iter().all(essential) => {
            let never = Mistake::Expected(explained("\"functional\" or \"tracking\": this service is never essential"));
            Err(Fault::new(class.at, never).under("class"))
        }
        _ => Ok(()),
    }
}
