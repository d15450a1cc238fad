//! What an integrator pastes into `<head>`: the tags, their attributes and the hashes that go with them. Every command
//! that prints tags or looks for them in a page asks here.

mod attributes;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256, Sha384};

use crate::consent::Guard;
use crate::policy::Policy;
pub use attributes::{ATTRIBUTES, Attribute};

/// The script that a page names, by guard.
pub const ENTRIES: [&str; 2] = ["portcullis.js", "portcullis-seal.js"];
/// The further scripts that a page may name itself.
pub const NAMED: [&str; 5] = [
    "portcullis-foreign.js",
    "portcullis-notice.js",
    "portcullis-choices.js",
    "portcullis-inspect.js",
    "portcullis-watch.js",
];
/// What the marker holds. It ends the text that the latch begins.
pub const MARKER: &str = "portcullis";

/// Attributes by which common optimisers leave a script alone: Rocket Loader, LiteSpeed, SiteGround, Autoptimize, WP
/// Rocket. Each has a value, as XML wants it.
const LEFT_ALONE: &str = "data-cfasync=\"false\" data-no-optimize=\"1\" data-no-defer=\"1\" data-no-minify=\"1\" \
                          data-noptimize=\"1\" nowprocket=\"\"";

/// What the tags are made of.
#[derive(Clone, Debug)]
pub struct Snippet<'a> {
    /// The folder that `portcullis build` wrote, or that pkg/ is deployed to, as a page names it. It ends with a slash.
    pub base: SameOrigin<'a>,
    /// What the shim goes by.
    pub source: Source<'a>,
    /// What the browser enforces, where it does.
    pub sealed: Option<Sealed>,
    /// What the tag says of the page and the visitor.
    pub attributes: Attributes<'a>,
    /// Whether the page has tags that another product marked.
    pub reads_foreign_marks: bool,
}

/// Attributes by their names, each with its checked value.
pub type Attributes<'a> = Vec<(&'static str, &'a str)>;

/// What the shim goes by.
#[derive(Clone, Debug)]
pub enum Source<'a> {
    /// The plan that was built into the entry.
    Entry,
    /// The policy at that address, which the page fetches.
    Policy(SameOrigin<'a>),
    /// A plan in the page itself, with the shim after it.
    Inline {
        /// As [`crate::plan::embed`] writes it.
        plan: String,
        /// The text of the shim.
        shim: String,
    },
}

/// What stands above the shim under the seal.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// How far it goes.
    pub guard: Guard,
    /// The text of the latch.
    pub latch: String,
    /// The digest of the plan's decisions.
    pub digest: String,
    /// The Content Security Policy with nothing granted.
    pub closed: String,
}

/// A path on the page's own origin, with nothing that HTML or a script would take for its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SameOrigin<'a>(&'a str);

impl<'a> SameOrigin<'a> {
    /// Checks and keeps it: `/` and not `//`, and then what a path and a query are written with.
    pub fn parse(text: &'a str) -> Option<SameOrigin<'a>> {
        let clean = |byte: u8| byte.is_ascii_alphanumeric() || b"/._~%!$()*+,:@?=-".contains(&byte);
        (text.starts_with('/') && !text.starts_with("//") && text.bytes().all(clean)).then_some(SameOrigin(text))
    }

    /// The path as written.
    pub fn as_str(self) -> &'a str {
        self.0
    }
}

/// The entry of a guard.
pub fn entry_of(guard: Option<Guard>) -> &'static str {
    let [live, sealed] = ENTRIES;
    if guard.is_some() { sealed } else { live }
}

/// Whether a policy says what other products' marks stand for.
pub fn reads_foreign_marks(policy: &Policy<'_>) -> bool {
    policy.moving().next().is_some()
}

impl Snippet<'_> {
    /// The HTML, a line a tag.
    pub fn html(&self) -> String {
        let base = self.base.as_str();
        let mut out = String::new();
        if let Some(sealed) = &self.sealed {
            let attributes = self.latch_attributes(sealed);
            out.push_str(&format!("<script {attributes} {LEFT_ALONE}>{}</script>\n", sealed.latch));
            out.push_str(&meta(&sealed.closed));
            out.push_str(&format!("\n<script type=\"text/plain\">{MARKER}</script>\n"));
        }
        let attributes = self.attributes();
        match &self.source {
            Source::Inline { plan, shim } => {
                out.push_str(&format!("<script type=\"application/json\">{plan}</script>\n"));
                out.push_str(&format!("<script data-base=\"{base}\"{attributes} {LEFT_ALONE}>{shim}</script>\n"));
            }
            Source::Entry | Source::Policy(_) => {
                let src = format!("{base}{}", self.entry());
                // A script that the parser waits for makes Firefox look ahead, past any policy of the page:
                // docs/ahead.md.
                let deferred = if self.sealed.is_some() { " defer=\"defer\"" } else { "" };
                out.push_str(&format!("<script src=\"{src}\"{attributes} {LEFT_ALONE}{deferred}></script>\n"));
            }
        }
        if self.reads_foreign_marks {
            out.push_str(&format!("<script async=\"async\" src=\"{base}portcullis-foreign.js\"></script>\n"));
        }
        out
    }

    /// The file that the shim's tag loads.
    pub fn entry(&self) -> &'static str {
        entry_of(self.guard())
    }

    /// How far the browser enforces, where it does.
    pub fn guard(&self) -> Option<Guard> {
        self.sealed.as_ref().map(|sealed| sealed.guard)
    }

    /// The inline scripts of the tags, each with the source by which a Content Security Policy of the host's own allows
    /// it.
    pub fn hashes(&self) -> Vec<(&'static str, String)> {
        let latch = self.sealed.as_ref().map(|sealed| ("the latch", csp_hash(&sealed.latch)));
        let shim = match &self.source {
            Source::Inline { shim, .. } => Some(("the inline script", csp_hash(shim))),
            Source::Entry | Source::Policy(_) => None,
        };
        latch.into_iter().chain(shim).collect()
    }

    /// The attributes of the shim's tag, with a space before each.
    fn attributes(&self) -> String {
        let mut out = String::new();
        if let Source::Policy(url) = self.source {
            out.push_str(&format!(" data-policy=\"{}\"", url.as_str()));
        }
        if let Some(guard) = self.guard() {
            out.push_str(&format!(" data-guard=\"{}\"", guard.name()));
        }
        self.attributes.iter().for_each(|(name, value)| out.push_str(&format!(" data-{name}=\"{value}\"")));
        out
    }

    /// What the latch compares a pass with: the same as the shim's tag says, or the gate stays down.
    fn latch_attributes(&self, sealed: &Sealed) -> String {
        let signals = self.attributes.iter().filter(|(name, _)| attributes::is_signal(name));
        let signals: String = signals.map(|(name, value)| format!(" data-{name}=\"{value}\"")).collect();
        format!("data-digest=\"{}\" data-guard=\"{}\"{signals}", sealed.digest, sealed.guard.name())
    }
}

/// The tag for a Content Security Policy.
pub fn meta(policy: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" />")
}

/// The source by which a Content Security Policy allows an inline script.
pub fn csp_hash(script: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)))
}

/// The hash of a file, as `integrity` has it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

/// Why a text cannot stand in a page as an inline script.
pub fn unfit(script: &str, is_xml: bool) -> Option<&'static str> {
    let lower = script.to_ascii_lowercase();
    let ends = ["<!--", "<script", "</script"].into_iter().find(|one| lower.contains(one));
    match ends {
        Some(found) => Some(found),
        None if !script.is_ascii() => Some("a character that is not ASCII"),
        None if is_xml => ["<", "&"].into_iter().find(|one| script.contains(one)),
        None => None,
    }
}

impl Sealed {
    /// What the policy and the digest of its decisions give.
    pub fn of(policy: &Policy<'_>, guard: Guard, digest: &str, latch: String) -> Sealed {
        Sealed { guard, latch, digest: digest.to_string(), closed: guard.policy(policy, core::iter::empty()) }
    }
}

#[cfg(test)]
pub(crate) mod tests;
