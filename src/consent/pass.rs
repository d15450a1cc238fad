//! The pass: what this page leaves for the next, so that no wasm is needed there.
//!
//! The shim compares the record with the cookie, to the letter, and never reads it; what else must be as
//! it was (version, policy, signals) is in the name that the pass is stored under:
//!
//! ```text
//! { "record": as in the cookie,
//!   "state": { "decided": …, "services": { id: "granted" | "denied" | "undecided" | "locked" },
//!              "by": the regime, where it grants what nobody chose },
//!                                                                      every gated service
//!   "run": [[id, [start steps], [stop steps]]],            the granted, in order; and before each, as `id+`,
//!                                                          what loads it in advanced mode, granted or not
//!   "holds": whether early errors are kept,
//!   "label": the key of the control's words, where they are others than usual }
//! ```
//!
//! The browser's side (`www/page/host.js`) adds what only it knows: `policy`, its text, after the
//! record; `label`, the words of the re-open control, or none while anything is undecided, and its `style`;
//! `declared`, the policy, of which the shim reads the hosts and names that services declare; and under the
//! seal what [`super::Guard`] writes.

use alloc::string::String;

use super::decision::{Verdict, decided};
use crate::policy::Service;
use crate::policy::json::{Node, Value};
use crate::text;
use crate::vendors::{BUILT_IN, Needed, Setting};

/// What a pass is made of.
pub struct Pass<'a> {
    /// The record's cookie value.
    pub record: &'a str,
    /// The verdicts on the gated services.
    pub verdicts: &'a [(&'a Service<'a>, Verdict)],
    /// The services that marked tags of the page load, a line each.
    pub tagged: &'a str,
    /// Whether a signal forbids what nobody granted: then advanced mode waits for the grant, like basic.
    pub quiet: bool,
    /// What the control says in place of the usual, as a key in `www/locales`; the larger build writes it.
    pub label: &'a str,
    /// The regime's name, where it grants what nobody chose; the larger build writes it.
    pub by: &'a str,
}

const TAGS: &str = "[\"tags\"]";

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
            let load = self.load(service);
            let granted = *verdict == Verdict::Granted;
            let advanced = service.is_advanced() && (granted || !self.quiet);
            if advanced {
                entry(&mut run, service, "+", [load, "", ""], "");
            }
            if granted {
                let (mut start, mut after, mut stop) = ("", TAGS, "");
                if let Some(built_in) = service.built_in() {
                    (start, stop) = (built_in.start, built_in.stop);
                    if !built_in.after.is_empty() {
                        after = built_in.after;
                    }
                }
                entry(&mut run, service, "", [start, if advanced { "" } else { load }, after], stop);
                handed_on |= after.ends_with("[\"errors\"]");
            }
        }
        let word = |is| if is { "true" } else { "false" };
        let mut out = String::new();
        put(&mut out, &["{\"record\":\"", self.record, "\",\"state\":{\"decided\":", word(asked)]);
        // A service that is granted hands the early errors on; while anything is undecided, one may be.
        put(&mut out, &[",\"services\":{", &services, "}"]);
        if !self.by.is_empty() {
            put(&mut out, &[",\"by\":\"", self.by, "\""]);
        }
        put(&mut out, &["},\"run\":[", &run, "],\"holds\":", word(!asked || handed_on)]);
        if !self.label.is_empty() {
            put(&mut out, &[",\"label\":\"", self.label, "\""]);
        }
        text::put(&mut out, b'}');
        out
    }

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
        separate(&mut out);
        text::push(&mut out, built_in.before);
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

/// An entry of `run`, with the lists of its start one after the other.
fn entry(out: &mut String, service: &Service<'_>, mark: &str, start: [&str; 3], stop: &str) {
    separate(out);
    put(out, &["[\"", service.id, mark, "\",["]);
    for list in start {
        if !list.is_empty() {
            separate(out);
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
        match text::cut(piece, b'}') {
            (name, Some(rest)) if known(name) => {
                write_setting(out, service.setting(name));
                text::push(out, rest);
            }
            _ => {
                if at > 0 {
                    text::put(out, b'{');
                }
                text::push(out, piece);
            }
        }
    }
}

/// A setting's value as it stands in a step; nothing where it is not given.
fn write_setting(out: &mut String, given: Option<&Node<'_>>) {
    match given.map(|node| node.value) {
        Some(Value::Text(said) | Value::Plain(said)) => text::push(out, said),
        // Switches: tokens that are true or false.
        Some(Value::Fields(fields)) => {
            text::put(out, b'{');
            for (at, field) in fields.iter().enumerate() {
                put(out, &[if at > 0 { ",\"" } else { "\"" }, field.name, "\":"]);
                write_setting(out, Some(field));
            }
            text::put(out, b'}');
        }
        _ => {}
    }
}
