//! The record: what the visitor chose, as the value of one cookie, written and parsed only here.
//!
//! ```text
//! record  = "1." when "." how [ "x" ] "." grants     at most 1,000 bytes
//! when    = minutes since 1970-01-01, base 36
//! how     = "a" accept | "r" reject | "s" save | "g" signal | "p" api
//! "x"     = the browser sent Global Privacy Control when this was chosen
//! grants  = "g" *( "~" id )                          the granted services, sorted
//!         | "m~" print "~" bits                      where that would be too long
//! print   = fingerprint of the gated services' ids, base 36
//! bits    = one per gated service in the policy's order, five to a character `0-9a-v`
//! ```
//!
//! There is one spelling for each record: what does not come out again as it went in is not a record.
//! Anything else is *undecided*, never granted.

use alloc::string::String;
use alloc::vec::Vec;

use crate::policy::Policy;
use crate::policy::field::is_id;
use crate::text;

/// How long a choice holds: six months, for yes and no alike.
pub const LIFETIME_DAYS: u32 = 180;
const LONGEST: usize = 1000;

/// How a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// "Accept all".
    Accept,
    /// "Reject all", and a withdrawal of everything.
    Reject,
    /// Single switches, saved.
    Save,
    /// A signal of the browser or the host.
    Signal,
    /// A call of the page.
    Api,
}

impl How {
    const ALL: [(How, u8); 5] =
        [(How::Accept, b'a'), (How::Reject, b'r'), (How::Save, b's'), (How::Signal, b'g'), (How::Api, b'p')];

    fn letter(self) -> u8 {
        How::ALL.into_iter().find(|(how, _)| *how == self).map_or(b'r', |(_, letter)| letter)
    }
}

/// Which services are granted. Everything else is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grants<'t> {
    /// Their ids: sorted, `~` between them.
    Named(&'t str),
    /// The ones whose bit is set, of exactly the gated services that had this fingerprint.
    Masked {
        /// Of the gated services' ids.
        print: u32,
        /// Five services to a character.
        bits: &'t str,
    },
}

/// A visitor's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'t> {
    /// The text that it was read from: the cookie's value.
    pub spelling: &'t str,
    /// When, in minutes since 1970.
    pub when: u32,
    /// How.
    pub how: How,
    /// Whether the browser sent Global Privacy Control then: only such a choice is an exception to it.
    pub gpc: bool,
    /// What was granted.
    pub grants: Grants<'t>,
}

/// Why a stored value is not a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not have the grammar, or not its one spelling.
    Malformed,
}

/// Writes a record of that choice, in the first form that fits.
pub fn write(policy: &Policy<'_>, when: u32, how: How, gpc: bool, granted: &dyn Fn(&str) -> bool) -> String {
    let mut start = String::from("1.");
    text::number(&mut start, when, 36);
    text::put(&mut start, b'.');
    text::put(&mut start, how.letter());
    if gpc {
        text::put(&mut start, b'x');
    }
    let mut named = start.clone();
    text::push(&mut named, ".g");
    // The least id beyond the last one written, again and again: sorted, and none twice.
    let mut last = "";
    while let Some(service) =
        policy.gated().iter().filter(|one| one.id > last && granted(one.id)).min_by_key(|one| one.id)
    {
        last = service.id;
        text::put(&mut named, b'~');
        text::push(&mut named, last);
    }
    if named.len() <= LONGEST {
        return named;
    }
    let mut masked = start;
    text::push(&mut masked, ".m~");
    text::number(&mut masked, fingerprint(policy), 36);
    text::put(&mut masked, b'~');
    let (mut five, mut place) = (0, 0);
    for service in policy.gated() {
        five |= u32::from(granted(service.id)) << place;
        place += 1;
        if place == 5 {
            text::number(&mut masked, five, 32);
            (five, place) = (0, 0);
        }
    }
    if place > 0 {
        text::number(&mut masked, five, 32);
    }
    masked
}

impl<'t> Record<'t> {
    /// Reads a cookie's value.
    pub fn parse(spelling: &'t str) -> Result<Record<'t>, Unreadable> {
        Record::read(spelling).ok_or(Unreadable::Malformed)
    }

    fn read(spelling: &'t str) -> Option<Record<'t>> {
        if spelling.len() > LONGEST {
            return None;
        }
        let (when, rest) = text::cut(spelling.strip_prefix("1.")?, b'.');
        let (how, grants) = text::cut(rest?, b'.');
        let (letter, gpc) = match how.as_bytes() {
            [letter] => (*letter, false),
            [letter, b'x'] => (*letter, true),
            _ => return None,
        };
        let (form, list) = text::cut(grants?, b'~');
        let list_of = list.unwrap_or_default();
        let grants = match form {
            "g" => {
                let mut last = "";
                for id in list.into_iter().flat_map(|list| text::pieces(list, b'~')) {
                    if !is_id(id) || id <= last {
                        return None;
                    }
                    last = id;
                }
                Grants::Named(list_of)
            }
            "m" => {
                let (print, bits) = text::cut(list_of, b'~');
                let bits = bits?;
                if !bits.bytes().all(|byte| text::digit(byte).is_some_and(|value| value < 32)) {
                    return None;
                }
                let print = text::base36(print)?;
                Grants::Masked { print, bits }
            }
            _ => return None,
        };
        Some(Record {
            spelling,
            when: text::base36(when)?,
            how: How::ALL.into_iter().find(|(_, known)| *known == letter)?.0,
            gpc,
            grants,
        })
    }

    /// Whether this record grants that service of that policy.
    pub fn grants(&self, policy: &Policy<'_>, id: &str) -> bool {
        match self.grants {
            Grants::Named(ids) => text::pieces(ids, b'~').any(|granted| granted == id),
            Grants::Masked { bits, .. } => {
                let bit =
                    |at: usize| bits.as_bytes().get(at / 5).copied().and_then(text::digit).unwrap_or(0) >> (at % 5) & 1;
                self.fits(policy)
                    && policy.gated().iter().position(|service| service.id == id).is_some_and(|at| bit(at) == 1)
            }
        }
    }

    /// Whether this record speaks of that policy's services. Names always do; bits only of the very
    /// services that they were written for.
    pub fn fits(&self, policy: &Policy<'_>) -> bool {
        match self.grants {
            Grants::Named(_) => true,
            Grants::Masked { print, bits } => {
                print == fingerprint(policy) && bits.len() == policy.gated().len().div_ceil(5)
            }
        }
    }
}

/// Every readable copy of the record in a page's `document.cookie`; one copy that cannot be read makes
/// all of them unreadable, because nobody can say which of them is the visitor's.
pub fn from_jar<'t>(jar: &'t str, name: &str) -> Result<Vec<Record<'t>>, Unreadable> {
    let mut records = Vec::new();
    for (key, value) in pairs(jar) {
        if key == name {
            records.push(Record::parse(value)?);
        }
    }
    Ok(records)
}

/// The names and values in a page's `document.cookie`.
pub fn pairs(jar: &str) -> impl Iterator<Item = (&str, &str)> {
    text::pieces(jar, b';').filter_map(|pair| {
        let (name, value) = text::cut(pair.strip_prefix(' ').unwrap_or(pair), b'=');
        Some((name, value?))
    })
}

/// FNV-1a over the gated services' ids in order: tells one list from another, nothing more.
fn fingerprint(policy: &Policy<'_>) -> u32 {
    let bytes = policy.gated().iter().flat_map(|service| service.id.bytes().chain([0]));
    bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
