//! What the site had before: `moving` in `policy.json`. It says which of this policy's services the names of another
//! product's markup, and of the choices that it stored, stand for. Of the builds only the larger one reads it.

use alloc::vec::Vec;

use super::field::Date;
use super::json::{Node, Value};
use super::schema::{ANY, Kind, may, must};
use super::{Policy, items, text_of};
use crate::vendors::Form;

/// A product that a site moves from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// vanilla-cookieconsent 3: categories, and services in them as `category/service`.
    Vanilla,
    /// klaro.
    Klaro,
    /// tarteaucitron.
    Tarteaucitron,
    /// Cookiebot: its markup alone.
    Cookiebot,
    /// OneTrust: its markup alone.
    OneTrust,
}

const PRODUCTS: &[(&str, Product, &str)] = &[
    ("vanilla-cookieconsent", Product::Vanilla, "cc_cookie"),
    ("klaro", Product::Klaro, "klaro"),
    ("tarteaucitron", Product::Tarteaucitron, "tarteaucitron"),
    ("cookiebot", Product::Cookiebot, ""),
    ("onetrust", Product::OneTrust, ""),
];

pub(super) const MOVING: Kind = Kind::List(&Kind::Object(&[
    must(
        "from",
        Kind::OneOf(
            &["vanilla-cookieconsent", "klaro", "tarteaucitron", "cookiebot", "onetrust"],
            "\"vanilla-cookieconsent\", \"klaro\", \"tarteaucitron\", \"cookiebot\" or \"onetrust\"",
        ),
    ),
    must("names", Kind::Object(&[may(ANY, Kind::Services)])),
    may("stored", Kind::Setting(Form::Token)),
    may("asOf", Kind::Date),
    may("revision", Kind::Count),
    may("keep", Kind::Flag),
]));

/// A product that the site moves from, and what its names stand for.
#[derive(Clone, Copy, Debug)]
pub struct Moving<'t> {
    entry: &'t Node<'t>,
    /// Which it is.
    pub product: Product,
    by_itself: &'static str,
}

impl<'t> Policy<'t> {
    /// The products that the site moves from.
    pub fn moving(&self) -> impl Iterator<Item = Moving<'t>> {
        items(&self.root, "moving").iter().filter_map(|entry| {
            let from = text_of(entry, "from");
            let (_, product, by_itself) = PRODUCTS.iter().find(|(name, ..)| *name == from)?;
            Some(Moving { entry, product: *product, by_itself })
        })
    }
}

impl<'t> Moving<'t> {
    /// Its names, each with the ids of the services that it stands for.
    pub fn names(self) -> impl Iterator<Item = (&'t str, impl Iterator<Item = &'t str>)> {
        let names = self.entry.field("names").map(Node::fields).unwrap_or_default();
        names.iter().map(|node| {
            // One service may stand for itself, without a list.
            let several = match node.value {
                Value::List(nodes) => nodes,
                _ => core::slice::from_ref(node),
            };
            (node.name, several.iter().filter_map(Node::text))
        })
    }

    /// Those that stand for that service.
    #[inline(never)]
    pub fn names_of(self, id: &str) -> Vec<&'t str> {
        let mut found = Vec::new();
        for (name, mut ids) in self.names() {
            if ids.any(|other| other == id) {
                found.push(name);
            }
        }
        found
    }

    /// The name under which it stored choices; empty where those are not taken over.
    pub fn stored(&self) -> &'t str {
        match text_of(self.entry, "stored") {
            "" => self.by_itself,
            stored => stored,
        }
    }

    /// The day from which its choices count, where they carry no date.
    pub fn as_of(&self) -> Option<Date> {
        Date::parse(text_of(self.entry, "asOf"))
    }

    /// The one revision, as a number is written, whose choices count.
    pub fn revision(&self) -> Option<&'t str> {
        match self.entry.field("revision")?.value {
            Value::Plain(number) => Some(number),
            _ => None,
        }
    }

    /// Whether what it stored is left where it is.
    pub fn keeps(&self) -> bool {
        self.entry.field("keep").is_some_and(|flag| matches!(flag.value, Value::Plain("true")))
    }

    /// Its entry in the file.
    pub fn entry(&self) -> &'t Node<'t> {
        self.entry
    }
}
