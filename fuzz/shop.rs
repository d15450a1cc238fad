//! What the targets have in common: a site whose policy has every form of service, and the ids that a visitor's record
//! names, found here by other means than the library's own.

use portcullis::consent::Verdict;
use portcullis::policy::{Policy, Service, parse};

/// A policy with services of each kind, that a site moved to from three other products.
pub const POLICY: &str = r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":["sentry",
{"use":"google-analytics","id":"G-ABC123","mode":"advanced"},"cloudflare-web-analytics","cloudflare-security",
{"id":"acme","name":"A","vendor":"V","class":"functional","purpose":"P","hosts":["*.acme.example","cdn.example/a"],
"cookies":[{"name":"_a*z","duration":"1y"},{"name":"kept","duration":"1d","store":"localStorage"}]}],
"moving":[{"from":"vanilla-cookieconsent","names":{"ads":"acme","count":"google-analytics"}},
{"from":"klaro","names":{"ads":"acme"},"asOf":"2026-09-01"},{"from":"tarteaucitron","names":{"ads":"acme"},
"asOf":"2026-09-01"}]}"#;

/// A minute at which the records of the corpora hold.
pub const NOW: u32 = 29_900_060;

/// That policy, read once: what the reader builds is never freed.
pub fn policy() -> &'static Policy<'static> {
    static READ: std::sync::OnceLock<Policy<'static>> = std::sync::OnceLock::new();
    READ.get_or_init(|| parse(POLICY).unwrap_or_else(|error| panic!("{}", error.message())))
}

/// The granted ones.
pub fn granted<'a>(verdicts: &[(&'a Service<'a>, Verdict)]) -> Vec<&'a str> {
    verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted).map(|(service, _)| service.id).collect()
}

/// Whether a record's text has that id behind a `~`.
pub fn names(record: &str, id: &str) -> bool {
    record.split('~').skip(1).any(|named| named == id)
}
