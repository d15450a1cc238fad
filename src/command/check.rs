//! `portcullis check`: what is wrong in a policy, and in a page; and what a site with that policy puts where.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::manifest::there;
use super::pkg::Pkg;
use super::place::{self, Place};
use super::{Call, Failure, Options, build, counted, is_url, wrong};
use crate::classify::known;
use crate::consent::Guard;
use crate::lint::answer::{Answer, origin};
use crate::lint::policy::{self, Severity};
use crate::lint::{self, Ours, Site};
use crate::plan;
use crate::policy::field::{Date, Origin};
use crate::policy::print::Json;
use crate::policy::{Policy, PolicyError, parse};
use crate::snippet::{ENTRIES, Snippet, meta};

const OWN: [&str; 4] = ["--page", "--origin", "--format", "--today"];

pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let valued: Vec<&str> = OWN.into_iter().chain(place::VALUED).collect();
    let options = Options::read(options, &valued, &place::BARE)?;
    let given = options.value("--origin");
    if let Some(url) = given.filter(|url| Origin::parse(url).is_none()) {
        return Err(Failure::Call(format!("--origin {url}: expected https:// and a host, and nothing after it")));
    }
    let today = match options.value("--today") {
        Some(day) => Date::parse(day).ok_or_else(|| wrong(&format!("--today {day}: expected YYYY-MM-DD")))?,
        None => call.outside.today(),
    };
    let as_json = match options.value("--format").unwrap_or("text") {
        "json" => true,
        "text" => false,
        other => return Err(wrong(&format!("--format {other}: expected text or json"))),
    };
    let text = call.text(file)?;
    let page = options.value("--page").map(|page| Ok((page, open(call, page)?))).transpose()?;
    let policy = match parse(&text) {
        Ok(policy) => policy,
        Err(error) if as_json => {
            call.line(&report(&[unreadable(file, &error)], 1).to_string());
            return Err(Failure::Found(None));
        }
        Err(error) => return Err(Failure::Found(Some(format!("{file}: {}", error.message())))),
    };
    let is_placed = Place::is_given(&options);
    let snippet = is_placed.then(|| place::snippet(call, &options, file, &text)).transpose()?;
    let ours = if page.is_some() { ours(call, &options, file, &text, &policy)? } else { Ours::default() };
    // The page's own origin is where it came from, unless it is told otherwise.
    let led_to = page.as_ref().and_then(|(page, answer)| answer.led_to.clone().or_else(|| origin(page)));
    let origin = given.or(led_to.as_deref()).and_then(Origin::parse);
    let site = Site { policy: &policy, origin, ours: &ours };
    let found = findings(file, &text, &site, today, page.as_ref().map(|(page, answer)| (*page, answer)));
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    if as_json {
        let installed = snippet.iter().map(|snippet| ("install", install(snippet)));
        let all = installed.fold(report(&found, errors), |report, (name, value)| report.with(name, value));
        call.line(&all.to_string());
    } else {
        let verdict = if errors == 0 { "right" } else { "can be read" };
        let (all, gated) = (policy.services.len(), policy.gated().len());
        let (all, wait) = (counted(all, "service", "services"), if gated == 1 { "waits" } else { "wait" });
        call.line(&format!("{file}: {verdict}; {all}, {gated} of them {wait} for a choice"));
        found.iter().for_each(|finding| call.line(&finding.line));
        if let Some(snippet) = &snippet {
            say_install(call, snippet);
        }
    }
    if errors == 0 { Ok(()) } else { Err(Failure::Found(None)) }
}

fn open(call: &Call<'_>, page: &str) -> Result<Answer, Failure> {
    let wrong = |why: String| Failure::Call(format!("{page}: {why}"));
    let bytes = if is_url(page) { call.outside.answer(page).map_err(wrong)? } else { call.bytes(page)? };
    let answer = Answer::read(&bytes);
    match answer.status {
        Some(status) if status >= 400 => Err(wrong(format!("the server answered {status}"))),
        _ => Ok(answer),
    }
}

/// What the tags of a page are compared with: the digests that this policy gives, and the files that are served, as far
/// as they are known.
fn ours(call: &Call<'_>, options: &Options<'_>, file: &str, text: &str, policy: &Policy<'_>) -> Result<Ours, Failure> {
    let mut ours = Ours::default();
    let built_text = build::published(file, text)?;
    for (policy, text, is_built) in [(policy, text, false), (&super::parse(file, &built_text)?, &*built_text, true)] {
        for guard in [None, Some(Guard::Seal), Some(Guard::SealStrict)] {
            let digest = plan::decisions(policy, text, known(), guard).digest;
            ours.digests.push((guard.map_or("live", Guard::name), is_built, digest));
        }
    }
    let pkg = match options.value("--pkg") {
        Some(_) => Some(Pkg::open(call, options)?),
        None => Pkg::open(call, options).ok(),
    };
    ours.latch = pkg.as_ref().and_then(|pkg| pkg.latch(call).ok());
    ours.shim = pkg.as_ref().and_then(|pkg| pkg.shim(call, None).ok());
    ours.sealed_shim = pkg.as_ref().and_then(|pkg| pkg.shim(call, Some(Guard::Seal)).ok());
    for name in ENTRIES {
        let served = match options.value("--out") {
            Some(out) => there(call, &format!("{}/{name}", out.trim_end_matches('/')))?,
            None => pkg.as_ref().and_then(|pkg| pkg.bytes(call, name).ok()),
        };
        ours.served.extend(served.map(|bytes| (name, bytes)));
    }
    Ok(ours)
}

/// What goes where, for programs.
fn install(snippet: &Snippet<'_>) -> Json {
    let text = |value: Option<&str>| value.map_or(Json::Plain("null".to_string()), Json::from);
    let hashes = snippet.hashes();
    let hash = |of: &str| hashes.iter().find(|(what, _)| what.ends_with(of)).map(|(_, hash)| hash.as_str());
    Json::object([
        ("snippet", snippet.html().as_str().into()),
        ("policy", text(snippet.sealed.as_ref().map(|sealed| sealed.closed.as_str()))),
        ("latch", text(hash("latch"))),
        ("script", text(hash("script"))),
    ])
}

fn say_install(call: &mut Call<'_>, snippet: &Snippet<'_>) {
    call.line("\nfirst in <head>:");
    call.out.push_str(&snippet.html());
    if let Some(sealed) = &snippet.sealed {
        call.line(
            "\nthe seal's policy, as a header (`portcullis recipe` says for whom) and as the meta that is above:",
        );
        call.line(&format!("Content-Security-Policy: {}", sealed.closed));
        call.line(&meta(&sealed.closed));
    }
    let allowed = place::allowed(snippet);
    if !allowed.is_empty() {
        call.line("");
    }
    allowed.iter().for_each(|line| call.line(line));
    call.line(
        "\nwhat your server sends besides: portcullis recipe POLICY.json --for nginx|caddy|apache|cloudflare|node",
    );
}

/// Something wrong, as both formats print it.
struct Entry {
    line: String,
    json: Json,
    severity: Severity,
}

fn findings(file: &str, text: &str, site: &Site<'_>, today: Date, page: Option<(&str, &Answer)>) -> Vec<Entry> {
    let of_policy = policy::lint(text, site.policy, today).into_iter().map(|finding| Entry {
        line: format!("{file}:{finding}"),
        json: at(file, finding.line, finding.column)
            .with("path", finding.path.into())
            .with("rule", finding.rule.id.into())
            .with("severity", finding.rule.severity.name().into())
            .with("message", finding.what.into())
            .with("why", finding.rule.why.into())
            .with("law", finding.rule.law.into()),
        severity: finding.rule.severity,
    });
    let of_page = page.into_iter().flat_map(|(page, answer)| {
        site.lint(answer).into_iter().map(move |finding: lint::Finding| Entry {
            line: format!("{page}:{finding}"),
            json: within(page, &finding)
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
        json: at(file, error.line as usize, error.column as usize)
            .with("path", error.path.as_str().into())
            .with("rule", "unreadable".into())
            .with("severity", Severity::Error.name().into())
            .with("message", error.message().into()),
        severity: Severity::Error,
    }
}

fn at(file: &str, line: usize, column: usize) -> Json {
    Json::object([("file", file.into()), ("line", line.into()), ("column", column.into())])
}

fn within(page: &str, finding: &lint::Finding) -> Json {
    match &finding.header {
        Some(header) => Json::object([("file", page.into()), ("header", header.as_str().into())]),
        None => at(page, finding.line, finding.column),
    }
}

fn report(found: &[Entry], errors: usize) -> Json {
    Json::object([
        ("errors", errors.into()),
        ("warnings", found.len().saturating_sub(errors).into()),
        ("findings", Json::List(found.iter().map(|finding| finding.json.clone()).collect())),
    ])
}
