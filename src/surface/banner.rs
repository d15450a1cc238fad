//! The first layer: who asks, what for, how many receive data, and two equal answers.

use alloc::string::String;

use crate::consent::Signals;
use crate::policy::Policy;
use crate::policy::field::Link;
use crate::text;
use crate::text::view::View;

/// The banner. It has no close: nothing is loaded while it stands, and leaving it is a no for now.
#[expect(clippy::arithmetic_side_effects, reason = "it counts services, and a policy of 4 GB is none")]
pub fn view(policy: &Policy<'_>, signals: Signals) -> String {
    let mut view = View::default();
    view.put(TOP).line("$title ", policy.site()).put(">\n<p\n=id portcullis-about").line("$about ", policy.site());
    view.put(">\n<ul");
    // Each purpose that this choice is about, and each party that would receive data, once.
    let mut vendors = 0;
    for (at, service) in policy.gated().iter().enumerate().filter(|(_, service)| signals.asks(service)) {
        let before = policy.gated().get(..at).unwrap_or_default();
        let before = before.iter().filter(|other| signals.asks(other));
        let (purpose, vendor) = (service.purpose(), service.vendor());
        if !before.clone().any(|other| other.purpose() == purpose) {
            view.put("<li").purpose("$purpose.", purpose).put(">");
        }
        // The site itself is no third party.
        vendors += u32::from(vendor != policy.site() && !before.clone().any(|other| other.vendor() == vendor));
    }
    view.put(">");
    if signals.gpc {
        view.put("<p\n$gpc\n>");
    }
    let mut number = String::new();
    text::number(&mut number, vendors, 10);
    let home = policy.page().map_or("", Link::as_str);
    view.line("<p\n#receivers ", &number)
        .line("\" \n$withdraw\n\" \n<a\n^", home)
        .put("$policy\n>\n>\n>")
        .put(ANSWERS)
        .put("@choose\n$choose\n>");
    view.finish()
}

const TOP: &str = "<section\n.banner\n=popover manual\n=role dialog\n=aria-labelledby portcullis-title\n\
    =aria-describedby portcullis-about\n<div\n.said\n<h2\n=id portcullis-title";

/// The two answers, the same but for what they do, and a third button for what a layer adds.
pub(super) const ANSWERS: &str = "<div\n.answers\n<button\n.answer\n=type button\n@accept\n$accept\n>\n\
    <button\n.answer\n=type button\n@reject\n$reject\n>\n<button\n.more\n=type button";
