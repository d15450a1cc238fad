//! Values of a policy that carry their own rules: once built, they are right.

use crate::text::{cut, only, pieces};
use crate::vendors::Form;

/// A service's id: `[a-z0-9-]`, one to forty characters, beginning with a letter.
pub fn is_id(text: &str) -> bool {
    text.len() <= 40 && matches!(text.as_bytes().first(), Some(b'a'..=b'z')) && only(text, LABEL)
}

/// A text that a visitor reads: something to see, at most a thousand bytes, and none of the characters
/// that control a terminal or turn the direction of reading.
pub fn is_sentence(text: &str) -> bool {
    let mut seen = false;
    // The last bytes, the newest lowest: characters are told by how they end.
    let mut last: u32 = 0;
    for byte in text.bytes() {
        last = last << 8 | u32::from(byte);
        let control = matches!(last & 0xff, 0..=0x1f | 0x7f)
            || matches!(last & 0xffff, 0xc280..=0xc29f)
            || matches!(last & 0xff_ffff, 0xe2_80aa..=0xe2_80ae | 0xe2_81a6..=0xe2_81a9);
        if control {
            return false;
        }
        seen |= byte > b' ';
    }
    seen && text.len() <= 1000
}

/// A URL that may be linked or loaded: `https:`, this machine by `http:`, or a path of the site's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'t>(&'t str);

impl<'t> Link<'t> {
    /// Checks and keeps it.
    pub fn parse(text: &'t str) -> Option<Link<'t>> {
        // All but controls, the space, and what quotes or brackets.
        let clean = only(text, b"!!#&(;==?[]_a~\x80\xff");
        let own = text.starts_with('/') && !text.starts_with("//");
        let secure = text.strip_prefix("https://").is_some_and(|rest| {
            let host = [b'/', b'?', b'#'].into_iter().fold(rest, |host, end| cut(host, end).0);
            // All but `@`.
            only(host, b"\0?A\xff")
        });
        let local = ["http://127.0.0.1", "http://localhost"].into_iter().any(|start| {
            text.strip_prefix(start)
                .is_some_and(|rest| matches!(rest.as_bytes().first(), None | Some(b':' | b'/' | b'?' | b'#')))
        });
        (clean && text.len() <= 2048 && (own || secure || local)).then_some(Link(text))
    }

    /// The URL as written.
    pub fn as_str(self) -> &'t str {
        self.0
    }
}

/// An origin beyond the page's own that is essential: `https://` and a host, nothing after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin<'t>(&'t str);

impl<'t> Origin<'t> {
    /// Checks and keeps it.
    pub fn parse(text: &'t str) -> Option<Origin<'t>> {
        let rest = text.strip_prefix("https://")?;
        let (host, port) = cut(rest, b':');
        (is_host(host) && only(port.unwrap_or("443"), DIGITS)).then_some(Origin(text))
    }

    /// The origin as written.
    pub fn as_str(self) -> &'t str {
        self.0
    }

    /// Its host.
    pub fn host(self) -> &'t str {
        let rest = self.0.strip_prefix("https://").unwrap_or_default();
        cut(rest, b':').0
    }
}

/// A host name in lower case: labels of letters, digits and `-`.
pub fn is_host(text: &str) -> bool {
    text.len() <= 253 && pieces(text, b'.').all(|label| only(label, LABEL))
}

/// A host with what its path begins with: `cdn.example`, `*.example`, `cdn.example/path`, `www.example.<cc>/path`.
pub fn host_rule(text: &str) -> Option<(&str, &str)> {
    let (host, path) = text.split_at_checked(cut(text, b'/').0.len())?;
    let clean = path.is_empty() || only(path, b"!~");
    let every_country = host.strip_suffix(".<cc>").filter(|stem| is_host(stem));
    let bare = host.strip_prefix("*.").unwrap_or(host);
    let one = is_host(bare) && cut(bare, b'.').1.is_some();
    ((one || every_country.is_some()) && clean).then_some((host, path))
}

/// A day, as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Days since 1970-01-01.
    days: u32,
}

impl Date {
    /// Reads `YYYY-MM-DD`, and only a day that the calendar has.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a year has four digits and is 1970 or later, when a day is counted"
    )]
    pub fn parse(text: &str) -> Option<Date> {
        let (year, rest) = cut(text, b'-');
        let (month, day) = cut(rest?, b'-');
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day?, 2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(leap),
            _ => 31,
        };
        if year < 1970 || !(1..=12).contains(&month) || !(1..=last).contains(&day) {
            return None;
        }
        // Days from the civil calendar, with March as the first month (after H. Hinnant).
        let shifted = year - u32::from(month <= 2);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Some(Date { days: 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + of_year - 719_468 })
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> u32 {
        self.days
    }

    /// The first minute of that day (UTC), in minutes since 1970.
    pub fn minutes(self) -> u32 {
        self.days.saturating_mul(24 * 60)
    }
}

impl core::fmt::Display for Date {
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "quotients and remainders of days, the subtrahends always the smaller"
    )]
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let days = self.days.saturating_add(719_468);
        // The other way round: 400 years have 146,097 days.
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let (day, month) = (of_year - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
        write!(out, "{:04}-{month:02}-{day:02}", year + era * 400 + u32::from(month <= 2))
    }
}

impl Date {
    /// The day that so many seconds since 1970 lie in.
    pub fn of_seconds(seconds: u64) -> Date {
        Date { days: u32::try_from(seconds / (24 * 60 * 60)).unwrap_or(u32::MAX) }
    }
}

/// A number of so many digits, of which there are four at most.
#[expect(clippy::arithmetic_side_effects, reason = "four digits are below 10,000")]
fn number(text: &str, digits: usize) -> Option<u32> {
    let value = || text.bytes().fold(0, |number, digit| number * 10 + u32::from(digit & 15));
    (text.len() == digits && only(text, DIGITS)).then(value)
}

/// Whether a text says how long something lasts: `session`, or a number and one of `s m h d y`.
pub fn is_duration(text: &str) -> bool {
    let number = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
    let unit = matches!(text.as_bytes().last(), Some(b's' | b'm' | b'h' | b'd' | b'y'));
    text == "session" || (unit && number.len() <= 4 && only(number, DIGITS))
}

/// Whether a name's pattern is one that [`crate::classify::Pattern`] reads: printable, at most one `*`,
/// and not `*` alone, which would claim everything.
pub fn is_pattern(text: &str) -> bool {
    let (_, after) = cut(text, b'*');
    // Printable, but for `,`, `;` and `=`.
    text.len() <= 128 && only(text, b"!+-:<<>~") && cut(after.unwrap_or_default(), b'*').1.is_none() && text != "*"
}

/// Whether a text may be the name of a global: a JavaScript identifier in ASCII.
pub fn is_global(text: &str) -> bool {
    let begins = matches!(text.as_bytes().first(), Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$'));
    begins && text.len() <= 64 && only(text, b"azAZ09__$$")
}

/// Whether a setting looks as its form demands.
pub fn has_form(form: Form, text: &str) -> bool {
    match form {
        Form::MeasurementId => is_tag(text, "G-"),
        Form::ContainerId => is_tag(text, "GTM-"),
        Form::Url => {
            // A Sentry DSN carries its public key before an `@`.
            let dsn = cut(text.strip_prefix("https://").unwrap_or_default(), b'@');
            Link::parse(text).is_some() || (only(dsn.0, b"azAZ09") && dsn.1.is_some_and(|rest| only(rest, b"azAZ-:")))
        }
        Form::Token => text.len() <= 128 && only(text, b"azAZ09--__"),
        Form::Mode => text == "basic" || text == "advanced",
        Form::All => text == "all",
        Form::Switches => false,
    }
}

fn is_tag(text: &str, start: &str) -> bool {
    (6..=18).contains(&text.len()) && text.strip_prefix(start).is_some_and(|rest| only(rest, b"AZ09"))
}

/// A path of the site's own: what a cookie may be set for, or where a vendor is reached through the site.
pub fn is_path(text: &str) -> bool {
    Link::parse(text).is_some() && text.starts_with('/') && text.bytes().all(|byte| byte != b';')
}

const DIGITS: &[u8] = b"09";
/// What a part of a host's name is made of, and an id.
const LABEL: &[u8] = b"az09--";

/// How many seconds a duration is; none for `session`.
pub fn seconds(duration: &str) -> Option<u64> {
    let (number, unit) = duration.split_at_checked(duration.len().checked_sub(1)?)?;
    let each = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        "y" => 365 * 24 * 60 * 60,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(each)
}
