//! Fields of the inspector: a typed amount, or a slider's, completes an act line. Pure.

use session::wire::Us;

use super::amount::{self, Unit};
use super::gesture::Tool;

/// A field whose value completes an act line.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its label.
    pub label: String,
    /// The line before the value.
    pub before: String,
    /// What may be typed; a number alone is of the first. None of them: a whole number, or `next`.
    pub units: &'static [Unit],
    /// What it starts with.
    pub start: String,
    /// The tool whose field it is.
    pub tool: Tool,
}

/// What a field makes.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// An act line for now.
    Now(String),
    /// An act line for an instant.
    At(Us, String),
}

impl Made {
    /// The same for a while, where its act can be undone.
    #[must_use]
    pub fn lasting(self, span: Option<&str>) -> Self {
        match self {
            Self::Now(line) => Self::Now(super::lines::lasting(line, span)),
            later @ Self::At(..) => later,
        }
    }
}

impl Field {
    /// How long an act lasts; nothing typed is until it is undone.
    pub fn span() -> Self {
        let label = super::words::LASTS.into();
        Self { label, before: String::new(), units: &[Unit::Span], start: String::new(), tool: Tool::Select }
    }

    /// What a value makes.
    pub fn made(&self, typed: &str) -> Option<Made> {
        let Some(first) = self.units.first() else {
            let word = typed.trim();
            let fits = word == "next" || word.parse::<i64>().is_ok();
            return fits.then(|| Made::Now([&*self.before, word].concat()));
        };
        let (unit, value) = amount::read(typed, self.units)?;
        if *first == Unit::Instant {
            return Some(Made::At(value as Us, self.before.clone()));
        }
        Some(Made::Now([&*self.before, &amount::spell((unit, value))].concat()))
    }

    /// The slider's range and where it is; none where there is no scale.
    pub fn slider(&self, pace: Us, typed: &str) -> Option<(i32, i32, i32)> {
        let unit = *self.units.first().filter(|u| **u != Unit::Instant)?;
        let most = unit.ladder(pace).len() as i32;
        let here = amount::read(typed, self.units).map_or(0, |(unit, value)| unit.step(pace, value));
        Some((if unit.signed() { -most } else { 0 }, most, here.clamp(-most, most)))
    }

    /// What the slider puts into the field.
    pub fn slid(&self, pace: Us, step: i32) -> String {
        let Some(unit) = self.units.first() else { return String::new() };
        // Nothing, spelled so that it takes the fault back.
        let foot = if *unit == Unit::Factor { 1_000 } else { 0 };
        amount::spell((*unit, unit.rung(pace, step).unwrap_or(foot)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_and_words_make_the_same_lines() {
        let field = |before: &str, units| Field {
            label: String::new(),
            before: before.into(),
            units,
            start: String::new(),
            tool: Tool::Select,
        };
        let slow = field("slow a by ", &[Unit::Factor, Unit::Span]);
        assert_eq!(slow.made("40ms"), Some(Made::Now("slow a by 40ms".into())));
        assert_eq!(slow.made("2"), Some(Made::Now("slow a by 2x".into())));
        assert_eq!((slow.slider(130_000, "5x"), slow.slid(130_000, 4)), (Some((0, 8, 4)), "5x".into()));
        assert_eq!(slow.slid(130_000, 0), "1x");
        let skew = field("skew a by ", &[Unit::Offset]);
        assert_eq!((skew.slider(130_000, "-300"), skew.slid(130_000, -13)), (Some((-21, 21, -13)), "-300ms".into()));
        let ask = field("ask ann write balance ", &[]);
        assert_eq!(ask.made("next"), Some(Made::Now("ask ann write balance next".into())));
        assert_eq!((ask.made("a lot"), ask.slider(130_000, "45")), (None, None));
        let heal = field("heal cut", &[Unit::Instant]);
        assert_eq!(heal.made("4.4"), Some(Made::At(4_400_000, "heal cut".into())));
    }
}
