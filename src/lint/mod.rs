//! What is wrong though it can be read: of a policy, what the law or its own facts speak against ([`policy`]); of a
//! page as the server sends it, what its markup gives away.
//!
//! The page's lint finds what neither a shim nor a policy in the page can hold (docs/seal.md), and a gate that does not
//! stand where it must. What scripts make later is not in the markup: that is docs/gate.md's to measure.

mod address;
pub mod answer;
mod beyond;
mod foreign;
mod header;
mod held;
mod live;
mod marks;
mod markup;
mod parts;
pub mod policy;
mod rule;
mod seal;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::policy::Policy;
use crate::policy::field::Origin;
use answer::Answer;
use markup::Element;
pub use rule::{Part, Rule};

/// What is wrong in a page, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// The header that it stands in, where that is not in the markup; then line and column are 0.
    pub header: Option<String>,
    /// What it breaks.
    pub rule: Rule,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.header {
            Some(header) => write!(out, "{header}: ")?,
            None => write!(out, "{}:{}: ", self.line, self.column)?,
        }
        write!(out, "{}: {}", self.rule.id(), self.rule)
    }
}

/// Whose page it is.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Its policy.
    pub policy: &'a Policy<'a>,
    /// Its own origin, for addresses that name it. Those that name none are its own.
    pub origin: Option<Origin<'a>>,
    /// What its tags should be of.
    pub ours: &'a Ours,
}

/// What the tags of a page are compared with. What is not known is not compared.
#[derive(Clone, Debug, Default)]
pub struct Ours {
    /// The digests of the plan, by the name of the guard and whether the plan was built.
    pub digests: Vec<(&'static str, bool, String)>,
    /// The text of the latch.
    pub latch: Option<String>,
    /// The text of the shim that stands in a page itself.
    pub shim: Option<String>,
    /// The same, of a page that is sealed.
    pub sealed_shim: Option<String>,
    /// The entries that are served, by name.
    pub served: Vec<(&'static str, Vec<u8>)>,
}

impl Ours {
    fn digest(&self, guard: &str, is_built: bool) -> Option<&str> {
        let mut digests = self.digests.iter();
        let of_this = digests.find(|(name, built, _)| *name == guard && *built == is_built);
        of_this.map(|(.., digest)| digest.as_str())
    }
}

impl Site<'_> {
    /// What is wrong in that answer: in its headers, then in the page, in the order in which it stands there.
    pub fn lint(&self, answer: &Answer) -> Vec<Finding> {
        let html = answer.html.as_str();
        let elements = markup::read(html);
        let latch = elements.iter().find(|element| parts::is_latch(element));
        let of_headers = answer.headers.iter().flat_map(|header| {
            let blocks = latch.is_some_and(|latch| header::blocks(header, &latch.text, latch.get("nonce")));
            let rules = header::lint(self, header).into_iter().chain(blocks.then_some(Rule::LatchBlocked));
            rules.map(|rule| Finding { line: 0, column: 0, header: Some(header.name.clone()), rule })
        });
        let mut found = Found(Vec::new());
        let sealed = parts::is_sealed(&elements);
        beyond::lint(self, &elements, sealed, &mut found);
        foreign::lint(self, &elements, &mut found);
        held::lint(&elements, &mut found);
        marks::lint(self, &elements, &mut found);
        parts::lint(self, &elements, &mut found);
        if sealed {
            seal::lint(self, &elements, &mut found);
        } else {
            live::lint(self, &elements, &mut found);
        }
        found.0.sort_by_key(|(place, _)| *place);
        of_headers.chain(found.0.into_iter().map(|(place, rule)| at(html, place, rule))).collect()
    }
}

/// What has been found so far, by the offset at which it stands.
struct Found(Vec<(usize, Rule)>);

impl Found {
    fn add(&mut self, place: usize, rule: Rule) {
        self.0.push((place, rule));
    }
}

fn at(html: &str, offset: usize, rule: Rule) -> Finding {
    let (line, column) = place(html, offset);
    Finding { line, column, header: None, rule }
}

/// The line and the column of what stands at that offset, from 1.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let (lines, last) = before.rsplit_once('\n').unwrap_or(("", before));
    let line = if last.len() == before.len() { 1 } else { lines.matches('\n').count().saturating_add(2) };
    (line, last.chars().count().saturating_add(1))
}

/// A tag as a finding names it.
fn named(element: &Element) -> String {
    let mut said = "<".to_string() + &element.name;
    for name in ["rel", "src", "href"] {
        if let Some(value) = element.get(name) {
            said.push_str(&format!(" {name}={value}"));
        }
    }
    said + ">"
}

#[cfg(test)]
mod header_tests;
#[cfg(test)]
mod tests;
