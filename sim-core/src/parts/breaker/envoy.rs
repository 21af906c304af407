//! Envoy's outlier detection: one bad host is left out, the others go on.
//!
//! `envoyproxy/envoy`, `source/common/upstream/outlier_detection_impl.cc`, as of commit
//! 00c7146d95ff67fc55c78f036d6236689b66e72f. A host is ejected at the moment its run of failures reaches a threshold, and
//! by its rates at the interval timer; only that timer lets hosts return. There is no half-open: a host simply comes
//! back. Without jitter, and with every rule either enforced always or not at all (then it is `None` here).

use crate::time::{Duration, Time};

/// Ejects hosts that are far below the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuccessRate {
    /// Judges only if at least so many hosts can be judged.
    pub minimum_hosts: usize,
    /// A host can be judged if it had at least so many requests in the last interval.
    pub volume: u64,
    /// Ejects below mean − factor/1000 · standard deviation of the population.
    pub factor: u32,
}

/// Ejects hosts by their own failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailurePercentage {
    /// Judges only if at least so many hosts can be judged.
    pub minimum_hosts: usize,
    /// A host can be judged if it had at least so many requests in the last interval.
    pub volume: u64,
    /// Ejects at this percentage of failures.
    pub threshold: u32,
}

/// Settings; the default is Envoy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Ejects after so many answers 5xx in a row.
    pub consecutive_5xx: Option<u32>,
    /// Ejects after so many answers 502, 503 or 504 in a row.
    pub consecutive_gateway: Option<u32>,
    /// Ejects hosts far below the others.
    pub success_rate: Option<SuccessRate>,
    /// Ejects hosts that fail much.
    pub failure_percentage: Option<FailurePercentage>,
    /// How often hosts return and rates are looked at.
    pub interval: Duration,
    /// The first ejection lasts at least this long, the n-th in a row n times as long.
    pub base: Duration,
    /// But no longer than this.
    pub max: Duration,
    /// At most this percentage of the hosts is out.
    pub max_percent: u32,
    /// One host may be out whatever the percentage says.
    pub always_one: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            consecutive_5xx: Some(5),
            consecutive_gateway: None,
            success_rate: Some(SuccessRate { minimum_hosts: 5, volume: 100, factor: 1_900 }),
            failure_percentage: None,
            interval: Duration::secs(10),
            base: Duration::secs(30),
            max: Duration::secs(300),
            max_percent: 10,
            always_one: false,
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    total: u64,
    good: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Host {
    /// Since when it is out.
    ejected: Option<Time>,
    returned: Option<Time>,
    /// How many base times the ejection lasts: up by one with each, down by one with each quiet interval.
    multiplier: u32,
    run_5xx: u32,
    run_gateway: u32,
    /// Of the interval that runs, and of the one before.
    current: Tally,
    last: Tally,
}

/// The detector of one cluster of hosts, which are numbered from 0.
#[derive(Clone, Debug)]
pub struct Outliers {
    settings: Settings,
    hosts: Vec<Host>,
    next_tick: Time,
}

impl Outliers {
    /// All hosts in; the timer starts at `now`.
    pub fn new(settings: Settings, hosts: usize, now: Time) -> Self {
        Self { settings, hosts: vec![Host::default(); hosts], next_tick: now + settings.interval }
    }

    /// A host answered with this HTTP status. (What never answers is reported as 504, what refuses as 503.)
    pub fn record(&mut self, now: Time, host: usize, status: u16) {
        self.catch_up(now);
        let it = &mut self.hosts[host];
        it.current.total += 1;
        if !(500..600).contains(&status) {
            it.current.good += 1;
            (it.run_5xx, it.run_gateway) = (0, 0);
            return;
        }
        it.run_5xx += 1;
        it.run_gateway = if (502..=504).contains(&status) { it.run_gateway + 1 } else { 0 };
        // A run that is complete starts anew, unless the host is out already.
        if self.settings.consecutive_gateway == Some(it.run_gateway) && it.ejected.is_none() {
            self.eject(now, host);
            self.hosts[host].run_gateway = 0;
        }
        let it = self.hosts[host];
        if self.settings.consecutive_5xx == Some(it.run_5xx) && it.ejected.is_none() {
            self.eject(now, host);
            self.hosts[host].run_5xx = 0;
        }
    }

    /// Whether a host is out.
    pub fn is_ejected(&mut self, now: Time, host: usize) -> bool {
        self.catch_up(now);
        self.hosts[host].ejected.is_some()
    }

    /// The hosts that are out.
    pub fn ejected(&mut self, now: Time) -> Vec<usize> {
        self.catch_up(now);
        (0..self.hosts.len()).filter(|host| self.hosts[*host].ejected.is_some()).collect()
    }

    /// Ejects it, if one more may be out. (A host that both rates condemn would count twice in Envoy's release build, and
    /// stop its debug build; here it is out once.)
    fn eject(&mut self, now: Time, host: usize) {
        let out = self.hosts.iter().filter(|host| host.ejected.is_some()).count();
        let share = 100.0 * (out + 1) as f64 / self.hosts.len() as f64;
        let room = share <= f64::from(self.settings.max_percent.min(100)) || (self.settings.always_one && out == 0);
        let it = &mut self.hosts[host];
        if !room || it.ejected.is_some() {
            return;
        }
        it.ejected = Some(now);
        // The multiplier stops once it has reached the longest ejection.
        if it.term(self.settings.base) < self.settings.max + self.settings.base {
            it.multiplier += 1;
        }
    }

    /// Runs the timer for every interval that ended, before anything else that happens at `now`.
    fn catch_up(&mut self, now: Time) {
        let interval = Duration(self.settings.interval.0.max(1));
        while now >= self.next_tick {
            if self.hosts.iter().all(Host::idle) {
                // A long silence: no tick changes anything.
                let due = now.since(self.next_tick).0 / interval.0 + 1;
                self.next_tick += Duration(due * interval.0);
                return;
            }
            self.tick(self.next_tick);
            self.next_tick += interval;
        }
    }

    fn tick(&mut self, now: Time) {
        let Settings { base, max, interval, .. } = self.settings;
        for it in &mut self.hosts {
            if it.ejected.is_some_and(|since| it.term(base).min(max) <= now.since(since)) {
                it.ejected = None;
                it.returned = Some(now);
                (it.run_5xx, it.run_gateway) = (0, 0);
            }
            it.last = std::mem::take(&mut it.current);
        }
        for host in self.outliers() {
            self.eject(now, host);
        }
        for it in &mut self.hosts {
            let quiet = it.returned.is_some_and(|since| now.since(since) >= interval);
            if it.ejected.is_none() && quiet {
                it.multiplier = it.multiplier.saturating_sub(1);
            }
        }
    }

    /// Whose rates of the last interval are too low, in the order in which they are ejected.
    fn outliers(&self) -> Vec<usize> {
        let rates = |volume: u64, minimum_hosts: usize| {
            let hosts = self.hosts.iter().enumerate();
            let judged = hosts.filter(|(_, it)| it.ejected.is_none() && it.last.total >= volume.max(1));
            let rate = |it: &Host| it.last.good as f64 * 100.0 / it.last.total as f64;
            let judged: Vec<(usize, f64)> = judged.map(|(host, it)| (host, rate(it))).collect();
            if judged.len() >= minimum_hosts { judged } else { Vec::new() }
        };
        let mut found = Vec::new();
        if let Some(rule) = self.settings.success_rate {
            let rates = rates(rule.volume, rule.minimum_hosts);
            let count = rates.len() as f64;
            let mean = rates.iter().map(|(_, rate)| rate).sum::<f64>() / count;
            let variance = rates.iter().map(|(_, rate)| (rate - mean) * (rate - mean)).sum::<f64>() / count;
            let threshold = mean - f64::from(rule.factor) / 1_000.0 * libm::sqrt(variance);
            found.extend(rates.iter().filter(|(_, rate)| *rate < threshold).map(|(host, _)| *host));
        }
        if let Some(rule) = self.settings.failure_percentage {
            let rates = rates(rule.volume, rule.minimum_hosts);
            let bad = rates.iter().filter(|(_, rate)| 100.0 - rate >= f64::from(rule.threshold));
            found.extend(bad.map(|(host, _)| *host));
        }
        found
    }
}

impl Host {
    fn term(&self, base: Duration) -> Duration {
        Duration(base.0.saturating_mul(self.multiplier.into()))
    }
    /// Whether the timer has nothing to do with it.
    fn idle(&self) -> bool {
        self.ejected.is_none() && self.multiplier == 0 && self.current.total == 0 && self.last.total == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(outliers: &mut Outliers, ms: u64, host: usize, status: u16, count: usize) -> Vec<usize> {
        for _ in 0..count {
            outliers.record(Time::ms(ms), host, status);
        }
        outliers.ejected(Time::ms(ms))
    }

    #[test]
    fn the_fifth_failure_in_a_row_and_only_one_host_of_ten() {
        let mut outliers = Outliers::new(Settings::default(), 10, Time::ZERO);
        many(&mut outliers, 0, 3, 500, 4);
        many(&mut outliers, 0, 3, 200, 1);
        assert!(many(&mut outliers, 0, 3, 500, 4).is_empty(), "a success starts the count anew");
        assert_eq!(many(&mut outliers, 0, 3, 503, 1), [3]);
        assert_eq!(many(&mut outliers, 1, 4, 500, 5), [3], "a second one would be 20 %");
        assert!(outliers.is_ejected(Time::ms(29_999), 3) && !outliers.is_ejected(Time::ms(30_000), 3));
    }

    /// The outline of Envoy's own back-off test: 10 s, 20 s, then after two healthy intervals 10 s less.
    #[test]
    fn each_ejection_lasts_longer_and_health_is_remembered() {
        let base = Duration::secs(10);
        let mut outliers = Outliers::new(Settings { base, max_percent: 100, ..Settings::default() }, 1, Time::ZERO);
        let mut lasts = |from: u64| {
            assert_eq!(many(&mut outliers, from * 1_000, 0, 500, 5), [0]);
            let back = (from..from + 1_000).find(|second| !outliers.is_ejected(Time::secs(*second), 0));
            back.unwrap() - from
        };
        assert_eq!([lasts(0), lasts(10), lasts(30)], [10, 20, 30]);
        assert_eq!(lasts(80), 20);
        assert_eq!(lasts(1_000), 10, "a long health forgets all");
        assert_eq!(outliers.ejected(Time::secs(900_000_000)).len(), 0, "silence is skipped");
    }

    /// Envoy's documentation of its threshold: rates 50, 100, 100, 100, 100 have mean 90 and deviation 20, so a factor
    /// of 1.9 ejects below 52.
    #[test]
    fn far_below_the_others() {
        let judged = |good: usize| {
            let mut outliers = Outliers::new(
                Settings { consecutive_5xx: None, max_percent: 50, ..Settings::default() },
                5,
                Time::ZERO,
            );
            for host in 1..5 {
                many(&mut outliers, 5, host, 200, 100);
            }
            many(&mut outliers, 5, 0, 200, good);
            many(&mut outliers, 5, 0, 504, 100 - good);
            assert!(outliers.ejected(Time::ms(9_999)).is_empty());
            outliers.ejected(Time::secs(10))
        };
        assert_eq!(judged(50), [0], "50 is below 52");
        assert!(judged(100).is_empty(), "nobody is below the mean of equals");
    }

    #[test]
    fn gateway_failures_and_percentages_are_rules_of_their_own() {
        let failure_percentage = Some(FailurePercentage { minimum_hosts: 2, volume: 50, threshold: 85 });
        let settings = Settings { failure_percentage, max_percent: 50, consecutive_5xx: None, ..Settings::default() };
        let mut outliers = Outliers::new(Settings { consecutive_gateway: Some(3), ..settings }, 4, Time::ZERO);
        many(&mut outliers, 0, 0, 502, 2);
        many(&mut outliers, 0, 0, 500, 1);
        assert!(many(&mut outliers, 0, 0, 504, 2).is_empty(), "a 500 breaks the run of gateway failures");
        assert_eq!(many(&mut outliers, 0, 0, 503, 1), [0]);
        many(&mut outliers, 1, 1, 200, 50);
        many(&mut outliers, 1, 2, 200, 15);
        many(&mut outliers, 1, 2, 500, 85);
        assert_eq!(outliers.ejected(Time::secs(10)), [0, 2]);
    }
}
