//! A page as its server sends it: what `curl -i` prints, or the markup alone.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status, where it is known.
    pub status: Option<u16>,
    /// The headers, in their order.
    pub headers: Vec<Header>,
    /// The markup.
    pub html: String,
    /// Where the last redirect led, where one named its origin.
    pub led_to: Option<String>,
}

/// A header of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name, in lower case.
    pub name: String,
    /// What follows the colon.
    pub value: String,
    /// Whether it came before the answer itself, as Early Hints.
    pub early: bool,
}

impl Answer {
    /// Reads it. What a redirect or a hint says before the last answer stands before it, each with a status line.
    pub fn read(bytes: &[u8]) -> Answer {
        let text = String::from_utf8_lossy(bytes);
        let mut answer = Answer::default();
        let mut rest = text.as_ref();
        while let Some((status, lines, after)) = head(rest) {
            let headers = lines.lines().filter_map(|line| line.split_once(':'));
            let headers = headers.map(|(name, value)| Header {
                name: name.trim().to_ascii_lowercase(),
                value: value.trim().to_string(),
                early: status == 103,
            });
            match status {
                103 => answer.headers.extend(headers),
                100..200 => {}
                300..400 if head(after).is_some() => {
                    answer.headers.clear();
                    let mut locations = headers.filter(|header| header.name == "location");
                    answer.led_to = locations.find_map(|header| origin(&header.value)).or(answer.led_to);
                }
                _ => {
                    answer.headers.extend(headers);
                    answer.status = Some(status);
                    rest = after;
                    break;
                }
            }
            rest = after;
        }
        answer.html = rest.to_string();
        answer
    }
}

/// The status, the header lines and what follows them, where a text begins with a status line.
fn head(text: &str) -> Option<(u16, &str, &str)> {
    let (first, rest) = text.strip_prefix("HTTP/")?.split_once('\n')?;
    let status = first.split_ascii_whitespace().nth(1)?.parse().ok()?;
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end().is_empty() {
            return Some((status, rest.get(..end)?, rest.get(end.checked_add(line.len())?..)?));
        }
        end = end.checked_add(line.len())?;
    }
    Some((status, rest, ""))
}

/// The origin that an absolute URL names.
pub fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}").to_ascii_lowercase())
}
