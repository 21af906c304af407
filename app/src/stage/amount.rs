//! Amounts that a hand sets: a ladder of round values for drags and sliders, what may be typed, and how act lines spell
//! it. Pure.

use session::decimal;
use session::wire::Us;

/// What an amount is of. Values are whole: microseconds, thousandths, percent, parts per million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A span of time.
    Span,
    /// A span that may be negative: a clock's offset.
    Offset,
    /// How many times as long.
    Factor,
    /// Percent.
    Share,
    /// A clock's rate error, which may be negative.
    Rate,
    /// An instant of the run.
    Instant,
}

/// A value and what it is of.
pub type Amount = (Unit, i64);

/// The longest span that a hand sets.
const LONGEST: i64 = 600_000_000;

impl Unit {
    /// What a number without a unit is taken for: microseconds or thousandths in one, and the suffix.
    const fn plain(self) -> (f64, &'static str) {
        match self {
            Self::Span | Self::Offset => (1_000.0, "ms"),
            Self::Factor => (1_000.0, "x"),
            Self::Share => (1.0, "%"),
            Self::Rate => (1.0, "ppm"),
            Self::Instant => (1_000_000.0, "s"),
        }
    }

    /// Whether less than nothing is possible.
    pub const fn signed(self) -> bool {
        matches!(self, Self::Offset | Self::Rate)
    }

    const fn bounds(self) -> (i64, i64) {
        match self {
            Self::Span => (0, LONGEST),
            Self::Offset => (-LONGEST, LONGEST),
            Self::Factor => (1, 1_000_000),
            Self::Share => (0, 100),
            Self::Rate => (-500_000, 500_000),
            Self::Instant => (0, i64::MAX),
        }
    }

    /// Round values above nothing, each further than the one before; spans begin at about a hundredth of a second of
    /// watching.
    pub fn ladder(self, pace: Us) -> Vec<i64> {
        match self {
            Self::Factor => vec![1_500, 2_000, 3_000, 5_000, 10_000, 20_000, 50_000, 100_000],
            Self::Share => vec![1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
            Self::Rate => decades(10, 4, &[1, 2, 5]).into_iter().chain([200_000, 500_000]).collect(),
            _ => decades(10_i64.pow((pace / 100).max(1).ilog10()), 4, &[1, 2, 3, 5, 7]),
        }
    }

    /// The value so many steps up the ladder, or down it; nothing at its foot.
    pub fn rung(self, pace: Us, step: i32) -> Option<i64> {
        let ladder = self.ladder(pace);
        let at = (step.unsigned_abs() as usize).min(ladder.len()).checked_sub(1)?;
        (step > 0 || self.signed()).then(|| ladder[at] * i64::from(step.signum()))
    }

    /// The step of the ladder that is nearest to a value.
    pub fn step(self, pace: Us, value: i64) -> i32 {
        let steps = self.ladder(pace).iter().filter(|v| **v <= value.abs()).count() as i32;
        steps * value.signum() as i32
    }
}

/// `from`, and so on through so many powers of ten.
fn decades(from: i64, many: u32, digits: &[i64]) -> Vec<i64> {
    let all = (0..many).flat_map(|k| digits.iter().map(move |d| d * from * 10_i64.pow(k)));
    all.chain([from * 10_i64.pow(many)]).collect()
}

/// Reads what was typed: a number, with a unit where it is not the first of these.
pub fn read(text: &str, units: &[Unit]) -> Option<Amount> {
    let text = text.trim().trim_start_matches('+');
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits);
    let n = decimal(number)?;
    let (unit, scale) = match suffix.trim() {
        "" => (*units.first()?, units.first()?.plain().0),
        suffix => units.iter().find_map(|u| Some((*u, scale(*u, suffix)?)))?,
    };
    let value = (n * scale).round();
    let (least, most) = unit.bounds();
    (value >= least as f64 && value <= most as f64).then_some((unit, value as i64))
}

fn scale(unit: Unit, suffix: &str) -> Option<f64> {
    match (unit, suffix) {
        (Unit::Span | Unit::Offset | Unit::Instant, "s") => Some(1_000_000.0),
        (Unit::Span | Unit::Offset | Unit::Instant, "ms") => Some(1_000.0),
        (Unit::Span | Unit::Offset | Unit::Instant, "us" | "µs") => Some(1.0),
        (Unit::Factor, "x" | "×") => Some(1_000.0),
        (Unit::Share, "%") | (Unit::Rate, "ppm") => Some(1.0),
        _ => None,
    }
}

/// As act lines spell it: `300ms`, `1.5s`, `-20s`, `10x`, `20%`, `200ppm`.
pub fn spell((unit, value): Amount) -> String {
    let (scale, suffix) = match unit {
        Unit::Span | Unit::Offset | Unit::Instant => match value.unsigned_abs() {
            0 => (1, "s"),
            v if v >= 1_000_000 => (1_000_000, "s"),
            v if v >= 1_000 => (1_000, "ms"),
            _ => (1, "us"),
        },
        Unit::Factor => (1_000, "x"),
        Unit::Share => (1, "%"),
        Unit::Rate => (1, "ppm"),
    };
    let (whole, rest) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    let mut out = if value < 0 { ["-", &*whole.to_string()].concat() } else { whole.to_string() };
    if rest > 0 {
        let digits = (scale + rest).to_string();
        out.push('.');
        out.push_str(digits[1..].trim_end_matches('0'));
    }
    out + suffix
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Us = 130_000;

    #[test]
    fn what_is_typed_is_spelled_as_the_engine_reads_it() {
        let said = |text: &str, units: &[Unit]| read(text, units).map_or_else(|| "-".into(), spell);
        let all: Vec<String> = [
            said("300", &[Unit::Span]),
            said("1.5 s", &[Unit::Span]),
            said("250us", &[Unit::Span]),
            said("-300", &[Unit::Offset]),
            said("+1", &[Unit::Offset]),
            said("10x", &[Unit::Span, Unit::Factor]),
            said("1.5", &[Unit::Factor]),
            said("20", &[Unit::Share]),
            said("-200", &[Unit::Rate]),
            said("4.4", &[Unit::Instant]),
            said("-1", &[Unit::Span]),
            said("101", &[Unit::Share]),
            said("10x", &[Unit::Span]),
            said("ten", &[Unit::Span]),
            said("", &[Unit::Span]),
        ]
        .to_vec();
        assert_eq!(all.join(" "), "300ms 1.5s 250us -300ms 1ms 10x 1.5x 20% -200ppm 4.4s - - - - -");
    }

    #[test]
    fn the_engine_reads_every_rung() {
        for (unit, verb) in [
            (Unit::Span, "slow a-c by "),
            (Unit::Factor, "slow a by "),
            (Unit::Offset, "skew a by "),
            (Unit::Rate, "drift a "),
            (Unit::Share, "set a-c.loss "),
        ] {
            for pace in [500, PACE, 1_500_000] {
                for value in unit.ladder(pace) {
                    let line = ["at 1s ", verb, &spell((unit, value))].concat();
                    let read = sim_core::act::parse_line(&line).unwrap();
                    assert_eq!(read.to_string(), line);
                    assert_eq!(unit.rung(pace, unit.step(pace, value)), Some(value), "{line}");
                }
            }
        }
    }

    #[test]
    fn a_ladder_has_a_foot_and_a_top() {
        assert_eq!((Unit::Span.rung(PACE, 0), Unit::Span.rung(PACE, -3)), (None, None));
        assert_eq!((Unit::Span.rung(PACE, 1), Unit::Span.rung(PACE, 99)), (Some(1_000), Some(10_000_000)));
        assert_eq!((Unit::Offset.rung(PACE, -13), Unit::Offset.step(PACE, -300_000)), (Some(-300_000), -13));
        assert_eq!(Unit::Rate.rung(PACE, 99), Some(500_000));
    }
}
