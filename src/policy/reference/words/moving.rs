//! The words of `moving`.

use super::{Words, row};

pub(super) static WORDS: &[Words] = &[
    row(
        "moving",
        "What the site had before, for the time of a move: its markup works, and the choices that it stored hold, \
         without asking anybody again. docs/moving.md says how, product by product.",
        r#"[{"from": "klaro", "names": {"matomo": "matomo"}, "asOf": "2026-09-01"}]"#,
    ),
    row(
        "moving[].from",
        "The product. Of `cookiebot` and `onetrust` the markup alone is understood; of the others what they stored \
         too.",
        r#""vanilla-cookieconsent""#,
    ),
    row(
        "moving[].names",
        "What its names stand for: klaro's and tarteaucitron's services, Cookiebot's categories, OneTrust's groups \
         (`C0002`), vanilla-cookieconsent's categories, and its services as `category/service`. A name may stand for \
         several services: what is marked by it waits for all of them. A service that several names stand for is \
         granted where the old choice says yes to each. What has no name here stays held, and is told of in the \
         console.",
        r#"{"statistics": ["google-analytics", "matomo"], "marketing": "meta-pixel"}"#,
    ),
    row(
        "moving[].stored",
        "The name under which it stored choices, as a cookie or in localStorage, where that is not `cc_cookie`, \
         `klaro` or `tarteaucitron`.",
        r#""shop_consent""#,
    ),
    row(
        "moving[].asOf",
        "The day from which a choice of klaro's or tarteaucitron's counts, because they store no date: no later than \
         the earliest that you are sure of. After 180 days from then the visitor is asked again. Without it none is \
         taken over. vanilla-cookieconsent's choices have their own date.",
        r#""2026-09-01""#,
    ),
    row("moving[].revision", "The revision of vanilla-cookieconsent's whose choices count; without it, any.", "2"),
    row(
        "moving[].keep",
        "Whether what it stored is left when it has been taken over; otherwise it is erased, so that there is one \
         truth.",
        "true",
    ),
];
