//! Policies as sites write them, and what the command line says of them: each rule of the lint, policies of real
//! sites' kinds, and two years of one site's versions, held against what core does with the choices of those years.
//!
//! `PORTCULLIS_WRITE=1 cargo test --test policies` writes what is compared; read it before you commit it.

// wasm-pack builds every test; these are of the command line.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use portcullis::consent::{How, Record, Signals, Verdict, verdicts, write};
use portcullis::lint::policy::{RULES, lint, markdown};
use portcullis::policy::field::Date;
use portcullis::policy::{Policy, parse, reference};
use portcullis::revision::{Fault, compare};

const DAY: u32 = 24 * 60;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The JSON files of a folder of tests/policies, in the order of their names.
fn folder(name: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/policies").join(name)).expect("a folder of tests/policies");
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

fn open<'t>(path: &Path, text: &'t str) -> Policy<'t> {
    parse(text).unwrap_or_else(|error| panic!("{}: {}", path.display(), error.message()))
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

/// Compares what is said now with what was read and committed.
fn holds(file: &str, now: &str) {
    let path = root().join(file);
    if std::env::var_os("PORTCULLIS_WRITE").is_some() {
        fs::write(&path, now).expect("a file of the tree");
    }
    assert!(
        read(&path) == now,
        "{file} is not what the command prints now: PORTCULLIS_WRITE=1, and read the difference"
    );
}

#[test]
fn every_rule_has_a_policy_that_trips_it_alone_and_one_that_trips_none() {
    let rules = root().join("tests/policies/rules");
    let found = |file: String| {
        let path = rules.join(file);
        let text = read(&path);
        let found = lint(&text, &open(&path, &text), day("2026-11-23"));
        found.into_iter().map(|finding| (finding.rule.id, finding.line, finding.path)).collect::<Vec<_>>()
    };
    for rule in RULES {
        let tripped = found(format!("{}.trips.json", rule.id));
        assert!(tripped.len() == 1 && tripped.iter().all(|(id, line, _)| *id == rule.id && *line > 1), "{tripped:?}");
        assert_eq!(found(format!("{}.passes.json", rule.id)), [], "{}", rule.id);
    }
    assert_eq!(folder("rules").len(), 2 * RULES.len(), "a file of no rule");
}

#[test]
fn policies_of_real_sites_pass_but_for_what_is_listed() {
    let mut said = String::new();
    for path in folder("real").into_iter().chain(folder("seeds")) {
        let text = read(&path);
        let policy = open(&path, &text);
        let name = path.strip_prefix(root()).expect("a path of the tree").display();
        for finding in lint(&text, &policy, day("2026-11-23")) {
            assert!(finding.rule.severity.name() == "warning", "{name}:{finding}");
            writeln!(said, "{name}:{finding}").expect("text");
        }
    }
    assert_eq!((folder("real").len(), folder("seeds").len()), (10, 3));
    holds("tests/policies/findings.txt", &said);
}

#[test]
fn the_policies_that_we_show_break_no_rule() {
    let readme = read(&root().join("README.md"));
    let blocks = readme.split("```json").skip(1).filter_map(|block| block.split("```").next());
    let mut shown: Vec<String> = blocks.filter(|block| block.contains("\"site\"")).map(str::to_owned).collect();
    shown.push(read(&root().join("www/demo/site/privacy/policy.json")));
    assert_eq!(shown.len(), 2);
    for text in shown {
        let found = lint(&text, &open(Path::new("shown"), &text), day("2026-11-23"));
        assert_eq!(found, []);
    }
}

#[test]
fn the_schema_and_the_reference_are_what_the_command_prints() {
    let printed = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_portcullis")).args(arguments).output().expect("the binary runs");
        String::from_utf8(output.stdout).expect("text")
    };
    assert_eq!(printed(&["schema"]), format!("{}\n", reference::schema()));
    holds("docs/policy.schema.json", &printed(&["schema"]));
    assert_eq!(printed(&["schema", "--markdown"]), reference::markdown() + &markdown());
    holds("docs/policy.md", &printed(&["schema", "--markdown"]));
    holds("docs/texts.md", &printed(&["schema", "--texts"]));
}

/// The versions, and for which services the site says that a purpose is only worded otherwise.
fn history() -> Vec<(PathBuf, String)> {
    folder("history").into_iter().map(|path| (path.clone(), read(&path))).collect()
}

fn reworded(path: &Path) -> &'static [&'static str] {
    if path.ends_with("2026-09-21.json") { &["acme"] } else { &[] }
}

#[test]
fn two_years_of_versions_ask_what_is_said_of_them() {
    let history = history();
    let mut said = String::new();
    for pair in history.windows(2) {
        let [(_, old), (path, new)] = pair else { continue };
        let (old, new) = (open(path, old), open(path, new));
        let findings =
            lint(history.iter().find(|(known, _)| known == path).map_or("", |(_, text)| text), &new, new.updated());
        assert_eq!(findings, [], "{}", path.display());
        let revision = compare(&old, &new, reworded(path));
        assert!(revision.faults.is_empty(), "{}: {revision}", path.display());
        writeln!(said, "{revision}").expect("text");
    }
    assert!(history.len() == 9 && said.matches("asked again").count() >= 6, "{said}");
    holds("tests/policies/history.txt", &said);
}

/// Choices of every kind that a visitor of that policy could make then.
fn choices(policy: &Policy<'_>, when: u32) -> Vec<String> {
    let one = |id: &str| write(policy, when, How::Save, Signals::default(), &|granted| granted == id);
    let all = write(policy, when, How::Accept, Signals::default(), &|_| true);
    let none = write(policy, when, How::Reject, Signals::default(), &|_| false);
    policy.gated().iter().map(|service| one(service.id)).chain([all, none]).collect()
}

#[test]
fn what_is_said_to_be_asked_is_what_the_page_asks() {
    let (mut looks, mut asks) = (0, 0);
    for pair in history().windows(2) {
        let [(_, old), (path, new)] = pair else { continue };
        let (old, new) = (open(path, old), open(path, new));
        let revision = compare(&old, &new, reworded(path));
        let (from, to) = (old.updated().minutes(), new.updated().minutes());
        let days = revision.asked.iter().flat_map(|asked| [asked.since.minutes() - 1, asked.since.minutes()]);
        let mut nows: Vec<u32> = days.chain([to, to + DAY, to + 60 * DAY]).collect();
        nows.retain(|now| *now >= to);
        for when in [from, from + 1, from + DAY, (from + to) / 2, to - DAY, to - 1] {
            for now in nows.iter().copied().filter(|now| now - when <= 180 * DAY) {
                for cookie in choices(&old, when) {
                    let record = Record::parse(&cookie).expect("a record");
                    let before = verdicts(&old, Signals::default(), &[record], to - 1);
                    let after = verdicts(&new, Signals::default(), &[record], now);
                    for (service, verdict) in after {
                        let said = revision.asked.iter().any(|asked| {
                            asked.id == service.id && when < asked.since.minutes() && asked.since.minutes() <= now
                        });
                        let at = format!("{} to {}: {} by {cookie}", old.updated(), new.updated(), service.id);
                        assert_eq!(verdict == Verdict::Undecided, said, "{at}: {verdict:?}");
                        let kept = before.iter().find(|(other, _)| other.id == service.id).map(|(_, verdict)| *verdict);
                        if !said {
                            assert_eq!(verdict, kept.unwrap_or(Verdict::Denied), "{at}");
                        }
                        looks += 1;
                        asks += u32::from(said);
                    }
                }
            }
        }
    }
    assert!(looks > 2000 && asks > 300 && asks < looks / 2, "{asks} of {looks}");
}

#[test]
fn a_version_without_its_since_fails_and_indeed_asks_nobody() {
    let mut stripped = 0;
    for pair in history().windows(2) {
        let [(_, before), (path, after)] = pair else { continue };
        let (old, new) = (open(path, before), open(path, after));
        for asked in compare(&old, &new, reworded(path)).asked.iter().filter(|asked| !asked.announced) {
            let text = after.replace(&format!(", \"since\": \"{}\"", asked.since), "");
            let without = open(path, &text);
            let faults = compare(&old, &without, reworded(path)).faults;
            let missing = |(id, fault): &(&str, Fault)| *id == asked.id && matches!(fault, Fault::Unasked(_));
            assert!(faults.iter().any(missing), "{}: {}: {faults:?}", path.display(), asked.id);
            for cookie in choices(&old, old.updated().minutes()) {
                let record = Record::parse(&cookie).expect("a record");
                let now = new.updated().minutes().min(record.when + 180 * DAY);
                let after = verdicts(&without, Signals::default(), &[record], now);
                assert!(
                    after.iter().all(|(service, verdict)| service.id != asked.id || *verdict != Verdict::Undecided)
                );
            }
            stripped += 1;
        }
    }
    assert!(stripped >= 6, "{stripped}");
}
