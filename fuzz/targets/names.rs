//! Names, hosts and paths, and the packed table of names: what nobody declared is tracking, and any bytes are a table.

#![no_main]

use fuzz::policy;
use libfuzzer_sys::fuzz_target;
use portcullis::classify::names::Table;
use portcullis::classify::{Pattern, name, url};
use portcullis::vendors::{Class, Store};
use portcullis_fuzz as fuzz;

fuzz_target!(|text: &str| {
    let (one, other) = text.split_once('\0').unwrap_or((text, ""));
    for store in Store::ALL {
        let answer = name(policy(), store, one);
        assert!(answer.rule.is_some() || answer.class == Class::Tracking, "{answer:?}");
        let table = Table::read(other);
        table.look_up(store, one);
    }
    let answer = url(policy(), one, other);
    assert!(answer.rule.is_some() || answer.class == Class::Tracking, "{answer:?}");
    // One `*`, as a policy may have it; the rest by std.
    if Pattern(one).weight(other).is_some() && one.matches('*').count() < 2 {
        let (prefix, suffix) = one.split_once('*').unwrap_or((one, ""));
        assert!(other.starts_with(prefix) && other.ends_with(suffix) && other.len() >= prefix.len() + suffix.len());
    }
});
