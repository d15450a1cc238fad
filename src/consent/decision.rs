//! From the site's policy, the browser's signals and the visitor's record to a verdict per service.

use alloc::vec::Vec;

use super::record::{How, Record};
use super::regime::Regime;
use crate::policy::field::Date;
use crate::policy::{Policy, Service};
use crate::vendors::Class;

/// What the browser and the host say of the visitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Global Privacy Control.
    pub gpc: bool,
    /// The host knows that the visitor is under 16: tracking is locked, whatever anyone chose.
    pub minor: bool,
    /// What the host says of the law.
    pub regime: Regime,
}

impl Signals {
    /// What is said of the visitor. An age that is not plainly an adult's is taken for a child's; under the seal
    /// the browser refuses what nobody granted, so that every regime asks first there.
    pub fn read(gpc: bool, age: &str, regime: &str, country: &str, sealed: bool) -> Signals {
        let regime = if sealed { Regime::default() } else { Regime::read(regime, country) };
        Signals { gpc, minor: !matches!(age, "" | "adult"), regime }
    }

    /// The same where a record is there that nobody can read: it may be a refusal, so that every regime asks.
    pub fn in_doubt(self) -> Signals {
        Signals { regime: Regime::default(), ..self }
    }

    /// The verdict on a service that no choice speaks of.
    pub(super) fn unasked(self, service: &Service<'_>) -> Verdict {
        let tracks = service.class == Class::Tracking;
        if self.minor && tracks {
            Verdict::Locked(Reason::Age)
        } else if self.gpc && tracks {
            Verdict::Locked(Reason::Gpc)
        } else if self.regime.asks_first() {
            Verdict::Undecided
        } else {
            Verdict::Granted
        }
    }

    /// Whether a visitor who has not chosen is to be asked about that service.
    pub fn asks(self, service: &Service<'_>) -> bool {
        self.unasked(service) == Verdict::Undecided
    }

    /// Whether that choice does not grant that service, though it seems to. "Accept all" is no exception to the
    /// browser's signal: that takes a switch of the service's own.
    pub fn withholds(self, how: How, service: &Service<'_>) -> bool {
        (self.minor || self.gpc && how == How::Accept) && service.class == Class::Tracking
    }
}

/// Why a service cannot run although nobody refused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The browser sends Global Privacy Control, and the choice was not made in its sight.
    Gpc,
    /// The host says that the visitor is a minor.
    Age,
    /// It needs another service that is not granted.
    Needs,
}

impl Reason {
    /// The name in the API and in the texts.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Gpc => "gpc",
            Reason::Age => "age",
            Reason::Needs => "needs",
        }
    }
}

/// What may happen with a service. Deny is the absence of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may run.
    Granted,
    /// The visitor said no.
    Denied,
    /// The visitor has not been asked, or not since the service changed. Held like a refusal.
    Undecided,
    /// It cannot run, and why.
    Locked(Reason),
}

impl Verdict {
    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Granted => "granted",
            Verdict::Denied => "denied",
            Verdict::Undecided => "undecided",
            Verdict::Locked(_) => "locked",
        }
    }
}

/// The verdict on each gated service, in the policy's order.
///
/// `records` are all copies found. With several, each service gets the most restrictive answer.
pub fn verdicts<'a, 't>(
    policy: &'a Policy<'t>,
    signals: Signals,
    records: &[Record<'_>],
    now: u32,
) -> Vec<(&'a Service<'t>, Verdict)> {
    let mut all = Vec::new();
    for service in policy.gated() {
        let mut verdict = if records.is_empty() { signals.unasked(service) } else { Verdict::Granted };
        for record in records {
            verdict = stricter(verdict, by_record(policy, service, signals, record, now));
        }
        if signals.minor && service.class == Class::Tracking {
            verdict = Verdict::Locked(Reason::Age);
        }
        all.push((service, verdict));
    }
    for at in 0..all.len() {
        if let Some((service, Verdict::Granted)) = all.get(at).copied()
            && let Some(needed) = service.needs()
            && !all.iter().any(|(other, verdict)| other.id == needed && *verdict == Verdict::Granted)
            && let Some((_, verdict)) = all.get_mut(at)
        {
            *verdict = Verdict::Locked(Reason::Needs);
        }
    }
    all
}

/// The more restrictive of two answers. One that is undecided must be asked again, whatever the other says.
fn stricter(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Undecided, _) | (_, Verdict::Undecided) => Verdict::Undecided,
        (Verdict::Granted, other) => other,
        (one, _) => one,
    }
}

/// Whether a choice of then holds now: not for longer than the regime lets it, and not before it was made.
#[expect(clippy::arithmetic_side_effects, reason = "no regime's lifetime is more than 400 days")]
pub(super) fn stands(signals: Signals, when: u32, now: u32) -> bool {
    const DAY: u32 = 24 * 60;
    let expired = now.saturating_sub(when) > signals.regime.lifetime_days() * DAY;
    // A day of grace: clocks are set back, and time zones are confused.
    let from_the_future = when > now.saturating_add(DAY);
    !expired && !from_the_future
}

fn by_record(policy: &Policy<'_>, service: &Service<'_>, signals: Signals, record: &Record<'_>, now: u32) -> Verdict {
    spoken(policy, service, signals, record, now).unwrap_or_else(|| signals.unasked(service))
}

/// What a record says of a service; nothing where it does not speak of it, or no longer.
fn spoken(
    policy: &Policy<'_>,
    service: &Service<'_>,
    signals: Signals,
    record: &Record<'_>,
    now: u32,
) -> Option<Verdict> {
    let asks_first = signals.regime.asks_first();
    if !record.is_choice() || record.opt_out() && asks_first || !record.knows(service.id) {
        return None;
    }
    let grants = record.grants(policy, service.id);
    // An opt-out does not lapse, and covers what the site adds.
    if !asks_first && !grants {
        return Some(Verdict::Denied);
    }
    // A change announced for a later day is none yet. Which changes a visitor was asked about, the record's edition
    // says, and not its time: a page from a cache asks by an older policy.
    let was_asked = |since: Date| match record.edition {
        Some(edition) => since.days() <= edition,
        None => since.minutes() <= record.when,
    };
    let changed_since = service.since().is_some_and(|since| !was_asked(since) && since.minutes() <= now);
    if !stands(signals, record.when, now) || changed_since || !record.fits(policy) {
        return None;
    }
    if !grants {
        return Some(Verdict::Denied);
    }
    // A stored "accept" does not outlive a signal that came after it.
    if signals.gpc && !record.gpc && service.class == Class::Tracking {
        return Some(Verdict::Locked(Reason::Gpc));
    }
    Some(Verdict::Granted)
}

/// What a visitor has answered about a service, and it still holds: yes, no, or nothing. Of several records each must
/// say so. A yes that a signal overrides is none: written anew, it would be one in sight of that signal.
pub(super) fn answered(
    policy: &Policy<'_>,
    service: &Service<'_>,
    signals: Signals,
    records: &[Record<'_>],
    now: u32,
) -> Option<bool> {
    if signals.minor && service.class == Class::Tracking {
        return None;
    }
    let mut all = None;
    for record in records {
        let one = match spoken(policy, service, signals, record, now)? {
            Verdict::Granted => true,
            Verdict::Denied => false,
            Verdict::Undecided | Verdict::Locked(_) => return None,
        };
        all = Some(one && all.unwrap_or(true));
    }
    all
}

/// Whether every gated service has been asked about.
pub fn decided(verdicts: &[(&Service<'_>, Verdict)]) -> bool {
    verdicts.iter().all(|(_, verdict)| *verdict != Verdict::Undecided)
}

/// Whether no choice is behind the verdicts: what is granted then is granted by the regime.
pub fn unchosen(records: &[Record<'_>]) -> bool {
    !records.iter().any(Record::is_choice)
}
