//! The second layer: the three classes, every service with its switch, and what each one stores.

use alloc::string::String;

use super::banner::ANSWERS;
use crate::consent::{Reason, Signals, Verdict};
use crate::policy::{Policy, Service};
use crate::text::view::View;
use crate::vendors::Class;

type Verdicts<'t> = [(&'t Service<'t>, Verdict)];

/// The preferences.
pub fn view(policy: &Policy<'_>, signals: Signals, verdicts: &Verdicts<'_>) -> String {
    let mut view = View::default();
    let intro = if signals.regime.asks_first() { "$intro " } else { "$intro.out " };
    view.put(HEAD).line(intro, policy.contact()).put(">");
    if signals.gpc {
        view.put("<p\n$gpc\n>");
    }
    for class in Class::ALL {
        let mut empty = true;
        for service in &policy.services {
            if service.class == class {
                if core::mem::take(&mut empty) {
                    heading(&mut view, class);
                }
                let verdict = verdicts.iter().find(|(other, _)| other.id == service.id);
                entry(&mut view, service, verdict.map(|(_, verdict)| *verdict));
            }
        }
        if !empty {
            view.put(">");
        }
    }
    view.put("<details\n.centre\n<summary\n$centre\n>\n<div\n>\n>");
    view.put(">").put(ANSWERS).put("@save\n$save\n>");
    view.finish()
}

const HEAD: &str = "<dialog\n.preferences\n=aria-labelledby portcullis-choices\n<div\n.head\n\
    <h2\n=id portcullis-choices\n$heading\n>\n<button\n.close\n=type button\n@close\n\"×\n!close\n>\n>\n\
    <div\n.body\n<p";

fn heading(view: &mut View, class: Class) {
    view.line("<section\n<h3\n$class.", class.name());
    if class == Class::Essential {
        view.put("<span\n.always\n$always\n>");
    }
    view.line(">\n<p\n$about.", class.name()).put(">");
}

fn entry(view: &mut View, service: &Service<'_>, verdict: Option<Verdict>) {
    view.put("<div\n.service");
    let note = match verdict {
        None => {
            view.line("<h4\n\"", service.name()).put(">");
            ""
        }
        Some(verdict) => {
            view.line("<label\n<input\n=type checkbox\n=value ", service.id);
            let (state, note) = match verdict {
                Verdict::Granted => ("=checked \n>", ""),
                Verdict::Locked(Reason::Age) => ("=disabled \n>", "age"),
                Verdict::Locked(Reason::Gpc) => (">", "gpc"),
                Verdict::Locked(Reason::Needs) => (">", "needs"),
                _ => (">", ""),
            };
            view.put(state).line("<span\n\"", service.name()).put(">\n>");
            note
        }
    };
    view.put("<p").purpose("$purpose.", service.purpose()).put(">");
    if !note.is_empty() {
        view.line("<p\n.locked\n$locked.", note).put(">");
    }
    view.line("<details\n<summary\n$details\n>\n<p\n$vendor ", service.vendor()).put("\" ");
    if let Some(privacy) = service.privacy() {
        view.line("<a\n^", privacy.as_str()).line("$privacy ", service.vendor()).put(">");
    }
    view.put(">");
    if service.names().next().is_none() {
        view.put("<p\n$nothing\n>");
    } else {
        table(view, service);
    }
    view.put(">\n>");
}

/// What a service stores. A table wider than a phone scrolls in its own box, which the keyboard reaches.
fn table(view: &mut View, service: &Service<'_>) {
    view.line("<div\n.table\n=tabindex 0\n=role region\n!table ", service.name()).put("<table\n<thead\n<tr");
    for column in ["name", "kind", "administered", "duration", "for"] {
        view.line("<th\n=scope col\n$column.", column).put(">");
    }
    view.put(">\n>\n<tbody");
    for rule in service.names() {
        let session = rule.duration == "session";
        view.line("<tr\n<td\n<code\n\"", rule.pattern)
            .put(">\n>\n<td")
            .put(if session { "$session" } else { "$persistent" })
            .put(">\n<td");
        if rule.own {
            view.put("$us");
        } else {
            view.line("\"", service.vendor());
        }
        view.put(">\n<td");
        if session {
            view.put("$session-end");
        } else {
            view.line("~", rule.duration);
        }
        view.put(">\n<td");
        view.purpose("$name.", rule.purpose.unwrap_or(service.purpose())).put(">\n>");
    }
    view.put(">\n>\n>");
}
