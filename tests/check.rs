//! `portcullis check` and `diff` as a shell sees them: what they print, and their exit status.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

const POLICY: &str = r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":[]}"#;
const TAG: &str = r#"<script src="/portcullis/portcullis.js" data-policy="/policy.json"></script>"#;

fn file(name: &str, bytes: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("a file in the target's folder");
    path.display().to_string()
}

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_portcullis")).args(arguments).output().expect("the binary runs");
    (output.status.code(), String::from_utf8(output.stdout).expect("text"))
}

/// On a day of its own, whatever the clock says; a later `--today` comes before it.
fn check(arguments: &[&str]) -> (Option<i32>, String) {
    let (file, options) = arguments.split_at(1);
    run(&[&["check"], file, &["--today", "2026-11-23"], options].concat())
}

fn committed(path: &str) -> String {
    format!("{}/tests/policies/{path}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn help_is_no_mistake() {
    let (status, out) = run(&["--help"]);
    assert!(status == Some(0) && out.starts_with("usage:"), "{out}");
    assert_eq!(run(&[]).0, Some(2));
}

#[test]
fn a_page_is_judged_by_exit_status_and_one_line_a_finding() {
    let policy = file("policy.json", POLICY.as_bytes());
    let image = r#"<img src="https://shop.example/x.png">"#;
    let page = file("page.html", format!("{TAG}\n <link rel=preconnect href=//other.example>\n{image}").as_bytes());

    let (status, said) = check(&[&policy, "--page", &page]);
    let findings: Vec<&str> = said.lines().skip(1).collect();
    assert_eq!((status, findings.len()), (Some(1), 2), "{said}");
    assert!(said.contains(&format!("\n{page}:2:2: preconnect: connects to other.example")), "{said}");
    assert!(said.contains(&format!("\n{page}:3:1: unmarked: ")), "{said}");

    let clean = file("clean.html", format!("{TAG}\n{image}").as_bytes());
    assert_eq!(check(&[&policy, "--page", &clean]).0, Some(1));
    let (status, said) = check(&[&policy, "--page", &clean, "--origin", "https://shop.example"]);
    assert_eq!((status, said.lines().count()), (Some(0), 1), "{said}");
    let latin = file("latin.html", &[TAG.as_bytes(), b"\xe9"].concat());
    assert_eq!(check(&[&policy, "--page", &latin]).0, Some(0), "a page need not be UTF-8");
}

#[test]
fn a_bad_call_is_told_from_a_finding() {
    let policy = file("policy-of-a-bad-call.json", POLICY.as_bytes());
    assert_eq!(check(&[&policy]).0, Some(0));
    assert_eq!(check(&[&policy, "--page", "/no/such/page.html"]).0, Some(2));
    assert_eq!(check(&[&policy, "--page"]).0, Some(2));
    assert_eq!(check(&[&policy, "--pages", "x"]).0, Some(2));
    assert_eq!(check(&[&policy, "--origin", "shop.example"]).0, Some(2));
}

#[test]
fn an_error_in_a_policy_fails_and_a_warning_does_not() {
    let (error, warning) = (committed("rules/contact.trips.json"), committed("rules/lifetime.trips.json"));
    let (status, said) = check(&[&error]);
    assert!(status == Some(1) && said.contains(&format!("\n{error}:2:39: contact: site.contact: ")), "{said}");
    let (status, said) = check(&[&warning]);
    assert!(status == Some(0) && said.contains(": lifetime (warning): services[0].cookies[0].duration: "), "{said}");
    // A day that is to come only until it comes.
    let future = committed("rules/date-future.trips.json");
    assert_eq!(check(&[&future, "--today", "2026-12-31"]).0, Some(1));
    assert_eq!(check(&[&future, "--today", "2027-01-01"]).0, Some(0));
    assert_eq!(check(&[&future, "--today", "tomorrow"]).0, Some(2));
}

#[test]
fn programs_read_the_findings_of_a_policy_and_of_a_page_as_json() {
    let page = file("page-for-programs.html", format!("{TAG}\n<link rel=preconnect href=//other.example>").as_bytes());
    let policy = committed("rules/contact.trips.json");
    let json = |arguments: &[&str]| {
        let (status, said) = check(arguments);
        (status, serde_json::from_str::<serde_json::Value>(&said).expect("JSON"))
    };
    let (status, report) = json(&[&policy, "--page", &page, "--format", "json"]);
    assert_eq!((status, &report["errors"], &report["warnings"]), (Some(1), &2.into(), &0.into()), "{report}");
    let first = &report["findings"][0];
    assert_eq!((&first["file"], &first["line"], &first["path"]), (&policy.into(), &2.into(), &"site.contact".into()));
    assert!(first["law"].as_str().is_some_and(|law| law.contains("GDPR")), "{first}");
    let second = &report["findings"][1];
    assert_eq!((&second["file"], &second["rule"], &second["line"]), (&page.into(), &"preconnect".into(), &2.into()));

    let broken = file("broken.json", POLICY.replace("services", "service").as_bytes());
    let (status, report) = json(&[&broken, "--format", "json"]);
    let finding = &report["findings"][0];
    assert_eq!((status, &finding["rule"], &finding["path"]), (Some(1), &"unreadable".into(), &"service".into()));
    assert_eq!(check(&[&broken, "--format", "xml"]).0, Some(2));
}

/// A small package: what `build` and `snippet` take from one.
fn package() -> String {
    // Once: several tests at a time would read what another is writing.
    static MADE: OnceLock<String> = OnceLock::new();
    MADE.get_or_init(make_package).clone()
}

fn make_package() -> String {
    let pkg = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("small-pkg");
    fs::create_dir_all(pkg.join("tools")).expect("a folder");
    fs::create_dir_all(pkg.join("sheets")).expect("a folder");
    let hash = |text: &str| format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)));
    let list = |files: &[(&str, &str)]| {
        let mut hashes = serde_json::Map::new();
        for (name, text) in files {
            fs::write(pkg.join(name), text).expect("a file of the package");
            hashes.insert((*name).to_owned(), hash(text).into());
        }
        serde_json::Value::Object(hashes)
    };
    let files = list(&[("portcullis.js", "bare"), ("portcullis-page.js", "page")]);
    let tools = list(&[
        ("tools/shim.js", "shim(typeof PORTCULLIS_PLAN)"),
        ("tools/shim-seal.js", "sealed(typeof PORTCULLIS_PLAN)"),
        ("tools/latch.js", "portcullis localStorage createPolicy"),
        ("sheets/banner.css", ".banner{}"),
    ]);
    let integrity = serde_json::json!({ "version": "1", "files": files, "tools": tools });
    fs::write(pkg.join("integrity.json"), integrity.to_string()).expect("its list");
    pkg.display().to_string()
}

#[test]
fn what_goes_where_is_printed_where_it_is_told_what_is_where() {
    let (policy, pkg) = (file("policy-of-a-place.json", POLICY.as_bytes()), package());
    let place = ["--policy-url", "/policy.json", "--base", "/portcullis/", "--guard", "seal", "--pkg", &pkg];
    let (_, snippet) = run(&[&["snippet", &policy], &place[..]].concat());
    assert!(!snippet.is_empty() && !check(&[&policy]).1.contains(&snippet));
    let (status, said) = check(&[&[&*policy], &place[..]].concat());
    assert!(status == Some(0) && said.contains(&snippet), "{said}");
    let (_, said) = check(&[&[&*policy], &place[..], &["--format", "json"]].concat());
    let install = serde_json::from_str::<serde_json::Value>(&said).expect("JSON")["install"].clone();
    assert_eq!(install["snippet"], snippet);
    let header = install["policy"].as_str().expect("a text");
    assert!(snippet.contains(&format!("content=\"{header}\"")), "{snippet}");
    // The latch is a file of the package, and this program has none of its own.
    assert_eq!(run(&["snippet", &policy, "--policy-url", "/policy.json", "--guard", "seal"]).0, Some(2));
    assert_eq!(run(&["snippet", &policy, "--policy-url", "/policy.json"]).0, Some(0));
    assert_eq!(run(&[&["recipe", &policy], &place[..]].concat()).0, Some(2));
    assert_eq!(run(&["recipe", &policy, "--for", "node", "--guard", "seal"]).0, Some(0));
}

#[test]
fn what_is_built_is_on_disk_and_checked_by_its_page() {
    let (policy, pkg) = (file("policy-to-build.json", POLICY.as_bytes()), package());
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("built");
    let _ = fs::remove_dir_all(&out);
    let site = out.display().to_string();
    let (status, said) = run(&["build", &policy, "--out", &site, "--pkg", &pkg]);
    assert_eq!(status, Some(0), "{said}");
    let entry = fs::read_to_string(out.join("portcullis.js")).expect("the entry");
    assert!(
        entry.starts_with("{const PORTCULLIS_PLAN={\"decisions\":")
            && entry.ends_with("shim(typeof PORTCULLIS_PLAN)}\n")
    );
    let (_, tag) = run(&["snippet", &policy, "--out", &site, "--pkg", &pkg]);
    assert!(said.contains(&tag) && !tag.is_empty(), "{said}");
    let page = file("page-of-a-build.html", tag.as_bytes());
    let (status, said) = check(&[&policy, "--page", &page, "--out", &site, "--pkg", &pkg]);
    assert_eq!(status, Some(0), "{said}");
    let left: Vec<_> =
        fs::read_dir(&out).expect("a folder").filter_map(|one| one.ok()?.file_name().into_string().ok()).collect();
    assert_eq!(left.len(), 4, "nothing unfinished is left: {left:?}");
}

#[test]
fn a_page_with_headers_is_judged_by_them_too_and_an_error_is_no_page() {
    let policy = file("policy-of-headers.json", POLICY.as_bytes());
    let head = "HTTP/1.1 200 OK\r\nLink: <https://other.example>; rel=preconnect\r\n\r\n";
    let page = file("headers.txt", format!("{head}{TAG}").as_bytes());
    let (status, said) = check(&[&policy, "--page", &page]);
    assert!(status == Some(1) && said.contains(&format!("\n{page}:link: preconnect: ")), "{said}");
    let (_, said) = check(&[&policy, "--page", &page, "--format", "json"]);
    let finding = serde_json::from_str::<serde_json::Value>(&said).expect("JSON")["findings"][0].clone();
    assert_eq!((&finding["header"], finding.get("line")), (&"link".into(), None), "{finding}");
    let gone = file("gone.txt", b"HTTP/1.1 404 Not Found\r\n\r\n<p>");
    assert_eq!(check(&[&policy, "--page", &gone]).0, Some(2));
    assert_eq!(check(&[&policy, "--page", "https://shop.example/"]).0, Some(2), "it fetches nothing");
}

#[test]
fn a_version_that_lacks_a_since_fails() {
    let versions = ["2026-06-01", "2026-09-21"].map(|day| committed(&format!("history/{day}.json")));
    let [old, new] = versions.each_ref().map(String::as_str);
    let (status, said) = run(&["diff", old, new]);
    assert!(status == Some(1) && said.contains("acme: `since` is missing"), "{said}");
    let (status, said) = run(&["diff", old, new, "--reworded", "acme"]);
    assert!(status == Some(0) && said.contains("nobody is asked again"), "{said}");
    assert_eq!(run(&["diff", old, new, "--reworded", "nobody"]).0, Some(2));
    assert_eq!(run(&["diff", old]).0, Some(2));
}
