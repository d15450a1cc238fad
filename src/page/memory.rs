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
    #[cfg(feature = "slim")]
    upwards::MEMORY.mark();
}

/// A call of the page that stands. Nothing that it makes outlives it.
pub(super) fn call(does: impl FnOnce(&'static Page)) {
    if let Some(page) = page() {
        does(page);
        #[cfg(feature = "slim")]
        upwards::MEMORY.back();
    }
}

/// A call that leaves nothing behind, where no page stands.
#[cfg(feature = "names")]
pub(super) fn passing(does: impl FnOnce()) {
    does();
    #[cfg(feature = "slim")]
    upwards::MEMORY.back();
}

/// The page that stands.
pub(super) fn page() -> Option<&'static Page> {
    STANDING.0.get()
}

/// The allocator of the page's build: memory is given out upwards, what was given last can grow, and all
/// that a call has taken is given back with its end ([`call`]). A page calls a few times in its life, so
/// nothing finer pays for its bytes.
#[cfg(feature = "slim")]
#[expect(clippy::arithmetic_side_effects, reason = "sizes below isize::MAX, of an address space of 4 GB: no sum wraps")]
mod upwards {
    use core::alloc::{GlobalAlloc, Layout};
    use core::arch::wasm32::{memory_grow, memory_size, unreachable};
    use core::cell::Cell;

    /// Where the next begins, and where it began when the page that stands was there.
    pub(super) struct Upwards(Cell<usize>, Cell<usize>);

    #[global_allocator]
    pub(super) static MEMORY: Upwards = Upwards(Cell::new(0), Cell::new(0));

    #[allow(unsafe_code)]
    // SAFETY: there is one thread.
    unsafe impl Sync for Upwards {}

    const PAGE: usize = 1 << 16;

    impl Upwards {
        /// What is given out up to here stays.
        pub(super) fn mark(&self) {
            self.1.set(self.0.get());
        }

        /// All that was given out since is given back.
        pub(super) fn back(&self) {
            self.0.set(self.1.get());
        }

        /// What ends at `end` is given out; without memory for it, the wasm stops.
        fn reach(&self, end: usize) {
            let there = memory_size(0) * PAGE;
            if end > there && memory_grow(0, (end - there).div_ceil(PAGE)) == usize::MAX {
                unreachable();
            }
            self.0.set(end);
        }
    }

    #[allow(unsafe_code)]
    // SAFETY: what is given out lies behind all that stands, aligned, in memory that is there; sizes are
    // below isize::MAX, so that no sum wraps.
    unsafe impl GlobalAlloc for Upwards {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // The memory that the wasm came with is the stack and its texts.
            let next = if self.0.get() == 0 { memory_size(0) * PAGE } else { self.0.get() };
            let start = next.next_multiple_of(layout.align());
            self.reach(start + layout.size());
            // SAFETY: the wasm has a stack before it. It drops what would be said of a failure.
            unsafe { core::hint::assert_unchecked(start != 0) };
            start as *mut u8
        }

        unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

        unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            if start as usize + layout.size() == self.0.get() {
                self.reach(start as usize + size);
                return start;
            }
            let there = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
            unsafe { start.copy_to_nonoverlapping(there, layout.size().min(size)) };
            there
        }
    }
}

/// A panic stops the wasm; the script around it then drops it, and the page stays locked.
#[cfg(feature = "slim")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
