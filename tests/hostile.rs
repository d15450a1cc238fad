//! Hostile data: what a policy, a cookie header, a record or a journal can carry, and what may become of it. The
//! advisories of this module's peers that a browser is needed for are in `tests/hostile/advisories.test.mjs`.

// wasm-pack builds every test; these are native.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "hostile/cost.rs"]
mod cost;
#[path = "hostile/fields.rs"]
mod fields;
#[path = "hostile/records.rs"]
mod records;
