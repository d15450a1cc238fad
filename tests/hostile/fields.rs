//! Every string and every name of a field in the policy that has all of them, made hostile one after the other: it is
//! refused with its place, or what is made of the policy is what was made of the plain one, but for that text.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};
use portcullis::consent::{Guard, How, Record, Signals, verdicts, write};
use portcullis::notice::render_fragment;
use portcullis::plan::{Plan, decisions, embed};
use portcullis::policy::{Policy, parse};
use portcullis::snippet::{Attributes, SameOrigin, Sealed, Snippet, Source, reads_foreign_marks};
use portcullis::words::Words;
use serde_json::Value;

const WHOLE: &str = include_str!("whole.json");
const NOW: u32 = 29_900_000;

/// Markup, code, addresses that run something, sheets, headers and directives.
const HOSTILE: &[&str] = &[
    "<img src=x onerror=alert(1)>",
    "\"><script>alert(1)</script>",
    "'><svg/onload=alert(1)>",
    "</script><script src=//evil.example></script>",
    "-->]]></style></title></textarea><iframe srcdoc=x>",
    "&lt;script&gt;&#60;img src=x&#62;",
    "[x](javascript:alert(1))",
    "[x](https://a.example\"onmouseover=\"alert(1))",
    "**<b>**[<i>](https://a.example)`<u>`",
    "x\" style=\"position:fixed;inset:0",
    "100%;position:fixed;background:url(//evil.example)",
    "}*{display:none}@import url(//evil.example);",
    "expression(alert(1))",
    "'self'; script-src *",
    "https://a.example; script-src 'unsafe-inline'",
    "https://a.example https://evil.example",
    "x; Domain=example; Max-Age=9",
    "{tag}{dsn}{id}",
    "\\\"]],[\"call\",\"alert\",1",
    "__proto__",
    "constructor.prototype",
    "$title\n<script",
];

/// Addresses that are no address of the site or by https.
const ADDRESSES: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\u{1}javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript\u{0}:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "jav&#x09;ascript:alert(1)",
    "ｊavascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "blob:https://a.example/1",
    "file:///etc/passwd",
    "filesystem:https://a.example/1",
    "view-source:https://a.example/",
    "//evil.example/x",
    "/\\evil.example/x",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "https://shop.example@evil.example/",
    "https://shop.example%40evil.example:x@evil.example",
    "http://evil.example/",
    "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/",
    "ftp://evil.example/",
    "ws://evil.example/",
];

/// What no text that a visitor reads may have: it turns what is read around, or controls what shows it.
const CONTROLS: &[char] = &[
    '\0', '\u{1}', '\u{7}', '\u{8}', '\t', '\n', '\u{b}', '\u{c}', '\r', '\u{1b}', '\u{1f}', '\u{7f}', '\u{80}',
    '\u{85}', '\u{9b}', '\u{9f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}',
    '\u{2068}', '\u{2069}',
];

fn whole() -> Value {
    serde_json::from_str(WHOLE).expect("JSON")
}

/// The places of all strings, as JSON pointers.
fn strings() -> Vec<String> {
    fn within(found: &mut Vec<String>, at: &str, value: &Value) {
        let under = |name: &str| format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::String(_) => found.push(at.into()),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| within(found, &under(&index.to_string()), item))
            }
            Value::Object(fields) => fields.iter().for_each(|(name, value)| within(found, &under(name), value)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    within(&mut found, "", &whole());
    assert!(found.len() > 100);
    found
}

fn with(place: &str, said: &str) -> String {
    let mut changed = whole();
    *changed.pointer_mut(place).expect("a place") = said.into();
    changed.to_string()
}

/// The place as a message names it: `services[1].hosts[0]`; nothing where the place is in a field of any name.
fn named(place: &str) -> String {
    let mut out = String::new();
    for part in place.split('/').skip(1) {
        match part.parse::<usize>() {
            Ok(index) => out.push_str(&format!("[{index}]")),
            Err(_) if out.is_empty() => out.push_str(part),
            Err(_) => out.push_str(&format!(".{}", part.replace("~1", "/").replace("~0", "~"))),
        }
    }
    out
}

/// What markup can do: its elements with their attributes, and where they lead to.
fn nodes(html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                for (attribute, value) in &tag.attributes {
                    let (attribute, value) = (String::from_utf8_lossy(attribute), String::from_utf8_lossy(value));
                    found.insert(format!("{name} {attribute}"));
                    if matches!(&*attribute, "href" | "src" | "action") {
                        let own = value.starts_with('/') && !value.starts_with("//");
                        let leads = own
                            || value.starts_with('#')
                            || value.starts_with("https://")
                            || value.starts_with("mailto:");
                        assert!(leads && !value.contains(['\\', '"', '<', ' ']), "{name} leads to {value}");
                    }
                }
                found.insert(name);
            }
            Token::Comment(comment) => drop(found.insert(format!("a comment: {comment:?}"))),
            _ => {}
        }
    }
    found
}

/// Everything that is made of a policy, as what it can do; the readable policy in it only where it is told to be.
fn made(policy: &Policy<'_>, notice: bool) -> BTreeSet<String> {
    let granted = write(policy, NOW, How::Accept, Signals::default(), &|_| true);
    let record = Record::parse(&granted).expect("its own spelling");
    let verdicts = verdicts(policy, Signals::default(), &[record], NOW);
    let plan = serde_json::to_value(decisions(policy, "", &[], None)).expect("a plan is JSON");
    let mut all = BTreeSet::new();
    let of = |service: &Value| ["start", "load", "after", "stop"].map(|list| service[list].clone());
    let lists = plan["services"].as_array().into_iter().flatten().flat_map(of).chain([plan["before"].clone()]);
    for step in lists.flat_map(|steps| steps.as_array().cloned().unwrap_or_default()) {
        let path = if step[0] == "script" { "" } else { step[1].as_str().unwrap_or_default() };
        all.insert(format!("a step: {} {path}", step[0]));
    }
    let guard = Guard::parse("seal").expect("a guard");
    let services = verdicts.iter().map(|(service, _)| *service);
    let sealed = guard.policy(policy, services);
    assert!(sealed.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !b"\"<>&,".contains(&byte)), "{sealed}");
    all.extend(
        sealed
            .split(';')
            .filter_map(|part| part.split_ascii_whitespace().next())
            .map(|name| format!("a directive: {name}")),
    );
    let base = SameOrigin::parse("/portcullis/").expect("a path");
    let snippet = |source, sealed| Snippet {
        base,
        source,
        sealed,
        attributes: Attributes::new(),
        reads_foreign_marks: reads_foreign_marks(policy),
    };
    let plan = Plan {
        decisions: decisions(policy, "", &[], None),
        wording: None,
        source: None,
        languages: Vec::new(),
        folder: None,
    };
    let inline = Source::Inline { plan: embed(&plan), shim: "shim()".into() };
    let sealed = Sealed::of(policy, guard, &plan.decisions.digest, "latch()".into());
    for snippet in [snippet(inline, None), snippet(Source::Entry, Some(sealed))] {
        all.extend(nodes(&snippet.html()).into_iter().map(|node| format!("in the snippet: {node}")));
    }
    if notice {
        let words = Words::of(policy, Some("en")).expect("English");
        all.extend(nodes(&render_fragment(policy, &words)).into_iter().map(|node| format!("in the policy: {node}")));
    }
    all
}

#[test]
fn no_string_of_a_policy_makes_markup_a_step_or_a_directive_of_its_own() {
    let plain = parse(WHOLE).unwrap_or_else(|error| panic!("{}", error.message()));
    let mut known = made(&plain, true);
    // What a site's own passages may be written with.
    known.extend(["strong", "em", "code", "a", "a href", "a rel"].map(|node| format!("in the policy: {node}")));
    let (places, mut taken, mut refused) = (strings(), 0, 0);
    for said in HOSTILE.iter().chain(ADDRESSES) {
        // It stands in every place that takes it, at once.
        let mut everywhere = whole();
        for place in &places {
            match parse(&with(place, said)) {
                Ok(policy) => {
                    taken += 1;
                    // Passages and texts come into the readable policy alone, which is drawn below.
                    if !place.starts_with("/notice") && !place.starts_with("/texts") {
                        let more: Vec<String> = made(&policy, false).difference(&known).cloned().collect();
                        assert!(more.is_empty(), "{place}: {said:?} makes {more:?}");
                    }
                    *everywhere.pointer_mut(place).expect("a place") = (*said).into();
                }
                Err(error) => {
                    refused += 1;
                    let message = error.message();
                    assert!(!message.contains(char::is_control) && message.len() < 500, "{place}: {message:?}");
                }
            }
        }
        let everywhere = everywhere.to_string();
        let policy = parse(&everywhere).unwrap_or_else(|error| panic!("{said:?}: {}", error.message()));
        let more: Vec<String> = made(&policy, true).difference(&known).cloned().collect();
        assert!(more.is_empty(), "{said:?} makes {more:?}");
    }
    assert!(taken > 500 && refused > 500, "{taken} taken and {refused} refused: they test one thing alone");
}

#[test]
fn what_is_read_as_an_address_or_a_word_takes_no_other() {
    for place in strings() {
        // A place that takes words takes any text, and a cookie's name is any that a cookie can have; the first field
        // is for editors alone.
        let is_name = place.contains("/cookies/") && place.ends_with("/name");
        if place == "/$schema" || is_name || parse(&with(&place, "Plain words, and more.")).is_ok() {
            continue;
        }
        let is_word = |said: &str| said.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        for said in ADDRESSES.iter().chain(HOSTILE).filter(|said| !is_word(said)) {
            let Err(error) = parse(&with(&place, said)) else { panic!("{place} takes {said:?}") };
            let at = named(&place);
            // What `use` and `from` say decides how its neighbours are read.
            let decides = place.ends_with("/use") || place.ends_with("/from") || place.ends_with("/id");
            assert!(
                decides || error.path.starts_with(at.split(['[', '.']).next().unwrap_or_default()),
                "{place}: {}",
                error.message()
            );
        }
    }
}

#[test]
fn no_text_has_a_character_that_controls_or_turns_and_none_is_too_long() {
    for place in strings().into_iter().filter(|place| place != "/$schema") {
        for char in CONTROLS {
            assert!(parse(&with(&place, &format!("a{char}b"))).is_err(), "{place} takes {char:?}");
        }
        // Beyond what a policy may have, and within it.
        for long in
            ["a".repeat(1_000_000), "é".repeat(50_000), "[a](".repeat(10_000), format!("/{}", "a".repeat(50_000))]
        {
            assert!(parse(&with(&place, &long)).is_err(), "{place} takes {} bytes", long.len());
        }
    }
}

#[test]
fn a_field_of_any_other_name_is_a_mistake_and_none_is_everyones() {
    fn objects(found: &mut Vec<String>, at: &str, value: &Value) {
        match value {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| objects(found, &format!("{at}/{index}"), item))
            }
            Value::Object(fields) => {
                found.push(at.into());
                fields.iter().for_each(|(name, value)| objects(found, &format!("{at}/{name}"), value));
            }
            _ => {}
        }
    }
    let mut places = Vec::new();
    objects(&mut places, "", &whole());
    // Objects whose fields' names are the site's: languages and texts, switches, and names of another product's.
    let free = |place: &str| place.starts_with("/texts") || place.ends_with("/purposes") || place.ends_with("/names");
    for place in places.iter().filter(|place| !free(place)) {
        for name in [
            "__proto__",
            "constructor",
            "prototype",
            "toString",
            "granted",
            "width",
            "onload",
            "style",
            "<b>",
            "a\u{202e}b",
            "",
        ] {
            let mut changed = whole();
            let fields = changed.pointer_mut(place).and_then(Value::as_object_mut).expect("an object");
            fields.insert(name.into(), serde_json::json!({ "tracking": true }));
            assert!(parse(&changed.to_string()).is_err(), "{place} takes {name:?}");
        }
    }
}
