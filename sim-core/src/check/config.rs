//! One way things can stand, and sets of them in which none is better than another.

use std::collections::BTreeMap;

/// A set of small numbers; trailing zeros are cut off, so that equal sets are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Bits(Vec<u64>);

impl Bits {
    fn has(&self, i: usize) -> bool {
        self.0.get(i / 64).is_some_and(|word| word >> (i % 64) & 1 == 1)
    }
    fn set(&mut self, i: usize) {
        if self.0.len() <= i / 64 {
            self.0.resize(i / 64 + 1, 0);
        }
        self.0[i / 64] |= 1 << (i % 64);
    }
    fn clear(&mut self, i: usize) {
        if let Some(word) = self.0.get_mut(i / 64) {
            *word &= !(1 << (i % 64));
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
    /// Whether it has everything that the other one has.
    fn covers(&self, other: &Self) -> bool {
        let mut words = other.0.iter().enumerate();
        words.all(|(i, word)| word & !self.0.get(i).copied().unwrap_or(0) == 0)
    }
}

/// A configuration: the state, and which of the open operations have had their effect.
#[derive(Clone, Debug)]
pub(super) struct Config<T> {
    pub(super) state: T,
    /// Open operations that took effect.
    done: Bits,
    /// Open observations that were made.
    seen: Bits,
    /// How many operations without an answer of each kind were used.
    used: Vec<u32>,
    /// The last step on the way here.
    pub(super) last: u32,
}

impl<T> Config<T> {
    pub(super) fn new(state: T, last: u32) -> Self {
        Self { state, done: Bits::default(), seen: Bits::default(), used: Vec::new(), last }
    }
    /// The same in another state.
    pub(super) fn with(&self, state: T) -> Self {
        Self { state, done: self.done.clone(), seen: self.seen.clone(), used: self.used.clone(), last: self.last }
    }
    pub(super) fn has(&self, slot: usize) -> bool {
        self.done.has(slot) || self.seen.has(slot)
    }
    pub(super) fn take(&mut self, slot: usize) {
        self.done.set(slot);
    }
    pub(super) fn see(&mut self, slot: usize) {
        self.seen.set(slot);
    }
    pub(super) fn forget(&mut self, slot: usize) {
        self.done.clear(slot);
        self.seen.clear(slot);
    }
    pub(super) fn used(&self, kind: usize) -> usize {
        self.used.get(kind).copied().unwrap_or(0) as usize
    }
    pub(super) fn spend(&mut self, kind: usize) {
        if self.used.len() <= kind {
            self.used.resize(kind + 1, 0);
        }
        self.used[kind] += 1;
    }
    /// How many operations without an answer were used.
    pub(super) fn cost(&self) -> usize {
        self.used.iter().map(|n| *n as usize).sum()
    }
    /// Whether it can do all that the other one can, which has the same state and effects.
    fn as_good_as(&self, other: &Self) -> bool {
        let fewer = |(kind, n): (usize, &u32)| *n as usize <= other.used(kind);
        self.seen.covers(&other.seen) && self.used.iter().enumerate().all(fewer)
    }
}

/// Configurations of which none can do all that another one can.
pub(super) struct Cover<T> {
    /// By what must be equal.
    kinds: BTreeMap<(T, Bits), Vec<Config<T>>>,
    /// So many are kept of what must be equal, the cheapest.
    width: usize,
    /// Whether any was dropped for that.
    pub(super) narrowed: bool,
}

impl<T: Clone + Ord> Cover<T> {
    pub(super) const fn new(width: usize) -> Self {
        Self { kinds: BTreeMap::new(), width, narrowed: false }
    }
    /// Adds one and drops what it makes needless. Whether it was needed itself.
    pub(super) fn add(&mut self, config: &Config<T>) -> bool {
        let beside = self.kinds.entry((config.state.clone(), config.done.clone())).or_default();
        if beside.iter().any(|other| other.as_good_as(config)) {
            return false;
        }
        beside.retain(|other| !config.as_good_as(other));
        if beside.len() < self.width {
            beside.push(config.clone());
            return true;
        }
        self.narrowed = true;
        let Some(worst) = beside.iter_mut().max_by_key(|other| other.cost()) else { return false };
        let better = config.cost() < worst.cost();
        if better {
            worst.clone_from(config);
        }
        better
    }
    /// Whether one that was added is still needed.
    pub(super) fn still(&self, config: &Config<T>) -> bool {
        let beside = self.kinds.get(&(config.state.clone(), config.done.clone()));
        beside.is_some_and(|beside| beside.iter().any(|other| config.as_good_as(other)))
    }
    /// All of them, in order.
    pub(super) fn all(self) -> Vec<Config<T>> {
        self.kinds.into_values().flatten().collect()
    }
}
