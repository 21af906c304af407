//! `resilience4j/resilience4j`, as of commit af9e7c979f17804f23cc1b76dd7cf268fb58b5c7.
//!
//! Judges after every recorded call, a success as well, by the share of failures and the share of slow calls over the
//! last N calls or the current whole second and the N − 1 before it. Open until strictly after the wait; the next
//! request then moves it to half-open, which has a count window of its own and decides as soon as that is full enough.
//! Results of older calls count in whatever state it is; while it is open they change nothing.

use std::collections::VecDeque;

use super::{Breaker, Pass, State, Verdict};
use crate::time::{Duration, Time};

/// What the window counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The last so many calls.
    Count(u32),
    /// So many whole seconds; the start of the run is the start of a second.
    Seconds(u32),
}

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Opens at this percentage of failures.
    pub failure_rate: f32,
    /// Opens at this percentage of slow calls.
    pub slow_rate: f32,
    /// A call is slow if it took longer.
    pub slow: Duration,
    /// Judges at least so many calls; in a count window no more than it holds.
    pub minimum: u32,
    /// Which calls are judged.
    pub window: Window,
    /// How long it stays open, to a millisecond where it grows.
    pub wait: Duration,
    /// Each opening in a row waits so many times as long as the one before; 1 keeps it constant.
    pub multiplier: f64,
    /// Calls let in while half-open, whose rates decide.
    pub permitted: u32,
    /// Whether it moves to half-open by itself at the end of the wait.
    pub auto: bool,
}

/// The counted calls of one second, or one call.
#[derive(Clone, Copy, Debug, Default)]
struct Calls {
    second: u64,
    total: u32,
    failed: u32,
    slow: u32,
}

/// The breaker.
#[derive(Clone, Debug)]
pub struct Resilience4j {
    settings: Settings,
    state: State,
    /// Openings since it was last closed.
    openings: u32,
    until: Time,
    permitted: u32,
    window: Window,
    calls: VecDeque<Calls>,
}

impl Resilience4j {
    /// Closed, with nothing counted.
    pub fn new(settings: Settings) -> Self {
        let (window, calls) = (settings.window, VecDeque::new());
        Self { settings, state: State::Closed, openings: 0, until: Time::ZERO, permitted: 0, window, calls }
    }

    fn enter(&mut self, state: State, now: Time) {
        self.state = state;
        self.calls.clear();
        match state {
            State::Closed => {
                self.openings = 0;
                self.window = self.settings.window;
            }
            State::Open => {
                self.openings += 1;
                self.until = now + self.wait();
            }
            State::HalfOpen => {
                self.permitted = self.settings.permitted;
                self.window = Window::Count(self.settings.permitted);
            }
        }
    }

    /// The wait of this opening. The library multiplies step by step and keeps whole milliseconds.
    fn wait(&self) -> Duration {
        if self.openings == 1 || self.settings.multiplier <= 1.0 {
            return self.settings.wait;
        }
        let first = self.settings.wait.0 / 1_000;
        Duration::ms((1..self.openings).fold(first, |ms, _| (ms as f64 * self.settings.multiplier) as u64))
    }

    fn catch_up(&mut self, now: Time) {
        if self.settings.auto && self.state == State::Open && now >= self.until {
            self.enter(State::HalfOpen, self.until);
        }
    }

    fn count(&mut self, now: Time, failed: bool, slow: bool) {
        let call = Calls { second: now.0 / 1_000_000, total: 1, failed: failed.into(), slow: slow.into() };
        match self.window {
            Window::Count(size) => {
                self.calls.push_back(call);
                if self.calls.len() > size as usize {
                    self.calls.pop_front();
                }
            }
            Window::Seconds(size) => {
                match self.calls.back_mut().filter(|last| last.second == call.second) {
                    Some(last) => {
                        last.total += 1;
                        last.failed += call.failed;
                        last.slow += call.slow;
                    }
                    None => self.calls.push_back(call),
                }
                self.calls.retain(|kept| kept.second + u64::from(size) > call.second);
            }
        }
    }

    /// Whether the rates are too high; nothing below the minimum.
    fn too_high(&self) -> Option<bool> {
        let minimum = match self.window {
            Window::Count(size) => self.settings.minimum.min(size),
            Window::Seconds(_) => self.settings.minimum,
        };
        let sum = |what: fn(&Calls) -> u32| self.calls.iter().map(what).sum::<u32>();
        let total = sum(|calls| calls.total);
        // Single precision, as in the library: at the threshold itself every digit counts.
        let rate = |n: u32| n as f32 * 100.0 / total as f32;
        (total > 0 && total >= minimum).then(|| {
            rate(sum(|calls| calls.failed)) >= self.settings.failure_rate
                || rate(sum(|calls| calls.slow)) >= self.settings.slow_rate
        })
    }
}

impl Breaker for Resilience4j {
    fn permit(&mut self, now: Time) -> Option<Pass> {
        self.catch_up(now);
        if self.state == State::Open && now > self.until {
            self.enter(State::HalfOpen, now);
        }
        match self.state {
            State::Closed => Some(Pass(0)),
            State::HalfOpen if self.permitted > 0 => {
                self.permitted -= 1;
                Some(Pass(0))
            }
            State::Open | State::HalfOpen => None,
        }
    }

    fn record(&mut self, now: Time, _pass: Pass, verdict: Verdict, took: Duration) {
        self.catch_up(now);
        if verdict == Verdict::Excluded {
            self.permitted += u32::from(self.state == State::HalfOpen);
            return;
        }
        if self.state == State::Open {
            return;
        }
        self.count(now, verdict == Verdict::Failure, took > self.settings.slow);
        match (self.too_high(), self.state) {
            (Some(true), _) => self.enter(State::Open, now),
            (Some(false), State::HalfOpen) => self.enter(State::Closed, now),
            _ => {}
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
    use Verdict::{Excluded, Failure, Success};

    const SETTINGS: Settings = Settings {
        failure_rate: 50.0,
        slow_rate: 100.0,
        slow: Duration::secs(60),
        minimum: 4,
        window: Window::Count(10),
        wait: Duration::secs(1),
        multiplier: 1.0,
        permitted: 3,
        auto: false,
    };

    #[test]
    fn a_success_can_open_it_and_the_wait_is_strict() {
        let mut breaker = Resilience4j::new(SETTINGS);
        calls(&mut breaker, 0, Failure, 2);
        assert_eq!(calls(&mut breaker, 0, Success, 1), "CLOSED", "three calls are under the minimum");
        assert_eq!(calls(&mut breaker, 0, Success, 1), "OPEN", "two of four");
        assert_eq!(call(&mut breaker, 1_000, Success), (false, "OPEN"));
        assert_eq!(call(&mut breaker, 1_001, Success), (true, "HALF_OPEN"));
    }

    #[test]
    fn half_open_decides_by_the_rate_of_its_own_calls() {
        let mut breaker = Resilience4j::new(SETTINGS);
        calls(&mut breaker, 0, Failure, 4);
        calls(&mut breaker, 1_001, Success, 2);
        assert_eq!(call(&mut breaker, 1_001, Failure), (true, "CLOSED"), "one of three");
        calls(&mut breaker, 2_000, Failure, 4);
        calls(&mut breaker, 3_001, Failure, 2);
        assert_eq!(call(&mut breaker, 3_001, Excluded), (true, "HALF_OPEN"), "an ignored call gives its place back");
        assert_eq!(call(&mut breaker, 3_001, Success), (true, "OPEN"), "two of three");
    }

    #[test]
    fn seconds_are_whole_and_slow_means_longer_than() {
        let window = Window::Seconds(2);
        let mut breaker = Resilience4j::new(Settings { window, slow: Duration::ms(100), slow_rate: 75.0, ..SETTINGS });
        let mut took = |at: u64, ms: u64| {
            let pass = breaker.permit(Time::ms(at)).unwrap();
            breaker.record(Time::ms(at), pass, Success, Duration::ms(ms));
            breaker.word(Time::ms(at))
        };
        took(999, 101);
        took(1_000, 101);
        took(1_000, 101);
        assert_eq!(took(2_000, 101), "CLOSED", "the second of 999 ms has left, three calls remain");
        assert_eq!(took(2_000, 100), "OPEN", "three of four are slow; the last, of exactly 100 ms, is not");
    }

    #[test]
    fn each_opening_in_a_row_waits_longer_until_it_has_been_closed() {
        let mut breaker = Resilience4j::new(Settings { multiplier: 1.5, permitted: 1, auto: true, ..SETTINGS });
        let mut now = 0;
        for wait in [1_000, 1_500, 2_250] {
            calls(&mut breaker, now, Failure, 4);
            assert_eq!(breaker.word(Time::ms(now + wait - 1)), "OPEN");
            assert_eq!(breaker.word(Time::ms(now + wait)), "HALF_OPEN", "by itself, at the end of the wait");
            now += wait;
        }
        assert_eq!(calls(&mut breaker, now, Success, 1), "CLOSED");
        calls(&mut breaker, now, Failure, 4);
        assert_eq!(breaker.word(Time::ms(now + 1_000)), "HALF_OPEN");
    }
}
