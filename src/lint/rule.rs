//! The rules, each with why it is one and what to do.

use alloc::string::String;
use core::fmt;

/// A part of the seal's snippet, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The inline script that raises the gate for what is granted.
    Latch,
    /// The static policy.
    Policy,
    /// What ends the text that the latch begins.
    Marker,
    /// The shim's tag.
    Shim,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 4] = [Part::Latch, Part::Policy, Part::Marker, Part::Shim];
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Part::Latch => "latch",
            Part::Policy => "static policy",
            Part::Marker => "marker",
            Part::Shim => "shim",
        })
    }
}

/// What a page breaks. A text is the tag, the address or the host that does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing of ours is in the page.
    NotInstalled,
    /// A part of the snippet is not there.
    SealMissing(Part),
    /// A part stands there twice.
    SealTwice(Part),
    /// A part stands before the one that it must follow.
    SealOrder(Part, Part),
    /// The static policy is not what the policy file gives.
    SealPolicy,
    /// The latch does not go with the shim and the policy: in what it differs.
    SealLatch(&'static str),
    /// The shim's tag is not as it is printed: what is wrong with it.
    SealShim(&'static str),
    /// Something stands where the latch swallows it.
    SealSwallows(String),
    /// The snippet stands in `<body>`.
    SealInBody,
    /// Something loads or runs before the static policy stands.
    SealNotFirst(String),
    /// A policy of the site's own stands before the latch.
    PolicyBeforeLatch,
    /// An image by `srcset` that is not lazy.
    LookedAhead(String),
    /// A preload by `imagesrcset`.
    PreloadImagesrcset(String),
    /// A hint to connect.
    Preconnect(String),
    /// A hint to look a name up.
    DnsPrefetch(String),
    /// The page sends its visitor on.
    Refresh(String),
    /// Rules to fetch pages ahead.
    SpeculationRules,
    /// Addresses without a host are another's.
    Base(String),
    /// The shim does not run first.
    ShimNotFirst(String),
    /// The parser does not wait for the shim.
    ShimDeferred,
    /// What should wait for a choice is fetched by the parser: its tag, and whose it is.
    Unmarked(String, String),
    /// An inline script loads what should wait for a choice: the address, and whose it is.
    UnmarkedInline(String, String),
    /// A tag has a mark and is loaded all the same: what it needs.
    HalfMarked(String, &'static str),
    /// A mark names what no service that waits for a choice goes by.
    UnknownService(String, String),
    /// The shim in the page has no plan right before it.
    PlanNotBefore,
    /// The shim in the page, or its plan, is not what is printed now.
    InlineOld(&'static str),
    /// The hash in the entry's tag is of other bytes than those that are served.
    Integrity,
    /// A header has the browser fetch something before the page's policy stands: whose.
    LinkHeader(String),
    /// The same, before the answer itself.
    EarlyHint(String),
    /// A header names another host's rules to fetch pages ahead.
    SpeculationHeader(String),
    /// A header sends reports of what visitors meet to another host.
    Reports(String),
    /// The server sets a cookie that waits for a choice: its name, and whose it is.
    CookieSet(String, String),
    /// A policy in a header does not let the latch run.
    LatchBlocked,
    /// An object that waits, and that a browser will not load after it has shown what it holds.
    ObjectWithoutType(String),
    /// A mark in a closed shadow tree.
    MarkInClosedShadow(String),
    /// A mark of another product's, by a name that `moving` does not have.
    ForeignName(String, String),
    /// A mark of another product's, on a page without what understands it.
    ForeignUnread(String),
}

impl Rule {
    /// The name it goes by.
    pub fn id(&self) -> &'static str {
        match self {
            Rule::NotInstalled => "not-installed",
            Rule::SealMissing(_) => "seal-missing",
            Rule::SealTwice(_) => "seal-twice",
            Rule::SealOrder(..) | Rule::SealPolicy | Rule::SealLatch(_) | Rule::SealShim(_) | Rule::SealSwallows(_) => {
                "seal-parts"
            }
            Rule::SealInBody => "seal-in-body",
            Rule::SealNotFirst(_) => "seal-not-first",
            Rule::PolicyBeforeLatch => "policy-before-latch",
            Rule::LookedAhead(_) => "looked-ahead",
            Rule::PreloadImagesrcset(_) => "preload-imagesrcset",
            Rule::Preconnect(_) => "preconnect",
            Rule::DnsPrefetch(_) => "dns-prefetch",
            Rule::Refresh(_) => "refresh",
            Rule::SpeculationRules => "speculation-rules",
            Rule::Base(_) => "base",
            Rule::ShimNotFirst(_) => "shim-not-first",
            Rule::ShimDeferred => "shim-deferred",
            Rule::Unmarked(..) | Rule::UnmarkedInline(..) => "unmarked",
            Rule::HalfMarked(..) => "half-marked",
            Rule::UnknownService(..) => "unknown-service",
            Rule::PlanNotBefore => "plan-not-before",
            Rule::InlineOld(_) => "inline-old",
            Rule::Integrity => "integrity",
            Rule::LinkHeader(_) => "link-header",
            Rule::EarlyHint(_) => "early-hint",
            Rule::SpeculationHeader(_) => "speculation-rules",
            Rule::Reports(_) => "reports",
            Rule::CookieSet(..) => "cookie-set",
            Rule::LatchBlocked => "latch-blocked",
            Rule::ObjectWithoutType(_) => "object-without-type",
            Rule::MarkInClosedShadow(_) => "closed-shadow",
            Rule::ForeignName(..) => "foreign-name",
            Rule::ForeignUnread(_) => "foreign-unread",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::NotInstalled => {
                write!(out, "nothing holds this page: put what `portcullis snippet` prints first into <head>")
            }
            Rule::SealMissing(Part::Policy) => {
                write!(out, "no static policy, so nothing is held: paste the snippet whole")
            }
            Rule::SealMissing(Part::Latch) => {
                write!(out, "no latch, so no grant opens the page: paste the snippet whole (right for a minor alone)")
            }
            Rule::SealMissing(part) => write!(out, "no {part}: paste the snippet whole"),
            Rule::SealTwice(part) => write!(out, "the {part} once more, which keeps the page shut: paste it once"),
            Rule::SealOrder(part, after) => {
                write!(out, "the {part} stands before the {after}: paste the snippet as it is printed")
            }
            Rule::SealPolicy => {
                write!(out, "the static policy is not what the policy file gives now: print the tags again")
            }
            Rule::SealLatch(why) => write!(out, "the latch {why}, so no grant opens the page: print the tags again"),
            Rule::SealShim(why) => write!(out, "the shim's tag {why}: print the tags again"),
            Rule::SealSwallows(tag) => write!(
                out,
                "{tag} is lost where a grant opens the page, for the latch swallows up to the marker: move it below"
            ),
            Rule::SealInBody => write!(
                out,
                "the snippet stands in <body>, where browsers take no policy: put it first into <head>, before any tag \
                 or text that ends <head>"
            ),
            Rule::SealNotFirst(tag) => write!(
                out,
                "{tag} stands before the static policy, which does not hold what was asked for before it: move it \
                 below the snippet"
            ),
            Rule::PolicyBeforeLatch => write!(
                out,
                "with a policy before it the latch opens nothing: move this one below the snippet, or into a header"
            ),
            Rule::LookedAhead(host) => write!(
                out,
                "Firefox looks ahead while a script of the page is waited for, and fetches srcset from {host} in spite \
                 of the policy: give the image loading=lazy, or a src alone, {ESSENTIAL}"
            ),
            Rule::PreloadImagesrcset(host) => {
                write!(out, "Firefox fetches imagesrcset from {host} in spite of the policy: take the preload out")
            }
            Rule::Preconnect(host) => {
                write!(
                    out,
                    "connects to {host} before any choice, and no policy governs that: take it out, {ESSENTIAL}"
                )
            }
            Rule::DnsPrefetch(host) => {
                write!(out, "looks {host} up before any choice, and no policy governs that: take it out, {ESSENTIAL}")
            }
            Rule::Refresh(host) => {
                write!(out, "sends the visitor to {host}, and no policy governs that: use a link, {ESSENTIAL}")
            }
            Rule::SpeculationRules => write!(
                out,
                "a policy does not govern what a browser fetches ahead by these rules: name only addresses of your \
                 own, in urls or href_matches"
            ),
            Rule::Base(host) => {
                write!(out, "leads every relative address, the shim's files too, to {host}: take the href out")
            }
            Rule::ShimNotFirst(tag) => {
                write!(out, "{tag} stands before the shim, which must run first: move it below the shim's tag")
            }
            Rule::ShimDeferred => write!(
                out,
                "async, defer and type=module let the page's own scripts run before the shim: take that off its tag"
            ),
            Rule::PlanNotBefore => write!(
                out,
                "the shim in the page takes its plan from the data block right before it, and none stands there: paste \
                 the two tags as they are printed"
            ),
            Rule::InlineOld(why) => write!(out, "{why}: print the tags again"),
            Rule::Integrity => write!(
                out,
                "browsers refuse the entry, because its integrity is not that of the file: take the attribute out, \
                 since the file at this address changes"
            ),
            Rule::HalfMarked(tag, what) => {
                write!(out, "{tag} has a mark and is loaded before any choice all the same: {what}")
            }
            Rule::UnknownService(tag, why) => write!(out, "{tag} {why}"),
            Rule::UnmarkedInline(address, whose) => write!(
                out,
                "this script loads {address} before any choice ({whose}): give it type=\"text/plain\" and data-consent"
            ),
            Rule::ObjectWithoutType(tag) => write!(
                out,
                "{tag} has no type, and what it holds is shown while it waits: Chromium never loads an object after \
                 that. Give it a type, such as application/pdf"
            ),
            Rule::MarkInClosedShadow(tag) => write!(
                out,
                "{tag} stays held for ever, unless its element calls attachInternals(): no other script can reach into \
                 a closed shadow tree. Write shadowrootmode=\"open\", or put it outside"
            ),
            Rule::ForeignName(tag, name) => write!(
                out,
                "{tag} stays held for ever: `moving` does not say what its `{name}` stands for: name it there, or mark \
                 it with data-consent"
            ),
            Rule::ForeignUnread(tag) => write!(
                out,
                "{tag} stays held for ever: put portcullis-foreign.js into the page, as `portcullis snippet` prints \
                 it, or mark it with data-consent"
            ),
            Rule::Unmarked(tag, whose) => write!(
                out,
                "{tag} is fetched before any choice ({whose}): mark it with data-consent, or use the seal, {ESSENTIAL}"
            ),
            Rule::LinkHeader(whose) => {
                write!(out, "fetched before the page's policy stands ({whose}): take it out, {ESSENTIAL}")
            }
            Rule::EarlyHint(whose) => {
                write!(out, "fetched before the page itself has come ({whose}): take it out, {ESSENTIAL}")
            }
            Rule::SpeculationHeader(host) => {
                write!(out, "what a browser fetches ahead is ruled by {host}: serve such rules yourself")
            }
            Rule::Reports(host) => write!(
                out,
                "browsers report to {host} what visitors meet here, and no policy governs that: send reports to your \
                 own host, {ESSENTIAL}"
            ),
            Rule::CookieSet(name, service) => write!(
                out,
                "the server sets {name} of {service} before any choice, and no browser holds that: set it after a \
                 grant alone"
            ),
            Rule::LatchBlocked => write!(
                out,
                "this policy does not let the latch run, so no grant opens the page: name in script-src the hash that \
                 `portcullis snippet` prints"
            ),
        }
    }
}

const ESSENTIAL: &str = "or name what is essential in `allow` and your own host by --origin";
