//! The command line: arguments in, texts and an exit status out.
//!
//! Files, the day and pages of the web come from outside. `src/bin/portcullis.rs` is that for a native process and
//! `src/node.rs` for Node: so both are one program.

mod check;
mod classify;
mod diff;
mod generated;
mod options;
mod place;
mod plan;
mod recipe;
mod release;
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
  portcullis check POLICY.json     says whether a policy is right, and where not; and what speaks against it, by the
                                   rules that docs/policy.md lists: a line each
      [--page FILE|URL]              also what a page, as your server sends it, gives away whatever the policy says; a file
                                     may begin with the answer's headers, as `curl -i` prints them
      [--origin URL]                 the page's own origin, where its tags name it, as https://shop.example
      [--format text|json]           text without it
      [--today YYYY-MM-DD]           the day that the policy's days are held against
      [--policy-url, --base, …]      as for snippet: then also the snippet, and the seal's policy as a header and a meta
  portcullis diff OLD.json NEW.json
                                   says what a new version asks again, and of whom; fails where a change that matters
                                   lacks its `since`
      [--reworded ID]                this service's purposes only changed their wording; may be given again
  portcullis snippet POLICY.json   prints what goes first into <head>
      --policy-url PATH              where the page fetches the policy
      --base PATH                    where pkg/ is deployed, with the slash at its end
      [--guard live|seal]            live without it
      [--strict]                     under the seal: no documents or workers of the page's own origin either
      [--inline]                     live, in one request: the policy in the page, and all that a first visit needs in one file
      [--pkg DIR]                    the pkg/ that is deployed: its hashes go into the tags; or the folder that
                                     `release` wrote. By npm, the package's own; an empty one leaves them out
  portcullis recipe POLICY.json    prints what your server sends besides: caches, and the seal's policy as a header
      --for nginx|caddy|apache|cloudflare|node
      --policy-url, --base, …        as for snippet
  portcullis release DIR           writes pkg/ as a site serves it: each version in a folder of its own that never
                                   changes, and the scripts that a page names beside those, where they stay
      [--pkg DIR]                    the pkg/ that was built; by npm, the package's own
  portcullis schema                prints the JSON Schema of a policy
      [--markdown]                   docs/policy.md in its place
  portcullis render POLICY.json    prints the readable privacy policy, as a page
      [--fragment]                   as an <article> for a page of your own
      [--lang LANGUAGE]              in that language, where it is not the policy's
  portcullis verify RECEIPTS.json  says whether a visitor's exported receipts are what was written, and which is not
      [--policy POLICY.json]         also whether they ask what this policy says: the very file that was shown
  portcullis classify FILE         says of each line, a name after its store or an address, what it is: a line of JSON each
      [--policy POLICY.json]         what that declares comes before what is known
  portcullis names                 prints the table of known names, which the page's build takes
      [--markdown]                   docs/classify.md in its place
A file that is called - is standard input.
exit status: 0 where nothing but warnings is found; 1 where an error is; 2 where the command line is wrong or a file
cannot be read";

/// What a command cannot have by itself.
pub trait Outside {
    /// The bytes of a file, or of standard input where that is `-`, or why there are none.
    fn file(&self, name: &str) -> Result<Vec<u8>, String>;
    /// Writes a file, with the folders that it lies in; nobody meets half of it.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String>;
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
        ["check", file, options @ ..] => check::run(&mut call, file, options),
        ["diff", old, new, options @ ..] => diff::run(&mut call, old, new, options),
        ["snippet", file, options @ ..] => snippet::run(&mut call, file, options),
        ["recipe", file, options @ ..] => recipe::run(&mut call, file, options),
        ["release", folder, options @ ..] => release::run(&mut call, folder, options),
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
        String::from_utf8(self.bytes(file)?).map_err(|_| Failure::Call(format!("{file}: it is not UTF-8")))
    }
}

/// A command line that is none, and what may stand there.
fn wrong(why: &str) -> Failure {
    Failure::Call(format!("{why}{}{USAGE}", if why.is_empty() { "" } else { "\n" }))
}

fn parse<'t>(file: &str, text: &'t str) -> Result<Policy<'t>, Failure> {
    policy::parse(text).map_err(|error| Failure::Found(Some(format!("{file}: {}", error.message()))))
}

/// What a file cannot be read for, in words that are the same for every shell.
pub const MISSING: &str = "there is no such file";
