//! What the browser does for the page: the only doors out of the wasm (`www/page/host.js`,
//! and `host-later.js` for the larger build).

#[cfg(feature = "preferences")]
use alloc::string::String;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/www/page/host.js")]
extern "C" {
    /// Draws a surface (`banner` or `preferences`) in place of the one that stands.
    pub fn draw(surface: &str, view: &str);
    /// Takes a surface away.
    pub fn close(surface: &str);
    /// Assigns to `document.cookie`.
    pub fn write(cookie: &str);
    /// Hands the pass to the shim, which runs it, and keeps it for the next page where it stands.
    pub fn commit(pass: &str, stands: bool);
    /// `document.cookie`, with what was assigned and not kept: where cookies are denied, a choice holds for
    /// the page.
    #[cfg(feature = "preferences")]
    pub fn jar() -> String;
}

#[cfg(feature = "preferences")]
#[wasm_bindgen(module = "/www/page/host-later.js")]
extern "C" {
    /// The names that a store holds, a line each. Of `cookie`, those whose place the browser says, with a tab
    /// and the path; of `blocked`, the databases whose deletion waits for whoever has them open.
    pub fn keys(store: &str) -> String;
    /// What localStorage holds under that name; empty where that is nothing.
    pub fn kept(name: &str) -> String;
    /// Deletes one of them, other than a cookie.
    pub fn forget(store: &str, key: &str);
    /// The page's host, without port.
    pub fn hostname() -> String;
    /// The page's path.
    pub fn path() -> String;
}

#[cfg(any(feature = "preferences", feature = "notice"))]
#[wasm_bindgen(module = "/www/page/host-later.js")]
extern "C" {
    /// Answers a question of the script that asked. An answer goes out by a call because a returned text
    /// would need wasm that cannot be written as JavaScript.
    pub fn tell(answer: &str);
}
