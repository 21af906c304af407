//! The settings of a service: its own, those of a route, and those of its caller.

use std::collections::BTreeMap;

use super::warmth::Warmth;
use crate::field::{Field, Kind, Value};
use crate::id::{Key, NodeId};
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
    pub(super) warmth: Warmth,
    /// Whatever has no way for itself.
    usual: Way,
    /// What routes have for themselves, by the field's number, and the ways that follow.
    own: BTreeMap<Key, BTreeMap<usize, Value>>,
    ways: BTreeMap<Key, Way>,
}

/// What a worker does after its own work.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    /// Whom it asks: one of these.
    pub(super) calls: Vec<NodeId>,
    /// So many workers may wait for the answer at one time; all, where there is no number.
    pub(super) bulkhead: Option<usize>,
    /// Whether an empty answer takes the place of an error.
    pub(super) empty: bool,
    /// How it asks.
    pub(super) policy: Policy,
}

const OWN: [Field; 13] = [
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
        name: "cold",
        kind: Kind::Whole(1, 1_000),
        default: "1",
        doc: "How many times as long the first piece of work takes after a restart; the time falls evenly, and is as usual after `warm-after` of them. At the beginning of a run servers are warm.",
    },
    Field {
        name: "warm-after",
        kind: Kind::Whole(1, 1_000_000),
        default: "100",
        doc: "Pieces of work after which a server is warm.",
    },
    Field {
        name: "crash-over",
        kind: Kind::Bound(0, 1_000_000),
        default: "none",
        doc: "When more requests than this wait, the server crashes by itself.",
    },
    Field { name: "restart-after", kind: Kind::Span, default: "3s", doc: "How long it is down then." },
    Field {
        name: "calls",
        kind: Kind::Nodes,
        default: "none",
        doc: "Whom the worker asks after its own work: that node, or a random one of that group; its answer is passed on. The settings below say how often and how long.",
    },
    Field {
        name: "bulkhead",
        kind: Kind::Bound(1, 10_000),
        default: "none",
        doc: "How many workers may wait for that answer at one time, of those whose requests name the same route. A request beyond that has failed at once: nobody is asked.",
    },
    Field {
        name: "fallback",
        kind: Kind::Word(&["none", "empty"]),
        default: "none",
        doc: "What is answered where that answer does not come: an error, or an `empty` answer, which is put on record.",
    },
];

/// What a route may have for itself: `set web.home.timeout 200ms`.
pub(super) const PER_ROUTE: &[&str] = &["calls", "bulkhead", "fallback", "timeout", "attempts"];

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
            warmth: Warmth::default(),
            usual: Way::default(),
            own: BTreeMap::new(),
            ways: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// What is done for requests that name this route.
    pub(super) fn way(&self, route: Option<Key>) -> &Way {
        route.and_then(|route| self.ways.get(&route)).unwrap_or(&self.usual)
    }
}

impl Way {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (10, Value::Nodes(_, nodes)) => self.calls = nodes,
            (11, Value::Bound(bound)) => self.bulkhead = bound.map(|n| n as usize),
            (12, Value::Word(word)) => self.empty = word == 1,
            (field, value) => self.policy.set(field - OWN.len(), value),
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
            (6, Value::Whole(n)) => self.warmth.cold = n as u64,
            (7, Value::Whole(n)) => self.warmth.after = n as u64,
            (8, Value::Bound(bound)) => self.warmth.over = bound.map(|n| n as usize),
            (9, Value::Span(span)) => self.warmth.restart = span,
            (field, value) => {
                self.usual.set(field, value);
                // What a route does not have for itself it has from here.
                for (route, own) in &self.own {
                    self.ways.insert(*route, own_way(&self.usual, own));
                }
            }
        }
    }

    fn set_for(&mut self, route: Key, field: usize, value: Value) {
        let own = self.own.entry(route).or_default();
        own.insert(field, value);
        self.ways.insert(route, own_way(&self.usual, own));
    }
}

fn own_way(usual: &Way, own: &BTreeMap<usize, Value>) -> Way {
    let mut way = usual.clone();
    for (field, value) in own {
        way.set(*field, value.clone());
    }
    way
}
