//! What changes beside messages in a window of a run: spells on nodes, their clocks and gauges, and streams on links.

use serde::{Deserialize, Serialize};

use super::Us;

/// Something that lies on a node for a while.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spell {
    /// The node.
    pub node: u16,
    /// `pause`, `slow`, `isolate`.
    pub kind: String,
    /// From when.
    pub from: Us,
    /// To when; `u64::MAX` while it lasts.
    pub to: Us,
    /// `10x`, `+50ms`; empty where there is nothing to say.
    pub note: String,
}

/// A node's wall clock from an instant on, up to its next bend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockBend {
    /// The node.
    pub node: u16,
    /// From when.
    pub at: Us,
    /// The wall clock minus true time at that instant, in microseconds.
    pub offset_us: i64,
    /// By how much it runs too fast from then on, in parts per million: after `d` microseconds the offset has grown by
    /// `d * drift_ppm / 1_000_000`.
    pub drift_ppm: i32,
}

/// A gauge of a node from an instant on, up to its next point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GaugePoint {
    /// The node.
    pub node: u16,
    /// Index into its [`NodeInfo::gauges`](super::NodeInfo::gauges).
    pub gauge: u8,
    /// From when.
    pub at: Us,
    /// How much.
    pub value: i32,
}

/// A call that has ended, as the breaker of the node that made it sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Who called.
    pub node: u16,
    /// When it was answered or given up.
    pub at: Us,
    /// Answered, and not with an error.
    pub ok: bool,
    /// How many calls in a row have failed by then; with a breaker for each route, of its route.
    pub row: u32,
}

/// How many messages of a kind one node sent another in a slice of the window. Slice `n` begins at
/// `window.0 + n * Scene::slice`; slices without a message are not listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    /// Which slice, from 0.
    pub slice: u32,
    /// Sender.
    pub from: u16,
    /// Receiver.
    pub to: u16,
    /// Kind.
    pub kind: u16,
    /// Messages sent in it.
    pub sent: u32,
    /// How many of these are known not to arrive.
    pub lost: u32,
}
