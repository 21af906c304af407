//! The ceiling: the three models on a bare `BinaryHeap`, without names, trace, history, groups, faults or protocols.
//!
//! Per event: one pop, a `match`, one draw from a stream, one push.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::dice::Dice;
use crate::{Done, FANOUT, NODES, SERVICE, TIMEOUT};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Request(u16),
    Reply(u16),
    Tick(u16),
    Rumour(u16),
    Next,
    Ask(u32),
    Served,
    Answer(u32),
    GiveUp(u32),
}

struct Queue {
    heap: BinaryHeap<Reverse<(u64, u64, Event)>>,
    now: u64,
    pushed: u64,
    events: u64,
    dice: Dice,
}

impl Queue {
    fn new() -> Self {
        Self { heap: BinaryHeap::new(), now: 0, pushed: 0, events: 0, dice: Dice(1) }
    }
    fn push(&mut self, after: u64, event: Event) {
        self.pushed += 1;
        self.heap.push(Reverse((self.now + after, self.pushed, event)));
    }
    fn pop(&mut self) -> Event {
        let Reverse((at, _, event)) = self.heap.pop().expect("the models never end");
        (self.now, self.events) = (at, self.events + 1);
        event
    }
    fn done(&self, work: u64) -> Done {
        Done { events: self.events, work }
    }
}

pub fn ring(events: u64) -> Done {
    let mut queue = Queue::new();
    for node in 0..5 {
        let after = queue.dice.within(5_000, 15_000);
        queue.push(after, Event::Request(node));
    }
    while queue.events < events {
        let event = queue.pop();
        let after = queue.dice.within(5_000, 15_000);
        match event {
            Event::Request(from) => queue.push(after, Event::Reply(from)),
            Event::Reply(from) => queue.push(after, Event::Request(from)),
            _ => unreachable!(),
        }
    }
    queue.done(queue.events)
}

pub fn gossip(events: u64) -> Done {
    let mut queue = Queue::new();
    let mut informed = [false; NODES];
    informed[0] = true;
    (0..NODES as u16).for_each(|node| queue.push(100_000, Event::Tick(node)));
    while queue.events < events {
        match queue.pop() {
            Event::Tick(node) => {
                if informed[usize::from(node)] {
                    for to in queue.dice.others(usize::from(node), NODES) {
                        let after = queue.dice.within(5_000, 50_000);
                        queue.push(after, Event::Rumour(to as u16));
                    }
                }
                queue.push(100_000, Event::Tick(node));
            }
            Event::Rumour(node) => informed[usize::from(node)] = true,
            _ => unreachable!(),
        }
    }
    debug_assert_eq!(FANOUT, 3);
    queue.done(queue.events)
}

pub fn queue(events: u64) -> Done {
    let mut queue = Queue::new();
    let (mut asked, mut waiting, mut open) = (0, VecDeque::new(), Vec::new());
    queue.push(0, Event::Next);
    while queue.events < events {
        match queue.pop() {
            Event::Next => {
                queue.push(0, Event::Ask(asked));
                queue.push(TIMEOUT, Event::GiveUp(asked));
                open.push(true);
                asked += 1;
                let after = queue.dice.exp(100.0);
                queue.push(after, Event::Next);
            }
            Event::Ask(op) => {
                waiting.push_back(op);
                if waiting.len() == 1 {
                    let after = queue.dice.exp(SERVICE);
                    queue.push(after, Event::Served);
                }
            }
            Event::Served => {
                let op = waiting.pop_front().expect("somebody was served");
                queue.push(0, Event::Answer(op));
                if !waiting.is_empty() {
                    let after = queue.dice.exp(SERVICE);
                    queue.push(after, Event::Served);
                }
            }
            Event::Answer(op) | Event::GiveUp(op) => open[op as usize] = false,
            _ => unreachable!(),
        }
    }
    queue.done(u64::from(asked))
}
