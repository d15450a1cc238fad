//! The grants of a record whose names would be too long: one bit per gated service.

use alloc::string::String;

use crate::policy::Policy;
use crate::text;

/// Bits of exactly the gated services that had this fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask<'t> {
    /// Of the gated services' ids.
    pub print: u32,
    /// Five services to a character.
    pub bits: &'t str,
}

/// Appends them to a record's beginning.
#[expect(clippy::arithmetic_side_effects, reason = "a place is below five")]
pub(super) fn write(mut out: String, policy: &Policy<'_>, granted: &dyn Fn(&str) -> bool) -> String {
    text::push(&mut out, ".m~");
    text::number(&mut out, fingerprint(policy), 36);
    text::put(&mut out, b'~');
    let (mut five, mut place) = (0, 0);
    for service in policy.gated() {
        five |= u32::from(granted(service.id)) << place;
        place += 1;
        if place == 5 {
            text::number(&mut out, five, 32);
            (five, place) = (0, 0);
        }
    }
    if place > 0 {
        text::number(&mut out, five, 32);
    }
    out
}

impl<'t> Mask<'t> {
    pub(super) fn read(text: &'t str) -> Option<Mask<'t>> {
        let (print, bits) = text::cut(text, b'~');
        let bits = bits?;
        if !bits.bytes().all(|byte| text::digit(byte).is_some_and(|value| value < 32)) {
            return None;
        }
        Some(Mask { print: text::base36(print)?, bits })
    }

    pub(super) fn grants(self, policy: &Policy<'_>, id: &str) -> bool {
        self.fits(policy) && policy.gated().iter().position(|service| service.id == id).is_some_and(|at| self.has(at))
    }

    /// Whether it grants the service in that place of the list that it was written for.
    pub fn has(self, at: usize) -> bool {
        let five = self.bits.as_bytes().get(at / 5).copied().and_then(text::digit).unwrap_or(0);
        five >> (at % 5) & 1 == 1
    }

    pub(super) fn fits(self, policy: &Policy<'_>) -> bool {
        self.print == fingerprint(policy) && self.bits.len() == policy.gated().len().div_ceil(5)
    }
}

/// FNV-1a over the gated services' ids in order: tells one list from another, nothing more.
fn fingerprint(policy: &Policy<'_>) -> u32 {
    let bytes = policy.gated().iter().flat_map(|service| service.id.bytes().chain([0]));
    bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
