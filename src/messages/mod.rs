//! What passes between a page's script and its wasm (`src/page`), as plain data. TypeScript has these types from here
//! (`portcullis generated`).

mod answer;
mod opening;

pub use answer::{Asked, Explained, Known, Looked, Outcome, Placeholder};
pub use opening::{Built, Opening, Visitor};
