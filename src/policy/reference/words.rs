//! What each field is for, and an example of it.

mod moving;
mod notice;

use alloc::format;

use super::super::json;
use super::Json;

/// What is said of a field.
pub(super) struct Words {
    /// Its path, as in `services[].cookies[].name`; a setting's is `google-analytics.id`.
    pub(super) path: &'static str,
    /// What it is for.
    pub(super) says: &'static str,
    /// A value that it takes, as JSON.
    pub(super) example: &'static str,
}

impl Words {
    /// The example as a value.
    pub(super) fn example(&self) -> Option<Json> {
        json::parse(self.example).ok().map(|node| Json::from(&node))
    }
}

/// What is said of the field at that path.
pub(super) fn of(path: &str) -> Option<&'static Words> {
    let of = |path: &str| all().find(|words| words.path == path);
    // Passages are the same wherever they stand.
    of(path).or_else(|| of(&format!("notice…[].{}", path.strip_prefix("notice.")?.rsplit_once("[].")?.1)))
}

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Words> {
    WORDS.iter().chain(notice::WORDS).chain(moving::WORDS)
}

const fn row(path: &'static str, says: &'static str, example: &'static str) -> Words {
    Words { path, says, example }
}

static WORDS: &[Words] = &[
    row("$schema", "Where an editor finds this schema. Portcullis does not read it.", r#""./policy.schema.json""#),
    row("site", "Who asks.", r#"{"name": "Shop", "contact": "privacy@shop.example", "policy": "/privacy/"}"#),
    row("site.name", "What visitors know the site by: it stands in the banner's title.", r#""Shop""#),
    row(
        "site.contact",
        "Where a visitor reaches whoever is responsible: an address for mail or letters, a number, or a page.",
        r#""privacy@shop.example""#,
    ),
    row(
        "site.policy",
        "The readable privacy policy that the banner links to. Without it, the folder of this file.",
        r#""/privacy/""#,
    ),
    row(
        "updated",
        "The day of the last change. A new day alone asks nobody again: `since` does, service by service.",
        r#""2026-11-22""#,
    ),
    row(
        "effective",
        "The day from which this version is in force, where you publish it before: no earlier than `updated`. A \
         service whose `since` is that day is asked about again from then on, and not before.",
        r#""2027-01-01""#,
    ),
    row(
        "renew",
        "A path of the site's own that sets the record again by a header, so that Safari keeps it for longer than a \
         week: docs/renewal.md.",
        r#""/portcullis/renew""#,
    ),
    row(
        "services",
        "Everything that runs or stores something beyond the page itself, in the order in which visitors read it: a \
         built-in service by its name, or an object.",
        r#"["cloudflare-security", {"use": "google-analytics", "id": "G-ABC1234567"}]"#,
    ),
    row(
        "allow",
        "Origins beyond the page's own that are essential: subdomains, fonts, a CDN, payment. Nothing holds them, so a \
         vendor that needs consent does not belong here.",
        r#"["https://fonts.shop.example"]"#,
    ),
    row("language", "The language of the banner's texts where the page's `<html lang>` does not say it.", r#""de""#),
    row(
        "texts",
        "Your words in place of ours: by language, then by key; docs/texts.md lists all keys. `{}` in a text stands \
         for what is put in.",
        r#"{"de": {"accept": "Alles erlauben", "reject": "Alles ablehnen"}}"#,
    ),
    row(
        "onGrant",
        "Under the seal, which can only be lifted by another load: `next-page` (default) or `reload`.",
        r#""reload""#,
    ),
    row(
        "receipts",
        "Whether each decision is put on record in the visitor's browser: `true`, or an object that says how: \
         docs/receipts.md.",
        r#"{"endpoint": "/consent"}"#,
    ),
    row(
        "receipts.endpoint",
        "A path of the site's own that each receipt is posted to: examples/receipts is a receiver.",
        r#""/consent""#,
    ),
    row("receipts.id", "Whether a receipt has a random id (default). An endpoint needs it.", "true"),
    row(
        "unknown",
        "What happens with third parties that nobody declared: `report` (default) tells of them, `deny` refuses \
         them; with the watchdog's tag it also erases stored names that nobody declared: docs/watch.md.",
        r#""deny""#,
    ),
    row(
        "services[].id",
        "The id of a service of your own: what marked tags, the API and the visitor's record know it by. Never reuse \
         one for another service.",
        r#""acme""#,
    ),
    row(
        "services[].use",
        "A built-in service, or a group of them. It brings its hosts, names, durations and texts; what you tell beside \
         it comes first.",
        r#""google-analytics""#,
    ),
    row("services[].name", "What visitors read as its name.", r#""Acme Heatmaps""#),
    row("services[].vendor", "The company that runs it and receives the data.", r#""Acme Inc.""#),
    row(
        "services[].class",
        "`essential` is listed, never held, never erased, and never right for what tracks; `functional` remembers \
         choices of the visitor; `tracking` is everything else.",
        r#""tracking""#,
    ),
    row(
        "services[].purpose",
        "What it is for, in a sentence that a visitor understands.",
        r#""Shows us where visitors click, so that we can mend confusing pages""#,
    ),
    row("services[].privacy", "The vendor's privacy policy.", r#""https://acme.example/privacy""#),
    row(
        "services[].since",
        "The day on which it was added, or changed in purpose, vendor, duration or class: whoever chose before that \
         day is asked about this service again, from that day on. `portcullis diff` says where it is missing.",
        r#""2026-06-01""#,
    ),
    row(
        "services[].needs",
        "The id of a service that stands before this one: without it this one stays locked, and its scripts run first.",
        r#""acme-library""#,
    ),
    row(
        "services[].signals",
        "The types of Google's Consent Mode that this service stands for: a grant grants exactly these, and a \
         withdrawal takes them back before the next hit.",
        r#"["ad_storage", "ad_user_data"]"#,
    ),
    row(
        "services[].stubs",
        "Globals of the vendor that your pages call at any time: until a grant a stub stands there, which throws \
         nothing and sends nothing. An empty list where your pages bring a stub of their own.",
        r#"["acme"]"#,
    ),
    row(
        "services[].hosts",
        "The hosts it talks to: exact, with everything below (`*.acme.example`), or only a path.",
        r#"["cdn.acme.example", "*.acme.example", "files.example/acme/"]"#,
    ),
    row(
        "services[].paths",
        "Paths of your own site that lead to the vendor: a tunnel, a tag gateway. They are held like its hosts.",
        r#"["/tunnel"]"#,
    ),
    row(
        "services[].cookies",
        "Everything it stores in the browser, cookies or not.",
        r#"[{"name": "_acme_*", "duration": "1y", "purpose": "Tells visitors apart"}]"#,
    ),
    row(
        "services[].cookiePath",
        "The path that its cookies are set for, where your pages do not all lie in it.",
        r#""/shop""#,
    ),
    row("services[].cookies[].name", "The name: exact, `prefix*` or `prefix*suffix`.", r#""_acme_*""#),
    row(
        "services[].cookies[].duration",
        "How long it is kept: `session`, or a number and `s`, `m`, `h`, `d` or `y`. More than 13 months is hard to \
         defend.",
        r#""90d""#,
    ),
    row("services[].cookies[].store", "Where it is stored; a cookie where nothing is said.", r#""localStorage""#),
    row("services[].cookies[].purpose", "What this one is for.", r#""Tells visitors apart""#),
    row(
        "services[].cookies[].administered",
        "Who sets and reads it: `us`, or the `vendor`. Without it, a tracking name is the vendor's and any other ours.",
        r#""vendor""#,
    ),
    row(
        "services[].cookies[].path",
        "The path that a cookie is set for, where your pages do not lie in it.",
        r#""/cart""#,
    ),
    row(
        "services[].cookies[].httpOnly",
        "Whether only your server can see and delete it; the report of an erasure then says how.",
        "true",
    ),
    row(
        "sentry-errors.src",
        "The SDK's bundle: with `dsn` the service is loaded by its settings, without a marked tag.",
        r#""https://browser.sentry-cdn.com/11.12.0/bundle.replay.min.js""#,
    ),
    row(
        "sentry-errors.dsn",
        "Where reports go: the DSN of your project.",
        r#""https://0123456789abcdef@o1.ingest.sentry.io/2""#,
    ),
    row(
        "sentry-errors.collect",
        "`all` leaves to Sentry what a report holds; without it addresses, cookies, headers and bodies stay out.",
        r#""all""#,
    ),
    row(
        "sentry-replay.dsn",
        "Where recordings go: the DSN of your project.",
        r#""https://0123456789abcdef@o1.ingest.sentry.io/2""#,
    ),
    row("google-analytics.id", "The measurement ID.", r#""G-ABC1234567""#),
    row(
        "google-analytics.mode",
        "`basic` (default) fetches nothing before a grant; `advanced` fetches Google's tag and tells it that all is \
         denied.",
        r#""basic""#,
    ),
    row("google-tag-manager.id", "The container ID.", r#""GTM-ABC123""#),
    row(
        "google-tag-manager.tag",
        "The measurement ID of a Google tag in the container, which a withdrawal then switches off.",
        r#""G-ABC1234567""#,
    ),
    row(
        "google-tag-manager.mode",
        "`basic` (default) fetches nothing before a grant; `advanced` fetches the container and tells it that all is \
         denied.",
        r#""basic""#,
    ),
    row(
        "cloudflare-web-analytics.token",
        "The site's token: with it the beacon is loaded without a marked tag.",
        r#""0123456789abcdef0123456789abcdef""#,
    ),
    row(
        "cloudflare-zaraz.purposes",
        "The purposes that Zaraz itself knows, by their ids, and whether a grant here grants them.",
        r#"{"abcd": true}"#,
    ),
];
