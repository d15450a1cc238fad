use proptest::prelude::*;

use super::super::tests::{NOW, chosen, names, shop};
use super::super::{Verdict, decided, verdicts};
use super::*;

/// The verdicts by a record, as `id verdict`.
fn told(policy: &Policy<'_>, signals: Signals, spelling: &str) -> Vec<String> {
    let record = Record::parse(spelling).unwrap_or_else(|_| panic!("{spelling}"));
    let verdicts = verdicts(policy, signals, &[record], NOW);
    verdicts.iter().map(|(service, verdict)| format!("{} {}", service.id, verdict.name())).collect()
}

fn written(
    policy: &Policy<'_>,
    signals: Signals,
    before: Option<&str>,
    services: &[&str],
    grants: bool,
) -> Option<String> {
    let records: Vec<Record<'_>> = before.into_iter().filter_map(|one| Record::parse(one).ok()).collect();
    change(policy, signals, &records, Change { services, grants }, NOW)
}

#[test]
fn a_grant_of_one_service_answers_for_that_one_and_the_rest_is_still_to_be_asked() {
    let policy = shop();
    let record = written(&policy, Signals::default(), None, &["google-analytics"], true).unwrap();
    assert_eq!(record, format!("1.{}.p.e0.p~google-analytics~", base36(NOW)));
    assert_eq!(
        told(&policy, Signals::default(), &record),
        [
            "sentry-errors undecided",
            "sentry-replay undecided",
            "google-analytics granted",
            "cloudflare-web-analytics undecided"
        ]
    );
}

#[test]
fn what_was_answered_about_other_services_stays_until_nothing_is_left_to_ask() {
    let policy = shop();
    let one = written(&policy, Signals::default(), None, &["google-analytics"], true).unwrap();
    let two = written(&policy, Signals::default(), Some(&one), &["sentry-errors", "sentry-replay"], false).unwrap();
    assert!(two.ends_with(".p~google-analytics~~sentry-errors~sentry-replay"), "{two}");
    let all = written(&policy, Signals::default(), Some(&two), &["cloudflare-web-analytics"], true).unwrap();
    assert!(all.ends_with(".g~cloudflare-web-analytics~google-analytics"), "{all}");
    let back = written(&policy, Signals::default(), Some(&all), &["google-analytics"], false).unwrap();
    assert!(back.ends_with(".g~cloudflare-web-analytics"), "{back}");
}

#[test]
fn nothing_is_granted_to_a_minor_and_no_yes_of_before_a_signal_becomes_one_in_its_sight() {
    let policy = shop();
    let minor = Signals { minor: true, ..Signals::default() };
    assert_eq!(written(&policy, minor, None, &["google-analytics"], true), None);
    let before = chosen(&policy, NOW - 10, How::Accept, false, |_| true);
    let gpc = Signals { gpc: true, ..Signals::default() };
    let record = written(&policy, gpc, Some(before.spelling), &["sentry-errors"], true).unwrap();
    assert_eq!(
        told(&policy, gpc, &record),
        ["sentry-errors granted", "sentry-replay locked", "google-analytics locked", "cloudflare-web-analytics locked"]
    );
}

#[test]
fn a_choice_of_so_many_services_that_not_all_names_have_room_speaks_of_all() {
    let policy = names(90);
    let ids: Vec<&str> = policy.gated().iter().take(80).map(|service| service.id).collect();
    let record = written(&policy, Signals::default(), None, &ids, true).unwrap();
    let read = Record::parse(&record).unwrap_or_else(|_| panic!("{record}"));
    let verdicts = verdicts(&policy, Signals::default(), &[read], NOW);
    assert!(decided(&verdicts));
    assert_eq!(verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Granted).count(), 80);
}

fn base36(number: u32) -> String {
    let mut out = String::new();
    crate::text::number(&mut out, number, 36);
    out
}

proptest! {
    #[test]
    fn a_change_is_a_record_that_says_what_was_changed_and_widens_nothing_else(
        before in 0u8..16,
        old in any::<bool>(),
        gpc in any::<bool>(),
        gpc_then in any::<bool>(),
        minor in any::<bool>(),
        some in 1u8..16, grants in any::<bool>(),
    ) {
        let policy = shop();
        let ids: Vec<&str> = policy.gated().iter().map(|service| service.id).collect();
        let among = |mask: u8, id: &str| ids
            .iter()
            .position(|other| *other == id)
            .is_some_and(|at| mask >> at & 1 == 1);
        let signals = Signals { gpc, minor, ..Signals::default() };
        let record = old.then(|| chosen(&policy, NOW - 100, How::Save, gpc_then, |id| among(before, id)));
        let records: Vec<Record<'_>> = record.into_iter().collect();
        let services: Vec<&str> = ids.iter().copied().filter(|id| among(some, id)).collect();
        let was = verdicts(&policy, signals, &records, NOW);
        let Some(spelling) = change(&policy, signals, &records, Change { services: &services, grants }, NOW) else {
            prop_assert!(minor || !grants);
            return Ok(());
        };
        let record = Record::parse(&spelling).map_err(|_| TestCaseError::fail(spelling.clone()))?;
        let is = verdicts(&policy, signals, &[record], NOW);
        for ((service, before), (_, after)) in was.iter().zip(&is) {
            let is_granted = *after == Verdict::Granted;
            if !services.contains(&service.id) {
                let was_granted = matches!(before, Verdict::Granted | Verdict::Locked(super::super::Reason::Needs));
                prop_assert!(!is_granted || was_granted, "{spelling}");
            } else if grants && !minor {
                prop_assert!(is_granted || matches!(after, Verdict::Locked(super::super::Reason::Needs)), "{spelling}");
            } else if !grants {
                prop_assert!(!is_granted, "{spelling}");
            }
        }
    }
}
