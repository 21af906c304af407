//! Netflix Hystrix, as of commit 7c03bafe32b518182e09e92fa57358a01043a504.
//!
//! Does not judge per call: every 500 ms it looks at the buckets that have ended, ten seconds back, and opens at a
//! percentage, cut to a whole number, over a volume. One probe passes strictly after the sleep window; a success while
//! half-open closes it, clears the counts and starts the snapshots anew from there; a failure restarts the sleep. While a
//! probe is out nothing else passes, for however long.

use std::collections::VecDeque;

use super::{Breaker, Pass, State, Tally, Verdict};
use crate::time::{Duration, Time};

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Judges at least so many calls.
    pub volume: u32,
    /// Opens at this percentage of failures.
    pub error_percentage: u32,
    /// How long it stays open.
    pub sleep: Duration,
    /// How far back calls count: a whole number of snapshots.
    pub window: Duration,
    /// How often it looks, and how long a bucket is.
    pub snapshot: Duration,
}

/// The breaker.
#[derive(Clone, Debug)]
pub struct Hystrix {
    settings: Settings,
    state: State,
    opened: Time,
    /// When the bucket that is being filled began.
    bucket_start: Time,
    filling: Tally,
    /// The buckets that ended, oldest first, no more than the window has.
    ended: VecDeque<Tally>,
}

impl Hystrix {
    /// Closed; the first bucket begins at `now`.
    pub fn new(settings: Settings, now: Time) -> Self {
        let (filling, ended) = (Tally::default(), VecDeque::new());
        Self { settings, state: State::Closed, opened: Time::ZERO, bucket_start: now, filling, ended }
    }

    /// Takes all snapshots up to and including `now`.
    fn catch_up(&mut self, now: Time) {
        let snapshot = self.settings.snapshot.0.max(1);
        let buckets = (self.settings.window.0 / snapshot).max(1);
        while now.since(self.bucket_start).0 >= snapshot {
            let due = now.since(self.bucket_start).0 / snapshot;
            if self.filling.total == 0 && self.ended.iter().all(|tally| tally.total == 0) {
                // A long silence: nothing to see in any of these snapshots.
                self.ended.clear();
                self.bucket_start += Duration(due * snapshot);
                return;
            }
            self.bucket_start += Duration(snapshot);
            self.ended.push_back(std::mem::take(&mut self.filling));
            if self.ended.len() as u64 > buckets {
                self.ended.pop_front();
            }
            let Tally { total, failed } = self.ended.iter().copied().sum();
            let percentage = u64::from(failed) * 100 / u64::from(total.max(1));
            let bad = total >= self.settings.volume && percentage >= u64::from(self.settings.error_percentage);
            if bad && self.state == State::Closed {
                self.state = State::Open;
                self.opened = self.bucket_start;
            }
        }
    }
}

impl Breaker for Hystrix {
    fn permit(&mut self, now: Time) -> Option<Pass> {
        self.catch_up(now);
        match self.state {
            State::Closed => Some(Pass(0)),
            State::Open if now > self.opened + self.settings.sleep => {
                self.state = State::HalfOpen;
                Some(Pass(0))
            }
            State::Open | State::HalfOpen => None,
        }
    }

    fn record(&mut self, now: Time, _pass: Pass, verdict: Verdict, _took: Duration) {
        self.catch_up(now);
        match (self.state, verdict) {
            (State::HalfOpen, Verdict::Success) => *self = Self::new(self.settings, now),
            (State::HalfOpen, Verdict::Failure) => {
                self.state = State::Open;
                self.opened = now;
                self.filling.add(verdict);
            }
            _ => self.filling.add(verdict),
        }
    }

    fn state(&mut self, now: Time) -> State {
        self.catch_up(now);
        self.state
    }

    fn words(&self) -> [&'static str; 3] {
        ["CLOSED", "OPEN", "HALF_OPEN"]
    }
}

#[cfg(test)]
mod tests {
    use super::super::story::{call, calls};
    use super::*;
    use Verdict::{Failure, Success};

    fn breaker() -> Hystrix {
        let (sleep, window, snapshot) = (Duration::secs(5), Duration::secs(10), Duration::ms(500));
        Hystrix::new(Settings { volume: 20, error_percentage: 50, sleep, window, snapshot }, Time::ZERO)
    }

    #[test]
    fn it_looks_twice_a_second_and_not_at_calls() {
        let mut breaker = breaker();
        assert_eq!(calls(&mut breaker, 499, Failure, 100), "CLOSED");
        assert_eq!(breaker.word(Time::ms(500)), "OPEN");
        assert_eq!(call(&mut breaker, 5_500, Success), (false, "OPEN"), "strictly after the sleep");
        assert_eq!(call(&mut breaker, 5_501, Failure), (true, "OPEN"));
        assert_eq!(call(&mut breaker, 10_501, Success), (false, "OPEN"), "a failure restarts the sleep");
        assert_eq!(call(&mut breaker, 10_502, Success), (true, "CLOSED"));
        calls(&mut breaker, 10_503, Failure, 20);
        assert_eq!(breaker.word(Time::ms(11_001)), "CLOSED", "snapshots count from the closing");
        assert_eq!(breaker.word(Time::ms(11_002)), "OPEN");
    }

    #[test]
    fn ten_seconds_of_buckets_and_a_percentage_cut_down() {
        let mut breaker = breaker();
        calls(&mut breaker, 0, Failure, 19);
        calls(&mut breaker, 10_000, Failure, 10);
        assert_eq!(breaker.word(Time::ms(10_500)), "CLOSED", "the first bucket has left");
        calls(&mut breaker, 10_600, Success, 11);
        assert_eq!(breaker.word(Time::ms(11_000)), "CLOSED", "10 of 21 are 47 per cent");
        calls(&mut breaker, 11_000, Failure, 1);
        assert_eq!(breaker.word(Time::ms(11_500)), "OPEN");
    }

    /// Hours without a call cost nothing and open nothing.
    #[test]
    fn silence_is_skipped() {
        let mut breaker = breaker();
        calls(&mut breaker, 0, Failure, 19);
        assert_eq!(breaker.word(Time::secs(1_000_000_000)), "CLOSED");
        assert_eq!(breaker.bucket_start, Time::secs(1_000_000_000));
    }
}
