//! The commands' common ground: the command line, files, and what a failure exits with.

use std::process::ExitCode;
use std::{fs, io};

use portcullis::lint::policy::markdown;
use portcullis::policy::{self, Policy, reference};

use crate::{check, diff, render, snippet};

const USAGE: &str = "usage:
  portcullis check POLICY.json     says whether a policy is right, and where not; and what speaks against it, by the
                                   rules that docs/policy.md lists: a line each
      [--page FILE]                  also what a page, as your server sends it, gives away whatever the policy says
      [--origin URL]                 the page's own origin, where its tags name it, as https://shop.example
      [--format text|json]           text without it
      [--today YYYY-MM-DD]           the day that the policy's days are held against
  portcullis diff OLD.json NEW.json
                                   says what a new version asks again, and of whom; fails where a change that matters
                                   lacks its `since`
      [--reworded ID]                this service's purposes only changed their wording; may be given again
  portcullis snippet POLICY.json   prints what goes first into <head>
      --policy-url PATH              where the page fetches the policy
      --base PATH                    where pkg/ is deployed, with the slash at its end
      [--guard live|seal]            live without it
      [--strict]                     under the seal: no documents or workers of the page's own origin either
  portcullis schema                prints the JSON Schema of a policy
      [--markdown]                   docs/policy.md in its place
  portcullis render POLICY.json    prints the readable privacy policy, as a page
      [--fragment]                   as an <article> for a page of your own
      [--lang LANGUAGE]              in that language, where it is not the policy's
  portcullis table                 prints what the shim's build takes from the built-in services
A file that is called - is standard input.
exit status: 0 where nothing but warnings is found; 1 where an error is; 2 where the command line is wrong or a file
cannot be read";

/// What went wrong, and the exit status that says so.
pub enum Failure {
    /// The command line, or a file that cannot be read.
    Call(String),
    /// A policy or a page: what is wrong with it, or nothing where that is printed.
    Found(Option<String>),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["check", file, options @ ..] => check::run(file, options),
        ["diff", old, new, options @ ..] => diff::run(old, new, options),
        ["snippet", file, options @ ..] => snippet::run(file, options),
        ["render", file, options @ ..] => render::run(file, options),
        ["schema"] => {
            println!("{}", reference::schema());
            Ok(())
        }
        ["schema", "--markdown"] => {
            print!("{}{}", reference::markdown(), markdown());
            Ok(())
        }
        ["table"] => {
            println!(
                "{{\"BEFORE\":{},\"KNOWN\":{},\"CALLED\":{}}}",
                portcullis::consent::steps_before(),
                portcullis::classify::table(),
                portcullis::classify::called()
            );
            Ok(())
        }
        _ => Err(wrong("")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Found(message)) => {
            message.iter().for_each(|message| eprintln!("{message}"));
            ExitCode::FAILURE
        }
        Err(Failure::Call(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// A command line that is none, and what may stand there.
pub fn wrong(why: &str) -> Failure {
    Failure::Call(format!("{why}{}{USAGE}", if why.is_empty() { "" } else { "\n" }))
}

/// The text of a file, or what is sent in where that is `-`.
pub fn read(file: &str) -> Result<String, Failure> {
    let text = if file == "-" { io::read_to_string(io::stdin()) } else { fs::read_to_string(file) };
    text.map_err(|error| Failure::Call(format!("{file}: {error}")))
}

pub fn parse<'t>(file: &str, text: &'t str) -> Result<Policy<'t>, Failure> {
    policy::parse(text).map_err(|error| Failure::Found(Some(format!("{file}: {}", error.message()))))
}

/// What follows the files' names.
pub struct Options<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Options<'a> {
    /// Reads options that take a value and ones that take none.
    pub fn read(given: &[&'a str], valued: &[&str], bare: &[&str]) -> Result<Options<'a>, Failure> {
        let mut options = Vec::new();
        let mut rest = given.iter();
        while let Some(option) = rest.next() {
            let value = if bare.contains(option) { Some(&"") } else { rest.next().filter(|_| valued.contains(option)) };
            let value = value.ok_or_else(|| wrong(&format!("{option}: not an option, or its value is missing")))?;
            options.push((*option, *value));
        }
        Ok(Options(options))
    }

    /// The value given last.
    pub fn value(&self, name: &str) -> Option<&'a str> {
        self.all(name).last().copied()
    }

    /// The values given, in their order.
    pub fn all(&self, name: &str) -> Vec<&'a str> {
        self.0.iter().filter(|(option, _)| *option == name).map(|(_, value)| *value).collect()
    }
}
