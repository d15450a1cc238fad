//! What the page takes and still cannot be meant: words in a policy that no file of `www/locales` knows.
//! The page does not carry all languages, so only the command line can say it.

use super::explain::{PolicyError, located};
use super::json::{self, Node, Value};
use super::{Fault, Mistake, Policy, text_of};

macro_rules! locales {
    ($($language:literal)*) => {
        /// The languages that there are texts in: of the banner, the preferences, and the catalogue's purposes.
        pub const LOCALES: &[(&str, [&str; 3])] = &[$((
            $language,
            [
                include_str!(concat!("../../www/locales/", $language, ".json")),
                include_str!(concat!("../../www/locales/", $language, ".more.json")),
                include_str!(concat!("../../www/locales/", $language, ".services.json")),
            ],
        )),*];
    };
}
locales!(
    "ar" "bg" "cs" "da" "de" "el" "en" "es" "et" "fi" "fr" "ga" "he" "hi" "hr" "hu" "is" "it" "ja" "ko" "lt" "lv" "mt" "nb" "nl" "pl" "pt" "pt-BR" "ro" "sk" "sl" "sv" "tr" "uk" "zh-Hans" "zh-Hant"
);

/// The first thing that cannot be meant. `text` is what the policy was read from.
pub fn lint(text: &str, policy: &Policy<'_>) -> Option<PolicyError> {
    fault(policy).map(|fault| located(text, fault))
}

fn fault(policy: &Policy<'_>) -> Option<Fault> {
    let unknown = |at| Fault::new(at, Mistake::Expected("a language of pkg/locales"));
    if let Some(named) = policy.root.field("language")
        && locale(text_of(&policy.root, "language")).is_none()
    {
        return Some(unknown(named.place).under("language"));
    }
    for language in fields(policy.root.field("texts")?) {
        let fault = match locale(language.name) {
            None => Some(unknown(language.named)),
            Some(layers) => fields(language)
                .iter()
                .find(|own| !layers.iter().any(|layer| has(layer, own.name)))
                .map(|own| Fault::new(own.named, Mistake::UnknownField).under(own.name)),
        };
        if let Some(fault) = fault {
            return Some(fault.under(language.name).under("texts"));
        }
    }
    None
}

fn locale(language: &str) -> Option<[&'static str; 3]> {
    LOCALES.iter().find(|(name, _)| *name == language).map(|(_, layers)| *layers)
}

fn has(layer: &'static str, key: &str) -> bool {
    json::parse(layer).is_ok_and(|texts| texts.field(key).is_some())
}

/// The fields of an object, or none.
pub(super) fn fields<'a>(node: &Node<'a>) -> &'a [Node<'a>] {
    match node.value {
        Value::Fields(fields) => fields,
        _ => &[],
    }
}
