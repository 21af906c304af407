//! Measured quantities with their unit, and how they are spelled.

use std::fmt;

use crate::decimal::decimal;
use crate::time::Duration;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A count, or a ratio of counts such as attempts per operation.
    Count,
    /// A share of a whole, 0 to 1, spelled in percent.
    Share,
    /// A span or an instant of virtual time, held in seconds.
    Time,
    /// Events per second.
    Rate,
}

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The number: shares from 0 to 1, times in seconds, rates per second.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
}

impl Quantity {
    /// A count.
    pub fn count(n: usize) -> Self {
        Self { value: n as f64, unit: Unit::Count }
    }
    /// A share `part / whole`; `whole` must not be zero.
    pub fn share(part: usize, whole: usize) -> Self {
        Self { value: part as f64 / whole as f64, unit: Unit::Share }
    }
    /// A span of virtual time.
    pub fn time(span: Duration) -> Self {
        Self { value: span.as_secs(), unit: Unit::Time }
    }
    /// Reads `95%`, `3.5`, `27×`, `15s`, `300ms`, `10/s`. The unit is read off the spelling.
    ///
    /// # Errors
    /// A sentence that says what is possible.
    pub fn parse(text: &str) -> Result<Self, String> {
        let number = |t: &str| decimal(t.trim());
        let found = if let Some(n) = text.strip_suffix('%') {
            number(n).map(|v| (v / 100.0, Unit::Share))
        } else if let Some(n) = text.strip_suffix("/s") {
            number(n).map(|v| (v, Unit::Rate))
        } else if let Some(n) = text.strip_suffix("ms") {
            number(n).map(|v| (v / 1e3, Unit::Time))
        } else if let Some(n) = text.strip_suffix("us") {
            number(n).map(|v| (v / 1e6, Unit::Time))
        } else if let Some(n) = text.strip_suffix('s') {
            number(n).map(|v| (v, Unit::Time))
        } else {
            number(text.strip_suffix('×').unwrap_or(text)).map(|v| (v, Unit::Count))
        };
        found.map(|(value, unit)| Self { value, unit }).ok_or_else(|| {
            format!(
                "`{text}` is not a quantity; write a count (3.5), a share (95%), a time (300ms, 15s) or a rate (10/s)"
            )
        })
    }
}

/// Counts whole or with up to two decimals, shares in percent with up to one, times in seconds or milliseconds.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v = self.value;
        match self.unit {
            Unit::Count => write!(f, "{}", trimmed(v, 2)),
            Unit::Share => write!(f, "{} %", trimmed(v * 100.0, 1)),
            Unit::Time if v.abs() < 1.0 => write!(f, "{} ms", trimmed(v * 1e3, 1)),
            Unit::Time => write!(f, "{} s", trimmed(v, 3)),
            Unit::Rate => write!(f, "{}/s", trimmed(v, 1)),
        }
    }
}

/// `v` with at most `digits` decimals and no trailing zeros.
fn trimmed(v: f64, digits: usize) -> String {
    let text = format!("{v:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_back_with_their_unit() {
        let spelled = |t: &str| Quantity::parse(t).unwrap().to_string();
        assert_eq!(spelled("95%"), "95 %");
        assert_eq!(spelled("300ms"), "300 ms");
        assert_eq!(spelled("15s"), "15 s");
        assert_eq!(spelled("27×"), "27");
        assert_eq!(spelled("10/s"), "10/s");
        assert!(Quantity::parse("ten").unwrap_err().contains("95%"));
    }
}
