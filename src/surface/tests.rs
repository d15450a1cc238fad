use super::*;
use crate::consent::{Reason, Signals, Verdict};
use crate::drawing::{Node, html, text_content};
use crate::policy::field::Link;
use crate::policy::{Policy, Service, parse};

fn policy(services: &str) -> Policy<'static> {
    let text = format!(
        r#"{{"site":{{"name":"Shop","contact":"c@s.example"}},"updated":"2026-11-22","services":[{services}]}}"#
    );
    parse(text.leak()).unwrap()
}

fn service(id: &str, class: &str, vendor: &str, purpose: &str) -> String {
    format!(r#"{{"id":"{id}","name":"{id}","vendor":"{vendor}","class":"{class}","purpose":"{purpose}"}}"#)
}

fn shop() -> Policy<'static> {
    let all = [
        service("login", "essential", "Shop", "Keeps you logged in"),
        service("maps", "functional", "Shop", "Shows where we are"),
        service("ads", "tracking", "Acme", "Shows <ads>"),
        service("more-ads", "tracking", "Acme", "Shows <ads>"),
        service("heat", "tracking", "Other", "Shows us where you click"),
    ];
    policy(&all.join(","))
}

fn english(policy: &Policy<'_>) -> Words {
    Words::of(policy, Some("en")).unwrap()
}

fn banner_of(policy: &Policy<'_>, signals: Signals) -> String {
    html(&[banner::view(policy, &english(policy), signals, None).into()]).replace('\n', "")
}

fn preferences_of(policy: &Policy<'_>, signals: Signals, verdicts: &[(&Service<'_>, Verdict)]) -> String {
    html(&[preferences::view(policy, &english(policy), signals, verdicts).into()]).replace('\n', "")
}

fn asked_under(gpc: bool) -> Signals {
    Signals::read(gpc, "", "eu", "", false)
}

#[test]
fn the_banner_says_each_purpose_once_and_counts_each_third_party_once() {
    let said = banner_of(&shop(), asked_under(false));
    let purposes = "<ul><li>Shows where we are</li><li>Shows &lt;ads&gt;</li><li>Shows us where you click</li></ul>";
    assert!(said.contains(purposes), "{said}");
    assert!(said.contains(">2 third parties would receive data. Nothing is sent before you choose."), "{said}");
    let one = banner_of(&policy(&service("ads", "tracking", "Acme", "Ads")), asked_under(false));
    assert!(one.contains(">1 third party would receive data."), "{one}");
}

#[test]
fn the_banner_asks_only_about_what_a_choice_is_about() {
    let said = banner_of(&shop(), asked_under(true));
    assert!(
        said.contains("<ul><li>Shows where we are</li></ul><p>Your browser sends Global Privacy Control"),
        "{said}"
    );
    assert!(said.contains(">0 third parties"), "the site itself is none: {said}");
}

#[test]
fn the_two_answers_are_the_same_but_for_their_words_and_what_they_do() {
    let policy = shop();
    let words = english(&policy);
    let plain = |button: &str, word: &str| button.replace(word, "").replace(&words.say(word), "");
    for drawn in [banner_of(&policy, asked_under(false)), preferences_of(&policy, asked_under(false), &[])] {
        let answers = drawn.split("<div class=\"portcullis-answers\">").nth(1).unwrap();
        let buttons: Vec<&str> = answers.split("</button>").collect();
        assert_eq!(plain(buttons[0], "accept"), plain(buttons[1], "reject"), "{answers}");
    }
}

#[test]
fn the_policy_is_linked_where_it_can_be_read() {
    let link = |policy: &Policy<'_>, home| {
        let drawn = html(&[banner::view(policy, &english(policy), asked_under(false), home).into()]);
        let tag = drawn.split("<a ").nth(1).and_then(|rest| rest.split('>').next()).unwrap();
        tag.split("href=").nth(1).map(str::to_owned)
    };
    let home = Link::parse("/privacy/");
    let named = r#"{"site":{"name":"S","contact":"c","policy":"/read"},"updated":"2026-11-22","services":[]}"#;
    assert_eq!(link(&shop(), home), Some("\"/privacy/\"".into()));
    assert_eq!(link(&parse(named).unwrap(), home), Some("\"/read\"".into()));
    assert_eq!(link(&shop(), None), None);
}

#[test]
fn a_receipt_is_of_the_same_text_wherever_the_policy_is_read() {
    let policy = shop();
    let text = |home| text_content(&[Node::from(banner::view(&policy, &english(&policy), asked_under(false), home))]);
    assert_eq!(text(None), text(Link::parse("/privacy/")));
}

#[test]
fn a_switch_shows_its_verdict_and_says_why_it_is_locked() {
    let policy = shop();
    let why = |reason: Reason| english(&policy).say(&format!("locked.{}", reason.name()));
    for (verdict, state, note) in [
        (Verdict::Granted, " checked=\"\"", None),
        (Verdict::Denied, "", None),
        (Verdict::Undecided, "", None),
        (Verdict::Locked(Reason::Gpc), "", Some(Reason::Gpc)),
        (Verdict::Locked(Reason::Needs), "", Some(Reason::Needs)),
        (Verdict::Locked(Reason::Age), " disabled=\"\"", Some(Reason::Age)),
    ] {
        let maps = policy.service("maps").unwrap();
        let said = preferences_of(&policy, asked_under(false), &[(maps, verdict)]);
        assert!(said.contains(&format!("<input type=\"checkbox\" value=\"maps\"{state}>")), "{said}");
        assert_eq!(said.matches("<input").count(), 1, "a service under no verdict has no switch");
        let note = note.map(|reason| format!("<p class=\"portcullis-locked\">{}</p>", why(reason)));
        assert_eq!(said.contains("portcullis-locked"), note.is_some());
        assert!(note.is_none_or(|note| said.contains(&note)), "{said}");
    }
}

#[test]
fn preferences_have_the_classes_that_there_are_and_say_what_is_stored() {
    let said = preferences_of(&policy(&service("ads", "tracking", "Acme", "Ads")), asked_under(false), &[]);
    assert_eq!(said.matches("<section>").count(), 1);
    assert!(said.contains("<p>Stores nothing in this browser.</p>") && !said.contains("Always on"), "{said}");
    let stores = r#"{"id":"a","name":"A & B","vendor":"Acme","class":"essential","purpose":"p","privacy":"/p",
        "cookies":[{"name":"_a*","duration":"90d"},{"name":"_b","duration":"session","purpose":"q",
        "administered":"vendor"}]}"#;
    let said = preferences_of(&policy(stores), asked_under(false), &[]);
    for part in [
        "<h3>Essential<span class=\"portcullis-always\">Always on</span></h3>",
        "<p>Run by Acme. <a target=\"_blank\" rel=\"noreferrer\" href=\"/p\">Privacy policy of Acme</a></p>",
        "aria-label=\"What A &amp; B stores\"",
        "<th scope=\"row\"><code>_a*</code></th><td data-column=\"Type\">Persistent</td>",
        ">Us</td><td data-column=\"Kept for\">90 days</td><td data-column=\"Purpose\">p</td></tr>",
        "<code>_b</code></th><td data-column=\"Type\">Session</td><td data-column=\"Administered by\">Acme</td>",
        ">Until the browser is closed</td><td data-column=\"Purpose\">q</td></tr>",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn within_a_class_services_stand_under_their_purpose() {
    let said = preferences_of(&shop(), asked_under(false), &[]);
    let tracking = said.split("<section>").nth(3).unwrap();
    let order = ["<h4>Shows &lt;ads&gt;</h4>", ">ads<", ">more-ads<", "<h4>Shows us where you click</h4>", ">heat<"];
    let places: Vec<usize> = order.iter().map(|part| tracking.find(part).unwrap_or_else(|| panic!("{part}"))).collect();
    assert!(places.is_sorted(), "{tracking}");
    assert_eq!(tracking.matches("<h4>").count(), 2, "each purpose once: {tracking}");
    let parted = [("a", "Ads"), ("b", "Maps"), ("c", "Ads")].map(|(id, purpose)| service(id, "tracking", "V", purpose));
    let said = preferences_of(&policy(&parted.join(",")), asked_under(false), &[]);
    let at = |part: &str| said.find(part).unwrap();
    assert!(at("<h5>a</h5>") < at("<h5>c</h5>") && at("<h5>c</h5>") < at("<h4>Maps</h4>"), "{said}");
}

#[test]
fn a_name_is_kept_as_long_as_its_store_is() {
    let row = |store: &str| {
        let cookies =
            format!(r#","privacy":"/p","cookies":[{{"name":"_a","duration":"session","store":"{store}"}}]}}"#);
        let service = service("a", "essential", "Acme", "p").replace('}', "") + &cookies;
        preferences_of(&policy(&service), asked_under(false), &[])
    };
    for (store, kind, kept) in [
        ("cookie", "Session", "Until the browser is closed"),
        ("sessionStorage", "Session", "Until the browser is closed"),
        ("localStorage", "Persistent", "Until it is deleted"),
        ("indexedDB", "Persistent", "Until it is deleted"),
        ("cacheStorage", "Persistent", "Until it is deleted"),
    ] {
        let said = row(store);
        assert!(said.contains(&format!("\"Type\">{kind}</td>")) && said.contains(&format!(">{kept}</td>")), "{said}");
    }
}

#[test]
fn names_of_which_the_same_is_said_stand_in_one_row() {
    let rows = |cookies: &[(&str, &str)]| {
        let cookies: Vec<String> =
            cookies.iter().map(|(name, more)| format!(r#"{{"name":"{name}","duration":"90d"{more}}}"#)).collect();
        let service = service("a", "essential", "Acme", "p").replace('}', "")
            + &format!(r#","privacy":"/p","cookies":[{}]}}"#, cookies.join(","));
        let said = preferences_of(&policy(&service), asked_under(false), &[]);
        let body = said.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap().to_owned();
        let names = |row: &str| row.split("</th>").next().unwrap().split("\"row\">").nth(1).unwrap().to_owned();
        body.split("</tr>").filter(|row| !row.is_empty()).map(names).collect::<Vec<String>>()
    };
    let other = r#","purpose":"q""#;
    assert_eq!(rows(&[("_a", ""), ("_b", other)]), ["<code>_a</code>", "<code>_b</code>"]);
    assert_eq!(
        rows(&[("_a", ""), ("_b", other), ("_c", "")]),
        ["<ul><li><code>_a</code></li><li><code>_c</code></li></ul>", "<code>_b</code>"]
    );
    assert_eq!(
        rows(&[("_a", ""), ("_b", ""), ("_c", ""), ("_d", "")]),
        ["<details><summary><code>_a</code> + 3</summary><ul><li><code>_b</code></li><li><code>_c</code></li><li>\
          <code>_d</code></li></ul></details>"]
    );
    assert_eq!(rows(&[("_a", ""), ("_b", r#","administered":"vendor""#)]).len(), 2);
}
