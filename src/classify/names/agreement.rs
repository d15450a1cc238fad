//! Where the database and our own rows agree, and what was decided where they do not.

use super::{Found, Source, Table, database, own_rows, pack};
use crate::text;
use crate::vendors::{Class, Store};

const DECISIONS: &str = include_str!("../../../data/open-cookie-database/decisions.tsv");

/// What the database says of a row of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The same class.
    Agree,
    /// Of its "functional", which mixes the two, we say which: essential.
    Refine,
    /// Another class: decided by hand.
    Disagree,
    /// It has no such name.
    Absent,
}

/// A row of ours, held against the database.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Ours.
    pub own: Source,
    /// The database's class and its pattern, where it has the name.
    pub theirs: Option<(Class, String)>,
    /// How the two stand.
    pub agreement: Agreement,
    /// Why ours stands, where they disagree and that was decided.
    pub reason: Option<&'static str>,
}

/// A name that the pattern meets.
fn example(pattern: &str) -> String {
    pattern.replacen('*', "1", 1)
}

/// Every row of ours, against the database alone.
pub fn compare() -> Vec<Compared> {
    let packed = pack(&database());
    let table = Table::read(&packed);
    let compared = own_rows().into_iter().map(|own| {
        let found: Found<'_> = table.look_up(own.store.unwrap_or(Store::Cookie), &example(&own.pattern));
        let theirs = (!found.rule.is_empty()).then(|| (found.class, found.rule.to_owned()));
        let agreement = match theirs {
            None => Agreement::Absent,
            Some((class, _)) if class == own.class => Agreement::Agree,
            Some((Class::Functional, _)) if own.class == Class::Essential => Agreement::Refine,
            Some(_) => Agreement::Disagree,
        };
        let reason = (agreement == Agreement::Disagree).then(|| decision(&own)).flatten();
        Compared { own, theirs, agreement, reason }
    });
    compared.collect()
}

fn decisions() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    DECISIONS.lines().skip(1).map(|line| {
        let mut cells = text::pieces(line, b'\t');
        let mut cell = || cells.next().unwrap_or_default();
        (cell(), cell(), cell())
    })
}

fn decision(own: &Source) -> Option<&'static str> {
    decisions()
        .find(|(service, pattern, _)| *service == own.service && *pattern == own.pattern)
        .map(|(_, _, reason)| reason)
}

/// Decisions about which nobody disagrees any more.
pub fn stale_decisions() -> Vec<String> {
    let compared = compare();
    let open = |service: &str, pattern: &str| {
        compared
            .iter()
            .any(|one| one.agreement == Agreement::Disagree && one.own.service == service && one.own.pattern == pattern)
    };
    let stale = decisions().filter(|(service, pattern, _)| !open(service, pattern));
    stale.map(|(service, pattern, _)| format!("{service} {pattern}")).collect()
}

const HEAD: &str = "# What names are, and how sure that is

Written by `./x names` from `src/vendors`, `www/services` and `data/open-cookie-database`: change those, not this page.

A name gets an answer: its **class**, its **vendor**, a **purpose**, a **duration**, the **rule** that matched, and
how **sure** that is:

| sure | because |
|---|---|
| `declared` | the site's policy declares it |
| `known` | a built-in service or one of the catalogue has it; each such row has its source |
| `listed` | the [Open Cookie Database](https://github.com/jkwakman/Open-Cookie-Database) (Apache 2.0, \
`data/open-cookie-database`) has that very name, of one vendor |
| `guessed` | the database has how it begins, or has it of several vendors, or it has under four letters |
| `none` | nobody knows it: it is tracking until somebody declares it |

The surer answer stands. Of several rows as sure, the longest does; an exact name is longer than any wildcard. The
database makes no name *essential*: its \"Functional\" mixes what a site cannot do without and what it merely
remembers. Of a name that it has in two classes, the stricter stands. A page of an ordinary visitor loads nothing of
this: the table (`portcullis-names.txt`) and what reads it are fetched by the watchdog and the inspector alone.

Whoever has a list of names asks the command line, a name or an address a line:

    $ printf 'cookie _ga\\ncookie wp-settings-1\\nhttps://cdn.example/x.js\\n' | portcullis classify - --policy \
policy.json

";

/// docs/classify.md.
pub fn markdown() -> String {
    let compared = compare();
    let count = |agreement| compared.iter().filter(|one| one.agreement == agreement).count();
    let class = |class: Class| database().iter().filter(|row| row.class == class).count();
    let mut out = String::from(HEAD);
    out += "## What the database holds\n\n| rows | functional | tracking | with a wildcard | guessed at best \
            |\n|---|---|---|---|---|\n";
    let rows = database();
    let wild = rows.iter().filter(|row| row.pattern.contains('*')).count();
    let guessed =
        rows.iter().filter(|row| row.pattern.contains('*') || row.confidence == super::Confidence::Guessed).count();
    out += &format!(
        "| {} | {} | {} | {wild} | {guessed} |\n\n",
        rows.len(),
        class(Class::Functional),
        class(Class::Tracking)
    );
    out += "## Our own rows against it\n\n| of our rows | agree | refine | disagree, decided below | not in the \
            database |\n|---|---|---|---|---|\n";
    out += &format!(
        "| {} | {} | {} | {} | {} |\n\n*Refine*: the database says functional, and ours says that the name is \
         essential.\n\n",
        compared.len(),
        count(Agreement::Agree),
        count(Agreement::Refine),
        count(Agreement::Disagree),
        count(Agreement::Absent)
    );
    out += "## Decided\n\nOurs stands each time.\n\n| name | service | ours | the database's | why \
            |\n|---|---|---|---|---|\n";
    for one in compared.iter().filter(|one| one.agreement == Agreement::Disagree) {
        let theirs = one.theirs.as_ref().map_or("", |(class, _)| class.name());
        let (own, reason) = (&one.own, one.reason.unwrap_or("**undecided**"));
        out += &format!("| `{}` | {} | {} | {theirs} | {reason} |\n", own.pattern, own.service, own.class.name());
    }
    out += "\n## Read otherwise than it is written\n\n| in the database | read as | why |\n|---|---|---|\n";
    for line in super::source::CORRECTIONS.lines().skip(1) {
        let cells: Vec<&str> = text::pieces(line, b'\t').collect();
        if let [name, pattern, why] = cells.as_slice() {
            out += &format!("| `{name}` | `{pattern}` | {why} |\n");
        }
    }
    out
}
