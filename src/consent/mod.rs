//! What the visitor decided: signals and records in, verdicts out, and the pass for the next page.

mod choice;
mod decision;
mod erasure;
mod former;
mod mask;
mod record;
mod regime;
mod seal;
pub mod stored;

pub use choice::{Change, change, choose};
pub use decision::unchosen;
pub use decision::{Reason, Signals, Verdict, decided, verdicts};
pub use erasure::{Erased, Report, Survivor, Why, is_refused, reach, removals, unseen};
pub use former::Former;
pub use mask::Mask;
pub use record::{Grants, How, Record, Unreadable, WAYS, from_jar, is_long, pairs, write};
pub use regime::{COUNTRIES, Regime};
pub use seal::Guard;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod exact_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod property_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod regime_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
