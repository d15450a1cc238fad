use serde_json::json;

use super::*;

const SHOP: &str = include_str!("../../../tests/policies/real/shop.json");

fn receipt(surface: &str, language: &str, gpc: bool, hash: &str) -> Value {
    json!({
        "at": "2026-11-23T10:00:00Z", "gpc": gpc, "minor": false, "regime": "eu", "how": "accept",
        "notice": {"hash": hash, "language": language, "surface": surface, "policy": "p"},
    })
}

fn judged(policy: &str, receipt: &Value) -> Shown {
    compare(policy, &Made { entry: 1, receipt, before: None, purged: false })
}

/// Hashes of what earlier versions of this module showed: their receipts must be found right for ever.
#[test]
fn what_an_earlier_version_showed_is_drawn_again_to_the_letter() {
    for (surface, language, gpc, hash) in [
        ("banner", "de", false, "LoPc8Jj9IrKo7qIrbdz78BzQieROmSgckUs8vb0u0FU"),
        ("banner", "de", true, "OdGdcjIWF9Z2QYwowjbbJQ98ySSD-xxjVDuRF7mIfDY"),
        ("preferences", "ar", false, "2UVbVAWslf2i8GhhCLJ769V4e7IlpKotnsylxCctCjo"),
    ] {
        assert!(matches!(judged(SHOP, &receipt(surface, language, gpc, hash)), Shown::Same), "{surface} {language}");
        let other = SHOP.replace("Önskelista", "Lista");
        let changed = judged(&other, &receipt(surface, language, gpc, hash));
        // The banner names purposes and no services.
        assert_eq!(matches!(changed, Shown::Same), surface == "banner");
        let reworded = SHOP.replace("hjärtmarkerat", "markerat");
        assert!(matches!(judged(&reworded, &receipt(surface, language, gpc, hash)), Shown::Another(_)), "{surface}");
    }
}

#[test]
fn words_that_there_are_not_are_said_to_be_missing() {
    let Shown::Another(why) = judged(SHOP, &receipt("banner", "xx", false, "h")) else {
        panic!("drawn in no language")
    };
    assert!(why.contains("\"xx\""), "{why}");
}
