//! The three models in `nexosim`, written as its guide does: models with ports, and delays by events on oneself.
//!
//! Per delivery: one event in its queue (a message waits at its sender for as long as it is under way), run in the
//! sender's mailbox, and one message over a port into the receiver's mailbox. It keeps no trace, no history and no names.
//! One thread: on two, every step waits for both, and all three models are five to ten times slower.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::Output;
use nexosim::simulation::{EventKey, Mailbox, SimInit, Simulation};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::dice::Dice;
use crate::{Done, NODES, SERVICE, TIMEOUT};

/// Events so far, each model counting for itself: a model runs in one thread at a time.
static EVENTS: [AtomicU64; NODES] = [const { AtomicU64::new(0) }; NODES];
/// Requests asked.
static ASKED: AtomicU64 = AtomicU64::new(0);

pub fn count(node: usize) {
    EVENTS[node].store(EVENTS[node].load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

pub fn counted() -> u64 {
    EVENTS.iter().map(|n| n.load(Ordering::Relaxed)).sum()
}

pub fn us(n: u64) -> Duration {
    // An event in nexosim is never at the instant in which it is scheduled.
    Duration::from_micros(n.max(1))
}

fn drive(bench: SimInit, events: u64, slice: Duration) -> Done {
    let mut simulation: Simulation = bench.init(MonotonicTime::EPOCH).expect("it starts");
    while counted() < events {
        simulation.step_until(slice).expect("it goes on");
    }
    let asked = ASKED.load(Ordering::Relaxed);
    Done { events: counted(), work: if asked > 0 { asked } else { counted() } }
}

#[derive(Serialize, Deserialize)]
pub struct Ring {
    at: usize,
    dice: Dice,
    ask: Output<()>,
    answer: Output<()>,
}

#[Model]
impl Ring {
    fn new(at: usize) -> Self {
        Self { at, dice: Dice(at as u64), ask: Output::default(), answer: Output::default() }
    }
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        let after = us(self.dice.within(5_000, 15_000));
        cx.schedule_event(after, schedulable!(Self::send_request), ()).expect("it is later");
    }
    pub async fn request(&mut self, (): (), cx: &Context<Self>) {
        count(self.at);
        let after = us(self.dice.within(5_000, 15_000));
        cx.schedule_event(after, schedulable!(Self::send_reply), ()).expect("it is later");
    }
    pub async fn reply(&mut self, (): (), cx: &Context<Self>) {
        count(self.at);
        let after = us(self.dice.within(5_000, 15_000));
        cx.schedule_event(after, schedulable!(Self::send_request), ()).expect("it is later");
    }
    #[nexosim(schedulable)]
    async fn send_request(&mut self, (): ()) {
        self.ask.send(()).await;
    }
    #[nexosim(schedulable)]
    async fn send_reply(&mut self, (): ()) {
        self.answer.send(()).await;
    }
}

pub fn ring(events: u64) -> Done {
    let mut nodes: Vec<Ring> = (0..5).map(Ring::new).collect();
    let boxes: Vec<Mailbox<Ring>> = (0..5).map(|_| Mailbox::new()).collect();
    for (at, node) in nodes.iter_mut().enumerate() {
        node.ask.connect(Ring::request, &boxes[(at + 1) % 5]);
        node.answer.connect(Ring::reply, &boxes[(at + 4) % 5]);
    }
    let mut bench = SimInit::with_num_threads(1);
    for (node, mailbox) in nodes.into_iter().zip(boxes) {
        bench = bench.add_model(node, mailbox, "node");
    }
    drive(bench, events, Duration::from_secs(1))
}

#[derive(Serialize, Deserialize)]
pub struct Gossip {
    at: usize,
    dice: Dice,
    informed: bool,
    peers: Vec<Output<i64>>,
}

#[Model]
impl Gossip {
    fn new(at: usize) -> Self {
        Self { at, dice: Dice(at as u64), informed: at == 0, peers: (0..NODES).map(|_| Output::default()).collect() }
    }
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        cx.schedule_periodic_event(us(100_000), us(100_000), schedulable!(Self::tick), ()).expect("it is later");
    }
    #[nexosim(schedulable)]
    async fn tick(&mut self, (): (), cx: &Context<Self>) {
        count(self.at);
        if self.informed {
            for to in self.dice.others(self.at, NODES) {
                let after = us(self.dice.within(5_000, 50_000));
                cx.schedule_event(after, schedulable!(Self::send_rumour), to).expect("it is later");
            }
        }
    }
    #[nexosim(schedulable)]
    async fn send_rumour(&mut self, to: usize) {
        self.peers[to].send(1).await;
    }
    pub async fn rumour(&mut self, _number: i64) {
        count(self.at);
        self.informed = true;
    }
}

pub fn gossip(events: u64) -> Done {
    let mut nodes: Vec<Gossip> = (0..NODES).map(Gossip::new).collect();
    let boxes: Vec<Mailbox<Gossip>> = (0..NODES).map(|_| Mailbox::new()).collect();
    for node in &mut nodes {
        for (peer, mailbox) in node.peers.iter_mut().zip(&boxes) {
            peer.connect(Gossip::rumour, mailbox);
        }
    }
    let mut bench = SimInit::with_num_threads(1);
    for (node, mailbox) in nodes.into_iter().zip(boxes) {
        bench = bench.add_model(node, mailbox, "node");
    }
    drive(bench, events, Duration::from_secs(1))
}

#[derive(Serialize, Deserialize)]
pub struct Client {
    dice: Dice,
    asked: u32,
    open: Vec<Option<EventKey>>,
    ask: Output<u32>,
}

#[Model]
impl Client {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        cx.schedule_event(us(1), schedulable!(Self::next), ()).expect("it is later");
    }
    #[nexosim(schedulable)]
    async fn next(&mut self, (): (), cx: &Context<Self>) {
        count(0);
        let op = self.asked;
        self.asked += 1;
        ASKED.store(u64::from(self.asked), Ordering::Relaxed);
        let key = cx.schedule_keyed_event(us(TIMEOUT), schedulable!(Self::give_up), op).expect("it is later");
        self.open.push(Some(key));
        let after = us(self.dice.exp(100.0));
        cx.schedule_event(after, schedulable!(Self::next), ()).expect("it is later");
        self.ask.send(op).await;
    }
    #[nexosim(schedulable)]
    async fn give_up(&mut self, op: u32) {
        count(0);
        self.open[op as usize] = None;
    }
    pub async fn answer(&mut self, op: u32) {
        count(0);
        if let Some(key) = self.open[op as usize].take() {
            key.cancel();
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct Server {
    dice: Dice,
    waiting: std::collections::VecDeque<u32>,
    answer: Output<u32>,
}

#[Model]
impl Server {
    pub async fn ask(&mut self, op: u32, cx: &Context<Self>) {
        count(1);
        self.waiting.push_back(op);
        if self.waiting.len() == 1 {
            self.begin(cx);
        }
    }
    #[nexosim(schedulable)]
    async fn served(&mut self, (): (), cx: &Context<Self>) {
        count(1);
        let op = self.waiting.pop_front().expect("somebody was served");
        if !self.waiting.is_empty() {
            self.begin(cx);
        }
        self.answer.send(op).await;
    }
    fn begin(&mut self, cx: &Context<Self>) {
        let after = us(self.dice.exp(SERVICE));
        cx.schedule_event(after, schedulable!(Self::served), ()).expect("it is later");
    }
}

pub fn queue(events: u64) -> Done {
    let mut client = Client { dice: Dice(1), asked: 0, open: Vec::new(), ask: Output::default() };
    let mut server = Server { dice: Dice(2), waiting: std::collections::VecDeque::new(), answer: Output::default() };
    let (here, there) = (Mailbox::new(), Mailbox::new());
    client.ask.connect(Server::ask, &there);
    server.answer.connect(Client::answer, &here);
    let bench = SimInit::with_num_threads(1);
    let bench = bench.add_model(client, here, "client").add_model(server, there, "server");
    drive(bench, events, Duration::from_millis(100))
}
