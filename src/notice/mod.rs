//! The readable privacy policy, from the file that drives the banner and the gate: so neither can say what the
//! other does not do.

mod page;
mod prose;
mod sections;
mod words;

pub use page::{render, render_fragment};
pub use words::{NoWords, Words};

#[cfg(test)]
mod tests;
