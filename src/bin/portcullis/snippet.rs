//! `portcullis snippet`: what goes first into `<head>`.

use portcullis::consent::Guard;
use portcullis::snippet::{SameOrigin, Snippet};

use crate::command::{Failure, Options, parse, read, wrong};

pub fn run(file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--policy-url", "--base", "--guard"], &["--strict"])?;
    let path = |option| options.value(option).map(|value| own_path(option, value)).transpose();
    let (policy_url, base) = (path("--policy-url")?, path("--base")?);
    let (guard, strict) = (options.value("--guard").unwrap_or("live"), options.value("--strict").is_some());
    let missing = |option: &str| wrong(&format!("{option} is missing"));
    let guard = match (guard, strict) {
        ("live", false) => None,
        ("seal", false) => Some(Guard::Seal),
        ("seal", true) => Some(Guard::SealStrict),
        _ => return Err(wrong("--guard is \"live\" or \"seal\", and --strict goes with \"seal\"")),
    };
    let text = read(file)?;
    let policy = parse(file, &text)?;
    let snippet = Snippet {
        policy_url: policy_url.ok_or_else(|| missing("--policy-url"))?,
        base: base.ok_or_else(|| missing("--base"))?,
        guard,
    };
    print!("{}", snippet.html(&policy));
    if let Some(hash) = snippet.latch_hash() {
        eprintln!("a policy of your own allows the latch by: script-src {hash}");
    }
    Ok(())
}

fn own_path<'a>(option: &str, value: &'a str) -> Result<SameOrigin<'a>, Failure> {
    SameOrigin::parse(value).filter(|_| option != "--base" || value.ends_with('/')).ok_or_else(|| {
        Failure::Call(format!("{option} {value}: expected a path of the page's own origin, as /portcullis/"))
    })
}
