//! `portcullis check` as a shell sees it: what it prints, and its exit status.

#![allow(clippy::expect_used)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

const POLICY: &str = r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":[]}"#;
const TAG: &str = r#"<script src="/portcullis/portcullis.js" data-policy="/policy.json"></script>"#;

fn file(name: &str, bytes: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("a file in the target's folder");
    path.display().to_string()
}

fn check(arguments: &[&str]) -> (Option<i32>, String) {
    let command = Command::new(env!("CARGO_BIN_EXE_portcullis")).arg("check").args(arguments).output();
    let output = command.expect("the binary runs");
    (output.status.code(), String::from_utf8(output.stdout).expect("text"))
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
