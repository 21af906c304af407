//! Broadcast by flooding: whoever hears something for the first time passes it on to all of its neighbours.
//!
//! ```text
//!   client --broadcast--> a --rumour--> b --rumour--> c        along the links of a topology
//!                          \--rumour--> d --rumour--> c        c knows it already, and says nothing
//!   `back`: b tells a as well, from whom it has it
//! ```
//!
//! Segall, *Distributed Network Protocols*, IEEE Transactions on Information Theory 1983, section 2 ("propagation of
//! information"); the topologies are those of Maelstrom's broadcast workload. With d the sum of all degrees, a broadcast
//! among n nodes takes d messages, and d - (n - 1) where nobody sends back to the node from which it heard first. Nothing
//! is sent again: what a cut swallows is missing behind it.

use std::collections::BTreeMap;

use crate::field::{Field, Kind, Value};
use crate::id::NodeId;
use crate::protocol::{Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Dial, GaugeInfo, Look, MessageKind, ProtocolInfo, Verb};

/// Who is whose neighbour.
#[derive(Clone, Copy, Debug, Default)]
enum Topology {
    /// Rows of the least width whose square has room for all; the last row may be shorter.
    #[default]
    Grid,
    Line,
    /// Node i hangs below node (i - 1) / 4.
    Tree,
    Full,
}

impl Topology {
    const WORDS: &[&str] = &["grid", "line", "tree", "full"];
    const ALL: [Self; 4] = [Self::Grid, Self::Line, Self::Tree, Self::Full];

    /// Whether two of `n` places are neighbours.
    fn joins(self, n: usize, a: usize, b: usize) -> bool {
        let (low, high) = (a.min(b), a.max(b));
        low < high
            && match self {
                Self::Full => true,
                Self::Line => high == low + 1,
                Self::Tree => (high - 1) / 4 == low,
                Self::Grid => {
                    let width = (1..=n).find(|w| w * w >= n).unwrap_or(n);
                    high == low + width || (high == low + 1 && high % width > 0)
                }
            }
    }
}

/// Settings of flooding.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    topology: Topology,
    back: bool,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Word(n)) => self.topology = Topology::ALL[n],
            (1, Value::Flag(on)) => self.back = on,
            (field, value) => unreachable!("flood field {field} cannot be {value:?}"),
        }
    }
}

/// What neighbours tell each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rumour {
    value: i64,
    /// Links from the node that was asked to the one that hears this.
    hops: u16,
}

impl Wire for Rumour {
    fn kind(&self) -> u8 {
        0
    }
    fn note(&self) -> Note {
        Note { key: None, value: Some(self.value) }
    }
}

/// What a node has heard: each value and its way.
pub type Disk = BTreeMap<i64, u16>;

/// The gauge: how many values a node has heard.
const HEARD: u8 = 0;

/// One node.
#[derive(Clone)]
pub struct Flood {
    neighbours: Vec<NodeId>,
    last: Option<Rumour>,
}

impl Flood {
    fn neighbours(ctx: &Ctx<'_, Self>) -> Vec<NodeId> {
        let (group, topology) = (ctx.group(), ctx.config().topology);
        let at = group.iter().position(|node| *node == ctx.me()).unwrap_or_default();
        let near = |(place, _): &(usize, &NodeId)| topology.joins(group.len(), at, *place);
        group.iter().enumerate().filter(near).map(|(_, node)| *node).collect()
    }

    /// Something is heard, from a client or from a neighbour; what is news is passed on.
    fn hear(&mut self, rumour: Rumour, from: Option<NodeId>, ctx: &mut Ctx<'_, Self>) {
        if ctx.read().contains_key(&rumour.value) {
            return;
        }
        ctx.disk().insert(rumour.value, rumour.hops);
        self.last = Some(rumour);
        ctx.gauge(HEARD, ctx.read().len());
        ctx.changed();
        let back = ctx.config().back;
        for to in self.neighbours.iter().copied().filter(|to| back || Some(*to) != from) {
            ctx.send(to, Rumour { hops: rumour.hops + 1, ..rumour });
        }
    }
}

impl Protocol for Flood {
    type Config = Settings;
    type Message = Rumour;
    type Timer = ();
    type Disk = Disk;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "flood",
            doc: "Broadcast by flooding: a node that hears a value for the first time tells all of its neighbours (Segall 1983). Operations: `broadcast VALUE`, and `read`, which is answered by how many values the node has heard.",
            fields: &[
                Field {
                    name: "topology",
                    kind: Kind::Word(Topology::WORDS),
                    default: "grid",
                    doc: "Who is whose neighbour, in the order of the scenario: rows of a square, one line, a tree with four children a node, or everybody of everybody.",
                },
                Field {
                    name: "back",
                    kind: Kind::Flag,
                    default: "false",
                    doc: "A node also tells the neighbour from which it heard.",
                },
            ],
            verbs: &[
                Verb { name: "broadcast", key: false, value: true, reads: false },
                Verb { name: "read", key: false, value: false, reads: true },
            ],
            kinds: &[MessageKind { name: "rumour", look: Look::Gossip, reply: false }],
            gauges: &[GaugeInfo { name: "heard", doc: "How many values a node has heard.", dial: Dial::Number }],
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        Self { neighbours: Self::neighbours(ctx), last: None }
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.neighbours = Self::neighbours(ctx);
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let Some(value) = ask.value else {
            let heard = ctx.read().len() as i64;
            return ctx.answer(ask, Answer::Ok(Some(heard)));
        };
        self.hear(Rumour { value, hops: 0 }, None, ctx);
        ctx.answer(ask, Answer::Ok(None));
    }

    fn on_message(&mut self, from: NodeId, rumour: Rumour, ctx: &mut Ctx<'_, Self>) {
        self.hear(rumour, Some(from), ctx);
    }

    fn show(&self, _config: &Settings, disk: &Disk, _keys: &[String]) -> View {
        let Some(last) = self.last else { return View::default() };
        let facts =
            [("heard", disk.len().to_string()), ("last", last.value.to_string()), ("hops", last.hops.to_string())];
        View {
            value: last.value.to_string(),
            caption: format!("{} heard", disk.len()),
            facts: facts.map(|(name, fact)| (name.to_string(), fact)).into(),
            ..View::default()
        }
    }
}
