//! Which law's question a visitor is asked. What each asks of a browser, and where that stands: docs/regimes.md.

/// The regime that a visitor is under. `eu`, `uk` and `br` all ask first, and differ in nothing that a browser
/// does; `us` lets run what nobody opted out of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Regime {
    /// The European Union, the EEA, Switzerland, and wherever nothing else is known.
    #[default]
    Eu,
    /// The United Kingdom.
    Uk,
    /// The United States.
    Us,
    /// Brazil.
    Br,
}

/// The countries whose regime is not the European one.
pub const COUNTRIES: [(&str, Regime); 4] =
    [("GB", Regime::Uk), ("UK", Regime::Uk), ("US", Regime::Us), ("BR", Regime::Br)];

impl Regime {
    /// The one under which a choice holds longest.
    pub const LONGEST: Regime = Regime::Us;
    /// All of them.
    pub const ALL: [Regime; 4] = [Regime::Eu, Regime::Uk, Regime::Us, Regime::Br];

    /// From `data-regime` and `data-country`. Whatever is not plainly another asks first, as in Europe.
    pub fn read(name: &str, country: &str) -> Regime {
        if name.eq_ignore_ascii_case("auto") {
            let found = COUNTRIES.iter().find(|(code, _)| code.eq_ignore_ascii_case(country));
            return found.map_or_else(Regime::default, |(_, regime)| *regime);
        }
        Regime::ALL.into_iter().find(|regime| regime.name().eq_ignore_ascii_case(name)).unwrap_or_default()
    }

    /// The name in `data-regime`.
    pub const fn name(self) -> &'static str {
        match self {
            Regime::Eu => "eu",
            Regime::Uk => "uk",
            Regime::Us => "us",
            Regime::Br => "br",
        }
    }

    /// Whether nothing runs before the visitor has said yes.
    pub const fn asks_first(self) -> bool {
        !matches!(self, Regime::Us)
    }

    /// How long a choice holds: six months, for yes and no alike; twelve where a no is an opt-out.
    pub const fn lifetime_days(self) -> u32 {
        if self.asks_first() { 180 } else { 365 }
    }
}
