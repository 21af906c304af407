//! Polly v8, `App-vNext/Polly`, as of commit 173d6d1d2e28a4697f1ac1d22da68f77ff19a0c9.
//!
//! Judges on failures only, over windows of a tenth of the sampling time that begin when something is counted and are
//! dropped when they are as old as the sampling time. From the end of the break on, one call passes; all others are
//! refused until it ends. Whatever success comes while half-open closes it and clears the counts, whatever failure
//! opens it again. Failures that come while it is open are only counted.

use std::collections::VecDeque;

use super::{Breaker, Pass, State, Tally, Verdict};
use crate::time::{Duration, Time};

/// Settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Opens at this share of failures (0 to 1).
    pub failure_ratio: f64,
    /// Among at least so many calls.
    pub minimum: u32,
    /// How far back calls count.
    pub sampling: Duration,
    /// How long it stays open: the n-th of these after n half-open attempts that failed, then the last.
    pub breaks: Vec<Duration>,
}

/// How many windows the sampling time has.
const WINDOWS: u64 = 10;

/// The breaker.
#[derive(Clone, Debug)]
pub struct Polly {
    settings: Settings,
    state: State,
    blocked_until: Time,
    attempts: usize,
    windows: VecDeque<(Time, Tally)>,
}

impl Polly {
    /// Closed, with nothing counted.
    pub fn new(settings: Settings) -> Self {
        Self { settings, state: State::Closed, blocked_until: Time::ZERO, attempts: 0, windows: VecDeque::new() }
    }

    fn count(&mut self, now: Time, verdict: Verdict) {
        let width = Duration(self.settings.sampling.0 / WINDOWS);
        if self.windows.back().is_none_or(|(start, _)| now.since(*start) >= width) {
            self.windows.push_back((now, Tally::default()));
        }
        while self.windows.front().is_some_and(|(start, _)| now.since(*start) >= self.settings.sampling) {
            self.windows.pop_front();
        }
        if let Some((_, tally)) = self.windows.back_mut() {
            tally.add(verdict);
        }
    }

    fn too_many(&self) -> bool {
        let Tally { total, failed } = self.windows.iter().map(|(_, tally)| *tally).sum();
        total >= self.settings.minimum && f64::from(failed) / f64::from(total) >= self.settings.failure_ratio
    }

    fn open(&mut self, now: Time) {
        let breaks = &self.settings.breaks;
        let span = breaks.get(self.attempts).or(breaks.last()).copied().unwrap_or(Duration::ZERO);
        self.state = State::Open;
        self.blocked_until = now + span;
    }
}

impl Breaker for Polly {
    fn permit(&mut self, now: Time) -> Option<Pass> {
        if self.state == State::Open && now >= self.blocked_until {
            self.state = State::HalfOpen;
            self.attempts += 1;
            return Some(Pass(0));
        }
        (self.state == State::Closed).then_some(Pass(0))
    }

    fn record(&mut self, now: Time, _pass: Pass, verdict: Verdict, _took: Duration) {
        // What is not handled as a failure is a success to Polly.
        let failure = verdict == Verdict::Failure;
        self.count(now, if failure { verdict } else { Verdict::Success });
        match self.state {
            State::HalfOpen if failure => self.open(now),
            State::HalfOpen => {
                self.state = State::Closed;
                self.attempts = 0;
                self.windows.clear();
            }
            State::Closed if failure && self.too_many() => self.open(now),
            State::Closed | State::Open => {}
        }
    }

    fn state(&mut self, _now: Time) -> State {
        self.state
    }

    fn words(&self) -> [&'static str; 3] {
        ["Closed", "Open", "HalfOpen"]
    }
}

#[cfg(test)]
mod tests {
    use super::super::story::{call, calls};
    use super::*;
    use Verdict::{Failure, Success};

    fn breaker() -> Polly {
        let breaks = vec![Duration::secs(1), Duration::secs(3)];
        Polly::new(Settings { failure_ratio: 0.5, minimum: 4, sampling: Duration::secs(10), breaks })
    }

    #[test]
    fn a_ratio_equal_to_the_threshold_breaks_but_only_on_a_failure() {
        let mut breaker = breaker();
        calls(&mut breaker, 0, Failure, 2);
        assert_eq!(calls(&mut breaker, 0, Success, 2), "Closed");
        assert_eq!(calls(&mut breaker, 0, Failure, 1), "Open");
    }

    #[test]
    fn one_call_at_the_end_of_the_break_and_a_longer_break_if_it_fails() {
        let mut breaker = breaker();
        calls(&mut breaker, 0, Failure, 4);
        assert_eq!(call(&mut breaker, 999, Success), (false, "Open"));
        let probe = breaker.permit(Time::secs(1)).unwrap();
        assert!(breaker.permit(Time::secs(9)).is_none(), "the others wait for it, however long");
        breaker.record(Time::secs(9), probe, Failure, Duration::ZERO);
        assert_eq!(call(&mut breaker, 11_999, Success), (false, "Open"));
        assert_eq!(call(&mut breaker, 12_000, Failure), (true, "Open"));
        assert_eq!(call(&mut breaker, 15_000, Success), (true, "Closed"), "the last of the list is kept");
        assert_eq!(calls(&mut breaker, 15_000, Failure, 3), "Closed", "closing cleared the counts");
    }

    #[test]
    fn windows_begin_with_a_call_and_are_dropped_whole() {
        let mut breaker = breaker();
        calls(&mut breaker, 500, Failure, 1);
        calls(&mut breaker, 1_499, Failure, 2);
        assert_eq!(calls(&mut breaker, 10_500, Failure, 1), "Closed", "1.499 s belonged to the window of 0.5 s");
        assert_eq!(calls(&mut breaker, 10_501, Failure, 3), "Open");
    }
}
