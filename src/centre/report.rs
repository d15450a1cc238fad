//! What became of an erasure, in words.

use alloc::format;
use alloc::vec::Vec;

use crate::consent::Report;
use crate::drawing::{Element, Node};
use crate::words::Words;

/// What the visitor asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// That everything is withdrawn.
    Withdrawn,
    /// That everything is erased.
    Erased {
        /// Whether the record of the choice stays ([`super::stays`]).
        record_stays: bool,
    },
}

/// What went, and what a browser would not let go of.
pub fn report(words: &Words, report: &Report, done: Done) -> Vec<Node> {
    let said = match done {
        Done::Withdrawn => "done.withdrawn",
        Done::Erased { .. } => "done.erased",
    };
    let mut parts = Vec::from([Element::new("p").child(Element::new("strong").text(words.say(said)))]);
    let erased: Vec<&str> = report.erased.iter().map(|one| one.name.as_str()).collect();
    if !erased.is_empty() {
        parts.push(Element::new("p").text(words.with_names("erased", &erased)));
    }
    let survivors = report.survivors.iter().map(|one| {
        Element::new("li")
            .child(Element::new("code").text(one.name.as_str()))
            .child(Element::new("span").text(words.say(&format!("why.{}", one.why.name()))))
    });
    let record =
        (done == Done::Erased { record_stays: true }).then(|| Element::new("li").text(words.say("why.choice")));
    let mut left = survivors.chain(record).peekable();
    if left.peek().is_some() {
        parts.push(Element::new("p").text(words.say("survivors")));
        parts.push(Element::new("ul").children(left));
    }
    parts.into_iter().map(Node::from).collect()
}
