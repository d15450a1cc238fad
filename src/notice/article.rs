//! The article: its title, an announced version, the contents, and the sections.

use super::sections::{self, Section};
use super::{Context, Page, announced};
use crate::drawing::Element;
use crate::policy::Policy;
use crate::words::Words;

/// The notice of a policy.
pub fn article(policy: &Policy<'_>, words: &Words, page: Page<'_>) -> Element {
    let context = Context { policy, words, page };
    let sections = sections::all(context);
    Element::new("article")
        .class("notice")
        .set("lang", words.language.as_str())
        .set("dir", words.direction())
        .child(context.heading(0).text(words.say("policy")))
        .child(updated(context))
        .child(announced::passage(context))
        .child(contents(context, &sections))
        .children(sections.into_iter().map(|section| {
            let heading = context.heading(1).id(section.id).text(section.title);
            Element::new("section").labelled_by(section.id).child(heading).children(section.body)
        }))
}

fn updated(context: Context<'_>) -> Element {
    let day = context.policy.updated_text();
    Element::new("p")
        .class("updated")
        .text(context.policy.site())
        .text(". ")
        .text(context.words.say("updated"))
        .text(": ")
        .child(Element::new("time").set("datetime", day).text(day))
}

fn contents(context: Context<'_>, sections: &[Section]) -> Element {
    let entry = |section: &Section| {
        Element::new("li").child(Element::new("a").link_to_part(section.id).text(section.title.as_str()))
    };
    Element::new("nav")
        .labelled_by("contents")
        .child(context.heading(1).id("contents").text(context.words.say("contents")))
        .child(Element::new("ol").children(sections.iter().map(entry)))
}
