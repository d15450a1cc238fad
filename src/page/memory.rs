//! The one room with `unsafe`: the page that stands, the allocator of the page's build, and what a panic
//! does there.
//!
//! A browser's page has one thread, and wasm32-unknown-unknown without the atomics feature has no other.

use alloc::boxed::Box;
use core::cell::Cell;

use super::Page;

struct Standing(Cell<Option<&'static Page>>);

#[allow(unsafe_code)]
// SAFETY: there is one thread.
unsafe impl Sync for Standing {}

static STANDING: Standing = Standing(Cell::new(None));

/// Keeps a page for the calls that follow; it lives as long as the wasm does.
pub(super) fn keep(page: Page) {
    STANDING.0.set(Some(Box::leak(Box::new(page))));
}

/// The page that stands.
pub(super) fn page() -> Option<&'static Page> {
    STANDING.0.get()
}

#[cfg(feature = "slim")]
#[global_allocator]
#[allow(unsafe_code)]
// SAFETY: there is one thread.
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// A panic stops the wasm; the script around it then drops it, and the page stays locked.
#[cfg(feature = "slim")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
