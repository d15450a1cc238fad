//! What a page shows, as a tree of elements with their words filled in.
//!
//! A page makes nodes of it, the command line prints it as HTML ([`html`]), and a receipt keeps the hash of what it
//! says ([`text_content`]).
//!
//! No text of a policy becomes markup. Tags and attribute names are literals of this crate, and texts become text
//! nodes. An address is a checked [`Link`] ([`Element::link`]) or a part of the drawing itself
//! ([`Element::link_to_part`]): a `javascript:` address passes no `Link`. So nothing sets `href` by its name, nor `src`
//! or a handler; `tests/rooms.rs` holds that.

mod html;

use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::policy::field::Link;

pub use html::{escape, html};

/// What the names of our classes and ids begin with: a page has its own.
const PREFIX: &str = "portcullis-";

/// A text, or an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A text.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element: its attributes in the order in which they were set, and its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

/// What a click on a control does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Grants everything.
    Accept,
    /// Refuses everything.
    Reject,
    /// Opens the preferences.
    Choose,
    /// Keeps the switches as they are set.
    Save,
    /// Closes the preferences without a change.
    Close,
    /// Leads to the first switch.
    Change,
    /// Takes back every grant.
    Withdraw,
    /// Hands the visitor what is on record.
    Download,
    /// Erases all that is stored, the record included where it may go.
    Erase,
}

impl Action {
    /// All of them.
    pub const ALL: [Action; 9] = [
        Action::Accept,
        Action::Reject,
        Action::Choose,
        Action::Save,
        Action::Close,
        Action::Change,
        Action::Withdraw,
        Action::Download,
        Action::Erase,
    ];

    /// The name in `data-action`.
    pub const fn name(self) -> &'static str {
        match self {
            Action::Accept => "accept",
            Action::Reject => "reject",
            Action::Choose => "choose",
            Action::Save => "save",
            Action::Close => "close",
            Action::Change => "change",
            Action::Withdraw => "withdraw",
            Action::Download => "download",
            Action::Erase => "erase",
        }
    }

    /// The action of that name.
    pub fn parse(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.name() == name)
    }
}

impl Element {
    /// An element without attributes or children.
    pub fn new(tag: &'static str) -> Element {
        Element { tag, attributes: Vec::new(), children: Vec::new() }
    }

    /// Sets an attribute.
    pub fn set(mut self, name: &'static str, value: impl Into<String>) -> Element {
        let value = value.into();
        match self.attributes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name, value)),
        }
        self
    }

    /// Sets an attribute that has no value, where the condition holds.
    pub fn flag(self, name: &'static str, is_set: bool) -> Element {
        if is_set { self.set(name, "") } else { self }
    }

    /// Adds a class: `portcullis-` and that name.
    pub fn class(self, name: &str) -> Element {
        let before = self.attribute("class").map_or(String::new(), |classes| [classes, " "].concat());
        self.set("class", [&before, PREFIX, name].concat())
    }

    /// Sets the id: `portcullis-` and that name.
    pub fn id(self, name: &str) -> Element {
        self.set("id", [PREFIX, name].concat())
    }

    /// Names it by what the element of that id says.
    pub fn labelled_by(self, id: &str) -> Element {
        self.set("aria-labelledby", [PREFIX, id].concat())
    }

    /// Describes it by what the element of that id says.
    pub fn described_by(self, id: &str) -> Element {
        self.set("aria-describedby", [PREFIX, id].concat())
    }

    /// Leads to another page.
    pub fn link(self, to: Link<'_>) -> Element {
        self.set("href", to.as_str())
    }

    /// Leads to the element of that id.
    pub fn link_to_part(self, id: &str) -> Element {
        self.set("href", ["#", PREFIX, id].concat())
    }

    /// Has a click on it do that.
    pub fn action(self, action: Action) -> Element {
        self.set("data-action", action.name())
    }

    /// Adds a text. Texts next to each other become one.
    pub fn text(self, text: impl Into<String>) -> Element {
        self.child(text.into())
    }

    /// Adds a child.
    pub fn child(mut self, child: impl Into<Node>) -> Element {
        match (self.children.last_mut(), child.into()) {
            (_, Node::Text(text)) if text.is_empty() => {}
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
            (_, child) => self.children.push(child),
        }
        self
    }

    /// Adds children.
    pub fn children(self, children: impl IntoIterator<Item: Into<Node>>) -> Element {
        children.into_iter().fold(self, Element::child)
    }

    /// Its tag.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// Its attributes, in the order in which they were set.
    pub fn attributes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.attributes.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The value of an attribute, where it is set.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// What stands in it.
    pub fn nodes(&self) -> &[Node] {
        &self.children
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Node {
        Node::Element(element)
    }
}

impl From<String> for Node {
    fn from(text: String) -> Node {
        Node::Text(text)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Node {
        Node::Text(text.into())
    }
}

/// All that a drawing says, one text after the other: the `textContent` of its nodes.
pub fn text_content(nodes: &[Node]) -> String {
    fn read(out: &mut String, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => read(out, &element.children),
            }
        }
    }
    let mut out = String::new();
    read(&mut out, nodes);
    out
}

/// A text is a string, an element `[tag, {attributes}, …children]`.
impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Text(text) => serializer.serialize_str(text),
            Node::Element(element) => element.serialize(serializer),
        }
    }
}

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = serializer.serialize_seq(Some(self.children.len().saturating_add(2)))?;
        parts.serialize_element(self.tag)?;
        parts.serialize_element(&Attributes(&self.attributes))?;
        self.children.iter().try_for_each(|child| parts.serialize_element(child))?;
        parts.end()
    }
}

struct Attributes<'d>(&'d [(&'static str, String)]);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(name, value)| fields.serialize_entry(name, value))?;
        fields.end()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
