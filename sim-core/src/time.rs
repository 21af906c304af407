//! Virtual time: whole microseconds, never a float and never a wall clock.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// An instant of virtual time, in microseconds since the run began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

/// A span of virtual time, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub u64);

impl Time {
    /// The instant at which every run begins.
    pub const ZERO: Self = Self(0);
    /// Later than any instant of any run.
    pub const NEVER: Self = Self(u64::MAX);

    /// An instant given in milliseconds.
    pub const fn ms(n: u64) -> Self {
        Self(n * 1_000)
    }
    /// An instant given in seconds.
    pub const fn secs(n: u64) -> Self {
        Self(n * 1_000_000)
    }
    /// The span from `earlier` to here; zero where `earlier` is later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span given in microseconds.
    pub const fn us(n: u64) -> Self {
        Self(n)
    }
    /// A span given in milliseconds.
    pub const fn ms(n: u64) -> Self {
        Self(n * 1_000)
    }
    /// A span given in seconds.
    pub const fn secs(n: u64) -> Self {
        Self(n * 1_000_000)
    }
    /// The span in seconds, for display and for rates.
    pub fn as_secs(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

// Additions saturate: a time beyond the end of any run stays beyond it, and a model that runs away in time
// reaches the end of its run instead of wrapping round to the beginning.
impl Add<Duration> for Time {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}
impl AddAssign<Duration> for Time {
    fn add_assign(&mut self, span: Duration) {
        *self = *self + span;
    }
}
impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl Sub for Duration {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// The spelling of lesson files: the largest unit that needs at most six decimals (`2.1s`, `50ms`, `700us`).
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = match self.0 {
            0 => return f.write_str("0s"),
            us if us >= 1_000_000 => (1_000_000, "s"),
            us if us >= 1_000 => (1_000, "ms"),
            _ => (1, "us"),
        };
        let (whole, rest) = (self.0 / unit, self.0 % unit);
        if rest == 0 {
            return write!(f, "{whole}{name}");
        }
        let digits = format!("{:0width$}", rest, width = if unit == 1_000_000 { 6 } else { 3 });
        write!(f, "{whole}.{}{name}", digits.trim_end_matches('0'))
    }
}

/// An instant is spelled like the span since the start of the run.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Duration(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_spelled_with_its_largest_unit() {
        let spelled = |us| Duration(us).to_string();
        assert_eq!(
            [0, 700, 50_000, 1_500, 2_100_000, 15_000_000].map(spelled),
            ["0s", "700us", "50ms", "1.5ms", "2.1s", "15s"]
        );
    }

    #[test]
    fn time_saturates_instead_of_wrapping() {
        assert_eq!(Time(u64::MAX - 1) + Duration::secs(9), Time::NEVER);
        assert_eq!(Time::secs(1).since(Time::secs(2)), Duration::ZERO);
    }
}
