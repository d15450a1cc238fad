//! What became of an erasure, in words.

use alloc::string::String;
use alloc::vec::Vec;

use super::named;
use crate::consent::Why;
use crate::policy::json::{self, Node};
use crate::text::view::View;

/// What went, and what a browser would not let go of; `report` is as `www/shim/between.ts` says, and `erased` which of the
/// two was asked for: a withdrawal, or that everything goes. `stays` is whether the record does.
pub fn view(report: &str, erased: bool, stays: bool) -> String {
    let mut view = View::default();
    view.put("<p\n<strong").put(if erased { "$done.erased" } else { "$done.withdrawn" }).put(">\n>");
    let report = json::parse(report).ok();
    let items = |name| report.and_then(|report| report.field(name)).map(Node::items).unwrap_or_default();
    let erased_names: Vec<&str> = items("erased").iter().map(name).collect();
    if !erased_names.is_empty() {
        view.put("<p");
        named(&mut view, "$erased ", "", &erased_names);
        view.put(">");
    }
    let survivors = items("survivors");
    if !survivors.is_empty() || erased && stays {
        view.put("<p\n$survivors\n>\n<ul");
        for one in survivors {
            view.line("<li\n<code\n\"", name(one)).put(">");
            let why = one.field("why").and_then(Node::text).unwrap_or_default();
            if let Some(why) = Why::ALL.into_iter().find(|known| known.name() == why) {
                view.line("<span\n$why.", why.name()).put(">");
            }
            view.put(">");
        }
        if erased && stays {
            view.put("<li\n$why.choice\n>");
        }
        view.put(">");
    }
    view.finish()
}

fn name<'n>(one: &Node<'n>) -> &'n str {
    one.field("name").and_then(Node::text).unwrap_or_default()
}
