use super::*;

fn json(node: impl Into<Node>) -> String {
    serde_json::to_string(&node.into()).unwrap()
}

fn printed(node: impl Into<Node>) -> String {
    html(&[node.into()])
}

#[test]
fn an_element_serializes_as_its_tag_its_attributes_and_its_children() {
    let button = Element::new("button").set("type", "button").action(Action::Accept).text("Accept all");
    assert_eq!(json(button.clone()), r#"["button",{"type":"button","data-action":"accept"},"Accept all"]"#);
    assert_eq!(json("a text"), r#""a text""#);
    assert_eq!(json(Element::new("br")), r#"["br",{}]"#, "there are always attributes, so that children begin at 2");
    let nested = Element::new("div").child(Element::new("p")).text("x").child(button);
    assert!(json(nested).starts_with(r#"["div",{},["p",{}],"x",["button",{"#));
}

#[test]
fn a_text_is_a_text_whatever_stands_in_it() {
    let said = "<b>&amp; \"x\" 'y' \u{2028}</script><!--\u{2029}";
    let element = Element::new("p").set("title", said).text(said);
    let escaped = "&lt;b&gt;&amp;amp; &quot;x&quot; 'y' \u{2028}&lt;/script&gt;&lt;!--\u{2029}";
    assert_eq!(printed(element.clone()), format!("<p title=\"{escaped}\">{escaped}</p>\n"));
    let read: serde_json::Value = serde_json::from_str(&json(element.clone())).unwrap();
    assert_eq!((read[1]["title"].as_str(), read[2].as_str()), (Some(said), Some(said)));
    assert_eq!(text_content(&[element.into()]), said);
}

#[test]
fn void_elements_have_no_end_and_some_others_end_their_line() {
    let row =
        Element::new("label").child(Element::new("input").set("type", "checkbox").flag("checked", true)).text("A");
    assert_eq!(printed(row), "<label><input type=\"checkbox\" checked=\"\">A</label>");
    assert_eq!(printed(Element::new("td").text("a").child(Element::new("br")).text("b")), "<td>a<br>b</td>");
    let list = Element::new("ul").children(["a", "b"].map(|text| Element::new("li").text(text)));
    assert_eq!(printed(list), "<ul><li>a</li>\n<li>b</li>\n</ul>\n");
    assert_eq!(printed(Element::new("h4").text("x")), "<h4>x</h4>");
}

#[test]
fn classes_and_ids_have_our_prefix() {
    let note = Element::new("div").class("mark").class("red").id("a").labelled_by("b").described_by("c");
    let link = Element::new("a").link_to_part("d");
    assert_eq!(
        printed(note.child(link)),
        "<div class=\"portcullis-mark portcullis-red\" id=\"portcullis-a\" aria-labelledby=\"portcullis-b\" \
         aria-describedby=\"portcullis-c\"><a href=\"#portcullis-d\"></a></div>"
    );
}

#[test]
fn a_text_beside_another_is_one_and_an_empty_one_is_none() {
    let said = Element::new("p").text("a").text("").text("b").children(Some("c")).children(None::<Element>);
    assert_eq!(json(said), r#"["p",{},"abc"]"#);
    assert_eq!(json(Element::new("p").text("")), r#"["p",{}]"#);
}

#[test]
fn an_attribute_is_set_once_and_a_flag_only_where_it_holds() {
    let input = Element::new("input").set("value", "a").set("value", "b").flag("checked", false).flag("disabled", true);
    assert_eq!(json(input), r#"["input",{"value":"b","disabled":""}]"#);
}

#[test]
fn every_action_is_read_by_its_own_name() {
    for action in Action::ALL {
        assert_eq!(Action::parse(action.name()), Some(action));
    }
    assert_eq!(Action::parse("toString"), None);
}

#[test]
fn an_address_is_one_that_may_be_linked() {
    let link = Link::parse("/privacy?a=1&b=2").unwrap();
    assert_eq!(printed(Element::new("a").link(link)), "<a href=\"/privacy?a=1&amp;b=2\"></a>");
}
