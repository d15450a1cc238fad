//! What every part of the notice is drawn with.

use crate::drawing::Element;
use crate::policy::{Policy, Purpose};
use crate::words::Words;

/// Where the notice stands.
#[derive(Clone, Copy, Debug)]
pub struct Page<'t> {
    /// The level of its title among the page's headings, from 1.
    pub level: u8,
    /// The visitor's browser, whose help comes first.
    pub browser: &'t str,
}

impl Default for Page<'_> {
    fn default() -> Self {
        Page { level: 1, browser: "" }
    }
}

/// The policy, the words around its texts, and the page.
#[derive(Clone, Copy)]
pub(super) struct Context<'t> {
    pub policy: &'t Policy<'t>,
    pub words: &'t Words,
    pub page: Page<'t>,
}

impl Context<'_> {
    /// An element with a text of ours.
    pub fn say(&self, tag: &'static str, key: &str) -> Element {
        Element::new(tag).text(self.words.say(key))
    }

    /// The same, with the value in the text's `{}`.
    pub fn with(&self, tag: &'static str, key: &str, value: &str) -> Element {
        Element::new(tag).text(self.words.with(key, value))
    }

    /// An element for the site's own text: it says the text's language where that is not the one around it.
    pub fn own(&self, tag: &'static str) -> Element {
        let language = self.policy.language().filter(|own| *own != self.words.language);
        match language {
            Some(language) => Element::new(tag).set("lang", language),
            None => Element::new(tag),
        }
    }

    /// An element that says what a service is for.
    pub fn purpose(&self, tag: &'static str, purpose: Purpose<'_>) -> Element {
        self.of_purpose(tag, purpose).text(self.words.purpose(purpose))
    }

    /// An element that says what a stored name is for.
    pub fn name_purpose(&self, tag: &'static str, purpose: Purpose<'_>) -> Element {
        self.of_purpose(tag, purpose).text(self.words.name_purpose(purpose))
    }

    fn of_purpose(&self, tag: &'static str, purpose: Purpose<'_>) -> Element {
        match purpose {
            Purpose::Known(_) => Element::new(tag),
            Purpose::Own(_) => self.own(tag),
        }
    }

    /// A heading, so many levels below the title.
    pub fn heading(&self, below: u8) -> Element {
        Element::new(match self.page.level.saturating_add(below) {
            0 | 1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        })
    }
}
