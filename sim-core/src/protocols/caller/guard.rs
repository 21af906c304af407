//! Which circuit breaker a caller has: the lessons' own with three rules, or a library as it comes.

use crate::luck::Name;
use crate::parts::breaker::Breaker;
use crate::parts::breaker::gobreaker::{self, Gobreaker, Trip};
use crate::parts::breaker::hystrix::{self, Hystrix};
use crate::parts::breaker::lone_host::LoneHost;
use crate::parts::breaker::plain::{self, Plain, Rule};
use crate::parts::breaker::polly::{self, Polly};
use crate::parts::breaker::resilience4j::{self, Resilience4j, Window};
use crate::time::{Duration, Time};

/// Which breaker, in the order of its [`WORDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No breaker.
    None,
    /// So many failures in a row.
    Consecutive,
    /// A share of the last so many calls.
    Count,
    /// A share of the calls of the last span of time.
    Time,
    /// Netflix Hystrix.
    Hystrix,
    /// resilience4j.
    Resilience4j,
    /// Polly v8.
    Polly,
    /// sony/gobreaker.
    Gobreaker,
    /// Envoy's outlier detection, with one host.
    Envoy,
}

/// As authors write them.
pub const WORDS: &[&str] =
    &["none", "consecutive", "count", "time", "hystrix", "resilience4j", "polly", "gobreaker", "envoy"];

/// Every kind, in the order of [`WORDS`].
pub const ALL: [Kind; 9] = [
    Kind::None,
    Kind::Consecutive,
    Kind::Count,
    Kind::Time,
    Kind::Hystrix,
    Kind::Resilience4j,
    Kind::Polly,
    Kind::Gobreaker,
    Kind::Envoy,
];

/// A breaker's settings; a library has its own defaults instead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Which breaker.
    pub kind: Kind,
    /// Failures in a row that open `consecutive`.
    pub failures: u32,
    /// Calls that `count` looks at.
    pub calls: u32,
    /// How far back `time` looks.
    pub span: Duration,
    /// `count` and `time` do not judge over fewer calls.
    pub minimum: u32,
    /// The share of failures (0 to 1) that opens `count` and `time`.
    pub threshold: f64,
    /// How long it stays open at first.
    pub open: Duration,
    /// Each opening in a row lasts so many times as long.
    pub growth: u32,
    /// The open time is drawn from 1 ± this share of it.
    pub jitter: f64,
    /// Calls let in while half-open.
    pub probes: u32,
    /// Traffic returns within this time after closing.
    pub ramp: Duration,
    /// Whether each route has a breaker for itself.
    pub by_route: bool,
}

/// A breaker of any kind.
#[derive(Clone)]
pub enum Guard {
    /// The lessons' own.
    Plain(Plain),
    /// Netflix Hystrix.
    Hystrix(Hystrix),
    /// resilience4j.
    Resilience4j(Resilience4j),
    /// Polly v8.
    Polly(Polly),
    /// sony/gobreaker.
    Gobreaker(Gobreaker),
    /// Envoy's outlier detection, with one host.
    Envoy(LoneHost),
}

impl Guard {
    /// The breaker of these settings; libraries with the defaults that they document (see `parts::breaker`).
    pub fn new(of: &Settings, luck: Name, now: Time) -> Option<Self> {
        let (minimum, share) = (of.minimum as usize, of.threshold);
        let rule = match of.kind {
            Kind::None => return None,
            Kind::Consecutive => Rule::InARow(of.failures),
            Kind::Count => Rule::LastCalls { size: of.calls as usize, minimum, share },
            Kind::Time => Rule::LastSpan { span: of.span, minimum, share },
            Kind::Hystrix => return Some(Self::Hystrix(Hystrix::new(HYSTRIX, now))),
            Kind::Resilience4j => return Some(Self::Resilience4j(Resilience4j::new(RESILIENCE4J))),
            Kind::Polly => {
                let breaks = vec![Duration::secs(5)];
                let sampling = Duration::secs(30);
                let settings = polly::Settings { failure_ratio: 0.1, minimum: 100, sampling, breaks };
                return Some(Self::Polly(Polly::new(settings)));
            }
            Kind::Gobreaker => return Some(Self::Gobreaker(Gobreaker::new(GOBREAKER, now))),
            Kind::Envoy => return Some(Self::Envoy(LoneHost::new(now))),
        };
        let Settings { open, jitter, probes, ramp, .. } = *of;
        let settings = plain::Settings { rule, open, growth: f64::from(of.growth), jitter, probes, ramp };
        Some(Self::Plain(Plain::new(settings, luck)))
    }

    /// What all of them can do.
    pub fn breaker(&mut self) -> &mut dyn Breaker {
        match self {
            Self::Plain(one) => one as &mut dyn Breaker,
            Self::Hystrix(one) => one,
            Self::Resilience4j(one) => one,
            Self::Polly(one) => one,
            Self::Gobreaker(one) => one,
            Self::Envoy(one) => one,
        }
    }
}

const HYSTRIX: hystrix::Settings = hystrix::Settings {
    volume: 20,
    error_percentage: 50,
    sleep: Duration::secs(5),
    window: Duration::secs(10),
    snapshot: Duration::ms(500),
};

const RESILIENCE4J: resilience4j::Settings = resilience4j::Settings {
    failure_rate: 50.0,
    slow_rate: 100.0,
    slow: Duration::secs(60),
    minimum: 100,
    window: Window::Count(100),
    wait: Duration::secs(60),
    multiplier: 1.0,
    permitted: 10,
    auto: false,
};

const GOBREAKER: gobreaker::Settings = gobreaker::Settings {
    max_requests: 1,
    interval: Duration::ZERO,
    timeout: Duration::secs(60),
    trip: Trip::ConsecutiveOver(5),
};
