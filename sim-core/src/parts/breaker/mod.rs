//! Circuit breakers: when to stop asking. Four libraries as they really behave, a plain one for lessons, and Envoy's
//! ejection of single hosts, which is no breaker around a call but answers the same question per host.
//!
//! Nygard, *Release It!* (2007): *closed*, calls pass and are judged; *open*, they are refused at once; *half-open*, a
//! few pass as a test. Everything else differs, and each file says how, with the commit.

pub mod envoy;
pub mod gobreaker;
pub mod hystrix;
pub mod lone_host;
pub mod plain;
pub mod polly;
pub mod resilience4j;

use crate::time::{Duration, Time};

/// What a breaker is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Calls pass and are judged.
    #[default]
    Closed,
    /// Calls are refused.
    Open,
    /// A few calls pass, and decide.
    HalfOpen,
}

/// How a call ended, as far as a breaker cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Well.
    Success,
    /// Badly.
    Failure,
    /// In a way that says nothing about the one that was called.
    Excluded,
}

/// The permission for one call, to be given back with its result. It says when it was given, in the breaker's own
/// count; some libraries ignore what comes from before their last change of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass(u64);

/// The common face. Instants that a breaker is told of do not go back.
pub trait Breaker {
    /// Asks for permission. Whoever gets it calls, and ends with [`Self::record`].
    fn permit(&mut self, now: Time) -> Option<Pass>;

    /// A permitted call ended after `took`.
    fn record(&mut self, now: Time, pass: Pass, verdict: Verdict, took: Duration);

    /// What somebody who looks at it sees. Some libraries change state only when they are asked something, and then
    /// looking is asking.
    fn state(&mut self, now: Time) -> State;

    /// What the library itself calls its states: closed, open, half-open.
    fn words(&self) -> [&'static str; 3];

    /// The library's word for what it is doing.
    fn word(&mut self, now: Time) -> &'static str {
        self.words()[self.state(now) as usize]
    }
}

/// A counter pair that windows are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    total: u32,
    failed: u32,
}

impl Tally {
    fn add(&mut self, verdict: Verdict) {
        self.total += u32::from(verdict != Verdict::Excluded);
        self.failed += u32::from(verdict == Verdict::Failure);
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |a, b| Self { total: a.total + b.total, failed: a.failed + b.failed })
    }
}

/// Tests tell their stories in these words.
#[cfg(test)]
mod story {
    use super::{Breaker, Verdict};
    use crate::time::{Duration, Time};

    /// A call at `ms` that ends at once: whether it passed, and the state after it.
    pub fn call(breaker: &mut dyn Breaker, ms: u64, verdict: Verdict) -> (bool, &'static str) {
        let now = Time::ms(ms);
        let pass = breaker.permit(now);
        if let Some(pass) = pass {
            breaker.record(now, pass, verdict, Duration::ZERO);
        }
        (pass.is_some(), breaker.word(now))
    }

    /// Several of them at one instant: the state after the last.
    pub fn calls(breaker: &mut dyn Breaker, ms: u64, verdict: Verdict, count: usize) -> &'static str {
        (0..count).map(|_| call(breaker, ms, verdict).1).last().unwrap_or_default()
    }
}
