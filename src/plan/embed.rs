//! A plan as it stands in a page: JSON that neither HTML nor another character encoding can read as anything else.

use alloc::format;
use alloc::string::String;

use super::Plan;

/// The plan as JSON of ASCII alone. `<`, `>` and `&` stand in strings only, where `\u…` is the same character: so a
/// policy that says `<!-- <script>` ends no script element, and a page that is XML or in another encoding reads the
/// same value.
pub fn embed(plan: &Plan) -> String {
    // A value of plain data is always written.
    ascii(&serde_json::to_string(plan).unwrap_or_default())
}

/// JSON with every character escaped that a script element, XML or an encoding could take for something else.
pub fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for char in json.chars() {
        match char {
            '<' | '>' | '&' | '\u{7f}' => out.push_str(&format!("\\u{:04x}", u32::from(char))),
            char if char.is_ascii() => out.push(char),
            char => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::plan::without_policy;

    fn holds(said: &str) {
        let mut decisions = without_policy(&[]);
        decisions.table = said.into();
        decisions.groups = [(said.into(), [said.into()].into())].into();
        let plan = Plan { decisions, wording: None, source: Some(said.into()), languages: [].into(), folder: None };
        let text = embed(&plan);
        let (read, is): (Value, Value) =
            (serde_json::from_str(&text).unwrap_or_default(), serde_json::to_value(&plan).unwrap_or_default());
        assert_eq!(read, is);
        assert!(is.is_object() && text.is_ascii() && !text.contains(['<', '>', '&']), "{text}");
    }

    #[test]
    fn what_html_or_an_encoding_would_take_for_its_own_is_escaped() {
        for said in
            ["<!-- <script>", "</script>", "]]>", "&amp;", "\u{2028}\u{2029}", "é 👋", "\u{7f}\0\\\"", "\u{feff}"]
        {
            holds(said);
        }
    }

    proptest! {
        #[test]
        fn the_value_is_unchanged_and_nothing_in_it_is_markup(
            said in r#"([ -~]|<!--|</?script|&|\PC|[\x{2028}\x{2029}]){0,40}"#,
        ) {
            holds(&said);
        }
    }
}
