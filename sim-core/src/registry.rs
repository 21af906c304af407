//! The two registries, as data: what protocols and measures there are, with their words, units and documentation.
//!
//! Checking, completion, "did you mean" and the reference pages come from here; nothing else matches on a name.

use crate::field::{Field, GROUP_FIELDS};
use crate::quantity::Unit;

/// Everything that a lesson may name.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// Protocols, clients among them.
    pub protocols: Vec<ProtocolInfo>,
    /// Measures.
    pub measures: Vec<MeasureInfo>,
}

impl Registry {
    /// Everything that this engine has.
    pub fn engine() -> Self {
        Self { protocols: crate::protocols::all(), measures: crate::measure::ALL.iter().map(|m| (m.info)()).collect() }
    }
    /// The protocol of this name.
    pub fn protocol(&self, name: &str) -> Option<&ProtocolInfo> {
        self.protocols.iter().find(|p| p.name == name)
    }
    /// The measure of this name.
    pub fn measure(&self, name: &str) -> Option<&MeasureInfo> {
        self.measures.iter().find(|m| m.name == name)
    }
}

/// What authors can say to a protocol.
#[derive(Clone, Debug, Default)]
pub struct ProtocolInfo {
    /// As in `protocol = "register"`.
    pub name: &'static str,
    /// One paragraph.
    pub doc: &'static str,
    /// Settings.
    pub fields: &'static [Field],
    /// Operations that its clients may be asked for.
    pub verbs: &'static [Verb],
    /// Kinds of message that it sends, as selectors name them.
    pub kinds: &'static [MessageKind],
    /// What its nodes are, unless they say otherwise.
    pub role: Role,
    /// Whether its nodes are clients: they stand beside a server and are asked by act lines.
    pub client: bool,
    /// Whether its nodes need time for their work, so that a factor can make it longer (`slow b by 10x`).
    pub works: bool,
    /// Names of settings that a key may have for itself: `set replicas.likes.mode any`.
    pub per_key: &'static [&'static str],
    /// What the words of a setting cost, in units of a bill: its name, and a price for each word.
    pub prices: &'static [(&'static str, &'static [u32])],
    /// Whether an operation that takes no key may name a route all the same: `call home`. Routes are keys without a value.
    pub routes: bool,
    /// What its nodes gauge.
    pub gauges: &'static [GaugeInfo],
    /// What its nodes put on record.
    pub records: &'static [RecordInfo],
}

/// What a node is, as its outline says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// One of several that do the same.
    #[default]
    Server,
    /// The one that the others follow.
    Leader,
    /// It wants to lead.
    Candidate,
    /// It asks, and is asked by nobody.
    Client,
    /// It passes requests on to one of several.
    Balancer,
    /// It keeps jobs until somebody takes them.
    Queue,
    /// It keeps data for those who ask.
    Database,
    /// It keeps copies of what others keep.
    Cache,
    /// It tells the time.
    Clock,
}

impl Role {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Leader => "leader",
            Self::Candidate => "candidate",
            Self::Client => "client",
            Self::Balancer => "balancer",
            Self::Queue => "queue",
            Self::Database => "database",
            Self::Cache => "cache",
            Self::Clock => "clock",
        }
    }
}

impl ProtocolInfo {
    /// The settings of a group of these nodes: the protocol's own, and those that every group of servers has. What a client
    /// remembers is not at stake.
    pub fn settings(&self) -> impl Iterator<Item = &'static Field> + Clone {
        self.fields.iter().chain(if self.client { &[] } else { GROUP_FIELDS })
    }
    /// Whether this operation is asked with a key, or without one.
    pub fn takes(&self, verb: &Verb, key: bool) -> bool {
        verb.key == key || (self.routes && key)
    }
}

/// A quantity that a node shows at every instant: the length of its queue, how many of its workers are busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaugeInfo {
    /// As measures name it.
    pub name: &'static str,
    /// One line.
    pub doc: &'static str,
    /// How it is shown.
    pub dial: Dial,
}

/// How a gauge is shown on its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dial {
    /// A number, on request.
    Number,
    /// So many slots are taken, of as many as the gauge of this name says.
    Slots(&'static str),
    /// So many of what the gauge of this name counts are of one kind.
    Part(&'static str),
    /// A capacity; another gauge fills it.
    Room,
    /// So many wait.
    Queue,
    /// A circuit breaker: 0 closed, 1 open, 2 half-open. There is one unless the setting of this name says `none`.
    Breaker(&'static str),
    /// Microseconds.
    Time,
}

/// Something that happens at a node and counts, beside the messages that led to it: a charge, a suspicion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordInfo {
    /// As measures name it.
    pub name: &'static str,
    /// One line.
    pub doc: &'static str,
}

/// An operation: `write KEY VALUE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verb {
    /// The word.
    pub name: &'static str,
    /// Whether a key follows.
    pub key: bool,
    /// Whether a value follows.
    pub value: bool,
    /// Whether it only looks. A look without an answer had no effect.
    pub reads: bool,
}

/// A kind of message and how it is drawn: one of the eight looks of the stage.
#[derive(Clone, Copy, Debug)]
pub struct MessageKind {
    /// The word that people and selectors use.
    pub name: &'static str,
    /// Colour and shape.
    pub look: Look,
    /// Replies are drawn hollow.
    pub reply: bool,
}

/// The eight looks (colour, shape and path); authors may choose among these, no others exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Blue square.
    Write,
    /// Green circle.
    Read,
    /// Purple diamond, dashed.
    Replicate,
    /// Orange triangle.
    Vote,
    /// Sky-blue pentagon, dotted.
    Gossip,
    /// Yellow hexagon.
    Job,
    /// Small grey dot.
    Heartbeat,
    /// Vermilion octagon with a bar.
    Error,
}

/// What can be asked about a run.
#[derive(Clone, Debug)]
pub struct MeasureInfo {
    /// As in a sentence: `stale_reads`.
    pub name: &'static str,
    /// One paragraph; names its source.
    pub doc: &'static str,
    /// What a goal line reads like to a learner; a part in square brackets stands only where its argument is given:
    /// `Requests answered[, {clients}][, during the {during}]`.
    pub phrase: &'static str,
    /// At most nine letters, for a track under the space-time diagram.
    pub short: &'static str,
    /// Arguments; the first may be given without its name.
    pub args: &'static [Arg],
    /// What it yields.
    pub yields: Yields,
    /// Once it has grown (or broken), it never goes back: an event happened.
    pub monotone: bool,
    /// Fields of its witness, for measured links (`goal.field`) and `(event: goal.field)`.
    pub fields: &'static [WitnessField],
}

/// A quantity, or a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yields {
    /// A number; a sentence compares it with a bound.
    Quantity(Unit),
    /// Holds, broken or undecided; a sentence stands alone.
    Verdict,
}

/// An argument of a measure.
#[derive(Clone, Copy, Debug)]
pub struct Arg {
    /// As in `during = cut`.
    pub name: &'static str,
    /// What it may be.
    pub kind: ArgKind,
    /// Whether it must be given.
    pub required: bool,
    /// One line.
    pub doc: &'static str,
}

/// What an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgKind {
    /// A key of the protocols' data.
    Key,
    /// A client, a group of clients, or `majority` / `minority`: those beside the side with more than half of the
    /// replicas, or the others.
    Clients,
    /// A server or a group of servers.
    Node,
    /// A link.
    Link,
    /// The label of an act: the window from its start to its end.
    Window,
    /// An instant: a time, a label (its start), `label.start` or `label.end`.
    Instant,
    /// A span of time.
    Span,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number.
    Whole,
}

/// A field of a witness.
#[derive(Clone, Copy, Debug)]
pub struct WitnessField {
    /// As in `stale-read.age`.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// One line.
    pub doc: &'static str,
}

/// What a witness field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// An instant.
    At,
    /// A span.
    Span,
    /// A whole number.
    Value,
    /// A node's name.
    Node,
    /// An event of the run, for `(event: …)`.
    Event,
}
