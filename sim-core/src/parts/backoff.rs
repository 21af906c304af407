//! How long a client waits before it tries again: none, fixed or exponential, with five kinds of jitter.
//!
//! Brooker, *Exponential Backoff And Jitter*, AWS Architecture Blog, March 2015. With `top = min(cap, base·2^n)` before
//! retry n (n = 0, 1, …), *full* jitter waits U(0, top), *equal* top/2 + U(0, top/2), and *decorrelated*
//! min(cap, U(base, 3·previous)). The program beside the article counts from 1, so its first wait is up to twice its
//! base: its base 5 is base 10 here, except for decorrelated jitter, which does not count.

use crate::luck::below;
use crate::time::Duration;

/// How the wait grows from retry to retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Try again at once.
    None,
    /// Always the base.
    Fixed,
    /// Twice as long each time, up to the cap.
    Exponential,
}

impl Kind {
    /// As authors write them, in the order of [`Self::ALL`].
    pub const WORDS: &'static [&'static str] = &["none", "fixed", "exp"];
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::None, Self::Fixed, Self::Exponential];
}

/// How chance changes the wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jitter {
    /// Not at all.
    None,
    /// By at most a tenth, up or down; the only kind that may pass the cap.
    TenPercent,
    /// Half of it stays, the other half is drawn.
    Equal,
    /// All of it is drawn.
    Full,
    /// Drawn between the base and three times the previous wait: a growth of its own, instead of the kind's.
    Decorrelated,
}

impl Jitter {
    /// As authors write them, in the order of [`Self::ALL`].
    pub const WORDS: &'static [&'static str] = &["none", "10%", "equal", "full", "decorrelated"];
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::None, Self::TenPercent, Self::Equal, Self::Full, Self::Decorrelated];
}

/// A rule for waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// How it grows.
    pub kind: Kind,
    /// The first wait.
    pub base: Duration,
    /// No wait is longer, but for [`Jitter::TenPercent`].
    pub cap: Duration,
    /// How chance changes it.
    pub jitter: Jitter,
}

impl Backoff {
    /// The wait before retry `attempt` (0 for the first), in whole microseconds; `previous` is the wait before the
    /// last retry (zero before the first), `bits` are 64 even bits of luck. A pure function.
    pub fn wait(&self, attempt: u32, previous: Duration, bits: u64) -> Duration {
        let top = match self.kind {
            Kind::None => return Duration::ZERO,
            Kind::Fixed => self.base.0,
            Kind::Exponential => self.base.0.saturating_mul(1_u64.checked_shl(attempt).unwrap_or(u64::MAX)),
        };
        let top = top.min(self.cap.0);
        Duration(match self.jitter {
            Jitter::None => top,
            Jitter::TenPercent => even(top - top / 10, top.saturating_add(top / 10), bits),
            Jitter::Equal => even(top - top / 2, top, bits),
            Jitter::Full => even(0, top, bits),
            Jitter::Decorrelated => {
                let last = previous.0.max(self.base.0);
                even(self.base.0, last.saturating_mul(3), bits).min(self.cap.0)
            }
        })
    }
}

/// Evenly, both ends included.
fn even(low: u64, high: u64, bits: u64) -> u64 {
    low + below(bits, (high - low).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::mix;

    fn rule(kind: Kind, jitter: Jitter) -> Backoff {
        Backoff { kind, base: Duration::ms(100), cap: Duration::ms(2_000), jitter }
    }

    /// The smallest, the mean (to 10 ms) and the largest of 10 000 waits, in milliseconds.
    fn spread(rule: Backoff, attempt: u32, previous: Duration) -> [u64; 3] {
        let waits: Vec<u64> = (0..10_000).map(|n| rule.wait(attempt, previous, mix(n)).0).collect();
        let sum: u64 = waits.iter().sum();
        let ms = |us: u64, to: u64| (us + to * 500) / (to * 1_000) * to;
        [ms(*waits.iter().min().unwrap(), 1), ms(sum / 10_000, 10), ms(*waits.iter().max().unwrap(), 1)]
    }

    #[test]
    fn the_wait_doubles_up_to_the_cap() {
        let waits = |kind| [0, 1, 2, 3, 4, 5, 6, 200].map(|n| rule(kind, Jitter::None).wait(n, Duration::ZERO, 7).0);
        let ms = |all: [u64; 8]| all.map(|n| n * 1_000);
        assert_eq!(waits(Kind::Exponential), ms([100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000]));
        assert_eq!(waits(Kind::Fixed), ms([100; 8]));
        assert_eq!(waits(Kind::None), [0; 8]);
    }

    #[test]
    fn jitter_as_in_the_article() {
        let third = |jitter| spread(rule(Kind::Exponential, jitter), 2, Duration::ZERO);
        assert_eq!(third(Jitter::TenPercent), [360, 400, 440]);
        assert_eq!(third(Jitter::Equal), [200, 300, 400]);
        assert_eq!(third(Jitter::Full), [0, 200, 400]);
        let decorrelated = |previous| spread(rule(Kind::Exponential, Jitter::Decorrelated), 9, previous);
        assert_eq!(decorrelated(Duration::ZERO), [100, 200, 300], "the first draw is from the base");
        assert_eq!(decorrelated(Duration::ms(300)), [100, 500, 900]);
        assert_eq!(decorrelated(Duration::ms(1_500))[2], 2_000, "capped after the draw, so the cap is frequent");
    }

    #[test]
    fn no_wait_leaves_its_bounds_however_wild_the_settings() {
        for n in 0..20_000_u64 {
            let bits = |k: u64| mix(n * 8 + k);
            let big = |k: u64| Duration(bits(k) >> (bits(k + 1) % 64));
            let kind = Kind::ALL[(n % 3) as usize];
            let jitter = Jitter::ALL[(n % 5) as usize];
            let rule = Backoff { kind, base: big(0), cap: big(2), jitter };
            let wait = rule.wait((bits(4) % 80) as u32, big(5), bits(7));
            let room = if jitter == Jitter::TenPercent { rule.cap.0 / 10 } else { 0 };
            assert!(wait.0 <= rule.cap.0.saturating_add(room), "{rule:?} waits {wait}");
        }
        assert_eq!((Kind::WORDS.len(), Jitter::WORDS.len()), (Kind::ALL.len(), Jitter::ALL.len()));
    }
}
