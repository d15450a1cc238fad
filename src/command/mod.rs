//! The command line: arguments in, texts and an exit status out.
//!
//! Files, the day and pages of the web come from outside. `src/bin/portcullis.rs` is that for a native process and
//! `src/node.rs` for Node: so both are one program.

mod build;
mod check;
mod classify;
mod diff;
mod generated;
mod manifest;
mod options;
mod pkg;
mod place;
mod plan;
mod recipe;
mod render;
mod shown;
mod snippet;
mod verify;

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use crate::lint::policy::markdown;
use crate::policy::field::Date;
use crate::policy::{self, Policy, reference};
use options::Options;

const USAGE: &str = "usage:
  portcullis build POLICY.json --out DIR
                                   writes what a site serves into DIR, and prints the tags to paste and caches to set
      [--base /portcullis/]          the address of DIR
      [--guard live|seal]            live without it
      [--strict]                     with the seal: documents and workers of the page's own origin stay closed too
      [--lang LANGUAGE]              the main language, if it is not the policy's
      [--layout bar|box|corner]      bar without it
      [--reworded ID]                this service's purposes only changed their wording; may be given again
      [--policy-url PATH]            pages that name the policy by this address use the plan too
      [--pkg DIR]                    the pkg/ of the package; by npm, the package's own
  portcullis snippet POLICY.json   prints the tags again
      --out DIR | --policy-url PATH  the folder that `build` wrote; or, where nothing is built, the policy's address
      [--base, --guard, --strict, --layout, --pkg]
                                     as for build; a built DIR knows its guard
      [--inline]                     with --out: the plan and the script in the page itself
      [--scheme, --lang, --place, --regime, --country, --age]
                                     attributes of the tag: docs/look.md, docs/regimes.md
  portcullis recipe POLICY.json    prints what your server sends: caches, and the seal's policy as a header
      --for nginx|caddy|apache|cloudflare|node
      [--base, --guard, --strict, --policy-url]
                                     as for build
  portcullis check POLICY.json     reports what is wrong in a policy, a line each; docs/policy.md lists the rules
      [--page FILE|URL]              also what is wrong in a page; a file may begin with the answer's headers, as
                                     `curl -i` prints them
      [--origin URL]                 the page's own origin, if its tags name it: https://shop.example
      [--format text|json]           text without it
      [--today YYYY-MM-DD]           the day that the policy's days are compared with
      [--out, --policy-url, --base, ...]
                                     as for snippet: also prints the tags, and checks the page against them
  portcullis diff OLD.json NEW.json
                                   says what a new version asks again, and of whom; fails if a change that matters
                                   has no `since`
      [--reworded ID]                as for build
  portcullis render POLICY.json    prints the readable privacy policy, as a page
      [--fragment]                   as an <article> for a page of your own
      [--lang LANGUAGE]              in that language, if it is not the policy's
  portcullis verify RECEIPTS.json  says whether a visitor's exported receipts are what was written, and which are not
      [--policy POLICY.json]         also whether they ask what this policy says: the very file that was shown
  portcullis classify FILE         says what each line is, a name after its store or an address: a line of JSON each
      [--policy POLICY.json]         what that declares comes before what is known
  portcullis schema                prints the JSON Schema of a policy
      [--markdown]                   docs/policy.md instead
      [--texts]                      docs/texts.md instead: the texts that a policy may word itself
  portcullis names                 prints the table of known names, which the page's build takes
      [--markdown]                   docs/classify.md instead
  portcullis plan [POLICY.json]    prints a plan as JSON, for the page's build and for tests
  portcullis generated             prints www/generated.ts
A file called - is standard input.
exit status: 0 if nothing but warnings was found; 1 if an error was; 2 if the command line is wrong or a file cannot be
read";

/// What a command cannot have by itself.
pub trait Outside {
    /// The bytes of a file, or of standard input where that is `-`, or why there are none.
    fn file(&self, name: &str) -> Result<Vec<u8>, String>;
    /// Writes a file, with the folders that it lies in; nobody meets half of it.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String>;
    /// How many bytes brotli makes of these at its highest quality, which is what a server sends.
    fn brotli(&self, bytes: &[u8]) -> usize;
    /// What a web server answers, as it is on the wire in HTTP/1.1, or why there is nothing.
    fn answer(&self, url: &str) -> Result<Vec<u8>, String>;
    /// Today, in UTC.
    fn today(&self) -> Date;
    /// The folder of the built distribution that this program came with.
    fn own_pkg(&self) -> Option<String>;
}

/// What a command printed, and its exit status.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// The exit status.
    pub status: u8,
}

/// What went wrong, and the exit status that says so.
enum Failure {
    /// The command line, or a file that cannot be read.
    Call(String),
    /// A policy or a page: what is wrong with it, or nothing where that is printed.
    Found(Option<String>),
}

/// A command as it runs: what is outside, and what it has printed.
struct Call<'a> {
    outside: &'a dyn Outside,
    out: String,
    err: String,
}

/// Runs the command that the arguments name.
pub fn run(arguments: &[&str], outside: &dyn Outside) -> Done {
    let mut call = Call { outside, out: String::new(), err: String::new() };
    let done = match arguments {
        ["build", file, options @ ..] => build::run(&mut call, file, options),
        ["check", file, options @ ..] => check::run(&mut call, file, options),
        ["diff", old, new, options @ ..] => diff::run(&mut call, old, new, options),
        ["snippet", file, options @ ..] => snippet::run(&mut call, file, options),
        ["recipe", file, options @ ..] => recipe::run(&mut call, file, options),
        ["render", file, options @ ..] => render::run(&mut call, file, options),
        ["verify", file, options @ ..] => verify::run(&mut call, file, options),
        ["classify", file, options @ ..] => classify::run(&mut call, file, options),
        ["names", options @ ..] => classify::names(&mut call, options),
        ["plan", rest @ ..] => plan::run(&mut call, rest),
        ["generated"] => {
            call.out = generated::typescript();
            Ok(())
        }
        ["schema"] => {
            call.line(&reference::schema().to_string());
            Ok(())
        }
        ["schema", "--markdown"] => {
            call.out = reference::markdown() + &markdown();
            Ok(())
        }
        ["schema", "--texts"] => {
            call.out = reference::texts();
            Ok(())
        }
        ["help" | "--help" | "-h"] => {
            call.line(USAGE);
            Ok(())
        }
        _ => Err(wrong("")),
    };
    let status = match done {
        Ok(()) => 0,
        Err(Failure::Found(message)) => {
            message.iter().for_each(|message| call.note(message));
            1
        }
        Err(Failure::Call(message)) => {
            call.note(&message);
            2
        }
    };
    Done { out: call.out, err: call.err, status }
}

/// The pages of the web that a command will ask for: for an outside that cannot fetch while it is asked.
pub fn pages<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let pairs = arguments.iter().zip(arguments.iter().skip(1));
    pairs.filter(|(option, value)| **option == "--page" && is_url(value)).map(|(_, value)| *value).collect()
}

fn is_url(page: &str) -> bool {
    page.starts_with("https://") || page.starts_with("http://")
}

impl Call<'_> {
    /// Prints a line.
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Prints a line beside what is asked for.
    fn note(&mut self, text: &str) {
        self.err.push_str(text);
        self.err.push('\n');
    }

    fn bytes(&self, file: &str) -> Result<Vec<u8>, Failure> {
        self.outside.file(file).map_err(|error| Failure::Call(format!("{file}: {error}")))
    }

    fn text(&self, file: &str) -> Result<String, Failure> {
        let text = String::from_utf8(self.bytes(file)?);
        let text = text.map_err(|_| Failure::Call(format!("{file}: it is not UTF-8")))?;
        // A page that fetches it is handed the text without a byte order mark, too.
        Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), String::from))
    }
}

/// A command line that is none, and what may stand there.
fn wrong(why: &str) -> Failure {
    Failure::Call(format!("{why}{}{USAGE}", if why.is_empty() { "" } else { "\n" }))
}

fn parse<'t>(file: &str, text: &'t str) -> Result<Policy<'t>, Failure> {
    policy::parse(text).map_err(|error| Failure::Found(Some(format!("{file}: {}", error.message()))))
}

/// A number with its noun, in the form that goes with it.
fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// What a file cannot be read for, in words that are the same for every shell.
pub const MISSING: &str = "there is no such file";
