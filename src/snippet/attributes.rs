//! The attributes of the shim's tag that an integrator may set, and which values each takes.

use crate::consent::Regime;
use crate::policy::locales;

/// An attribute: `data-` and its name, and `--` and its name on the command line.
#[derive(Debug)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What it takes, in words.
    pub takes: &'static str,
    takes_it: fn(&str) -> bool,
    is_signal: bool,
}

impl Attribute {
    /// Whether it takes that value.
    pub fn takes(&self, value: &str) -> bool {
        (self.takes_it)(value)
    }
}

const fn page(name: &'static str, takes: &'static str, takes_it: fn(&str) -> bool) -> Attribute {
    Attribute { name, takes, takes_it, is_signal: false }
}

const fn signal(name: &'static str, takes: &'static str, takes_it: fn(&str) -> bool) -> Attribute {
    Attribute { name, takes, takes_it, is_signal: true }
}

/// All of them. Signals are what a pass is compared with: the latch has them too.
pub const ATTRIBUTES: [Attribute; 7] = [
    page("layout", "bar, box or corner", |value| ["bar", "box", "corner"].contains(&value)),
    page("scheme", "auto, light or dark", |value| ["auto", "light", "dark"].contains(&value)),
    page("lang", "a language that there are texts in, as de or pt-BR", locales::is_known),
    page("place", "a word of letters and hyphens", |value| {
        !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    }),
    signal("regime", "eu, uk, us, br or auto", |value| {
        value == "auto" || Regime::ALL.iter().any(|regime| regime.name() == value)
    }),
    signal("country", "two capital letters, as DE", |value| {
        value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase())
    }),
    signal("age", "under13, 13-15 or adult", |value| ["under13", "13-15", "adult"].contains(&value)),
];

/// Whether the latch compares it.
pub(super) fn is_signal(name: &str) -> bool {
    ATTRIBUTES.iter().any(|attribute| attribute.name == name && attribute.is_signal)
}
