//! What a visitor is asked with: the banner, the preferences, and what stands in the place of what is held. On the
//! command line `verify` draws the first two again, for what a receipt says was shown.

pub mod banner;
pub mod placeholder;
pub mod preferences;

use crate::drawing::{Action, Element};
use crate::words::Words;

/// The two answers, which are the same but for their words and what they do, and after them a third button.
fn answers(words: &Words, third: (Action, &str)) -> Element {
    let button =
        |action: Action, key: &str| Element::new("button").set("type", "button").action(action).text(words.say(key));
    Element::new("div")
        .class("answers")
        .child(button(Action::Accept, "accept").class("answer"))
        .child(button(Action::Reject, "reject").class("answer"))
        .child(button(third.0, third.1).class("more"))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
