//! The drawing as HTML.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Page, article};
use crate::policy::Policy;
use crate::words::{NoWords, Words};

/// A whole page, which needs nothing else, in that language: the policy's where none is named, and else English.
pub fn render(policy: &Policy<'_>, language: Option<&str>) -> Result<String, NoWords> {
    let words = Words::of(policy, language)?;
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"");
    page.push_str(&words.language);
    page.push_str("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    escape(&mut page, &words.say("policy"));
    page.push_str(" – ");
    escape(&mut page, policy.site());
    page.push_str("</title>\n<style>\n");
    page.push_str(include_str!("page.css"));
    page.push_str(include_str!("notice.css"));
    page.push_str("</style>\n</head>\n<body><main>\n");
    print(&mut page, &article(policy, &words.language, Page::default()), &words);
    page.push_str("</main></body>\n</html>");
    Ok(page)
}

/// The article alone, for a page of the site's own.
pub fn render_fragment(policy: &Policy<'_>, language: Option<&str>) -> Result<String, NoWords> {
    let words = Words::of(policy, language)?;
    let mut out = String::new();
    print(&mut out, &article(policy, &words.language, Page::default()), &words);
    Ok(out)
}

/// Prints a drawing. Whatever is said is escaped; what opens and closes are literals of this crate.
fn print(out: &mut String, drawing: &str, words: &Words) {
    let mut open: Vec<&str> = Vec::new();
    // Whether the last tag may still get attributes.
    let mut tag = false;
    for line in drawing.lines() {
        let Some(first) = line.chars().next() else { continue };
        let rest = line.get(first.len_utf8()..).unwrap_or_default();
        let (name, value) = rest.split_once(' ').unwrap_or((rest, ""));
        match first {
            '=' => attribute(out, name, value),
            '.' => attribute(out, "class", &alloc::format!("portcullis-{rest}")),
            _ => {
                if core::mem::take(&mut tag) {
                    out.push('>');
                }
                match first {
                    '<' => {
                        out.push('<');
                        out.push_str(rest);
                        open.push(rest);
                        tag = true;
                    }
                    '>' => close(out, open.pop().unwrap_or_default()),
                    '$' => escape(out, &words.with(name, value)),
                    '~' => escape(out, &words.duration(rest)),
                    _ => escape(out, rest),
                }
            }
        }
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

fn close(out: &mut String, tag: &str) {
    if !matches!(tag, "br" | "input") {
        out.push_str("</");
        out.push_str(tag);
        out.push('>');
    }
    if matches!(tag, "p" | "li" | "tr" | "dt" | "dd" | "h1" | "h2" | "h3" | "section" | "ul" | "ol" | "dl" | "article")
    {
        out.push('\n');
    }
}

fn escape(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(char),
        }
    }
}
