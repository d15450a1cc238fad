//! The rules as the shim carries them: a text of one line for each service, its id and its rules with spaces between.
//!
//! ```text
//!  challenges.cloudflare.com fonts.example               no id: essential, never held
//! google-analytics *.google-analytics.com www.google.<cc>/g/collect c=_ga c=_ga_*
//! cloudflare-web-analytics */cdn-cgi/rum
//! ```
//!
//! A rule is a host and the beginning of a path, or the letter of a store, `=` and the pattern of a name. The shim
//! reads it in `www/gate/matcher.ts`; a page that names a policy by its URL knows from it what is known besides
//! ([`read`]).

use alloc::string::String;
use alloc::vec::Vec;

use super::rule::{Rule, Subject};
use crate::vendors::{Class, Store};

/// Cookies that answers of a server set and no code of the page writes: no hook meets them.
const ANSWERED: &[&str] = &["FPID", "FPLC", "FPAU", "FPGSID"];

/// The table of these rules, each once, and without those that a wider rule of the same service stands for as well.
pub fn table(rules: &[Rule<'_>]) -> String {
    let gated: Vec<&Rule<'_>> = rules.iter().filter(|rule| !rule.is_essential() && text(rule).is_some()).collect();
    let mut lines: Vec<(&str, Vec<String>)> = Vec::from([("", Vec::new())]);
    for rule in rules {
        let id = owner(rule);
        // An essential name changes nothing where no name that waits is like it.
        let is_idle =
            || matches!(rule.subject, Subject::Name { .. }) && !gated.iter().any(|other| other.overlaps(rule));
        let counts = |rule: &Rule<'_>| (!rule.is_essential() || !is_idle()) && !is_redundant(rule, rules);
        let Some(text) = text(rule).filter(|_| counts(rule)) else { continue };
        match lines.iter_mut().find(|(other, _)| *other == id) {
            Some((_, texts)) if texts.contains(&text) => {}
            Some((_, texts)) => texts.push(text),
            None => lines.push((id, Vec::from([text]))),
        }
    }
    let lines: Vec<String> = lines.iter().map(|(id, texts)| format!("{id} {}", texts.join(" "))).collect();
    lines.join("\n")
}

/// The rules of a table. It does not say which class a service is of, or what was essential by which service: whatever
/// is gated is taken for tracking.
pub fn read(table: &str) -> Vec<Rule<'_>> {
    table.split('\n').flat_map(rules_of_line).collect()
}

fn rules_of_line(line: &str) -> impl Iterator<Item = Rule<'_>> {
    let (id, rules) = line.split_once(' ').unwrap_or((line, ""));
    let service = Some(id).filter(|id| !id.is_empty());
    let class = if id.is_empty() { Class::Essential } else { Class::Tracking };
    let rules = rules.split(' ').filter(|text| !text.is_empty());
    rules.map(move |text| Rule { subject: subject(text), service, class, declared: false })
}

fn subject(text: &str) -> Subject<'_> {
    let store = |letter: &str| Store::of_letter(letter.chars().next().filter(|_| letter.len() == 1)?);
    if let Some((letter, pattern)) = text.split_once('=')
        && let Some(store) = store(letter)
    {
        return Subject::Name { store, pattern };
    }
    let (host, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    Subject::Address { host, path }
}

/// Whether a wider rule of the same owner says the same of whatever this one matches: no rule of anybody else may have
/// a say there that it would not have beside this one.
fn is_redundant(rule: &Rule<'_>, rules: &[Rule<'_>]) -> bool {
    let is_same_owner = |other: &Rule<'_>| owner(other) == owner(rule);
    let wider = |other: &Rule<'_>| is_same_owner(other) && other.subject != rule.subject && other.contains(rule);
    let is_alone = || rules.iter().all(|other| is_same_owner(other) || !other.overlaps(rule) || rule.is_cut_by(other));
    rules.iter().any(wider) && is_alone()
}

/// Whose a rule is, as the table says it.
fn owner<'a>(rule: &Rule<'a>) -> &'a str {
    if rule.is_essential() { "" } else { rule.service.unwrap_or_default() }
}

/// A rule as it stands in the table; nothing where no hook would ask for it.
fn text(rule: &Rule<'_>) -> Option<String> {
    match rule.subject {
        Subject::Address { host, path } => Some(format!("{host}{path}")),
        Subject::Name { pattern, .. } if ANSWERED.contains(&pattern) => None,
        Subject::Name { store, pattern } => Some(format!("{}={pattern}", store.letter())),
    }
}
