//! What a client allows itself to retry: a token bucket, and a breaker that looks at the share of failed attempts.
//!
//! Brooker, *Fixing retries with token buckets and circuit breakers*, 28 February 2022: a success earns a fraction of a
//! token, a retry costs a whole one, so retries stay below that fraction of the successes however long an outage lasts.
//! The per-client ratio of *Site Reliability Engineering* (2016), chapter 21, earns per request instead.

use std::collections::VecDeque;

/// What fills the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earn {
    /// Each new request, answered or not.
    Request,
    /// Each answered request.
    Success,
}

impl Earn {
    /// As authors write them, in the order of [`Self::ALL`].
    pub const WORDS: &'static [&'static str] = &["request", "success"];
    /// Both.
    pub const ALL: [Self; 2] = [Self::Request, Self::Success];
}

/// One token, in the bucket's own unit: everything is counted in thousandths, so that no sum is ever rounded.
const TOKEN: u64 = 1_000;

/// A retry budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    earn: Earn,
    gain: u64,
    cap: u64,
    level: u64,
}

impl Bucket {
    /// A full bucket of `cap` whole tokens that gains `ratio` tokens (0 to 1, to a thousandth) at a time.
    pub fn new(earn: Earn, ratio: f64, cap: u32) -> Self {
        let cap = u64::from(cap) * TOKEN;
        Self { earn, gain: (ratio * TOKEN as f64 + 0.5) as u64, cap, level: cap }
    }

    /// A new request begins (its first attempt; retries are no new requests).
    pub fn request(&mut self) {
        self.gain(Earn::Request);
    }

    /// A request was answered.
    pub fn success(&mut self) {
        self.gain(Earn::Success);
    }

    fn gain(&mut self, by: Earn) {
        if by == self.earn {
            self.level = (self.level + self.gain).min(self.cap);
        }
    }

    /// Takes one token for a retry; `false`, and nothing taken, where there is no whole one.
    pub fn retry(&mut self) -> bool {
        let enough = self.level >= TOKEN;
        if enough {
            self.level -= TOKEN;
        }
        enough
    }

    /// What is in it, in thousandths of a token.
    pub const fn thousandths(&self) -> u64 {
        self.level
    }
}

/// Allows retries while few of the last attempts failed. First tries are not its business.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryBreaker {
    threshold: f64,
    failed: VecDeque<bool>,
    failures: usize,
}

impl RetryBreaker {
    /// Looks at the last `window` attempts (at least one), which count as good before they are made; retries are
    /// allowed while *less* than `threshold` (0 to 1) of them failed.
    pub fn new(window: usize, threshold: f64) -> Self {
        Self { threshold, failed: VecDeque::from(vec![false; window.max(1)]), failures: 0 }
    }

    /// An attempt ended, a first try or a retry.
    pub fn record(&mut self, ok: bool) {
        let oldest = self.failed.pop_front().unwrap_or(false);
        self.failed.push_back(!ok);
        self.failures = self.failures + usize::from(!ok) - usize::from(oldest);
    }

    /// Whether a failed attempt may be repeated.
    pub fn retry(&self) -> bool {
        // The quotient is rounded once, as the threshold was, so that 10 of 100 is not below 10 %.
        (self.failures as f64 / self.failed.len() as f64) < self.threshold
    }
}

/// What a fixed number of retries costs where attempts fail independently with probability `p`: attempts per request
/// `1 + p + … + p^retries`, and the share `1 − p^(retries+1)` of requests that succeed.
pub fn fixed_retries(p: f64, retries: u32) -> (f64, f64) {
    let (mut attempts, mut all_failed) = (0.0, 1.0);
    for _ in 0..=retries {
        attempts += all_failed;
        all_failed *= p;
    }
    (attempts, 1.0 - all_failed)
}

/// Attempts at the bottom for one request at the top, where each of `layers` retries `retries` times and the bottom
/// always fails: `(retries+1)^layers`.
pub const fn layered_attempts(layers: u32, retries: u64) -> u64 {
    (retries + 1).saturating_pow(layers)
}

/// The limit of a large [`Bucket`] that earns `ratio` per success, at failure probability `p` and up to `retries`
/// retries: attempts per request, and the share of requests that succeed. While the retries that are wanted are
/// affordable it is as if there were no budget; beyond, each success pays for `ratio` retries and no more:
/// attempts a = 1 + ratio·(1−p)·a.
pub fn bucket_limit(p: f64, retries: u32, ratio: f64) -> (f64, f64) {
    let (attempts, success) = fixed_retries(p, retries);
    if attempts - 1.0 <= ratio * success {
        return (attempts, success);
    }
    let attempts = 1.0 / (1.0 - ratio * (1.0 - p));
    (attempts, attempts * (1.0 - p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{mix, unit};

    #[test]
    fn ten_successes_pay_for_one_retry() {
        let mut bucket = Bucket::new(Earn::Success, 0.1, 10);
        assert_eq!((0..12).filter(|_| bucket.retry()).count(), 10, "it starts full");
        for _ in 0..9 {
            bucket.success();
            bucket.request();
        }
        assert!(!bucket.retry(), "0.9 tokens, and requests earn nothing here");
        bucket.success();
        assert!(bucket.retry() && bucket.thousandths() == 0, "ten tenths are one token exactly");
    }

    #[test]
    fn a_bucket_holds_no_more_than_its_cap_and_may_earn_by_request() {
        let mut bucket = Bucket::new(Earn::Request, 0.25, 2);
        bucket.request();
        assert_eq!(bucket.thousandths(), 2_000);
        assert!(bucket.retry());
        bucket.success();
        bucket.request();
        assert_eq!(bucket.thousandths(), 1_250);
        assert_eq!(Earn::WORDS.len(), Earn::ALL.len());
    }

    #[test]
    fn retries_stop_at_the_threshold_itself() {
        let mut breaker = RetryBreaker::new(100, 0.1);
        for _ in 0..9 {
            breaker.record(false);
        }
        assert!(breaker.retry(), "9 % is less than 10 %");
        breaker.record(false);
        assert!(!breaker.retry(), "10 % is not");
        for _ in 0..90 {
            breaker.record(true);
        }
        assert!(!breaker.retry(), "the ten failures are still the oldest of the last hundred");
        breaker.record(true);
        assert!(breaker.retry());
    }

    /// The limit against the bucket itself: 200 000 calls, the budget of the article.
    #[test]
    fn an_outage_costs_no_more_than_the_budget() {
        for p in [0.05, 0.3, 0.7] {
            let mut bucket = Bucket::new(Earn::Success, 0.1, 1_000);
            for _ in 0..1_000 {
                bucket.retry(); // empty, so that what it starts with does not count
            }
            let (mut attempts, mut n) = (0_u32, 0);
            for _ in 0..200_000 {
                for retry in 0..=3 {
                    if retry > 0 && !bucket.retry() {
                        break;
                    }
                    attempts += 1;
                    n += 1;
                    if unit(mix(n)) >= p {
                        bucket.success();
                        break;
                    }
                }
            }
            let (measured, limit) = (f64::from(attempts) / 200_000.0, bucket_limit(p, 3, 0.1).0);
            assert!((measured - limit).abs() < 0.003, "{measured} against {limit} at {p}");
        }
    }

    #[test]
    fn closed_forms() {
        assert_eq!(fixed_retries(0.5, 2), (1.75, 0.875));
        assert_eq!(layered_attempts(3, 2), 27, "three tiers of three attempts");
        assert_eq!(bucket_limit(1.0, 3, 0.1), (1.0, 0.0), "nothing succeeds, so nothing is earned");
    }
}
