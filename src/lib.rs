//! Portcullis, a consent module for websites.
//!
//! The rooms, from the ground up. Each knows only those above it in this list:
//!
//! - [`vendors`] — what a vendor is: the built-in services as data.
//! - [`policy`] — what the site declares: `policy.json`, parsed once into types.
//! - [`words`] — what is said in a language: texts by their keys.
//! - [`drawing`] — what a page shows: a tree of elements, printed as HTML or handed to a page.
//! - [`classify`] — what a thing is: a name or a URL, its class, and why.
//! - [`consent`] — what the visitor decided: signals, record, verdicts, and the pass for the next page.
//! - [`surface`] — what a visitor is asked with: banner and preferences, as drawings.
//! - [`plan`] — what a policy comes to for a visitor of whom nothing is known, written down for the shim.
//! - [`journal`] — what is on record: receipts in a chain of hashes.
//! - `proof` — whether an exported journal is what was written (not in the page's wasm).
//! - `snippet` — what an integrator pastes into `<head>` (not in the page's wasm).
//! - `lint` — what is wrong in a policy that can be read, and what a page's own markup gives away (not in the page's
//!   wasm).
//! - [`notice`] — the readable privacy policy.
//! - [`revision`] — what a new version of a policy asks anew.
//! - [`centre`] — what a visitor is told of what is on record, and may do about it.
//! - [`messages`] — what passes between a page's script and its wasm.
//! - `command` — the command line, of which `src/bin` and `node` are the two shells (not in the page's wasm).
//! - `page` — what the browser does about it (wasm32 only): it draws, writes the cookie jar and erases.
//!
//! `text` is for every room.
//!
//! Policy and record go in, verdicts come out, and effects follow from verdicts. Everything but `page`
//! is pure functions over plain data: time, cookies and signals are arguments.

// What could stop the program is refused, besides Cargo.toml's (docs/decisions/026): tests may, and say so by failing.
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::get_unwrap,
        clippy::panic_in_result_fn,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_in_result
    )
)]

extern crate alloc;

pub mod centre;
pub mod classify;
#[cfg(feature = "tools")]
pub mod command;
pub mod consent;
pub mod drawing;
pub mod journal;
#[cfg(feature = "tools")]
pub mod lint;
pub mod messages;
pub mod notice;
pub mod plan;
pub mod policy;
#[cfg(feature = "tools")]
pub mod proof;
pub mod revision;
#[cfg(feature = "tools")]
pub mod snippet;
pub mod surface;
mod text;
pub mod vendors;
pub mod words;

#[cfg(all(target_arch = "wasm32", feature = "tools"))]
mod node;
#[cfg(all(target_arch = "wasm32", not(feature = "tools")))]
pub mod page;
