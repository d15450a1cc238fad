use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::super::{Policy, Purpose, Service, parse};
use super::*;
use crate::vendors::{BUILT_IN, Class, GROUPS};

fn policy_of(entries: &str, more: &str) -> String {
    format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22"{more},"services":[{entries}]}}"#)
}

fn read(text: &str) -> Policy<'_> {
    parse(text).unwrap_or_else(|error| panic!("{}: {text}", error.message()))
}

fn files() -> impl Iterator<Item = (&'static str, Json)> {
    let file = |text| serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    SERVICES.iter().map(move |(id, text)| (*id, file(text)))
}

/// The texts of a list of texts, or of what each of a list of objects has under that name.
fn texts<'j>(list: &'j Json, name: &str) -> Vec<&'j str> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item.as_str().or_else(|| item[name].as_str())).collect()
}

#[test]
fn every_file_of_the_folder_is_a_service_under_an_id_of_its_own() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/www/services"));
    let entries = folder.unwrap_or_else(|error| panic!("{error}"));
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut found: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
    found.sort_unstable();
    assert_eq!(SERVICES.iter().map(|(id, _)| *id).collect::<Vec<_>>(), found);
    assert!(SERVICES.len() >= 25, "{} services", SERVICES.len());
    for (id, file) in files() {
        assert_eq!(file["service"]["id"], id);
        assert!(BUILT_IN.iter().all(|one| one.id != id) && GROUPS.iter().all(|(group, _)| *group != id), "{id}");
    }
}

#[test]
fn each_is_a_service_by_its_name_alone_and_all_of_it_can_be_told_otherwise() {
    for (id, file) in files() {
        let text = policy_of(&format!(r#""services/{id}""#), "");
        let policy = read(&text);
        let [service] = policy.services.as_slice() else { panic!("{id}: {:?}", policy.services) };
        let file = &file["service"];
        assert_eq!(service.id, id);
        assert_eq!(
            (service.name(), service.vendor()),
            (file["name"].as_str().unwrap(), file["vendor"].as_str().unwrap())
        );
        assert_eq!(service.class.name(), file["class"]);
        assert_eq!(service.privacy().map(|link| link.as_str()), file["privacy"].as_str());
        assert_eq!(service.hosts().count(), texts(&file["hosts"], "").len());
        assert_eq!(
            service.names().map(|rule| rule.pattern).collect::<Vec<_>>(),
            texts(&file["cookies"], "name"),
            "{id}"
        );
        // These names are the vendor's, whatever a site makes of the class.
        let mut own = policy_of(&format!(r#"{{"use":"services/{id}","class":"essential"}}"#), "");
        assert!(read(&own).services.iter().flat_map(|service| service.names()).all(|rule| !rule.own), "{id}");

        own = policy_of(
            &format!(
                r#"{{"id":"mine","use":"services/{id}","name":"N","vendor":"V","class":"essential","purpose":"P",
                "privacy":"/p","hosts":["h.test"],"cookies":[{{"name":"_c","duration":"1d"}}],"since":"2026-11-21"}}"#
            ),
            "",
        );
        let policy = read(&own);
        let [service] = policy.services.as_slice() else { panic!("{id}: {:?}", policy.services) };
        assert_eq!((service.id, service.name(), service.vendor()), ("mine", "N", "V"));
        assert_eq!((service.class, service.purpose()), (Class::Essential, Purpose::Own("P")));
        assert_eq!(service.privacy().map(|link| link.as_str()), Some("/p"));
        assert_eq!(service.hosts().map(|rule| rule.host).collect::<Vec<_>>(), ["h.test"]);
        assert_eq!(service.names().map(|rule| rule.pattern).collect::<Vec<_>>(), ["_c"]);
        assert!(service.since().is_some());
    }
}

#[test]
fn every_row_has_its_source_and_every_source_its_row() {
    for (id, file) in files() {
        let service = &file["service"];
        let (hosts, names) = (texts(&service["hosts"], ""), texts(&service["cookies"], "name"));
        assert!(!hosts.is_empty(), "{id}");
        let Json::Object(sources) = &file["sources"] else { panic!("{id} has no sources") };
        for (row, source) in sources {
            assert!(source.as_str().is_some_and(|source| source.len() > 10), "{id}: {row}");
            let of_all = ["hosts", "cookies", "class", "left"].contains(&row.as_str());
            assert!(of_all || hosts.contains(&row.as_str()) || names.contains(&row.as_str()), "{id}: no row {row}");
        }
        // A service that stores nothing says who says so.
        assert!(sources.contains_key("hosts") && sources.contains_key("cookies"), "{id}");
    }
}

#[test]
fn a_purpose_is_one_of_the_texts_and_no_text_is_idle() {
    let english: HashMap<String, String> =
        serde_json::from_str(include_str!("../../../www/locales/en.services.json")).unwrap_or_default();
    let used: HashSet<String> = files()
        .map(|(_, file)| format!("purpose.{}", file["service"]["purpose"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(used, english.keys().cloned().collect());
}

#[test]
fn only_what_is_read_into_it_makes_a_service_essential() {
    for (id, file) in files() {
        let service = &file["service"];
        let mild =
            ["captcha", "payment", "fonts", "chat", "scheduling"].contains(&service["purpose"].as_str().unwrap());
        assert_eq!(service["class"], if mild || id == "openstreetmap" { "functional" } else { "tracking" }, "{id}");
    }
}

/// The registrable part of a host, as far as the hosts here need it, and its path.
fn reach(rule: &str) -> (&str, &str) {
    let (host, path) = rule.split_at(rule.find('/').unwrap_or(rule.len()));
    (host.trim_start_matches("*."), path)
}

fn meet(one: &str, other: &str) -> bool {
    let ((one, at), (other, under)) = (reach(one), reach(other));
    let below = |host: &str, domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
    (below(one, other) || below(other, one)) && (at.starts_with(under) || under.starts_with(at))
}

#[test]
fn no_row_is_another_vendors() {
    let mut rows: Vec<(String, String, String)> = Vec::new();
    for one in BUILT_IN {
        let hosts = one.hosts.iter().filter(|host| host.host != "*").map(|host| format!("{}{}", host.host, host.path));
        let names = one.names.iter().map(|name| format!("={} {}", name.pattern, name.store.name()));
        rows.extend(hosts.chain(names).map(|row| (one.vendor.to_owned(), one.id.to_owned(), row)));
    }
    for (id, file) in files() {
        let service = &file["service"];
        let cookies = service["cookies"].as_array().into_iter().flatten();
        let text = |cookie: &Json, field| cookie[field].as_str().unwrap_or("cookie").to_owned();
        let names = cookies.map(|cookie| format!("={} {}", text(cookie, "name"), text(cookie, "store")));
        let vendor = service["vendor"].as_str().unwrap_or_default();
        for row in texts(&service["hosts"], "").into_iter().map(str::to_owned).chain(names) {
            for (whose, of, other) in &rows {
                // A name is one vendor's in whatever store it lies; a service may have it in several.
                let name = |row: &str| row.split(' ').next().map(str::to_owned);
                let same = match row.starts_with('=') {
                    true => name(&row) == name(other),
                    false => !other.starts_with('=') && meet(&row, other),
                };
                assert!(!same || whose == vendor, "{id}: {row} is {other} of {of}, which is {whose}’s");
                assert!(!(same && row == *other && of == id), "{id}: {row} twice");
            }
            rows.push((vendor.to_owned(), id.to_owned(), row));
        }
    }
}

#[test]
fn no_name_is_one_that_a_site_may_well_give_itself() {
    let taken: &[&str] = &[
        "lang",
        "locale",
        "language",
        "theme",
        "id",
        "uid",
        "sid",
        "mid",
        "ts",
        "fr",
        "sb",
        "m",
        "session",
        "sessionid",
        "csrftoken",
        "token",
        "user",
        "guest_id",
        "player",
        "flags",
        "test_cookie",
        "consent",
        "PREF",
        "GPS",
        "LANG",
        "MR",
        "SM",
        "ID",
    ];
    for (id, file) in files() {
        for name in texts(&file["service"]["cookies"], "name") {
            assert!(!taken.contains(&name) && name.trim_end_matches('*').len() >= 3, "{id}: {name}");
        }
    }
}

#[test]
fn a_name_that_nobody_has_is_answered_with_the_nearest() {
    let found = |entry: &str| {
        let text = policy_of(entry, "");
        let error = parse(&text).err().unwrap_or_else(|| panic!("{entry} is taken"));
        (error.path.clone(), usize::try_from(error.column).unwrap_or_default(), error.message(), text)
    };
    for (entry, path) in [
        (r#""sentry", "services/you-tube""#, "services[1]"),
        (r#""sentry", { "use": "services/you-tube", "name": "N" }"#, "services[1].use"),
        (r#""sentry", { "use": "youtub" }"#, "services[1].use"),
        (r#""sentry", "youtub""#, "services[1]"),
    ] {
        let (at, column, message, text) = found(entry);
        assert_eq!(at, path);
        assert!(
            text.get(column - 1..).is_some_and(|rest| rest.starts_with("\"services/y") || rest.starts_with("\"youtub"))
        );
        assert!(message.contains("did you mean `youtube`?"), "{message}");
    }
    for entry in ["services/", "services/../vendors", "acme"] {
        let (at, _, message, _) = found(&format!(r#""sentry", "{entry}""#));
        assert!(at == "services[1]" && message.contains("describe one of your own"), "{message}");
    }
    let (path, column, _, text) = found(r#"{ "use": "services/youtube", "class": "harmless" }"#);
    assert_eq!(path, "services[0].class");
    assert!(text.get(column - 1..).is_some_and(|rest| rest.starts_with("\"harmless\"")));
    assert_eq!(found(r#""services/youtube", "services/youtube""#).0, "services[1]");
    assert_eq!(found(r#"{ "use": "services/youtube", "token": "x" }"#).0, "services[0].token");
}

#[test]
fn a_purpose_is_one_of_our_texts_unless_the_site_says_its_own() {
    let text = policy_of(r#""services/youtube""#, "");
    assert_eq!(read(&text).services.first().map(Service::purpose), Some(Purpose::Known("video")));
    let text = policy_of(r#"{"use":"services/youtube","purpose":"Films"}"#, "");
    assert_eq!(read(&text).services.first().map(Service::purpose), Some(Purpose::Own("Films")));
}

#[test]
fn a_page_has_only_the_files_that_its_policy_names() {
    let text = policy_of(r#""sentry", "services/youtube", { "use": "services/vimeo" }, "services/youtube""#, "");
    assert_eq!(named(&text), ["youtube", "vimeo"]);
    assert_eq!(named("{"), Vec::<&str>::new());
    let text = policy_of(r#""services/youtube", { "use": "services/vimeo" }"#, "");
    let some = |id: &str| file(id).filter(|_| id == "youtube");
    let missing = crate::policy::parse_with(&text, &some).err().map(|error| error.path);
    assert_eq!(missing.as_deref(), Some("services[1].use"));
    let policy = crate::policy::parse_with(&text, &|id| file(id)).unwrap();
    assert_eq!(policy.services.iter().map(|service| service.id).collect::<Vec<_>>(), ["youtube", "vimeo"]);
}

#[test]
fn a_service_is_written_alike_wherever_it_lives() {
    let of = |entries: &str| {
        let text = policy_of(entries, "");
        let policy = read(&text);
        policy.services.iter().map(|service| (service.id.to_owned(), service.name().to_owned())).collect::<Vec<_>>()
    };
    for (plain, folder) in [
        (r#""youtube""#, r#""services/youtube""#),
        (r#""sentry""#, r#""services/sentry""#),
        (r#"{"use":"google-analytics","id":"G-ABC123"}"#, r#"{"use":"services/google-analytics","id":"G-ABC123"}"#),
        (r#"{"use":"vimeo","id":"films"}"#, r#"{"use":"services/vimeo","id":"films"}"#),
    ] {
        assert_eq!(of(plain), of(folder));
        assert!(!of(plain).is_empty());
    }
    let twice = policy_of(r#""youtube", "services/youtube""#, "");
    assert!(parse(&twice).is_err_and(|error| error.path == "services[1]"));
}

#[test]
fn a_published_policy_has_what_the_catalogue_brings_and_leaves_its_purposes_to_the_words_of_a_page() {
    let text = policy_of(r#""sentry","youtube",{"use":"services/vimeo","id":"films","purpose":"Ours"}"#, "");
    let published = |text: &'static str| -> String {
        let root = json::parse(text).and_then(super::published).unwrap_or_else(|fault| panic!("{fault:?}"));
        serde_json::to_string(&root).unwrap_or_default()
    };
    let once = published(text.clone().leak());
    assert_eq!(published(once.clone().leak()), once);
    assert!(
        once.contains("youtube-nocookie.com") && once.contains("VISITOR_INFO1_LIVE") && !once.contains("Showing films")
    );
    let of = |text: &str| {
        let policy = read(text);
        let said = |service: &super::super::Service<'_>| {
            let rules = format!("{:?} {:?}", service.hosts().collect::<Vec<_>>(), service.names().collect::<Vec<_>>());
            (service.id.to_owned(), service.name().to_owned(), format!("{:?}", service.purpose()), rules)
        };
        policy.services.iter().map(said).collect::<Vec<_>>()
    };
    assert_eq!(of(&once), of(&text));
    assert!(format!("{:?}", of(&once)).contains(r#"Known(\"video\")"#), "a key, which each page has the words of");
}

#[test]
fn what_is_brought_stands_where_the_entry_does_with_all_that_is_in_it() {
    let text = policy_of("\n  \"youtube\",\n  {\"use\": \"vimeo\", \"since\": \"2026-11-21\"}", "");
    let policy = read(&text);
    for service in &policy.services {
        let entry = service.entry();
        let brought: Vec<&Node<'_>> = entry.fields().iter().filter(|field| field.name != "since").collect();
        assert!(brought.iter().all(|field| field.place == entry.place && service.written(field.name).is_none()));
        let cookies = entry.field("cookies").map(Node::items).unwrap_or_default();
        assert!(cookies.iter().flat_map(|cookie| cookie.fields()).all(|field| field.place == entry.place));
    }
    let written = policy.services.iter().filter(|service| service.written("since").is_some()).count();
    assert_eq!(written, 1);
}
