//! What is on the stage.

use serde::{Deserialize, Serialize};

use super::Us;

/// What is on the stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Staged {
    /// The world's title.
    pub title: String,
    /// Its seed.
    pub seed: u64,
    /// Which of the sealed seeds it is; 0 is none.
    pub sealed: u32,
    /// When it ends.
    pub length: Us,
    /// Virtual microseconds for a second of watching at 1x.
    pub pace: Us,
    /// Nodes.
    pub nodes: Vec<NodeInfo>,
    /// Links, each once.
    pub links: Vec<LinkInfo>,
    /// Kinds of message.
    pub kinds: Vec<KindInfo>,
    /// Where nodes stand.
    pub layout: Layout,
    /// Lanes of the space-time diagram, top to bottom: node indices.
    pub lanes: Vec<u16>,
    /// Whether faults are locked (Repair, Challenge, sealed seeds, recorded runs).
    pub locked: bool,
    /// Names of the metric tracks.
    pub charts: Vec<ChartInfo>,
    /// The goals that are watched here, by name.
    pub goals: Vec<String>,
    /// Whether the act is about clocks: a hand sets them, a world does, or nodes tell the time.
    pub clocks: bool,
    /// Whether a goal of the act names a consistency model.
    pub models: bool,
    /// Sentences of a recorded run: when its act happens, and what it says.
    pub say: Vec<(Us, String)>,
    /// Where to start: 0, or the moment of a link or of a failed seed.
    pub at: Us,
    /// A link's step.
    pub step: String,
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeInfo {
    /// As act lines name it.
    pub name: String,
    /// As people read it.
    pub label: String,
    /// Its group.
    pub group: String,
    /// Whether it is a client.
    pub client: bool,
    /// The server that a client stands beside.
    pub beside: Option<u16>,
    /// What it is, unless what it shows says otherwise: `server`, `leader`, `candidate`, `client`, `balancer`, `queue`,
    /// `database`, `cache`, `clock`.
    pub role: String,
    /// What it gauges.
    pub gauges: Vec<GaugeInfo>,
    /// How many slots it has at the start; 0 where it has none.
    pub pool: u16,
    /// Its work takes time, which a factor can make longer: `slow b by 10x`.
    pub works: bool,
    /// What a client can be asked, as act lines spell it, a value as `next`: `write balance next`.
    pub asks: Vec<String>,
}

/// A quantity that a node shows at every instant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GaugeInfo {
    /// As measures name it: `waiting`; of `held`, what people read for the other node.
    pub name: String,
    /// How it is shown: `number`, `slots` (so many of the capacity are taken), `room` (a capacity), `queue`, `breaker`
    /// (0 closed, 1 open, 2 half-open; where one is set), `time` (microseconds), `held` (so many of the slots wait for
    /// another node).
    pub kind: String,
    /// The gauge of the same node that is its capacity.
    pub capacity: Option<u8>,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkInfo {
    /// One end.
    pub a: u16,
    /// The other.
    pub b: u16,
    /// As in act lines: `a-c`.
    pub name: String,
    /// As spelled: `50ms..150ms`.
    pub latency: String,
}

/// A kind of message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KindInfo {
    /// As selectors name it.
    pub name: String,
    /// As people read it.
    pub label: String,
    /// Which of the eight looks: `write`, `read`, `repl`, `vote`, `gossip`, `job`, `beat`, `err`.
    pub look: String,
    /// Drawn hollow.
    pub reply: bool,
}

/// Where nodes stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Layout {
    /// Servers on a circle, clients outside.
    #[default]
    Ring,
    /// The first server in the middle.
    Star,
    /// Groups from left to right.
    Layered,
    /// `(x, y)` for each node, thousandths.
    Free(Vec<(u16, u16)>),
}

/// A metric track.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChartInfo {
    /// As people read it, in a word or two.
    pub label: String,
    /// As people read it, in a sentence without its end.
    pub words: String,
    /// `%`, `s`, `/s` or nothing.
    pub unit: String,
    /// Counted events are bars, the rest is lines.
    pub bars: bool,
    /// What each of its lines is called, where there are several: `p50`, `p99`.
    pub lines: Vec<String>,
    /// Each value looks back so far; 0 where it looks at the whole run.
    pub over: Us,
    /// The bound of a goal line about the same measure, in the chart's unit, and the goal line in words.
    pub goal: Option<(f64, String)>,
}
