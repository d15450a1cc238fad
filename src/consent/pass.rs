//! The pass: what this page leaves for the next, so that no wasm is needed there.
//!
//! The shim compares the record with the cookie, to the letter, and never reads it; what else must be as
//! it was (version, policy, signals) is in the name that the pass is stored under:
//!
//! ```text
//! { "record": as in the cookie, "policy": hash of its text,
//!   "seal": [policy with nothing granted, policy for what is granted],   under the seal only
//!   "reload": true where a grant loads the page again,                   under the seal only
//!   "state": { "decided": …, "services": { id: "granted" | "denied" | "undecided" | "locked" } },
//!                                                                      every gated service
//!   "run": [[id, [start steps], [stop steps]]],                          the granted, in order
//!   "label": text of the re-open control, or none while anything is undecided, "style": its style,
//!   "next": what it says beside where a grant waits for the next page,
//!   "holds": whether early errors are kept }
//! ```

use alloc::string::String;

use super::decision::{Verdict, decided};
use super::seal::Guard;
use crate::policy::json::quote;
use crate::policy::{Policy, Service};
use crate::text;
use crate::vendors::{BUILT_IN, BuiltIn};

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
    /// What it says beside, where a grant waits for the next page.
    pub next: &'a str,
    /// Its style.
    pub style: &'a str,
    /// The shim's hash of the policy's text.
    pub hash: &'a str,
    /// The policy, and how the browser is to enforce the pass. Only the larger build knows of the seal.
    pub seal: Option<(&'a Policy<'a>, Guard)>,
}

impl Pass<'_> {
    /// As the shim reads it.
    pub fn write(&self) -> String {
        let mut out = String::from("{\"record\":");
        quote(&mut out, self.record);
        text::push(&mut out, ",\"policy\":");
        quote(&mut out, self.hash);
        if cfg!(feature = "preferences")
            && let Some((policy, guard)) = self.seal
        {
            let granted = self.verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted);
            text::push(&mut out, ",\"seal\":[");
            quote(&mut out, &guard.policy(policy, core::iter::empty()));
            text::put(&mut out, b',');
            quote(&mut out, &guard.policy(policy, granted.map(|(service, _)| *service)));
            text::push(&mut out, if policy.reloads() { "],\"reload\":true,\"next\":" } else { "],\"next\":" });
            quote(&mut out, self.next);
        }
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
        let granted = self.verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted);
        for (at, (service, _)) in granted.enumerate() {
            separate(&mut out, at);
            text::put(&mut out, b'[');
            quote(&mut out, service.id);
            text::push(&mut out, ",[");
            text::push(&mut out, &start(service, text::pieces(self.tagged, b'\n').any(|id| id == service.id)));
            text::push(&mut out, "],[");
            if let Some(built_in) = service.built_in() {
                text::push(&mut out, &fill(built_in.stop, service));
            }
            text::push(&mut out, "]]");
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

fn start(service: &Service<'_>, tagged: bool) -> String {
    let Some(built_in) = service.built_in() else {
        return String::from("[\"tags\"]");
    };
    let complete = built_in.settings.iter().all(|setting| service.setting(setting.name).is_some());
    let load = if complete && !tagged { built_in.load } else { "" };
    let after = if built_in.after.is_empty() { "[\"tags\"]" } else { built_in.after };
    let mut out = String::new();
    for list in [built_in.start, load, after] {
        if !list.is_empty() {
            let at = out.len();
            separate(&mut out, at);
            text::push(&mut out, &fill(list, service));
        }
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
