//! A page's tags as a browser's parser takes them, with where they stand.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// A start tag, and the text in it where it holds text alone.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name, in lower case.
    pub name: String,
    /// The offset at which it stands.
    pub place: usize,
    /// What is in a script, a style sheet and the like.
    pub text: String,
    /// Whether `<head>` has ended before it.
    pub in_body: bool,
    /// Whether it is no element of this page as it runs: it stands in `noscript` or `srcdoc`.
    pub inner: bool,
    /// Of an object, whether it holds something to show in its stead.
    pub has_fallback: bool,
    /// Whether it stands in a closed shadow tree, where no script can reach it.
    pub is_closed_in: bool,
    attributes: BTreeMap<String, String>,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether a list of words in an attribute has one of these.
    pub fn has_word(&self, name: &str, words: &[&str]) -> bool {
        let has = |word: &str| words.iter().any(|other| word.eq_ignore_ascii_case(other));
        self.get(name).is_some_and(|list| list.split_ascii_whitespace().any(has))
    }

    /// Whether it is a meta that stands for that header.
    pub fn stands_for(&self, header: &str) -> bool {
        self.name == "meta" && self.get("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case(header))
    }

    fn kind(&self) -> String {
        self.get("type").unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Whether it is a script of that type.
    pub fn is_script(&self, kind: &str) -> bool {
        self.name == "script" && self.kind() == kind
    }

    /// Whether it is a script that runs. Rocket Loader writes something before a type and runs it all the same.
    pub fn runs(&self) -> bool {
        self.is_module() || self.is_classic()
    }

    pub fn is_module(&self) -> bool {
        let kind = self.kind();
        self.name == "script" && (kind == "module" || kind.ends_with("-module"))
    }

    pub fn is_classic(&self) -> bool {
        let kind = self.kind();
        let known = ["javascript", "ecmascript", "jscript", "livescript"].iter().any(|word| kind.contains(word));
        self.name == "script" && self.get("nomodule").is_none() && (kind.is_empty() || known)
    }
}

/// What may stand in `<head>`. Any other start tag ends it.
const HEAD: [&str; 13] = [
    "html", "head", "meta", "link", "title", "script", "style", "base", "noscript", "template", "noframes", "bgsound",
    "basefont",
];
/// What holds text alone.
const TEXT: [&str; 8] = ["script", "style", "title", "textarea", "noscript", "iframe", "xmp", "noembed"];

/// The tags of a page, in the order in which they stand.
pub(super) fn read(html: &str) -> Vec<Element> {
    let mut page = Page::default();
    page.read(html, &|offset| offset);
    page.elements
}

/// What becomes of what a template holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Template {
    /// Nothing, until a script takes it.
    Inert,
    /// It is a shadow tree that scripts can reach.
    Open,
    /// It is a shadow tree that they cannot.
    Closed,
}

impl Template {
    fn of(mode: Option<&str>) -> Template {
        match mode {
            Some(mode) if mode.eq_ignore_ascii_case("open") => Template::Open,
            Some(mode) if mode.eq_ignore_ascii_case("closed") => Template::Closed,
            _ => Template::Inert,
        }
    }
}

#[derive(Default)]
struct Page {
    elements: Vec<Element>,
    in_body: bool,
    inner: bool,
    /// The templates that are open.
    templates: Vec<Template>,
    /// The objects that are open, by their number among the elements.
    objects: Vec<usize>,
}

impl Page {
    /// Reads markup; `place` says where in the file an offset of it is.
    fn read(&mut self, html: &str, place: &dyn Fn(usize) -> usize) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        // The element that text belongs to, and where that begins.
        let mut open: Option<(Element, usize)> = None;
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    let name = text(&tag.name);
                    let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                    let attributes: BTreeMap<String, String> = attributes.collect();
                    let inert = self.is_inert();
                    let is_closed_in = self.templates.contains(&Template::Closed);
                    if name == "template" {
                        self.templates.push(Template::of(attributes.get("shadowrootmode").map(String::as_str)));
                    }
                    self.in_body |= !inert && !HEAD.contains(&name.as_str());
                    if name != "param" {
                        self.fall_back();
                    }
                    let (in_body, inner) = (self.in_body, self.inner);
                    let element = Element {
                        name,
                        place: place(tag.span.start),
                        attributes,
                        in_body,
                        inner,
                        is_closed_in,
                        ..Element::default()
                    };
                    if TEXT.contains(&element.name.as_str()) {
                        open = Some((element, tag.span.end));
                    } else if !inert {
                        if element.name == "object" {
                            self.objects.push(self.elements.len());
                        }
                        self.elements.push(element);
                    }
                }
                Token::String(text) => match &mut open {
                    Some((element, _)) => element.text.push_str(&String::from_utf8_lossy(&text)),
                    None if text.trim_ascii().is_empty() => {}
                    None => {
                        self.in_body |= !self.is_inert();
                        self.fall_back();
                    }
                },
                Token::EndTag(tag) => match open.take() {
                    Some((element, start)) => self.close(element, html.get(start..tag.span.start), start, place),
                    None if *tag.name == b"template" => {
                        self.templates.pop();
                    }
                    None if *tag.name == b"object" => {
                        self.objects.pop();
                    }
                    None => self.in_body |= [&b"body"[..], b"html", b"br"].contains(&tag.name.as_slice()),
                },
                _ => {}
            }
        }
        if let Some((element, start)) = open {
            self.close(element, None, start, place);
        }
    }

    /// Whether what stands here is in a template that does nothing.
    fn is_inert(&self) -> bool {
        self.templates.contains(&Template::Inert)
    }

    /// Something stands in each object that is open.
    fn fall_back(&mut self) {
        for at in &self.objects {
            if let Some(object) = self.elements.get_mut(*at) {
                object.has_fallback = true;
            }
        }
    }

    fn close(&mut self, element: Element, within: Option<&str>, start: usize, place: &dyn Fn(usize) -> usize) {
        if self.is_inert() {
            return;
        }
        let at = element.place;
        let srcdoc = element.get("srcdoc").map(String::from);
        let is_noscript = element.name == "noscript";
        self.elements.push(element);
        let mut inner = Page { inner: true, ..Page::default() };
        if let Some(html) = srcdoc {
            inner.read(&html, &|_| at);
        } else if let (true, Some(html)) = (is_noscript, within) {
            // What is fetched where JavaScript is off.
            inner.read(html, &|offset| place(start.saturating_add(offset)));
        }
        self.elements.append(&mut inner.elements);
    }
}
