//! A server that is cold when it starts again, and that too long a queue brings down.
//!
//! ```text
//!   time of a piece of work, in units of `service`
//!   cold |\
//!        | \
//!      1 |  `--------------
//!        +---+------------- pieces of work since the start
//!            `warm-after`
//! ```
//!
//! Caches, connection pools and compiled code are gone after a restart. What was enough for the load the day before is
//! then a fraction of it, and a server that kills itself under overload begins anew each time (Beyer et al., *Site
//! Reliability Engineering*, 2016, ch. 22, on slow startup and cold caching). At the beginning of a run servers are warm: it is
//! no restart.

use crate::time::Duration;

/// What a start costs, and when there is another one.
#[derive(Clone, Copy, Debug)]
pub struct Warmth {
    /// How many times as long the first piece of work takes.
    pub cold: u64,
    /// Pieces of work until it takes its usual time.
    pub after: u64,
    /// It crashes when more than so many wait; never, where there is no number.
    pub over: Option<usize>,
    /// How long it is down then.
    pub restart: Duration,
}

impl Default for Warmth {
    fn default() -> Self {
        Self { cold: 1, after: 100, over: None, restart: Duration::secs(3) }
    }
}

impl Warmth {
    /// How long a piece of work takes that usually takes `span`, after so many since the start.
    pub fn stretch(&self, span: Duration, done: u64) -> Duration {
        let missing = self.after.saturating_sub(done);
        Duration(span.0.saturating_mul(self.after + (self.cold - 1) * missing) / self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_takes_less_and_less_until_it_takes_its_time() {
        let warmth = Warmth { cold: 10, after: 150, ..Warmth::default() };
        let ms = |done| warmth.stretch(Duration::ms(20), done).0 / 1_000;
        assert_eq!([0, 50, 75, 149, 150, 9_999].map(ms), [200, 140, 110, 21, 20, 20]);
        assert_eq!(
            Warmth::default().stretch(Duration::ms(20), 0),
            Duration::ms(20),
            "unless it is said, nothing is cold"
        );
    }
}
