use alloc::collections::BTreeMap;
use core::cell::RefCell;

use serde_json::Value;

use super::super::pkg::sha256;
use super::super::{Done, MISSING, Outside, run};
use super::*;
use crate::policy::field::Date;
use crate::snippet::{csp_hash, tests as fixtures};

/// A disk in memory; what is put there, in its order.
#[derive(Default)]
pub struct Disk {
    files: RefCell<BTreeMap<String, Vec<u8>>>,
    put: RefCell<Vec<String>>,
    is_full: bool,
    sent: usize,
}

impl Outside for Disk {
    fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        self.files.borrow().get(name).cloned().ok_or_else(|| MISSING.into())
    }
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        if self.is_full {
            return Err("no space left".into());
        }
        self.put.borrow_mut().push(name.into());
        self.files.borrow_mut().insert(name.into(), bytes.into());
        Ok(())
    }
    fn brotli(&self, _: &[u8]) -> usize {
        self.sent
    }
    fn answer(&self, _: &str) -> Result<Vec<u8>, String> {
        Err(String::new())
    }
    fn today(&self) -> Date {
        Date::of_seconds(1_795_392_000)
    }
    fn own_pkg(&self) -> Option<String> {
        None
    }
}

const POLICY: &str =
    r#"{"site":{"name":"S","contact":"c@s.example"},"updated":"2026-11-22","services":["sentry","youtube"]}"#;
const FILES: [(&str, &str); 7] = [
    ("portcullis.js", "the bare shim"),
    ("portcullis-seal.js", "the bare shim of the seal"),
    ("portcullis.d.ts", "types"),
    ("portcullis-page.js", "page"),
    ("portcullis.wasm", "wasm"),
    ("portcullis-choices.js", "choices"),
    ("portcullis-inspect.js", "inspect"),
];
const TOOLS: [(&str, &str); 5] = [
    ("tools/shim.js", fixtures::SHIM),
    ("tools/shim-seal.js", "sealed(typeof PORTCULLIS_PLAN)"),
    ("tools/latch.js", fixtures::LATCH),
    ("sheets/banner.css", ".banner{}"),
    ("sheets/box.css", ".box{}"),
];

impl Disk {
    fn write(&self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.files.borrow_mut().insert(name.into(), bytes.into());
    }

    pub fn text(&self, name: &str) -> String {
        let bytes = self.file(name).unwrap_or_else(|why| panic!("{name}: {why}"));
        String::from_utf8(bytes).unwrap_or_else(|_| panic!("{name}"))
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A package with these files in place of the fixture's.
    fn package(&self, other: &[(&str, &str)]) {
        let of = |files: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
            let text = |name: &str, text: &str| {
                other.iter().find(|(known, _)| *known == name).map_or(text.into(), |(_, text)| (*text).into())
            };
            files.iter().map(|(name, said)| ((*name).into(), text(name, said))).collect()
        };
        let (files, tools) = (of(&FILES), of(&TOOLS));
        let hashes = |files: &[(String, String)]| -> serde_json::Map<String, Value> {
            files.iter().map(|(name, text)| (name.clone(), sha256(text.as_bytes()).into())).collect()
        };
        let list = serde_json::json!({ "version": "1.2.3", "files": hashes(&files), "tools": hashes(&tools) });
        self.write("pkg/integrity.json", list.to_string());
        files.into_iter().chain(tools).for_each(|(name, text)| self.write(&format!("pkg/{name}"), text));
    }

    pub fn run(&self, arguments: &[&str]) -> Done {
        run(arguments, self)
    }

    fn build(&self, more: &[&str]) -> Done {
        self.put.take();
        self.run(&[&["build", "p.json", "--out", "site/", "--pkg", "pkg/"], more].concat())
    }

    #[track_caller]
    fn built(&self, more: &[&str]) -> Done {
        let done = self.build(more);
        assert_eq!(done.status, 0, "{}{}", done.out, done.err);
        done
    }

    fn folder(&self) -> String {
        self.json("site/portcullis.json")["folder"].as_str().unwrap_or_default().into()
    }

    #[track_caller]
    fn refuses(&self, more: &[&str], status: u8, why: &str) {
        let done = self.build(more);
        let said = format!("{}{}", done.out, done.err);
        assert!(done.status == status && said.contains(why), "{} {said}", done.status);
        assert_eq!(self.put.take(), Vec::<String>::new(), "something was written");
    }
}

pub fn disk() -> Disk {
    let disk = Disk::default();
    disk.package(&[]);
    disk.write("p.json", POLICY);
    disk
}

/// The plan in an entry.
fn plan_in(entry: &str, shim: &str) -> Value {
    let plan =
        entry.strip_prefix("{const PORTCULLIS_PLAN=").and_then(|rest| rest.strip_suffix(&format!(";{shim}}}\n")));
    let plan = plan.unwrap_or_else(|| panic!("{entry}"));
    assert!(plan.is_ascii() && !plan.contains(['<', '>', '&']), "{plan}");
    serde_json::from_str(plan).unwrap_or_else(|error| panic!("{plan}: {error}"))
}

#[test]
fn the_entry_is_the_plan_and_the_shim_and_everything_else_lies_in_a_folder_of_its_content() {
    let disk = disk();
    let done = disk.built(&[]);
    let folder = disk.folder();
    let plan = plan_in(&disk.text("site/portcullis.js"), fixtures::SHIM);
    assert_eq!(plan["folder"], folder.as_str());
    for (name, text) in
        [("portcullis-page.js", "page"), ("portcullis.wasm", "wasm"), ("portcullis-inspect.js", "inspect")]
    {
        assert_eq!(disk.text(&format!("site/{folder}/{name}")), text);
    }
    for not_there in ["portcullis.js", "portcullis-seal.js", "portcullis.d.ts", "tools/shim.js", "integrity.json"] {
        assert!(disk.file(&format!("site/{folder}/{not_there}")).is_err(), "{not_there}");
    }
    assert_eq!(
        (disk.text("site/portcullis-choices.js"), disk.text("site/portcullis-inspect.js")),
        ("choices".into(), "inspect".into())
    );
    assert!(disk.file("site/portcullis-page.js").is_err() && disk.file("site/portcullis-seal.js").is_err());

    // The policy as pages read it: what the catalogue brings is in it, and the plan is of exactly these bytes.
    let text = disk.text(&format!("site/{folder}/policy.json"));
    let policy = crate::policy::parse(&text).unwrap_or_else(|error| panic!("{}", error.message()));
    assert!(text.contains("youtube-nocookie.com") && policy.service("youtube").is_some());
    let decisions = serde_json::to_value(plan::decisions(&policy, &text, known(), None)).unwrap_or_default();
    assert_eq!(plan["decisions"], decisions);

    let manifest = disk.json("site/portcullis.json");
    let expected = serde_json::json!({
        "version": VERSION, "digest": decisions["digest"], "folder": folder, "policy": plan::sha256(text.as_bytes()),
        "guard": "live", "language": "en", "layout": "bar"
    });
    assert_eq!(manifest, expected);
    assert_eq!(disk.put.take().last_chunk::<2>(), Some(&["site/portcullis.json".into(), "site/portcullis.js".into()]));
    assert!(done.out.contains("<script src=\"/portcullis/portcullis.js\" data-cfasync=\"false\""), "{}", done.out);
    assert!(
        !done.out.contains("integrity=") && done.out.contains(KEPT) && done.out.contains("no-cache"),
        "{}",
        done.out
    );
    assert!(done.out.contains(&format!("site/{folder}/: 40 files, 40 of them new")), "{}", done.out);
}

#[test]
fn the_words_are_of_the_main_language_in_the_entry_and_of_every_other_in_a_file() {
    let disk = disk();
    disk.write("p.json", POLICY.replace("\"services\"", "\"language\":\"de\",\"services\""));
    disk.built(&["--layout", "box"]);
    let folder = disk.folder();
    let plan = plan_in(&disk.text("site/portcullis.js"), fixtures::SHIM);
    let wording = &plan["wording"];
    assert_eq!(
        (&wording["language"], &wording["direction"], &wording["sheet"]),
        (&"de".into(), &"ltr".into(), &".banner{}.box{}".into())
    );
    let languages: Vec<&str> = plan["languages"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(languages.len() == 35 && !languages.contains(&"de") && languages.contains(&"en"), "{languages:?}");
    for language in languages {
        let words = disk.json(&format!("site/{folder}/words/{language}.json"));
        assert_eq!((&words["language"], words.get("sheet")), (&language.into(), None));
    }
    assert!(disk.file(&format!("site/{folder}/words/de.json")).is_err());
    // What a service of the catalogue is for is said in each language; the banner leads to the policy.
    let said = |words: &Value| words["banner"].to_string();
    let text = |language: &str| crate::policy::locales::text(language, "purpose.video").unwrap_or_default();
    let arabic = disk.json(&format!("site/{folder}/words/ar.json"));
    assert!(said(wording).contains(text("de")) && said(&arabic).contains(text("ar")), "{arabic}");
    assert_eq!(arabic["direction"], "rtl");
    assert!(
        said(wording).contains("\"href\":\"/portcullis/policy.json\"") && plan["source"] == "/portcullis/policy.json"
    );
    assert_eq!(disk.text("site/policy.json"), disk.text(&format!("site/{folder}/policy.json")));
    // By --lang the site's main language is another than the policy's.
    disk.built(&["--lang", "fr", "--policy-url", "/privacy.json"]);
    let plan = plan_in(&disk.text("site/portcullis.js"), fixtures::SHIM);
    assert_eq!((&plan["wording"]["language"], &plan["source"]), (&"fr".into(), &"/privacy.json".into()));
    assert_eq!(disk.json("site/portcullis.json")["language"], "fr");
}

#[test]
fn what_is_built_again_is_the_same_and_writes_nothing() {
    let disk = disk();
    disk.built(&[]);
    let before = disk.files.borrow().clone();
    disk.built(&[]);
    assert_eq!((disk.put.take(), disk.files.take()), (Vec::new(), before));
}

#[test]
fn another_file_makes_another_folder_beside_the_old_one() {
    let disk = disk();
    disk.built(&[]);
    let first = disk.folder();
    disk.package(&[("portcullis-page.js", "page 2")]);
    disk.built(&[]);
    let second = disk.folder();
    assert_ne!(first, second);
    assert_eq!(disk.text(&format!("site/{first}/portcullis-page.js")), "page");
    assert_eq!(disk.text(&format!("site/{second}/portcullis-page.js")), "page 2");
}

#[test]
fn the_seal_has_its_own_entry_and_prints_what_stands_above_it() {
    let disk = disk();
    let done = disk.built(&["--guard", "seal", "--strict", "--base", "/p/"]);
    let plan = plan_in(&disk.text("site/portcullis-seal.js"), "sealed(typeof PORTCULLIS_PLAN)");
    assert_eq!(plan["decisions"]["seal"]["guard"], "seal-strict");
    assert_eq!(disk.json("site/portcullis.json")["guard"], "seal-strict");
    let digest = plan["decisions"]["digest"].as_str().unwrap_or_default();
    for part in [
        &format!("<script data-digest=\"{digest}\" data-guard=\"seal-strict\" data-cfasync"),
        &format!("content=\"{}\"", plan["decisions"]["seal"]["closed"].as_str().unwrap_or_default()),
        "<script src=\"/p/portcullis-seal.js\" data-guard=\"seal-strict\"",
        &format!("allows the latch by: script-src {}", csp_hash(fixtures::LATCH)),
        "--guard seal --strict` prints it",
    ] {
        assert!(done.out.contains(part), "no {part} in {}", done.out);
    }
    let live = disk.built(&[]);
    assert!(live.err.contains("was built with another --guard before"), "{}", live.err);
    disk.refuses(&["--strict", "--guard", "live"], 2, "--strict goes with");
}

#[test]
fn a_change_that_matters_needs_its_since() {
    let disk = disk();
    disk.built(&[]);
    let folder = disk.folder();
    let changed = POLICY.replace("2026-11-22", "2026-12-01").replace("\"youtube\"", "\"youtube\",\"vimeo\"");
    disk.write("p.json", changed.clone());
    disk.refuses(&[], 1, "vimeo: `since` is missing");
    assert_eq!(disk.folder(), folder);
    disk.write("p.json", changed.replace("\"vimeo\"", "{\"use\":\"vimeo\",\"since\":\"2026-12-01\"}"));
    let done = disk.built(&[]);
    assert!(done.out.contains("asked again: vimeo, from 2026-12-01 on"), "{}", done.out);
    assert_ne!(disk.folder(), folder);

    // Only the wording of a purpose.
    let own = |purpose: &str| {
        let service = format!(r#"{{"id":"acme","name":"A","vendor":"V","class":"tracking","purpose":"{purpose}"}}"#);
        format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-12-02","services":[{service}]}}"#)
    };
    let worded = Disk::default();
    worded.package(&[]);
    worded.write("p.json", own("Shows us where visitors click"));
    worded.built(&[]);
    worded.write("p.json", own("Shows where people click"));
    worded.refuses(&[], 1, "acme: `since` is missing");
    worded.refuses(&["--reworded", "nobody"], 2, "--reworded nobody");
    worded.built(&["--reworded", "acme"]);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let disk = disk();
    disk.built(&[]);
    let old = format!("site/{}/policy.json", disk.folder());
    disk.files.borrow_mut().remove(&old);
    disk.write("p.json", POLICY.replace("2026-11-22", "2026-12-01"));
    let done = disk.built(&[]);
    assert!(done.err.contains("what changed since the last build is not known"), "{}", done.err);
    disk.write("site/portcullis.json", "{\"name\":\"a file of the site's own\"}");
    disk.refuses(&[], 1, "it is not what `portcullis build` writes");
}

#[test]
fn what_is_not_as_it_was_built_is_not_served() {
    let disk = disk();
    disk.write("pkg/portcullis-page.js", "other");
    disk.refuses(&[], 1, "pkg/portcullis-page.js: it is not what integrity.json says was built: install");
    disk.files.borrow_mut().remove("pkg/portcullis-page.js");
    disk.refuses(&[], 1, "pkg/portcullis-page.js: there is no such file: install");
    for (name, text, why) in [
        ("tools/shim.js", "'</script>'", "pkg/tools/shim.js: it has </script"),
        ("tools/shim.js", "'é'", "a character that is not ASCII"),
    ] {
        disk.package(&[(name, text)]);
        disk.refuses(&[], 1, why);
    }
    disk.package(&[("tools/latch.js", "a && b")]);
    disk.refuses(&["--guard", "seal"], 1, "pkg/tools/latch.js: it has &");
    for name in ["../x.js", "/x.js", "a//x.js", "a/./x.js"] {
        let list = serde_json::json!({ "files": { name: "sha256-" } });
        disk.write("pkg/integrity.json", list.to_string());
        disk.refuses(&[], 1, "not the name of a file in that folder");
    }
}

#[test]
fn nothing_that_has_an_address_is_changed() {
    let disk = disk();
    disk.built(&[]);
    let page = format!("site/{}/portcullis-page.js", disk.folder());
    disk.write(&page, "half");
    disk.refuses(&[], 1, &format!("{page}: it was changed after it was built"));
}

#[test]
fn a_call_that_is_none_writes_nothing() {
    let disk = disk();
    for (wrong, why) in [
        (&["--base", "portcullis/"][..], "--base portcullis/: expected a path"),
        (&["--base", "/portcullis"], "expected a slash at its end"),
        (&["--layout", "circle"], "--layout circle: expected bar, box or corner"),
        (&["--lang", "xx"], "--lang xx: expected a language"),
        (&["--inline"], "--inline"),
    ] {
        disk.refuses(wrong, 2, why);
    }
    let without = disk.run(&["build", "p.json", "--out", "site"]);
    assert!(without.status == 2 && without.err.contains("--pkg is missing"), "{}", without.err);
    disk.write("p.json", POLICY.replace("\"youtube\"", "\"youtub\""));
    disk.refuses(&[], 1, "services[1]: `youtub` is no service that is known: did you mean `youtube`?");
    disk.write("p.json", POLICY.replace("\"services\"", "\"language\":\"xx\",\"services\""));
    disk.refuses(&[], 1, "language: there are no texts in `xx`");
    let full = Disk { is_full: true, ..disk };
    full.write("p.json", POLICY);
    full.refuses(&[], 2, "no space left");
}

#[test]
fn an_entry_beyond_its_budget_is_told() {
    let disk = Disk { sent: BUDGET, ..disk() };
    assert!(!disk.built(&[]).err.contains("by brotli"));
    let large = Disk { sent: BUDGET + 1, ..disk };
    let told = format!("{} bytes by brotli, more than the {BUDGET}", BUDGET + 1);
    assert!(large.built(&[]).err.contains(&told));
}

#[test]
fn a_snippet_is_printed_again_of_what_was_built_and_of_nothing_else() {
    let disk = disk();
    let snippet = |more: &[&str]| disk.run(&[&["snippet", "p.json", "--pkg", "pkg"], more].concat());
    let refused = |more: &[&str], status: u8, why: &str| {
        let done = snippet(more);
        assert!(done.status == status && done.err.contains(why) && done.out.is_empty(), "{more:?}: {}", done.err);
    };
    refused(&["--out", "site"], 1, "run `portcullis build` first");
    let built = disk.built(&["--guard", "seal", "--layout", "box"]);
    let again = snippet(&["--out", "site/"]);
    assert!(again.status == 0 && built.out.contains(&again.out), "{}", again.out);
    assert!(again.out.contains("data-layout=\"box\"") && again.err.contains("allows the latch by"), "{}", again.err);
    let more = snippet(&["--out", "site", "--country", "DE", "--regime", "auto", "--scheme", "dark"]);
    assert_eq!(more.out.matches("data-regime=\"auto\" data-country=\"DE\"").count(), 2, "{}", more.out);
    refused(&["--out", "site", "--guard", "live"], 1, "it was built with --guard seal");
    let inline = snippet(&["--out", "site", "--inline"]);
    assert!(inline.status == 0 && inline.out.contains("<script type=\"application/json\">"), "{}", inline.out);
    refused(&["--out", "site", "--policy-url", "/p.json"], 2, "either --out DIR");
    refused(&[], 2, "either --out DIR");
    refused(&["--policy-url", "/p.json", "--inline"], 2, "build it, and name the folder by --out");
    let fetched = snippet(&["--policy-url", "/p.json", "--age", "13-15"]);
    assert!(fetched.out.contains("portcullis.js\" data-policy=\"/p.json\" data-age=\"13-15\""), "{}", fetched.out);
    disk.write("p.json", POLICY.replace("2026-11-22", "2026-11-23"));
    refused(&["--out", "site"], 1, "it was built of another policy than p.json");
}

#[test]
fn a_page_that_holds_its_plan_holds_the_one_of_the_entry() {
    let disk = disk();
    disk.built(&["--layout", "box"]);
    let done = disk.run(&["snippet", "p.json", "--pkg", "pkg", "--out", "site", "--inline"]);
    assert_eq!(done.status, 0, "{}", done.err);
    let plan = disk.text("site/portcullis.js");
    let plan =
        plan.strip_prefix("{const PORTCULLIS_PLAN=").and_then(|rest| rest.split_once(&format!(";{}", fixtures::SHIM)));
    let plan = plan.map(|(plan, _)| plan).unwrap_or_default();
    assert!(
        done.out.starts_with(&format!(
            "<script type=\"application/json\">{plan}</script>\n<script data-base=\"/portcullis/\""
        )),
        "{}",
        done.out
    );
    assert!(done.err.contains(&csp_hash(fixtures::SHIM)), "{}", done.err);
}

#[test]
fn a_check_compares_a_page_with_what_is_served() {
    let disk = disk();
    let html = disk.built(&["--guard", "seal"]).out;
    let page = |html: &str| format!("<!doctype html><head>{html}</head><body>");
    let start = html.find("<script").unwrap_or_default();
    let tags: String =
        html.get(start..).unwrap_or_default().lines().take(4).map(|line| line.to_string() + "\n").collect();
    let check = |html: &str, more: &[&str]| {
        disk.write("page.html", page(html));
        disk.run(&[&["check", "p.json", "--page", "page.html", "--pkg", "pkg", "--out", "site"], more].concat())
    };
    let right = check(&tags, &[]);
    assert!(right.status == 0 && right.out.contains(&tags), "{}", right.out);
    let digest = disk.json("site/portcullis.json")["digest"].as_str().unwrap_or_default().to_string();
    let old = check(&tags.replace(&digest, "an-older-digest0"), &[]);
    assert!(old.status == 1 && old.out.contains("data-digest of another policy or version"), "{}", old.out);
    let other = check(&tags.replace(fixtures::LATCH, &format!("{};", fixtures::LATCH)), &[]);
    assert!(other.status == 1 && other.out.contains("the latch is of another version"), "{}", other.out);
    let wrong = tags.replace("<script src", &format!("<script integrity=\"{}\" src", crate::snippet::integrity(b"x")));
    assert!(check(&wrong, &[]).out.contains("integrity"), "{wrong}");
    let json = check(&tags, &["--format", "json"]).out;
    let json: Value = serde_json::from_str(&json).unwrap_or_default();
    assert_eq!(json["install"]["snippet"], tags.as_str());
    assert!(
        json["install"]["latch"].as_str().is_some_and(|hash| hash.starts_with("'sha256-"))
            && json["install"]["script"].is_null()
    );
}
