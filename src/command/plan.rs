//! `portcullis plan`: the plan of a policy as JSON, for the build and for tests; without a policy, what a page goes by until
//! it has read its own.

use alloc::format;

use super::{Call, Failure, parse};
use crate::classify::known;
use crate::plan::{self, Plan};

pub fn run(call: &mut Call<'_>, given: &[&str]) -> Result<(), Failure> {
    let decisions = match given {
        [] => plan::without_policy(known()),
        [file, ..] => {
            let text = call.text(file)?;
            plan::decisions(&parse(file, &text)?, &text, known(), None)
        }
    };
    let plan = Plan { decisions, wording: None, source: None, languages: [].into(), folder: None };
    let text = serde_json::to_string(&plan).map_err(|error| Failure::Call(format!("plan: {}", error)))?;
    call.line(&text);
    Ok(())
}
