//! The readable privacy policy, from the file that drives the banner and the gate: so neither can say what the
//! other does not do.
//!
//! It is one drawing (`src/text/view.rs`). The command line prints it as HTML ([`render`]); the policy page makes nodes of it,
//! with the visitor's present choices in place.

mod announced;
mod article;
mod choices;
mod draft;
mod print;
mod prose;
mod sections;

pub use announced::view as announced;
pub use article::article;
pub use choices::switches;
use draft::Draft;
pub use draft::Page;
pub use print::{render, render_fragment};

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
