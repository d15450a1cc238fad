//! The article: its title, an announced version, the contents, and the sections.

use alloc::string::String;

use super::{Draft, Page, announced, sections};
use crate::policy::Policy;

/// The notice of a policy, as a drawing (`src/text/view.rs`); `language` is that of the words.
pub fn article(policy: &Policy<'_>, language: &str, page: Page<'_>) -> String {
    let page = Page { own: policy.language().filter(|own| *own != language), ..page };
    let sections = sections::all(policy, page);
    let mut draft = Draft::new(page);
    draft.line("<article\n.notice\n=lang ", language).line("=dir ", direction(language));
    draft.heading(0).put("$policy\n>\n<p\n.updated").line("\"", policy.site()).put("\". \n$updated\n\": ");
    draft.line("<time\n=datetime ", policy.updated_text()).line("\"", policy.updated_text()).put(">\n>");
    announced::passage(&mut draft, policy);
    draft
        .put("<nav\n=aria-labelledby portcullis-contents")
        .heading(1)
        .put("=id portcullis-contents\n$contents\n>\n<ol");
    for (id, title, _) in &sections {
        draft.line("<li\n<a\n=href #portcullis-", id).put(title).put(">\n>");
    }
    draft.put(">\n>");
    for (id, title, body) in &sections {
        draft.line("<section\n=aria-labelledby portcullis-", id).heading(1).line("=id portcullis-", id).put(title);
        draft.put(">").add(body).put(">");
    }
    draft.put(">");
    draft.finish()
}

/// The direction in which a language is read.
fn direction(language: &str) -> &'static str {
    if matches!(language, "ar" | "he") { "rtl" } else { "ltr" }
}
