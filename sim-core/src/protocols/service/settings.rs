//! The settings of a service: its own, then those of its caller.

use crate::field::{Field, Kind, Value};
use crate::id::NodeId;
use crate::latency::Latency;
use crate::protocol::Config;
use crate::protocols::caller::{self, Policy};
use crate::time::Duration;

/// Settings of a service.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) workers: usize,
    pub(super) service: Latency,
    /// How many may wait; all, where there is no number.
    pub(super) queue: Option<usize>,
    pub(super) lifo: bool,
    /// Zero is never.
    pub(super) expire: Duration,
    pub(super) error_rate: f64,
    pub(super) calls: Vec<NodeId>,
    pub(super) policy: Policy,
}

const OWN: [Field; 7] = [
    Field {
        name: "workers",
        kind: Kind::Whole(1, 10_000),
        default: "1",
        doc: "How many requests are worked on at one time.",
    },
    Field { name: "service", kind: Kind::Latency, default: "0s", doc: "How long the work for one request takes." },
    Field {
        name: "queue",
        kind: Kind::Bound(0, 1_000_000),
        default: "none",
        doc: "How many requests may wait for a worker; one that finds the queue full is answered with an error at once.",
    },
    Field {
        name: "order",
        kind: Kind::Word(&["fifo", "lifo"]),
        default: "fifo",
        doc: "Whether a free worker takes the request that came first or the one that came last.",
    },
    Field {
        name: "expire",
        kind: Kind::Span,
        default: "0s",
        doc: "A request that has waited longer than this is answered with an error instead of being worked on; 0s is never.",
    },
    Field {
        name: "error-rate",
        kind: Kind::Share,
        default: "0%",
        doc: "The share of requests whose work ends in an error.",
    },
    Field {
        name: "calls",
        kind: Kind::Nodes,
        default: "none",
        doc: "Whom the worker asks after its own work: that node, or a random one of that group; its answer is passed on. The settings below say how often and how long.",
    },
];

pub(super) const FIELDS: [Field; OWN.len() + caller::FIELDS.len()] = caller::join(OWN);

impl Default for Settings {
    fn default() -> Self {
        Self {
            workers: 1,
            service: Latency::Fixed(Duration::ZERO),
            queue: None,
            lifo: false,
            expire: Duration::ZERO,
            error_rate: 0.0,
            calls: Vec::new(),
            policy: Policy::default(),
        }
    }
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Whole(n)) => self.workers = n as usize,
            (1, Value::Latency(service)) => self.service = service,
            (2, Value::Bound(bound)) => self.queue = bound.map(|n| n as usize),
            (3, Value::Word(word)) => self.lifo = word == 1,
            (4, Value::Span(span)) => self.expire = span,
            (5, Value::Share(share)) => self.error_rate = share,
            (6, Value::Nodes(_, nodes)) => self.calls = nodes,
            (field, value) => self.policy.set(field - OWN.len(), value),
        }
    }
}
