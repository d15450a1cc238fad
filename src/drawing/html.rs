//! A drawing as HTML.

use alloc::string::String;

use super::{Element, Node};

/// The elements that have no end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// The elements that end a line, so that what is printed can be read.
const ENDS_LINE: [&str; 13] = ["p", "li", "tr", "dt", "dd", "h1", "h2", "h3", "section", "ul", "ol", "dl", "article"];

/// Prints a drawing.
pub fn html(nodes: &[Node]) -> String {
    let mut out = String::new();
    print(&mut out, nodes);
    out
}

fn print(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(out, text),
            Node::Element(element) => print_element(out, element),
        }
    }
}

fn print_element(out: &mut String, element: &Element) {
    out.push('<');
    out.push_str(element.tag);
    for (name, value) in &element.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(out, value);
        out.push('"');
    }
    out.push('>');
    if !VOID.contains(&element.tag) {
        print(out, &element.children);
        out.push_str("</");
        out.push_str(element.tag);
        out.push('>');
    }
    if ENDS_LINE.contains(&element.tag) {
        out.push('\n');
    }
}

/// Appends a text so that it is one, between tags and in an attribute's quotes.
pub fn escape(out: &mut String, text: &str) {
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
