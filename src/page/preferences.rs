//! The second layer: the three classes, every service with its switch, and what each one stores.

use alloc::string::String;

use super::banner::{ACCEPT, REJECT};
use super::view::View;
use super::words::Words;
use crate::consent::{Reason, Signals, Verdict};
use crate::policy::{Policy, Service};
use crate::text;
use crate::vendors::Class;

type Verdicts<'t> = [(&'t Service<'t>, Verdict)];

/// The preferences. `words` are the banner's texts, `more` the long ones that came with this.
pub fn view(
    policy: &Policy<'_>,
    words: &Words<'_>,
    more: &Words<'_>,
    signals: Signals,
    verdicts: &Verdicts<'_>,
) -> String {
    let mut view = View::default();
    view.text(HEAD, more.get("heading"))
        .line("<button\n.close\n=type button\n@close\n\"×\n=aria-label ", more.get("close"))
        .put(">\n>\n<div\n.body")
        .text("<p", &more.with("intro", policy.contact()));
    if signals.gpc {
        view.text("<p", words.get("gpc"));
    }
    for class in Class::ALL {
        let mut empty = true;
        for service in &policy.services {
            if service.class == class {
                if core::mem::take(&mut empty) {
                    heading(&mut view, more, class);
                }
                let verdict = verdicts.iter().find(|(other, _)| other.id == service.id);
                entry(&mut view, words, more, service, verdict.map(|(_, verdict)| *verdict));
            }
        }
        if !empty {
            view.put(">");
        }
    }
    view.put(">\n<div\n.answers")
        .text(ACCEPT, words.get("accept"))
        .text(REJECT, words.get("reject"))
        .text("<button\n.more\n=type button\n@save", more.get("save"));
    view.finish()
}

const HEAD: &str =
    "<dialog\n.preferences\n=aria-labelledby portcullis-choices\n<div\n.head\n<h2\n=id portcullis-choices";

fn heading(view: &mut View, more: &Words<'_>, class: Class) {
    view.put("<section").line("<h3\n\"", more.of("class", class.name()));
    if class == Class::Essential {
        view.text("<span\n.always", more.get("always"));
    }
    view.put(">").text("<p", more.of("about", class.name()));
}

fn entry(view: &mut View, words: &Words<'_>, more: &Words<'_>, service: &Service<'_>, verdict: Option<Verdict>) {
    view.put("<div\n.service");
    let note = match verdict {
        None => {
            view.text("<h4", service.name());
            ""
        }
        Some(verdict) => {
            view.line("<label\n<input\n=type checkbox\n=value ", service.id);
            let (state, note) = match verdict {
                Verdict::Granted => ("=checked \n>", ""),
                Verdict::Locked(Reason::Age) => ("=disabled \n>", "locked.age"),
                Verdict::Locked(Reason::Gpc) => (">", "locked.gpc"),
                Verdict::Locked(Reason::Needs) => (">", "locked.needs"),
                _ => (">", ""),
            };
            view.put(state).text("<span", service.name()).put(">");
            note
        }
    };
    view.text("<p", words.purpose("purpose", service.purpose()));
    if !note.is_empty() {
        view.text("<p\n.locked", more.get(note));
    }
    view.text("<details\n<summary", more.get("details"))
        .line("<p\n\"", &more.with("vendor", service.vendor()))
        .put("\" ");
    if let Some(privacy) = service.privacy() {
        view.link(privacy.as_str(), &more.with("privacy", service.vendor()));
    }
    view.put(">");
    if service.names().next().is_none() {
        view.text("<p", more.get("nothing"));
    } else {
        table(view, more, service);
    }
    view.put(">\n>");
}

/// What a service stores. A table wider than a phone scrolls in its own box, which the keyboard reaches.
fn table(view: &mut View, more: &Words<'_>, service: &Service<'_>) {
    view.line("<div\n.table\n=tabindex 0\n=role region\n=aria-label ", &more.with("table", service.name()))
        .put("<table\n<thead\n<tr");
    for column in ["name", "kind", "administered", "duration", "for"] {
        view.text("<th\n=scope col", more.of("column", column));
    }
    view.put(">\n>\n<tbody");
    for rule in service.names() {
        let session = rule.duration == "session";
        view.text("<tr\n<td\n<code", rule.pattern)
            .put(">")
            .text("<td", more.get(if session { "session" } else { "persistent" }))
            .text("<td", if rule.own { more.get("us") } else { service.vendor() });
        if session {
            view.text("<td", more.get("session-end"));
        } else {
            lasts(view, more, rule.duration);
        }
        let said = match rule.purpose {
            Some(purpose) => more.purpose("name", purpose),
            None => more.purpose("purpose", service.purpose()),
        };
        view.text("<td", said).put(">");
    }
    view.put(">\n>\n>");
}

/// A duration in the texts' own words where browsers lack the language's units, or else in the browser's.
fn lasts(view: &mut View, more: &Words<'_>, duration: &str) {
    let at = duration.len().saturating_sub(1);
    let (number, unit) = (duration.get(..at).unwrap_or_default(), duration.get(at..).unwrap_or_default());
    let mut key = String::from("lasts.");
    text::push(&mut key, unit);
    let count = number.bytes().fold(0, |count, digit| count * 10 + u32::from(digit.wrapping_sub(b'0')));
    match more.count(&key, count) {
        Some(said) => view.text("<td", &said),
        None => view.line("<td\n~", duration).put(">"),
    };
}
