//! Names that are close to one that nobody has: what a slip of the keyboard probably meant.

use alloc::string::String;
use alloc::vec::Vec;

/// How many names are worth reading.
const MOST: usize = 3;
/// The longest text that is compared: names have at most forty characters.
const LONGEST: usize = 48;

/// The nearest of these names, the nearest first; none where nothing is near.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = simple(name);
    if wanted.is_empty() || wanted.len() > LONGEST {
        return Vec::new();
    }
    let allowed = wanted.len().div_ceil(4).min(4);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for one in known {
        let other = simple(one);
        let distance = distance(&wanted, &other);
        let is_part = |part: &[char], whole: &[char]| part.len() > 3 && whole.windows(part.len()).any(|at| at == part);
        if distance <= allowed {
            found.push((distance, one));
        } else if is_part(&wanted, &other) || is_part(&other, &wanted) {
            // After all that are spelled alike.
            found.push((LONGEST.saturating_add(distance), one));
        }
    }
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().take(MOST).map(|(_, one)| one).collect()
}

/// Several names, as a question offers them.
pub fn offered(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| alloc::format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => alloc::format!("{} or {last}", before.join(", ")),
        None => String::new(),
    }
}

/// Letters and digits alone, in lower case.
fn simple(name: &str) -> Vec<char> {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many letters are to be changed, left out, put in or exchanged with the next one.
fn distance(one: &[char], other: &[char]) -> usize {
    // The rows of the table for the last two letters of `one`; row 0 is the other's beginnings.
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut former: Vec<usize> = Vec::new();
    let mut before = None;
    for (at, letter) in one.iter().enumerate() {
        let mut next = alloc::vec![at.saturating_add(1)];
        for (column, theirs) in other.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let changed = get(&row, column).saturating_add(usize::from(letter != theirs));
            let left_out = get(&row, column.saturating_add(1)).saturating_add(1);
            let put_in = get(&next, column).saturating_add(1);
            let last = column.checked_sub(1).and_then(|last| other.get(last));
            let is_exchanged = last.is_some() && last == Some(letter) && before == Some(theirs);
            let exchanged =
                if is_exchanged { get(&former, column.saturating_sub(1)).saturating_add(1) } else { usize::MAX };
            next.push(changed.min(left_out).min(put_in).min(exchanged));
        }
        former = core::mem::replace(&mut row, next);
        before = Some(letter);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::catalogue;

    #[test]
    fn a_slip_finds_the_name_that_was_meant() {
        for (slip, meant) in [
            ("youtub", "youtube"),
            ("you-tube", "youtube"),
            ("YouTube", "youtube"),
            ("yuotube", "youtube"),
            ("google-analytic", "google-analytics"),
            ("googleanalytics", "google-analytics"),
            ("analytics", "google-analytics"),
            ("sentri", "sentry"),
            ("facebook-meta-pixel", "meta-pixel"),
            ("hotjr", "hotjar"),
        ] {
            let found = nearest(slip, catalogue::names());
            assert!(found.contains(&meant) && found.len() <= MOST, "{slip}: {found:?}");
        }
        assert_eq!(nearest("youtub", catalogue::names()), ["youtube"]);
    }

    #[test]
    fn what_is_like_nothing_finds_nothing() {
        for other in ["acme", "", "---", "x", &"a".repeat(400)] {
            assert_eq!(nearest(other, catalogue::names()), [""; 0], "{other}");
        }
    }

    #[test]
    fn letters_are_changed_left_out_put_in_or_exchanged() {
        let distance = |one, other| distance(&simple(one), &simple(other));
        for (one, other, far) in [
            ("abc", "abc", 0),
            ("abc", "abd", 1),
            ("abc", "ab", 1),
            ("ab", "abc", 1),
            ("abcd", "acbd", 1),
            ("abc", "", 3),
            ("", "", 0),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!((distance(one, other), distance(other, one)), (far, far), "{one} {other}");
        }
        assert_eq!(offered(&["a"]), "`a`");
        assert_eq!(offered(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
