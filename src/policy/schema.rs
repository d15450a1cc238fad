//! What may stand in `policy.json`, as a table, and the one walk that holds a text to it.
//!
//! A table and a walk: the JSON Schema and docs/policy.md are written from the same table. The walk goes first;
//! [`super::read`] then takes what it needs without asking again.

use super::catalogue;
use super::fault::{Fault, Mistake};
use super::field::{self, Date, Link, Origin};
use super::json::{Node, Value};
use super::near::nearest;
use crate::text;
use crate::vendors::{self, Class, Form, GROUPS, Needed, Store};

/// A field of an object.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
}

/// What a value must be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Anything,
    Sentence,
    Link,
    Date,
    Origin,
    Id,
    Class,
    Host,
    Pattern,
    Path,
    Flag,
    Store,
    Duration,
    Administered,
    /// One of some words; what to say of any other.
    OneOf(&'static [&'static str], &'static str),
    Setting(Form),
    /// The id of a service that another one needs.
    Needed,
    /// The name of a global of a page.
    Global,
    /// A number of things.
    Count,
    /// The id of a service, or a list of such.
    Services,
    Service,
    /// Whether, or how, receipts are kept.
    Receipts,
    List(&'static Kind),
    Object(&'static [Field]),
}

impl Field {
    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.name == ANY
    }
}

pub(super) const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

pub(super) const fn may(name: &'static str, kind: Kind) -> Field {
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
    may("effective", Kind::Date),
    must("services", Kind::List(&Kind::Service)),
    may("allow", Kind::List(&Kind::Origin)),
    may("language", Kind::Setting(Form::Token)),
    may("texts", TEXTS),
    may("onGrant", Kind::OneOf(&["next-page", "reload"], "\"next-page\" or \"reload\"")),
    may("renew", Kind::Path),
    may("receipts", RECEIPTS),
    may("unknown", Kind::OneOf(&["report", "deny"], "\"report\" or \"deny\"")),
    may("notice", NOTICE),
    may("moving", super::moving::MOVING),
    // The policy page has no use for it.
]);

/// What the readable policy says besides. The page has no use for it.
const NOTICE: Kind = super::notice::NOTICE;

/// Whether decisions are put on record, and where they are handed over. What no build of the page reads is script's:
/// `www/page/proof` takes it, once the larger build or `portcullis check` has said that it is right.
const RECEIPTS: Kind = Kind::Receipts;

/// How receipts are kept.
pub(super) static KEPT: [Field; 2] = [may("endpoint", Kind::Path), may("id", Kind::Flag)];

const NAME: Kind = Kind::Object(&[
    must("name", Kind::Pattern),
    must("duration", Kind::Duration),
    may("store", Kind::Store),
    may("purpose", Kind::Sentence),
    may("administered", Kind::Administered),
    may("path", Kind::Path),
    may("httpOnly", Kind::Flag),
]);

/// The site's own words, by language, then by the text's key in www/locales. The build of a first visit
/// takes them as they are: script reads them, as it does ours.
const TEXTS: Kind = Kind::Object(&[may(ANY, Kind::Object(&[may(ANY, Kind::Sentence)]))]);

/// A type of Google's Consent Mode.
static SIGNAL: Kind = Kind::OneOf(
    &vendors::SIGNALS,
    "a type of Google's Consent Mode: ad_storage, ad_user_data, ad_personalization, analytics_storage, \
     functionality_storage, personalization_storage or security_storage",
);

/// In place of a name: a field of any name.
pub(super) const ANY: &str = "";

/// A service: one of the site's own, or, but for its id, what it tells otherwise of a built-in one.
pub(super) static SERVICE: [Field; 15] = [
    must("id", Kind::Id),
    may("use", Kind::Anything),
    must("name", Kind::Sentence),
    must("vendor", Kind::Sentence),
    must("class", Kind::Class),
    must("purpose", Kind::Sentence),
    may("privacy", Kind::Link),
    may("since", Kind::Date),
    may("needs", Kind::Needed),
    may("signals", Kind::List(&SIGNAL)),
    may("stubs", Kind::List(&Kind::Global)),
    may("hosts", Kind::List(&Kind::Host)),
    may("paths", Kind::List(&Kind::Path)),
    may("cookies", Kind::List(&NAME)),
    may("cookiePath", Kind::Path),
];

impl Kind {
    /// What to say of a value that is not that.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Kind::Anything => "a value",
            Kind::Sentence => "a text of at most 1,000 bytes",
            Kind::Link => "an https: URL or a path that begins with /",
            Kind::Date => "a date: \"YYYY-MM-DD\"",
            Kind::Origin => "an origin: \"https://host\"",
            Kind::Id => "an id that is not taken: letters a-z, digits and -",
            Kind::Class => "\"essential\", \"functional\" or \"tracking\"",
            Kind::Host => "a host: \"cdn.example\", \"*.example\" or \"cdn.example/path\"",
            Kind::Pattern => "a name: exact, or with one *",
            Kind::Path => "a path of the site's own that begins with /",
            Kind::Flag => "true or false",
            Kind::Store => "\"cookie\", \"localStorage\", \"sessionStorage\", \"indexedDB\" or \"cacheStorage\"",
            Kind::Duration => "how long it lasts: \"session\", or a number and s, m, h, d or y",
            Kind::Administered => "\"us\" or \"vendor\"",
            Kind::OneOf(_, expected) => expected,
            Kind::Setting(Form::MeasurementId) => "\"G-…\": the measurement ID",
            Kind::Setting(Form::ContainerId) => "\"GTM-…\": the container ID",
            Kind::Setting(Form::Mode) => "\"basic\" or \"advanced\"",
            Kind::Setting(Form::All) => "\"all\"; leave it out for less",
            Kind::Setting(Form::Switches) => "an object of purposes' ids, each true or false",
            Kind::Setting(Form::Url) => "an https: URL",
            Kind::Setting(Form::Token) => "letters, digits, - and _",
            Kind::Needed => "the id of a service that stands before this one",
            Kind::Global => "the name of a global: letters, digits, $ and _",
            Kind::Count => "a whole number",
            Kind::Services => "the id of a service, or a list of such",
            Kind::Service => "a built-in service's name, or an object with \"use\" or \"id\"",
            Kind::Receipts => "true, false, or an object with \"endpoint\" or \"id\"",
            Kind::List(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }

    fn fits(self, text: &str) -> bool {
        match self {
            Kind::Sentence => field::is_sentence(text),
            Kind::Link => Link::parse(text).is_some(),
            Kind::Date => Date::parse(text).is_some(),
            Kind::Origin => Origin::parse(text).is_some(),
            Kind::Id => field::is_id(text) && members(text).is_none(),
            Kind::Needed => field::is_id(text),
            Kind::Global => field::is_global(text),
            Kind::Class => Class::parse(text).is_some(),
            Kind::Host => field::host_rule(text).is_some(),
            Kind::Pattern => field::is_pattern(text),
            Kind::Path => field::is_path(text),
            Kind::Store => Store::parse(text).is_some(),
            Kind::Duration => field::is_duration(text),
            Kind::Administered => text == "us" || text == "vendor",
            Kind::OneOf(words, _) => words.contains(&text),
            Kind::Setting(form) => field::has_form(form, text),
            Kind::Count => false,
            Kind::Services => field::is_id(text),
            Kind::Receipts => false,
            Kind::Anything | Kind::Flag | Kind::Service | Kind::List(_) | Kind::Object(_) => false,
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
        (Kind::Flag, Value::Plain("true" | "false")) => Ok(()),
        (Kind::Services, Value::List(nodes)) if nodes.iter().all(|node| node.text().is_some_and(field::is_id)) => {
            Ok(())
        }
        (Kind::Count, Value::Plain(number)) if text::only(number, b"09") && number.len() <= 6 => Ok(()),
        (Kind::Setting(Form::Switches), Value::Fields(switches)) => {
            for switch in *switches {
                if !field::has_form(Form::Token, switch.name) {
                    return Err(Fault::new(switch.named, Mistake::Expected(kind.expected())));
                }
                if let Err(fault) = check(switch, Kind::Flag) {
                    return Err(fault.under(switch.name));
                }
            }
            Ok(())
        }
        (Kind::Receipts, Value::Plain("true" | "false")) => Ok(()),
        (Kind::Receipts, Value::Fields(given)) => receipts(node, given),
        (Kind::Object(fields), Value::Fields(given)) => object(node, given, fields, &[]),
        (Kind::Service, Value::Fields(given)) => service(node, given),
        (Kind::Service, Value::Text(name)) => match members(name) {
            Some(used) => settings(node, used),
            None => Err(unknown(node)),
        },
        (_, Value::Text(text)) if kind.fits(text) => Ok(()),
        _ => Err(Fault::new(node.place, Mistake::Expected(kind.expected()))),
    }
}

/// Holds an object to its fields and to the settings of the built-in services used in it: none unknown,
/// none missing, each right. Where a built-in service is used, nothing but its settings must be told.
fn object(node: &Node<'_>, given: &[Node<'_>], fields: &[Field], used: &[&'static str]) -> Check {
    settings(node, used)?;
    for one in given {
        let setting = used.iter().find_map(|id| {
            let settings = vendors::built_in(id).map_or(&[][..], |built_in| built_in.settings);
            settings.iter().find(|setting| setting.name == one.name)
        });
        let kind = match setting {
            Some(setting) => Some(Kind::Setting(setting.form)),
            None => fields.iter().find(|field| field.is_called(one.name)).map(|field| field.kind),
        };
        let checked = match kind {
            Some(kind) => check(one, kind),
            None => Err(Fault::new(one.named, Mistake::UnknownField)),
        };
        if let Err(fault) = checked {
            return Err(fault.under(one.name));
        }
    }
    for field in fields {
        if field.required && used.is_empty() {
            present(node, field.name, field.kind)?;
        }
    }
    Ok(())
}

/// An endpoint tells receipts apart by their ids.
fn receipts(node: &Node<'_>, given: &[Node<'_>]) -> Check {
    object(node, given, &KEPT, &[])?;
    match node.field("id") {
        Some(id) if matches!(id.value, Value::Plain("false")) && node.field("endpoint").is_some() => {
            let needed = Mistake::Expected("true: an endpoint tells receipts apart by their ids");
            Err(Fault::new(id.place, needed).under("id"))
        }
        _ => Ok(()),
    }
}

fn present(node: &Node<'_>, name: &'static str, kind: Kind) -> Check {
    match node.field(name) {
        Some(_) => Ok(()),
        None => Err(Fault::new(node.place, Mistake::Missing(kind.expected())).under(name)),
    }
}

/// The fault of a name that no service goes by.
pub(super) fn unknown(node: &Node<'_>) -> Fault {
    let mistake = match node.text() {
        Some(name) => Mistake::UnknownService(name.into(), nearest(name, catalogue::names())),
        None => Mistake::Expected("the name of a built-in service or of one in docs/services.md"),
    };
    Fault::new(node.place, mistake)
}

/// The settings that the built-in services used here cannot do without must be there.
fn settings(node: &Node<'_>, used: &[&'static str]) -> Check {
    for built_in in used.iter().filter_map(|id| vendors::built_in(id)) {
        for setting in built_in.settings {
            if setting.needed == Needed::Always {
                present(node, setting.name, Kind::Setting(setting.form))?;
            }
        }
    }
    Ok(())
}

fn service(node: &Node<'_>, given: &[Node<'_>]) -> Check {
    let Some(name) = node.field("use") else {
        return object(node, given, &SERVICE, &[]);
    };
    let Some(used) = name.text().and_then(members) else {
        return Err(unknown(name).under("use"));
    };
    object(node, given, SERVICE.get(1..).unwrap_or_default(), used)?;
    let essential = |id: &&str| vendors::built_in(id).is_some_and(|one| one.class == Class::Essential);
    match node.field("class") {
        Some(class) if class.text() == Some("essential") && !used.iter().all(essential) => {
            let never = Mistake::Expected("\"functional\" or \"tracking\": this service is never essential");
            Err(Fault::new(class.place, never).under("class"))
        }
        _ => Ok(()),
    }
}
