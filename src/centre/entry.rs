//! An entry of the journal, in words.

use alloc::format;
use alloc::vec::Vec;

use super::allowed;
use super::journal::{Entry, What};
use crate::drawing::Element;
use crate::policy::Policy;
use crate::words::Words;

/// Its time, and what happened. A page writes the time as the language does.
pub fn draw(policy: &Policy<'_>, words: &Words, entry: &Entry<'_>) -> Element {
    let time = Element::new("time").set("datetime", entry.at).text(entry.at);
    let item = Element::new("li").child(time);
    match &entry.what {
        What::Decision { how, granted } => {
            let how = how.map(|how| Element::new("strong").text(words.say(&format!("how.{how}"))));
            // What the policy no longer has is known by its id.
            let names = granted.iter().map(|id| policy.service(id).map_or(*id, |service| service.name()));
            let granted: Vec<&str> = names.collect();
            item.children(how).child(Element::new("span").text(allowed(words, &granted)))
        }
        What::Erasure { erased, survived } => {
            let said = [("erased", erased), ("survived", survived)].into_iter().filter(|(_, names)| !names.is_empty());
            item.children(said.map(|(key, names)| Element::new("span").text(words.with_names(key, names))))
        }
        What::Policy => item.child(Element::new("span").text(words.say("entry.policy"))),
        What::Damage => item.child(Element::new("span").text(words.say("entry.damage"))),
        What::Unknown => item,
    }
}
