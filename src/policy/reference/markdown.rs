//! The reference page: the same tables as the schema, for reading.

use alloc::format;
use alloc::string::String;

use super::super::schema::{ANY, Field, KEPT, Kind, POLICY, SERVICE};
use super::{beneath, words};
use crate::vendors::{BUILT_IN, GROUPS, Needed};

/// The fields, a section for each object, with an example for each field.
pub fn markdown() -> String {
    let mut out = String::from(
        "# policy.json\n\nThe one file that a site declares its services in. An editor shows all of this where the \
         file names its schema: `\"$schema\": \"./policy.schema.json\"`, a copy of [the schema](policy.schema.json) \
         (`portcullis schema` prints it). `portcullis check policy.json` says what is wrong with one; fields in bold \
         must be there.\n",
    );
    section(&mut out, "The file", POLICY, "");
    if let Kind::Object(fields) = POLICY
        && let Some(Field { kind: Kind::List(Kind::Object(within)), name, .. }) =
            fields.iter().find(|field| matches!(field.kind, Kind::List(Kind::Object(_))))
    {
        out.push_str(&format!("\n### What the site had before\n\nAn item of `{name}`.\n\n"));
        table(&mut out, within, &format!("{name}[]"));
    }
    out.push_str(
        "\n## A service\n\nA built-in service is its name (`\"sentry\"`), or an object with `use`, in which nothing \
         else but its settings must be told. So is one of the [catalogue](services.md): `\"youtube\"`, or an object \
         with that as `use`, in which whatever is told comes before what the catalogue says. `\"services/youtube\"` is \
         the same name. A service of the site's own has an `id` in place of `use`, and says the rest itself.\n\n",
    );
    table(&mut out, &SERVICE, "services[]");
    for field in SERVICE.iter() {
        if let Kind::List(Kind::Object(fields)) = field.kind {
            out.push_str("\n### What a service stores\n\nAn item of `services[].cookies`.\n\n");
            table(&mut out, fields, "services[].cookies[]");
        }
    }
    settings(&mut out);
    out
}

fn section(out: &mut String, title: &str, kind: Kind, path: &str) {
    let Kind::Object(fields) = kind else {
        return;
    };
    out.push_str(&format!("\n## {title}\n\n"));
    table(out, fields, path);
    for field in fields {
        if let Kind::Object(within) = field.kind
            && within.iter().all(|one| one.name != ANY)
        {
            section(out, &format!("`{}`", field.name), field.kind, &beneath(path, field.name));
        }
        if matches!(field.kind, Kind::Receipts) {
            section(out, &format!("`{}`", field.name), Kind::Object(&KEPT), &beneath(path, field.name));
        }
    }
}

fn table(out: &mut String, fields: &[Field], path: &str) {
    out.push_str("| field | what it takes | what it is for | example |\n|---|---|---|---|\n");
    for field in fields {
        row(out, field.name, field.required, field.kind, &beneath(path, field.name));
    }
}

fn settings(out: &mut String) {
    out.push_str("\n## Settings of the built-in services\n\n");
    for (group, members) in GROUPS {
        out.push_str(&format!("`{group}` stands for `{}`, and takes the settings of both.\n", members.join("` and `")));
    }
    out.push_str("\nA setting in bold must be there. docs/vendors.md says what each service is told, and when.\n");
    for built_in in BUILT_IN {
        out.push_str(&format!(
            "\n### `{}` ({})\n\n{}, by {}.",
            built_in.id,
            built_in.class.name(),
            built_in.name,
            built_in.vendor
        ));
        if built_in.settings.is_empty() {
            out.push_str(" It takes no settings.\n");
            continue;
        }
        out.push_str("\n\n| setting | what it takes | what it is for | example |\n|---|---|---|---|\n");
        for setting in built_in.settings {
            let path = format!("{}.{}", built_in.id, setting.name);
            row(out, setting.name, setting.needed == Needed::Always, Kind::Setting(setting.form), &path);
        }
    }
}

fn row(out: &mut String, name: &str, required: bool, kind: Kind, path: &str) {
    let Some(words) = words::of(path) else {
        return;
    };
    let mark = if required { "**" } else { "" };
    let takes = match kind {
        Kind::Anything if name == "use" => "a built-in service's name",
        Kind::Object(_) => "an object",
        Kind::List(item) => &format!("a list; each: {}", item.expected()),
        _ => kind.expected(),
    };
    let cells =
        [format!("{mark}`{name}`{mark}"), takes.replace('|', "\\|"), words.says.into(), format!("`{}`", words.example)];
    out.push_str(&format!("| {} |\n", cells.join(" | ")));
}
