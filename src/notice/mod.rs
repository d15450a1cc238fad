//! The readable privacy policy, from the file that drives the banner and the gate: so neither can say what the
//! other does not do.
//!
//! The command line prints it as HTML ([`render`]). The policy page shows the same drawing ([`article`]), with the
//! visitor's present choices in place ([`switches`]).

mod announced;
mod article;
mod choices;
mod context;
mod print;
mod prose;
mod sections;
mod tables;

pub use announced::announced;
pub use article::article;
pub use choices::switches;
use context::Context;
pub use context::Page;
pub use print::{render, render_fragment};

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
