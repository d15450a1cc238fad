//! What a thing is, and what became of it: for whoever asks why something is held.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::{host, memory};
use crate::classify;
use crate::consent::{Reason, Verdict};
use crate::policy::json::quote;
use crate::text;
use crate::vendors::Store;

/// Tells, as JSON, what a name in a store is, or a URL where `store` is none: then `name` is its host in lower case,
/// without port, and `path` its path. `when` is in minutes since 1970.
#[wasm_bindgen]
pub fn page_explain(store: &str, name: &str, path: &str, jar: &str, now: u32) {
    memory::call(|page| {
        let answer = match Store::parse(store) {
            Some(store) => classify::name(&page.policy, store, name),
            None => classify::url(&page.policy, name, path),
        };
        let mut out = String::from("{\"class\":");
        quote(&mut out, answer.class.name());
        for (key, said) in [(",\"service\":", answer.service), (",\"rule\":", answer.rule)] {
            if let Some(said) = said {
                text::push(&mut out, key);
                quote(&mut out, said);
            }
        }
        text::push(&mut out, if answer.declared { ",\"declared\":true" } else { ",\"declared\":false" });
        let verdicts = page.verdicts(jar, now);
        let found = verdicts.iter().find(|(service, _)| Some(service.id) == answer.service);
        if let Some((_, verdict)) = found {
            text::push(&mut out, ",\"verdict\":");
            quote(&mut out, verdict.name());
            let reason = match verdict {
                Verdict::Locked(Reason::Gpc) => "gpc",
                Verdict::Locked(Reason::Age) => "age",
                Verdict::Locked(Reason::Needs) => "needs",
                _ => "",
            };
            if !reason.is_empty() {
                text::push(&mut out, ",\"reason\":");
                quote(&mut out, reason);
            }
            // Several copies of a record were made at several times, or are not to be trusted.
            if let Ok([record]) = page.found(jar).0.as_deref() {
                text::push(&mut out, ",\"when\":");
                text::number(&mut out, record.when, 10);
            }
        }
        text::put(&mut out, b'}');
        host::tell(&out);
    });
}
