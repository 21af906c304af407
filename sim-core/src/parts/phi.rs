//! Is it dead? Accrual failure detectors, which say how surprising the silence is, and a plain timeout.
//!
//! Hayashibara, Défago, Yared and Katayama, *The φ Accrual Failure Detector*, SRDS 2004: φ = −log10 of the probability
//! that a heartbeat comes later than now. Akka takes intervals as normal, with a logistic approximation of the tail;
//! Cassandra (Lakshman and Malik 2010) as exponential, so that φ = t / (mean · ln 10).

use std::collections::VecDeque;

use crate::time::{Duration, Time};

/// Akka's φ: the silence so far, the mean interval and its standard deviation, all in one unit. Infinite where the
/// silence is past believing.
pub fn phi_normal(elapsed: f64, mean: f64, deviation: f64) -> f64 {
    let y = (elapsed - mean) / deviation;
    let e = libm::exp(-y * (1.597_6 + 0.070_566 * y * y));
    // Two forms of one number: each keeps the digits on its side of the mean.
    if elapsed > mean { -libm::log10(e / (1.0 + e)) } else { -libm::log10(1.0 - 1.0 / (1.0 + e)) }
}

/// Cassandra's φ: the silence so far and the mean interval, in one unit.
pub fn phi_exponential(elapsed: f64, mean: f64) -> f64 {
    elapsed / (mean * std::f64::consts::LN_10)
}

/// What is believed of the intervals between heartbeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Akka.
    Normal {
        /// The standard deviation is taken as at least this.
        min_deviation: Duration,
        /// Added to the mean: a silence of this much on top is nothing unusual.
        pause: Duration,
    },
    /// Cassandra.
    Exponential,
}

/// An accrual detector, watching one node.
#[derive(Clone, Debug, PartialEq)]
pub struct Detector {
    model: Model,
    threshold: f64,
    estimate: Duration,
    keep: usize,
    /// The last intervals in microseconds, oldest first, with their sum and the sum of their squares.
    intervals: VecDeque<u64>,
    sum: u128,
    squares: u128,
    last: Option<Time>,
}

impl Detector {
    /// Watches a node of which nothing has been heard. `estimate` stands for the interval before there is one,
    /// `keep` intervals are remembered, and φ of `threshold` is too much.
    pub fn new(model: Model, threshold: f64, estimate: Duration, keep: usize) -> Self {
        let intervals = VecDeque::new();
        Self { model, threshold, estimate, keep: keep.max(1), intervals, sum: 0, squares: 0, last: None }
    }

    /// A heartbeat came. An interval that was so long that the node counted as dead is not learned from.
    pub fn heartbeat(&mut self, now: Time) {
        match self.last {
            None => match self.model {
                // Two made-up intervals, so that there is a deviation: a quarter of the mean.
                Model::Normal { .. } => {
                    self.learn(Duration(self.estimate.0 - self.estimate.0 / 4));
                    self.learn(Duration(self.estimate.0 + self.estimate.0 / 4));
                }
                Model::Exponential => self.learn(self.estimate),
            },
            Some(last) => {
                let interval = now.since(last);
                let usual = match self.model {
                    Model::Normal { .. } => self.available(now),
                    Model::Exponential => interval <= self.estimate,
                };
                if usual {
                    self.learn(interval);
                }
            }
        }
        self.last = Some(now);
    }

    /// How surprising the silence is; 0 as long as nothing has been heard at all.
    pub fn phi(&self, now: Time) -> f64 {
        let Some(last) = self.last else { return 0.0 };
        let (elapsed, count) = (now.since(last).0 as f64, self.intervals.len() as u128);
        let mean = self.sum as f64 / count as f64;
        match self.model {
            Model::Exponential => phi_exponential(elapsed, mean),
            Model::Normal { min_deviation, pause } => {
                // Whole numbers until here: the difference of two large squares would lose the variance.
                let spread = (count * self.squares - self.sum * self.sum) as f64;
                let deviation = libm::sqrt(spread) / count as f64;
                phi_normal(elapsed, mean + pause.0 as f64, deviation.max(min_deviation.0 as f64))
            }
        }
    }

    /// Whether the node counts as alive: Akka below the threshold, Cassandra up to it.
    pub fn available(&self, now: Time) -> bool {
        match self.model {
            Model::Normal { .. } => self.phi(now) < self.threshold,
            Model::Exponential => self.phi(now) <= self.threshold,
        }
    }

    fn learn(&mut self, Duration(interval): Duration) {
        if self.intervals.len() == self.keep
            && let Some(oldest) = self.intervals.pop_front()
        {
            self.sum -= u128::from(oldest);
            self.squares -= u128::from(oldest) * u128::from(oldest);
        }
        self.intervals.push_back(interval);
        self.sum += u128::from(interval);
        self.squares += u128::from(interval) * u128::from(interval);
    }
}

/// The plain detector: dead after a silence longer than the timeout, counted from the last heartbeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout {
    timeout: Duration,
    last: Time,
}

impl Timeout {
    /// Counts from `now` on.
    pub const fn new(timeout: Duration, now: Time) -> Self {
        Self { timeout, last: now }
    }
    /// A heartbeat came.
    pub const fn heartbeat(&mut self, now: Time) {
        self.last = now;
    }
    /// Whether the node counts as alive.
    pub fn available(&self, now: Time) -> bool {
        now.since(self.last) <= self.timeout
    }
}

/// SWIM (Das, Gupta and Motivala, DSN 2002, section 3.1): each of the others pings one random member a period.
/// Probability that one failed member among `members` (itself included) is pinged in a period.
pub fn swim_pinged(members: u32) -> f64 {
    let others = f64::from(members) - 1.0;
    // (1 − 1/m)^m by way of the logarithm, so that large groups keep their digits.
    -libm::expm1(others * libm::log1p(-1.0 / others))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn akka(pause: Duration) -> Detector {
        let model = Model::Normal { min_deviation: Duration::ms(100), pause };
        Detector::new(model, 8.0, Duration::secs(1), 1_000)
    }

    /// Akka's own `AccrualFailureDetectorSpec` states the distribution function at these points (mean 0, deviation 10).
    #[test]
    fn the_approximation_is_that_of_a_normal_distribution() {
        for (at, below) in [(0.0, 0.5), (6.0, 0.725_7), (15.0, 0.933_2), (20.0, 0.977_25)] {
            let above = libm::pow(10.0, -phi_normal(at, 0.0, 10.0));
            assert!((1.0 - above - below).abs() < 1e-3, "{at}");
        }
        assert!(phi_normal(3_000.0, 1_000.0, 50.0).is_infinite());
    }

    #[test]
    fn suspicion_grows_with_silence_and_a_heartbeat_ends_it() {
        let mut detector = akka(Duration::ZERO);
        assert!(detector.available(Time::secs(99)), "nothing was heard, so nothing is missed");
        for second in 0..10 {
            detector.heartbeat(Time::secs(second));
        }
        let mut last = -1.0;
        for ms in (0..2_000).step_by(50) {
            let phi = detector.phi(Time::secs(9) + Duration::ms(ms));
            assert!(phi >= last, "at {ms} ms");
            last = phi;
        }
        assert!(!detector.available(Time::secs(11)));
        detector.heartbeat(Time::secs(11));
        assert!(detector.available(Time::secs(11)));
        assert_eq!(detector.intervals.len(), 11, "the long silence was not learned");
    }

    #[test]
    fn a_pause_shifts_the_mean_and_memory_is_bounded() {
        let mut patient = akka(Duration::secs(3));
        patient.keep = 5;
        for second in 0..20 {
            patient.heartbeat(Time::secs(second));
        }
        assert_eq!((patient.intervals.len(), patient.sum), (5, 5_000_000));
        assert!(patient.available(Time::secs(22)) && !patient.available(Time::secs(25)));
    }

    #[test]
    fn cassandra_suspects_after_eight_times_the_mean_and_more() {
        let mut detector = Detector::new(Model::Exponential, 8.0, Duration::secs(2), 1_000);
        for second in 0..1_500 {
            detector.heartbeat(Time::secs(second));
        }
        // φ = 8 means t = 8 ln 10 = 18.42 mean intervals.
        let silent = |ms| detector.available(Time::secs(1_499) + Duration::ms(ms));
        assert!(silent(18_420) && !silent(18_421));
    }

    #[test]
    fn a_timeout_is_a_bound_on_silence() {
        let mut plain = Timeout::new(Duration::ms(300), Time::ZERO);
        assert!(plain.available(Time::ms(300)) && !plain.available(Time(300_001)));
        plain.heartbeat(Time::ms(400));
        assert!(plain.available(Time::ms(700)));
    }

    #[test]
    fn swim_finds_a_failed_member_in_one_and_a_half_periods() {
        assert!((swim_pinged(3) - 0.75).abs() < 1e-15);
        let limit = std::f64::consts::E / (std::f64::consts::E - 1.0);
        assert!((1.0 / swim_pinged(1_000_000) - limit).abs() < 1e-6);
    }
}
