//! What the visitor decided: signals and records in, verdicts out, and the pass for the next page.

mod decision;
mod erasure;
mod pass;
mod record;
mod seal;

pub use decision::{Reason, Signals, Verdict, decided, verdicts};
pub use erasure::{is_refused, removals};
pub use pass::{Pass, steps_before};
pub use record::{Grants, How, LIFETIME_DAYS, Record, Unreadable, from_jar, pairs, write};
pub use seal::Guard;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
