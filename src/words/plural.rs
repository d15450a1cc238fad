//! The plural form that a whole number takes in a language, by the rules of Unicode's CLDR. `tests/plurals.txt` holds
//! these rules and those of JavaScript's `Intl` to the same forms.

/// The form of a number below 10,000.
pub(super) fn form(language: &str, number: u32) -> &'static str {
    let (tens, last) = (number % 100, number % 10);
    let teens = (11..=14).contains(&tens);
    match language {
        "ja" | "ko" | "zh-Hans" | "zh-Hant" => "other",
        "fr" | "hi" | "pt" | "pt-BR" if number == 0 => "one",
        "is" => either(last == 1 && tens != 11, "one", "other"),
        "he" => either(number == 2, "two", either(number == 1, "one", "other")),
        "cs" | "sk" => either((2..=4).contains(&number), "few", either(number == 1, "one", "other")),
        "pl" if number == 1 => "one",
        "pl" => either((2..=4).contains(&last) && !teens, "few", "many"),
        "hr" | "uk" => match last {
            1 if tens != 11 => "one",
            2..=4 if !teens => "few",
            _ => either(language == "uk", "many", "other"),
        },
        "sl" => match tens {
            1 => "one",
            2 => "two",
            3 | 4 => "few",
            _ => "other",
        },
        "lt" => match last {
            _ if (11..=19).contains(&tens) => "other",
            1 => "one",
            2..=9 => "few",
            _ => "other",
        },
        "lv" => match last {
            0 => "zero",
            _ if (11..=19).contains(&tens) => "zero",
            1 => "one",
            _ => "other",
        },
        "ro" if number != 1 => either(number == 0 || (1..=19).contains(&tens), "few", "other"),
        "ga" => match number {
            1 => "one",
            2 => "two",
            3..=6 => "few",
            7..=10 => "many",
            _ => "other",
        },
        "mt" if number > 1 || number == 0 => match tens {
            _ if number == 2 => "two",
            0 if number == 0 => "few",
            3..=10 => "few",
            11..=19 => "many",
            _ => "other",
        },
        "ar" => match (number, tens) {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, 3..=10) => "few",
            (_, 11..=99) => "many",
            _ => "other",
        },
        _ => either(number == 1, "one", "other"),
    }
}

fn either(one: bool, then: &'static str, otherwise: &'static str) -> &'static str {
    if one { then } else { otherwise }
}
