//! The settings of a caller, declared once for every protocol that has one.

use super::guard;
use crate::field::{Field, Kind, Value};
use crate::parts::backoff::{self, Backoff, Jitter};
use crate::parts::budget::Earn;
use crate::time::Duration;

/// How a node calls another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// How long an attempt waits for its answer; zero is for ever.
    pub timeout: Duration,
    /// Attempts of a request, the first one included.
    pub attempts: u32,
    /// The wait between two of them.
    pub backoff: Backoff,
    /// Whether every node draws its jitter from a generator of the same seed: a mistake that looks random.
    pub shared_seed: bool,
    /// What bounds retries besides their number.
    pub budget: Budget,
    /// The circuit breaker.
    pub breaker: guard::Settings,
}

/// What bounds retries besides their number (`parts::budget`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// By which rule.
    pub rule: Rule,
    /// Tokens earned at a time, or the share of failures at which retries stop: 0 to 1.
    pub ratio: f64,
    /// Tokens that the bucket holds, or attempts that are looked at.
    pub size: u32,
}

/// What a budget counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing: there is none.
    None,
    /// Tokens, earned so.
    Bucket(Earn),
    /// Failures among the last attempts.
    Failures,
}

const RULES: [Rule; 4] = [Rule::None, Rule::Bucket(Earn::Request), Rule::Bucket(Earn::Success), Rule::Failures];
const BUDGETS: &[&str] = &["none", "request", "success", "failures"];

/// The settings, in the order of [`Policy::set`].
pub const FIELDS: [Field; 22] = [
    field("timeout", Kind::Span, "1s", "How long an attempt waits for its answer; 0s is for ever."),
    field("attempts", Kind::Whole(1, 1_000), "1", "Attempts of a request, the first one included; 1 never retries."),
    field(
        "backoff",
        Kind::Word(backoff::Kind::WORDS),
        "none",
        "How the wait before a retry grows: not at all, `fixed` at its base, or `exp`onentially, twice as long each time.",
    ),
    field("backoff-base", Kind::Span, "100ms", "The first wait."),
    field("backoff-cap", Kind::Span, "2s", "No wait is longer, but for a jitter of 10%."),
    field(
        "jitter",
        Kind::Word(Jitter::WORDS),
        "none",
        "How chance changes the wait (Brooker 2015): by a tenth, in its upper half, all of it, or `decorrelated`, from the base to three times the last wait.",
    ),
    field(
        "jitter-seed",
        Kind::Word(&["own", "shared"]),
        "own",
        "Whether each node draws its own jitter, or all of them the same, as when every process seeds its generator with one number.",
    ),
    field(
        "budget",
        Kind::Word(BUDGETS),
        "none",
        "What bounds retries besides their number: a bucket of tokens that each `request` or each `success` fills and each retry empties, or the share of `failures` among the last attempts.",
    ),
    field(
        "budget-ratio",
        Kind::Share,
        "10%",
        "Tokens earned at a time; or the share of failures at which retries stop.",
    ),
    field(
        "budget-size",
        Kind::Whole(1, 10_000),
        "10",
        "Tokens that the bucket holds, full at first; or attempts that are looked at.",
    ),
    field(
        "breaker",
        Kind::Word(guard::WORDS),
        "none",
        "The circuit breaker: one that opens after `consecutive` failures, at a share of the last calls (`count`) or of the calls of the last span (`time`), or a library with its own defaults, which the settings below leave alone.",
    ),
    field("breaker-failures", Kind::Whole(1, 1_000), "5", "`consecutive` opens after so many failures in a row."),
    field("breaker-calls", Kind::Whole(1, 10_000), "20", "`count` looks at the last so many calls."),
    field("breaker-span", Kind::Span, "10s", "`time` looks at the calls of the last so long."),
    field("breaker-minimum", Kind::Whole(1, 10_000), "20", "`count` and `time` judge over no fewer calls."),
    field("breaker-threshold", Kind::Share, "50%", "`count` and `time` open at this share of failures."),
    field("breaker-open", Kind::Span, "5s", "How long it stays open before it lets probes through."),
    field(
        "breaker-growth",
        Kind::Whole(1, 8),
        "1",
        "Each opening in a row lasts so many times as long as the one before, up to eight times the first.",
    ),
    field("breaker-jitter", Kind::Share, "0%", "The open time is drawn evenly from 1 ± this share of it."),
    field("breaker-probes", Kind::Whole(1, 1_000), "1", "Calls let through while half-open; all of them must succeed."),
    field(
        "breaker-ramp",
        Kind::Span,
        "0s",
        "After closing, the share of calls let through grows to all of them within this time.",
    ),
    field(
        "breaker-scope",
        Kind::Word(&["service", "route"]),
        "service",
        "Whether all calls share one breaker, or each operation (each route of a service) has one for itself.",
    ),
];

const fn field(name: &'static str, kind: Kind, default: &'static str, doc: &'static str) -> Field {
    Field { name, kind, default, doc }
}

/// The settings of a protocol: its own, then those of its caller.
pub const fn join<const OWN: usize, const ALL: usize>(own: [Field; OWN]) -> [Field; ALL] {
    assert!(OWN + FIELDS.len() == ALL, "its own settings and the caller's are all that there are");
    let mut all = [FIELDS[0]; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < OWN { own[at] } else { FIELDS[at - OWN] };
        at += 1;
    }
    all
}

impl Default for Policy {
    fn default() -> Self {
        let backoff = Backoff {
            kind: backoff::Kind::None,
            base: Duration::ms(100),
            cap: Duration::secs(2),
            jitter: Jitter::None,
        };
        let breaker = guard::Settings {
            kind: guard::Kind::None,
            failures: 5,
            calls: 20,
            span: Duration::secs(10),
            minimum: 20,
            threshold: 0.5,
            open: Duration::secs(5),
            growth: 1,
            jitter: 0.0,
            probes: 1,
            ramp: Duration::ZERO,
            by_route: false,
        };
        let budget = Budget { rule: Rule::None, ratio: 0.1, size: 10 };
        Self { timeout: Duration::secs(1), attempts: 1, backoff, shared_seed: false, budget, breaker }
    }
}

impl Policy {
    /// Sets the field with this index of [`FIELDS`].
    pub fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Span(span)) => self.timeout = span,
            (1, Value::Whole(n)) => self.attempts = n as u32,
            (2, Value::Word(word)) => self.backoff.kind = backoff::Kind::ALL[word],
            (3, Value::Span(span)) => self.backoff.base = span,
            (4, Value::Span(span)) => self.backoff.cap = span,
            (5, Value::Word(word)) => self.backoff.jitter = Jitter::ALL[word],
            (6, Value::Word(word)) => self.shared_seed = word == 1,
            (7, Value::Word(word)) => self.budget.rule = RULES[word],
            (8, Value::Share(share)) => self.budget.ratio = share,
            (9, Value::Whole(n)) => self.budget.size = n as u32,
            (10, Value::Word(word)) => self.breaker.kind = guard::ALL[word],
            (11, Value::Whole(n)) => self.breaker.failures = n as u32,
            (12, Value::Whole(n)) => self.breaker.calls = n as u32,
            (13, Value::Span(span)) => self.breaker.span = span,
            (14, Value::Whole(n)) => self.breaker.minimum = n as u32,
            (15, Value::Share(share)) => self.breaker.threshold = share,
            (16, Value::Span(span)) => self.breaker.open = span,
            (17, Value::Whole(n)) => self.breaker.growth = n as u32,
            (18, Value::Share(share)) => self.breaker.jitter = share,
            (19, Value::Whole(n)) => self.breaker.probes = n as u32,
            (20, Value::Span(span)) => self.breaker.ramp = span,
            (21, Value::Word(word)) => self.breaker.by_route = word == 1,
            (field, value) => unreachable!("caller field {field} cannot be {value:?}"),
        }
    }

    /// The longest that a request can take: every attempt waits in vain, and every draw is as long as can be.
    pub fn longest(&self) -> Duration {
        if self.timeout == Duration::ZERO {
            return Duration(u64::MAX);
        }
        let (mut all, mut wait) = (self.timeout, Duration::ZERO);
        for retry in 1..self.attempts {
            wait = self.backoff.wait(retry - 1, wait, u64::MAX);
            all = all + wait + self.timeout;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_that_are_declared() {
        let mut read = Policy { attempts: 9, shared_seed: true, ..Policy::default() };
        for (at, field) in FIELDS.iter().enumerate() {
            read.set(at, field.parse(field.default).unwrap());
        }
        assert_eq!(read, Policy::default());
        assert_eq!((BUDGETS.len(), guard::WORDS.len()), (RULES.len(), guard::ALL.len()));
    }

    #[test]
    fn a_request_ends_after_its_attempts_and_the_waits_between_them() {
        let mut policy = Policy::default();
        assert_eq!(policy.longest(), Duration::secs(1));
        (policy.attempts, policy.backoff.kind) = (7, backoff::Kind::Exponential);
        assert_eq!(policy.longest(), Duration::ms(7_000 + 100 + 200 + 400 + 800 + 1_600 + 2_000));
    }
}
