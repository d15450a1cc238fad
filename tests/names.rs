//! The table of known names, tried with names picked by chance and with very long ones: `./x test classify`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use portcullis::classify::names::{Confidence, Source, Table, UNKNOWN, database, pack, rows};
use portcullis::vendors::{Class, Store};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

fn table() -> &'static Table<'static> {
    static TABLE: OnceLock<Table<'static>> = OnceLock::new();
    TABLE.get_or_init(|| Table::read(pack(&rows()).leak()))
}

/// A generator whose seed is printed; `CLASSIFY_SEED` repeats one.
fn chance() -> TestRng {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_micros());
    let seed = std::env::var("CLASSIFY_SEED").unwrap_or_else(|_| now.to_string());
    println!("CLASSIFY_SEED={seed}");
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(seed.bytes().cycle()) {
        *to = from;
    }
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

fn pick<'l, T>(from: &'l [T], chance: &mut TestRng) -> &'l T {
    let at = usize::try_from(chance.next_u64() % from.len() as u64).unwrap_or_default();
    from.get(at).unwrap_or_else(|| panic!("nothing to pick from"))
}

/// What the database itself says of a name: read from its file, with nothing of ours between.
fn in_the_file(name: &str) -> Vec<&'static str> {
    let lines = include_str!("../data/open-cookie-database/names.tsv").lines().skip(1);
    let cells = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    cells.filter(|cells| cells.first() == Some(&name)).filter_map(|cells| cells.get(2).copied()).collect()
}

#[test]
fn of_two_hundred_names_held_out_and_fifty_of_nobody_none_is_in_two_classes() {
    let mut chance = chance();
    let all = database();
    let exact: Vec<&Source> = all.iter().filter(|row| !row.pattern.contains('*')).collect();
    let mut answers: BTreeMap<String, Class> = BTreeMap::new();
    let mut sure: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..200 {
        let name = pick(&exact, &mut chance).pattern.as_str();
        let said = table().look_up(Store::Cookie, name);
        let categories = in_the_file(name);
        assert!(!categories.is_empty(), "{name} is not in the file");
        let tracking = categories.iter().any(|category| matches!(*category, "Analytics" | "Marketing"));
        let theirs = if tracking { Class::Tracking } else { Class::Functional };
        // Another class only where a row of ours, compared above, says so.
        assert!(said.class == theirs || said.confidence == Confidence::Known, "{name}: {said:?}");
        // Whichever store it is in and however it is asked, the class is one.
        for store in Store::ALL {
            let other = table().look_up(store, name);
            assert!(other.class == said.class || said.confidence == Confidence::Known, "{name}: {other:?}");
        }
        assert!(answers.insert(name.to_owned(), said.class).is_none_or(|before| before == said.class), "{name}");
        *sure.entry(said.confidence.name()).or_default() += 1;
    }
    let stems: Vec<String> = rows().iter().filter_map(|row| Some(row.pattern.split_once('*')?.0.to_owned())).collect();
    let mut strangers = 0;
    while strangers < 50 {
        let name: String = (0..10).map(|_| *pick(b"qxzjkvwy0123456789", &mut chance) as char).collect();
        if stems.iter().any(|stem| name.starts_with(stem.as_str())) {
            continue;
        }
        strangers += 1;
        assert_eq!(table().look_up(Store::Cookie, &name), UNKNOWN, "{name}");
        assert_eq!(UNKNOWN.class, Class::Tracking);
    }
    println!("of 200 names: {sure:?}; of 50 of nobody: all tracking, and nobody's");
}

/// How long it takes to look these up.
fn time(names: &[String]) -> f64 {
    let start = std::time::Instant::now();
    let met = names.iter().filter(|name| !table().look_up(Store::Cookie, name).rule.is_empty()).count();
    assert!(met > 0);
    start.elapsed().as_secs_f64().max(1e-6)
}

/// How much longer four times as much takes than four times over: by turns, so that a busy machine is as busy for both,
/// and the median of some turns. In proportion it is 1; squared it would be 4.
fn grown(large: &[String], small: &[String]) -> f64 {
    let once = |_| time(large) / (0..4).map(|_| time(small)).sum::<f64>();
    let mut turns: Vec<f64> = (0..9).map(once).collect();
    turns.sort_by(f64::total_cmp);
    turns.get(4).copied().unwrap_or(f64::MAX)
}

#[test]
fn a_name_of_a_megabyte_and_ten_thousand_names_take_time_in_proportion() {
    let rows = rows();
    let numbered = |at: usize| Some(format!("{}{at}", rows.get(at % rows.len())?.pattern.trim_end_matches('*')));
    let jar = |length: usize| (0..length).filter_map(numbered).collect::<Vec<_>>();
    // Many of them, for one is over before a clock has ticked.
    let long = |length: usize| vec![format!("_ga_{}", "x".repeat(length)); 20];
    let (jars, names) = (grown(&jar(40_000), &jar(10_000)), grown(&long(4 << 20), &long(1 << 20)));
    println!("40,000 names take {jars:.2} of four times 10,000; names of 4 MB {names:.2} of four times 1 MB");
    assert!(jars < 2.5 && names < 2.5, "{jars} {names}");
}
