//! Whether an exported journal is what was written: its form, its shape, its hashes and its chain.

mod shape;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_json::{Value, json};

use crate::journal::{CONTEXT, PROFILE, hash_of};
use crate::policy::{Policy, Purpose, locales};

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The entry, counted from 1; none where it is the file's own.
    pub entry: Option<usize>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            Some(at) => write!(out, "entry {at}: {}", self.what),
            None => out.write_str(&self.what),
        }
    }
}

/// A revision of a policy, and what is to be asked of the receipts that were made under it.
pub struct Revision<'r> {
    /// The text that was served.
    pub text: &'r str,
    /// What is wrong with one of them.
    pub judge: &'r dyn Fn(&Made<'_>) -> Vec<String>,
}

/// A receipt, and what is known of when it was made.
pub struct Made<'v> {
    /// Which entry it is, counted from 1.
    pub entry: usize,
    /// The receipt.
    pub receipt: &'v Value,
    /// The one before.
    pub before: Option<&'v Value>,
    /// Whether some before it are no longer kept.
    pub purged: bool,
}

/// A field of an object; null where it has none.
fn field<'v>(value: &'v Value, name: &str) -> &'v Value {
    value.get(name).unwrap_or(&Value::Null)
}

/// The canonical form of a value (RFC 8785), as far as it is one that a journal can have: of whole numbers and of
/// texts, with fields in the order of their names. Whatever else stands in a file is found to be no field of it.
fn canonical(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The SHA-256 of a value's canonical form, in base64url.
fn hash(value: &Value) -> String {
    hash_of(&canonical(value))
}

fn context() -> Value {
    serde_json::from_str(CONTEXT).unwrap_or_default()
}

/// What is wrong in an exported journal, alone or in the file of all that is kept; nothing where it is whole. With a
/// revision, also what is wrong with its receipts; a file without one does not show that, and is told so.
pub fn verify(text: &str, revision: Option<&Revision<'_>>) -> Vec<Finding> {
    let all: Value = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => return [of_file(format!("not JSON: {error}"))].into(),
    };
    let mut found = Vec::new();
    let written = canonical(&all);
    if written != text {
        let same = written.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
        found.push(of_file(format!(
            "not the bytes that were written: byte {} differs from the canonical form",
            same.saturating_add(1)
        )));
    }
    let whole = all.get("receipts").unwrap_or(&all);
    file(whole, &mut found);
    let entries = field(whole, "entries").as_array().map(Vec::as_slice).unwrap_or_default();
    chain(field(whole, "head"), entries, &mut found);
    if let Some(Revision { text, judge }) = revision {
        let (revision, mut shown) = (hash_of(text), false);
        let purged = field(field(whole, "head"), "purged") != &json!(0);
        let mut before = None;
        for (at, receipt) in entries.iter().enumerate().filter(|(_, entry)| field(entry, "kind") == "decision") {
            if field(field(receipt, "notice"), "policy") == revision.as_str() {
                shown = true;
                let made = Made { entry: at.saturating_add(1), receipt, before, purged };
                judge(&made).into_iter().for_each(|what| found.push(of_entry(at, what)));
            }
            before = Some(receipt);
        }
        if !shown {
            found.push(of_file("no receipt was made under the policy that is given".into()));
        }
    }
    found
}

fn of_file(what: String) -> Finding {
    Finding { entry: None, what }
}

fn of_entry(at: usize, what: String) -> Finding {
    Finding { entry: Some(at.saturating_add(1)), what }
}

/// What the file has besides its entries.
fn file(whole: &Value, found: &mut Vec<Finding>) {
    let fields = ["@context", "conformsTo", "entries", "head", "sum", "version"];
    let mut rest = whole.clone();
    let Some(given) = rest.as_object_mut() else {
        return found.push(of_file("no object".into()));
    };
    let unknown = given.keys().find(|name| !fields.contains(&name.as_str()));
    if let Some(name) = unknown {
        found.push(of_file(format!("`{name}` is no field that there is")));
    }
    let sum = given.remove("sum");
    if given.get("version") != Some(&json!(1)) {
        found.push(of_file("`version` is not 1".into()));
    }
    if given.get("@context") != Some(&context()) || given.get("conformsTo") != Some(&json!(PROFILE)) {
        found.push(of_file("`@context` or `conformsTo` is not that of version 1".into()));
    }
    if !given.get("entries").is_some_and(Value::is_array) {
        found.push(of_file("`entries` is no list".into()));
    }
    if let Some(what) = shape::within(field(whole, "head"), &shape::HEAD, "head.") {
        found.push(of_file(what));
    }
    if sum != Some(hash(&rest).into()) {
        found.push(of_file("`sum` is not the hash of the rest of the file".into()));
    }
}

fn chain(head: &Value, entries: &[Value], found: &mut Vec<Finding>) {
    let mut before = field(head, "before").clone();
    for (at, entry) in entries.iter().enumerate() {
        if let Some(what) = shape::fault(entry) {
            found.push(of_entry(at, what));
        }
        if *field(entry, "before") != before {
            let place = if at == 0 { "the head says".into() } else { format!("entry {at} has") };
            found.push(of_entry(
                at,
                format!("`before` is not the hash that {place}: what stood between is gone, or another"),
            ));
        }
        let mut rest = entry.clone();
        let own = rest.as_object_mut().and_then(|fields| fields.remove("hash")).unwrap_or_default();
        if own != hash(&rest) {
            found.push(of_entry(at, "`hash` is not that of its content: it was changed after it was written".into()));
        }
        before = own;
    }
}

/// Whether that is a purpose, as receipts say it: in the site's words, or by the key of ours. Earlier versions said our
/// words themselves for what the catalogue brings.
fn is_said(purpose: Purpose<'_>, said: &str) -> bool {
    match purpose {
        Purpose::Own(own) => said == own,
        Purpose::Known(key) => {
            let text = format!("purpose.{key}");
            said == key || locales::LOCALES.iter().any(|(language, _)| locales::text(language, &text) == Some(said))
        }
    }
}

/// Whether a receipt asks what that policy says: each gated service once, for its purpose, and who receives data.
pub fn asked(entry: &Value, policy: &Policy<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let processes = field(entry, "processes").as_array().map(Vec::as_slice).unwrap_or_default();
    for process in processes {
        let id = field(process, "service").as_str().unwrap_or_default();
        match policy.gated().iter().find(|service| service.id == id) {
            None => wrong.push(format!("asks about `{id}`, which the policy does not gate")),
            Some(service) => {
                let said = field(process, "purpose").as_str().unwrap_or_default();
                if !is_said(service.purpose(), said) {
                    wrong.push(format!("the policy gives another purpose to `{id}`"));
                }
                if field(process, "recipient") != service.vendor() {
                    wrong.push(format!("the policy gives another vendor to `{id}`"));
                }
            }
        }
    }
    for service in policy.gated() {
        let times = processes.iter().filter(|process| field(process, "service") == service.id).count();
        if times != 1 {
            wrong.push(format!("asks {times} times about `{}`", service.id));
        }
    }
    if *field(entry, "controller") != json!({ "contact": policy.contact(), "name": policy.site() }) {
        wrong.push("the policy names another controller".into());
    }
    if field(field(entry, "notice"), "updated") != policy.updated_text() {
        wrong.push("the policy was updated on another day".into());
    }
    wrong
}
