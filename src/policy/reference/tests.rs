use std::collections::BTreeSet;

use super::super::{json, schema as table};
use super::*;

/// The paths of all fields and settings, with what each takes.
fn fields() -> Vec<(String, Kind)> {
    fn within(found: &mut Vec<(String, Kind)>, kind: Kind, path: &str) {
        match kind {
            Kind::Object([one]) if one.name == ANY => {}
            Kind::Object(fields) => {
                for field in fields {
                    let path = beneath(path, field.name);
                    found.push((path.clone(), field.kind));
                    within(found, field.kind, &path);
                }
            }
            Kind::List(item) => within(found, *item, &format!("{path}[]")),
            Kind::Receipts => within(found, Kind::Object(&KEPT), path),
            Kind::Service => within(found, Kind::Object(&SERVICE), path),
            _ => {}
        }
    }
    let mut found = Vec::new();
    within(&mut found, POLICY, "");
    for built_in in BUILT_IN {
        let setting = |one: &Setting| (format!("{}.{}", built_in.id, one.name), Kind::Setting(one.form));
        found.extend(built_in.settings.iter().map(setting));
    }
    found
}

#[test]
fn every_field_and_setting_has_words_and_an_example_that_it_takes() {
    for (path, kind) in fields() {
        let words = words::of(&path).unwrap_or_else(|| panic!("{path} has no words in words.rs"));
        let example = json::parse(words.example).unwrap_or_else(|fault| panic!("{path}: {fault:?}"));
        assert!(table::check(&example, kind).is_ok(), "{path} does not take its own example");
    }
    let used: BTreeSet<&str> =
        fields().iter().filter_map(|(path, _)| words::of(path)).map(|words| words.path).collect();
    let all: Vec<&str> = words::all().map(|words| words.path).collect();
    let spare: Vec<&&str> = all.iter().filter(|path| !used.contains(**path)).collect();
    assert!(spare.is_empty() && used.len() == all.len(), "no field is called {spare:?}, or one has words twice");
}

#[test]
fn what_is_printed_is_json() {
    let printed = schema().to_string();
    assert!(serde_json::from_str::<serde_json::Value>(&printed).is_ok(), "{printed}");
}

#[test]
fn every_text_is_in_the_schema_with_its_english_and_where_it_stands() {
    let schema: serde_json::Value = serde_json::from_str(&schema().to_string()).unwrap();
    let known = &schema["$defs"]["texts"]["properties"];
    for key in texts::keys() {
        let (english, place) = (texts::english(&key), texts::place_of(&key));
        let (Some(english), Some(place)) = (english, place) else { panic!("{key}: {english:?} {place:?}") };
        assert_eq!(known[&key]["description"], format!("“{english}” ({place})"), "{key}");
    }
    assert_eq!(schema["properties"]["texts"]["allOf"][0]["properties"]["de"]["$ref"], "#/$defs/texts");
    assert_eq!(texts::place_of("withdraw"), Some("banner: after the purposes"));
    assert_eq!(texts::place_of("withdraw.all"), Some("visitor's part: a button"));
    assert_eq!(texts::place_of("accpt"), None);
}
