//! A mistake on its way up from where it was found.

use alloc::string::String;
use alloc::vec::Vec;

pub use told::{Fault, Place};

/// What is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The text is not JSON; what should stand there.
    Malformed(&'static str),
    /// A field that must be there is not; what it must be.
    Missing(&'static str),
    /// A field that no policy has.
    UnknownField,
    /// A value that is not what the field takes; what it must be.
    Expected(&'static str),
    /// A service's name that nobody has, and those that are near.
    UnknownService(String, Vec<&'static str>),
    /// A service declared before.
    Twice,
    /// The text is larger than any policy.
    TooLarge,
}

mod told {
    use alloc::string::String;

    use super::Mistake;
    use crate::text;

    /// Where a value stands: the byte offset of its first character.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Place(pub(in crate::policy) usize);

    impl Place {
        pub(in crate::policy) fn at(offset: usize) -> Place {
            Place(offset)
        }

        /// How many bytes stand before it.
        pub fn offset(self) -> usize {
            self.0
        }
    }

    /// What is wrong, where, and the path to it: each level puts its own step before that.
    #[derive(Debug, PartialEq, Eq)]
    pub struct Fault {
        pub(in crate::policy) place: Place,
        pub(in crate::policy) mistake: Mistake,
        pub(in crate::policy) path: String,
    }

    impl Fault {
        pub(in crate::policy) fn new(place: Place, mistake: Mistake) -> Fault {
            Fault { place, mistake, path: String::new() }
        }

        /// Under the item of a list.
        pub(in crate::policy) fn item(self, index: usize) -> Fault {
            let mut step = String::from("[");
            text::number(&mut step, u32::try_from(index).unwrap_or(u32::MAX), 10);
            text::put(&mut step, b']');
            self.under(&step)
        }

        /// Under a field, or an item.
        pub(in crate::policy) fn under(self, step: &str) -> Fault {
            let mut path = String::from(step);
            if matches!(self.path.as_bytes().first(), Some(byte) if *byte != b'[') {
                text::put(&mut path, b'.');
            }
            text::push(&mut path, &self.path);
            Fault { path, ..self }
        }
    }
}
