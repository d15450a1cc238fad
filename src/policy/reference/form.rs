//! The forms that a text may have, as regular expressions: what [`crate::policy::field`] checks by hand, because that
//! is smaller in a page. `tests/policies/schema.test.mjs` holds the two against each other.

use alloc::format;
use alloc::string::String;

use crate::policy::print::Json;
use crate::policy::schema::{Kind, members};
use crate::vendors::{BUILT_IN, Class, Form, GROUPS, Store};

/// What a URL is written with: neither controls nor the space, nor what quotes or brackets.
const CLEAN: &str = r#"[^\u0000-\u0020"'<>\\`\u007f]"#;
/// The same in a host.
const HOST: &str = r#"[^\u0000-\u0020"'<>\\`\u007f/?#@]"#;
const LABEL: &str = "[a-z0-9-]+";
const LONGEST_LINK: usize = 2048;

/// A value of that kind.
pub(super) fn of(kind: Kind) -> Json {
    let of_some = |words: &[&str]| Json::object([("enum", Json::texts(words.iter().copied()))]);
    match kind {
        Kind::Flag => Json::object([("type", "boolean".into())]),
        Kind::Count => Json::object([("type", "integer".into()), ("minimum", 0.into()), ("maximum", 999_999.into())]),
        Kind::Class => of_some(&Class::ALL.map(Class::name)),
        Kind::Store => of_some(&Store::ALL.map(Store::name)),
        Kind::Administered => of_some(&["us", "vendor"]),
        Kind::OneOf(words, _) => of_some(words),
        Kind::Setting(Form::Mode) => of_some(&["basic", "advanced"]),
        Kind::Setting(Form::All) => of_some(&["all"]),
        Kind::Sentence => {
            let control = r"\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069";
            text(&format!("^(?! *$)[^{control}]+$"), 1000)
        }
        Kind::Link => text(&link(), LONGEST_LINK),
        Kind::Date => pattern(&date()).with("format", "date".into()),
        Kind::Origin => pattern(&format!("^https://(?=[^:]{{1,253}}(?::|$)){LABEL}(?:\\.{LABEL})*(?::[0-9]+)?$")),
        Kind::Id => {
            let taken = GROUPS.iter().map(|(name, _)| *name).chain(BUILT_IN.iter().map(|built_in| built_in.id));
            let taken = taken.filter(|name| members(name).is_some());
            pattern("^[a-z][a-z0-9-]{0,39}$").with("not", Json::object([("enum", Json::texts(taken))]))
        }
        Kind::Global => pattern("^[A-Za-z_$][A-Za-z0-9_$]{0,63}$"),
        Kind::Needed => pattern("^[a-z][a-z0-9-]{0,39}$"),
        Kind::Services => {
            let id = pattern("^[a-z][a-z0-9-]{0,39}$");
            let list = Json::object([("type", "array".into()), ("items", id.clone())]);
            Json::object([("anyOf", Json::List([id, list].into()))])
        }
        Kind::Host => pattern(&format!(
            "^(?=(?:\\*\\.)?[^/]{{1,253}}(?:/|$))\
             (?:(?:\\*\\.)?{LABEL}(?:\\.{LABEL})+|{LABEL}(?:\\.{LABEL})*\\.<cc>)(?:/[!-~]*)?$"
        )),
        Kind::Pattern => text(r"^(?!\*$)(?=.)[!-)+\--:<>-~]*\*?[!-)+\--:<>-~]*$", 128),
        Kind::Path => text(r#"^/(?!/)[^\u0000-\u0020"'<>\\`\u007f;]*$"#, LONGEST_LINK),
        Kind::Duration => pattern("^(?:session|[0-9]{1,4}[smhdy])$"),
        Kind::Setting(Form::MeasurementId) => pattern("^G-[A-Z0-9]{4,16}$"),
        Kind::Setting(Form::ContainerId) => pattern("^GTM-[A-Z0-9]{2,14}$"),
        Kind::Setting(Form::Token) => token(),
        Kind::Setting(Form::Url) => {
            // A Sentry DSN carries its public key before an `@`.
            let dsn = pattern("^https://[a-zA-Z0-9]+@[a-zA-Z0-9./:-]+$");
            Json::object([("anyOf", Json::List([text(&link(), LONGEST_LINK), dsn].into()))])
        }
        Kind::Setting(Form::Switches) => Json::object([
            ("type", "object".into()),
            ("maxProperties", super::FIELDS.into()),
            ("propertyNames", token()),
            ("additionalProperties", Json::object([("type", "boolean".into())])),
        ]),
        Kind::Anything | Kind::Service | Kind::Receipts | Kind::List(_) | Kind::Object(_) => Json::object([]),
    }
}

fn pattern(expression: &str) -> Json {
    Json::object([("type", "string".into()), ("pattern", expression.into())])
}

fn text(expression: &str, longest: usize) -> Json {
    pattern(expression).with("maxLength", longest.into())
}

fn token() -> Json {
    text("^[a-zA-Z0-9_-]+$", 128)
}

fn link() -> String {
    format!(
        "^(?:/(?!/){CLEAN}*|https://{HOST}+(?:[/?#]{CLEAN}*)?|http://(?:127\\.0\\.0\\.1|localhost)(?:[:/?#]{CLEAN}*)?)$"
    )
}

/// A day that the calendar has, from 1970 on.
fn date() -> String {
    let days = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|\
                (?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])";
    let leap = "19(?:7[26]|8[048]|9[26])|[2-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[3579][26])00";
    format!("^(?:(?:19[7-9][0-9]|[2-9][0-9]{{3}})-(?:{days})|(?:{leap})-02-29)$")
}
