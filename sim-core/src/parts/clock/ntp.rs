//! Asking another clock by message: the four stamps of NTP, Cristian's two, and what eight samples are good for.
//!
//! Mills, Martin, Burbank and Kasch, *RFC 5905* (NTP version 4), 2010, section 8 (offset and delay) and 10 (eight samples, least
//! delay); Cristian, *Probabilistic clock synchronization*, Distributed Computing 3, 1989; Lundelius and Lynch 1984 for
//! why no protocol that sees only these stamps can promise less than half the delay. Readings, offsets and delays are
//! signed microseconds.

use std::collections::VecDeque;

use crate::order::Ordered;
use crate::time::Duration;

/// The stamps of one question and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// T1: the client sends, on the client's clock.
    pub sent: i64,
    /// T2: the server receives, on the server's clock.
    pub received: i64,
    /// T3: the server answers, on the server's clock.
    pub replied: i64,
    /// T4: the client receives the answer, on the client's clock.
    pub returned: i64,
}

impl Exchange {
    /// θ = ((T2 − T1) + (T3 − T4)) / 2: what the client must add to be right, if both ways took equally long; a half
    /// microsecond is rounded down.
    pub const fn offset(&self) -> i64 {
        ((self.received - self.sent) + (self.replied - self.returned)).div_euclid(2)
    }

    /// δ = (T4 − T1) − (T3 − T2): the round trip without the server's own time. Negative only where a clock ran
    /// very unevenly meanwhile.
    pub const fn delay(&self) -> i64 {
        (self.returned - self.sent) - (self.replied - self.received)
    }

    /// The true offset lies within the offset ± this: δ/2, a half microsecond rounded up.
    pub const fn bound(&self) -> i64 {
        half_up(self.delay())
    }
}

/// Half of it; a half microsecond counts whole, so that a bound stays one.
const fn half_up(us: i64) -> i64 {
    us - us.div_euclid(2)
}

/// What Cristian's client learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The earliest time it can be.
    pub low: i64,
    /// The latest time it can be.
    pub high: i64,
}

impl Reading {
    /// What the client sets its clock to: the middle.
    pub const fn time(&self) -> i64 {
        (self.low + self.high).div_euclid(2)
    }
    /// It is the time ± this.
    pub const fn accuracy(&self) -> i64 {
        half_up(self.high - self.low)
    }
}

/// Cristian's method: the server said `server_time`, the answer arrived a `round_trip` after the question was sent, and
/// no message takes less than `min_one_way`. It is now between T + min and T + round trip − min.
pub const fn cristian(server_time: i64, round_trip: i64, min_one_way: i64) -> Reading {
    Reading { low: server_time + min_one_way, high: server_time + round_trip - min_one_way }
}

/// Which of the last eight samples a client believes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The newest.
    Last,
    /// The mean of their offsets, with the newest one's delay.
    Mean,
    /// The one in the middle by offset (of two, the lower), with the newest one's delay.
    Median,
    /// The one that promises most: least delay, aged by the drift.
    MinDelay,
}

impl Filter {
    /// As authors write them, in the order of [`Self::ALL`].
    pub const WORDS: &'static [&'static str] = &["last", "mean", "median", "min-delay"];
    /// Every filter.
    pub const ALL: [Self; 4] = [Self::Last, Self::Mean, Self::Median, Self::MinDelay];
}

/// How wide an interval a client claims about its estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// ± δ/2, the honest one.
    HalfDelay,
    /// ± δ/4.
    QuarterDelay,
    /// ± this, whatever was measured and however old it is.
    Fixed(Duration),
}

/// An estimate of what must be added to the client's clock, and the half-width that is claimed for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Add this to the client's reading, in microseconds.
    pub offset: i64,
    /// The truth is claimed to lie within the offset ± this, in microseconds.
    pub half_width: i64,
}

/// The samples of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Samples {
    filter: Filter,
    claim: Claim,
    drift_ppm: u32,
    /// The last eight, oldest first.
    kept: VecDeque<Exchange>,
}

/// How many samples RFC 5905 keeps.
const KEPT: usize = 8;

impl Samples {
    /// No samples yet. The claimed interval grows by `drift_ppm` millionths of a sample's age.
    pub const fn new(filter: Filter, claim: Claim, drift_ppm: u32) -> Self {
        Self { filter, claim, drift_ppm, kept: VecDeque::new() }
    }

    /// From now on it believes and claims like this; what was answered is kept.
    pub const fn set(&mut self, filter: Filter, claim: Claim, drift_ppm: u32) {
        (self.filter, self.claim, self.drift_ppm) = (filter, claim, drift_ppm);
    }

    /// One more answer.
    pub fn add(&mut self, exchange: Exchange) {
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(exchange);
    }

    /// What the client believes where its clock reads `now`; nothing before the first answer. `now` and the stamps
    /// are of one clock that was not set in between (the monotonic one).
    pub fn estimate(&self, now: i64) -> Option<Estimate> {
        let last = *self.kept.back()?;
        let drift = |sample: &Exchange| self.drift(now.saturating_sub(sample.returned));
        let (sample, offset) = match self.filter {
            Filter::Last => (last, last.offset()),
            Filter::Mean => {
                let sum: i64 = self.kept.iter().map(Exchange::offset).sum();
                (last, sum.div_euclid(self.kept.len() as i64))
            }
            Filter::Median => {
                let mut offsets: Vec<i64> = self.kept.iter().map(Exchange::offset).collect();
                offsets.order();
                (last, offsets[(offsets.len() - 1) / 2])
            }
            Filter::MinDelay => {
                let best = *self.kept.iter().min_by_key(|sample| sample.delay() + 2 * drift(sample))?;
                (best, best.offset())
            }
        };
        let half_width = match self.claim {
            Claim::HalfDelay => sample.bound() + drift(&sample),
            Claim::QuarterDelay => half_up(sample.bound()) + drift(&sample),
            Claim::Fixed(span) => span.0 as i64,
        };
        Some(Estimate { offset, half_width })
    }

    /// How far two clocks may drift apart in `age` microseconds, rounded up.
    fn drift(&self, age: i64) -> i64 {
        let millionths = u128::from(age.max(0).unsigned_abs()) * u128::from(self.drift_ppm);
        millionths.div_ceil(1_000_000) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{below, mix};

    /// A client whose clock needs `offset` added, ways of these lengths, a server that takes 1 ms; sent at `at`.
    fn ask(at: i64, offset: i64, there: i64, back: i64) -> Exchange {
        let received = at + offset + there;
        Exchange { sent: at, received, replied: received + 1_000, returned: at + there + 1_000 + back }
    }

    /// Act a of the lesson: uplink 90 ms, downlink 10 ms, both clocks perfect.
    #[test]
    fn a_lopsided_road_becomes_clock_error() {
        let told = ask(0, 0, 90_000, 10_000);
        assert_eq!((told.offset(), told.delay(), told.bound()), (40_000, 100_000, 50_000));
        assert_eq!(ask(0, 0, 10_000, 90_000).offset(), -40_000);
        let twin = ask(0, 40_000, 50_000, 50_000);
        assert_eq!(twin, told, "the two worlds cannot be told apart by their stamps");
    }

    #[test]
    fn the_truth_is_never_outside_half_the_delay() {
        for n in 0..20_000_u64 {
            let draw = |k: u64, most: u64| below(mix(n * 4 + k), most) as i64;
            let offset = draw(0, 400_001) - 200_000;
            let told = ask(draw(1, 1_000_000), offset, draw(2, 80_001), draw(3, 80_001));
            assert!((told.offset() - offset).abs() <= told.bound(), "{told:?}");
        }
    }

    #[test]
    fn cristian_knows_the_least_delay() {
        let told = cristian(1_000, 30, 10);
        assert_eq!((told.low, told.high, told.time(), told.accuracy()), (1_010, 1_020, 1_015, 5));
        assert_eq!(cristian(1_000, 31, 10).accuracy(), 6, "half a microsecond is rounded up");
    }

    #[test]
    fn least_delay_has_least_queue_and_grows_with_its_age() {
        let mut samples = Samples::new(Filter::MinDelay, Claim::HalfDelay, 50);
        assert_eq!(samples.estimate(0), None);
        samples.add(ask(0, 0, 10_000, 10_000));
        samples.add(ask(64_000_000, 0, 70_000, 10_000));
        let now = 64_081_000;
        // 64.06 s at 50 ppm are 3.203 ms.
        assert_eq!(samples.estimate(now), Some(Estimate { offset: 0, half_width: 13_203 }));
        samples.filter = Filter::Last;
        assert_eq!(samples.estimate(now), Some(Estimate { offset: 30_000, half_width: 40_000 }));
        samples.filter = Filter::Mean;
        assert_eq!(samples.estimate(now), Some(Estimate { offset: 15_000, half_width: 40_000 }));
        samples.add(ask(128_000_000, 0, 16_000, 12_000));
        samples.filter = Filter::Median;
        assert_eq!(samples.estimate(now), Some(Estimate { offset: 2_000, half_width: 14_000 }));
        samples.kept.pop_back();
        samples.filter = Filter::Mean;
        samples.claim = Claim::QuarterDelay;
        assert_eq!(samples.estimate(now), Some(Estimate { offset: 15_000, half_width: 20_000 }));
        samples.claim = Claim::Fixed(Duration::ms(10));
        assert_eq!(samples.estimate(now + 9), Some(Estimate { offset: 15_000, half_width: 10_000 }));
        for n in 2..10 {
            samples.add(ask(n * 64_000_000, 0, 30_000, 30_000));
        }
        assert_eq!(samples.kept.len(), 8, "the two best are forgotten");
        assert_eq!(Filter::WORDS.len(), Filter::ALL.len());
    }

    /// Roads of one length, and a queue of 20 ms on average on the way there, 2 ms on the way back: what each filter makes of
    /// it, and how often a quarter of the delay is too little.
    #[test]
    fn filters_behind_a_lopsided_queue() {
        use crate::latency::Latency;
        let queue = |mean, n| Latency::Exp(Duration::ms(mean)).sample(0, mix(mix(n))).0 as i64;
        let (mut errors, mut quarters) = ([0; 4], 0);
        for world in 0..4_000_u64 {
            let sample =
                |n| ask(n as i64, 0, 10_000 + queue(20, world * 16 + n), 10_000 + queue(2, world * 16 + 8 + n));
            for (filter, sum) in Filter::ALL.into_iter().zip(&mut errors) {
                let mut samples = Samples::new(filter, Claim::HalfDelay, 0);
                (0..8).for_each(|n| samples.add(sample(n)));
                *sum += samples.estimate(0).unwrap().offset.abs();
            }
            quarters += i64::from(sample(0).offset().abs() > sample(0).delay() / 4);
        }
        // Last, mean, median, least delay, in tenths of a millisecond; and per cent.
        assert_eq!(errors.map(|sum| (sum / 4_000 + 50) / 100), [93, 91, 54, 12]);
        assert_eq!((quarters + 20) / 40, 28);
    }

    /// The lesson's Repair: half an hour of a clock 50 ppm fast behind a queue, and the honest claim.
    #[test]
    fn the_reference_interval_always_contains_the_truth() {
        for world in 0..20_u64 {
            let mut samples = Samples::new(Filter::MinDelay, Claim::HalfDelay, 50);
            for poll in 0..28_i64 {
                let at = poll * 64_000_000;
                // The client's clock is 50 ppm fast: what must be added falls by 50 us a second.
                let truth = |client: i64| 300_000 - client * 50 / 1_000_000;
                let queue = |k: u64, most: u64| 5_000 + below(mix(world * 100 + poll as u64 * 3 + k), most) as i64;
                samples.add(ask(at, truth(at), queue(0, 60_000), queue(1, 4_000)));
                for step in 0..16 {
                    let now = at + 200_000 + step * 4_000_000;
                    let told = samples.estimate(now).unwrap();
                    // Stamps of the client pass while it drifts: 10 us within one exchange of at most 0.2 s.
                    assert!((told.offset - truth(now)).abs() <= told.half_width + 10);
                    assert!(told.half_width < 60_000);
                }
            }
        }
    }
}
