//! A version that is announced and not yet in force: until its day nothing changes, and it asks nothing.

use alloc::string::String;

use super::{Draft, Page};
use crate::policy::{Policy, Service};

/// What the article says of it: the day alone, whatever day it is read on. A page adds what [`view`] says.
pub(super) fn passage(draft: &mut Draft<'_>, policy: &Policy<'_>) {
    draft.put("<div\n.announced");
    if let Some(day) = policy.notice().announced() {
        draft.line("<p\n$next.text ", day).put(">");
    } else if let Some(day) = policy.effective_text().filter(|_| policy.effective() > Some(policy.updated())) {
        draft.line("<p\n$next.force ", day).put(">");
    }
    draft.put(">");
}

/// What is said of a version that comes into force after `now` (in minutes since 1970), and of what it will then ask;
/// nothing of one that is in force.
pub fn view(next: &Policy<'_>, now: u32) -> String {
    let mut draft = Draft::new(Page::default());
    let Some(day) = next.effective_text().filter(|_| next.effective().is_some_and(|day| day.minutes() > now)) else {
        return draft.finish();
    };
    draft.line("<p\n$next.text ", day).put(">");
    let is_asked = |service: &&Service<'_>| service.since().is_some_and(|since| since.minutes() > now);
    let mut asked = next.gated().iter().filter(is_asked).peekable();
    if asked.peek().is_some() {
        draft.put("<p\n$next.asks\n>\n<ul");
        for service in asked {
            draft.line("<li\n\"", service.name()).put(">");
        }
        draft.put(">");
    }
    draft.finish()
}
