//! The languages that there are texts in. The page carries one of them at most, so only the command line can say
//! that a policy names a language or a text that there is not.

use alloc::collections::BTreeMap;
use alloc::string::String;

use super::json;

macro_rules! locales {
    ($($language:literal)*) => {
        /// The languages, with the texts of the banner, the preferences, the catalogue's purposes, the policy page, the
        /// visitor's own part of the preferences, and durations.
        pub const LOCALES: &[(&str, [&str; 6])] = &[$((
            $language,
            [
                include_str!(concat!("../../www/locales/", $language, ".json")),
                include_str!(concat!("../../www/locales/", $language, ".more.json")),
                include_str!(concat!("../../www/locales/", $language, ".services.json")),
                include_str!(concat!("../../www/locales/", $language, ".notice.json")),
                include_str!(concat!("../../www/locales/", $language, ".centre.json")),
                include_str!(concat!("../../www/locales/", $language, ".durations.json")),
            ],
        )),*];
    };
}
locales!(
    "ar" "bg" "cs" "da" "de" "el" "en" "es" "et" "fi" "fr" "ga" "he" "hi" "hr" "hu" "is" "it" "ja"
    "ko" "lt" "lv" "mt" "nb" "nl" "pl" "pt" "pt-BR" "ro" "sk" "sl" "sv" "tr" "uk" "zh-Hans" "zh-Hant"
);

/// Whether there are texts in that language.
pub fn is_known(language: &str) -> bool {
    layers(language).is_some()
}

/// All our texts of a language, by their keys.
pub fn texts(language: &str) -> Option<BTreeMap<String, String>> {
    let layers = layers(language)?.iter().filter_map(|layer| json::parse(layer).ok());
    let fields = layers.flat_map(|layer| layer.fields());
    Some(fields.filter_map(|field| Some((field.name.into(), field.text()?.into()))).collect())
}

/// Our text of that key.
pub fn text(language: &str, key: &str) -> Option<&'static str> {
    let texts = layers(language)?;
    texts.iter().find_map(|layer| json::parse(layer).ok()?.field(key)?.text())
}

fn layers(language: &str) -> Option<&'static [&'static str; 6]> {
    LOCALES.iter().find(|(name, _)| *name == language).map(|(_, layers)| layers)
}
