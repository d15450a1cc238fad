//! Cloudflare: audience measurement (held), and what keeps a site up (listed, never held).

use super::{BuiltIn, Class, Form, Host, Name, Needed, PLAIN, Store, host, row, setting};

/// Web Analytics: stores nothing, but reports every page view.
pub(super) const WEB_ANALYTICS: BuiltIn = BuiltIn {
    id: "cloudflare-web-analytics",
    name: "Cloudflare Web Analytics",
    vendor: "Cloudflare",
    class: Class::Tracking,
    purpose: "audience",
    privacy: PRIVACY,
    hosts: &[
        host("static.cloudflareinsights.com", "", BEACON),
        host("cloudflareinsights.com", "", BEACON),
        host("*", "/cdn-cgi/rum", BEACON),
        host("*", "/cdn-cgi/beacon/performance", BEACON),
    ],
    settings: &[setting("token", Form::Token, Needed::ToLoad)],
    // The edge may put a beacon into a page whatever its author wrote: such a one loads, and sends nothing.
    before: r#"["set","__cfBeacon",{"load":"single"}]"#,
    start: r#"["set","__cfBeacon",false]"#,
    load: r#"["script","https://static.cloudflareinsights.com/beacon.min.js",{"data-cf-beacon":"{\"token\":\"{token}\"}"}]"#,
    // A running beacon has no off switch; this one keeps a copy that loads later from sending.
    stop: r#"["set","__cfBeacon",{"load":"single"}]"#,
    ..PLAIN
};

/// Zaraz: tools that Cloudflare's edge puts into a page. It keeps their purposes itself, and is told the choice.
pub(super) const ZARAZ: BuiltIn = BuiltIn {
    id: "cloudflare-zaraz",
    name: "Cloudflare Zaraz",
    vendor: "Cloudflare",
    class: Class::Tracking,
    purpose: "audience",
    privacy: PRIVACY,
    hosts: &[host("*", "/cdn-cgi/zaraz/", CONSENT)],
    names: &[
        row(Store::Cookie, "cfz_*", "1y", "visitor", TOOLS),
        row(Store::Cookie, "cfzs_*", "session", "visit", TOOLS),
    ],
    settings: &[setting("purposes", Form::Switches, Needed::Always)],
    // Now, where its API is ready; and where it is not yet, once it is.
    start: r#"["call","zaraz.consent.set",{purposes}],["call","zaraz.consent.sendQueuedEvents"],["event","zarazConsentAPIReady"],["call","zaraz.consent.set",{purposes}],["call","zaraz.consent.sendQueuedEvents"]"#,
    stop: r#"["call","zaraz.consent.setAll",false],["event","zarazConsentAPIReady"],["call","zaraz.consent.setAll",false]"#,
    ..PLAIN
};

/// The cookies that Cloudflare's edge sets to protect a site.
pub(super) const SECURITY: BuiltIn = BuiltIn {
    id: "cloudflare-security",
    name: "Cloudflare",
    vendor: "Cloudflare",
    class: Class::Essential,
    purpose: "security",
    privacy: PRIVACY,
    hosts: &[host("*", "/cdn-cgi/challenge-platform/", COOKIES)],
    names: SECURITY_NAMES,
    ..PLAIN
};

/// Turnstile: tells people from programs where a form asks for it.
pub(super) const TURNSTILE: BuiltIn = BuiltIn {
    id: "cloudflare-turnstile",
    name: "Cloudflare Turnstile",
    vendor: "Cloudflare",
    class: Class::Essential,
    purpose: "security",
    privacy: PRIVACY,
    hosts: TURNSTILE_HOSTS,
    names: &[row(Store::Cookie, "cf_clearance", "30m", "challenge", COOKIES)],
    ..PLAIN
};

const PRIVACY: &str = "https://www.cloudflare.com/privacypolicy/";
const BEACON: &str = "developers.cloudflare.com/web-analytics, and a reading of beacon.min.js 2024.6.1";
const CONSENT: &str = "developers.cloudflare.com/zaraz/consent-management";
const TOOLS: &str = "general knowledge: Cloudflare's documentation does not name them";
const COOKIES: &str = "developers.cloudflare.com/fundamentals/reference/policies-compliances/cloudflare-cookies";

const TURNSTILE_HOSTS: &[Host] = &[host("challenges.cloudflare.com", "", "developers.cloudflare.com/turnstile")];

const SECURITY_NAMES: &[Name] = &[
    row(Store::Cookie, "__cf_bm", "30m", "bots", COOKIES),
    row(Store::Cookie, "cf_clearance", "30m", "challenge", COOKIES),
    row(Store::Cookie, "__cflb", "24h", "balance", COOKIES),
    row(Store::Cookie, "_cfuvid", "session", "limit", COOKIES),
    row(Store::Cookie, "__cfruid", "session", "limit", COOKIES),
    row(Store::Cookie, "__cfseq*", "session", "bots", COOKIES),
    row(Store::Cookie, "cf_ob_info", "30s", "online", COOKIES),
    row(Store::Cookie, "cf_use_ob", "30s", "online", COOKIES),
    row(Store::Cookie, "__cfwaitingroom*", "session", "queue-place", COOKIES),
    row(Store::Cookie, "cf_chl_rc_i", "1h", "challenge", COOKIES),
    row(Store::Cookie, "cf_chl_rc_ni", "1h", "challenge", COOKIES),
    row(Store::Cookie, "cf_chl_rc_m", "1h", "challenge", COOKIES),
    row(Store::Cookie, "cf_chl_*", "1h", "challenge", COOKIES),
    row(Store::Cookie, "CF_Authorization", "24h", "login", COOKIES),
    row(Store::Cookie, "CF_Binding", "24h", "login", COOKIES),
    row(Store::Cookie, "CF_AppSession", "24h", "login", COOKIES),
    row(Store::Cookie, "CF_Session", "4h", "login", COOKIES),
    row(Store::Cookie, "CF_Device", "30d", "login", COOKIES),
    row(Store::Cookie, "cf_consent", "1y", "choice", CONSENT),
    row(Store::Cookie, "zaraz-consent", "1y", "choice", CONSENT),
];
