//! The document around the sections.

use alloc::string::String;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::sections::{self, Section};
use super::{NoWords, Words};
use crate::policy::Policy;

/// A whole page, which needs nothing else.
pub fn render(policy: &Policy<'_>) -> Result<String, NoWords> {
    let words = Words::of(policy.language())?;
    let page = html! {
        (DOCTYPE)
        html lang=(words.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (words.say("title")) " – " (policy.site()) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body { main { (article(policy, &words)) } }
        }
    };
    Ok(page.into_string())
}

/// The article alone, for a page of the site's own.
pub fn render_fragment(policy: &Policy<'_>) -> Result<String, NoWords> {
    let words = Words::of(policy.language())?;
    Ok(article(policy, &words).into_string())
}

fn article(policy: &Policy<'_>, words: &Words) -> Markup {
    let sections: Vec<Section> = sections::all(policy, words);
    html! {
        article.portcullis-notice lang=(words.language) {
            h1 { (words.say("title")) }
            p.portcullis-updated {
                (policy.site()) ". " (words.say("updated")) ": " time datetime=(policy.updated_text()) { (policy.updated_text()) }
            }
            nav aria-labelledby="contents" {
                h2 #contents { (words.say("contents")) }
                ol { @for (id, _) in &sections { li { a href={ "#" (id) } { (words.say(id)) } } } }
            }
            @for (id, body) in &sections {
                section aria-labelledby=(id) { h2 id=(id) { (words.say(id)) } (body) }
            }
        }
    }
}
