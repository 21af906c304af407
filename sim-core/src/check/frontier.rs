//! Every state that the object can be in at an instant, and what was done on the way there.
//!
//! The just-in-time search over a graph of configurations of Lowe (*Testing for linearizability*, Concurrency and
//! Computation 29(4), 2017), which refines Wing & Gong (*Testing and verifying concurrent objects*, 1993): an operation
//! takes effect no earlier than some operation has to return; equal configurations are kept once. Three more reductions:
//!
//! - A pure observation is made as soon as it is possible: it changes nothing, and what is left only gets easier.
//! - Of equal operations, the one whose return is nearest takes effect first; the two could always be exchanged. One
//!   without an answer comes last, so of those only their number counts.
//! - A configuration is dropped beside another one that has the same state and effects, made as many observations, and
//!   used as few operations without an answer of each kind: it can do nothing that the other cannot.

use super::config::{Config, Cover};
use super::spec::Spec;
use crate::time::Time;

/// The budget is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OutOfSteps;

/// An operation that was called and will return.
#[derive(Clone)]
struct Open<O> {
    id: u32,
    what: O,
    observes: bool,
    /// When.
    due: Time,
}

/// Equal operations that were called and get no answer, in the order of their calls.
#[derive(Clone)]
struct Kind<O> {
    what: O,
    ids: Vec<u32>,
}

/// See above.
#[derive(Clone)]
pub(super) struct Frontier<S: Spec> {
    spec: S,
    configs: Vec<Config<S::State>>,
    slots: Vec<Option<Open<S::Op>>>,
    lost: Vec<Kind<S::Op>>,
    /// Every step that was taken: the step before it, and the operation. Nothing where no order is wanted.
    trail: Option<Vec<(u32, u32)>>,
    /// Steps that were taken.
    pub(super) steps: usize,
    /// Steps that may be taken.
    pub(super) budget: usize,
    /// So many configurations of the same state and effects are kept, the cheapest ones.
    width: usize,
    /// Whether any was dropped for that: then being stuck means nothing, and everything else as much as ever.
    pub(super) narrowed: bool,
}

/// No step: where every way begins.
const START: u32 = u32::MAX;

impl<S: Spec> Frontier<S> {
    /// Before everything. `order` says whether an order will be wanted.
    pub(super) fn new(spec: S, budget: usize, order: bool) -> Self {
        let first = Config::new(spec.init(), START);
        let trail = order.then(Vec::new);
        Self {
            spec,
            configs: vec![first],
            slots: Vec::new(),
            lost: Vec::new(),
            trail,
            steps: 0,
            budget,
            width: usize::MAX,
            narrowed: false,
        }
    }

    /// The same, which keeps, of configurations of the same state and effects, only so many that used the fewest operations
    /// without an answer.
    pub(super) fn narrow(mut self, width: usize) -> Self {
        self.width = width;
        self
    }

    /// Whether nothing explains what has been answered.
    pub(super) fn stuck(&self) -> bool {
        self.configs.is_empty()
    }

    /// An operation begins; `due` is its return, [`Time::NEVER`] where it gets no answer.
    pub(super) fn call(&mut self, id: u32, what: &S::Op, due: Time) {
        let observes = self.spec.observes(what);
        if due == Time::NEVER {
            if !observes {
                self.lose(what, id);
            }
            return;
        }
        let open = Open { id, what: what.clone(), observes, due };
        let slot = self.slots.iter().position(Option::is_none).unwrap_or(self.slots.len());
        if slot == self.slots.len() {
            self.slots.push(None);
        }
        self.slots[slot] = Some(open);
        if observes {
            let mut configs = std::mem::take(&mut self.configs);
            for config in &mut configs {
                self.observe(config);
            }
            self.configs = configs;
        }
    }

    /// An operation returns: only the ways on which it has taken effect go on.
    pub(super) fn returned(&mut self, id: u32) -> Result<(), OutOfSteps> {
        let Some(slot) = self.slot(id) else { return Ok(()) };
        let (mut arrived, mut tried) = (Cover::new(self.width), Cover::new(self.width));
        // By the number of operations without an answer that were used, so that what is cheaper is found first.
        let mut queue: Vec<Vec<Config<S::State>>> = vec![Vec::new()];
        for mut config in std::mem::take(&mut self.configs) {
            if config.has(slot) {
                config.forget(slot);
                arrived.add(&config);
            } else if tried.add(&config) {
                push(&mut queue, config);
            }
        }
        let mut cost = 0;
        while cost < queue.len() {
            let Some(config) = queue[cost].pop() else {
                cost += 1;
                continue;
            };
            if !tried.still(&config) {
                continue;
            }
            for mut next in self.steps_from(&config)? {
                if next.has(slot) {
                    next.forget(slot);
                    arrived.add(&next);
                } else if tried.add(&next) {
                    push(&mut queue, next);
                }
            }
        }
        self.slots[slot] = None;
        self.narrowed |= arrived.narrowed || tried.narrowed;
        self.configs = arrived.all();
        Ok(())
    }

    /// One order that explains everything so far.
    pub(super) fn order(&self) -> Vec<u32> {
        let Some(trail) = &self.trail else { return Vec::new() };
        let mut at = self.configs.first().map_or(START, |config| config.last);
        let mut order = Vec::new();
        while let Some((before, id)) = trail.get(at as usize) {
            order.push(*id);
            at = *before;
        }
        order.reverse();
        order
    }

    /// Where an operation waits.
    fn slot(&self, id: u32) -> Option<usize> {
        self.slots.iter().position(|open| open.as_ref().is_some_and(|open| open.id == id))
    }

    /// One more operation without an answer.
    fn lose(&mut self, what: &S::Op, id: u32) {
        let kind = self.lost.iter().position(|kind| kind.what == *what).unwrap_or(self.lost.len());
        if kind == self.lost.len() {
            self.lost.push(Kind { what: what.clone(), ids: Vec::new() });
        }
        self.lost[kind].ids.push(id);
    }

    /// Makes every observation that is possible.
    fn observe(&mut self, config: &mut Config<S::State>) {
        for (slot, open) in self.slots.iter().enumerate() {
            let Some(open) = open else { continue };
            if open.observes && !config.has(slot) && self.spec.step(&config.state, &open.what).is_some() {
                config.see(slot);
                mark(&mut self.trail, config, open.id);
            }
        }
    }

    /// What can take effect next.
    fn steps_from(&mut self, from: &Config<S::State>) -> Result<Vec<Config<S::State>>, OutOfSteps> {
        let mut next = Vec::new();
        for (slot, open) in self.slots.iter().enumerate() {
            let Some(open) = open.as_ref().filter(|open| !open.observes && !from.has(slot)) else { continue };
            if self.another_first(from, open) {
                continue;
            }
            if let Some(state) = self.spec.step(&from.state, &open.what) {
                let mut config = from.with(state);
                config.take(slot);
                next.push((config, open.id));
            }
        }
        for (kind, lost) in self.lost.iter().enumerate() {
            let Some(id) = lost.ids.get(from.used(kind)) else { continue };
            if self.open(from).any(|open| open.what == lost.what) {
                continue;
            }
            if let Some(state) = self.spec.step(&from.state, &lost.what).filter(|state| *state != from.state) {
                let mut config = from.with(state);
                config.spend(kind);
                next.push((config, *id));
            }
        }
        self.steps += next.len();
        if self.steps > self.budget {
            return Err(OutOfSteps);
        }
        let done = |(mut config, id): (Config<S::State>, u32)| {
            mark(&mut self.trail, &mut config, id);
            config
        };
        let mut next: Vec<Config<S::State>> = next.into_iter().map(done).collect();
        for config in &mut next {
            self.observe(config);
        }
        Ok(next)
    }

    /// What is open and has had no effect yet.
    fn open<'a>(&'a self, config: &'a Config<S::State>) -> impl Iterator<Item = &'a Open<S::Op>> {
        let open = self.slots.iter().enumerate().filter(|(slot, _)| !config.has(*slot));
        open.filter_map(|(_, open)| open.as_ref())
    }

    /// Whether an equal operation must return earlier.
    fn another_first(&self, config: &Config<S::State>, this: &Open<S::Op>) -> bool {
        let earlier = |other: &Open<S::Op>| (other.due, other.id) < (this.due, this.id);
        self.open(config).any(|other| earlier(other) && other.what == this.what)
    }
}

/// Notes a step on a configuration's way.
fn mark<T>(trail: &mut Option<Vec<(u32, u32)>>, config: &mut Config<T>, id: u32) {
    if let Some(trail) = trail {
        trail.push((config.last, id));
        config.last = trail.len() as u32 - 1;
    }
}

fn push<T>(queue: &mut Vec<Vec<Config<T>>>, config: Config<T>) {
    let cost = config.cost();
    if queue.len() <= cost {
        queue.resize_with(cost + 1, Vec::new);
    }
    queue[cost].push(config);
}
