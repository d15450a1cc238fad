//! `portcullis classify` and `portcullis names`: what names and addresses are.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Call, Failure, Options, parse};
use crate::classify::names::{self, Found, Table};
use crate::policy::Policy;
use crate::policy::print::Json;
use crate::vendors::Store;

/// The table that the page's build takes, and the tools read.
fn packed() -> String {
    names::pack(&names::rows())
}

/// Prints the table, or what is said about it.
pub fn names(call: &mut Call<'_>, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &[], &["--markdown"])?;
    call.out = if options.value("--markdown").is_some() { names::markdown() } else { packed() };
    Ok(())
}

/// Says of each line of a file what it is.
pub fn run(call: &mut Call<'_>, file: &str, options: &[&str]) -> Result<(), Failure> {
    let options = Options::read(options, &["--policy"], &[])?;
    let packed = packed();
    let table = Table::read(&packed);
    let policy_file = options.value("--policy");
    let text = policy_file.map(|file| call.text(file)).transpose()?;
    let policy = match (policy_file, &text) {
        (Some(file), Some(text)) => Some(parse(file, text)?),
        _ => None,
    };
    for line in call.text(file)?.lines().filter(|line| !line.is_empty()) {
        let found = of_line(&table, policy.as_ref(), line).ok_or_else(|| {
            Failure::Call(format!(
                "{file}: {line}: expected an https:// address, or a store (cookie, localStorage, …) and a name"
            ))
        })?;
        call.line(&one_line(line, &found));
    }
    Ok(())
}

fn of_line<'t>(table: &'t Table<'t>, policy: Option<&Policy<'t>>, line: &str) -> Option<Found<'t>> {
    if let Some((scheme, address)) = line.split_once("://") {
        let known = ["http", "https", "ws", "wss"].contains(&scheme);
        let end = address.find(['/', '?', '#']).unwrap_or(address.len());
        let (authority, path) = address.split_at_checked(end)?;
        let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
        let path = path.split(['?', '#']).next().filter(|path| !path.is_empty()).unwrap_or("/");
        return known.then(|| names::url(policy, &host, path));
    }
    let (store, name) = line.split_once(' ')?;
    Some(names::answer(table, policy, Store::parse(store)?, name))
}

/// As JSON, in one line.
fn one_line(asked: &str, found: &Found<'_>) -> String {
    let fields = [
        ("asked", asked),
        ("class", found.class.name()),
        ("sure", found.confidence.name()),
        ("vendor", found.vendor),
        ("purpose", found.purpose),
        ("duration", found.duration),
        ("service", found.service),
        ("rule", found.rule),
    ];
    let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let said: Vec<String> = said.map(|(name, value)| format!("\"{name}\":{}", Json::from(value))).collect();
    format!("{{{}}}", said.join(","))
}
