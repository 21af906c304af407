//! The ring and the gossip in `nexosim` once more, quicker than its guide has it: what is under way goes straight into
//! its queue, by a handle to the scheduler that every model reaches, and from there into the receiver's mailbox.
//!
//! Per delivery: one event in its queue, and one message into a mailbox. The queue model has no links to speak of, so
//! that there is nothing to gain.

use std::sync::OnceLock;
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::EventSource;
use nexosim::simulation::{EventId, Mailbox, Scheduler, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::dice::Dice;
use crate::nexo::{count, counted, us};
use crate::{Done, NODES};

/// The scheduler and every node's inputs: what a model may not hold itself, because it can be saved and restored.
static WAYS: OnceLock<(Scheduler, Vec<[EventId<u8>; 2]>)> = OnceLock::new();

fn send(after: u64, to: usize, input: usize) {
    let (scheduler, inputs) = WAYS.get().expect("the simulation has begun");
    scheduler.schedule_event(us(after), &inputs[to][input], 0).expect("it is later");
}

#[derive(Serialize, Deserialize)]
pub struct Ring {
    at: usize,
    dice: Dice,
}

#[Model]
impl Ring {
    pub async fn request(&mut self, _: u8) {
        count(self.at);
        send(self.dice.within(5_000, 15_000), (self.at + 4) % 5, 1);
    }
    pub async fn reply(&mut self, _: u8) {
        count(self.at);
        send(self.dice.within(5_000, 15_000), (self.at + 1) % 5, 0);
    }
}

pub fn ring(events: u64) -> Done {
    let mut bench = SimInit::with_num_threads(1);
    let mut inputs = Vec::new();
    for at in 0..5 {
        let mailbox = Mailbox::new();
        let request = EventSource::new().connect(Ring::request, &mailbox).register(&mut bench);
        let reply = EventSource::new().connect(Ring::reply, &mailbox).register(&mut bench);
        inputs.push([request, reply]);
        bench = bench.add_model(Ring { at, dice: Dice(at as u64) }, mailbox, "node");
    }
    drive(bench, inputs, events, || (0..5).for_each(|to| send(5_000 + to as u64, to, 0)))
}

#[derive(Serialize, Deserialize)]
pub struct Gossip {
    at: usize,
    dice: Dice,
    informed: bool,
}

#[Model]
impl Gossip {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        cx.schedule_periodic_event(us(100_000), us(100_000), schedulable!(Self::tick), ()).expect("it is later");
    }
    #[nexosim(schedulable)]
    async fn tick(&mut self, (): ()) {
        count(self.at);
        if self.informed {
            for to in self.dice.others(self.at, NODES) {
                send(self.dice.within(5_000, 50_000), to, 0);
            }
        }
    }
    pub async fn rumour(&mut self, _: u8) {
        count(self.at);
        self.informed = true;
    }
}

pub fn gossip(events: u64) -> Done {
    let mut bench = SimInit::with_num_threads(1);
    let mut inputs = Vec::new();
    for at in 0..NODES {
        let mailbox = Mailbox::new();
        let rumour = EventSource::new().connect(Gossip::rumour, &mailbox).register(&mut bench);
        inputs.push([rumour, rumour]);
        bench = bench.add_model(Gossip { at, dice: Dice(at as u64), informed: at == 0 }, mailbox, "node");
    }
    drive(bench, inputs, events, || ())
}

fn drive(bench: SimInit, inputs: Vec<[EventId<u8>; 2]>, events: u64, begin: fn()) -> Done {
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("it starts");
    assert!(WAYS.set((simulation.scheduler(), inputs)).is_ok(), "one run in a process");
    begin();
    while counted() < events {
        simulation.step_until(Duration::from_secs(1)).expect("it goes on");
    }
    Done { events: counted(), work: counted() }
}
