//! Sentry as two services: a visitor may help with errors and still not be recorded.

use super::{BuiltIn, Class, Form, Host, Needed, PLAIN, Store, host, row, setting};

/// Error reports. Early errors wait in memory (`errors`) and are replayed after a grant.
pub(super) const ERRORS: BuiltIn = BuiltIn {
    id: "sentry-errors",
    name: "Sentry Error Monitoring",
    vendor: "Functional Software (Sentry)",
    class: Class::Tracking,
    purpose: "errors",
    privacy: "https://sentry.io/privacy/",
    hosts: HOSTS,
    names: &[row(Store::Database, "sentry-offline", "session", "queue", SOURCE)],
    settings: &[
        setting("src", Form::Url, Needed::ToLoad),
        setting("dsn", Form::Url, Needed::ToLoad),
        setting("collect", Form::All, Needed::Never),
    ],
    stubs: &["Sentry"],
    // Version 11 collects all of `dataCollection` unless told not to. With `"collect": "all"` the names below
    // become ones that nobody reads.
    load: r#"["script","{src}"],["call","Sentry.init",{"dsn":"{dsn}","dataCollection{collect}":{"userInfo":false,"cookies":false,"httpHeaders":{"request":false,"response":false},"httpBodies":[],"urlQueryParams":false}}]"#,
    // A client that was closed stays closed: a second grant in the same page starts one with its options.
    // Whoever called `init`, a client's resolved options are the object that all of it reads.
    after: r#"["set","portcullis.sentry.enabled",true],["call","Sentry.init","$portcullis.sentry"],["call","Object.assign","$Sentry.getClient().getDataCollectionOptions(){collect}",{"userInfo":false,"cookies":false,"httpHeaders":{"request":false,"response":false},"httpBodies":[],"urlQueryParams":false}],["set","Sentry.getClient().getSdkMetadata().sdk.settings.infer_ip{collect}","never"],["errors"]"#,
    // `close` alone sends what is pending before it switches off; so off first.
    stop: r#"["set","portcullis.sentry","$Sentry.getClient().getOptions()"],["set","portcullis.sentry.enabled",false],["call","Sentry.getReplay().stop",{"flush":false}],["call","Sentry.close",0],["call","sessionStorage.removeItem","sentryReplaySession"],["call","sessionStorage.removeItem","sentry_previous_trace"],["call","indexedDB.deleteDatabase","sentry-offline"]"#,
    ..PLAIN
};

/// Session replay, on top of error reports.
pub(super) const REPLAY: BuiltIn = BuiltIn {
    id: "sentry-replay",
    name: "Sentry Session Replay",
    vendor: "Functional Software (Sentry)",
    class: Class::Tracking,
    purpose: "replay",
    privacy: "https://sentry.io/privacy/",
    // Its hosts are those of `sentry-errors`, without which it does not run.
    needs: Some("sentry-errors"),
    names: &[
        row(Store::Session, "sentryReplaySession", "session", "recording", SOURCE),
        row(Store::Session, "sentry_previous_trace", "session", "visit", SOURCE),
    ],
    settings: &[setting("dsn", Form::Url, Needed::ToLoad)],
    start: r#"["after","sentry-errors"]"#,
    // Its own defaults mask all text and block all media. Without a rate it records nothing.
    load: r#"["set","Sentry.getClient().getOptions().replaysOnErrorSampleRate",1],["call","Sentry.addIntegration","$Sentry.replayIntegration()"]"#,
    stop: r#"["call","Sentry.getReplay().stop",{"flush":false}],["call","sessionStorage.removeItem","sentryReplaySession"]"#,
    ..PLAIN
};

const SOURCE: &str = "source of @sentry/* 11.12.0, and a measurement";
const DOCS: &str = "docs.sentry.io/platforms/javascript/install";

const HOSTS: &[Host] = &[
    host("js.sentry-cdn.com", "", DOCS),
    host("js-de.sentry-cdn.com", "", "getsentry/sentry-docs#12788"),
    host("browser.sentry-cdn.com", "", DOCS),
    host("*.ingest.sentry.io", "", DOCS),
    host("*.ingest.us.sentry.io", "", DOCS),
    host("*.ingest.de.sentry.io", "", DOCS),
    host("*.sentry.io", "/api/", SOURCE),
    host("app.getsentry.com", "/api/", SOURCE),
];
