//! What the plan's banner and control say in one language, and how they look.

use alloc::string::String;

use serde::Serialize;
use ts_rs::TS;

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
    pub banner: String,
    /// What is announced when the banner is drawn, to those who hear the page.
    pub announcement: String,
    /// What the control says.
    pub control: String,
    /// What it says besides, where a grant waits for the next page.
    pub next: String,
    /// The style sheet of both.
    pub sheet: String,
}
