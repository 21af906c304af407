//! What a copy of a cart holds, and what two copies that were cut off from each other become.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Reading;
use crate::id::{Key, NodeId, OpId};

/// How two copies are made one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// The copy that changed last, by its clock.
    #[default]
    LastWriter,
    /// The copy of the side with more than half of the nodes; the later one where no side has.
    Majority,
    /// What either holds.
    Union,
    /// What both hold.
    Intersection,
    /// What either holds, without whatever anybody ever took out.
    TwoPhase,
    /// Every add that no remove has seen (Shapiro and others 2011).
    ObservedRemove,
}

/// As authors spell them, in the order of [`Rule::of`].
pub const WORDS: &[&str] = &["lww", "majority", "union", "intersect", "2p", "orset"];

impl Rule {
    /// The rule of a word.
    pub const fn of(word: usize) -> Self {
        match word {
            0 => Self::LastWriter,
            1 => Self::Majority,
            2 => Self::Union,
            3 => Self::Intersection,
            4 => Self::TwoPhase,
            _ => Self::ObservedRemove,
        }
    }
}

/// A copy.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Items, and the adds that put each in.
    pub items: BTreeMap<Key, BTreeSet<OpId>>,
    /// Adds that a remove has seen.
    pub dead: BTreeSet<OpId>,
    /// Items that were ever taken out.
    pub removed: BTreeSet<Key>,
    /// How many changes it knows of those made at each node.
    pub known: BTreeMap<NodeId, u32>,
    /// When it changed last, by the clock of the node that was asked, and which.
    pub stamp: Option<(Reading, NodeId)>,
}

impl State {
    /// Puts an item in.
    pub fn add(&mut self, item: Key, add: OpId) {
        self.items.entry(item).or_default().insert(add);
    }
    /// Takes out an item as far as these adds put it in.
    pub fn remove(&mut self, item: Key, seen: &[OpId]) {
        self.removed.insert(item);
        self.dead.extend(seen);
        if let Some(adds) = self.items.get_mut(&item) {
            adds.retain(|add| !seen.contains(add));
            if adds.is_empty() {
                self.items.remove(&item);
            }
        }
    }
    /// Whether it knows a change that the other does not.
    pub fn ahead_of(&self, other: &Self) -> bool {
        self.known.iter().any(|(node, count)| other.known.get(node).unwrap_or(&0) < count)
    }
    /// Entries that this rule keeps beside the items.
    pub fn entries(&self, rule: Rule) -> usize {
        match rule {
            Rule::TwoPhase => self.removed.len(),
            Rule::ObservedRemove => self.items.values().map(BTreeSet::len).sum::<usize>() + self.dead.len(),
            _ => 0,
        }
    }
    /// Makes one of two copies, each of which knows what the other does not. `strong` and `other_strong`: whether each
    /// was with more than half of the nodes. The same comes out at both.
    pub fn merge(&mut self, other: &Self, rule: Rule, strong: bool, other_strong: bool) {
        let theirs_is_later = other.stamp > self.stamp;
        let theirs = match rule {
            Rule::Majority if strong != other_strong => other_strong,
            _ => theirs_is_later,
        };
        self.dead.extend(&other.dead);
        self.removed.extend(&other.removed);
        match rule {
            Rule::LastWriter | Rule::Majority if theirs => self.items.clone_from(&other.items),
            Rule::LastWriter | Rule::Majority => {}
            Rule::Intersection => {
                self.items.retain(|item, _| other.items.contains_key(item));
                for (item, adds) in &mut self.items {
                    adds.extend(&other.items[item]);
                }
            }
            Rule::Union | Rule::TwoPhase | Rule::ObservedRemove => {
                for (item, adds) in &other.items {
                    self.items.entry(*item).or_default().extend(adds);
                }
            }
        }
        if rule == Rule::TwoPhase {
            let removed = &self.removed;
            self.items.retain(|item, _| !removed.contains(item));
        }
        if rule == Rule::ObservedRemove {
            let dead = &self.dead;
            self.items.values_mut().for_each(|adds| adds.retain(|add| !dead.contains(add)));
            self.items.retain(|_, adds| !adds.is_empty());
        }
        for (node, count) in &other.known {
            let mine = self.known.entry(*node).or_default();
            *mine = (*mine).max(*count);
        }
        self.stamp = self.stamp.max(other.stamp);
    }
}
