//! An entry of the journal, in words.

use alloc::vec::Vec;

use super::named;
use crate::policy::Policy;
use crate::policy::json::Node;
use crate::text;
use crate::text::view::View;

/// How a decision came about, as entries say it, and the words for it.
const HOW: [(&str, &str); 9] = [
    ("accept", "$how.accept"),
    ("reject", "$how.reject"),
    ("withdraw", "$how.withdraw"),
    ("save", "$how.save"),
    ("api", "$how.api"),
    ("former", "$how.former"),
    ("signal", "$how.signal"),
    ("age", "$how.age"),
    ("regime", "$how.regime"),
];

/// What went wrong with a line is no entry; what is of no kind that there is, says when it was written.
pub fn draw(view: &mut View, policy: &Policy<'_>, entry: &Node<'_>) {
    let text = |name: &str| entry.field(name).and_then(Node::text).unwrap_or_default();
    view.line("<li\n<time\n=datetime ", text("at")).put(">");
    match text("kind") {
        "decision" => {
            if let Some((_, words)) = HOW.iter().find(|(how, _)| *how == text("how")) {
                view.put("<strong").put(words).put(">");
            }
            let processes = entry.field("processes").map(Node::items).unwrap_or_default();
            let given = processes.iter().filter(|one| one.field("status").and_then(Node::text) == Some("given"));
            let ids = given.filter_map(|one| one.field("service")?.text());
            // What the policy no longer has is known by its id.
            let names: Vec<&str> = ids.map(|id| policy.service(id).map_or(id, |service| service.name())).collect();
            view.put("<span");
            named(view, "$allowed ", "$allowed.none", &names);
            view.put(">");
        }
        "erasure" => {
            for (list, words) in [("erased", "$erased "), ("survivors", "$survived ")] {
                let items = entry.field(list).map(Node::items).unwrap_or_default();
                let names: Vec<&str> = items.iter().filter_map(Node::text).map(name).collect();
                if !names.is_empty() {
                    view.put("<span");
                    named(view, words, words, &names);
                    view.put(">");
                }
            }
        }
        "policy" => drop(view.put("<span\n$entry.policy\n>")),
        "damage" => drop(view.put("<span\n$entry.damage\n>")),
        _ => {}
    }
    view.put(">");
}

/// The name in `cookie _ga` and `cookie _ga http-only`.
fn name(item: &str) -> &str {
    let rest = text::cut(item, b' ').1.unwrap_or(item);
    text::cut(rest, b' ').0
}
