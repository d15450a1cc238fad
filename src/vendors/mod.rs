//! What a vendor is: the built-in services as data, a file each.
//!
//! A service is one thing a visitor can say yes or no to. It names the hosts it talks to, the names it
//! stores, what it is for, and how it is started and stopped: lists of steps, written as the JSON that
//! the shim's interpreter runs (`www/shim/steps.ts` lists the operations). Adding a service adds one
//! entry in a file here and a line in [`BUILT_IN`].

mod cloudflare;
mod google;
mod sentry;

use serde::{Serialize, Serializer};

/// The three classes of the source policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Needed for what the visitor asked for. Listed, never held, never deleted.
    Essential,
    /// Remembers choices of the visitor.
    Functional,
    /// Tracking and performance. What nobody declared is tracking.
    Tracking,
}

impl Class {
    /// All of them, in the order in which a visitor reads them.
    pub const ALL: [Class; 3] = [Class::Essential, Class::Functional, Class::Tracking];

    /// The name used in `policy.json`, in the texts and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Essential => "essential",
            Class::Functional => "functional",
            Class::Tracking => "tracking",
        }
    }

    /// The class of that name.
    pub fn parse(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name() == name)
    }
}

/// Where a name is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// A cookie.
    Cookie,
    /// `localStorage`.
    Local,
    /// `sessionStorage`.
    Session,
    /// An IndexedDB database.
    Database,
    /// A cache of the Cache Storage.
    Cache,
}

impl Store {
    /// All of them.
    pub const ALL: [Store; 5] = [Store::Cookie, Store::Local, Store::Session, Store::Database, Store::Cache];

    /// The name used in `policy.json` and in the texts.
    pub const fn name(self) -> &'static str {
        match self {
            Store::Cookie => "cookie",
            Store::Local => "localStorage",
            Store::Session => "sessionStorage",
            Store::Database => "indexedDB",
            Store::Cache => "cacheStorage",
        }
    }

    /// The letter that stands for it in the shim's table.
    pub const fn letter(self) -> char {
        match self {
            Store::Cookie => 'c',
            Store::Local => 'l',
            Store::Session => 's',
            Store::Database => 'd',
            Store::Cache => 'k',
        }
    }

    /// The store of that letter.
    pub fn of_letter(letter: char) -> Option<Store> {
        Store::ALL.into_iter().find(|store| store.letter() == letter)
    }

    /// The store of that name.
    pub fn parse(name: &str) -> Option<Store> {
        Store::ALL.into_iter().find(|store| store.name() == name)
    }
}

impl Serialize for Store {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A stored name that a service is known to use.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// Exact, `prefix*` or `prefix*suffix`.
    pub pattern: &'static str,
    /// Where it is stored.
    pub store: Store,
    /// How long it lasts: `session`, or a number and one of `s m h d y`.
    pub duration: &'static str,
    /// What it is for: a key of the texts under `name.` in `www/locales`.
    pub purpose: &'static str,
}

/// A row of a service's names. Every row says where its facts come from: to who reads it, and to no program.
const fn row(
    store: Store,
    pattern: &'static str,
    duration: &'static str,
    purpose: &'static str,
    source: &'static str,
) -> Name {
    assert!(is_source(source), "a row must say where its facts come from");
    Name { pattern, store, duration, purpose }
}

/// Whether that can name a source. Rows are constants, so that this is asked by the compiler.
const fn is_source(text: &str) -> bool {
    text.len() > 10
}

/// A host that a service talks to.
#[derive(Clone, Copy, Debug)]
pub struct Host {
    /// `example.org` (exactly that), `*.example.org` (that and all below it), `www.google.<cc>` (any
    /// country's), or `*` (any host, where only the path tells).
    pub host: &'static str,
    /// The beginning of the path, empty for all of the host.
    pub path: &'static str,
}

/// A row of a service's hosts, with the source of its facts as in [`row`].
const fn host(host: &'static str, path: &'static str, source: &'static str) -> Host {
    assert!(is_source(source), "a row must say where its facts come from");
    Host { host, path }
}

/// A value that the policy may give to a built-in service, used in its steps as `{name}`.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The field of `policy.json`.
    pub name: &'static str,
    /// What it must look like.
    pub form: Form,
    /// What cannot be done without it.
    pub needed: Needed,
}

/// What a [`Setting`] is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// The service cannot be declared without it.
    Always,
    /// Without it the steps of [`BuiltIn::load`] are left out: marked tags load the service.
    ToLoad,
    /// Nothing: it says something otherwise. In a step it is empty text where it is not given.
    Never,
}

const fn setting(name: &'static str, form: Form, needed: Needed) -> Setting {
    Setting { name, form, needed }
}

/// What a [`Setting`] must look like. All of them keep a value free of quotes, so that it can stand in
/// a step's JSON as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `G-` and capital letters and digits.
    MeasurementId,
    /// `GTM-` and capital letters and digits.
    ContainerId,
    /// An `https:` URL (or one on this machine, for development).
    Url,
    /// Letters, digits, `-` and `_`.
    Token,
    /// `basic` or `advanced`: whether Google's tag is fetched only after a grant.
    Mode,
    /// `all`, and nothing else.
    All,
    /// An object of tokens that are `true` or `false`; stands in a step as it is written.
    Switches,
}

/// A built-in service.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// The id: `[a-z0-9-]`, at most 40 characters.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Who runs it.
    pub vendor: &'static str,
    /// Its class.
    pub class: Class,
    /// What it is for: a key of the texts under `purpose.` in `www/locales`.
    pub purpose: &'static str,
    /// The vendor's privacy policy.
    pub privacy: &'static str,
    /// A service without which this one cannot run.
    pub needs: Option<&'static str>,
    /// The hosts it talks to.
    pub hosts: &'static [Host],
    /// The names it stores.
    pub names: &'static [Name],
    /// What the policy may set.
    pub settings: &'static [Setting],
    /// The types of Google's Consent Mode that it stands for: a grant grants them, and nothing else does.
    pub signals: &'static [&'static str],
    /// Globals that pages call whether it runs or not: a stub stands there until a grant.
    pub stubs: &'static [&'static str],
    /// Steps on every page before anything of the page runs, whatever the visitor chose.
    pub before: &'static str,
    /// Steps of a grant, before anything is loaded.
    pub start: &'static str,
    /// Steps that load the service where no marked tag of the page does and all its settings are given.
    pub load: &'static str,
    /// Steps after it is loaded.
    pub after: &'static str,
    /// Steps of a withdrawal, in order.
    pub stop: &'static str,
}

/// What most services have nothing of.
const PLAIN: BuiltIn = BuiltIn {
    id: "",
    name: "",
    vendor: "",
    class: Class::Tracking,
    purpose: "",
    privacy: "",
    needs: None,
    hosts: &[],
    names: &[],
    settings: &[],
    signals: &[],
    stubs: &[],
    before: "",
    start: "",
    load: "",
    after: "",
    stop: "",
};

/// Every built-in service, in the order in which a policy that names them all would list them.
pub static BUILT_IN: &[BuiltIn] = &[
    sentry::ERRORS,
    sentry::REPLAY,
    google::ANALYTICS,
    google::TAG_MANAGER,
    cloudflare::WEB_ANALYTICS,
    cloudflare::ZARAZ,
    cloudflare::SECURITY,
    cloudflare::TURNSTILE,
];

/// The types of Google's Consent Mode, version 2. Sources: docs/vendors.md.
pub const SIGNALS: [&str; 7] = [
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "analytics_storage",
    "functionality_storage",
    "personalization_storage",
    "security_storage",
];

/// Short names for several services at once, as in `"services": ["sentry"]`.
pub const GROUPS: &[(&str, &[&str])] = &[("sentry", &["sentry-errors", "sentry-replay"])];

/// The built-in service of that id.
pub fn built_in(id: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|service| service.id == id)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
