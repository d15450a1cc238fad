//! What ten times as much costs: about ten times as much. Time is counted as the processor's for this thread, so that a
//! busy machine changes it little, and each is the least of several runs.

use std::fs;
use std::hint::black_box;
use std::thread;
use std::time::Instant;

use portcullis::classify;
use portcullis::classify::names::Table;
use portcullis::consent::{How, Record, Signals, from_jar, removals, verdicts, write};
use portcullis::journal::Journal;
use portcullis::policy::{json, parse};
use portcullis::proof::verify;
use portcullis::vendors::Store;

/// Nanoseconds that this thread has run; by the clock where no kernel says it.
fn spent(begun: Instant) -> u64 {
    // The kernel counts when it schedules.
    thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let run = told.and_then(|text| text.split(' ').next()?.parse().ok());
    run.unwrap_or_else(|| u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX))
}

fn cost(does: &dyn Fn()) -> u64 {
    let begun = Instant::now();
    let least = (0..7).map(|_| {
        let before = spent(begun);
        does();
        spent(begun) - before
    });
    least.min().unwrap_or_default()
}

/// Ten times as much may cost that much more, which a square (a hundred) is far from.
const MOST: f64 = 13.0;

fn grows(what: &str, small: usize, does: impl Fn(usize) -> Box<dyn Fn()>) {
    // A run that was disturbed is run again; what is not linear stays so.
    let ratio =
        (0..4).map(|_| cost(&does(small * 10)) as f64 / cost(&does(small)).max(1) as f64).fold(f64::MAX, f64::min);
    eprintln!("{what}: {ratio:.1}");
    assert!(ratio < MOST, "{what}: ten times as much costs {ratio:.1} times as much");
}

#[test]
fn a_square_is_found() {
    let squared = |size: usize| -> Box<dyn Fn()> {
        Box::new(move || {
            let all: Vec<usize> = (0..size).collect();
            black_box(all.iter().filter(|one| all.iter().filter(|other| other >= one).count() % 2 == 0).count());
        })
    };
    let ratio = cost(&squared(3000)) as f64 / cost(&squared(300)) as f64;
    assert!(ratio > MOST, "{ratio}");
}

#[test]
fn texts_are_read_in_linear_time() {
    for (what, of) in [
        ("a JSON of brackets", "[0],"),
        ("of strings", "\"aaaaaaaaaaaaaaa\","),
        ("of escapes", "\"\\u0041\\n\\\"\\ud83d\\ude00\","),
        ("of spaces", "                 \n0,"),
        ("of numbers", "-12345.678e+90,"),
        ("of objects", "{\"a\":1,\"b\":{}},"),
    ] {
        grows(what, 1500, |size| {
            let text = format!("[{}0]", of.repeat(size));
            Box::new(move || drop(black_box(json::parse(&text)).map(|_| ())))
        });
    }
    for (what, start, of) in [
        ("an array that does not end", "", "["),
        ("a string that does not end", "\"", "aaaaaaaa"),
        ("a string of backslashes", "\"", "\\\\\\\\"),
        ("a number that does not end", "1", "0000000000"),
        ("minus after minus", "", "--------"),
    ] {
        grows(what, 20_000, |size| {
            let text = format!("{start}{}", of.repeat(size));
            Box::new(move || drop(black_box(json::parse(&text)).map(|_| ())))
        });
    }
}

#[test]
fn cookies_and_records_are_read_in_linear_time() {
    for (what, of) in [
        ("a jar of other cookies", "name=value; "),
        ("of records", "__Host-consent=1.hsuwg.a.g~acme; "),
        ("of semicolons", ";;;;;;;;"),
        ("of equals", "========"),
        ("of what cannot be read", "__Host-consent=x; "),
        ("of d= and u=", "/d=1&u=2/d=1&u=2"),
    ] {
        grows(what, 3000, |size| {
            let jar = of.repeat(size);
            Box::new(move || drop(black_box(from_jar(&jar, "__Host-consent"))))
        });
    }
    // A record is at most a thousand bytes, so that anything longer costs nothing.
    let long = format!("1.hsuwg.a.g{}", "~acme".repeat(1_000_000));
    assert!(Record::parse(&long).is_err());
    grows("what erases a cookie", 150, |size| {
        let path = "/a".repeat(size);
        Box::new(move || drop(black_box(removals("_ga", "www.shop.example", &path, true))))
    });
}

#[test]
fn names_and_hosts_are_told_in_linear_time() {
    let policy = parse(
        r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":["sentry",
        {"id":"a","name":"A","vendor":"V","class":"tracking",
        "purpose":"P","hosts":["*.a.example"],"cookies":[{"name":"a*a","duration":"1d"},
        {"name":"*b","duration":"1d"}]}]}"#,
    );
    let policy: &'static _ = Box::leak(Box::new(policy.unwrap_or_else(|error| panic!("{}", error.message()))));
    for (what, of) in
        [("a name of a’s", "aaaaaaaaaaaaaaaa"), ("of stars", "****************"), ("of dots", "a.a.a.a.a.a.a.a.")]
    {
        grows(what, 3000, |size| {
            let name = of.repeat(size);
            Box::new(move || {
                black_box(classify::name(policy, Store::Cookie, &name));
                black_box(classify::url(policy, &name, &name));
            })
        });
    }
    grows("a packed table", 1500, |size| {
        let rows: String = (0..size).map(|at| format!("\n!_name{at:06}*\t0")).collect();
        let text = format!("A\n\nB\n\nk\t2\t0\t0\t1y\tacme\n{rows}");
        Box::new(move || {
            black_box(Table::read(&text).look_up(Store::Cookie, "_name000001x").rule);
        })
    });
}

#[test]
fn journals_are_read_in_linear_time() {
    grows("a journal", 200, |size| {
        let lines =
            "\n{\"at\":\"2026-11-22T10:20:30Z\",\"before\":\"\",\"hash\":\"x\",\"kind\":\"decision\"}".repeat(size);
        let text = format!("{{\"before\":\"\",\"purged\":0}}{lines}");
        Box::new(move || drop(black_box(Journal::read(&text).0.text())))
    });
    grows("a file that claims to be one", 200, |size| {
        let text = format!(
            "{{\"entries\":[{}{{}}],\"version\":1}}",
            "{\"at\":\"2026\",\"before\":\"a\",\"hash\":\"b\",\"kind\":\"decision\"},".repeat(size)
        );
        Box::new(move || drop(black_box(verify(&text, None))))
    });
}

/// Lists within one service. A service more is looked up among the others, which costs the square of their number: what
/// bounds that is the size of a policy, 256 kB.
#[test]
fn what_a_service_has_is_read_in_linear_time() {
    for (what, field, of) in [
        ("hosts", "hosts", "\"h.example/path\""),
        ("cookies", "cookies", "{\"name\":\"_a*\",\"duration\":\"1y\"}"),
        ("paths", "paths", "\"/a/b/c\""),
    ] {
        grows(what, 300, |size| {
            let items = vec![of; size].join(",");
            let text = format!(
                r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[{{"id":"a","name":"N",
                "vendor":"V",
                "class":"tracking","purpose":"P","{field}":[{items}]}}]}}"#
            );
            Box::new(move || {
                let policy = parse(&text).unwrap_or_else(|error| panic!("{}", error.message()));
                let record = write(&policy, 29_900_000, How::Accept, Signals::default(), &|_| true);
                let record = Record::parse(&record).expect("its own spelling");
                black_box(verdicts(&policy, Signals::default(), &[record], 29_900_000).len());
            })
        });
    }
}

#[test]
fn more_than_a_policy_may_have_is_not_read_at_all() {
    let start = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":[],"allow":["#;
    let of = |size: usize| format!("{start}{}\"https://a.example\"]}}", "\"https://a.example\",".repeat(size / 20));
    assert!(parse(&of(200_000)).is_ok());
    assert!(parse(&of(5_000_000)).is_err());
}
