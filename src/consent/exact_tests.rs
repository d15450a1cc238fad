//! What a pass and a record of bits say to the letter: what cargo-mutants changed without another test seeing it.

use super::*;
use crate::policy::{Policy, parse};

fn many() -> Policy<'static> {
    let service = |at: usize| {
        format!(r#"{{"id":"a-service-of-number-{at}","name":"N","vendor":"V","class":"tracking","purpose":"P"}}"#)
    };
    let services: Vec<String> = (0..100).map(service).collect();
    let text = format!(
        r#"{{"site":{{"name":"S","contact":"c"}},"updated":"2026-11-22","services":[{}]}}"#,
        services.join(",")
    );
    parse(text.leak()).unwrap_or_else(|error| panic!("{}", error.message()))
}

#[test]
fn a_record_of_bits_begins_with_fnv_of_the_ids() {
    let policy = many();
    let mut hash: u64 = 0x811c_9dc5;
    for service in policy.gated() {
        for byte in service.id.bytes().chain([0]) {
            hash = ((hash ^ u64::from(byte)) * 0x0100_0193) % (1 << 32);
        }
    }
    let written = write(&policy, 36, How::Accept, Signals::default(), &|_| true);
    let mut print = Vec::new();
    while hash > 0 {
        print.push(char::from_digit((hash % 36) as u32, 36).unwrap_or_default());
        hash /= 36;
    }
    let print: String = print.into_iter().rev().collect();
    assert_eq!(written, format!("1.10.a.e0.m~{print}~{}", "v".repeat(20)));
}

#[test]
fn a_bit_beyond_five_is_none() {
    assert!(Record::parse("1.10.a.m~1~v").is_ok());
    for beyond in ["w", "z", "vw", "V", "-"] {
        assert!(Record::parse(&format!("1.10.a.m~1~{beyond}")).is_err(), "{beyond}");
    }
}
