//! `portcullis generated`: what Rust knows and TypeScript needs, as `www/generated.ts`. The build writes it first.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use ts_rs::{Config, TS};

use crate::consent::{COUNTRIES, Regime, stored};
use crate::consent::{Erased, Report, Survivor};
use crate::journal::Due;
use crate::messages::{Asked, Built, Explained, Known, Looked, Opening, Outcome, Placeholder, Visitor};
use crate::plan::{Answer, Answers, Decisions, Pass, Plan, Seal, ServiceSteps, VERSION, Wording};
use crate::policy::locales;
use crate::vendors::Store;
use crate::words::RIGHT_TO_LEFT;

const HEAD: &str = "// Written by `portcullis generated` from src/: change that, not this file.\n\n";

/// The file.
pub fn typescript() -> String {
    let mut out = String::from(HEAD);
    constant(&mut out, "VERSION", "The version of Portcullis.", &VERSION);
    constant(&mut out, "RECORD_SECURE", "The record's cookie on https.", &stored::RECORD_SECURE);
    constant(&mut out, "RECORD_PLAIN", "The record's cookie on plain http.", &stored::RECORD_PLAIN);
    constant(&mut out, "RECORD_PLAIN_OLD", "What that was called at first.", &stored::RECORD_PLAIN_OLD);
    constant(&mut out, "PASS", "The beginning of a pass's key in localStorage; the guard follows.", &stored::PASS);
    constant(&mut out, "OLD_PASS", "The beginning of the keys of earlier versions' passes.", &stored::OLD_PASS);
    constant(&mut out, "ERASURE", "The key in localStorage of an erasure that is owed.", &stored::ERASURE);
    constant(&mut out, "DUE", "The beginning of the keys of receipts that are due.", &stored::DUE);
    constant(&mut out, "JOURNAL", "The key of the journal.", &stored::JOURNAL);
    constant(&mut out, "CAME", "The key in sessionStorage of where the visitor came from.", &stored::CAME);
    constant(&mut out, "ADULT", "The value of `data-age` that says that nobody is a child.", &"adult");
    let asks = Regime::ALL.into_iter().filter(|regime| regime.asks_first()).map(Regime::name);
    let names: Vec<&str> = core::iter::once("").chain(asks).collect();
    constant(&mut out, "REGIMES_THAT_ASK", "Values of `data-regime` under which visitors are asked first.", &names);
    let countries = COUNTRIES.iter().filter(|(_, regime)| !regime.asks_first()).map(|(country, _)| *country);
    let countries: Vec<&str> = countries.collect();
    constant(&mut out, "COUNTRIES_NOT_ASKED", "Countries whose regime does not ask first.", &countries);
    constant(&mut out, "RIGHT_TO_LEFT", "Languages that are written from right to left.", &RIGHT_TO_LEFT);
    let letters: alloc::collections::BTreeMap<&str, char> =
        Store::ALL.into_iter().map(|store| (store.name(), store.letter())).collect();
    constant(&mut out, "STORE_LETTERS", "The letters of the stores in the table, by their names.", &letters);
    let languages: Vec<&str> = locales::LOCALES.iter().map(|(language, _)| *language).collect();
    constant(&mut out, "LANGUAGES", "The languages that there are texts in.", &languages);
    let config = Config::default();
    for declaration in [
        Plan::decl(&config),
        Decisions::decl(&config),
        ServiceSteps::decl(&config),
        crate::plan::Step::decl(&config),
        Answers::decl(&config),
        Answer::decl(&config),
        Seal::decl(&config),
        Wording::decl(&config),
        Pass::decl(&config),
        Opening::decl(&config),
        Visitor::decl(&config),
        Built::decl(&config),
        Looked::decl(&config),
        Outcome::decl(&config),
        Asked::decl(&config),
        Explained::decl(&config),
        Known::decl(&config),
        Placeholder::decl(&config),
        Due::decl(&config),
        Report::decl(&config),
        Erased::decl(&config),
        Survivor::decl(&config),
    ] {
        out.push_str(&format!("\nexport {declaration}\n"));
    }
    out.push_str(
        "\n/** The name of a store, as a policy has it. */\nexport type StoreName = keyof typeof STORE_LETTERS;\n",
    );
    out.push_str("\n/** A drawing of src/drawing: a text, or an element with its attributes and what is in it. */\n");
    out.push_str(
        "export type Drawing = string | [tag: string, attributes: Record<string, string>, ...children: Drawing[]];\n",
    );
    out
}

fn constant(out: &mut String, name: &str, about: &str, value: &impl Serialize) {
    // A value of plain data is always written.
    let value = serde_json::to_string(value).unwrap_or_default();
    out.push_str(&format!("/** {about} */\nexport const {name} = {value} as const;\n"));
}
