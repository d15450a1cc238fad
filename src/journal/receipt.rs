//! A receipt: what was chosen, how, when, under which law, and on what was shown. Nothing in it says who chose.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::due::Due;
use super::entry::{Controller, Entry, Notice, Process, time};
use super::hash_of;
use crate::consent::{Grants, Guard, How, Record, Signals};
use crate::policy::{Policy, Purpose, Service};

/// The receipt before: what was given in it and no longer is, was withdrawn.
pub struct Before {
    given: Vec<String>,
    policy: String,
    said: String,
}

impl Before {
    /// What of an entry counts, where it is a decision.
    pub fn of(entry: &Entry) -> Option<Before> {
        let notice = entry.notice.as_ref().filter(|_| entry.kind == "decision")?;
        Some(Before { given: given(entry), policy: notice.policy.clone(), said: said(entry) })
    }

    /// Whether another entry is of the same decision: a record that a server has set again is no new one.
    pub fn is_same(&self, entry: &Entry) -> bool {
        self.said == said(entry)
    }

    /// The SHA-256 of the policy that was decided on.
    pub fn policy(&self) -> &str {
        &self.policy
    }
}

/// What tells one decision from another: when, how, and what was granted.
fn said(entry: &Entry) -> String {
    [entry.at.as_str(), entry.how.as_deref().unwrap_or_default(), &given(entry).join(",")].join(",")
}

fn given(entry: &Entry) -> Vec<String> {
    let processes = entry.processes.iter().flatten().filter(|one| one.status == "given");
    processes.map(|one| one.service.clone()).collect()
}

/// The receipt of a decision; nothing where what was put down is no record. `id` is a random one, where it has any.
pub fn receipt(policy: &Policy<'_>, due: &Due, before: Option<&Before>, id: Option<String>) -> Option<Entry> {
    let record = Record::parse(&due.record).ok()?;
    let signals = signals(due);
    let how = how(&record, signals);
    let was_asked = !matches!(record.how, How::Accept | How::Signal);
    let status = |at: usize, id: &str| match answer(&record, at, id) {
        Some(true) => "given",
        Some(false) if before.is_some_and(|before| before.given.iter().any(|given| given == id)) => "withdrawn",
        Some(false) if was_asked => "refused",
        _ => "unasked",
    };
    let process = |(at, id): (usize, &String)| {
        let service = policy.service(id);
        let purpose = service.map(Service::purpose);
        let purpose = purpose.map_or("", |(Purpose::Known(purpose) | Purpose::Own(purpose))| purpose);
        Process {
            purpose: purpose.to_string(),
            recipient: service.map(Service::vendor).unwrap_or_default().to_string(),
            service: id.clone(),
            status: status(at, id).to_string(),
        }
    };
    Some(Entry {
        controller: Some(Controller { contact: policy.contact().to_string(), name: policy.site().to_string() }),
        gpc: Some(record.gpc),
        how: Some(how.to_string()),
        id,
        minor: Some(signals.minor),
        notice: Some(Notice {
            hash: (!due.text.is_empty()).then(|| hash_of(&due.text)),
            language: due.language.clone(),
            layout: due.layout.clone(),
            policy: due.policy.clone(),
            surface: due.surface.clone(),
            updated: due.updated.clone(),
        }),
        processes: Some(due.services.iter().enumerate().map(process).collect()),
        regime: Some(signals.regime.name().to_string()),
        ..Entry::new("decision", time(u64::from(record.when).saturating_mul(60)))
    })
}

/// What the tag and the browser said, as a pass has it.
fn signals(due: &Due) -> Signals {
    let mut said = due.signals.split(',');
    let mut next = || said.next().unwrap_or_default();
    let (gpc, age, regime, country) = (next(), next(), next(), next());
    Signals::read(gpc == "1", age, regime, country, Guard::parse(&due.guard).is_some())
}

fn how(record: &Record<'_>, signals: Signals) -> &'static str {
    match record.how {
        How::Accept => "accept",
        How::Reject => "reject",
        How::Withdraw => "withdraw",
        How::Save => "save",
        How::Api => "api",
        How::Former => "former",
        How::Signal if record.gpc => "signal",
        How::Signal if signals.minor => "age",
        How::Signal => "regime",
    }
}

/// What a record says of the service that waited in that place; nothing where it does not speak of it.
fn answer(record: &Record<'_>, at: usize, id: &str) -> Option<bool> {
    match record.grants {
        Grants::Named(ids) => Some(ids.split('~').any(|granted| granted == id)),
        Grants::Masked(mask) => Some(mask.has(at)),
        Grants::Part { granted, .. } => record.knows(id).then(|| granted.split('~').any(|granted| granted == id)),
    }
}
