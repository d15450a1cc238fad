//! A drawing as text: core says what stands where, and `www/page/host.js` makes nodes of it in one
//! crossing; on the command line `notice` prints it as HTML. A line each, its first character saying what it is:
//!
//! ```text
//! <tag     opens an element          =name value   gives it an attribute
//! >        closes it                 "text         puts text into it
//! @action  a click on it acts        $key value    puts the words of that key into it, with the value in their `{}`
//! .name    gives it the class        #key number   the same for a number of things, in the words' plural
//!          portcullis-name           !key value    the same as its name for those who hear it
//! ^url     leads there; with no URL,  ~2y          puts a duration into it, in the words' language
//!          to the policy's folder
//! ```
//!
//! Texts become text nodes. What opens and closes, every key, and every attribute's name are literals of
//! this crate; values are checked links, ids or texts. The words are in `www/locales`, and only the
//! browser's side has them: core knows them by their keys.

use alloc::string::String;

use crate::text;

/// A drawing in the making.
#[derive(Default)]
pub struct View(String);

impl View {
    /// Lines that are always the same.
    #[inline(never)]
    pub fn put(&mut self, lines: &'static str) -> &mut View {
        self.line(lines, "")
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

    /// The finished drawing.
    pub fn finish(self) -> String {
        self.0
    }
}
