//! A site's own passages: plain text with links and emphasis, and marks.

use alloc::vec::Vec;

use super::Context;
use crate::drawing::{Element, Node};
use crate::policy::field::Link;
use crate::policy::notice::{Block, Mark};

/// Passages, one after the other.
pub fn blocks<'t>(context: Context<'_>, blocks: impl Iterator<Item = Block<'t>>) -> Vec<Element> {
    blocks.flat_map(|passage| block(context, &passage)).collect()
}

/// A paragraph and a list, in a box where they are marked.
fn block(context: Context<'_>, block: &Block<'_>) -> Vec<Element> {
    let paragraph = (!block.text.is_empty()).then(|| context.own("p").children(inline(block.text)));
    let said = paragraph.into_iter().chain(list(context, block.list()));
    match block.mark {
        None => said.collect(),
        Some(mark) => {
            let note = marked(Element::new("div").set("role", "note"), context, mark);
            Vec::from([note.children(said)])
        }
    }
}

/// An element that is marked: by a sign and a word, and never by the colour alone.
pub fn marked(element: Element, context: Context<'_>, mark: Mark) -> Element {
    let (sign, word) = match mark {
        Mark::Green => ("✓", "mark.green"),
        Mark::Yellow => ("!", "mark.yellow"),
        Mark::Red => ("✕", "mark.red"),
    };
    let sign = Element::new("strong")
        .class("sign")
        .child(Element::new("span").set("aria-hidden", "true").text(sign))
        .text(" ")
        .text(context.words.say(word));
    element.class("mark").class(mark.name()).child(sign)
}

/// A list of the site's own texts; none where it is empty.
pub fn list<'t>(context: Context<'_>, items: impl Iterator<Item = &'t str>) -> Option<Element> {
    let mut items = items.peekable();
    items.peek()?;
    Some(context.own("ul").children(items.map(|item| Element::new("li").children(inline(item)))))
}

/// `**strong**`, `*emphasis*`, `` `code` `` and `[words](https://…)`; whatever else stands there is text.
pub fn inline(text: &str) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut rest = text;
    // How much of the rest is known to be plain.
    let mut plain = 0;
    while let Some(at) =
        rest.get(plain..).and_then(|ahead| ahead.find(['*', '`', '[', '\\'])).map(|at| at.saturating_add(plain))
    {
        let (before, ahead) = rest.split_at(at);
        if let Some(found) = Marked::at(ahead) {
            nodes.push(before.into());
            nodes.extend(found.nodes());
            (rest, plain) = (found.after, 0);
        } else if let Some(escaped) = ahead.strip_prefix('\\').filter(|next| next.starts_with(ESCAPABLE)) {
            // What follows stands for itself.
            nodes.push(before.into());
            (rest, plain) = (escaped, 1);
        } else {
            plain = at.saturating_add(1);
        }
    }
    nodes.push(rest.into());
    nodes
}

/// What a backslash makes plain.
const ESCAPABLE: [char; 6] = ['*', '`', '[', ']', '\\', '_'];

enum Kind<'t> {
    Strong,
    Emphasis,
    Code,
    Link(Option<Link<'t>>),
}

/// Something marked, and what follows it.
struct Marked<'t> {
    kind: Kind<'t>,
    inside: &'t str,
    after: &'t str,
}

impl<'t> Marked<'t> {
    fn at(text: &'t str) -> Option<Marked<'t>> {
        let between = |kind, open: &str, close: &str| {
            let (inside, after) = text.strip_prefix(open)?.split_once(close)?;
            let tight = !inside.is_empty() && !inside.starts_with(' ') && !inside.ends_with(' ');
            tight.then_some(Marked { kind, inside, after })
        };
        let link = || {
            let (inside, rest) = text.strip_prefix('[')?.split_once("](")?;
            let (url, after) = rest.split_once(')')?;
            Some(Marked { kind: Kind::Link(Link::parse(url)), inside, after })
        };
        between(Kind::Strong, "**", "**")
            .or_else(|| between(Kind::Emphasis, "*", "*"))
            .or_else(|| between(Kind::Code, "`", "`"))
            .or_else(link)
    }

    fn nodes(&self) -> Vec<Node> {
        let element = match self.kind {
            Kind::Strong => Element::new("strong"),
            Kind::Emphasis => Element::new("em"),
            Kind::Link(Some(link)) => outside(link),
            // What may not be linked to is not.
            Kind::Link(None) => return inline(self.inside),
            Kind::Code => return Vec::from([Element::new("code").text(self.inside).into()]),
        };
        Vec::from([element.children(inline(self.inside)).into()])
    }
}

/// A link of the site's own, wherever it leads.
pub fn outside(link: Link<'_>) -> Element {
    Element::new("a").link(link).set("rel", "noopener noreferrer")
}
