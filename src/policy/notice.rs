//! What the readable privacy policy says beyond services and cookies: `notice` in `policy.json`. Neither build that
//! asks for a choice reads it; `portcullis render` does, and the wasm of the policy page.

use alloc::vec::Vec;

use super::field::{Date, Link};
use super::json::{Node, Value};
use super::schema::{Kind, may, must};
use super::{items, text_of};

/// What a passage means for the reader, as the source policy marks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is in the reader's favour.
    Green,
    /// It may need attention.
    Yellow,
    /// It may be against the reader.
    Red,
}

impl Mark {
    /// All of them, the best first.
    pub const ALL: [Mark; 3] = [Mark::Green, Mark::Yellow, Mark::Red];

    /// Its name in the policy.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Green => "green",
            Mark::Yellow => "yellow",
            Mark::Red => "red",
        }
    }

    fn parse(text: &str) -> Option<Mark> {
        Mark::ALL.into_iter().find(|mark| mark.name() == text)
    }
}

/// The legal bases of the GDPR, article 6(1), in its order.
pub const BASES: &[&str] =
    &["consent", "contract", "legal-obligation", "vital-interests", "public-interest", "legitimate-interests"];

/// One passage of many.
pub(super) static PASSAGE: Kind = Kind::Object(&[
    may("text", Kind::Sentence),
    may("list", Kind::List(&Kind::Sentence)),
    may("mark", Kind::OneOf(&["green", "yellow", "red"], "\"green\", \"yellow\" or \"red\"")),
]);
const PROSE: Kind = Kind::List(&PASSAGE);
const BASIS: Kind = Kind::OneOf(
    BASES,
    "\"consent\", \"contract\", \"legal-obligation\", \"vital-interests\", \"public-interest\" or \
     \"legitimate-interests\"",
);

/// All of it. Each list of blocks is a section of the page, in the page's order.
pub(super) const NOTICE: Kind = Kind::Object(&[
    may("next", Kind::Object(&[must("effective", Kind::Date), must("policy", Kind::Path)])),
    may("introduction", PROSE),
    may("revisions", PROSE),
    may(
        "definitions",
        Kind::List(&Kind::Object(&[
            must("term", Kind::Sentence),
            must("text", Kind::Sentence),
            may("also", Kind::List(&Kind::Sentence)),
            may("note", PROSE),
        ])),
    ),
    may(
        "collected",
        Kind::List(&Kind::Object(&[
            must("what", Kind::Sentence),
            must("how", Kind::Sentence),
            must("why", Kind::Sentence),
            must("basis", Kind::List(&BASIS)),
            may("examples", Kind::List(&Kind::Sentence)),
            may("kept", Kind::Sentence),
            may("note", PROSE),
        ])),
    ),
    may("technologies", PROSE),
    may("use", PROSE),
    may("sharing", PROSE),
    may("security", PROSE),
    may("retention", PROSE),
    may("children", Kind::Object(&[must("under", Kind::Count), may("text", PROSE)])),
    may("transfers", Kind::Object(&[must("to", Kind::List(&Kind::Sentence)), may("text", PROSE)])),
    may("purposes", PROSE),
    may("sale", Kind::Object(&[must("sells", Kind::Flag), may("text", PROSE)])),
    may(
        "california",
        Kind::Object(&[
            must("contact", Kind::Sentence),
            may(
                "shared",
                Kind::List(&Kind::Object(&[
                    must("category", Kind::Sentence),
                    must("examples", Kind::Sentence),
                    must("recipients", Kind::Sentence),
                ])),
            ),
            may("text", PROSE),
        ]),
    ),
    may("eu", PROSE),
    may("rights", Kind::Object(&[must("days", Kind::Count), may("text", PROSE)])),
    may(
        "authorities",
        Kind::List(&Kind::Object(&[
            must("regime", Kind::OneOf(&["eu", "uk", "us", "br"], "\"eu\", \"uk\", \"us\" or \"br\"")),
            must("name", Kind::Sentence),
            must("link", Kind::Link),
        ])),
    ),
    may("disclaimers", PROSE),
    may("contacts", Kind::List(&Kind::Object(&[must("for", Kind::Sentence), must("address", Kind::Sentence)]))),
    may("contact", PROSE),
    may(
        "versions",
        Kind::List(&Kind::Object(&[must("date", Kind::Date), must("changes", Kind::List(&Kind::Sentence))])),
    ),
]);

/// What the policy says there; a policy that says nothing has empty sections.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'t>(Option<&'t Node<'t>>);

/// A paragraph or a list, and what it means for the reader.
#[derive(Clone, Copy, Debug)]
pub struct Block<'t> {
    /// The paragraph, before the list; empty where there is none.
    pub text: &'t str,
    /// What it means.
    pub mark: Option<Mark>,
    list: &'t [Node<'t>],
}

/// A term, and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Definition<'t> {
    /// The term.
    pub term: &'t str,
    /// Its meaning.
    pub text: &'t str,
    node: &'t Node<'t>,
}

/// A kind of data.
#[derive(Clone, Copy, Debug)]
pub struct Collected<'t> {
    /// What it is called.
    pub what: &'t str,
    /// By which technology, or from whom.
    pub how: &'t str,
    /// What for.
    pub why: &'t str,
    /// How long it is kept, where that is said.
    pub kept: &'t str,
    node: &'t Node<'t>,
}

/// A row of California's table.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'t> {
    /// The category of data.
    pub category: &'t str,
    /// What of it.
    pub examples: &'t str,
    /// The categories of those who get it.
    pub recipients: &'t str,
}

/// A version of the policy.
#[derive(Clone, Copy, Debug)]
pub struct Version<'t> {
    /// Its day, as written.
    pub date: &'t str,
    node: &'t Node<'t>,
}

fn texts<'t>(node: &'t Node<'t>, name: &str) -> impl Iterator<Item = &'t str> + use<'t> {
    items(node, name).iter().filter_map(Node::text)
}

fn blocks<'t>(nodes: &'t [Node<'t>]) -> impl Iterator<Item = Block<'t>> + use<'t> {
    nodes.iter().map(|node| Block {
        text: text_of(node, "text"),
        mark: Mark::parse(text_of(node, "mark")),
        list: items(node, "list"),
    })
}

impl<'t> Block<'t> {
    /// The list's items.
    pub fn list(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.list.iter().filter_map(Node::text)
    }
}

impl<'t> Definition<'t> {
    /// Its other names.
    pub fn also(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        texts(self.node, "also")
    }

    /// What to note of it.
    pub fn note(&self) -> impl Iterator<Item = Block<'t>> + use<'t> {
        blocks(items(self.node, "note"))
    }
}

impl<'t> Collected<'t> {
    /// The legal bases, of [`BASES`].
    pub fn basis(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        texts(self.node, "basis")
    }

    /// What of it.
    pub fn examples(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        texts(self.node, "examples")
    }

    /// What to note of it.
    pub fn note(&self) -> impl Iterator<Item = Block<'t>> + use<'t> {
        blocks(items(self.node, "note"))
    }
}

impl<'t> Version<'t> {
    /// What changed.
    pub fn changes(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        texts(self.node, "changes")
    }
}

impl<'t> Notice<'t> {
    pub(super) fn new(node: Option<&'t Node<'t>>) -> Notice<'t> {
        Notice(node)
    }

    fn field(&self, name: &str) -> Option<&'t Node<'t>> {
        self.0.and_then(|node| node.field(name))
    }

    fn list(&self, name: &str) -> &'t [Node<'t>] {
        self.field(name).map(Node::items).unwrap_or_default()
    }

    /// Where that version can be read.
    pub fn next_policy(&self) -> Option<&'t str> {
        self.field("next")?.field("policy")?.text()
    }

    /// The day, as written, from which the next version is in force, where one is announced.
    pub fn announced(&self) -> Option<&'t str> {
        self.field("next")?.field("effective")?.text()
    }

    /// The blocks of a section: `children` and the like have theirs under `text`.
    pub fn prose(&self, section: &str) -> impl Iterator<Item = Block<'t>> + use<'t> {
        blocks(match self.field(section) {
            Some(node) if matches!(node.value, Value::Fields(_)) => items(node, "text"),
            Some(node) => node.items(),
            None => &[],
        })
    }

    /// Whether the policy says anything there.
    pub fn has(&self, section: &str) -> bool {
        self.field(section).is_some()
    }

    fn plain(&self, section: &str, name: &str) -> Option<&'t str> {
        match self.field(section)?.field(name)?.value {
            Value::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// The age under which the site is not for children, as written.
    pub fn under_age(&self) -> Option<&'t str> {
        self.plain("children", "under")
    }

    /// The days in which a request is answered, as written.
    pub fn answered_in(&self) -> Option<&'t str> {
        self.plain("rights", "days")
    }

    /// The authorities that a visitor under that regime may complain to: what each is called, and where it is found.
    pub fn authorities<'r>(&self, regime: &'r str) -> impl Iterator<Item = (&'t str, Link<'t>)> + use<'t, 'r> {
        let of_regime = self.list("authorities").iter().filter(move |node| text_of(node, "regime") == regime);
        of_regime.filter_map(|node| Some((text_of(node, "name"), Link::parse(text_of(node, "link"))?)))
    }

    /// Whether personal data is sold.
    pub fn sells(&self) -> Option<bool> {
        self.plain("sale", "sells").map(|flag| flag == "true")
    }

    /// The countries that data goes to.
    pub fn transfers(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.field("transfers").into_iter().flat_map(|node| texts(node, "to"))
    }

    /// Where Californians write to.
    pub fn california_contact(&self) -> Option<&'t str> {
        self.field("california")?.field("contact")?.text()
    }

    /// California's table.
    pub fn shared(&self) -> impl Iterator<Item = Shared<'t>> + use<'t> {
        self.field("california").map(|node| items(node, "shared")).unwrap_or_default().iter().map(|node| Shared {
            category: text_of(node, "category"),
            examples: text_of(node, "examples"),
            recipients: text_of(node, "recipients"),
        })
    }

    /// The terms.
    pub fn definitions(&self) -> impl Iterator<Item = Definition<'t>> + use<'t> {
        self.list("definitions").iter().map(|node| Definition {
            term: text_of(node, "term"),
            text: text_of(node, "text"),
            node,
        })
    }

    /// The kinds of data.
    pub fn collected(&self) -> impl Iterator<Item = Collected<'t>> + use<'t> {
        self.list("collected").iter().map(|node| Collected {
            what: text_of(node, "what"),
            how: text_of(node, "how"),
            why: text_of(node, "why"),
            kept: text_of(node, "kept"),
            node,
        })
    }

    /// Further addresses: what for, and which.
    pub fn contacts(&self) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
        self.list("contacts").iter().map(|node| (text_of(node, "for"), text_of(node, "address")))
    }

    /// The versions, the newest first.
    pub fn versions(&self) -> Vec<Version<'t>> {
        let mut versions: Vec<Version<'t>> =
            self.list("versions").iter().map(|node| Version { date: text_of(node, "date"), node }).collect();
        versions.sort_by_key(|version| core::cmp::Reverse(Date::parse(version.date)));
        versions
    }
}
