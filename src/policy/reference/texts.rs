//! docs/texts.md: every key of `texts`, with its English text and where it stands.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use crate::policy::locales::{self, LOCALES};

/// Where texts stand, by the beginning of their keys; the longest that fits says it.
const PLACES: &[(&str, &str)] = &[
    ("title", "banner: its title, and what is announced when it comes"),
    ("about", "banner: before the purposes"),
    ("purpose.", "banner and preferences: what a service is for"),
    ("receivers.", "banner: how many third parties would receive data"),
    ("withdraw", "banner: after the purposes"),
    ("policy", "banner: the link to the policy"),
    ("accept", "banner and preferences: the first answer"),
    ("reject", "banner and preferences: the second answer"),
    ("choose", "banner: the button that opens the preferences"),
    ("reopen", "page: the control that opens the preferences again"),
    ("heading", "preferences: their title"),
    ("close", "preferences: the name of the button with the cross"),
    ("intro", "preferences: at their top; `.out` where the law does not ask first"),
    ("class.", "preferences and policy page: the title of a class"),
    ("about.", "preferences: below the title of a class"),
    ("always", "preferences: beside the title of the essential services"),
    ("save", "preferences: the third button"),
    ("centre", "preferences: what opens the visitor's own part"),
    ("details", "preferences: what opens a service's vendor and names"),
    ("vendor", "preferences: a service's vendor"),
    ("privacy", "preferences: the link to a vendor's policy"),
    ("nothing", "preferences: in place of a table without rows"),
    ("table", "preferences: the name of a service's table"),
    ("column.", "preferences and policy page: a column of the tables"),
    ("session", "tables: how long a name is kept"),
    ("session-end", "tables: how long a name is kept"),
    ("stored-end", "tables: how long a name is kept"),
    ("persistent", "tables: how long a name is kept"),
    ("us", "tables: who administers a name of the site's own"),
    ("locked.", "preferences: why a switch is off"),
    ("held", "placeholder: in the place of what is held"),
    ("name.", "tables: what a stored name is for"),
    ("gpc", "banner and preferences: under Global Privacy Control"),
    ("next", "page: in the control, while a grant waits for the next page"),
    ("choices", "page: your own link to the preferences"),
    ("honored", "page: your own link to the preferences, under Global Privacy Control"),
    ("updated", "policy page: before the day of its last change"),
    ("contents", "policy page: the title of the table of contents"),
    ("section.", "policy page: the title of a section"),
    ("reading.", "policy page: how to read it"),
    ("mark.", "policy page: the legend of marks"),
    ("revisions.", "policy page: changes"),
    ("definitions.", "policy page: definitions"),
    ("collected.", "policy page: what is collected"),
    ("basis.", "policy page: a legal basis"),
    ("services.", "policy page: the table of services"),
    ("cookies.", "policy page: the tables of stored names"),
    ("store.", "policy page: where a name is stored"),
    ("choices.", "policy page: the switches"),
    ("children.", "policy page: children"),
    ("transfers.", "policy page: transfers"),
    ("sale.", "policy page: sale and sharing"),
    ("california.", "policy page: California"),
    ("eu.", "policy page: the EEA and the United Kingdom"),
    ("rights.", "policy page: rights"),
    ("next.", "policy page and banner: a new version that is announced"),
    ("changed.", "preferences: what has changed since the last choice"),
    ("change", "visitor's part: a button"),
    ("withdraw.all", "visitor's part: a button"),
    ("download", "visitor's part: a button"),
    ("erase", "visitor's part: a button, and what it does"),
    ("receipts", "visitor's part: the list of choices"),
    ("older", "visitor's part: what opens older choices"),
    ("purged", "visitor's part: below the oldest choice"),
    ("how.", "visitor's part: how a choice was made"),
    ("allowed", "visitor's part: what is allowed"),
    ("erased", "visitor's part: what an erasure removed"),
    ("survived", "visitor's part: what an erasure left"),
    ("entry.", "visitor's part: an entry that is no choice"),
    ("rights", "visitor's part: the title above contact and authorities"),
    ("contact", "visitor's part: whom to ask"),
    ("days", "visitor's part: the time limit for an answer"),
    ("complaint", "visitor's part: above the authorities"),
    ("done.", "visitor's part: what has been done"),
    ("survivors", "visitor's part: above what is left"),
    ("why.", "visitor's part: why something is left"),
    ("failed", "visitor's part: where something went wrong"),
    ("lasts.", "tables: how long a name is kept"),
];

/// Where a text stands; nothing where [`PLACES`] has no row for it.
pub(super) fn place_of(key: &str) -> Option<&'static str> {
    let fits = |(start, _): &&(&str, &str)| {
        let rest = key.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || start.ends_with('.'))
    };
    PLACES.iter().filter(fits).max_by_key(|(start, _)| start.len()).map(|(_, place)| *place)
}

/// The keys of all languages: their plural forms differ.
pub(super) fn keys() -> BTreeSet<String> {
    LOCALES.iter().filter_map(|(language, _)| locales::texts(language)).flat_map(|texts| texts.into_keys()).collect()
}

/// The English text of a key; of a plural form that English has not, that of another form.
pub(super) fn english(key: &str) -> Option<&'static str> {
    let other = || locales::text("en", &format!("{}.other", key.rsplit_once('.')?.0));
    locales::text("en", key).or_else(other)
}

/// The page.
pub fn texts() -> String {
    let mut out = String::from(
        "# Your words\n\nWritten by `portcullis schema --texts`. `texts` of [policy.json](policy.md) puts your words \
         in place of ours, by language and key:\n\n```json\n\"texts\": { \"en\": { \"accept\": \"Allow all\", \
         \"reject\": \"Allow none\" } }\n```\n\n`portcullis check` reports a key that does not exist, with the \
         nearest ones. In a text, `{}` is where Portcullis puts a value in: a name, a number or a date. A key that \
         ends in `.one` or `.other` is a plural form. Languages with more forms also have `.zero`, `.two`, `.few` or \
         `.many`.\n\n| key | English | where it stands |\n|---|---|---|\n",
    );
    for key in keys().iter().filter(|key| locales::text("en", key).is_some()) {
        let english = locales::text("en", key).unwrap_or_default();
        out.push_str(&format!("| `{key}` | {english} | {} |\n", place_of(key).unwrap_or_default()));
    }
    out
}
