//! The module of pages in a real browser: run by `./x test page`, or by `wasm-pack test --headless --chrome
//! --no-default-features --test page`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod chosen;
mod erased;
mod explained;
mod opened;
mod recorded;
mod shown;
mod stage;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
