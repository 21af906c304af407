//! `sony/gobreaker` v2, as of commit fed8e9eb35f9cd3e5c2a67842c924346c3e1fbdd (fixed window; its rolling window is
//! left out).
//!
//! Judges on failures only. Open until strictly after the timeout; the state is computed whenever somebody looks. In
//! half-open at most `max_requests` are let in, so many successes in a row close it, one failure opens it again.
//! Results from before the last change are dropped. An excluded result gives its place back.

use super::{Breaker, Pass, State, Verdict};
use crate::time::{Duration, Time};

/// When it opens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trip {
    /// After more than this many failures in a row; the library's default is more than 5.
    ConsecutiveOver(u32),
    /// At this share (0 to 1) of failures among at least so many requests, those under way counted as well: the rule
    /// of the library's documentation.
    Ratio {
        /// At least so many requests.
        requests: u32,
        /// At least this share of them.
        share: f64,
    },
}

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Requests let in while half-open, and successes in a row that close it; 0 counts as 1.
    pub max_requests: u32,
    /// Closed counts are cleared strictly after each of these; zero: never.
    pub interval: Duration,
    /// How long it stays open.
    pub timeout: Duration,
    /// When it opens.
    pub trip: Trip,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    requests: u32,
    failures: u32,
    excluded: u32,
    successes_in_a_row: u32,
    failures_in_a_row: u32,
}

/// The breaker.
#[derive(Clone, Debug)]
pub struct Gobreaker {
    settings: Settings,
    state: State,
    generation: u64,
    counts: Counts,
    expiry: Time,
}

impl Gobreaker {
    /// Closed at `now`, from which the first interval counts.
    pub fn new(settings: Settings, now: Time) -> Self {
        let counts = Counts::default();
        let mut breaker = Self { settings, state: State::Closed, generation: 0, counts, expiry: Time::NEVER };
        breaker.enter(State::Closed, now);
        breaker
    }

    /// A new generation in this state.
    fn enter(&mut self, state: State, now: Time) {
        self.state = state;
        self.generation += 1;
        self.counts = Counts::default();
        self.expiry = match state {
            State::Closed if self.settings.interval > Duration::ZERO => now + self.settings.interval,
            State::Open => now + self.settings.timeout,
            State::Closed | State::HalfOpen => Time::NEVER,
        };
    }

    fn catch_up(&mut self, now: Time) {
        if now > self.expiry {
            self.enter(if self.state == State::Open { State::HalfOpen } else { self.state }, now);
        }
    }

    fn trips(&self) -> bool {
        let counts = self.counts;
        match self.settings.trip {
            Trip::ConsecutiveOver(most) => counts.failures_in_a_row > most,
            Trip::Ratio { requests, share } => {
                counts.requests >= requests && f64::from(counts.failures) / f64::from(counts.requests) >= share
            }
        }
    }
}

impl Breaker for Gobreaker {
    fn permit(&mut self, now: Time) -> Option<Pass> {
        self.catch_up(now);
        let taken = self.counts.requests - self.counts.excluded;
        let full = self.state == State::HalfOpen && taken >= self.settings.max_requests.max(1);
        if self.state == State::Open || full {
            return None;
        }
        self.counts.requests += 1;
        Some(Pass(self.generation))
    }

    fn record(&mut self, now: Time, pass: Pass, verdict: Verdict, _took: Duration) {
        self.catch_up(now);
        if pass.0 != self.generation {
            return;
        }
        let counts = &mut self.counts;
        match verdict {
            Verdict::Excluded => counts.excluded += 1,
            Verdict::Success => {
                counts.successes_in_a_row += 1;
                counts.failures_in_a_row = 0;
                if self.state == State::HalfOpen && counts.successes_in_a_row >= self.settings.max_requests {
                    self.enter(State::Closed, now);
                }
            }
            Verdict::Failure => {
                counts.failures += 1;
                counts.failures_in_a_row += 1;
                counts.successes_in_a_row = 0;
                if self.state == State::HalfOpen || self.trips() {
                    self.enter(State::Open, now);
                }
            }
        }
    }

    fn state(&mut self, now: Time) -> State {
        self.catch_up(now);
        self.state
    }

    fn words(&self) -> [&'static str; 3] {
        ["closed", "open", "half-open"]
    }
}

#[cfg(test)]
mod tests {
    use super::super::story::{call, calls};
    use super::*;
    use Verdict::{Excluded, Failure, Success};

    const DEFAULT: Settings = Settings {
        max_requests: 1,
        interval: Duration::ZERO,
        timeout: Duration::secs(60),
        trip: Trip::ConsecutiveOver(5),
    };

    #[test]
    fn more_than_five_in_a_row_and_a_single_success_starts_anew() {
        let mut breaker = Gobreaker::new(DEFAULT, Time::ZERO);
        assert_eq!(calls(&mut breaker, 0, Failure, 5), "closed");
        assert_eq!(calls(&mut breaker, 1, Success, 1), "closed");
        assert_eq!(calls(&mut breaker, 2, Failure, 6), "open");
        assert_eq!(call(&mut breaker, 60_002, Success), (false, "open"), "strictly after");
        assert_eq!(call(&mut breaker, 60_003, Success), (true, "closed"));
    }

    #[test]
    fn old_results_are_dropped_and_excluded_ones_give_their_place_back() {
        let mut breaker = Gobreaker::new(DEFAULT, Time::ZERO);
        let old = breaker.permit(Time::ZERO).unwrap();
        calls(&mut breaker, 0, Failure, 6);
        let now = Time::secs(61);
        let probe = breaker.permit(now).unwrap();
        breaker.record(now, old, Failure, Duration::ZERO);
        assert_eq!(breaker.state(now), State::HalfOpen);
        assert!(breaker.permit(now).is_none());
        breaker.record(now, probe, Excluded, Duration::ZERO);
        assert_eq!(call(&mut breaker, 61_000, Failure), (true, "open"));
    }

    #[test]
    fn the_interval_clears_the_counts() {
        let mut breaker = Gobreaker::new(Settings { interval: Duration::secs(1), ..DEFAULT }, Time::ZERO);
        calls(&mut breaker, 0, Failure, 5);
        assert_eq!(calls(&mut breaker, 1_001, Failure, 5), "closed");
        assert_eq!(calls(&mut breaker, 2_001, Failure, 1), "open", "the next interval is not yet over");
    }

    #[test]
    fn a_share_is_judged_on_failures_only() {
        let trip = Trip::Ratio { requests: 4, share: 0.5 };
        let mut breaker = Gobreaker::new(Settings { trip, ..DEFAULT }, Time::ZERO);
        calls(&mut breaker, 0, Failure, 3);
        assert_eq!(calls(&mut breaker, 0, Success, 2), "closed");
        assert_eq!(calls(&mut breaker, 0, Failure, 1), "open");
    }
}
