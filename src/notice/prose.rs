//! A site's own passages: plain text with links and emphasis, and marks.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, Parser, Tag, TagEnd, html::push_html};

use super::Words;
use crate::policy::field::Link;
use crate::policy::notice::{Block, Mark};

/// `**strong**`, `*emphasis*`, `` `code` `` and `[words](https://…)`; whatever else Markdown knows, HTML among it,
/// is text.
pub fn inline(text: &str) -> Markup {
    let kept = Parser::new(text).filter_map(|event| match event {
        Event::Start(Tag::Strong | Tag::Emphasis) | Event::End(TagEnd::Strong | TagEnd::Emphasis) | Event::Code(_) => {
            Some(event)
        }
        Event::Start(Tag::Link { ref dest_url, .. }) if Link::parse(dest_url).is_some() => Some(event),
        Event::End(TagEnd::Link) => Some(event),
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::SoftBreak | Event::HardBreak => Some(Event::SoftBreak),
        _ => None,
    });
    let mut out = alloc::string::String::new();
    push_html(&mut out, kept);
    PreEscaped(out)
}

/// A mark's sign and word: never the colour alone.
pub fn sign(words: &Words, mark: Mark) -> Markup {
    let (sign, key) = match mark {
        Mark::Green => ("✓", "mark.green"),
        Mark::Yellow => ("!", "mark.yellow"),
        Mark::Red => ("✕", "mark.red"),
    };
    html! { strong.portcullis-sign { span aria-hidden="true" { (sign) } " " (words.say(key)) } }
}

/// Passages, one after the other.
pub fn blocks<'t>(words: &Words, blocks: impl Iterator<Item = Block<'t>>) -> Markup {
    html! {
        @for block in blocks {
            @let body = html! {
                @if !block.text.is_empty() { p { (inline(block.text)) } }
                @if block.list().next().is_some() {
                    ul { @for item in block.list() { li { (inline(item)) } } }
                }
            };
            @match block.mark {
                Some(mark) => div role="note" class={ "portcullis-mark portcullis-" (mark.name()) } {
                    (sign(words, mark)) (body)
                },
                None => (body),
            }
        }
    }
}
