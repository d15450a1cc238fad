//! A drawing as text: core says what stands where, and `www/page/host.js` makes nodes of it in one
//! crossing. A line each, its first character saying what it is:
//!
//! ```text
//! <tag     opens an element          =name value   gives it an attribute
//! >        closes it                 "text         puts text into it
//! @action  a click on it acts        ~2y           puts a duration into it, in the texts' language
//! .name    gives it the class portcullis-name
//! ```
//!
//! Texts become text nodes. What opens and closes, and every attribute's name, are literals of this
//! crate; values are checked links, ids or texts.

use alloc::string::String;

use crate::text;

/// A drawing in the making.
#[derive(Default)]
pub struct View(String);

impl View {
    /// Lines that are always the same.
    #[inline(never)]
    pub fn put(&mut self, lines: &'static str) -> &mut View {
        text::push(&mut self.0, lines);
        text::put(&mut self.0, b'\n');
        self
    }

    /// The rest of a line that begins with `start`.
    #[inline(never)]
    pub fn line(&mut self, start: &'static str, rest: &str) -> &mut View {
        text::push(&mut self.0, start);
        // A line break would begin a line of its own; the policy's texts hold none.
        for piece in text::pieces(rest, b'\n') {
            text::push(&mut self.0, piece);
        }
        text::put(&mut self.0, b'\n');
        self
    }

    /// Text, and the end of the element that it stands in.
    #[inline(never)]
    pub fn text(&mut self, start: &'static str, said: &str) -> &mut View {
        self.put(start).line("\"", said).put(">")
    }

    /// A link that opens beside the page.
    pub fn link(&mut self, to: &str, text: &str) -> &mut View {
        self.line("<a\n=target _blank\n=rel noopener noreferrer\n=href ", to).line("\"", text).put(">")
    }

    /// The finished drawing.
    pub fn finish(self) -> String {
        self.0
    }
}
