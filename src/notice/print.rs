//! The article as HTML.

use alloc::string::String;

use super::{Page, article};
use crate::drawing::{escape, html};
use crate::policy::Policy;
use crate::words::Words;

/// A whole page, which needs nothing else.
pub fn render(policy: &Policy<'_>, words: &Words) -> String {
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"");
    escape(&mut page, &words.language);
    page.push_str(
        "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, \
                   initial-scale=1\">\n<title>",
    );
    escape(&mut page, &words.say("policy"));
    page.push_str(" – ");
    escape(&mut page, policy.site());
    page.push_str("</title>\n<style>\n");
    page.push_str(include_str!("page.css"));
    page.push_str(include_str!("notice.css"));
    page.push_str("</style>\n</head>\n<body><main>\n");
    page.push_str(&render_fragment(policy, words));
    page.push_str("</main></body>\n</html>");
    page
}

/// The article alone, for a page of the site's own.
pub fn render_fragment(policy: &Policy<'_>, words: &Words) -> String {
    html(&[article(policy, words, Page::default()).into()])
}
