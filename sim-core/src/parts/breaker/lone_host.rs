//! Envoy's outlier detection where there is one host to send to: the rule and the times of `envoy`, and nobody else.
//!
//! With its own limits Envoy would do nothing here: one host of one is 100 %, above the 10 % that may be ejected, and
//! with no healthy host left it sends to all of them (the panic threshold). Both are left aside, so that its way can be
//! seen beside the breakers': 5 failures in a row eject, and the host is back at the first sweep, every 10 s, after 30 s
//! times the ejections in a row. There is no half-open, no probe.

use super::envoy::{Outliers, Settings};
use super::{Breaker, Pass, State, Verdict};
use crate::time::{Duration, Time};

/// The one host.
#[derive(Clone, Debug)]
pub struct LoneHost(Outliers);

impl LoneHost {
    /// In; the timer of the sweeps starts at `now`.
    pub fn new(now: Time) -> Self {
        let settings = Settings { success_rate: None, max_percent: 100, ..Settings::default() };
        Self(Outliers::new(settings, 1, now))
    }
}

impl Breaker for LoneHost {
    fn permit(&mut self, now: Time) -> Option<Pass> {
        (!self.0.is_ejected(now, 0)).then_some(Pass(0))
    }

    fn record(&mut self, now: Time, _pass: Pass, verdict: Verdict, _took: Duration) {
        match verdict {
            Verdict::Success => self.0.record(now, 0, 200),
            Verdict::Failure => self.0.record(now, 0, 503),
            Verdict::Excluded => {}
        }
    }

    fn state(&mut self, now: Time) -> State {
        if self.0.is_ejected(now, 0) { State::Open } else { State::Closed }
    }

    fn words(&self) -> [&'static str; 3] {
        ["in", "ejected", "in"]
    }
}

#[cfg(test)]
mod tests {
    use super::super::story::{call, calls};
    use super::*;
    use Verdict::{Failure, Success};

    #[test]
    fn it_is_out_after_five_in_a_row_and_simply_comes_back_at_a_sweep() {
        let mut host = LoneHost::new(Time::ZERO);
        assert_eq!(calls(&mut host, 1_000, Failure, 4), "in");
        assert_eq!(call(&mut host, 1_000, Success), (true, "in"));
        assert_eq!(calls(&mut host, 2_000, Failure, 5), "ejected");
        assert_eq!(call(&mut host, 39_999, Success), (false, "ejected"), "32 s have passed, and no sweep since");
        assert_eq!(calls(&mut host, 40_000, Failure, 4), "in", "all calls pass, and none of them is a probe");
    }
}
