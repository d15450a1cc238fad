//! Google: Analytics (gtag.js) and Tag Manager (gtm.js). In basic mode nothing is fetched before the grant;
//! in advanced mode, which a policy must ask for, the tag is there from the start and told that all is denied.

use super::{BuiltIn, Class, Form, Host, Name, Needed, PLAIN, Setting, Store, host, row, setting};

/// Google Analytics 4, with the names that its predecessors left in browsers.
pub(super) const ANALYTICS: BuiltIn = BuiltIn {
    id: "google-analytics",
    name: "Google Analytics",
    vendor: "Google",
    class: Class::Tracking,
    purpose: "audience",
    privacy: "https://policies.google.com/privacy",
    hosts: ANALYTICS_HOSTS,
    names: NAMES,
    // Without an id a container or a marked tag loads it.
    settings: &[setting("id", Form::MeasurementId, Needed::ToLoad), MODE],
    signals: &["analytics_storage"],
    stubs: &["gtag"],
    start: r#"["queue","gtag","dataLayer"],["set","ga-disable-{id}",false]"#,
    load: r#"["script","https://www.googletagmanager.com/gtag/js?id={id}"],["push","dataLayer","js","$now"],["push","dataLayer","config","{id}"]"#,
    // A denied update alone stops no traffic, and the next event would write the cookies again.
    stop: r#"["set","ga-disable-{id}",true]"#,
    ..PLAIN
};

/// A container of tags. What it loads belongs to services of their own, which the policy names beside it: the container
/// opens none of their hosts, and says nothing of what they may store.
pub(super) const TAG_MANAGER: BuiltIn = BuiltIn {
    id: "google-tag-manager",
    name: "Google Tag Manager",
    vendor: "Google",
    class: Class::Tracking,
    purpose: "audience",
    privacy: "https://policies.google.com/privacy",
    hosts: CONTAINER_HOSTS,
    settings: &[
        setting("id", Form::ContainerId, Needed::Always),
        setting("tag", Form::MeasurementId, Needed::Never),
        MODE,
    ],
    start: r#"["set","ga-disable-{tag}",false]"#,
    // The plain object of Google's own snippet; its time only measures how long the container took.
    load: r#"["call","dataLayer.push",{"gtm.start":1,"event":"gtm.js"}],["script","https://www.googletagmanager.com/gtm.js?id={id}"]"#,
    // A container has no off switch; a Google tag in it that the policy names has.
    stop: r#"["set","ga-disable-{tag}",true]"#,
    ..PLAIN
};

const MODE: Setting = setting("mode", Form::Mode, Needed::Never);

const GTAG: &str = "strings in gtag.js of 2025-09 and a measurement of it";
const CSP: &str = "developers.google.com/tag-platform/security/guides/csp";

// What serves advertising is in the catalogue: `google-ads`, `google-floodlight` and `adsense`.

const ANALYTICS_HOSTS: &[Host] = &[
    // A source list cannot tell one id from another: this row is the path that analytics needs under the seal.
    host("www.googletagmanager.com", "/gtag/js?id=G-", GTAG),
    host("www.googletagmanager.com", "/gtag/", GTAG),
    host("*.google-analytics.com", "", CSP),
    host("analytics.google.com", "", GTAG),
    host("*.analytics.google.com", "", CSP),
    host("www.google.<cc>", "/g/collect", GTAG),
    host("www.merchant-center-analytics.goog", "", GTAG),
    host("cct.google", "", GTAG),
];

const CONTAINER_HOSTS: &[Host] = &[
    host("www.googletagmanager.com", "/gtm.js", CSP),
    host("www.googletagmanager.com", "/gtm/", CSP),
    host("www.googletagmanager.com", "/ns.html", CSP),
];

const ANALYTICS_COOKIES: &str = "support.google.com/analytics/answer/11397207, and a measurement";
const UNIVERSAL: &str = "developers.google.com/analytics/devguides/collection/analyticsjs/cookie-usage";
const OCD: &str = "Open Cookie Database, 2026-01-21";

const NAMES: &[Name] = &[
    row(Store::Cookie, "_ga", "2y", "visitor", ANALYTICS_COOKIES),
    row(Store::Cookie, "_ga_*", "2y", "visit", ANALYTICS_COOKIES),
    row(Store::Cookie, "_gid", "24h", "visitor", UNIVERSAL),
    row(Store::Cookie, "_gat", "1m", "throttle", UNIVERSAL),
    row(Store::Cookie, "_gat_*", "1m", "throttle", UNIVERSAL),
    row(Store::Cookie, "_dc_gtm_*", "1m", "throttle", OCD),
    row(Store::Cookie, "_gali", "30s", "link", OCD),
    row(Store::Cookie, "__utma", "2y", "visitor", UNIVERSAL),
    row(Store::Cookie, "__utmb", "30m", "visit", UNIVERSAL),
    row(Store::Cookie, "__utmc", "session", "visit", UNIVERSAL),
    row(Store::Cookie, "__utmt", "10m", "throttle", UNIVERSAL),
    row(Store::Cookie, "__utmv", "2y", "visitor", UNIVERSAL),
    row(Store::Cookie, "__utmz", "180d", "campaign", UNIVERSAL),
    row(Store::Cookie, "FPID", "2y", "visitor", OCD),
    row(Store::Cookie, "FPLC", "20h", "visitor", OCD),
    row(Store::Cookie, "FPGSID", "session", "visit", OCD),
];
