//! A site's own passages: plain text with links and emphasis, and marks.

use super::Draft;
use crate::policy::field::Link;
use crate::policy::notice::{Block, Mark};

impl Draft<'_> {
    /// `**strong**`, `*emphasis*`, `` `code` `` and `[words](https://…)`; whatever else stands there is text.
    pub fn inline(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        // What is plain so far, as one text.
        let mut plain = 0;
        while let Some(at) =
            rest.get(plain..).and_then(|ahead| ahead.find(['*', '`', '[', '\\'])).map(|at| at.saturating_add(plain))
        {
            let (before, ahead) = rest.split_at(at);
            if let Some(found) = Marked::at(ahead) {
                self.text(before);
                self.marked(&found);
                (rest, plain) = (found.after, 0);
            } else if let Some(escaped) = ahead.strip_prefix('\\').filter(|next| next.starts_with(ESCAPABLE)) {
                // What follows stands for itself.
                self.text(before);
                (rest, plain) = (escaped, 1);
            } else {
                plain = at.saturating_add(1);
            }
        }
        self.text(rest)
    }

    fn marked(&mut self, found: &Marked<'_>) {
        match found.kind {
            Kind::Strong => self.put("<strong"),
            Kind::Emphasis => self.put("<em"),
            Kind::Link(Some(link)) => self.link(link),
            // What may not be linked to is not.
            Kind::Link(None) => {
                self.inline(found.inside);
                return;
            }
            Kind::Code => {
                self.put("<code").text(found.inside).put(">");
                return;
            }
        };
        self.inline(found.inside).put(">");
    }

    fn text(&mut self, text: &str) -> &mut Self {
        if !text.is_empty() {
            self.line("\"", text);
        }
        self
    }

    /// A mark's sign and word: never the colour alone.
    pub fn sign(&mut self, mark: Mark) -> &mut Self {
        self.put("<strong\n.sign\n<span\n=aria-hidden true").put(match mark {
            Mark::Green => "\"✓\n>\n\" \n$mark.green\n>",
            Mark::Yellow => "\"!\n>\n\" \n$mark.yellow\n>",
            Mark::Red => "\"✕\n>\n\" \n$mark.red\n>",
        })
    }

    /// Passages, one after the other.
    pub fn blocks<'t>(&mut self, blocks: impl Iterator<Item = Block<'t>>) -> &mut Self {
        for block in blocks {
            if let Some(mark) = block.mark {
                self.put("<div\n=role note").line("=class portcullis-mark portcullis-", mark.name()).sign(mark);
            }
            if !block.text.is_empty() {
                self.own("<p").inline(block.text).put(">");
            }
            self.list(block.list());
            if block.mark.is_some() {
                self.put(">");
            }
        }
        self
    }

    /// A list of the site's own texts; none where it is empty.
    pub fn list<'t>(&mut self, items: impl Iterator<Item = &'t str>) -> &mut Self {
        let mut items = items.peekable();
        if items.peek().is_some() {
            self.own("<ul");
            for item in items {
                self.put("<li").inline(item).put(">");
            }
            self.put(">");
        }
        self
    }
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
}
