//! Figures as a text shows them: `2.900 s`, `70`, `95 %`, `0.3 to 0.7`; what they say, at the digits they have.

use sim_core::decimal::decimal;
use sim_core::quantity::{Quantity, Unit};

/// One figure or a range of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shown {
    low: f64,
    high: f64,
    /// Half of the last digit's worth.
    half: f64,
    /// Whether it is a range, which must hold every seed.
    pub(super) range: bool,
}

impl Shown {
    /// Reads a figure; `None` where it is none of this unit.
    pub(super) fn parse(text: &str, unit: Unit) -> Option<Self> {
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let Some((low, high)) = squeezed.split_once("to") else {
            let (value, half) = figure(&squeezed, unit)?;
            return Some(Self { low: value, high: value, half, range: false });
        };
        let (to, half) = figure(high, unit)?;
        // The unit stands once, at the end of a range.
        let suffix = high.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
        let (from, _) =
            figure(low, unit).filter(|_| low.ends_with(suffix)).or_else(|| figure(&format!("{low}{suffix}"), unit))?;
        Some(Self { low: from, high: to, half, range: true })
    }

    /// Whether this is what was measured, at the digits shown.
    pub(super) fn says(&self, value: f64) -> bool {
        // A hair more than half a digit: what lies on the edge rounds either way.
        let half = self.half * (1.0 + 1e-6) + 1e-12;
        value >= self.low - half && value <= self.high + half
    }
}

/// A value and half of what its last digit is worth.
fn figure(text: &str, unit: Unit) -> Option<(f64, f64)> {
    Quantity::parse(text).ok().filter(|q| q.unit == unit)?;
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+')).collect();
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let written = decimal(&number)?;
    // How much one of the written unit is worth: 0.01 for a percent, 0.001 for a millisecond.
    let one = Quantity::parse(&text.replacen(&number, "1", 1)).ok()?.value;
    let digit = (0..decimals).fold(one, |worth, _| worth / 10.0);
    Some((written * one, digit / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str, unit: Unit, value: f64) -> bool {
        Shown::parse(text, unit).expect(text).says(value)
    }

    #[test]
    fn a_figure_holds_at_the_digits_shown() {
        assert!(says("2.900 s", Unit::Time, 2.9) && says("2.9 s", Unit::Time, 2.94));
        assert!(!says("2.900 s", Unit::Time, 2.901) && !says("2.9 s", Unit::Time, 2.96));
        assert!(says("800 ms", Unit::Time, 0.8004) && says("0.8 s", Unit::Time, 0.8));
        assert!(says("95 %", Unit::Share, 0.9541) && !says("95 %", Unit::Share, 0.956));
        assert!(says("70", Unit::Count, 70.0) && !says("70", Unit::Count, 71.0));
        assert!(says("2.0×", Unit::Count, 2.04));
    }

    #[test]
    fn a_range_carries_its_unit_once_or_twice() {
        assert!(says("0.3 to 0.7", Unit::Count, 0.5) && !says("0.3 to 0.7", Unit::Count, 0.8));
        assert!(says("30 to 70 %", Unit::Share, 0.31) && says("30 % to 70 %", Unit::Share, 0.7));
        assert!(says("80 ms to 2 s", Unit::Time, 0.08));
        assert_eq!(Shown::parse("70 s", Unit::Count), None);
    }
}
