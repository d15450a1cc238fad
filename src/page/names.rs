//! What stored names are, for the watchdog and the inspector: a build of its own, which only they fetch.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::memory;
use crate::classify::Pattern;
use crate::classify::names::{Confidence, Found, Table};
use crate::text;
use crate::vendors::{GROUPS, Store};

#[wasm_bindgen(module = "/www/page/host-names.js")]
extern "C" {
    /// Answers the script that asked.
    fn answered(lines: &str);
}

/// Says what names are, a line each: the class, how sure that is, the vendor, the purpose, the duration, the service and the
/// rule, with tabs between. `asked` has a store, a tab and a name in each line. `declared` is what the policy has: a
/// service's id in a line, or a store, a tab and a pattern.
#[wasm_bindgen]
pub fn page_names(table: &str, declared: &str, asked: &str) {
    memory::passing(|| {
        let table = Table::read(table);
        let mut out = String::new();
        for line in text::pieces(asked, b'\n') {
            let (store, name) = text::cut(line, b'\t');
            if let (Some(store), Some(name)) = (Store::parse(store), name) {
                say(&mut out, &answer(&table, declared, store, name));
            }
        }
        answered(&out);
    });
}

fn answer<'t>(table: &'t Table<'_>, declared: &'t str, store: Store, name: &str) -> Found<'t> {
    let found = table.look_up(store, name);
    if declared.is_empty() {
        return found;
    }
    let told = || text::pieces(declared, b'\n').map(|line| text::cut(line, b'\t'));
    let own = told().find_map(|(kind, pattern)| {
        let pattern = pattern.filter(|_| Store::parse(kind) == Some(store))?;
        Pattern(pattern).weight(name).map(|_| pattern)
    });
    if let Some(rule) = own {
        return Found { confidence: Confidence::Declared, rule, ..found };
    }
    let has = |service: &str| told().any(|(id, pattern)| pattern.is_none() && (id == service || is_of(id, service)));
    let mut of_ours = table.matches(store, name).map(|(_, found)| found).filter(|found| !found.service.is_empty());
    let of_declared = of_ours.find(|found| has(found.service));
    of_declared.map_or(found, |found| Found { confidence: Confidence::Declared, ..found })
}

/// Whether a group has that service.
fn is_of(group: &str, service: &str) -> bool {
    GROUPS.iter().any(|(name, members)| *name == group && members.contains(&service))
}

fn say(out: &mut String, found: &Found<'_>) {
    let rest = [found.vendor, found.purpose, found.duration, found.service, found.rule];
    text::push(out, found.class.name());
    text::put(out, b'\t');
    text::push(out, found.confidence.name());
    for field in rest {
        text::put(out, b'\t');
        text::push(out, field);
    }
    text::put(out, b'\n');
}
