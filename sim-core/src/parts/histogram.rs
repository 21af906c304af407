//! A histogram of whole numbers with a fixed relative precision, such as latencies in microseconds.
//!
//! Log-linear, as Gil Tene's `HdrHistogram`: every octave is cut into 128 equal buckets, so that a value is known to within
//! 1/256 (0.4 %) of itself, and values below 256 exactly. Adding costs a shift; a second or an hour of microseconds needs
//! under 2 000 or 3 300 counters. Count, sum, smallest and largest are exact.

/// Values below `2^FINE` have a bucket each.
const FINE: u32 = 8;
/// Buckets of an octave above that.
const HALF: usize = 1 << (FINE - 1);

/// A histogram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Up to the bucket of the largest value.
    counts: Vec<u64>,
    count: u64,
    sum: u128,
    min: u64,
    max: u64,
}

impl Histogram {
    /// One more value.
    pub fn add(&mut self, value: u64) {
        let at = bucket(value);
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.min = if self.count == 0 { value } else { self.min.min(value) };
        self.max = self.max.max(value);
        self.count += 1;
        self.sum += u128::from(value);
    }

    /// All values of another histogram as well.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.min = if self.count == 0 { other.min } else { self.min.min(other.min) };
        self.max = self.max.max(other.max);
        self.count += other.count;
        self.sum += other.sum;
    }

    /// How many values.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their exact mean, if there are any.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// The largest value, exactly, if there is any.
    pub fn max(&self) -> Option<u64> {
        (self.count > 0).then_some(self.max)
    }

    /// The value that the share `q` (0 to 1) of all values does not exceed: the one of rank ⌈q·n⌉, within 1/256 of
    /// itself. `None` of nothing.
    pub fn quantile(&self, q: f64) -> Option<u64> {
        let rank = ((q * self.count as f64).ceil() as u64).clamp(1, self.count.max(1));
        let mut seen = 0;
        let at = self.counts.iter().position(|n| {
            seen += n;
            seen >= rank
        })?;
        let (low, high) = bounds(at);
        Some(low.midpoint(high).clamp(self.min, self.max))
    }
}

/// Which bucket a value falls into: the leading `FINE` bits of the value, and how many bits follow.
const fn bucket(value: u64) -> usize {
    let shift = (u64::BITS - value.leading_zeros()).saturating_sub(FINE);
    shift as usize * HALF + (value >> shift) as usize
}

/// The smallest and the largest value of a bucket.
const fn bounds(at: usize) -> (u64, u64) {
    let shift = (at / HALF).saturating_sub(1);
    let low = ((at - shift * HALF) as u64) << shift;
    (low, low + ((1 << shift) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::mix;

    /// Values of every size, from one bit to 64.
    fn sample(n: u64) -> u64 {
        mix(n) >> (mix(n + 1_000_000) % 64)
    }

    #[test]
    fn every_value_lies_in_its_bucket_and_buckets_are_narrow() {
        let edges = (0..64).flat_map(|k| [(1_u64 << k) - 1, 1 << k, (1 << k) + 1]).chain([u64::MAX]);
        for value in edges.chain((0..50_000).map(sample)) {
            let (low, high) = bounds(bucket(value));
            assert!(low <= value && value <= high, "{value} in {low}..={high}");
            assert!((high - low) <= low / 128, "{low}..={high} is too wide");
        }
        assert_eq!([0, 1, 255].map(|v| bounds(bucket(v))), [(0, 0), (1, 1), (255, 255)], "small values are exact");
        assert_eq!(bucket(256), bucket(255) + 1, "no bucket is left out");
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_list() {
        for round in 0..20_u64 {
            let mut list: Vec<u64> = (0..997).map(|n| sample(round * 5_000 + n)).collect();
            let mut histogram = Histogram::default();
            for value in &list {
                histogram.add(*value);
            }
            list.sort_unstable();
            for q in [0.0_f64, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0] {
                let rank = ((q * 997.0).ceil() as usize).max(1);
                let (told, truth) = (histogram.quantile(q).unwrap(), list[rank - 1]);
                assert!(told.abs_diff(truth) <= truth / 256 + 1, "{told} for {truth} at {q}");
            }
            assert_eq!(histogram.max(), list.last().copied());
            let mean = list.iter().map(|v| u128::from(*v)).sum::<u128>() as f64 / 997.0;
            assert_eq!(histogram.mean(), Some(mean));
        }
    }

    #[test]
    fn merging_is_adding_everything() {
        let (mut one, mut two, mut both) = (Histogram::default(), Histogram::default(), Histogram::default());
        for n in 0..3_000 {
            let value = sample(n);
            (if n % 3 == 0 { &mut one } else { &mut two }).add(value);
            both.add(value);
        }
        two.merge(&one);
        two.merge(&Histogram::default());
        assert_eq!(two, both);
        let mut empty = Histogram::default();
        assert_eq!((empty.quantile(0.5), empty.mean(), empty.max(), empty.count()), (None, None, None, 0));
        empty.merge(&both);
        assert_eq!(empty, both);
    }
}
