//! Lamport, vector and hybrid logical clocks, and how vector stamps compare.
//!
//! Lamport, *Time, Clocks, and the Ordering of Events*, CACM 21(7), 1978, rules IR1 and IR2; Fidge 1988 and Mattern
//! 1989 for vectors; Kulkarni, Demirbas, Madappa, Avva and Leone, *Logical Physical Clocks*, OPODIS 2014, Figure 5.
//! Every event ticks, also the receipt of a message, which first merges what the message carries.

use std::cmp::Ordering;

/// A Lamport clock; its value is the stamp of the last event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lamport(pub u64);

impl Lamport {
    /// Stamps a local event or a send.
    pub const fn tick(&mut self) {
        self.0 += 1;
    }

    /// Stamps the receipt of a message that carries `stamp`.
    pub fn receive(&mut self, stamp: Self) {
        self.0 = self.0.max(stamp.0) + 1;
    }
}

/// A vector clock: for each node, how many of its events are known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vector(pub Vec<u64>);

/// How two events stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They are one event.
    Same,
    /// The first may have caused the second.
    Before,
    /// The second may have caused the first.
    After,
    /// Neither knew of the other.
    Concurrent,
}

impl Vector {
    /// Nothing is known of any of `nodes` nodes.
    pub fn new(nodes: usize) -> Self {
        Self(vec![0; nodes])
    }

    /// Stamps a local event or a send at `node`.
    pub fn tick(&mut self, node: usize) {
        self.0[node] += 1;
    }

    /// Stamps the receipt at `node` of a message that carries `stamp`.
    pub fn receive(&mut self, node: usize, stamp: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&stamp.0) {
            *mine = (*mine).max(*theirs);
        }
        self.tick(node);
    }

    /// How the event stamped `self` stands to the one stamped `other`: smaller exactly when it happened before.
    pub fn relation(&self, other: &Self) -> Relation {
        let pairs = || self.0.iter().zip(&other.0);
        match (pairs().all(|(a, b)| a <= b), pairs().all(|(a, b)| a >= b)) {
            (true, true) => Relation::Same,
            (true, false) => Relation::Before,
            (false, true) => Relation::After,
            (false, false) => Relation::Concurrent,
        }
    }
}

/// A hybrid logical clock; its value is the stamp of the last event. Stamps are ordered by time, then count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hybrid {
    /// The largest physical reading heard of (`l` in the paper), in the unit of the readings: microseconds here.
    pub time: i64,
    /// Tells events of one `time` apart (`c` in the paper).
    pub count: u32,
}

impl Hybrid {
    /// Below every stamp of a clock that may be behind the start of the run.
    pub const START: Self = Self { time: i64::MIN, count: 0 };

    /// Stamps a local event or a send, where the node's own clock reads `physical`.
    pub fn tick(&mut self, physical: i64) {
        match self.time.cmp(&physical) {
            Ordering::Less => *self = Self { time: physical, count: 0 },
            Ordering::Equal | Ordering::Greater => self.count += 1,
        }
    }

    /// Stamps the receipt of a message that carries `stamp`, where the node's own clock reads `physical`.
    pub fn receive(&mut self, physical: i64, stamp: Self) {
        let time = self.time.max(stamp.time).max(physical);
        let count = match (time == self.time, time == stamp.time) {
            (true, true) => self.count.max(stamp.count) + 1,
            (true, false) => self.count + 1,
            (false, true) => stamp.count + 1,
            (false, false) => 0,
        };
        *self = Self { time, count };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{below, mix};

    /// Four nodes with clocks up to 100 apart, 300 events, six in ten of which send; what is known at each event is
    /// kept beside as a set.
    struct Event {
        lamport: Lamport,
        vector: Vector,
        hybrid: Hybrid,
        physical: i64,
        past: Vec<bool>,
    }

    fn random_run(seed: u64) -> Vec<Event> {
        let luck = |n: u64, k: u64| mix(mix(seed) ^ (n * 8 + k));
        let (mut lamport, mut hybrid) = ([Lamport::default(); 4], [Hybrid::START; 4]);
        let mut vector = vec![Vector::new(4); 4];
        let mut past = vec![vec![false; 300]; 4];
        let mut events: Vec<Event> = Vec::new();
        let mut flying: Vec<(u64, usize, usize)> = Vec::new();
        for n in 0..300_u64 {
            let here = n as usize;
            flying.sort_unstable();
            let arrives = flying.first().is_some_and(|(at, ..)| *at <= n);
            let (node, carried) = if arrives {
                let (_, to, from) = flying.remove(0);
                (to, Some(from))
            } else {
                (below(luck(n, 0), 4) as usize, None)
            };
            let physical = (n * 3) as i64 + below(luck(node as u64, 7), 200) as i64 - 100;
            if let Some(from) = carried {
                let message = &events[from];
                for (mine, theirs) in past[node].iter_mut().zip(&message.past) {
                    *mine |= theirs;
                }
                past[node][from] = true;
                lamport[node].receive(message.lamport);
                vector[node].receive(node, &message.vector);
                hybrid[node].receive(physical, message.hybrid);
            } else {
                lamport[node].tick();
                vector[node].tick(node);
                hybrid[node].tick(physical);
                if luck(n, 1) % 10 < 6 {
                    flying.push((n + 1 + below(luck(n, 2), 12), below(luck(n, 3), 4) as usize, here));
                }
            }
            let (lamport, vector, hybrid) = (lamport[node], vector[node].clone(), hybrid[node]);
            events.push(Event { lamport, vector, hybrid, physical, past: past[node].clone() });
            past[node][here] = true;
        }
        events
    }

    #[test]
    fn every_clock_keeps_the_clock_condition_and_vectors_also_its_converse() {
        for seed in 0..5 {
            let events = random_run(seed);
            for (b, later) in events.iter().enumerate() {
                for (a, earlier) in events.iter().enumerate() {
                    let truth = match (a == b, later.past[a], earlier.past[b]) {
                        (true, ..) => Relation::Same,
                        (_, true, _) => Relation::Before,
                        (_, _, true) => Relation::After,
                        _ => Relation::Concurrent,
                    };
                    assert_eq!(earlier.vector.relation(&later.vector), truth, "events {a} and {b} of run {seed}");
                    if truth == Relation::Before {
                        assert!(earlier.lamport < later.lamport && earlier.hybrid < later.hybrid);
                    }
                }
            }
        }
    }

    /// Theorem 3 of the paper: never behind the own clock, never further ahead than the clocks differ.
    #[test]
    fn a_hybrid_stamp_stays_near_the_clocks() {
        for seed in 0..20 {
            let events = random_run(seed);
            for event in &events {
                let ahead = event.hybrid.time - event.physical;
                assert!((0..200).contains(&ahead), "{ahead} ahead in run {seed}");
            }
        }
    }

    /// Two nodes, one 10 behind: the story of the paper's section 3 in four events.
    #[test]
    fn hybrid_counts_only_where_clocks_do_not_help() {
        let stamp = |time, count| Hybrid { time, count };
        let (mut a, mut b) = (Hybrid::START, Hybrid::START);
        a.tick(10);
        assert_eq!(a, stamp(10, 0));
        b.receive(0, a);
        assert_eq!(b, stamp(10, 1), "b's own clock is behind the message");
        b.tick(3);
        assert_eq!(b, stamp(10, 2));
        b.tick(11);
        assert_eq!(b, stamp(11, 0), "its clock has caught up");
        a.receive(11, stamp(11, 4));
        assert_eq!(a, stamp(11, 5));
    }
}
