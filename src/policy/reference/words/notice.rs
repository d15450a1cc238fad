//! What each field of `notice` is for. `notice…[].text` and the like stand for every passage's.

use super::{Words, row};

pub(super) static WORDS: &[Words] = &[
    row(
        "notice",
        "What the readable privacy policy says besides services and cookies: `portcullis render` prints it, and the \
         policy page shows it. The gate does not read it.",
        r#"{"children": {"under": 13}, "sale": {"sells": false}}"#,
    ),
    row(
        "notice.next",
        "A version that is announced and not yet in force: visitors are told of it once, and nothing changes before \
         its day.",
        r#"{"effective": "2027-01-01", "policy": "/privacy/2027-01-01.json"}"#,
    ),
    row(
        "notice.next.effective",
        "The day from which it is in force, the same as that version's own `effective`.",
        r#""2027-01-01""#,
    ),
    row(
        "notice.next.policy",
        "Where that version lies, until it takes the place of this one.",
        r#""/privacy/2027-01-01.json""#,
    ),
    row(
        "notice…[].text",
        "A passage: `**strong**`, `*emphasis*`, `` `code` `` and `[words](https://…)` count, anything else is text.",
        r#""We never sell **personal information**.""#,
    ),
    row("notice…[].list", "A list, after the text where there is one.", r#"["to keep accounts", "to answer you"]"#),
    row(
        "notice…[].mark",
        "What the passage means for the reader: in their favour, to take note of, or possibly against them. Shown by a \
         sign and a word, not by the colour alone.",
        r#""green""#,
    ),
    row(
        "notice.introduction",
        "Passages: what this is about.",
        r#"[{"text": "This is how we treat what we learn of you."}]"#,
    ),
    row(
        "notice.revisions",
        "Passages: how this policy changes, after the sentence that comes with every one.",
        r#"[{"text": "We may change this policy.", "mark": "yellow"}]"#,
    ),
    row(
        "notice.definitions",
        "Terms and what they mean.",
        r#"[{"term": "Account", "text": "What is made for you alone.", "also": ["profile"]}]"#,
    ),
    row("notice.definitions[].term", "The term.", r#""Account""#),
    row("notice.definitions[].text", "Its meaning.", r#""What is made for you alone.""#),
    row("notice.definitions[].also", "Its other names.", r#"["profile"]"#),
    row(
        "notice.definitions[].note",
        "Passages: what to note of it.",
        r#"[{"text": "It is deleted with your last order.", "mark": "green"}]"#,
    ),
    row(
        "notice.collected",
        "Kinds of data that are collected.",
        "[{\"what\": \"Orders\", \"how\": \"You give them to us.\", \"why\": \"To deliver\", \
         \"basis\": [\"contract\"], \"kept\": \"10 years\"}]",
    ),
    row("notice.collected[].what", "What it is called.", r#""Orders""#),
    row("notice.collected[].how", "By which technology, or from whom.", r#""You give them to us.""#),
    row("notice.collected[].why", "What for.", r#""To deliver""#),
    row("notice.collected[].basis", "The legal bases, GDPR article 6(1).", r#"["contract", "legal-obligation"]"#),
    row("notice.collected[].examples", "What of it.", r#"["Name and address", "What was bought"]"#),
    row("notice.collected[].kept", "How long.", r#""10 years, for tax law""#),
    row(
        "notice.collected[].note",
        "Passages: what to note of it.",
        r#"[{"text": "Cards are kept by the bank alone.", "mark": "green"}]"#,
    ),
    row(
        "notice.technologies",
        "Passages: cookies, beacons and whatever else collects.",
        r#"[{"text": "E-mails hold a web beacon.", "mark": "red"}]"#,
    ),
    row("notice.use", "Passages: how it is used.", r#"[{"list": ["to deliver", "to prevent fraud"]}]"#),
    row(
        "notice.sharing",
        "Passages: who receives it, beyond the services above.",
        r#"[{"text": "The carrier receives the address."}]"#,
    ),
    row(
        "notice.security",
        "Passages: how it is protected.",
        r#"[{"text": "Transmission is encrypted.", "mark": "green"}]"#,
    ),
    row(
        "notice.retention",
        "Passages: how long it is kept.",
        r#"[{"text": "Log files go after 14 days.", "mark": "green"}]"#,
    ),
    row("notice.children", "Whom the site is not for.", r#"{"under": 13}"#),
    row("notice.children.under", "The age, in years.", "13"),
    row(
        "notice.children.text",
        "Passages: what else about children.",
        r#"[{"text": "Write to us if you believe that we hold data of a child."}]"#,
    ),
    row("notice.transfers", "Where data goes to.", r#"{"to": ["United States"]}"#),
    row("notice.transfers.to", "The countries.", r#"["United States"]"#),
    row(
        "notice.transfers.text",
        "Passages: by which safeguards.",
        r#"[{"text": "Standard contractual clauses protect it."}]"#,
    ),
    row(
        "notice.purposes",
        "Passages: what happens before data is used for something new.",
        r#"[{"text": "We ask you first."}]"#,
    ),
    row("notice.sale", "Whether personal information is sold or shared, in California's sense.", r#"{"sells": false}"#),
    row("notice.sale.sells", "Whether it is. Where it is, the page offers the way to object.", "false"),
    row("notice.sale.text", "Passages: what else about that.", r#"[{"text": "We never will.", "mark": "green"}]"#),
    row("notice.california", "The notice to California residents.", r#"{"contact": "ccpa@shop.example"}"#),
    row("notice.california.contact", "Where requests under the CCPA go.", r#""ccpa@shop.example""#),
    row(
        "notice.california.shared",
        "The table of what was shared in the last twelve months.",
        r#"[{"category": "Identifiers", "examples": "Address", "recipients": "Carriers"}]"#,
    ),
    row("notice.california.shared[].category", "The category of personal information.", r#""Identifiers""#),
    row("notice.california.shared[].examples", "What of it.", r#""Name and address""#),
    row("notice.california.shared[].recipients", "The categories of those who received it.", r#""Carriers""#),
    row(
        "notice.california.text",
        "Passages: how a request is verified, and by whom it may be made.",
        r#"[{"text": "An agent may ask for you."}]"#,
    ),
    row(
        "notice.eu",
        "Passages: the legal bases, where what stands under `collected` does not say enough.",
        r#"[{"text": "Where you agreed, you may withdraw that at any time."}]"#,
    ),
    row("notice.rights", "Access, correction, deletion and the like.", r#"{"days": 30}"#),
    row("notice.rights.days", "In how many days a request is answered.", "30"),
    row("notice.rights.text", "Passages: what else about rights.", r#"[{"text": "We may ask who you are."}]"#),
    row(
        "notice.authorities",
        "Whom a visitor may complain to. The preferences link those of the visitor's regime, the policy page those of \
         `eu` and `uk`.",
        r#"[{"regime": "eu", "name": "CNIL", "link": "https://www.cnil.fr/"}]"#,
    ),
    row("notice.authorities[].regime", "Whose visitors: `eu`, `uk`, `us` or `br`.", r#""eu""#),
    row("notice.authorities[].name", "What it is called.", r#""CNIL""#),
    row("notice.authorities[].link", "Where a complaint is taken.", r#""https://www.cnil.fr/""#),
    row(
        "notice.disclaimers",
        "Passages: what is not promised.",
        r#"[{"text": "The service comes as it is.", "mark": "yellow"}]"#,
    ),
    row(
        "notice.contact",
        "Passages: how to reach whoever is responsible, after `site.contact`.",
        r#"[{"text": "Letters: 1 Main Street."}]"#,
    ),
    row("notice.contacts", "Further addresses.", r#"[{"for": "Security", "address": "security@shop.example"}]"#),
    row("notice.contacts[].for", "What it is for.", r#""Security""#),
    row("notice.contacts[].address", "The address.", r#""security@shop.example""#),
    row(
        "notice.versions",
        "Earlier versions, in any order.",
        r#"[{"date": "2025-01-01", "changes": ["First version"]}]"#,
    ),
    row("notice.versions[].date", "The day from which it was there.", r#""2025-01-01""#),
    row("notice.versions[].changes", "What changed.", r#"["First version"]"#),
];
