use alloc::collections::BTreeMap;
use core::cell::RefCell;

use super::super::{Done, Outside, run};
use super::*;
use crate::policy::field::Date;

/// A disk in memory; what is put there, in its order.
#[derive(Default)]
struct Disk {
    files: RefCell<BTreeMap<String, Vec<u8>>>,
    put: RefCell<Vec<String>>,
    full: bool,
}

impl Outside for Disk {
    fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        self.files.borrow().get(name).cloned().ok_or_else(|| MISSING.into())
    }
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        if self.full {
            return Err("no space left".into());
        }
        self.put.borrow_mut().push(name.into());
        self.files.borrow_mut().insert(name.into(), bytes.into());
        Ok(())
    }
    fn answer(&self, _: &str) -> Result<Vec<u8>, String> {
        Err(String::new())
    }
    fn today(&self) -> Date {
        Date::of_seconds(0)
    }
    fn own_pkg(&self) -> Option<String> {
        None
    }
}

const SHIM: &str = "x({src:new URL(`portcullis-${t}.js`,e.src)})";
const SEAL: &str = "x({src:new URL(`portcullis-${t}.js`,U(o.getAttribute(\"src\")))})";
const OWN: &str = "let b=new URL(\".\",f.src).href,u=new URL(l,i),h=new URL(\".\",new URL(d.x(\"p\"),location)).href";

/// A pkg/ that has what pages name, and one file more.
fn disk(more: &str) -> Disk {
    let disk = Disk::default();
    let inline = format!("{OWN};{SHIM}");
    let files = [
        ("portcullis-core.js", more),
        ("portcullis.js", SHIM),
        ("portcullis-seal.js", SEAL),
        ("portcullis-strict.js", SHIM),
        ("portcullis-seal-strict.js", SEAL),
        ("portcullis.inline.js", &inline),
        ("portcullis-choices.js", "1"),
        ("portcullis-foreign.js", "new URL(a,location.href)"),
        ("portcullis-explain.js", OWN),
        ("portcullis-notice.js", OWN),
        ("portcullis-watch.js", OWN),
    ];
    for (name, text) in files {
        disk.files.borrow_mut().insert(format!("pkg/{name}"), text.into());
    }
    list(&disk, &files.map(|(name, text)| (name, place::sha256(text.as_bytes()))));
    disk
}

fn list(disk: &Disk, files: &[(&str, String)]) {
    let rows: Vec<String> = files.iter().map(|(name, hash)| format!("\"{name}\":\"{hash}\"")).collect();
    let text =
        format!("{{\"version\":\"1.2.3\",\"files\":{{{}}},\"tools\":{{\"tools/x.mjs\":\"sha256-\"}}}}", rows.join(","));
    disk.files.borrow_mut().insert("pkg/integrity.json".into(), text.into_bytes());
}

fn released(disk: &Disk) -> Done {
    run(&["release", "site/", "--pkg", "pkg/"], disk)
}

/// The folder that a release says that it has written.
fn folder(done: &Done) -> String {
    assert_eq!((done.status, &*done.err), (0, ""), "{}", done.out);
    let (folder, _) =
        done.out.strip_prefix("site/").and_then(|out| out.split_once('/')).unwrap_or_else(|| panic!("{}", done.out));
    assert!(is_release(folder), "{folder}");
    folder.into()
}

fn text(disk: &Disk, name: &str) -> String {
    let bytes = disk.file(name).unwrap_or_else(|why| panic!("{name}: {why}"));
    String::from_utf8(bytes).unwrap_or_else(|_| panic!("{name}"))
}

#[test]
fn files_lie_unchanged_in_a_folder_of_their_content_and_entries_lead_there() {
    let disk = disk("core");
    let folder = folder(&released(&disk));
    assert_eq!(text(&disk, &format!("site/{folder}/portcullis.js")), SHIM);
    assert_eq!(text(&disk, &format!("site/{folder}/portcullis-core.js")), "core");
    assert_eq!(text(&disk, "site/portcullis.js"), SHIM.replace("portcullis-$", &format!("{folder}/portcullis-$")));
    assert_eq!(text(&disk, "site/portcullis-seal.js"), SEAL.replace("portcullis-$", &format!("{folder}/portcullis-$")));
    // Of the two that look alike, the one that is beside the script.
    let own = OWN.replace("(\".\",f", &format!("(\"{folder}/.\",f"));
    assert_eq!(text(&disk, "site/portcullis-watch.js"), own);
    assert_eq!(text(&disk, "site/portcullis.inline.js"), format!("{own};{}", text(&disk, "site/portcullis.js")));
    assert_eq!(text(&disk, "site/portcullis-choices.js"), "1");
    assert!(disk.file("site/portcullis-core.js").is_err());
    assert!(!text(&disk, &format!("site/{folder}/integrity.json")).contains("tools"));
}

#[test]
fn the_name_hangs_on_names_and_bytes_alone() {
    let (first, other) = (disk("core"), disk("core"));
    let listed = text(&first, "pkg/integrity.json");
    let rows = json::parse(&listed)
        .map(|root| root.field("files").map(|files| files.fields()).unwrap_or_default())
        .unwrap_or_else(|_| panic!("a list"));
    let turned: Vec<(&str, String)> =
        rows.iter().rev().map(|row| (row.name, row.text().unwrap_or_default().into())).collect();
    list(&other, &turned);
    let name = folder(&released(&first));
    assert_eq!(folder(&released(&other)), name);
    assert_ne!(folder(&released(&disk("cord"))), name);
}

#[test]
fn entries_are_written_last_and_what_is_there_is_left_alone() {
    let disk = disk("core");
    let folder = folder(&released(&disk));
    let put = disk.put.take();
    let first = put.iter().position(|name| !name.starts_with(&format!("site/{folder}/"))).unwrap_or_default();
    assert_eq!(first, 12, "eleven files and their list: {put:?}");
    assert!(put.iter().skip(first).all(|name| name.matches('/').count() == 1), "{put:?}");
    assert_eq!(put.last().map(String::as_str), Some("site/integrity.json"));
    released(&disk);
    assert_eq!(disk.put.take(), Vec::<String>::new());
}

#[test]
fn a_second_release_stands_beside_the_first() {
    let site = disk("core");
    let first = folder(&released(&site));
    let before = text(&site, "site/portcullis.js");
    for (name, bytes) in disk("cord").files.take() {
        site.files.borrow_mut().insert(name, bytes);
    }
    let second = folder(&released(&site));
    assert_eq!(text(&site, &format!("site/{first}/portcullis-core.js")), "core");
    assert_eq!(text(&site, &format!("site/{second}/portcullis-core.js")), "cord");
    assert_eq!(text(&site, "site/portcullis.js"), before.replace(&first, &second));
    assert!(text(&site, "site/integrity.json").contains(&format!("\"release\": \"{second}\"")));
}

#[track_caller]
fn refused(disk: &Disk, status: u8, why: &str) {
    let done = released(disk);
    assert!(done.status == status && done.err.contains(why), "{} {}", done.status, done.err);
    assert_eq!(disk.put.take(), Vec::<String>::new());
}

#[test]
fn what_is_not_as_it_was_built_is_not_released() {
    let changed = disk("core");
    changed.files.borrow_mut().insert("pkg/portcullis-core.js".into(), b"cord".into());
    refused(&changed, 1, "pkg/portcullis-core.js: it is not what integrity.json says was built: install");
    changed.files.borrow_mut().remove("pkg/portcullis-core.js");
    refused(&changed, 1, "pkg/portcullis-core.js: there is no such file: install");

    for name in ["../x.js", "/x.js", "a//x.js", "a/./x.js", ""] {
        let outward = disk("core");
        list(&outward, &[(name, String::new())]);
        refused(&outward, 1, "not the name of a file in that folder");
    }
    let without = disk("core");
    list(&without, &[("portcullis-core.js", place::sha256(b"core"))]);
    refused(&without, 1, "pkg/integrity.json: portcullis.js is not listed");
}

#[test]
fn a_script_that_makes_its_addresses_otherwise_is_not_released() {
    for other in ["x", &*format!("{SHIM}{SHIM}"), &*format!("{SHIM}{OWN}")] {
        let disk = disk("core");
        let text = text(&disk, "pkg/integrity.json");
        let text = text.replacen(
            &format!("\"portcullis.js\":\"{}\"", place::sha256(SHIM.as_bytes())),
            &format!("\"portcullis.js\":\"{}\"", place::sha256(other.as_bytes())),
            1,
        );
        disk.files.borrow_mut().insert("pkg/integrity.json".into(), text.into_bytes());
        disk.files.borrow_mut().insert("pkg/portcullis.js".into(), other.as_bytes().into());
        refused(&disk, 1, "pkg/portcullis.js: it makes its addresses otherwise");
    }
}

#[test]
fn nothing_that_has_an_address_is_changed_and_no_pkg_is_written_into() {
    let taken = disk("core");
    let folder = folder(&released(&taken));
    taken.put.take();
    taken.files.borrow_mut().insert(format!("site/{folder}/portcullis-core.js"), b"half".into());
    refused(&taken, 1, &format!("site/{folder}/portcullis-core.js: other bytes are there"));

    let itself = disk("core");
    for name in ["pkg", "pkg/", "./pkg"] {
        let copy = itself.files.borrow().get("pkg/integrity.json").cloned().unwrap_or_default();
        itself.files.borrow_mut().insert("./pkg/integrity.json".into(), copy);
        let done = run(&["release", name, "--pkg", "pkg"], &itself);
        assert!(done.status == 1 && done.err.contains("is a pkg/"), "{}", done.err);
    }
    let done = run(&["release", "again", "--pkg", "site"], &taken);
    assert!(done.status == 1 && done.err.contains("a release already"), "{}", done.err);
}

#[test]
fn a_disk_that_takes_nothing_is_told_of() {
    let full = Disk { full: true, ..disk("core") };
    let done = released(&full);
    assert!(done.status == 2 && done.err.contains("no space left") && done.err.starts_with("site/"), "{}", done.err);
    assert_eq!(run(&["release", "--pkg", "pkg"], &full).status, 2);
    assert_eq!(run(&["release", "site"], &full).status, 2);
}

#[test]
fn a_snippet_and_a_recipe_know_what_an_entry_fetches() {
    const POLICY: &str = r#"{"site":{"name":"S","contact":"c"},"updated":"2026-11-22","services":[]}"#;
    let disk = disk("core");
    let folder = folder(&released(&disk));
    disk.files.borrow_mut().insert("p.json".into(), POLICY.into());
    let recipe = |base: &str, pkg: &str| {
        let done = run(
            &["recipe", "p.json", "--for", "cloudflare", "--policy-url", "/p.json", "--base", base, "--pkg", pkg],
            &disk,
        );
        (done.status, done.out + &done.err)
    };
    let core = format!("</portcullis/{folder}/portcullis-core.js>");
    let own = format!("/portcullis/{folder}/");

    let (status, entries) = recipe("/portcullis/", "site");
    assert!(status == 0 && entries.contains(&core), "{entries}");
    assert!(entries.contains(r"/^\/portcullis\/[0-9a-f]{12}\//"), "{entries}");
    assert!(entries.contains(&format!("{own}*\n  ! Cache-Control\n  Cache-Control: {KEPT}\n")), "{entries}");
    assert!(entries.contains("/portcullis/*\n  Cache-Control: no-cache\n"), "{entries}");

    let (status, kept) = recipe(&own, &format!("site/{folder}"));
    assert!(status == 0 && kept.contains(&core), "{kept}");
    assert!(kept.contains(&format!(r"/^\/portcullis\/{folder}\//")), "{kept}");
    assert!(kept.contains(&format!("{own}*\n  Cache-Control: {KEPT}\n")), "{kept}");

    let (status, mixed) = recipe(&own, "site");
    assert!(status == 2 && mixed.contains(&format!("it is the folder {folder} in it")), "{mixed}");
    assert!(recipe("/portcullis/", "pkg").1.contains("</portcullis/portcullis-core.js>"));
}
