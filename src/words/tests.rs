use alloc::collections::BTreeMap;
use std::collections::BTreeSet;

use super::{Words, plural};
use crate::policy::locales::LOCALES;
use crate::policy::{Policy, Purpose, json, parse};

const PLURALS: &str = include_str!("../../tests/plurals.txt");

fn policy(more: &str) -> Policy<'static> {
    let site = r#""site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":[]"#;
    parse(format!("{{{more}{site}}}").leak()).unwrap()
}

fn words(language: &str) -> Words {
    Words::of(&policy(""), Some(language)).unwrap()
}

#[test]
fn the_sites_own_text_comes_first_then_ours_and_then_the_key() {
    let policy = policy(r#""texts":{"de":{"save":"Merken","title":"{} fragt"},"fr":{"close":"Non"}},"#);
    let words = Words::of(&policy, Some("de")).unwrap();
    assert_eq!(words.say("save"), "Merken");
    assert_eq!(words.with("title", "Laden"), "Laden fragt");
    assert_eq!(words.say("accept"), "Alle akzeptieren");
    assert_eq!(words.say("close"), self::words("de").say("close"), "another language's texts are not this one's");
    assert_eq!(words.say("no.such.key"), "no.such.key");
    assert_eq!(words.count("no.such.key", 3), "no.such.key");
}

#[test]
fn texts_that_are_handed_in_are_read_as_the_programs_own() {
    let policy = policy(r#""texts":{"de":{"save":"Merken"}},"#);
    let ours = [("save", "Speichern"), ("close", "Zu")].map(|(key, text)| (key.to_string(), text.to_string()));
    let words = Words::from_texts(&policy, "de", BTreeMap::from(ours));
    assert_eq!((words.say("save"), words.say("close"), words.language.as_str()), ("Merken".into(), "Zu".into(), "de"));
    let all = LOCALES.iter().find(|(language, _)| *language == "de").map(|(_, layers)| layers).unwrap();
    let all = all.iter().flat_map(|layer| json::parse(layer).unwrap().fields());
    let all = all.map(|field| (field.name.to_string(), field.text().unwrap().to_string())).collect();
    assert_eq!(Words::from_texts(&policy, "de", all), Words::of(&policy, Some("de")).unwrap());
}

#[test]
fn the_language_is_the_one_asked_for_or_the_policys_or_english() {
    let german = policy(r#""language":"de","#);
    assert_eq!(Words::of(&german, Some("fr")).unwrap().language, "fr");
    assert_eq!(Words::of(&german, None).unwrap().language, "de");
    assert_eq!(Words::of(&policy(""), None).unwrap().language, "en");
    let message = Words::of(&policy(""), Some("xx")).unwrap_err().to_string();
    assert!(message.contains("\"xx\"") && message.ends_with("zh-Hans zh-Hant"), "{message}");
}

#[test]
fn no_key_stands_in_two_layers_of_a_language() {
    for (language, layers) in LOCALES {
        let keys: Vec<&str> =
            layers.iter().flat_map(|layer| json::parse(layer).unwrap().fields()).map(|field| field.name).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{language}");
    }
}

#[test]
fn plural_forms_are_those_of_unicode_in_every_language() {
    const FORMS: [(char, &str); 6] =
        [('z', "zero"), ('o', "one"), ('t', "two"), ('f', "few"), ('m', "many"), ('.', "other")];
    let languages: Vec<&str> = PLURALS.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(languages, LOCALES.iter().map(|(language, _)| *language).collect::<Vec<_>>());
    for line in PLURALS.lines() {
        let (language, letters) = line.split_once(' ').unwrap();
        assert_eq!(letters.len(), 112, "{language}");
        for (number, letter) in letters.chars().enumerate() {
            let form = FORMS.iter().find(|(known, _)| *known == letter).unwrap().1;
            assert_eq!(plural::form(language, number as u32), form, "{language} {number}");
        }
    }
}

#[test]
fn every_number_of_things_has_its_own_text_in_every_language() {
    for (language, _) in LOCALES {
        let words = words(language);
        for number in 0..10_000 {
            let form = plural::form(language, number);
            for key in ["receivers", "lasts.s", "lasts.m", "lasts.h", "lasts.d", "lasts.y"] {
                assert!(words.text(&format!("{key}.{form}")).is_some(), "{language} lacks {key}.{form}");
            }
        }
    }
}

#[test]
fn a_count_takes_the_form_of_its_number_and_other_stands_in_for_one_that_is_missing() {
    assert_eq!(words("en").count("receivers", 1), "1 third party would receive data.");
    assert_eq!(words("en").count("receivers", 0), "0 third parties would receive data.");
    let other = BTreeMap::from([("things.other".to_string(), "{} things".to_string())]);
    assert_eq!(Words::from_texts(&policy(""), "pl", other).count("things", 3), "3 things");
}

#[test]
fn a_duration_is_said_in_the_languages_units() {
    let said = |language: &str| ["1d", "90d", "2y", "session"].map(|duration| words(language).duration(duration));
    assert_eq!(said("en"), ["1 day", "90 days", "2 years", "Until the browser is closed"]);
    assert_eq!(said("ar"), ["يوم", "90 يومًا", "سنتان", words("ar").say("session-end").as_str()]);
    assert_eq!(words("ga").duration("3y"), "3 bliana");
    // Whoever declared it is shown what they wrote: no policy with another one is read.
    for odd in ["", "é", "2é"] {
        let _ = words("en").duration(odd);
    }
}

#[test]
fn a_purpose_is_a_text_of_ours_or_the_sites_own() {
    let words = words("en");
    assert_eq!(words.purpose(Purpose::Known("audience")), "Counting visits, to see what is read and used");
    assert_eq!(words.name_purpose(Purpose::Known("audience")), "Counting visits");
    assert_eq!(words.purpose(Purpose::Own("Ours {}")), "Ours {}");
}

#[test]
fn names_in_a_sentence_keep_their_own_direction() {
    let said = words("ar").with_names("allowed", &["Acme Inc.", "متجر"]);
    assert!(said.contains("\u{2068}Acme Inc.\u{2069}, \u{2068}متجر\u{2069}"), "{said}");
    for (language, _) in LOCALES {
        let direction = if matches!(*language, "ar" | "he") { "rtl" } else { "ltr" };
        assert_eq!(words(language).direction(), direction, "{language}");
    }
}
