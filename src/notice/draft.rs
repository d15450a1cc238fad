//! The drawing of the notice in the making: what a page's headings are, and whose language a text is in.

use alloc::string::String;

use crate::policy::Purpose;
use crate::policy::field::Link;
use crate::text::view::View;

/// A part of the drawing.
pub struct Draft<'t> {
    view: View,
    /// What is the same for every part.
    pub page: Page<'t>,
}

/// Where the notice stands.
#[derive(Clone, Copy, Debug)]
pub struct Page<'t> {
    /// The level of its title among the page's headings, from 1.
    pub level: u8,
    /// The language of the site's own texts, where it is another than that of the words around them.
    pub own: Option<&'t str>,
    /// The visitor's browser, whose help comes first.
    pub browser: &'t str,
}

impl Default for Page<'_> {
    fn default() -> Self {
        Page { level: 1, own: None, browser: "" }
    }
}

impl<'t> Draft<'t> {
    pub fn new(page: Page<'t>) -> Draft<'t> {
        Draft { view: View::default(), page }
    }

    /// As [`View::put`].
    pub fn put(&mut self, lines: &'static str) -> &mut Self {
        self.view.put(lines);
        self
    }

    /// As [`View::line`].
    pub fn line(&mut self, start: &'static str, rest: &str) -> &mut Self {
        self.view.line(start, rest);
        self
    }

    /// A finished part.
    pub fn add(&mut self, part: &str) -> &mut Self {
        self.view.add(part);
        self
    }

    /// Opens an element that holds the site's own text.
    pub fn own(&mut self, tag: &'static str) -> &mut Self {
        self.put(tag);
        if let Some(language) = self.page.own {
            self.line("=lang ", language);
        }
        self
    }

    /// An element with the site's own text.
    pub fn said(&mut self, tag: &'static str, text: &str) -> &mut Self {
        self.own(tag).line("\"", text).put(">")
    }

    /// What something is for, in an element of its own.
    pub fn purpose(&mut self, tag: &'static str, group: &'static str, purpose: Purpose<'_>) -> &mut Self {
        match purpose {
            Purpose::Known(_) => self.put(tag),
            Purpose::Own(_) => self.own(tag),
        };
        self.view.purpose(group, purpose);
        self.put(">")
    }

    /// Opens a link to another site, or to a page of this one.
    pub fn link(&mut self, link: Link<'_>) -> &mut Self {
        self.line("<a\n=href ", link.as_str()).put("=rel noopener noreferrer")
    }

    /// Opens a heading, so many levels below the title.
    pub fn heading(&mut self, below: u8) -> &mut Self {
        self.put(match self.page.level.saturating_add(below) {
            0 | 1 => "<h1",
            2 => "<h2",
            3 => "<h3",
            4 => "<h4",
            5 => "<h5",
            _ => "<h6",
        })
    }

    pub fn finish(self) -> String {
        self.view.finish()
    }
}
