//! What holds of every record and policy, made up by proptest.

use proptest::prelude::*;

use super::tests::*;
use super::*;

/// A record written anew from what was read, without looking at what it was read from.
fn respelled(record: &Record<'_>) -> String {
    let radix = |mut value: u32| {
        let mut digits = Vec::new();
        while digits.is_empty() || value > 0 {
            digits.insert(0, char::from_digit(value % 36, 36).unwrap_or('?'));
            value /= 36;
        }
        digits.into_iter().collect::<String>()
    };
    let how = match record.how {
        How::Accept => 'a',
        How::Reject => 'r',
        How::Withdraw => 'w',
        How::Save => 's',
        How::Signal => 'g',
        How::Api => 'p',
        How::Former => 't',
    };
    let grants = match record.grants {
        Grants::Named("") => "g".to_owned(),
        Grants::Named(ids) => {
            let mut sorted: Vec<&str> = ids.split('~').collect();
            sorted.sort_unstable();
            sorted.dedup();
            format!("g~{}", sorted.join("~"))
        }
        Grants::Part { granted, refused } => {
            let list = |ids: &str| {
                let mut ids: Vec<&str> = ids.split('~').filter(|id| !id.is_empty()).collect();
                ids.sort_unstable();
                ids.dedup();
                ids.iter().map(|id| format!("~{id}")).collect::<String>()
            };
            format!("p{}~{}", list(granted), list(refused))
        }
        Grants::Masked(Mask { print, bits }) => format!("m~{}~{bits}", radix(print)),
    };
    let marks = [(record.gpc, "x"), (record.opt_out(), "o")].map(|(set, mark)| if set { mark } else { "" }).concat();
    let edition = record.edition.map_or(String::new(), |edition| format!(".e{}", radix(edition)));
    format!("1.{}.{how}{marks}{edition}.{grants}", radix(record.when))
}

fn any_how() -> impl Strategy<Value = How> {
    prop::sample::select(vec![How::Accept, How::Reject, How::Withdraw, How::Save, How::Signal, How::Api, How::Former])
}

proptest! {
    #[test]
    fn every_declared_name_of_a_refused_service_is_erased_and_no_essential_one_is(
        granted in 0u8..8,
        tail in "[a-z0-9_]{0,6}",
    ) {
        let policy = stores();
        let ids: Vec<&str> = policy.gated().iter().map(|service| service.id).collect();
        let granted: Vec<&str> = ids
            .iter()
            .enumerate()
            .filter(|(at, _)| granted >> at & 1 == 1)
            .map(|(_, id)| *id)
            .collect();
        for service in &policy.services {
            for rule in service.names() {
                let name = rule.pattern.replace('*', &tail);
                let erased = refused(&policy, &granted, rule.store, &name);
                let runs = granted.contains(&service.id) || !ids.contains(&service.id);
                let shared = policy.services.iter().filter(|other| other.id != service.id).any(|other| {
                    other.names().any(|rule| crate::classify::Pattern(rule.pattern).weight(&name).is_some())
                });
                prop_assert!(!erased || !runs || shared, "{name}");
                prop_assert!(erased || runs || shared || name == "consent", "{name}");
                if service.id == "login" {
                    prop_assert!(!erased, "{name}");
                }
            }
        }
    }

    #[test]
    fn a_record_comes_back_as_it_went_out(
        when in any::<u32>(),
        how in any_how(),
        gpc in any::<bool>(),
        count in 0usize..320,
        seed in any::<u64>(),
    ) {
        let policy = names(count);
        let pick = |id: &str| (id.bytes().map(u64::from).sum::<u64>().wrapping_mul(seed) >> 7) & 1 == 1;
        let record = chosen(&policy, when, how, gpc, pick);
        let text = record.spelling.to_owned();
        prop_assert!(text.len() <= 1000, "{} bytes", text.len());
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte)), "{text}");
        prop_assert_eq!((record.when, record.how, record.gpc), (when, how, gpc));
        for service in policy.gated() {
            prop_assert_eq!(record.grants(&policy, service.id), pick(service.id));
        }
    }

    #[test]
    fn nothing_parses_but_the_one_spelling(
        text in "1\\.[0-9a-zA-Z]{0,7}\\.[a-z]{0,3}(\\.e[0-9a-z]{0,5})?\\.[gmp](~[a-z0-9-]{0,9}){0,4}[ ~%;+]{0,1}",
    ) {
        if let Ok(record) = Record::parse(&text) {
            prop_assert_eq!(respelled(&record), text);
        }
    }

    #[test]
    fn a_change_to_any_character_grants_nothing_that_was_not_granted(at in 0usize..60, with in any::<char>()) {
        let policy = shop();
        let record = chosen(&policy, NOW, How::Save, false, |id| id == "google-analytics");
        let mut text: Vec<char> = record.spelling.to_owned().chars().collect();
        let at = at % text.len();
        text[at] = with;
        let text: String = text.into_iter().collect();
        let jar = format!("consent={text}");
        let records = from_jar(&jar, "consent").unwrap_or_default();
        for (service, verdict) in verdicts(&policy, Signals::default(), &records, NOW) {
            prop_assert!(verdict != Verdict::Granted || service.id == "google-analytics", "{text}");
        }
    }

    #[test]
    fn no_jar_makes_a_grant_out_of_noise(jar in "\\PC{0,200}") {
        let policy = shop();
        let records = from_jar(&jar, "consent").unwrap_or_default();
        let all = verdicts(&policy, Signals::default(), &records, NOW);
        prop_assert!(all.iter().all(|(_, verdict)| *verdict != Verdict::Granted));
    }

    #[test]
    fn a_signal_never_grants_more(
        gpc in any::<bool>(),
        minor in any::<bool>(),
        chosen_with_gpc in any::<bool>(),
        mask in 0u8..16,
    ) {
        let policy = shop();
        let ids: Vec<String> = policy.gated().iter().map(|service| service.id.to_owned()).collect();
        let pick = |id: &str| ids.iter().position(|other| other == id).is_some_and(|at| mask >> at & 1 == 1);
        let record = chosen(&policy, NOW, How::Save, chosen_with_gpc, pick);
        let without = verdicts(&policy, Signals::default(), std::slice::from_ref(&record), NOW);
        let with = verdicts(&policy, Signals { gpc, minor, regime: Regime::default() }, &[record], NOW);
        for ((_, without), (_, with)) in without.iter().zip(&with) {
            prop_assert!(*with != Verdict::Granted || *without == Verdict::Granted);
        }
    }
}
