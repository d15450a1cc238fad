//! The pass: what this page leaves for the next, so that no wasm is needed there.
//!
//! The shim compares the record with the cookie, to the letter, and never reads it; what else must be as
//! it was (version, policy, signals) is in the name that the pass is stored under:
//!
//! ```text
//! { "record": as in the cookie,
//!   "state": { "decided": …, "services": { id: "granted" | "denied" | "undecided" | "locked" } },
//!                                                                      every gated service
//!   "run": [[id, [start steps], [stop steps]]],                          the granted, in order
//!   "holds": whether early errors are kept }
//! ```
//!
//! The browser's side (`www/page/host.js`) adds what only it knows: `policy`, the hash of its text, after the
//! record; `label`, the words of the re-open control, or none while anything is undecided, and its `style`.

use alloc::string::String;

use super::decision::{Verdict, decided};
use crate::policy::Service;
use crate::text;
use crate::vendors::BUILT_IN;

/// What a pass is made of.
pub struct Pass<'a> {
    /// The record's cookie value.
    pub record: &'a str,
    /// The verdicts on the gated services.
    pub verdicts: &'a [(&'a Service<'a>, Verdict)],
    /// The services that marked tags of the page load, a line each.
    pub tagged: &'a str,
}

impl Pass<'_> {
    /// As the shim reads it. Records, ids and verdicts need no escapes: their grammar has no quote.
    pub fn write(&self) -> String {
        let asked = decided(self.verdicts);
        let mut handed_on = false;
        let mut services = String::new();
        let mut run = String::new();
        for (service, verdict) in self.verdicts {
            separate(&mut services);
            put(&mut services, &["\"", service.id, "\":\"", verdict.name(), "\""]);
            if *verdict == Verdict::Granted {
                let tagged = text::pieces(self.tagged, b'\n').any(|id| id == service.id);
                let (stop, after) = service.built_in().map_or(("", ""), |built_in| (built_in.stop, built_in.after));
                separate(&mut run);
                put(&mut run, &["[\"", service.id, "\",[", &start(service, tagged), "],[", &fill(stop, service), "]]"]);
                handed_on |= after.ends_with("[\"errors\"]");
            }
        }
        let word = |is| if is { "true" } else { "false" };
        let mut out = String::new();
        put(&mut out, &["{\"record\":\"", self.record, "\",\"state\":{\"decided\":", word(asked)]);
        // A service that is granted hands the early errors on; while anything is undecided, one may be.
        put(
            &mut out,
            &[",\"services\":{", &services, "}},\"run\":[", &run, "],\"holds\":", word(!asked || handed_on), "}"],
        );
        out
    }
}

/// The steps of every built-in service that run on each page before anything else, as a JSON list:
/// the shim carries them.
pub fn steps_before() -> String {
    let mut out = String::from("[");
    for built_in in BUILT_IN {
        add(&mut out, built_in.before);
    }
    text::put(&mut out, b']');
    out
}

/// Appends one text after the other.
fn put(out: &mut String, texts: &[&str]) {
    for said in texts {
        text::push(out, said);
    }
}

/// A comma, where something stands before.
fn separate(out: &mut String) {
    if !matches!(out.as_bytes().last(), None | Some(b'[')) {
        text::put(out, b',');
    }
}

/// Appends steps to a list.
fn add(out: &mut String, steps: &str) {
    if !steps.is_empty() {
        separate(out);
        text::push(out, steps);
    }
}

fn start(service: &Service<'_>, tagged: bool) -> String {
    let mut out = String::new();
    let Some(built_in) = service.built_in() else {
        add(&mut out, "[\"tags\"]");
        return out;
    };
    let complete = built_in.settings.iter().all(|setting| service.setting(setting.name).is_some());
    let load = if complete && !tagged { built_in.load } else { "" };
    let after = if built_in.after.is_empty() { "[\"tags\"]" } else { built_in.after };
    for steps in [built_in.start, load, after] {
        add(&mut out, &fill(steps, service));
    }
    out
}

/// Puts the settings' values in place of `{name}`. Their forms leave no quote in them.
fn fill(steps: &str, service: &Service<'_>) -> String {
    let settings = service.built_in().map_or(&[][..], |built_in| built_in.settings);
    let known = |name: &str| settings.iter().any(|setting| setting.name == name);
    let mut out = String::new();
    for (at, piece) in text::pieces(steps, b'{').enumerate() {
        let value = match text::cut(piece, b'}') {
            (name, Some(rest)) if known(name) => service.setting(name).map(|value| (value, rest)),
            _ => None,
        };
        match value {
            Some((value, rest)) => {
                text::push(&mut out, value);
                text::push(&mut out, rest);
            }
            None => {
                if at > 0 {
                    text::put(&mut out, b'{');
                }
                text::push(&mut out, piece);
            }
        }
    }
    out
}
