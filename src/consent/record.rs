//! The record: what the visitor chose, as the value of one cookie, written and parsed only here.
//!
//! ```text
//! record  = "1." when "." how [ "x" ] [ "o" ] [ ".e" edition ] "." grants     at most 1,000 bytes
//! when    = minutes since 1970-01-01, base 36
//! how     = "a" accept | "r" reject | "w" withdrawal of everything | "s" save | "g" signal | "p" api | "t" taken over
//!           from another product, when it was chosen there; a "g" always has its "o"
//! "x"     = the browser sent Global Privacy Control when this was chosen
//! "o"     = written where nobody is asked first: what it grants is consent nowhere else, and the build of a
//!           first visit, which only knows how to ask, does not read it
//! edition = the newest `since` of the policy that was in force when it asked, in days since 1970, base 36, or 0. A
//!           record of before there were editions has none: then its time stands in for it
//! grants  = "g" *( "~" id )                          the granted services, sorted
//!         | "m~" print "~" bits                      where that would be too long, and only there
//!         | "p" *( "~" id ) "~" *( "~" id )          only with "t" and "p", where some are left to ask: the granted,
//!         and
//!           the refused ones, each sorted; not both empty. The build of a first visit does not read it
//! print   = fingerprint of the gated services' ids, base 36
//! bits    = one per gated service in the policy's order, five to a character `0-9a-v`
//! ```
//!
//! There is one spelling for each record: what does not come out again as it went in is not a record.
//! Anything else is *undecided*, never granted.

use alloc::string::String;
use alloc::vec::Vec;

use super::decision::Signals;
use super::mask::{self, Mask};
use crate::policy::Policy;
use crate::policy::field::is_id;
use crate::text;

const LONGEST: usize = 1000;

/// How a choice was made, as its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum How {
    /// "Accept all".
    Accept = b'a',
    /// "Reject all".
    Reject = b'r',
    /// Everything taken back at once.
    Withdraw = b'w',
    /// Single switches, saved.
    Save = b's',
    /// Nobody chose: the regime or a signal left nothing to ask. It stands for the next page to compare.
    Signal = b'g',
    /// A call of the page.
    Api = b'p',
    /// With another product, before the site had this one.
    Former = b't',
}

impl How {
    /// The way of that letter.
    pub fn read(letter: u8) -> Option<How> {
        Some(match letter {
            b'a' => How::Accept,
            b'r' => How::Reject,
            b'w' => How::Withdraw,
            b's' => How::Save,
            b'g' => How::Signal,
            b'p' => How::Api,
            b't' => How::Former,
            _ => return None,
        })
    }
}

/// The names that receipts have for how a decision came about: those of a choice, and of what left nothing to ask.
pub const WAYS: [&str; 9] = ["accept", "reject", "withdraw", "save", "api", "former", "signal", "age", "regime"];

/// Which services are granted. Everything else is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grants<'t> {
    /// Their ids: sorted, `~` between them.
    Named(&'t str),
    /// The ones whose bit is set.
    Masked(Mask<'t>),
    /// Those that were told of, as in [`Grants::Named`]; the others are neither granted nor refused.
    Part {
        /// The granted ones.
        granted: &'t str,
        /// The refused ones.
        refused: &'t str,
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
    /// The day of the edition that was asked under, since 1970; none in records of before there were editions.
    pub edition: Option<u32>,
    /// Whether the browser sent Global Privacy Control then: only such a choice is an exception to it.
    pub gpc: bool,
    /// Whether it was written where nobody is asked first.
    opt_out: bool,
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
pub fn write(policy: &Policy<'_>, when: u32, how: How, signals: Signals, granted: &dyn Fn(&str) -> bool) -> String {
    let mut out = String::new();
    text::push(&mut out, "1.");
    text::number(&mut out, when, 36);
    text::put(&mut out, b'.');
    text::put(&mut out, how as u8);
    if signals.gpc {
        text::put(&mut out, b'x');
    }
    if how == How::Signal || !signals.regime.asks_first() {
        text::put(&mut out, b'o');
    }
    text::push(&mut out, ".e");
    text::number(&mut out, policy.edition(when), 36);
    text::push(&mut out, ".g");
    push_ids(&mut out, policy, granted);
    if out.len() > LONGEST {
        let (start, _) = out.rsplit_once('.').unwrap_or_default();
        out = mask::write(String::from(start), policy, granted);
    }
    out
}

/// Appends the ids of those services, sorted and none twice: the least beyond the last one written, again and again.
fn push_ids(out: &mut String, policy: &Policy<'_>, among: &dyn Fn(&str) -> bool) {
    let mut last = "";
    while let Some(service) =
        policy.gated().iter().filter(|one| one.id > last && among(one.id)).min_by_key(|one| one.id)
    {
        last = service.id;
        text::put(out, b'~');
        text::push(out, last);
    }
}

/// What is granted, and what refused, where a choice does not speak of everything.
pub(super) struct Telling<'a> {
    pub(super) granted: &'a dyn Fn(&str) -> bool,
    pub(super) refused: &'a dyn Fn(&str) -> bool,
}

/// Writes a record of a choice that does not speak of everything; nothing where it would be too long.
pub(super) fn write_part(
    policy: &Policy<'_>,
    when: u32,
    how: How,
    signals: Signals,
    told: &Telling<'_>,
) -> Option<String> {
    let mut out = write(policy, when, how, signals, &|_| false);
    // It ends with the `g` of what grants nothing.
    out.pop();
    text::put(&mut out, b'p');
    push_ids(&mut out, policy, told.granted);
    text::put(&mut out, b'~');
    push_ids(&mut out, policy, told.refused);
    (out.len() <= LONGEST).then_some(out)
}

/// The two lists of such a record.
#[expect(clippy::arithmetic_side_effects, reason = "lengths of a text of at most 1,000 bytes")]
fn parts(list: &str) -> Option<Grants<'_>> {
    // What is empty between two `~`, or at an end, parts them.
    let mut end = 0;
    for id in text::pieces(list, b'~').take_while(|id| !id.is_empty()) {
        end += id.len() + 1;
    }
    let granted = list.get(..end.saturating_sub(1))?;
    let refused = list.get(end + 1..).unwrap_or_default();
    let sorted = |list: &str| list.is_empty() || is_sorted(list);
    let spelled =
        granted.len() + 1 + refused.len() + usize::from(!granted.is_empty() && !refused.is_empty()) == list.len();
    let both = text::pieces(granted, b'~').any(|id| !id.is_empty() && has(refused, id));
    let some = !granted.is_empty() || !refused.is_empty();
    (some && spelled && sorted(granted) && sorted(refused) && !both).then_some(Grants::Part { granted, refused })
}

/// Whether these are ids, in their order and none twice.
fn is_sorted(list: &str) -> bool {
    let mut last = "";
    text::pieces(list, b'~').all(|id| is_id(id) && core::mem::replace(&mut last, id) < id)
}

/// Whether a list has that id.
#[inline(never)]
fn has(list: &str, id: &str) -> bool {
    text::pieces(list, b'~').any(|other| other == id)
}

/// Whether the names of that policy's services may be too long for a record. The build of a first visit
/// leaves such a policy to the larger one, and so does without masks.
#[expect(clippy::arithmetic_side_effects, reason = "lengths of texts that are all in memory")]
pub fn is_long(policy: &Policy<'_>) -> bool {
    // What stands before the names is `1.`, at most seven digits, `.`, a letter, `x`, `o`, `.e`, at most five digits,
    // `.g`.
    22 + policy.gated().iter().map(|service| 1 + service.id.len()).sum::<usize>() > LONGEST
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
        let (how, rest) = text::cut(rest?, b'.');
        let (edition, grants) = match rest?.strip_prefix('e') {
            Some(rest) => {
                let (edition, grants) = text::cut(rest, b'.');
                (Some(text::base36(edition)?), grants?)
            }
            None => (None, rest?),
        };
        let (how, opt_out) = how.strip_suffix('o').map_or((how, false), |how| (how, true));
        let (letter, gpc) = match how.as_bytes() {
            [letter] => (*letter, false),
            [letter, b'x'] => (*letter, true),
            _ => return None,
        };
        let how = How::read(letter)?;
        if how == How::Signal && !opt_out {
            return None;
        }
        let (form, list) = text::cut(grants, b'~');
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
            "m" => Grants::Masked(Mask::read(list_of)?),
            "p" if matches!(how, How::Former | How::Api) => parts(list?)?,
            _ => return None,
        };
        let when = text::base36(when)?;
        // Nobody was asked under an edition that was not in force yet.
        if edition.is_some_and(|day| day > when / (24 * 60)) {
            return None;
        }
        Some(Record { spelling, when, how, edition, gpc, opt_out, grants })
    }

    /// Whether a visitor chose, or the site's own controls did for them.
    pub fn is_choice(&self) -> bool {
        self.how != How::Signal
    }

    /// Whether it was written where nobody is asked first: then it is no answer to who asks first.
    pub fn opt_out(&self) -> bool {
        self.opt_out
    }

    /// Whether that service was asked about: not always, where the choice was taken over.
    pub fn knows(&self, id: &str) -> bool {
        match self.grants {
            Grants::Part { granted, refused } => has(granted, id) || has(refused, id),
            Grants::Named(_) | Grants::Masked(_) => true,
        }
    }

    /// Whether this record grants that service of that policy.
    pub fn grants(&self, policy: &Policy<'_>, id: &str) -> bool {
        match self.grants {
            Grants::Named(ids) => text::pieces(ids, b'~').any(|granted| granted == id),
            Grants::Masked(mask) => mask.grants(policy, id),
            Grants::Part { granted, .. } => has(granted, id),
        }
    }

    /// Whether this record speaks of that policy's services. Names always do; bits only of the very
    /// services that they were written for.
    pub fn fits(&self, policy: &Policy<'_>) -> bool {
        match self.grants {
            Grants::Named(_) => true,
            Grants::Part { .. } => true,
            Grants::Masked(mask) => is_long(policy) && mask.fits(policy),
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
