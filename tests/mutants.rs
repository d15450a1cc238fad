//! Mutated policies: whatever becomes of a policy's text, reading it never panics, and nobody gets what a visitor did
//! not grant by name. A seed repeats a run: `PORTCULLIS_SEED=… cargo test --test mutants`.

// wasm-pack builds every test; these are of the command line.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::process::Command;

use portcullis::consent::{How, Record, Signals, Verdict, verdicts, write};
use portcullis::lint::policy::lint;
use portcullis::policy::field::Date;
use portcullis::policy::{Policy, parse};
use serde_json::{Map, Value};

/// Small ones, because what the reader builds is never freed.
const POLICIES: [&str; 4] = [
    r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":["sentry",
    {"use":"google-analytics","id":"G-ABC123","mode":"advanced"}]}"#,
    r#"{"site":{"name":"S","contact":"c@s.example","policy":"/p"},"updated":"2026-11-22","effective":"2026-12-01",
    "services":[{"id":"acme","name":"A","vendor":"V","class":"tracking","purpose":"P","since":"2026-12-01",
    "hosts":["a.example"],"cookies":[{"name":"_a*","duration":"1y","store":"cookie"}]}],
    "allow":["https://f.example"]}"#,
    r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","language":"de",
    "texts":{"de":{"accept":"Ja","reject":"Nein"}},"services":["cloudflare-security",
    {"use":"cloudflare-zaraz","purposes":{"ab":true,"cd":false},"class":"functional"}]}"#,
    r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":[{"id":"one","name":"O",
    "vendor":"V","class":"essential","purpose":"P","paths":["/o"]},{"id":"two","name":"T","vendor":"V",
    "class":"functional","purpose":"P"}],"onGrant":"reload","unknown":"deny"}"#,
];

/// Words that stand in policies, for the places of others.
const WORDS: &[&str] = &[
    "essential",
    "functional",
    "tracking",
    "granted",
    "true",
    "false",
    "null",
    "0",
    "-1e9",
    "\"\"",
    "[]",
    "{}",
    "\"since\"",
    "\"1970-01-01\"",
    "\"9999-12-31\"",
    "\"class\":\"essential\"",
    "\"id\"",
    "\"use\"",
    "sentry",
    "sentry-errors",
    "acme",
    "one",
    "two",
    "google-analytics",
    "__proto__",
    "constructor",
    "\\u0000",
    "\\ud800",
    "\\\"",
    "\u{202e}",
    "ß",
    "\u{1f600}",
    "*",
    "~",
    "//evil.example",
    "javascript:",
    "\"hosts\":[\"*.example\"]",
    ",",
    ":",
    "\"",
    "{",
    "}",
    "[",
    "]",
];

/// A generator of numbers that a seed repeats (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).expect("a length")).expect("a length")
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }
}

/// Fields, with the values that they have somewhere, and some that they never should.
fn fields() -> Vec<(String, Value)> {
    fn within(found: &mut Vec<(String, Value)>, name: &str, value: &Value) {
        found.push((name.to_owned(), value.clone()));
        match value {
            Value::Array(items) => items.iter().for_each(|item| within(found, name, item)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| within(found, name, value)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for text in POLICIES {
        within(&mut found, "", &serde_json::from_str(text).expect("JSON"));
    }
    let more = r#"{"class":"essential","class ":"functional","since":"1970-01-01","id":"sentry",
    "id ":"google-analytics",
        "use":"sentry-replay","use ":"cloudflare-web-analytics","store":"indexedDB","duration":"session",
        "hosts":["*.x.example"],
        "paths":["/"],"updated":"9999-12-31","mode":"basic","purposes":{},"name":"*a"}"#;
    let more: Map<String, Value> = serde_json::from_str(more).expect("JSON");
    found.extend(more.into_iter().map(|(name, value)| (name.trim_end().to_owned(), value)));
    found
}

/// A policy of which fields and items were lost, exchanged, doubled or put in; most of those can be read.
fn crossing(numbers: &mut Numbers, fields: &[(String, Value)]) -> String {
    let mut policy: Value = serde_json::from_str(numbers.of(&POLICIES)).expect("JSON");
    for _ in 0..=numbers.below(3) {
        let mut at = &mut policy;
        let mut name = String::new();
        // Down by chance, and to a change where it ends.
        loop {
            let count = at.as_array().map(Vec::len).or(at.as_object().map(Map::len)).unwrap_or_default();
            if count == 0 || numbers.below(4) == 0 {
                break;
            }
            let step = numbers.below(count);
            at = match at {
                Value::Array(items) => &mut items[step],
                Value::Object(fields) => {
                    let (key, value) = fields.iter_mut().nth(step).expect("a field");
                    name = key.clone();
                    value
                }
                _ => break,
            };
        }
        let alike: Vec<&Value> = fields.iter().filter(|(key, _)| *key == name).map(|(_, value)| value).collect();
        let (key, other) = &fields[numbers.below(fields.len())];
        let drawn = numbers.below(8);
        match at {
            Value::Array(items) if drawn < 2 && !items.is_empty() => drop(items.remove(numbers.below(items.len()))),
            Value::Array(items) if drawn < 4 => items.push(other.clone()),
            Value::Object(fields) if drawn < 2 && !fields.is_empty() => {
                let lost = fields.keys().nth(numbers.below(fields.len())).cloned().unwrap_or_default();
                fields.remove(&lost);
            }
            Value::Object(fields) if drawn < 6 => drop(fields.insert(key.clone(), other.clone())),
            at if drawn < 7 && !alike.is_empty() => *at = alike[numbers.below(alike.len())].clone(),
            at => *at = other.clone(),
        }
    }
    policy.to_string()
}

/// One policy's text, changed in one to four places: characters lost, doubled or put in, words and parts of others put
/// in.
fn garbled(numbers: &mut Numbers) -> String {
    let mut chars: Vec<char> = numbers.of(&POLICIES).chars().collect();
    for _ in 0..=numbers.below(4) {
        let from = numbers.below(chars.len());
        let until = (from + 1 + numbers.below(12)).min(chars.len());
        match numbers.below(6) {
            0 => drop(chars.drain(from..until)),
            1 => drop(chars.splice(from..from, numbers.of(WORDS).chars())),
            2 => drop(chars.splice(from..until, numbers.of(WORDS).chars())),
            3 => {
                let part: Vec<char> = chars.get(from..until).unwrap_or_default().to_vec();
                drop(chars.splice(from..from, part));
            }
            4 => {
                // A whole word for another, which leaves JSON more often than not.
                let is_of_a_word = |char: &char| char.is_alphanumeric() || "-_.:/*".contains(*char);
                let start =
                    (0..from).rev().take_while(|at| chars.get(*at).is_some_and(is_of_a_word)).last().unwrap_or(from);
                let end =
                    (from..chars.len()).find(|at| !chars.get(*at).is_some_and(is_of_a_word)).unwrap_or(chars.len());
                let word = numbers.of(WORDS).trim_matches('"').to_owned();
                drop(chars.splice(start..end, word.chars()));
            }
            _ => {
                let other: Vec<char> = numbers.of(&POLICIES).chars().collect();
                let start = numbers.below(other.len());
                let part: String = other.iter().skip(start).take(numbers.below(60)).collect();
                drop(chars.splice(from..until, part.chars()));
            }
        }
    }
    chars.into_iter().collect()
}

/// What a policy gives to a visitor with that record, or none.
fn granted(policy: &Policy<'_>, cookie: Option<&str>) -> Vec<String> {
    let records: Vec<Record<'_>> = cookie.into_iter().filter_map(|cookie| Record::parse(cookie).ok()).collect();
    let now = WHEN + 60;
    let verdicts = verdicts(policy, Signals::default(), &records, now);
    let said = verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted).map(|(service, _)| service.id);
    let mut all: Vec<String> = said.map(str::to_owned).collect();
    all.sort_unstable();
    all.dedup();
    all
}

const WHEN: u32 = 29_900_000;

/// Reads so many mutants; how many of them can be read.
fn run(seed: u64, count: u32) -> u32 {
    let mut numbers = Numbers(seed);
    let accepted = [&["acme"][..], &["sentry-errors", "sentry-replay"], &[]];
    let originals = POLICIES.map(|text| parse(text).unwrap_or_else(|error| panic!("{}", error.message())));
    let fields = fields();
    let mut right = 0;
    for at in 0..count {
        let text = if at % 2 == 0 { crossing(&mut numbers, &fields) } else { garbled(&mut numbers) };
        let Ok(policy) = parse(&text) else {
            continue;
        };
        right += 1;
        let named = |what: &str| format!("{what} (seed {seed}, mutant {at}): {text}");
        assert_eq!(granted(&policy, None), [""; 0], "{}", named("granted without a choice"));
        for original in &originals {
            let reject = write(original, WHEN, How::Reject, Signals::default(), &|_| false);
            assert_eq!(granted(&policy, Some(&reject)), [""; 0], "{}", named("granted by a refusal"));
        }
        let ids = accepted[numbers.below(accepted.len())];
        let record = format!("1.{}.s.g{}", base36(WHEN), ids.iter().map(|id| format!("~{id}")).collect::<String>());
        assert!(Record::parse(&record).is_ok(), "{record}");
        let unasked: Vec<String> =
            granted(&policy, Some(&record)).into_iter().filter(|id| !ids.contains(&id.as_str())).collect();
        assert_eq!(unasked, [""; 0], "{}", named("granted by a choice of something else"));
        // The lint reads them too, on every tenth: it is for the command line, and reads all languages.
        if right % 10 == 0 {
            lint(&text, &policy, Date::parse("2026-11-23").expect("a day"));
        }
    }
    right
}

fn base36(mut number: u32) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.push(char::from_digit(number % 36, 36).expect("a digit"));
        number /= 36;
    }
    digits.into_iter().rev().collect()
}

/// The same for each run of a commit; `./x prove` gives others.
fn seed() -> u64 {
    std::env::var("PORTCULLIS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_122)
}

#[test]
fn mutated_policies_neither_panic_nor_grant() {
    let seed = seed();
    eprintln!("PORTCULLIS_SEED={seed}");
    let right = run(1, 10_000) + run(seed, 10_000);
    eprintln!("{right} of 20000 mutants can be read");
    assert!((1_000..19_000).contains(&right), "they test one thing alone");
}

/// A part of the million, in a process of its own: what the reader builds is never freed.
#[test]
#[ignore = "run by the test of the million"]
fn a_part_of_the_million() {
    let part: u64 = std::env::var("PORTCULLIS_PART").ok().and_then(|part| part.parse().ok()).unwrap_or_default();
    run(part, 50_000);
}

#[test]
#[ignore = "minutes: cargo test --test mutants a_million -- --ignored --nocapture"]
fn a_million_mutated_policies_neither_panic_nor_grant() {
    let seed = seed();
    eprintln!("PORTCULLIS_SEED={seed}");
    for part in 0..20 {
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command.args(["--exact", "a_part_of_the_million", "--ignored", "--nocapture"]);
        // The first half is the same every time.
        let part_seed = if part < 10 { part } else { seed.wrapping_add(part << 32) };
        let output = command.env("PORTCULLIS_PART", part_seed.to_string()).output().expect("this test runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
    }
}
