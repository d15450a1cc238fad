//! Every mutation of a record, and what another site below the same domain can put beside it.

use portcullis::consent::{How, Record, Signals, Verdict, from_jar, verdicts, write};
use portcullis::policy::{Policy, parse};

const POLICY: &str = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":["sentry",
    {"use":"google-analytics","id":"G-ABC123"},"cloudflare-web-analytics",
    {"id":"a","name":"A","vendor":"V","class":"tracking","purpose":"P"},{"id":"ab","name":"A","vendor":"V",
    "class":"functional","purpose":"P"}]}"#;
const NOW: u32 = 29_900_000;
const NAME: &str = "__Host-consent";

fn policy() -> Policy<'static> {
    parse(POLICY).unwrap_or_else(|error| panic!("{}", error.message()))
}

fn granted<'a>(policy: &'a Policy<'static>, records: &[Record<'_>], now: u32) -> Vec<&'a str> {
    let all = verdicts(policy, Signals::default(), records, now);
    all.into_iter().filter(|(_, verdict)| *verdict == Verdict::Granted).map(|(service, _)| service.id).collect()
}

/// The texts that are one change away: a byte lost, doubled, put in, exchanged for any other, and all that the text
/// begins or ends with.
fn mutations(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for at in 0..=text.len() {
        let (before, after) = text.split_at(at);
        all.extend([
            before.to_owned(),
            after.to_owned(),
            format!("{before}{before}{after}"),
            format!("{before}%00{after}"),
        ]);
        let rest = after.get(1..).unwrap_or_default();
        all.push(format!("{before}{rest}"));
        for put in (0..=0x7f_u8).map(char::from).chain(['\u{e9}', '\u{202e}', '\u{ff0e}', '\u{1f600}']) {
            all.push(format!("{before}{put}{after}"));
            all.push(format!("{before}{put}{rest}"));
        }
    }
    all.retain(|other| other != text);
    all
}

#[test]
fn no_change_of_a_record_grants_what_it_does_not_name() {
    let policy = policy();
    let mut read = 0;
    for (how, ids) in [
        (How::Reject, &[][..]),
        (How::Save, &["ab"]),
        (How::Save, &["a", "sentry-errors"]),
        (How::Accept, &["google-analytics", "a", "ab"]),
    ] {
        let record = write(&policy, NOW, how, Signals::default(), &|id| ids.contains(&id));
        for other in mutations(&record) {
            let Ok(changed) = Record::parse(&other) else { continue };
            read += 1;
            assert!(
                other.len() <= 1000
                    && other.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".~_-".contains(&byte)),
                "{other}"
            );
            for id in granted(&policy, &[changed], NOW) {
                assert!(other.split('~').skip(1).any(|named| named == id), "{id} by {other:?}");
                assert!(how != How::Reject, "a refusal that grants {id}: {other:?}");
            }
        }
    }
    assert!(read > 1000, "{read} of them can be read: they test one thing alone");
}

#[test]
fn a_value_that_is_meant_for_a_server_is_no_record() {
    let record = "1.hsuwg.a.g~a";
    assert!(Record::parse(record).is_ok());
    for tail in ["' OR 1=1 --", "%27", "\"", ";", "\\", "\r\nSet-Cookie: x=1", "${x}", "<b>", "../..", "|id", "\0", " "]
    {
        assert!(Record::parse(&format!("{record}{tail}")).is_err(), "{tail:?}");
        assert!(Record::parse(&format!("{record}~{tail}")).is_err(), "{tail:?}");
    }
    assert!(Record::parse(&format!("{record}{}", "~b".repeat(500_000))).is_err());
}

#[test]
fn what_a_sibling_subdomain_tosses_in_takes_away_and_never_gives() {
    let policy = policy();
    let of = |ids: &'static [&str], when: u32, how: How| {
        write(&policy, when, how, Signals::default(), &|id| ids.contains(&id))
    };
    let own =
        [of(&[], NOW - 50, How::Reject), of(&["ab"], NOW - 50, How::Save), of(&["a", "ab"], NOW - 50, How::Accept)];
    let tossed = [
        of(&["a", "ab", "google-analytics"], NOW, How::Accept),
        of(&["a"], NOW - 100, How::Api),
        of(&[], NOW, How::Reject),
        "1.hsuwg.a.g~a~ab~sentry-errors".into(),
        "1.hsuwg.t.p~a~ab~".into(),
        "1.hsuwg.t.p~a~~ab".into(),
        "1.hsuwg.go.g~a".into(),
        "2.hsuwg.a.g~a".into(),
        String::new(),
        "1".into(),
        "x".repeat(5000),
        "1.hsuwg.a.g~a; Path=/".into(),
    ];
    for own in &own {
        let alone = Record::parse(own).expect("its own spelling");
        let alone = granted(&policy, &[alone], NOW);
        for other in &tossed {
            for jar in [
                format!("{NAME}={own}; {NAME}={other}"),
                format!("{NAME}={other}; {NAME}={own}"),
                format!("x=1; {NAME}={other}; {NAME}={other}; {NAME}={own};"),
            ] {
                let now = from_jar(&jar, NAME).map(|records| granted(&policy, &records, NOW)).unwrap_or_default();
                assert!(now.iter().all(|id| alone.contains(id)), "{jar}: {now:?}");
            }
        }
    }
}

#[test]
fn a_cookie_of_a_like_name_is_not_the_record() {
    let record = "1.hsuwg.a.g~a";
    for jar in [
        "__host-consent=R",
        "__Host-consent =R",
        " __Host-Consent=R",
        "__Host-consent%3DR",
        "x__Host-consent=R",
        "consent=R",
        "__Host-consent.=R",
        "=__Host-consent=R",
        "x=__Host-consent=R",
        "__Secure-consent=R",
        "__Host-consent\u{a0}=R",
        "\t__Host-consent=R",
        "\u{feff}__Host-consent=R",
        "  __Host-consent=R",
    ] {
        let jar = jar.replace('R', record);
        assert_eq!(from_jar(&jar, NAME).map(|found| found.len()), Ok(0), "{jar:?}");
    }
    assert_eq!(from_jar(&format!("a=b; {NAME}={record}"), NAME).map(|found| found.len()), Ok(1));
}
