//! Portcullis, a consent module for websites.
//!
//! The rooms, from the ground up. Each knows only those above it in this list:
//!
//! - [`vendors`] — what a vendor is: the built-in services as data.
//! - [`policy`] — what the site declares: `policy.json`, parsed once into types.
//! - [`classify`] — what a thing is: a name or a URL, its class, and why.
//! - [`consent`] — what the visitor decided: signals, record, verdicts, and the pass for the next page.
//! - `snippet` — what an integrator pastes into `<head>` (not in the page's wasm).
//! - `lint` — what is wrong in a policy that can be read, and what a page's own markup gives away (not in the page's wasm).
//! - `notice` — the readable privacy policy (in a page only in a wasm of its own).
//! - `revision` — what a new version of a policy asks anew (in that wasm too).
//! - `page` — what the browser does about it (wasm32 only): banner, preferences, cookie jar, erasure.
//!
//! `text`, with the drawings as text that a page makes nodes of, is for every room.
//!
//! Policy and record go in, verdicts come out, and effects follow from verdicts. Everything but `page`
//! is pure functions over plain data: time, cookies and signals are arguments.

#![cfg_attr(all(feature = "slim", target_arch = "wasm32"), no_std)]

extern crate alloc;

pub mod classify;
pub mod consent;
#[cfg(not(target_arch = "wasm32"))]
pub mod lint;
#[cfg(any(not(target_arch = "wasm32"), feature = "notice"))]
pub mod notice;
pub mod policy;
#[cfg(any(not(target_arch = "wasm32"), feature = "notice"))]
pub mod revision;
#[cfg(not(target_arch = "wasm32"))]
pub mod snippet;
mod text;
pub mod vendors;

#[cfg(target_arch = "wasm32")]
pub mod page;
