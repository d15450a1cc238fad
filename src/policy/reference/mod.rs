//! What may stand in a policy, for people and their editors: a JSON Schema and a reference page, made from the very
//! tables that [`super::schema`] holds a policy to.
//!
//! What the schema cannot say and the reader refuses all the same: a service declared twice, a limit that counts bytes
//! (the schema counts characters), nesting beyond 32, more than 256 kB, and what is JSON only to some readers: a
//! field given twice, half of a surrogate pair.

mod form;
mod markdown;
mod texts;
mod words;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::catalogue::SERVICES;
use super::locales::LOCALES;
use super::notice::PASSAGE;
use super::print::Json;
use super::schema::{ANY, Field, KEPT, Kind, POLICY, SERVICE, members};
use crate::vendors::{self, BUILT_IN, Class, GROUPS, Needed, Setting};

pub use markdown::markdown;
pub use texts::texts;

/// The most fields that an object may have, as the reader of JSON holds it.
const FIELDS: usize = 512;

/// The JSON Schema (2020-12) of `policy.json`.
pub fn schema() -> Json {
    let Json::Fields(policy) = of(POLICY, "") else {
        return Json::Fields(Vec::new());
    };
    let head = [
        ("$schema", "https://json-schema.org/draft/2020-12/schema"),
        ("title", "Portcullis policy"),
        ("description", "What a site declares: its services, what they are for, and what they store."),
    ];
    let head = head.into_iter().map(|(name, said)| (name.to_owned(), said.into()));
    Json::Fields(head.chain(policy).collect()).with("$defs", definitions())
}

/// The parts that services are made of.
fn definitions() -> Json {
    let bare = names().filter(|name| required(name).next().is_none()).chain(catalogue()).flat_map(spelled);
    let uses = |names: &mut dyn Iterator<Item = &'static str>| {
        let list = Json::List(names.flat_map(spelled).map(Json::from).collect());
        Json::object([("properties", Json::object([("use", Json::object([("enum", list)]))]))])
    };
    let each = names().map(|name| {
        Json::object([("if", uses(&mut core::iter::once(name))), ("then", reference(&format!("use-{name}")))])
    });
    let each = each.chain([Json::object([("if", uses(&mut catalogue())), ("then", reference("use-services"))])]);
    let named = Json::List(names().chain(catalogue()).flat_map(spelled).map(Json::from).collect());
    let an_object_with_use = Json::object([("type", "object".into()), ("required", Json::texts(["use"]))]);
    let object = Json::object([("if", an_object_with_use), ("then", reference("use")), ("else", reference("own"))]);
    let definitions = Json::object([
        (
            "service",
            Json::object([
                ("if", Json::object([("type", "string".into())])),
                ("then", Json::object([("enum", Json::List(bare.map(Json::from).collect()))])),
                ("else", object),
            ]),
        ),
        ("own", own()),
        (
            "use",
            Json::object([
                ("properties", Json::object([("use", Json::object([("enum", named)]))])),
                ("allOf", Json::List(each.collect())),
            ]),
        ),
        ("fields", Json::object([("properties", properties(&SERVICE, "services[]"))])),
    ]);
    let passages = Json::object([("type", "array".into()), ("items", of(PASSAGE, "notice.introduction[]"))]);
    let definitions = definitions.with("use-services", brought()).with("passages", passages).with("texts", keyed());
    names().fold(definitions, |definitions, name| definitions.with(&format!("use-{name}"), used(name)))
}

/// A service of the site's own.
fn own() -> Json {
    let fields = SERVICE.iter().filter(|field| field.name != "use");
    let properties = fields.clone().map(|field| (field.name.to_owned(), shared(field.name)));
    closed(Json::Fields(properties.collect()), fields.filter(|field| field.required).map(|field| field.name))
}

/// A service of the catalogue: what is told otherwise of it.
fn brought() -> Json {
    let properties = SERVICE.iter().map(|field| (field.name.to_owned(), shared(field.name)));
    closed(Json::Fields(properties.collect()), core::iter::once("use"))
}

/// What a policy may name of the catalogue.
fn catalogue() -> impl Iterator<Item = &'static str> {
    SERVICES.iter().map(|(id, _)| *id)
}

/// The two ways in which a name may be written.
fn spelled(name: &'static str) -> [String; 2] {
    [name.to_owned(), format!("services/{name}")]
}

/// A built-in service: its settings, and what may be told otherwise of it.
fn used(name: &str) -> Json {
    let settings = settings(name);
    let told =
        SERVICE.iter().filter(|field| field.name != "id" && !settings.iter().any(|(_, one)| one.name == field.name));
    let mut properties = Vec::new();
    for field in told {
        let always = members(name).unwrap_or_default().iter().all(|id| is_essential(id));
        let value = match field.kind {
            Kind::Class if !always => shared(field.name).with("enum", Json::texts(["functional", "tracking"])),
            _ => shared(field.name),
        };
        properties.push((field.name.to_owned(), value));
    }
    for (owner, setting) in &settings {
        properties.push((
            setting.name.to_owned(),
            described(Kind::Setting(setting.form), &format!("{owner}.{}", setting.name)),
        ));
    }
    closed(Json::Fields(properties), core::iter::once("use").chain(required(name)))
}

/// The settings of the services that a name stands for, each once, with the first that takes it.
fn settings(name: &str) -> Vec<(&'static str, &'static Setting)> {
    let mut settings: Vec<(&str, &Setting)> = Vec::new();
    for built_in in members(name).unwrap_or_default().iter().filter_map(|id| vendors::built_in(id)) {
        for setting in built_in.settings {
            if !settings.iter().any(|(_, known)| known.name == setting.name) {
                settings.push((built_in.id, setting));
            }
        }
    }
    settings
}

/// The settings that a name cannot be used without.
fn required(name: &str) -> impl Iterator<Item = &'static str> {
    settings(name).into_iter().filter(|(_, setting)| setting.needed == Needed::Always).map(|(_, setting)| setting.name)
}

/// What a policy may name: groups, and the built-in services.
fn names() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().map(|(name, _)| *name).chain(BUILT_IN.iter().map(|built_in| built_in.id))
}

fn is_essential(id: &str) -> bool {
    vendors::built_in(id).is_some_and(|built_in| built_in.class == Class::Essential)
}

fn reference(name: &str) -> Json {
    Json::object([("$ref", format!("#/$defs/{name}").into())])
}

fn shared(field: &str) -> Json {
    reference(&format!("fields/properties/{field}"))
}

/// What a value must be, and where it stands.
fn of(kind: Kind, path: &str) -> Json {
    match kind {
        Kind::Service => reference("service"),
        Kind::List(item) if core::ptr::eq(item, &PASSAGE) => reference("passages"),
        Kind::List(item) => Json::object([("type", "array".into()), ("items", of(*item, &format!("{path}[]")))]),
        Kind::Object(fields) => match fields {
            [Field { name, kind, .. }] if *name == ANY => {
                let all = Json::object([
                    ("type", "object".into()),
                    ("maxProperties", FIELDS.into()),
                    ("additionalProperties", of(*kind, &beneath(path, ANY))),
                ]);
                // For editors: which there are. What may stand there is said above.
                if path == "texts" { all.with("allOf", Json::List([languages()].into())) } else { all }
            }
            _ => closed(properties(fields, path), fields.iter().filter(|field| field.required).map(|field| field.name)),
        },
        Kind::Receipts => {
            let apart = Json::object([
                ("required", Json::texts(["endpoint", "id"])),
                ("properties", Json::object([("id", Json::object([("const", false.into())]))])),
            ]);
            let how = closed(properties(&KEPT, path), core::iter::empty()).with("not", apart);
            Json::object([("anyOf", Json::List([form::of(Kind::Flag), how].into()))])
        }
        _ => form::of(kind),
    }
}

/// The languages that there are texts in.
fn languages() -> Json {
    let each = LOCALES.iter().map(|(language, _)| ((*language).to_owned(), reference("texts")));
    Json::object([("properties", Json::Fields(each.collect()))])
}

/// The keys of a language's texts, each with its English text and where it stands.
fn keyed() -> Json {
    let one = |key: String| {
        let (english, place) = (texts::english(&key).unwrap_or_default(), texts::place_of(&key).unwrap_or_default());
        (key, Json::object([("description", format!("“{english}” ({place})").into())]))
    };
    Json::object([("properties", Json::Fields(texts::keys().into_iter().map(one).collect()))])
}

fn properties(fields: &[Field], path: &str) -> Json {
    let one = |field: &Field| (field.name.to_owned(), described(field.kind, &beneath(path, field.name)));
    Json::Fields(fields.iter().map(one).collect())
}

/// An object that has these properties and no others.
fn closed(properties: Json, required: impl Iterator<Item = &'static str>) -> Json {
    Json::object([
        ("type", "object".into()),
        ("required", Json::texts(required)),
        ("properties", properties),
        ("additionalProperties", false.into()),
    ])
}

/// With what an editor shows.
fn described(kind: Kind, path: &str) -> Json {
    let mut said = Vec::new();
    if let Some(words) = words::of(path) {
        said.push(("description".to_owned(), words.says.into()));
        said.push(("examples".to_owned(), Json::List(words.example().into_iter().collect())));
    }
    if let Json::Fields(fields) = of(kind, path) {
        said.extend(fields);
    }
    Json::Fields(said)
}

fn beneath(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests;
