//! The visitor's choices: in a page switches in place, one for each service that waits for a choice; without a script
//! a link, and what the browsers' own makers say.

use alloc::format;
use alloc::vec::Vec;

use super::{Context, Page};
use crate::consent::{Reason, Signals, Verdict};
use crate::drawing::{Action, Element, Node};
use crate::policy::field::Link;
use crate::policy::{Policy, Service};
use crate::words::Words;

/// What leads to the preferences, in a page that has our scripts.
pub(super) fn link(words: &Words) -> Element {
    Element::new("a").link_to_part("choices").set("data-portcullis", "choices").text(words.say("choices"))
}

/// Help pages of the browsers' own makers.
const BROWSERS: [(&str, &str); 4] = [
    ("Chrome", "https://support.google.com/chrome/answer/95647"),
    ("Safari", "https://support.apple.com/guide/safari/manage-cookies-sfri11471/mac"),
    ("Firefox", "https://support.mozilla.org/kb/clear-cookies-and-site-data-firefox"),
    (
        "Edge",
        "https://support.microsoft.com/microsoft-edge/\
         delete-cookies-in-microsoft-edge-63947406-40ac-c3b8-57b9-2a946a29ae09",
    ),
];

pub(super) fn section(context: Context<'_>) -> Vec<Element> {
    let scriptless = Element::new("noscript").child(context.say("p", "choices.scriptless"));
    let choices =
        Element::new("div").class("choices").child(Element::new("p").child(link(context.words))).child(scriptless);
    Vec::from([context.say("p", "choices.text"), choices, context.say("p", "choices.browser"), browsers(context)])
}

/// The visitor's own browser first.
fn browsers(context: Context<'_>) -> Element {
    let (own, others): (Vec<_>, Vec<_>) = BROWSERS.into_iter().partition(|(name, _)| *name == context.page.browser);
    let links = own.into_iter().chain(others).filter_map(|(name, help)| {
        let link = Element::new("a").set("rel", "noopener noreferrer").link(Link::parse(help)?).text(name);
        Some(Element::new("li").child(link))
    });
    Element::new("ul").children(links)
}

/// The switches, in place of what stands in that section without a script; nothing where no service waits for a choice.
pub fn switches(
    policy: &Policy<'_>,
    words: &Words,
    signals: Signals,
    verdicts: &[(&Service<'_>, Verdict)],
) -> Vec<Node> {
    if policy.gated().is_empty() {
        return Vec::new();
    }
    let context = Context { policy, words, page: Page::default() };
    let verdict_on =
        |service: &Service<'_>| verdicts.iter().find(|(other, _)| other.id == service.id).map(|(_, verdict)| *verdict);
    let waits = policy.gated().iter().any(|service| verdict_on(service) == Some(Verdict::Undecided));
    let waiting = waits.then(|| context.say("p", "choices.waiting"));
    let gpc = signals.gpc.then(|| context.say("p", "gpc"));
    let switches = Element::new("div")
        .class("switches")
        .set("role", "group")
        .labelled_by("choices")
        .children(policy.gated().iter().map(|service| switch(context, service, verdict_on(service))));
    waiting.into_iter().chain(gpc).chain([switches, answers(context)]).map(Node::from).collect()
}

/// As in the banner: two answers, the same but for their words and what they do.
fn answers(context: Context<'_>) -> Element {
    let button = |action: Action| context.say("button", action.name()).set("type", "button").action(action);
    Element::new("div").class("both").child(button(Action::Accept)).child(button(Action::Reject))
}

/// An exception to the browser's signal can be made here; none to an age.
fn switch(context: Context<'_>, service: &Service<'_>, verdict: Option<Verdict>) -> Element {
    let why = format!("why-{}", service.id);
    let input = Element::new("input")
        .set("type", "checkbox")
        .set("role", "switch")
        .flag("switch", true)
        .set("value", service.id)
        .flag("checked", verdict == Some(Verdict::Granted))
        .flag("disabled", verdict == Some(Verdict::Locked(Reason::Age)));
    let reason = match verdict {
        Some(Verdict::Locked(reason)) => Some(reason),
        _ => None,
    };
    let input = if reason.is_some() { input.described_by(&why) } else { input };
    let explained = reason.map(|reason| {
        let strong = context.say("strong", &format!("locked.{}", reason.name()));
        Element::new("p").id(&why).child(strong)
    });
    Element::new("div")
        .class("choice")
        .child(Element::new("label").child(input).child(Element::new("span").text(service.name())))
        .child(context.purpose("p", service.purpose()))
        .children(explained)
}
