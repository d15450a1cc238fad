//! What the command line says of a revision.

use core::fmt;

use super::{Fault, Revision, What};
use crate::consent::Regime;

impl fmt::Display for Revision<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (old, new, force) = self.days;
        writeln!(out, "{old} to {new}")?;
        for asked in &self.asked {
            writeln!(out, "asked again: {}, from {} on, of whoever chose before that day", asked.id, asked.since)?;
            reasons(out, &asked.why)?;
            if asked.announced {
                writeln!(out, "    as the old version announced")?;
            } else if asked.why.is_empty() {
                writeln!(out, "    nothing of it changed: without its `since`, nobody would be asked")?;
            }
        }
        if self.loses_bits {
            writeln!(
                out,
                "asked again: everything, of whoever granted so many services that the choice is kept as bits"
            )?;
        }
        for other in &self.other {
            writeln!(out, "asks nothing: {other}")?;
        }
        if self.asked.is_empty() && !self.loses_bits {
            writeln!(out, "nobody is asked again")?;
        } else {
            writeln!(
                out,
                "All other choices stay. A day begins at 00:00 UTC: publish before it does, or name the next one, for \
                 what is chosen on that day counts as chosen after the change."
            )?;
        }
        if let Some((announced, force)) = self.moved {
            writeln!(
                out,
                "effective: {announced} was announced, and this version is in force from {force}: announce that"
            )?;
        }
        for (id, fault) in &self.faults {
            match fault {
                Fault::Unasked(why) => {
                    writeln!(
                        out,
                        "{id}: `since` is missing: it must be {force} or later, or choices made before pass for this:"
                    )?;
                    reasons(out, why)?;
                }
                Fault::TooEarly(why) => {
                    writeln!(out, "{id}: `since` must be {force} or later, when this version is in force:")?;
                    reasons(out, why)?;
                }
                Fault::TakenBack(day) => writeln!(
                    out,
                    "{id}: `since` must stay {day}: choices made before that day live for {} days",
                    Regime::LONGEST.lifetime_days()
                )?,
            }
        }
        Ok(())
    }
}

fn reasons(out: &mut fmt::Formatter<'_>, why: &[What]) -> fmt::Result {
    why.iter().try_for_each(|what| writeln!(out, "    {what}"))
}
