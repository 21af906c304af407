//! Which writes somebody knows: a version vector with room for gaps.
//!
//! Every node numbers the writes that it accepts, from 1. Who knows all of a node's writes up to some number needs one
//! number for it (Parker and others, *Detection of Mutual Inconsistency in Distributed Systems*, IEEE TSE 1983); where
//! writes overtake one another there are gaps, and a few more numbers say where (Malkhi & Terry, *Concise Version Vectors
//! in `WinFS`*, DISC 2005).

use std::collections::BTreeMap;

use crate::id::NodeId;

/// A write: the node that accepted it, and which of that node's writes it is, from 1.
pub type WriteId = (NodeId, u32);

/// A set of writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writes {
    /// For each node, runs of numbers: first and last, apart from each other, in order.
    runs: BTreeMap<NodeId, Vec<(u32, u32)>>,
}

impl Writes {
    /// Whether this write is one of them.
    pub fn has(&self, (node, n): WriteId) -> bool {
        self.covers(node, (n, n))
    }
    /// Whether all of these are.
    pub fn include(&self, others: &Self) -> bool {
        others.runs.iter().all(|(node, runs)| runs.iter().all(|run| self.covers(*node, *run)))
    }
    /// One more.
    pub fn insert(&mut self, (node, n): WriteId) {
        self.put(node, (n, n));
    }
    /// All of these, too.
    pub fn merge(&mut self, others: &Self) {
        for (node, runs) in &others.runs {
            for run in runs {
                self.put(*node, *run);
            }
        }
    }

    fn covers(&self, node: NodeId, (first, last): (u32, u32)) -> bool {
        let Some(runs) = self.runs.get(&node) else { return false };
        let at = runs.partition_point(|run| run.1 < first);
        runs.get(at).is_some_and(|run| run.0 <= first && last <= run.1)
    }

    fn put(&mut self, node: NodeId, (mut first, mut last): (u32, u32)) {
        let runs = self.runs.entry(node).or_default();
        // Runs that overlap the new one or touch it become one with it.
        let from = runs.partition_point(|run| run.1.saturating_add(1) < first);
        let to = runs.partition_point(|run| run.0 <= last.saturating_add(1));
        for run in &runs[from..to] {
            first = first.min(run.0);
            last = last.max(run.1);
        }
        runs.splice(from..to, [(first, last)]);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::luck::{below, mix};

    #[test]
    fn it_is_a_set() {
        for case in 0..200_u64 {
            let mut dice = case;
            let mut roll = |n: u64| {
                dice = mix(dice + 1);
                below(dice, n) as u32
            };
            let (mut plain, mut writes) = (BTreeSet::new(), Writes::default());
            let (mut other_plain, mut other) = (BTreeSet::new(), Writes::default());
            for _ in 0..roll(30) {
                let id = (NodeId(roll(2) as u16), roll(20) + 1);
                if roll(2) == 0 {
                    plain.insert(id);
                    writes.insert(id);
                } else {
                    other_plain.insert(id);
                    other.insert(id);
                }
            }
            assert_eq!(writes.include(&other), other_plain.is_subset(&plain));
            writes.merge(&other);
            plain.extend(&other_plain);
            assert!(writes.include(&other));
            for node in 0..3 {
                for n in 0..22 {
                    let id = (NodeId(node), n);
                    assert_eq!(writes.has(id), plain.contains(&id), "{id:?} in {plain:?}");
                }
            }
        }
    }

    #[test]
    fn without_gaps_it_is_a_vector() {
        let mut writes = Writes::default();
        for n in [1, 3, 5, 4, 2] {
            writes.insert((NodeId(0), n));
        }
        assert_eq!(writes.runs[&NodeId(0)], [(1, 5)]);
    }
}
