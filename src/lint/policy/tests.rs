use super::buttons::ratio;
use super::phrases::{self, BROWSER, GOES_ON, INTEREST, LOADED, NO_ACCEPTANCE, NO_REJECTION};
use super::*;
use crate::policy::json;
use crate::policy::locales::LOCALES;

#[test]
fn our_own_texts_break_no_rule_in_any_language() {
    for (language, layers) in LOCALES {
        let texts = layers.map(|layer| json::parse(layer).unwrap_or_else(|fault| panic!("{language}: {fault:?}")));
        for text in texts.iter().flat_map(|layer| fields(Some(layer))) {
            let said = text.text().unwrap_or_default();
            for refused in [GOES_ON, INTEREST, BROWSER, LOADED] {
                assert_eq!(phrases::within(refused, said), None, "{language}.{}: {said}", text.name);
            }
        }
        let button = |key| texts.iter().find_map(|layer| text_at(layer, key)).unwrap_or_default();
        let (accept, reject) = (button("accept"), button("reject"));
        assert_eq!(phrases::whole(NO_ACCEPTANCE, accept), None, "{language}: {accept}");
        assert_eq!(phrases::within(NO_REJECTION, reject), None, "{language}: {reject}");
        assert!(ratio(accept, reject) <= buttons::RATIO, "{language}: {accept} and {reject}");
    }
}

#[test]
fn a_phrase_is_found_as_whole_words_however_they_are_written() {
    let found = |text| phrases::within(GOES_ON, text);
    assert_eq!(found("You agree   By Continuing\u{a0}here."), Some("by continuing"));
    assert_eq!(found("(by visiting)"), Some("by visiting"));
    assert_eq!(found("Standby using less power"), None);
    assert_eq!(phrases::whole(NO_ACCEPTANCE, "J\u{2019}ai compris !"), None);
    assert_eq!(phrases::whole(NO_ACCEPTANCE, "J\u{2019}ai compris."), Some("j'ai compris"));
}

#[test]
fn rules_have_names_of_their_own_and_say_why() {
    for (at, rule) in RULES.iter().enumerate() {
        assert!(!RULES.iter().skip(at + 1).any(|other| other.id == rule.id), "{} twice", rule.id);
        assert!(rule.why.len() > 20 && !rule.law.is_empty(), "{}", rule.id);
    }
}
