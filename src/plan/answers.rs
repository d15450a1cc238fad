//! What follows from the three answers that a plan foresees.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;
use ts_rs::TS;

use crate::consent::{self, How, Signals, Verdict};
use crate::policy::Policy;

/// The answers of a visitor of whom nothing is known.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Answers {
    /// "Accept all".
    pub accept: Answer,
    /// "Reject all".
    pub reject: Answer,
    /// Everything taken back at once.
    pub withdraw: Answer,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Answer {
    /// The record's spelling, with `{when}` and `{edition}` left to fill in, both to base 36.
    pub record: String,
    /// The services that it grants.
    pub granted: Vec<String>,
}

impl Answers {
    pub(super) fn of(policy: &Policy<'_>) -> Answers {
        let answer = |how: How, grants: bool| Answer {
            record: template(policy, how, grants),
            granted: policy.gated().iter().filter(|_| grants).map(|service| service.id.to_string()).collect(),
        };
        Answers {
            accept: answer(How::Accept, true),
            reject: answer(How::Reject, false),
            withdraw: answer(How::Withdraw, false),
        }
    }
}

/// The record's spelling with its time and edition left open.
fn template(policy: &Policy<'_>, how: How, grants: bool) -> String {
    // Whatever is written for some minute has that minute in the second place, and the edition, after an `e`, in the
    // fourth.
    let written = consent::write(policy, 0, how, Signals::default(), &|_| grants);
    let parts = written.split('.').enumerate().map(|(at, part)| match at {
        1 => "{when}",
        3 => "e{edition}",
        _ => part,
    });
    parts.collect::<Vec<_>>().join(".")
}

/// The verdicts of a visit, by service: what a pass says, and `state()` of the API.
pub fn verdicts_of(verdicts: &[(&crate::policy::Service<'_>, Verdict)]) -> Vec<(String, &'static str)> {
    verdicts.iter().map(|(service, verdict)| (service.id.to_string(), verdict.name())).collect()
}
