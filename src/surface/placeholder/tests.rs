use super::*;
use crate::drawing::{html, text_content};
use crate::policy::{Policy, parse};

fn policy(services: &str) -> Policy<'static> {
    let text = format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[{services}]}}"#);
    parse(text.leak()).unwrap_or_else(|error| panic!("{}", error.message()))
}

fn drawn(services: &str, language: &str, way: Way) -> Element {
    let policy = policy(services);
    let words = Words::of(&policy, Some(language)).unwrap();
    let services: Vec<&Service<'_>> = policy.gated().iter().collect();
    view(&words, &services, way)
}

fn actions(drawing: &Element) -> Vec<String> {
    let printed = html(&[drawing.clone().into()]);
    printed.split("data-action=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.into())).collect()
}

#[test]
fn it_says_what_is_missing_and_whose_with_two_equal_answers() {
    let drawing = drawn(r#""services/youtube""#, "en", Way::OnceOrAlways);
    let text = text_content(&[drawing.clone().into()]);
    assert!(
        text.starts_with("\u{2068}YouTube\u{2069} is not loadedIf it loads, \u{2068}Google\u{2069} receives data"),
        "{text}"
    );
    assert_eq!(actions(&drawing), ["once", "always", "open"]);
    assert!(html(&[drawing.into()]).contains("href=\"https://policies.google.com/privacy\""));
}

#[test]
fn it_offers_what_can_be_done_and_nothing_else() {
    assert_eq!(actions(&drawn(r#""services/youtube""#, "de", Way::Always)), ["always", "open"]);
    for way in [Way::NextPage, Way::None] {
        assert_eq!(actions(&drawn(r#""services/youtube""#, "de", way)), ["open"]);
    }
}

#[test]
fn of_several_services_each_is_named_and_a_vendor_once() {
    let drawing = drawn(r#""services/youtube","services/google-maps""#, "en", Way::OnceOrAlways);
    let text = text_content(&[drawing.into()]);
    assert!(text.contains("\u{2068}YouTube\u{2069}, \u{2068}Google Maps\u{2069} is not loaded"), "{text}");
    assert_eq!(text.matches("If it loads, \u{2068}Google\u{2069} receives").count(), 1);
}
