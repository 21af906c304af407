//! Figures of samples: mean, deviation, a confidence interval, the time-weighted mean of a step function, Little's law.

use crate::time::{Duration, Time};

/// Mean and spread of independent samples, in one pass (Welford, *Technometrics* 4, 1962).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    /// The sum of squared differences from the mean.
    squares: f64,
}

impl Moments {
    /// One more sample.
    pub fn add(&mut self, x: f64) {
        self.count += 1;
        let before = x - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (x - self.mean);
    }

    /// How many samples.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The mean, 0 of nothing.
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard deviation of the population these are samples of (n − 1), 0 of fewer than two.
    pub fn sd(&self) -> f64 {
        if self.count < 2 { 0.0 } else { libm::sqrt(self.squares / (self.count - 1) as f64) }
    }

    /// Half the width of the 99.9 % confidence interval of the mean: `t·sd/√n`, with Student's *t* for n − 1 degrees
    /// of freedom, so that it is honest for few samples too. Infinite for fewer than two.
    pub fn half_width_999(&self) -> f64 {
        if self.count < 2 { f64::INFINITY } else { t_999(self.count - 1) * self.sd() / libm::sqrt(self.count as f64) }
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(samples: I) -> Self {
        let mut moments = Self::default();
        for x in samples {
            moments.add(x);
        }
        moments
    }
}

/// The value that Student's *t* with this many degrees of freedom exceeds, in either direction, once in 1000 times.
fn t_999(freedom: u64) -> f64 {
    const NORMAL: f64 = 3.290_526_731_491_926;
    if freedom > 200 {
        // Abramowitz and Stegun 26.7.5: the first terms of the expansion about the normal; the next is below 1e-6 here.
        let (z, n) = (NORMAL, freedom as f64);
        let z2 = z * z;
        let first = z * (z2 + 1.0) / 4.0;
        let second = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
        let third = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
        return z + (first + (second + third / n) / n) / n;
    }
    let (mut low, mut high) = (0.0, 1_000.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if t_within(middle, freedom) < 0.999 { low = middle } else { high = middle }
    }
    high
}

/// How probable it is that Student's *t* lies between `-t` and `t`: Abramowitz and Stegun 26.7.3 and 26.7.4, a finite
/// sum for a whole number of degrees of freedom.
fn t_within(t: f64, freedom: u64) -> f64 {
    let n = freedom as f64;
    let angle = libm::atan(t / libm::sqrt(n));
    let (sine, cosine2) = (t / libm::sqrt(n + t * t), n / (n + t * t));
    let odd = freedom % 2 == 1;
    let (mut sum, mut term) = (0.0, if odd { libm::sqrt(cosine2) } else { 1.0 });
    for k in 0..freedom / 2 {
        sum += term;
        let k = 2.0 * k as f64;
        term *= cosine2 * if odd { (k + 2.0) / (k + 3.0) } else { (k + 1.0) / (k + 2.0) };
    }
    if odd { std::f64::consts::FRAC_2_PI * (angle + sine * sum) } else { sine * sum }
}

/// The mean over time of a quantity that changes in steps, such as a queue's length; exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    start: Time,
    since: Time,
    value: u64,
    area: u128,
}

impl Level {
    /// The quantity is `value` from `start` on.
    pub const fn new(start: Time, value: u64) -> Self {
        Self { start, since: start, value, area: 0 }
    }

    /// From `now` on it is `value`; instants do not go back.
    pub fn set(&mut self, now: Time, value: u64) {
        self.area += u128::from(now.since(self.since).0) * u128::from(self.value);
        self.since = self.since.max(now);
        self.value = value;
    }

    /// What it is.
    pub const fn value(&self) -> u64 {
        self.value
    }

    /// Its mean from the start until `now`; the value itself where no time has passed.
    pub fn mean(&self, now: Time) -> f64 {
        let span = now.since(self.start).0;
        let area = self.area + u128::from(now.since(self.since).0) * u128::from(self.value);
        if span == 0 { self.value as f64 } else { area as f64 / span as f64 }
    }
}

/// How far a run is from Little's law, L = λ·W (Little, *Operations Research* 9, 1961), as a share of L: `in_system` is
/// the mean number in the system, `arrivals` came within `span`, each stayed `stay_us` microseconds in the mean. Only
/// what is still inside at the end keeps it from 0.
pub fn little_gap(in_system: f64, arrivals: u64, span: Duration, stay_us: f64) -> f64 {
    let expected = arrivals as f64 / span.0 as f64 * stay_us;
    if in_system > 0.0 { (in_system - expected).abs() / in_system } else { expected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{mix, unit};

    #[test]
    fn mean_and_deviation_of_a_known_sample() {
        let moments: Moments = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].into_iter().collect();
        assert_eq!((moments.count(), moments.mean()), (8, 5.0));
        assert!((moments.sd() - libm::sqrt(32.0 / 7.0)).abs() < 1e-12);
        assert!(Moments::default().half_width_999().is_infinite());
    }

    /// Two-sided 0.1 % points as every table of the t distribution has them.
    #[test]
    fn the_points_of_students_t() {
        let table = [(1, 636.619), (2, 31.599), (5, 6.869), (10, 4.587), (19, 3.883), (30, 3.646), (120, 3.373)];
        for (freedom, point) in table {
            assert!((t_999(freedom) - point).abs() < 6e-4, "{freedom}: {}", t_999(freedom));
        }
        assert!((t_999(200) - t_999(201)).abs() < 3e-4, "sum and expansion meet");
        assert!((t_999(u64::MAX) - 3.290_526_7).abs() < 1e-6);
    }

    #[test]
    fn of_two_thousand_intervals_about_two_miss() {
        let missed = (0..2_000_u64).filter(|run| {
            let sample: Moments = (0..20).map(|n| unit(mix(run * 100 + n)) + unit(mix(run * 100 + n + 50))).collect();
            (sample.mean() - 1.0).abs() > sample.half_width_999()
        });
        assert!(missed.count() < 10);
    }

    /// One server, first come first served: the law holds exactly once everybody has left.
    #[test]
    fn littles_law_holds_in_a_queue() {
        let (mut events, mut free, mut stay, mut arrived) = (Vec::new(), 0, 0, 0);
        for n in 0..500_u64 {
            arrived += mix(n) % 2_000;
            free = free.max(arrived) + mix(n + 1_000) % 1_600;
            stay += free - arrived;
            events.extend([(arrived, 1_i64), (free, -1)]);
        }
        events.sort_unstable();
        let (mut level, mut inside) = (Level::new(Time::ZERO, 0), 0_i64);
        for (at, step) in events {
            inside += step;
            level.set(Time(at), inside as u64);
        }
        assert_eq!(level.value(), 0);
        let gap = little_gap(level.mean(Time(free)), 500, Duration(free), stay as f64 / 500.0);
        assert!(gap < 1e-12, "{gap}");
    }
}
