//! The time, as the page's script hands it over.

use super::web::Host;

/// Seconds since 1970.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "as far as a clock goes"
)]
pub(super) fn seconds(host: &Host) -> u64 {
    (host.now() / 1000.0) as u64
}

/// Minutes since 1970.
pub(super) fn minutes(host: &Host) -> u32 {
    u32::try_from(seconds(host) / 60).unwrap_or(u32::MAX)
}
