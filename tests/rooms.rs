//! The house keeps its shape: no room knows one that uses it, and core knows nothing of the browser.

#![allow(clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. `text` is what every room may use.
const ROOMS: &[&str] = &[
    "vendors", "policy", "words", "drawing", "classify", "consent", "surface", "plan", "journal", "proof", "snippet",
    "lint", "notice", "revision", "centre", "messages", "command", "page",
];

fn sources(under: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(under).expect("a folder of src/") {
        let path = entry.expect("an entry of src/").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn no_room_knows_one_that_uses_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (floor, room) in ROOMS.iter().enumerate() {
        for file in sources(&src.join(room)) {
            let text = fs::read_to_string(&file).expect("a source file");
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            for above in ROOMS.iter().skip(floor + 1) {
                let used = code.iter().any(|line| line.contains(&format!("crate::{above}")));
                assert!(!used, "{} uses {above}", file.display());
            }
        }
    }
}

#[test]
fn core_has_no_browser_types_no_clock_and_no_chance() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in ROOMS.iter().filter(|room| **room != "page") {
        // A test may take the time.
        for file in sources(&src.join(room)).into_iter().filter(|file| !file.ends_with("tests.rs")) {
            let text = fs::read_to_string(&file).expect("a source file");
            for word in ["wasm_bindgen", "web_sys", "js_sys", "SystemTime", "Instant::now", "rand::"] {
                assert!(!text.contains(word), "{} uses {word}", file.display());
            }
        }
    }
}

/// An address is a checked link, and a page's handlers are its own: src/drawing says so.
#[test]
fn no_drawing_sets_an_address_or_a_handler_by_its_name() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&src).into_iter().filter(|file| !file.ends_with("drawing/mod.rs")) {
        let text = fs::read_to_string(&file).expect("a source file");
        for name in ["href", "src", "srcdoc", "action", "formaction", "on", "style"] {
            let set = format!(".set(\"{name}");
            let by_name =
                text.match_indices(&set).any(|(at, _)| name == "on" || text[at + set.len()..].starts_with('"'));
            assert!(!by_name, "{} sets {name}", file.display());
        }
    }
}
