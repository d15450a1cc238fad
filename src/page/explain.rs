//! What a thing is, and what became of it: for whoever asks why something is held.

use alloc::string::ToString;

use super::error::Error;
use super::site::Site;
use crate::classify;
use crate::consent::Verdict;
use crate::messages::{Asked, Explained};
use crate::vendors::Store;

impl Site {
    /// Says what a stored name is, or an address.
    pub(super) fn explain(&self, asked: &Asked, jar: &str, now: u32) -> Result<Explained, Error> {
        let answer = match &asked.store {
            Some(name) => {
                let store = Store::parse(name).ok_or_else(|| Error::NoStore(name.clone()))?;
                classify::name_by(&self.rules, store, &asked.name)
            }
            None => classify::url_by(&self.rules, &asked.name, asked.path.as_deref().unwrap_or_default()),
        };
        let verdicts = self.verdicts(jar, now);
        let verdict =
            verdicts.iter().find(|(service, _)| Some(service.id) == answer.service).map(|(_, verdict)| *verdict);
        let reason = match verdict {
            Some(Verdict::Locked(reason)) => Some(reason.name().to_string()),
            _ => None,
        };
        Ok(Explained {
            verdict: verdict.map(|verdict| verdict.name().to_string()),
            reason,
            when: verdict.and_then(|_| self.chosen_at(jar)),
            ..Explained::of(&answer)
        })
    }
}
