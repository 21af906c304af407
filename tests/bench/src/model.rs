//! The three models by which engines are compared. `peers/` has the same ones, for `nexosim` and for a bare heap.
//!
//! | model | what it is | an event is |
//! |---|---|---|
//! | ring | 5 nodes, each asks the next one and again at once; links 5..15 ms | a delivery |
//! | gossip | 100 nodes, each tells 3 others every 100 ms; links 5..50 ms | a delivery or a timer |
//! | queue | 10 000 requests a second, at random, to one server; links of 0 s | a delivery, a timer or an ask |

use std::rc::Rc;

use sim_core::luck::Seed;
use sim_core::run::{Recipe, Timeline};
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::{Duration, Time};
use sim_core::world::World;

/// A model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Requests and replies round a ring.
    Ring,
    /// Push gossip.
    Gossip,
    /// An open load on a queue.
    Queue,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ring, Self::Gossip, Self::Queue];

    /// As on the command line of the peers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::Gossip => "gossip",
            Self::Queue => "queue",
        }
    }

    /// The world.
    pub fn scenario(self) -> Scenario {
        let (groups, latency) = match self {
            Self::Ring => (vec![group("ring", "ring", 5, &[])], "5ms..15ms"),
            Self::Gossip => (vec![group("all", "gossip", 100, &[("period", "100ms"), ("fanout", "3")])], "5ms..50ms"),
            Self::Queue => (queue(), "0s"),
        };
        Scenario {
            seed: Seed(1),
            length: Duration::secs(100_000),
            groups,
            links: pairs(&[("latency", latency)]),
            ..Scenario::default()
        }
    }

    /// A run of so many events, or a few more, with trace, history and names.
    pub fn run(self, events: u64) -> World {
        let scenario = self.scenario();
        let mut world = World::new(&scenario, scenario.seed, &[]).expect("the model is possible");
        world.advance(Time::NEVER, events);
        world
    }

    /// The same as the page keeps it: with checkpoints, so that one can go back.
    pub fn stage(self, events: u64) -> Timeline {
        let mut run = Timeline::new(Recipe::idle(Rc::new(self.scenario()))).expect("the model is possible");
        run.advance(Time::NEVER, events);
        run
    }

    /// Plays it. Returns how many events there were, and the fingerprint.
    pub fn play(self, events: u64) -> (u64, u64) {
        let world = self.run(events);
        (world.events(), world.trace.fingerprint())
    }

    /// What can be compared where engines count events differently: requests asked in the queue, else events.
    pub fn work(self, world: &World) -> u64 {
        match self {
            Self::Queue => world.history.ops.len() as u64,
            Self::Ring | Self::Gossip => world.events(),
        }
    }
}

/// One worker who is busy four fifths of the time (M/M/1), and a client who waits for at most 100 ms.
fn queue() -> Vec<Group> {
    let server = group("server", "service", 1, &[("service", "exp 80us")]);
    let load = &[("load", "poisson 10000/s"), ("mix", "100% call"), ("timeout", "100ms")];
    let mut people = group("people", "client", 1, load);
    people.nodes[0].beside = Some(server.nodes[0].name.clone());
    vec![server, people]
}

fn group(name: &str, protocol: &str, nodes: usize, settings: &[(&str, &str)]) -> Group {
    let node = |n| Node { name: format!("{name}{n}"), beside: None };
    Group {
        name: name.to_owned(),
        protocol: protocol.to_owned(),
        nodes: (0..nodes).map(node).collect(),
        settings: pairs(settings),
        script: Vec::new(),
    }
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}
