//! The lessons' breaker: one rule, a number of probes that must all succeed, and an open time that may grow and be
//! randomised.
//!
//! No single library has it. The shell is gobreaker's (any failure of a probe opens it again, late results are
//! dropped), the rule is judged after every call over a window that slides, and what spreads a fleet of callers
//! (jitter, growth, a ramp after closing) is what Brooker 2019 asks for and few libraries offer.

use std::collections::VecDeque;

use super::{Breaker, Pass, State, Verdict};
use crate::luck::{Name, below, unit};
use crate::time::{Duration, Time};

/// When it opens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// After so many failures in a row.
    InARow(u32),
    /// At this share (0 to 1) of failures among the last so many calls, once there are at least `minimum`.
    LastCalls {
        /// How many calls count.
        size: usize,
        /// No judgement over fewer.
        minimum: usize,
        /// The share that opens it.
        share: f64,
    },
    /// At this share (0 to 1) of failures within the last span of time, once there are at least `minimum` calls.
    LastSpan {
        /// How far back calls count, that long ago included.
        span: Duration,
        /// No judgement over fewer.
        minimum: usize,
        /// The share that opens it.
        share: f64,
    },
}

/// Settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// When it opens.
    pub rule: Rule,
    /// How long it stays open at first.
    pub open: Duration,
    /// Each opening in a row lasts so many times as long as the one before, up to eight times the first; 1 keeps it.
    pub growth: f64,
    /// The open time is drawn evenly from 1 ± this share (0 to 1) of it.
    pub jitter: f64,
    /// Calls let in while half-open; all of them must succeed.
    pub probes: u32,
    /// After closing, the share of calls that pass grows evenly to all within this time; zero: at once.
    pub ramp: Duration,
}

/// An opening is never longer than so many times the first.
const LONGEST: f64 = 8.0;

/// The breaker.
#[derive(Clone, Debug)]
pub struct Plain {
    settings: Settings,
    luck: Name,
    draws: u64,
    state: State,
    generation: u64,
    openings: u32,
    until: Time,
    closed_at: Option<Time>,
    run: u32,
    issued: u32,
    succeeded: u32,
    window: VecDeque<(Time, bool)>,
}

impl Plain {
    /// Closed, with nothing counted. Its n-th draw is a pure function of `luck` and n, so two breakers that are to
    /// differ need names (with the run's seed in them) that differ.
    pub fn new(settings: Settings, luck: Name) -> Self {
        Self {
            settings,
            luck,
            draws: 0,
            state: State::Closed,
            generation: 0,
            openings: 0,
            until: Time::ZERO,
            closed_at: None,
            run: 0,
            issued: 0,
            succeeded: 0,
            window: VecDeque::new(),
        }
    }

    fn draw(&mut self) -> u64 {
        self.draws += 1;
        self.luck.then(self.draws).0
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.generation += 1;
        (self.run, self.issued, self.succeeded) = (0, 0, 0);
        self.window.clear();
    }

    fn trip(&mut self, now: Time) {
        let grown = (0..self.openings).fold(1.0, |grown: f64, _| (grown * self.settings.growth).min(LONGEST));
        let span = (self.settings.open.0 as f64 * grown) as u64;
        let swing = ((span as f64 * self.settings.jitter) as u64).min(span);
        let bits = self.draw();
        self.openings += 1;
        self.until = now + Duration(span - swing) + Duration(below(bits, swing.saturating_mul(2).saturating_add(1)));
        self.enter(State::Open);
    }

    fn bad(&self) -> bool {
        let failures = || self.window.iter().filter(|(_, failed)| *failed).count() as f64;
        match self.settings.rule {
            Rule::InARow(most) => self.run >= most,
            Rule::LastCalls { minimum, share, .. } | Rule::LastSpan { minimum, share, .. } => {
                self.window.len() >= minimum.max(1) && failures() / self.window.len() as f64 >= share
            }
        }
    }

    fn count(&mut self, now: Time, failed: bool) {
        self.run = if failed { self.run + 1 } else { 0 };
        if matches!(self.settings.rule, Rule::InARow(_)) {
            return;
        }
        self.window.push_back((now, failed));
        let rule = self.settings.rule;
        let left = |window: &VecDeque<(Time, bool)>| match rule {
            Rule::LastSpan { span, .. } => window.front().is_some_and(|(at, _)| now.since(*at) > span),
            Rule::LastCalls { size, .. } => window.len() > size,
            Rule::InARow(_) => false,
        };
        while left(&self.window) {
            self.window.pop_front();
        }
    }

    /// Whether the ramp keeps this call back.
    fn held_back(&mut self, now: Time) -> bool {
        let since = self.closed_at.map_or(self.settings.ramp, |at| now.since(at));
        since < self.settings.ramp && unit(self.draw()) >= since.0 as f64 / self.settings.ramp.0 as f64
    }
}

impl Breaker for Plain {
    fn permit(&mut self, now: Time) -> Option<Pass> {
        if self.state == State::Open && now >= self.until {
            self.enter(State::HalfOpen);
        }
        let refused = match self.state {
            State::Open => true,
            State::HalfOpen => self.issued >= self.settings.probes.max(1),
            State::Closed => self.held_back(now),
        };
        self.issued += u32::from(!refused);
        (!refused).then_some(Pass(self.generation))
    }

    fn record(&mut self, now: Time, pass: Pass, verdict: Verdict, _took: Duration) {
        if pass.0 != self.generation {
            return;
        }
        let failed = verdict == Verdict::Failure;
        match (self.state, verdict) {
            (_, Verdict::Excluded) => self.issued = self.issued.saturating_sub(1),
            (State::HalfOpen, Verdict::Failure) => self.trip(now),
            (State::HalfOpen, Verdict::Success) => {
                self.succeeded += 1;
                if self.succeeded >= self.settings.probes {
                    self.enter(State::Closed);
                    self.openings = 0;
                    self.closed_at = Some(now);
                }
            }
            _ => {
                self.count(now, failed);
                if self.bad() {
                    self.trip(now);
                }
            }
        }
    }

    fn state(&mut self, _now: Time) -> State {
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
    use Verdict::{Failure, Success};

    fn breaker(rule: Rule) -> Plain {
        let open = Duration::secs(5);
        let settings = Settings { rule, open, growth: 1.0, jitter: 0.0, probes: 3, ramp: Duration::ZERO };
        Plain::new(settings, Name::root("breaker"))
    }

    /// Act b of the lesson: every second call fails, and a count of failures in a row sees nothing.
    #[test]
    fn a_run_is_blind_to_partial_failure_and_a_share_is_not() {
        let opens = |rule| {
            let mut breaker = breaker(rule);
            (0..100_u64).find(|n| call(&mut breaker, n * 100, [Success, Failure][(n % 2) as usize]).1 == "open")
        };
        assert_eq!(opens(Rule::InARow(5)), None);
        assert_eq!(opens(Rule::LastCalls { size: 20, minimum: 20, share: 0.4 }), Some(19));
        assert_eq!(opens(Rule::LastSpan { span: Duration::secs(2), minimum: 10, share: 0.4 }), Some(9));
        assert_eq!(opens(Rule::LastSpan { span: Duration::secs(2), minimum: 50, share: 0.4 }), None);
    }

    #[test]
    fn all_probes_must_succeed() {
        let mut breaker = breaker(Rule::InARow(2));
        calls(&mut breaker, 0, Failure, 2);
        assert_eq!(call(&mut breaker, 4_999, Success), (false, "open"));
        calls(&mut breaker, 5_000, Success, 2);
        assert_eq!(call(&mut breaker, 5_000, Failure), (true, "open"));
        assert_eq!(calls(&mut breaker, 10_000, Success, 3), "closed");
        let late = breaker.permit(Time::secs(11)).unwrap();
        calls(&mut breaker, 11_000, Failure, 2);
        calls(&mut breaker, 16_000, Success, 2);
        breaker.record(Time::secs(16), late, Failure, Duration::ZERO);
        assert_eq!(calls(&mut breaker, 16_000, Success, 1), "closed", "the late failure belonged to the time before");
    }

    #[test]
    fn the_open_time_grows_and_spreads() {
        let mut spread = Vec::new();
        for n in 0..1_000 {
            let mut breaker = breaker(Rule::InARow(1));
            breaker.luck = Name::root("breaker").then(n);
            (breaker.settings.growth, breaker.settings.jitter) = (2.0, 0.5);
            calls(&mut breaker, 0, Failure, 1);
            spread.push(breaker.until.0 / 1_000);
            for factor in [2, 4, 8, 8] {
                let at = breaker.until;
                call(&mut breaker, at.0 / 1_000 + 1, Failure);
                let span = breaker.until.since(at).0 as f64 / 5e6 / f64::from(factor);
                assert!((0.5..=1.51).contains(&span), "{span} times {factor}");
            }
        }
        spread.sort_unstable();
        assert!(spread[0] < 2_600 && spread[999] > 7_400, "5 s ± 50 %: {} to {}", spread[0], spread[999]);
    }

    #[test]
    fn after_closing_traffic_returns_along_a_ramp() {
        let mut breaker = breaker(Rule::InARow(1));
        breaker.settings.ramp = Duration::secs(10);
        assert!(call(&mut breaker, 0, Success).0, "no ramp before the first closing");
        calls(&mut breaker, 0, Failure, 1);
        assert_eq!(calls(&mut breaker, 5_000, Success, 3), "closed");
        let mut passed = |ms: u64| (0..1_000).filter(|_| breaker.permit(Time::ms(ms)).is_some()).count();
        assert_eq!((passed(5_000), passed(15_000)), (0, 1_000));
        assert!((450..550).contains(&passed(10_000)));
    }
}
