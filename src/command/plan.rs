//! `portcullis plan`: the plan of a policy as JSON, for the build and for tests; without a policy, what a page goes by
//! until it has read its own.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Call, Failure, Options, parse, wrong};
use crate::classify::known;
use crate::consent::Guard;
use crate::plan::{self, Decisions, Plan, Wording};
use crate::words::Words;

/// `--source` is the value of `data-policy`, `--home` where a policy that names no page can be read, and `--sheet` the
/// style sheet of banner and control.
pub fn run(call: &mut Call<'_>, given: &[&str]) -> Result<(), Failure> {
    let plan = match given {
        [] => bare(plan::without_policy(known()), None),
        [file, options @ ..] => {
            let options = Options::read(options, &["--lang", "--guard"], &[])?;
            let text = call.text(file)?;
            let policy = parse(file, &text)?;
            let guard = options.value("--guard").and_then(Guard::parse);
            let words = Words::of(&policy, options.value("--lang")).map_err(|error| wrong(&error.to_string()))?;
            let wording = plan::wording(&policy, &words, policy.page(), "");
            bare(plan::decisions(&policy, &text, known(), guard), Some(wording))
        }
    };
    let text = serde_json::to_string(&plan).map_err(|error| Failure::Call(format!("plan: {error}")))?;
    call.line(&text);
    Ok(())
}

fn bare(decisions: Decisions, wording: Option<Wording>) -> Plan {
    Plan { decisions, wording, source: None, languages: Vec::new(), folder: None }
}
