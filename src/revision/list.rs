//! What is asked again and why, as a short list for who is asked.

use alloc::string::String;
use alloc::vec::Vec;

use super::change;
use crate::policy::Policy;
use crate::text;
use crate::text::view::View;

/// A line for each of these services (their ids, a line each) that changed between two versions.
pub fn list(old: &Policy<'_>, new: &Policy<'_>, asked: &str) -> String {
    let mut view = View::default();
    for service in new.gated().iter().filter(|service| text::pieces(asked, b'\n').any(|id| id == service.id)) {
        let mut kinds: Vec<&'static str> = Vec::new();
        for what in change::of(old.service(service.id), service, false) {
            if !kinds.contains(&what.key()) {
                kinds.push(what.key());
            }
        }
        view.line("<li\n\"", service.name());
        for (at, key) in kinds.into_iter().enumerate() {
            view.put(if at == 0 { "\": " } else { "\", " }).put(key);
        }
        view.put(">");
    }
    view.finish()
}
