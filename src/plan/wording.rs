//! What the plan's banner and control say in one language, and how they look.

use alloc::string::{String, ToString};

use serde::Serialize;
use ts_rs::TS;

use crate::consent::Signals;
use crate::drawing::Element;
use crate::policy::Policy;
use crate::policy::field::Link;
use crate::surface::banner;
use crate::words::Words;

/// Words and sheet for one language.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Wording {
    /// The language, as HTML names it.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// The banner.
    #[ts(type = "Drawing")]
    pub banner: Element,
    /// What is announced when the banner is drawn, to those who hear the page.
    pub announcement: String,
    /// What the control says.
    pub control: String,
    /// What it says besides, where a grant waits for the next page.
    pub next: String,
    /// The style sheet of both. Empty in a file of another language: it is that of the site's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub sheet: String,
}

/// The words for a visitor of whom nothing is known; `home` is where the policy lies, where the policy names no page.
pub fn wording(policy: &Policy<'_>, words: &Words, home: Option<Link<'_>>, sheet: &str) -> Wording {
    Wording {
        language: words.language.clone(),
        direction: words.direction().to_string(),
        banner: banner::view(policy, words, Signals::default(), home),
        announcement: words.with("title", policy.site()),
        control: words.say("reopen").to_string(),
        next: words.say("next").to_string(),
        sheet: sheet.to_string(),
    }
}
