//! What a world is made of, as plain data: groups of nodes, links, and the lines that are scheduled in it.
//!
//! The lesson crate reads this from TOML; engine tests write it as Rust. Settings keep their spelling, because the
//! scenario, a `set` act, a knob and an overlay all go through the one [`crate::field::Field::parse`].

use crate::act::{Line, LinkName};
use crate::luck::Seed;
use crate::time::Duration;

/// A world before anything happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// The seed unless the recipe names another.
    pub seed: Seed,
    /// Virtual time after which the run ends.
    pub length: Duration,
    /// Groups of nodes, in order.
    pub groups: Vec<Group>,
    /// Settings of every link, as `(key, value)`: `("latency", "50ms..150ms")`.
    pub links: Vec<(String, String)>,
    /// Settings of single links.
    pub own_links: Vec<(LinkName, Vec<(String, String)>)>,
    /// The world's own acts: overlays, faults of a locked script, knobs. A later line replaces an earlier one of the
    /// same label.
    pub acts: Vec<Line>,
}

/// Nodes that run one protocol with one configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its name, the first part of a path (`replicas.R`).
    pub name: String,
    /// A protocol of the registry.
    pub protocol: String,
    /// Its nodes, in order.
    pub nodes: Vec<Node>,
    /// `(key, value)` as spelled.
    pub settings: Vec<(String, String)>,
    /// The group's script; setting `load` ends it.
    pub script: Vec<Line>,
}

/// One node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Unique in the scenario.
    pub name: String,
    /// The server that a client stands beside: it asks that one, over a link of 0 s unless the link has settings of its
    /// own, and it is cut off together with it.
    pub beside: Option<String>,
}
