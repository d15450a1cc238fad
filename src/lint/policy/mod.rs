//! The lint of a policy: what can be read, and still should not be published so.
//!
//! It knows the days only as they are told: `today` is an argument.

mod buttons;
mod dates;
mod moving;
mod page;
mod phrases;
mod rule;
mod services;
mod stored;
mod words;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::policy::field::Date;
use crate::policy::json::{Node, Value};
use crate::policy::{Place, Policy};
pub use rule::{RULES, Rule, Severity};

/// What is wrong in a policy, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// The path of the value, as in `services[1].class`.
    pub path: String,
    /// What it breaks.
    pub rule: &'static Rule,
    /// What is wrong here.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.line, self.column, self.rule.id)?;
        if self.rule.severity == Severity::Warning {
            write!(out, " (warning)")?;
        }
        write!(out, ": ")?;
        if !self.path.is_empty() {
            write!(out, "{}: ", self.path)?;
        }
        write!(out, "{}; {} [{}]", self.what, self.rule.why, self.rule.law)
    }
}

/// What is wrong in that policy, in the order in which it stands there. `text` is what the policy was read from.
pub fn lint(text: &str, policy: &Policy<'_>, today: Date) -> Vec<Finding> {
    let mut found = Found(Vec::new());
    words::lint(policy, &mut found);
    buttons::lint(policy, &mut found);
    dates::lint(policy, today, &mut found);
    moving::lint(policy, today, &mut found);
    page::lint(policy, &mut found);
    services::lint(policy, &mut found);
    stored::lint(policy, &mut found);
    found.0.sort_by_key(|(place, ..)| *place);
    found.0.dedup();
    let finding = |(place, rule, what): (usize, _, _)| {
        let (line, column) = super::place(text, place);
        Finding { line, column, path: path_to(policy.root(), place).unwrap_or_default(), rule, what }
    };
    found.0.into_iter().map(finding).collect()
}

/// The rules, for docs/policy.md.
pub fn markdown() -> String {
    let mut out = String::from(
        "\n## What `portcullis check` finds\n\nAn error keeps the exit status from being 0; a warning does not. What a \
         page is checked for is in docs/seal.md.\n\n| rule | | why | from |\n|---|---|---|---|\n",
    );
    for rule in RULES {
        out.push_str(&format!("| `{}` | {} | {} | {} |\n", rule.id, rule.severity.name(), rule.why, rule.law));
    }
    out
}

/// What has been found so far, by the offset at which it stands.
struct Found(Vec<(usize, &'static Rule, String)>);

impl Found {
    fn add(&mut self, place: Place, rule: &'static Rule, what: impl ToString) {
        self.0.push((place.offset(), rule, what.to_string()));
    }
}

/// The path of what stands at that offset: a value, or the name before one.
fn path_to(node: &Node<'_>, offset: usize) -> Option<String> {
    if node.place.offset() == offset || node.named.offset() == offset {
        return Some(String::new());
    }
    let (nodes, listed) = match node.value {
        Value::List(items) => (items, true),
        Value::Fields(fields) => (fields, false),
        _ => return None,
    };
    nodes.iter().enumerate().find_map(|(at, node)| {
        let rest = path_to(node, offset)?;
        let step = if listed { format!("[{at}]") } else { node.name.to_string() };
        let joint = if rest.is_empty() || rest.starts_with('[') { "" } else { "." };
        Some(format!("{step}{joint}{rest}"))
    })
}

fn fields<'a>(node: Option<&Node<'a>>) -> &'a [Node<'a>] {
    node.map(Node::fields).unwrap_or_default()
}

fn text_at<'a>(node: &Node<'a>, name: &str) -> Option<&'a str> {
    node.field(name).and_then(Node::text)
}

#[cfg(test)]
mod tests;
