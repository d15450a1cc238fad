//! Values of a policy that carry their own rules: once built, they are right.

use crate::text::{cut, made_of, pieces};
use crate::vendors::Form;

/// A service's id: `[a-z0-9-]`, one to forty characters, beginning with a letter.
pub fn is_id(text: &str) -> bool {
    text.len() <= 40 && matches!(text.as_bytes().first(), Some(b'a'..=b'z')) && made_of(text, true, false, "-")
}

/// A text that a visitor reads: something to see, at most a thousand bytes, and none of the characters
/// that control a terminal or turn the direction of reading.
pub fn is_sentence(text: &str) -> bool {
    let bytes = text.as_bytes();
    let control = |at: usize| {
        matches!(
            bytes.get(at..).unwrap_or_default(),
            [0..=0x1f | 0x7f, ..]
                | [0xc2, 0x80..=0x9f, ..]
                | [0xe2, 0x80, 0xaa..=0xae, ..]
                | [0xe2, 0x81, 0xa6..=0xa9, ..]
        )
    };
    bytes.len() <= 1000 && bytes.iter().any(|byte| *byte > b' ') && !(0..bytes.len()).any(control)
}

/// A URL that may be linked or loaded: `https:`, this machine by `http:`, or a path of the site's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'t>(&'t str);

impl<'t> Link<'t> {
    /// Checks and keeps it.
    pub fn parse(text: &'t str) -> Option<Link<'t>> {
        let clean = text
            .bytes()
            .all(|byte| byte > b' ' && byte != 0x7f && !matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`'));
        let own = text.starts_with('/') && !text.starts_with("//");
        let secure = text.strip_prefix("https://").is_some_and(|rest| {
            let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
            let host = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            !host.is_empty() && cut(host, b'@').1.is_none()
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
        let port = made_of(port.unwrap_or("443"), false, false, "");
        (is_host(host) && port).then_some(Origin(text))
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
    text.len() <= 253 && pieces(text, b'.').all(|label| made_of(label, true, false, "-"))
}

/// A host with what its path begins with: `cdn.example`, `*.example`, `cdn.example/path`.
pub fn host_rule(text: &str) -> Option<(&str, &str)> {
    let slash = text.bytes().position(|byte| byte == b'/').unwrap_or(text.len());
    let (host, path) = (text.get(..slash)?, text.get(slash..)?);
    let clean = path.bytes().all(|byte| (b'!'..=b'~').contains(&byte));
    let bare = host.strip_prefix("*.").unwrap_or(host);
    (is_host(bare) && cut(bare, b'.').1.is_some() && clean).then_some((host, path))
}

/// A day, as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Days since 1970-01-01.
    days: i32,
}

impl Date {
    /// Reads `YYYY-MM-DD`, and only a day that the calendar has.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| {
            let digits = bytes.get(from..to).unwrap_or_default().iter();
            digits.fold(0, |number, digit| number * 10 + i32::from(digit.wrapping_sub(b'0')))
        };
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(
                |(at, byte)| {
                    if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() }
                },
            );
        let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + i32::from(leap),
            _ => 31,
        };
        if !shaped || year < 1970 || !(1..=12).contains(&month) || !(1..=last).contains(&day) {
            return None;
        }
        // Days from the civil calendar, with March as the first month (H. Hinnant's algorithm).
        let shifted = year - i32::from(month <= 2);
        let (era, of_era) = (shifted / 400, shifted % 400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        Some(Date { days })
    }

    /// The first minute of that day (UTC), in minutes since 1970.
    pub fn minutes(self) -> u32 {
        u32::try_from(self.days).unwrap_or_default().saturating_mul(24 * 60)
    }
}

/// Whether a text says how long something lasts: `session`, or a number and one of `s m h d y`.
pub fn is_duration(text: &str) -> bool {
    let number = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
    let unit = matches!(text.as_bytes().last(), Some(b's' | b'm' | b'h' | b'd' | b'y'));
    text == "session" || (unit && number.len() <= 4 && made_of(number, false, false, ""))
}

/// Whether a name's pattern is one that [`crate::classify::Pattern`] reads: printable, at most one `*`,
/// and not `*` alone, which would claim everything.
pub fn is_pattern(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text.bytes().all(|byte| (b'!'..=b'~').contains(&byte) && !matches!(byte, b';' | b'=' | b','))
        && text.bytes().filter(|byte| *byte == b'*').count() <= 1
        && text != "*"
}

/// Whether a setting looks as its form demands.
pub fn has_form(form: Form, text: &str) -> bool {
    match form {
        Form::MeasurementId => is_tag(text, "G-"),
        Form::ContainerId => is_tag(text, "GTM-"),
        Form::Url => {
            // A Sentry DSN carries its public key before an `@`.
            let dsn = cut(text.strip_prefix("https://").unwrap_or_default(), b'@');
            Link::parse(text).is_some()
                || (made_of(dsn.0, true, true, "") && dsn.1.is_some_and(|rest| made_of(rest, true, true, ".-/:")))
        }
        Form::Token => text.len() <= 128 && made_of(text, true, true, "-_"),
        Form::Mode => text == "basic" || text == "advanced",
        Form::All => text == "all",
        Form::Switches => false,
    }
}

fn is_tag(text: &str, start: &str) -> bool {
    (6..=18).contains(&text.len()) && text.strip_prefix(start).is_some_and(|rest| made_of(rest, false, true, ""))
}

/// A path of the site's own: what a cookie may be set for, or where a vendor is reached through the site.
pub fn is_path(text: &str) -> bool {
    Link::parse(text).is_some() && text.starts_with('/') && text.bytes().all(|byte| byte != b';')
}
