//! `peers ENGINE MODEL EVENTS` plays one model once and prints `EVENTS WORK SECONDS`.
//!
//! The engines are `heap`, `nexosim` and `nexosim-direct` (the ring and the gossip only); the models are those of
//! `../src/model.rs`. Work is what can be compared where engines count events differently: requests asked in the queue,
//! else events.

mod clock;
mod dice;
mod direct;
mod heap;
mod nexo;

use std::process::ExitCode;

/// Nodes that gossip.
const NODES: usize = 100;
/// Others whom a node tells in a period.
const FANOUT: usize = 3;
/// The mean service time of the queue, in microseconds: four fifths of what arrives.
const SERVICE: f64 = 80.0;
/// How long a client waits, in microseconds.
const TIMEOUT: u64 = 100_000;

/// What was done.
pub struct Done {
    events: u64,
    work: u64,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [engine, model, events] = words[..] else { return usage() };
    let Ok(events) = events.parse::<u64>() else { return usage() };
    let began = clock::ms();
    let done = match (engine, model) {
        ("heap", "ring") => heap::ring(events),
        ("heap", "gossip") => heap::gossip(events),
        ("heap", "queue") => heap::queue(events),
        ("nexosim", "ring") => nexo::ring(events),
        ("nexosim", "gossip") => nexo::gossip(events),
        ("nexosim", "queue") => nexo::queue(events),
        ("nexosim-direct", "ring") => direct::ring(events),
        ("nexosim-direct", "gossip") => direct::gossip(events),
        _ => return usage(),
    };
    println!("{} {} {}", done.events, done.work, (clock::ms() - began) / 1e3);
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("peers heap|nexosim|nexosim-direct ring|gossip|queue EVENTS");
    ExitCode::FAILURE
}
