use proptest::prelude::*;

use super::*;

const TEN_LINES: &str = r#"{
  "site": { "name": "Shop", "contact": "privacy@shop.example" },
  "updated": "2026-11-22",
  "services": ["sentry", { "use": "google-analytics", "id": "G-ABC123" }, "cloudflare-web-analytics",
    { "id": "acme", "name": "Acme Heatmaps", "vendor": "Acme Inc.", "class": "tracking",
    "purpose": "Shows us where visitors click",
      "privacy": "https://acme.example/privacy", "hosts": ["cdn.acme.example"], "cookies": [{ "name": "_acme",
      "duration": "1y" }] }],
  "allow": ["https://fonts.example"]
}"#;

fn wrong(text: &str) -> String {
    match parse(text) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error.message(),
    }
}

fn with_service(service: &str) -> String {
    format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[{service}]}}"#)
}

fn with_field(field: &str) -> String {
    with_service("").replacen('{', &format!("{{{field},"), 1)
}

#[test]
fn a_language_or_a_text_that_there_is_not_is_for_the_command_line_to_say() {
    let fields = [
        r#""language":"deutsch""#,
        r#""texts":{"de-AT":{}}"#,
        r#""texts":{"de":{"akzept":"Alle"}}"#,
        r#""texts":{"pl":{"receivers.few":"{} firmy"}}"#,
    ];
    for field in fields {
        assert!(parse(&with_field(field)).is_ok(), "the page takes {field}");
    }
    assert!(locales::is_known("pt-BR") && !locales::is_known("pt-PT") && !locales::is_known("deutsch"));
    let has = |key| locales::text("pl", key).is_some();
    assert!(has("save") && has("receivers.few") && !has("akzept") && locales::text("de", "receivers.few").is_none());
}

#[test]
fn a_policy_says_its_language_before_it_is_opened_even_where_it_cannot_be() {
    assert_eq!(language(&with_field(r#""language":"de""#)), Some("de"));
    assert_eq!(language(r#"{"language":"fr"}"#), Some("fr"));
    for says_none in [&with_service(""), r#"{"language":1}"#, r#"{"language":"fr""#, "[]", ""] {
        assert_eq!(language(says_none), None, "{says_none}");
    }
}

#[test]
fn the_command_line_knows_every_language_there_are_texts_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/locales");
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}"));
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut found: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".more.json")?.to_owned())).collect();
    found.sort_unstable();
    assert_eq!(locales::LOCALES.iter().map(|(language, _)| *language).collect::<Vec<_>>(), found);
}

#[test]
fn the_ten_line_policy_is_complete() {
    let policy = parse(TEN_LINES).unwrap_or_else(|error| panic!("{}", error.message()));
    let ids: Vec<&str> = policy.services.iter().map(|service| service.id).collect();
    assert_eq!(ids, ["sentry-errors", "sentry-replay", "google-analytics", "cloudflare-web-analytics", "acme"]);
    let acme = policy.service("acme").unwrap_or_else(|| panic!("no acme"));
    assert!(acme.names().all(|rule| !rule.own), "a tracking name is a vendor's");
    assert_eq!(policy.gated().len(), 5);
}

#[test]
fn a_mistake_is_named_with_its_path_line_and_column() {
    let text = TEN_LINES.replace("G-ABC123", "UA-1");
    let message = wrong(&text);
    assert!(message.starts_with("services[1].id: expected \"G-…\""), "{message}");
    assert!(message.ends_with("(line 4, column 61)"), "{message}");
}

#[test]
fn what_is_not_json_is_named_for_what_it_is() {
    for (text, said) in [
        ("<!doctype html><html>", "found `<!doctype`: is this the policy? It looks like HTML (line 1, column 1)"),
        ("", "found the end of the text"),
        ("{\"site\":", "found the end of the text"),
        ("{ // what we use\n \"site\": 1}", "found a comment: JSON has none (line 1, column 3)"),
        ("# what we use", "found a comment: JSON has none"),
        ("{'site': 1}", "found `'`: JSON's quotes are double"),
        ("{“site”: 1}", "found `“`: a typographic quote"),
        ("{\"site\": 1,}", "expected a field's name in double quotes, found `}`"),
        ("{\"a\": [1 2]}", "found `2`"),
        ("{\u{a0}\"site\": 1}", "found an invisible character, U+00A0"),
        ("{\"site\": undefined}", "found `undefined`"),
        ("{\"site\": \"a\nb\"}", "expected a closing `\"`, found the end of the line (line 1, column 12)"),
    ] {
        let message = wrong(text);
        assert!(message.starts_with("not JSON: expected ") && message.contains(said), "{text}: {message}");
    }
}

#[test]
fn a_byte_order_mark_is_no_mistake_and_no_column() {
    let with = format!("\u{feff}{TEN_LINES}");
    assert!(parse(&with).is_ok());
    assert_eq!(wrong("\u{feff}{\"a\": x}"), wrong("{\"a\": x}"));
}

#[test]
fn each_field_that_is_wrong_says_so_by_its_path() {
    let cases = [
        ("{}", "site: missing"),
        ("[]", "expected an object"),
        ("{\"site\":1}", "site: expected"),
        (r#"{"site":{"name":"S","contact":"c","fax":"1"}}"#, "site.fax: unknown field"),
        (r#"{"site":{"name":"S","contact":"c"},"updated":"22.11.2026"}"#, "updated: expected a date"),
        (r#"{"site":{"name":"S","contact":"c"},"updated":"2026-02-30"}"#, "updated: expected a date"),
        (r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22"}"#, "services: missing"),
        (&with_service("\"piwik\""), "services[0]: `piwik` is no service that is known"),
        (&with_service("{\"use\":\"piwik\"}"), "services[0].use: `piwik` is no service that is known"),
        (&with_service("{\"use\":\"google-tag-manager\"}"), "services[0].id: missing"),
        (&with_service("\"sentry\",\"sentry-errors\""), "services[1]: declared twice"),
        (&with_service("{\"id\":\"a\"}"), "services[0].name: missing"),
        (&with_service("{\"id\":\"sentry\",\"class\":\"tracking\"}"), "services[0].id: expected an id"),
        (&with_service("{\"use\":\"sentry\",\"token\":\"x\"}"), "services[0].token: unknown field"),
        (&with_service("{\"use\":\"sentry-errors\",\"class\":\"essential\"}"), "services[0].class: expected"),
        (
            &with_service("{\"use\":\"sentry\",\"privacy\":\"javascript:alert(1)\"}"),
            "services[0].privacy: expected an https: URL",
        ),
        (
            &with_service("{\"use\":\"sentry\",\"cookies\":[{\"name\":\"*\",\"duration\":\"1d\"}]}"),
            "services[0].cookies[0].name: expected",
        ),
        (
            &with_service("{\"use\":\"sentry\",\"cookies\":[{\"name\":\"a\",\"duration\":\"long\"}]}"),
            "services[0].cookies[0].duration: expected",
        ),
        (
            &with_service("{\"use\":\"sentry\",\"cookies\":[{\"name\":\"a\",\"duration\":\"1d\",\"path\":\"a\"}]}"),
            "services[0].cookies[0].path: expected a path",
        ),
        (
            &with_service("{\"use\":\"sentry\",\"cookies\":[{\"name\":\"a\",\"duration\":\"1d\",\"httpOnly\":1}]}"),
            "services[0].cookies[0].httpOnly: expected true or false",
        ),
        (&with_service("{\"use\":\"sentry\",\"paths\":[\"/a\",\"b\"]}"), "services[0].paths[1]: expected a path"),
        (&with_service("{\"use\":\"sentry\",\"cookiePath\":\"/a;b\"}"), "services[0].cookiePath: expected a path"),
        (&with_service("{\"use\":\"sentry\",\"collect\":\"most\"}"), "services[0].collect: expected \"all\""),
        (&with_service("{\"use\":\"google-tag-manager\",\"id\":\"G-ABC123\"}"), "services[0].id: expected \"GTM-…\""),
        (
            &with_service("{\"use\":\"google-analytics\",\"id\":\"G-ABC123\",\"mode\":\"loud\"}"),
            "services[0].mode: expected \"basic\" or \"advanced\"",
        ),
        (&with_service("\"cloudflare-zaraz\""), "services[0].purposes: missing"),
        (
            &with_service("{\"use\":\"cloudflare-zaraz\",\"purposes\":{\"a\":\"b\"}}"),
            "services[0].purposes.a: expected true or false",
        ),
        (
            &with_service("{\"use\":\"cloudflare-zaraz\",\"purposes\":{\"a b\":true}}"),
            "services[0].purposes: expected an object",
        ),
        (&with_field("\"language\":\"deutsch!\""), "language: expected letters"),
        (&with_field("\"texts\":{\"de\":\"Ja\"}"), "texts.de: expected an object"),
        (&with_field("\"texts\":{\"de\":{\"accept\":1}}"), "texts.de.accept: expected a text"),
        (&with_field("\"texts\":{\"de\":{\"accept\":\" \"}}"), "texts.de.accept: expected a text"),
        (&with_field("\"texts\":{\"de\":{\"accept\":\"A\u{202e}B\"}}"), "texts.de.accept: expected a text"),
        (
            "{\"site\": {\"name\": \"S\" \"contact\": 1}}",
            "not JSON: expected `,` or `}`, found `\"contact\"` (line 1, column 23)",
        ),
    ];
    for (text, start) in cases {
        let message = wrong(text);
        assert!(message.starts_with(start), "{message} does not begin with {start}");
    }
}

#[test]
fn paths_of_the_sites_own_are_hosts_of_the_service() {
    let text = with_service(r#"{"use":"sentry-errors","paths":["/tunnel"]}"#);
    let policy = parse(&text).unwrap_or_else(|error| panic!("{}", error.message()));
    let rules: Vec<_> = policy.services.iter().flat_map(Service::hosts).map(|rule| (rule.host, rule.path)).collect();
    assert!(rules.contains(&("*", "/tunnel")) && rules.contains(&("browser.sentry-cdn.com", "")));
}

#[test]
fn a_link_is_https_or_the_sites_own_and_nothing_that_looks_like_it() {
    for good in ["https://a.example/p?q#f", "/privacy", "http://127.0.0.1:8081/x", "http://localhost/"] {
        assert!(field::Link::parse(good).is_some(), "{good}");
    }
    for bad in [
        "javascript:alert(1)",
        "JaVa\tScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http://a.example",
        "https://",
        "https://user@host/",
        "https:///x",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        " https://a.example",
        "https://a.example/\"x",
        "",
    ] {
        assert!(field::Link::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn the_calendar_is_right() {
    let minutes = |text| Date::parse(text).map(Date::minutes);
    assert_eq!(minutes("1970-01-01"), Some(0));
    assert_eq!(minutes("2000-03-01"), Some(11_017 * 1440));
    assert_eq!(minutes("2026-11-23"), Some(20_780 * 1440));
    assert_eq!(minutes("2024-02-29").zip(minutes("2024-03-01")).map(|(one, next)| next - one), Some(1440));
    for day in ["1970-01-01", "1972-02-29", "1999-12-31", "2000-02-29", "2100-03-01", "9999-12-31"] {
        assert_eq!(Date::parse(day).map(|date| date.to_string()).as_deref(), Some(day));
    }
    for bad in ["2023-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "2026-01-01T00", "1969-12-31", "20260-1-01"] {
        assert_eq!(minutes(bad), None, "{bad}");
    }
}

/// What both readers must agree on, written the same way.
fn ours(node: &json::Node<'_>) -> serde_json::Value {
    match &node.value {
        json::Value::Plain(raw) => serde_json::from_str(raw).unwrap_or_default(),
        json::Value::Text(text) => (*text).into(),
        json::Value::List(list) => list.iter().map(ours).collect::<Vec<_>>().into(),
        json::Value::Fields(fields) => {
            serde_json::Value::Object(fields.iter().map(|field| (field.name.to_owned(), ours(field))).collect())
        }
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn our_reader_reads_what_serde_json_writes(value in any_json()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap_or_default()] {
            let node = json::parse(&text);
            prop_assert!(node.is_ok(), "{text}: {node:?}");
            prop_assert_eq!(node.as_ref().map(ours).ok(), Some(value.clone()));
        }
    }

    #[test]
    fn our_reader_accepts_nothing_that_serde_json_refuses(text in r#"[\[\]{}",:0-9.eE+\-\\u/ntrfalse \n]{0,24}"#) {
        if json::parse(&text).is_ok() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_we_quote_reads_back(text in any::<String>()) {
        let mut quoted = String::new();
        json::quote(&mut quoted, &text);
        prop_assert_eq!(serde_json::from_str::<String>(&quoted).ok(), Some(text));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>(), cut in 0usize..700) {
        let _ = parse(&text);
        let _ = parse(&TEN_LINES.chars().take(cut).collect::<String>());
    }
}
