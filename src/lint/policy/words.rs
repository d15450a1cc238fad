//! The site's own words: what they say, in which languages, and whether anyone can answer.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::phrases::{self, BROWSER, GOES_ON, INTEREST, LOADED, VAGUE, plain};
use super::rule::{
    BROWSER_SETTINGS, CONTACT, IMPLIED_CONSENT, LEGITIMATE_INTEREST, LOADED_WORDING, PURPOSE_VAGUE, Rule,
    TEXTS_LANGUAGE, UNKNOWN_LANGUAGE, UNKNOWN_TEXT,
};
use super::{Found, fields, text_at};
use crate::policy::json::{Node, Value};
use crate::policy::near::{nearest, offered};
use crate::policy::{Policy, locales};

const REFUSED: [(&[&str], &Rule); 4] = [
    (GOES_ON, &IMPLIED_CONSENT),
    (INTEREST, &LEGITIMATE_INTEREST),
    (BROWSER, &BROWSER_SETTINGS),
    (LOADED, &LOADED_WORDING),
];

pub(super) fn lint(policy: &Policy<'_>, found: &mut Found) {
    let root = policy.root();
    root.field("texts").into_iter().for_each(|node| refused(node, found));
    for service in &policy.services {
        // What the catalogue brings is ours to word.
        let own = service.entry().fields().iter().filter(|field| service.written(field.name).is_some());
        own.for_each(|field| refused(field, found));
        if let Some((node, purpose)) = service.written("purpose").and_then(|node| Some((node, node.text()?))) {
            let said = plain(purpose);
            if phrases::whole(VAGUE, purpose).is_some() || said == plain(service.name()) || is_a_word(&said) {
                found.add(node.place, &PURPOSE_VAGUE, format!("“{purpose}” does not say what happens"));
            }
        }
    }
    if let Some(node) = root.field("site").and_then(|site| site.field("contact"))
        && !reaches(policy.contact())
    {
        found.add(node.place, &CONTACT, format!("“{}” is no address, number or page", policy.contact()));
    }
    languages(root, found);
    texts(root, found);
}

/// Wordings that say what may not be said, anywhere below.
fn refused(node: &Node<'_>, found: &mut Found) {
    match node.value {
        Value::Text(text) => {
            for (phrases, rule) in REFUSED {
                if let Some(phrase) = phrases::within(phrases, text) {
                    found.add(node.place, rule, format!("“{phrase}”"));
                }
            }
        }
        Value::List(nodes) | Value::Fields(nodes) => nodes.iter().for_each(|node| refused(node, found)),
        Value::Plain(_) => {}
    }
}

/// Whether a text that is written with spaces is a single word.
fn is_a_word(said: &str) -> bool {
    said.chars().all(|char| char.is_alphanumeric() && u32::from(char) < 0x600)
}

/// Whether a contact names something that can be reached: mail, a page, a telephone, a street and its number.
fn reaches(contact: &str) -> bool {
    let digits = contact.chars().filter(|char| char.is_numeric()).count();
    let page = contact.contains("://") || contact.starts_with('/');
    contact.contains('@') || page || digits >= 5 || digits > 0 && contact.chars().count() > 10
}

/// Languages and keys that there are not.
fn languages(root: &Node<'_>, found: &mut Found) {
    let unknown = |found: &mut Found, place, language: &str| {
        found.add(place, &UNKNOWN_LANGUAGE, format!("`{language}` is no language of pkg/locales"));
    };
    if let Some(node) = root.field("language")
        && let Some(language) = node.text().filter(|language| !locales::is_known(language))
    {
        unknown(found, node.place, language);
    }
    for language in fields(root.field("texts")) {
        if !locales::is_known(language.name) {
            unknown(found, language.named, language.name);
            continue;
        }
        for own in language.fields().iter().filter(|own| locales::text(language.name, own.name).is_none()) {
            let keys = locales::texts(language.name).unwrap_or_default();
            let near = nearest(own.name, keys.keys().map(String::as_str));
            let meant = if near.is_empty() { String::new() } else { format!(": did you mean {}?", offered(&near)) };
            found.add(own.named, &UNKNOWN_TEXT, format!("`{}` is no text of `{}`{meant}", own.name, language.name));
        }
    }
}

/// Texts that some visitors read in the site's words, and others in ours.
fn texts(root: &Node<'_>, found: &mut Found) {
    let languages = fields(root.field("texts"));
    if let (Some(node), Some(own)) = (root.field("texts"), text_at(root, "language"))
        && !languages.is_empty()
        && !languages.iter().any(|language| language.name == own)
    {
        found.add(node.named, &TEXTS_LANGUAGE, format!("none in `{own}`, which `language` says"));
    }
    // Plural forms differ from language to language.
    let keys =
        |language| fields(Some(language)).iter().map(|own| own.name).filter(|key| !key.starts_with("receivers."));
    let mut all: Vec<(&str, &str)> = Vec::new();
    for language in languages {
        all.extend(keys(language).map(|key| (key, language.name)));
    }
    for language in languages {
        if let Some((key, other)) = all.iter().find(|(key, _)| !keys(language).any(|own| own == *key)) {
            found.add(
                language.named,
                &TEXTS_LANGUAGE,
                format!("`{}` has no `{key}`, which `{other}` has", language.name),
            );
        }
    }
}
