//! What an integrator pastes first into `<head>`, made from the policy.

mod declared;

use alloc::format;
use alloc::string::String;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use crate::consent::Guard;
use crate::policy::Policy;

/// The latch, as `www/shim/latch.ts` is built; `KEY` stands for what [`Snippet`] fills in.
const LATCH: &str = include_str!("../../pkg/latch.js");

/// What the snippet is made from.
#[derive(Clone, Debug)]
pub struct Snippet<'a> {
    /// Where the page fetches the policy.
    pub policy_url: SameOrigin<'a>,
    /// The folder that `pkg/` is deployed to, with the slash at its end.
    pub base: SameOrigin<'a>,
    /// Which of the shims it is.
    pub shim: Shim,
    /// The hash of the shim that is deployed, as in `integrity`.
    pub integrity: Option<String>,
    /// The folder that the shim fetches from, where that is not its own.
    pub release: Option<String>,
}

/// The shims that a page may begin with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shim {
    /// One tag; what a first visit decides by is fetched on that visit alone.
    Live,
    /// One tag, with all of that within.
    Inline,
    /// The browser enforces, and so far.
    Seal(Guard),
}

/// A path on the page's own origin, with nothing that HTML or a script would take for its own.
#[derive(Clone, Copy, Debug)]
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

impl Snippet<'_> {
    /// The HTML.
    pub fn html(&self, policy: &Policy<'_>) -> String {
        let (SameOrigin(base), SameOrigin(policy_url)) = (self.base, self.policy_url);
        let declared = declared::declared(policy).map_or(String::new(), |json| format!(" data-declared='{json}'"));
        let integrity = self.integrity.as_ref().map_or(String::new(), |hash| format!(" integrity=\"{hash}\""));
        let src = format!("src=\"{base}{}\"{integrity}", self.file());
        // What marks the tags of the product that the site moves from.
        let foreign = policy.moving().next().map_or(String::new(), |_| {
            format!("<script async=\"async\" src=\"{base}portcullis-foreign.js\"></script>\n")
        });
        let Some(guard) = self.guard() else {
            return format!(
                "<script data-cfasync=\"false\" {src} data-policy=\"{policy_url}\"{declared}></script>\n{foreign}"
            );
        };
        // The marker ends what the latch begins, where the latch lifts the policy above it.
        format!(
            "<script data-cfasync=\"false\">{}</script>\n\
             {}\n\
             <script type=\"text/plain\">portcullis</script>\n\
             <script data-cfasync=\"false\" defer=\"defer\" {src} data-policy=\"{policy_url}\" data-guard=\"{}\"{declared}></script>\n{foreign}",
            self.latch(guard),
            self.meta(&guard.policy(policy, core::iter::empty())),
            guard.name(),
        )
    }

    /// The static policy, with which nothing is granted.
    pub fn policy(&self, policy: &Policy<'_>) -> Option<String> {
        Some(self.guard()?.policy(policy, core::iter::empty()))
    }

    /// The tag for a policy.
    pub fn meta(&self, policy: &str) -> String {
        format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" />")
    }

    /// The built file that its tag loads.
    pub fn file(&self) -> &'static str {
        match self.shim {
            Shim::Live => "portcullis.js",
            Shim::Inline => "portcullis.inline.js",
            Shim::Seal(_) => "portcullis-seal.js",
        }
    }

    /// As a `Link` header, what a first visit fetches next; a page that said it itself would say it to everybody.
    pub fn ahead(&self) -> Option<String> {
        let SameOrigin(base) = self.base;
        let folder = self.release.as_ref().map_or(String::new(), |release| format!("{release}/"));
        (self.shim != Shim::Inline).then(|| format!("<{base}{folder}portcullis-core.js>; rel=preload; as=script"))
    }

    /// How far the browser enforces, where it does.
    pub fn guard(&self) -> Option<Guard> {
        match self.shim {
            Shim::Live | Shim::Inline => None,
            Shim::Seal(guard) => Some(guard),
        }
    }

    /// What a Content Security Policy of the host's own allows the latch by.
    pub fn latch_hash(&self) -> Option<String> {
        let hash = Sha256::digest(self.latch(self.guard()?));
        Some(format!("'sha256-{}'", BASE64_STANDARD.encode(hash)))
    }

    fn latch(&self, guard: Guard) -> String {
        let SameOrigin(policy_url) = self.policy_url;
        LATCH.trim_end().replace("KEY", &format!("\"{}\"", pass_key(policy_url, guard)))
    }
}

/// As the shim names the pass: version, policy, revision, guard and age. What follows the latch asks itself.
pub(crate) fn pass_key(policy_url: &str, guard: Guard) -> String {
    format!("portcullis {},{policy_url},,{},,", env!("CARGO_PKG_VERSION"), guard.name())
}

#[cfg(test)]
pub(crate) mod tests;
