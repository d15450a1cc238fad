//! `portcullis check`: what is wrong in a policy, and in a page.

use std::time::{SystemTime, UNIX_EPOCH};

use portcullis::lint::policy::{self, Severity};
use portcullis::lint::{self, Site};
use portcullis::policy::field::{Date, Origin};
use portcullis::policy::print::Json;
use portcullis::policy::{Policy, PolicyError, parse};

use crate::command::{Failure, Options, read, wrong};

pub fn run(file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--page", "--origin", "--format", "--today"], &[])?;
    let origin = match options.value("--origin") {
        Some(url) => Some(Origin::parse(url).ok_or_else(|| {
            Failure::Call(format!("--origin {url}: expected https:// and a host, and nothing after it"))
        })?),
        None => None,
    };
    let today = match options.value("--today") {
        Some(day) => Date::parse(day).ok_or_else(|| wrong(&format!("--today {day}: expected YYYY-MM-DD")))?,
        None => today(),
    };
    let as_json = match options.value("--format").unwrap_or("text") {
        "json" => true,
        "text" => false,
        other => return Err(wrong(&format!("--format {other}: expected text or json"))),
    };
    let text = read(file)?;
    let page = match options.value("--page") {
        Some(page) => {
            let html = std::fs::read(page).map_err(|error| Failure::Call(format!("{page}: {error}")))?;
            Some((page, String::from_utf8_lossy(&html).into_owned()))
        }
        None => None,
    };
    let policy = match parse(&text) {
        Ok(policy) => policy,
        Err(error) if as_json => {
            println!("{}", report(&[unreadable(file, &error)], 1));
            return Err(Failure::Found(None));
        }
        Err(error) => return Err(Failure::Found(Some(format!("{file}: {}", error.message())))),
    };
    let found = findings(file, &text, &policy, today, page.as_ref().map(|(page, html)| (*page, html.as_str())), origin);
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    if as_json {
        println!("{}", report(&found, errors));
    } else {
        let verdict = if errors == 0 { "right" } else { "can be read" };
        let (all, gated) = (policy.services.len(), policy.gated().len());
        println!("{file}: {verdict}; {all} services, {gated} of them wait for a choice");
        found.iter().for_each(|finding| println!("{}", finding.line));
    }
    if errors == 0 { Ok(()) } else { Err(Failure::Found(None)) }
}

/// Something wrong, as both formats print it.
struct Entry {
    line: String,
    json: Json,
    severity: Severity,
}

fn findings(
    file: &str,
    text: &str,
    policy: &Policy<'_>,
    today: Date,
    page: Option<(&str, &str)>,
    origin: Option<Origin<'_>>,
) -> Vec<Entry> {
    let of_policy = policy::lint(text, policy, today).into_iter().map(|finding| Entry {
        line: format!("{file}:{finding}"),
        json: place(file, finding.line, finding.column)
            .with("path", finding.path.into())
            .with("rule", finding.rule.id.into())
            .with("severity", finding.rule.severity.name().into())
            .with("message", finding.what.into())
            .with("why", finding.rule.why.into())
            .with("law", finding.rule.law.into()),
        severity: finding.rule.severity,
    });
    let of_page = page.into_iter().flat_map(|(page, html)| {
        Site { policy, origin }.lint(html).into_iter().map(move |finding: lint::Finding| Entry {
            line: format!("{page}:{finding}"),
            json: place(page, finding.line, finding.column)
                .with("rule", finding.rule.id().into())
                .with("severity", Severity::Error.name().into())
                .with("message", finding.rule.to_string().into()),
            severity: Severity::Error,
        })
    });
    of_policy.chain(of_page).collect()
}

/// A policy that cannot be read.
fn unreadable(file: &str, error: &PolicyError) -> Entry {
    Entry {
        line: String::new(),
        json: place(file, error.line as usize, error.column as usize)
            .with("path", error.path.as_str().into())
            .with("rule", "unreadable".into())
            .with("severity", Severity::Error.name().into())
            .with("message", error.message().into()),
        severity: Severity::Error,
    }
}

fn place(file: &str, line: usize, column: usize) -> Json {
    Json::object([("file", file.into()), ("line", line.into()), ("column", column.into())])
}

fn report(found: &[Entry], errors: usize) -> Json {
    Json::object([
        ("errors", errors.into()),
        ("warnings", (found.len() - errors).into()),
        ("findings", Json::List(found.iter().map(|finding| finding.json.clone()).collect())),
    ])
}

/// The day by this machine's clock, in UTC.
fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::of_seconds(since.as_secs())
}
