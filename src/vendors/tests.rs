use std::collections::HashSet;

use serde_json::Value;

use super::*;

/// What the interpreter in `www/shim/steps.ts` knows.
const OPERATIONS: &[&str] = &["set", "push", "unshift", "call", "queue", "script", "errors", "after", "event"];

fn steps(of: &str) -> Vec<Value> {
    // The one setting that is no text of its own.
    let of = of.replace("{purposes}", "{}");
    match serde_json::from_str(&format!("[{of}]")) {
        Ok(Value::Array(steps)) => steps,
        other => panic!("not steps: {of}: {other:?}"),
    }
}

#[test]
fn every_step_is_json_with_a_known_operation() {
    for service in BUILT_IN {
        for list in [service.before, service.start, service.load, service.after, service.stop] {
            for step in steps(list) {
                let operation = step[0].as_str().unwrap_or_default().to_owned();
                assert!(OPERATIONS.contains(&operation.as_str()), "{}: {step}", service.id);
            }
        }
    }
}

#[test]
fn every_placeholder_in_a_step_is_a_setting_of_its_service() {
    for service in BUILT_IN {
        for list in [service.before, service.start, service.load, service.after, service.stop] {
            for piece in list.split('{').skip(1) {
                let name = piece.split('}').next().unwrap_or_default();
                let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
                if plain {
                    assert!(service.settings.iter().any(|setting| setting.name == name), "{}: {name}", service.id);
                }
            }
        }
    }
}

#[test]
fn ids_are_unique_and_groups_name_services_that_exist() {
    let mut seen = HashSet::new();
    for service in BUILT_IN {
        assert!(seen.insert(service.id), "{} twice", service.id);
        assert!(service.needs.is_none_or(|needed| built_in(needed).is_some()));
    }
    for (group, members) in GROUPS {
        assert!(built_in(group).is_none());
        assert!(members.iter().all(|member| built_in(member).is_some()));
    }
}

#[test]
fn there_are_as_many_rows_as_there_were() {
    let rows: usize = BUILT_IN.iter().map(|service| service.names.len() + service.hosts.len()).sum();
    assert!(rows >= 65, "{rows} rows");
}

#[test]
fn analytics_is_disabled_before_anything_else_on_a_withdrawal() {
    let analytics = built_in("google-analytics").map(|service| steps(service.stop));
    let first = analytics.as_ref().and_then(|steps| steps.first());
    assert_eq!(first.map(|step| &step[1]), Some(&Value::from("ga-disable-{id}")));
}

#[test]
fn sentry_is_disabled_before_it_is_closed_and_replay_stops_without_a_flush() {
    let stop = built_in("sentry-errors").map(|service| steps(service.stop)).unwrap_or_default();
    let place = |path: &str| stop.iter().position(|step| step[1] == path);
    assert!(place("portcullis.sentry.enabled") < place("Sentry.close"));
    let replay = stop.iter().find(|step| step[1] == "Sentry.getReplay().stop");
    assert_eq!(replay.map(|step| &step[2]["flush"]), Some(&Value::Bool(false)));
}
