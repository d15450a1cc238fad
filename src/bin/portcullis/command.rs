//! The commands, and what they answer.

use std::process::ExitCode;

use portcullis::consent::Guard;
use portcullis::lint::Site;
use portcullis::policy::field::Origin;
use portcullis::policy::{self, Policy, lint};
use portcullis::snippet::{SameOrigin, Snippet};

const USAGE: &str = "usage:
  portcullis check POLICY.json     says whether a policy is right, and if not, where it is wrong
      [--page FILE]                  also what a page, as your server sends it, gives away whatever the policy says:
                                     a line each, and exit status 1
      [--origin URL]                 the page's own origin, where its tags name it, as https://shop.example
  portcullis snippet POLICY.json   prints what goes first into <head>
      --policy-url PATH              where the page fetches the policy
      --base PATH                    where pkg/ is deployed, with the slash at its end
      [--guard live|seal]            live without it
      [--strict]                     under the seal: no documents or workers of the page's own origin either
  portcullis table                 prints what the shim's build takes from the built-in services";

/// What went wrong, and the exit status that says so.
enum Failure {
    /// The command line, or a file that cannot be read.
    Call(String),
    /// The policy.
    Policy(String),
    /// A page: its findings are printed.
    Page,
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["check", file, options @ ..] => check(file, options),
        ["snippet", file, options @ ..] => snippet(file, options),
        ["table"] => {
            println!(
                "{{\"BEFORE\":{},\"KNOWN\":{},\"CALLED\":{}}}",
                portcullis::consent::steps_before(),
                portcullis::classify::table(),
                portcullis::classify::called()
            );
            Ok(())
        }
        _ => Err(Failure::Call(USAGE.into())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Policy(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
        Err(Failure::Page) => ExitCode::FAILURE,
        Err(Failure::Call(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn read(file: &str) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| Failure::Call(format!("{file}: {error}")))
}

fn parse<'t>(file: &str, text: &'t str) -> Result<Policy<'t>, Failure> {
    policy::parse(text).map_err(|error| Failure::Policy(format!("{file}: {}", error.message())))
}

fn check(file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--page", "--origin"], &[])?;
    let origin = match options.value("--origin") {
        Some(url) => Some(Origin::parse(url).ok_or_else(|| {
            Failure::Call(format!("--origin {url}: expected https:// and a host, and nothing after it"))
        })?),
        None => None,
    };
    let text = read(file)?;
    let policy = parse(file, &text)?;
    if let Some(error) = lint::lint(&text, &policy) {
        return Err(Failure::Policy(format!("{file}: {}", error.message())));
    }
    println!("{file}: right; {} services, {} of them wait for a choice", policy.services.len(), policy.gated().len());
    let Some(page) = options.value("--page") else {
        return Ok(());
    };
    let html = std::fs::read(page).map_err(|error| Failure::Call(format!("{page}: {error}")))?;
    let found = Site { policy: &policy, origin }.lint(&String::from_utf8_lossy(&html));
    for finding in &found {
        println!("{page}:{finding}");
    }
    if found.is_empty() { Ok(()) } else { Err(Failure::Page) }
}

/// What follows the file's name.
struct Options<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Options<'a> {
    /// Reads options that take a value and ones that take none.
    fn read(given: &[&'a str], valued: &[&str], bare: &[&str]) -> Result<Options<'a>, Failure> {
        let mut options = Vec::new();
        let mut rest = given.iter();
        while let Some(option) = rest.next() {
            let value = if bare.contains(option) { Some(&"") } else { rest.next().filter(|_| valued.contains(option)) };
            let value = value
                .ok_or_else(|| Failure::Call(format!("{option}: not an option, or its value is missing\n{USAGE}")))?;
            options.push((*option, *value));
        }
        Ok(Options(options))
    }

    /// The value given last.
    fn value(&self, name: &str) -> Option<&'a str> {
        self.0.iter().rfind(|(option, _)| *option == name).map(|(_, value)| *value)
    }
}

fn snippet(file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--policy-url", "--base", "--guard"], &["--strict"])?;
    let path = |option| options.value(option).map(|value| own_path(option, value)).transpose();
    let (policy_url, base) = (path("--policy-url")?, path("--base")?);
    let (guard, strict) = (options.value("--guard").unwrap_or("live"), options.value("--strict").is_some());
    let missing = |option: &str| Failure::Call(format!("{option} is missing\n{USAGE}"));
    let guard = match (guard, strict) {
        ("live", false) => None,
        ("seal", false) => Some(Guard::Seal),
        ("seal", true) => Some(Guard::SealStrict),
        _ => {
            return Err(Failure::Call(format!(
                "--guard is \"live\" or \"seal\", and --strict goes with \"seal\"\n{USAGE}"
            )));
        }
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
