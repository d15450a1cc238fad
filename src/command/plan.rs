//! `portcullis plan`: the plan of a policy as JSON, for the build and for tests; without a policy, what a page goes by until
//! it has read its own.

use alloc::format;
use alloc::string::ToString;

use super::{Call, Failure, Options, parse, wrong};
use crate::classify::{known, known_by, table};
use crate::consent::Guard;
use crate::plan::{self, Plan, Wording};
use crate::policy::field::Link;
use crate::words::Words;

/// `--source` is the value of `data-policy`, `--home` where a policy that names no page can be read, and `--sheet` the style
/// sheet of banner and control.
pub fn run(call: &mut Call<'_>, given: &[&str]) -> Result<(), Failure> {
    let [file, options @ ..] = given else {
        return print(call, &Plan::of(plan::without_policy(known()), None));
    };
    let options = Options::read(options, &["--lang", "--guard", "--source", "--home", "--sheet"], &[])?;
    let text = call.text(file)?;
    let policy = parse(file, &text)?;
    let guard = match options.value("--guard") {
        None | Some("live" | "marks") => None,
        Some(name) => Some(Guard::parse(name).ok_or_else(|| wrong("--guard: expected live, seal or seal-strict"))?),
    };
    let words = Words::of(&policy, options.value("--lang"));
    let words = words.map_err(|error| Failure::Found(Some(format!("{file}: {error}"))))?;
    let sheet = options.value("--sheet").map(|sheet| call.text(sheet)).transpose()?.unwrap_or_default();
    let home = options.value("--home").and_then(Link::parse);
    let table = table(known());
    let decisions = plan::decisions(&policy, &text, &known_by(&table), guard);
    let wording = Wording::of(&policy, &words, home, &sheet);
    let source = options.value("--source").map(ToString::to_string);
    print(call, &Plan { source, ..Plan::of(decisions, Some(wording)) })
}

fn print(call: &mut Call<'_>, plan: &Plan) -> Result<(), Failure> {
    let text = serde_json::to_string(plan).map_err(|error| Failure::Call(format!("plan: {error}")))?;
    call.line(&text);
    Ok(())
}
