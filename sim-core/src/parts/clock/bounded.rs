//! A clock that says how wrong it may be, and the wait that turns its stamps into real-time order.
//!
//! Corbett et al., *Spanner*, OSDI 2012, sections 3 and 4.1.2: `now` is an interval that contains the true time; a
//! transaction takes its stamp at the far end and is confirmed only once the whole interval has passed it. Whoever
//! starts after the confirmation, on whatever site, then reads a later time. All rests on the bound being true.
//! Readings are signed microseconds.

use crate::time::Duration;

/// What `TT.now()` gives: the true time lies within, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The earliest it can be.
    pub earliest: i64,
    /// The latest it can be.
    pub latest: i64,
}

impl Interval {
    /// The node's clock reads `reading`, and is claimed to be wrong by at most `epsilon`.
    pub const fn now(reading: i64, epsilon: Duration) -> Self {
        let epsilon = epsilon.0 as i64;
        Self { earliest: reading - epsilon, latest: reading + epsilon }
    }

    /// A stamp that no site can have passed yet.
    pub const fn stamp(&self) -> i64 {
        self.latest
    }

    /// `TT.after(stamp)`: certainly past it, so that what carries the stamp may be confirmed.
    pub const fn after(&self, stamp: i64) -> bool {
        self.earliest > stamp
    }
}

/// How long a node whose clock reads `reading` must wait, on that clock, until `Interval::now(…).after(stamp)`:
/// strictly longer than stamp + ε − reading, that is by one more microsecond.
pub fn commit_wait(reading: i64, epsilon: Duration, stamp: i64) -> Duration {
    let boundary = stamp.saturating_add(epsilon.0 as i64).saturating_sub(reading);
    Duration(boundary.saturating_add(1).max(0).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{below, mix};

    const EPSILON: Duration = Duration::ms(7);

    #[test]
    fn the_wait_is_twice_epsilon_and_a_little() {
        let now = Interval::now(1_000_000, EPSILON);
        let wait = commit_wait(1_000_000, EPSILON, now.stamp());
        assert_eq!(wait, Duration(14_001));
        assert!(!Interval::now(1_014_000, EPSILON).after(now.stamp()), "at the boundary it is not past");
        assert!(Interval::now(1_014_001, EPSILON).after(now.stamp()));
        assert_eq!(commit_wait(9_000_000, EPSILON, now.stamp()), Duration::ZERO, "the work itself took long enough");
    }

    /// External consistency over a chain of transactions at sites whose clocks err by up to 7 ms, and its loss
    /// where a clock is worse than it claims.
    #[test]
    fn stamps_follow_real_time_as_long_as_the_bound_is_true() {
        let reversed = |error: i64| {
            let (mut true_time, mut last, mut reversed) = (1_000_000_i64, i64::MIN, 0);
            for n in 0..2_000 {
                let off = [error, -error, 0][below(mix(n), 3) as usize];
                let stamp = Interval::now(true_time + off, EPSILON).stamp();
                reversed += u32::from(stamp <= last);
                last = stamp;
                let wait = commit_wait(true_time + off, EPSILON, stamp);
                true_time += wait.0 as i64 + below(mix(n + 9_000), 3_000) as i64;
            }
            reversed
        };
        assert_eq!(reversed(7_000), 0);
        assert!(reversed(20_000) > 0);
    }
}
