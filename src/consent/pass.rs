//! The pass: what this page leaves for the next, so that no wasm is needed there.
//!
//! The shim compares the record with the cookie, to the letter, and never reads it; what else must be as
//! it was (version, policy, signals) is in the name that the pass is stored under:
//!
//! ```text
//! { "record": as in the cookie, "policy": hash of its text,
//!   "state": { "decided": …, "services": { id: "granted" | "denied" | "undecided" | "locked" } },
//!                                                                      every gated service
//!   "run": [[id, [start steps], [stop steps]]],            the granted, in order; and before each, as `id+`,
//!                                                          what loads it in advanced mode, granted or not
//!   "label": text of the re-open control, or none while anything is undecided, "style": its style,
//!   "holds": whether early errors are kept }
//! ```

use alloc::string::String;

use super::decision::{Verdict, decided};
use crate::policy::Service;
use crate::policy::json::quote;
use crate::text;
use crate::vendors::{BUILT_IN, BuiltIn, Needed, Setting};

/// What a pass is made of.
pub struct Pass<'a> {
    /// The record's cookie value.
    pub record: &'a str,
    /// The verdicts on the gated services.
    pub verdicts: &'a [(&'a Service<'a>, Verdict)],
    /// The services that marked tags of the page load, a line each.
    pub tagged: &'a str,
    /// The text of the re-open control.
    pub label: &'a str,
    /// Its style.
    pub style: &'a str,
    /// The shim's hash of the policy's text.
    pub hash: &'a str,
    /// Whether a signal forbids what nobody granted: then advanced mode waits for the grant, like basic.
    pub quiet: bool,
}

impl Pass<'_> {
    /// As the shim reads it.
    pub fn write(&self) -> String {
        let mut out = String::from("{\"record\":");
        quote(&mut out, self.record);
        text::push(&mut out, ",\"policy\":");
        quote(&mut out, self.hash);
        let asked = decided(self.verdicts);
        let start_of = if asked { ",\"state\":{\"decided\":true" } else { ",\"state\":{\"decided\":false" };
        text::push(&mut out, start_of);
        text::push(&mut out, ",\"services\":{");
        for (at, (service, verdict)) in self.verdicts.iter().enumerate() {
            separate(&mut out, at);
            quote(&mut out, service.id);
            text::put(&mut out, b':');
            quote(&mut out, verdict.name());
        }
        text::push(&mut out, "}},\"run\":[");
        let mut count = 0;
        for (service, verdict) in self.verdicts {
            let load = self.load(service);
            let granted = *verdict == Verdict::Granted;
            let advanced = service.is_advanced() && (granted || !self.quiet);
            if advanced {
                entry(&mut out, &mut count, service, "+", [load, "", ""], "");
            }
            if granted && let Some(built_in) = service.built_in() {
                let spoken_for =
                    built_in.spoken_for.is_some_and(|id| self.verdicts.iter().any(|(other, _)| other.id == id));
                let (start, stop) = if spoken_for { ("", "") } else { (built_in.start, built_in.stop) };
                let after = if built_in.after.is_empty() { TAGS } else { built_in.after };
                entry(&mut out, &mut count, service, "", [start, if advanced { "" } else { load }, after], stop);
            } else if granted {
                entry(&mut out, &mut count, service, "", [TAGS, "", ""], "");
            }
        }
        // A service that is granted hands the early errors on; while anything is undecided, one may be.
        let handed_on = self.verdicts.iter().any(|(service, verdict)| {
            let hands_on = |built_in: &BuiltIn| built_in.after.ends_with("[\"errors\"]");
            *verdict == Verdict::Granted && service.built_in().is_some_and(hands_on)
        });
        text::push(
            &mut out,
            if asked && !handed_on { "],\"holds\":false,\"label\":" } else { "],\"holds\":true,\"label\":" },
        );
        quote(&mut out, if asked { self.label } else { "" });
        text::push(&mut out, ",\"style\":");
        quote(&mut out, self.style);
        text::put(&mut out, b'}');
        out
    }
}

impl Pass<'_> {
    /// The steps that load a service; none where a marked tag of the page does, or a setting is missing.
    fn load(&self, service: &Service<'_>) -> &'static str {
        let missing = |setting: &Setting| setting.needed != Needed::Never && service.setting(setting.name).is_none();
        match service.built_in() {
            Some(built_in)
                if !built_in.settings.iter().any(missing)
                    && !text::pieces(self.tagged, b'\n').any(|id| id == service.id) =>
            {
                built_in.load
            }
            _ => "",
        }
    }
}

/// The steps of every built-in service that run on each page before anything else, as a JSON list:
/// the shim carries them.
pub fn steps_before() -> String {
    let mut out = String::from("[");
    for built_in in BUILT_IN.iter().filter(|built_in| !built_in.before.is_empty()) {
        let written = out.len() - 1;
        separate(&mut out, written);
        text::push(&mut out, built_in.before);
    }
    text::put(&mut out, b']');
    out
}

fn separate(out: &mut String, at: usize) {
    if at > 0 {
        text::put(out, b',');
    }
}

const TAGS: &str = "[\"tags\"]";

/// An entry of `run`, with the lists of its start one after the other.
fn entry(out: &mut String, count: &mut usize, service: &Service<'_>, mark: &str, start: [&str; 3], stop: &str) {
    separate(out, *count);
    *count += 1;
    text::put(out, b'[');
    // Ids are made of nothing that needs quoting.
    text::put(out, b'"');
    text::push(out, service.id);
    text::push(out, mark);
    text::put(out, b'"');
    text::push(out, ",[");
    let mut written = 0;
    for list in start {
        if !list.is_empty() {
            separate(out, written);
            written += 1;
            fill(out, list, service);
        }
    }
    text::push(out, "],[");
    fill(out, stop, service);
    text::push(out, "]]");
}

/// Puts the settings' values in place of `{name}`. Their forms leave no quote in them.
fn fill(out: &mut String, steps: &str, service: &Service<'_>) {
    let settings = service.built_in().map_or(&[][..], |built_in| built_in.settings);
    let known = |name: &str| settings.iter().any(|setting| setting.name == name);
    for (at, piece) in text::pieces(steps, b'{').enumerate() {
        let value = match text::cut(piece, b'}') {
            (name, Some(rest)) if known(name) => Some((service.setting(name).unwrap_or_default(), rest)),
            _ => None,
        };
        match value {
            Some((value, rest)) => {
                text::push(out, value);
                text::push(out, rest);
            }
            None => {
                if at > 0 {
                    text::put(out, b'{');
                }
                text::push(out, piece);
            }
        }
    }
}
