//! A node's own clocks. The monotonic clock counts local microseconds since the run began, at the rate of the node's
//! crystal; the wall clock is the monotonic one plus an offset, which skews, steps and corrections change.
//!
//! `mono(t) = mono(t0) + (t - t0) (1 + rate)` since the rate last changed at `t0`, exact and shown rounded down;
//! `wall(t) = mono(t) + offset`. Handlers see these readings and never `t`.

use std::fmt;

use crate::time::{Duration, Time};

/// What a clock shows: signed microseconds. A clock may be set before the run began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading(pub i64);

impl Reading {
    /// From an earlier reading to this one; negative where the clock went back.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    /// A later reading.
    #[must_use]
    pub const fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add_unsigned(by.0))
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.0 < 0 { "-" } else { "" }, Duration(self.0.unsigned_abs()))
    }
}

/// The fastest and slowest crystal, in parts per million: half and one and a half times true speed.
pub const RATES: std::ops::RangeInclusive<i32> = -500_000..=500_000;

const MILLION: i128 = 1_000_000;

/// The clocks of one node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// When the rate last changed.
    since: Time,
    /// What the monotonic clock showed then.
    shown: i64,
    /// And the millionths of a microsecond that it did not show: a rate that changes often must not lose them.
    rest: u32,
    /// Parts per million by which it is too fast.
    rate: i32,
    /// Offset laid on by `skew`.
    skew: i64,
    /// Sum of steps and of the node's own corrections.
    steps: i64,
    /// What the monotonic clock showed at the last of these.
    set: Option<Reading>,
}

impl Clock {
    /// The monotonic clock at a true instant.
    pub fn mono(&self, t: Time) -> Reading {
        if self.rate == 0 {
            return Reading(self.shown.saturating_add_unsigned(t.since(self.since).0));
        }
        let shown = i128::from(self.shown) + self.millionths(t).div_euclid(MILLION);
        Reading(shown.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64)
    }
    /// What it has gained since its rate last changed, in millionths of a microsecond.
    fn millionths(&self, t: Time) -> i128 {
        i128::from(t.since(self.since).0) * (MILLION + i128::from(self.rate)) + i128::from(self.rest)
    }
    /// The wall clock at a true instant.
    pub fn wall(&self, t: Time) -> Reading {
        Reading(self.mono(t).0.saturating_add(self.skew).saturating_add(self.steps))
    }
    /// By how much the wall clock is ahead of true time: what the engine knows and no node does.
    pub fn error(&self, t: Time) -> i64 {
        self.wall(t).since(Reading(t.0 as i64))
    }
    /// The first true instant at which the monotonic clock has advanced by `span` from `t` on.
    pub fn after(&self, t: Time, span: Duration) -> Time {
        if self.rate == 0 {
            return t + span;
        }
        let target = i128::from(self.mono(t).0) + i128::from(span.0) - i128::from(self.shown);
        let speed = MILLION + i128::from(self.rate);
        // The least `passed` with floor((passed * speed + rest) / 10^6) >= target.
        let wanted = target * MILLION - i128::from(self.rest);
        let passed = wanted.div_euclid(speed) + i128::from(wanted.rem_euclid(speed) != 0);
        (self.since + Duration(u64::try_from(passed).unwrap_or(u64::MAX))).max(t)
    }
    /// Parts per million by which it is too fast.
    pub fn rate(&self) -> i32 {
        self.rate
    }
    /// How long ago the wall clock was last set, on the monotonic one; nothing where it never was.
    pub fn since_set(&self, t: Time) -> Option<Duration> {
        self.set.map(|set| Duration(self.mono(t).since(set).max(0).unsigned_abs()))
    }
    /// The offset that `skew` has laid on.
    pub fn skew(&self) -> i64 {
        self.skew
    }
    /// From `t` on it runs at another rate.
    pub(crate) fn set_rate(&mut self, t: Time, rate: i32) {
        let rest = self.millionths(t).rem_euclid(MILLION) as u32;
        (self.shown, self.rest, self.since, self.rate) = (self.mono(t).0, rest, t, rate);
    }
    /// The offset of `skew`, instead of what it was.
    pub(crate) fn set_skew(&mut self, by: i64) {
        self.skew = by;
    }
    /// The wall clock is set at `t`: it jumps.
    pub(crate) fn step(&mut self, t: Time, by: i64) {
        self.set = Some(self.mono(t));
        self.steps = self.steps.saturating_add(by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_crystal_gains_and_a_change_of_rate_loses_nothing() {
        let mut clock = Clock::default();
        clock.set_rate(Time::secs(10), 200);
        assert_eq!(clock.mono(Time::secs(20)).0, 20_002_000);
        clock.set_rate(Time::secs(20), -50);
        assert_eq!(clock.mono(Time::secs(20)).0, 20_002_000);
        assert_eq!(clock.error(Time::secs(40)), 1_000);
    }

    #[test]
    fn a_rate_that_is_set_again_and_again_changes_nothing() {
        let (mut once, mut often) = (Clock::default(), Clock::default());
        once.set_rate(Time::ZERO, -137);
        (0..20_000).for_each(|us| often.set_rate(Time(us), -137));
        for t in [20_000, 20_001, 7_000_003] {
            assert_eq!(once.mono(Time(t)), often.mono(Time(t)), "at {t} us");
            assert_eq!(once.after(Time(t), Duration(999)), often.after(Time(t), Duration(999)), "at {t} us");
        }
    }

    #[test]
    fn the_wall_clock_jumps_and_the_monotonic_one_does_not() {
        let mut clock = Clock::default();
        clock.set_skew(-300_000);
        clock.step(Time::secs(29), -20_000_000);
        let t = Time::secs(30);
        assert_eq!((clock.wall(t).0, clock.mono(t).0), (9_700_000, 30_000_000));
        assert_eq!(clock.wall(t).to_string(), "9.7s");
        assert_eq!(Reading(-1_500).to_string(), "-1.5ms");
    }

    #[test]
    fn a_span_on_the_local_clock_ends_at_the_first_instant_that_shows_it() {
        for rate in [-500_000, -150_000, -1, 0, 1, 137, 500_000] {
            let mut clock = Clock::default();
            clock.set_rate(Time(7), rate);
            for (t, span) in [(7, 0), (8, 1), (1_000, 999_983), (123_457, 3_600_000_000)] {
                let end = clock.after(Time(t), Duration(span));
                let goal = clock.mono(Time(t)).0 + span as i64;
                assert!(clock.mono(end).0 >= goal, "{rate} {t} {span}");
                assert!(span == 0 || clock.mono(Time(end.0 - 1)).0 < goal, "{rate} {t} {span}");
            }
        }
    }
}
