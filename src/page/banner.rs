//! The first layer: who asks, what for, how many receive data, and two equal answers.

use alloc::string::String;
use alloc::vec::Vec;

use super::view::View;
use super::words::Words;
use crate::consent::Signals;
use crate::policy::Policy;

/// The banner. It has no close: nothing is loaded while it stands, and leaving it is a no for now.
pub fn view(policy: &Policy<'_>, words: &Words<'_>, signals: Signals, home: &str) -> String {
    // Each purpose that a choice is about, and each party that would receive data, once.
    let mut purposes: Vec<&str> = Vec::new();
    let mut vendors: Vec<&str> = Vec::new();
    for service in policy.gated() {
        let purpose = words.purpose("purpose", service.purpose());
        if !purposes.contains(&purpose) {
            purposes.push(purpose);
        }
        // The site itself is no third party.
        if !vendors.contains(&service.vendor()) && service.vendor() != policy.site() {
            vendors.push(service.vendor());
        }
    }
    let mut view = View::default();
    view.put(BANNER)
        .line("\"", &words.with("title", policy.site()))
        .put(">\n<p\n=id portcullis-about")
        .line("\"", &words.with("about", policy.site()))
        .put(">\n<ul");
    for purpose in purposes {
        view.text("<li", purpose);
    }
    view.put(">");
    if signals.gpc {
        view.text("<p", words.get("gpc"));
    }
    view.line(
        "<p\n\"",
        &words.count("receivers", u32::try_from(vendors.len()).unwrap_or(u32::MAX)).unwrap_or_default(),
    )
    .line("\" ", words.get("withdraw"))
    .put("\" ")
    .link(policy.page().map_or(home, |page| page.as_str()), words.get("policy"))
    .put(">\n>\n<div\n.answers")
    .text(ACCEPT, words.get("accept"))
    .text(REJECT, words.get("reject"))
    .text("<button\n.more\n=type button\n@choose", words.get("choose"));
    view.finish()
}

const BANNER: &str = "<section\n.banner\n=role dialog\n=aria-labelledby portcullis-title\n\
    =aria-describedby portcullis-about\n<div\n.said\n<h2\n=id portcullis-title";

/// The two answers, the same but for what they do.
pub(super) const ACCEPT: &str = "<button\n.answer\n=type button\n@accept";
pub(super) const REJECT: &str = "<button\n.answer\n=type button\n@reject";
