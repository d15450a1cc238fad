//! Regimes, in core: who is asked, what stands without a choice, and what a record is worth elsewhere.

use proptest::prelude::*;

use super::*;
use crate::policy::{Policy, parse};

const NOW: u32 = 29_920_000;
const DAY: u32 = 24 * 60;
const US: Signals = Signals { gpc: false, minor: false, regime: Regime::Us };

fn site() -> Policy<'static> {
    let own = r#"{"id":"player","name":"P","vendor":"V","class":"functional","purpose":"P"}"#;
    let services = format!(r#"{{"use":"google-analytics","id":"G-ABC123"}}, {own}"#);
    let text = format!(r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[{services}]}}"#);
    parse(text.leak()).unwrap_or_else(|error| panic!("{}", error.message()))
}

fn record(when: u32, how: How, signals: Signals, granted: &[&str]) -> Record<'static> {
    let spelling = write(&site(), when, how, signals, &|id| granted.contains(&id)).leak();
    Record::parse(spelling).unwrap_or_else(|_| panic!("{spelling}"))
}

/// The verdicts on Google Analytics, which tracks, and on the player, which does not.
fn judged(signals: Signals, records: &[Record<'_>]) -> [Verdict; 2] {
    let policy = site();
    let all = verdicts(&policy, signals, records, NOW);
    [0, 1].map(|at: usize| all.get(at).map_or(Verdict::Undecided, |(_, verdict)| *verdict))
}

#[test]
fn whatever_is_not_plainly_another_regime_asks_first() {
    let read = |regime, country| Signals::read(false, "", regime, country, false).regime;
    for (regime, country) in
        [("", ""), ("", "US"), ("eu", "US"), ("auto", ""), ("auto", "SX"), ("us ", ""), ("autoUS", "")]
    {
        assert_eq!(read(regime, country), Regime::Eu, "{regime},{country}");
    }
    assert_eq!([read("us", ""), read("US", "DE"), read("auto", "US"), read("auto", "us")], [Regime::Us; 4]);
    assert_eq!(
        [read("auto", "GB"), read("uk", ""), read("auto", "BR"), read("br", "")].map(Regime::name),
        ["uk", "uk", "br", "br"]
    );
    assert!([Regime::Eu, Regime::Uk, Regime::Br].into_iter().all(Regime::asks_first));
    assert!(Signals::read(false, "", "us", "", true).regime.asks_first(), "under the seal");
}

#[test]
fn an_age_that_is_not_plainly_an_adults_is_a_childs() {
    for age in ["under13", "13-15", "Adult", "18", " "] {
        assert!(Signals::read(false, age, "", "", false).minor, "{age}");
    }
    assert!(!Signals::read(false, "adult", "", "", false).minor && !Signals::read(false, "", "", "", false).minor);
}

#[test]
fn without_a_choice_the_regime_and_the_signals_decide() {
    use Verdict::{Granted, Locked, Undecided};
    let gpc = |regime| Signals { gpc: true, minor: false, regime };
    let minor = |regime| Signals { gpc: true, minor: true, regime };
    assert_eq!(judged(US, &[]), [Granted, Granted]);
    assert_eq!(judged(gpc(Regime::Us), &[]), [Locked(Reason::Gpc), Granted]);
    assert_eq!(judged(gpc(Regime::Eu), &[]), [Locked(Reason::Gpc), Undecided]);
    assert_eq!(judged(minor(Regime::Us), &[]), [Locked(Reason::Age), Granted]);
    assert_eq!(judged(minor(Regime::Br), &[]), [Locked(Reason::Age), Undecided]);
    assert_eq!(judged(US.in_doubt(), &[]), [Undecided, Undecided]);
    let child = Signals { minor: true, ..Signals::default() };
    assert_eq!(site().gated().iter().map(|service| child.asks(service)).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn an_opt_out_outlasts_its_record_and_a_grant_does_not() {
    let old = NOW - 400 * DAY;
    assert_eq!(judged(US, &[record(old, How::Reject, US, &[])]), [Verdict::Denied; 2]);
    assert_eq!(judged(US, &[record(old, How::Save, US, &["player"])]), [Verdict::Denied, Verdict::Granted]);
    let gpc = Signals { gpc: true, ..US };
    let exception = |days: u32| judged(gpc, &[record(NOW - days * DAY, How::Save, gpc, &["google-analytics"])])[0];
    assert_eq!([exception(364), exception(366)], [Verdict::Granted, Verdict::Locked(Reason::Gpc)]);
    let refused = Signals::default();
    let asked = |days: u32| judged(refused, &[record(NOW - days * DAY, How::Reject, refused, &[])])[0];
    assert_eq!([asked(179), asked(181)], [Verdict::Denied, Verdict::Undecided]);
}

#[test]
fn accept_all_is_no_exception_to_a_signal_and_nothing_is_to_an_age() {
    let policy = site();
    let withheld =
        |signals: Signals, how| policy.gated().iter().map(|one| signals.withholds(how, one)).collect::<Vec<_>>();
    let (gpc, minor) = (Signals { gpc: true, ..US }, Signals { minor: true, ..US });
    assert_eq!(
        [withheld(gpc, How::Accept), withheld(gpc, How::Save), withheld(minor, How::Save)].concat(),
        [true, false, false, false, true, false]
    );
}

#[test]
fn a_signal_record_always_says_that_nobody_was_asked() {
    assert_eq!(record(36, How::Signal, Signals::default(), &[]).spelling.to_owned(), "1.10.go.e0.g");
    for spelling in ["1.10.g.g", "1.10.gx.g", "1.10.gox.g", "1.10.o.g", "1.10.goo.g"] {
        assert!(Record::parse(spelling).is_err(), "{spelling}");
    }
}

fn any_signals() -> impl Strategy<Value = Signals> {
    let regime = prop::sample::select(vec![Regime::Eu, Regime::Uk, Regime::Us, Regime::Br]);
    (any::<bool>(), any::<bool>(), regime).prop_map(|(gpc, minor, regime)| Signals { gpc, minor, regime })
}

proptest! {
    #[test]
    fn where_one_is_asked_first_nothing_is_granted_but_by_a_choice_made_there(
        here in any_signals(),
        there in any_signals(),
        how in prop::sample::select(vec![How::Accept, How::Save, How::Signal, How::Api]),
        days in 0u32..500, second in any::<bool>(),
    ) {
        let one = record(NOW - days * DAY, how, there, &["google-analytics", "player"]);
        let other = second.then(|| record(NOW, How::Save, here, &["google-analytics", "player"]));
        let records: Vec<_> = [one].into_iter().chain(other).collect();
        for verdict in judged(here, &records) {
            let answered = there.regime.asks_first() && how != How::Signal && days <= 180;
            let may_be_granted = answered || !here.regime.asks_first();
            prop_assert!(verdict != Verdict::Granted || may_be_granted, "{}", one.spelling.to_owned());
        }
    }

    #[test]
    fn a_refusal_is_granted_nowhere(here in any_signals(), there in any_signals(), days in 0u32..500) {
        let refusal = record(NOW - days * DAY, How::Reject, there, &[]);
        prop_assert!(judged(here, &[refusal]).iter().all(|verdict| *verdict != Verdict::Granted));
    }
}
