//! What nodes tell beside their messages: gauges, which stand at a value until the next, and records, which count one by
//! one. Neither is a row; the fingerprint covers both.

use super::Trace;
use crate::id::{NodeId, RowId};
use crate::protocol::About;
use crate::time::Time;

/// A gauge of a node, from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Since when.
    pub at: Time,
    /// Whose.
    pub node: NodeId,
    /// Index into the gauges that its protocol declares.
    pub gauge: u8,
    /// How much.
    pub value: i32,
}

/// Something that a node has put on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When.
    pub at: Time,
    /// Where.
    pub node: NodeId,
    /// Index into the records that its protocol declares.
    pub kind: u8,
    /// What it is about.
    pub about: About,
    /// How much.
    pub value: i64,
    /// The row of what the node did then.
    pub row: Option<RowId>,
}

impl Trace {
    /// A node gauges.
    pub(crate) fn gauge(&mut self, point: Point) {
        self.stamp(u64::from(point.node.0) << 40 ^ u64::from(point.gauge) << 32 ^ u64::from(point.value as u32));
        self.gauges.push(point);
    }
    /// A node puts something on record.
    pub(crate) fn record(&mut self, record: Record) {
        let about = match record.about {
            About::Op(op) => u64::from(op.0),
            About::Node(node) => 1 << 32 | u64::from(node.0),
        };
        self.stamp(u64::from(record.node.0) << 48 ^ u64::from(record.kind) << 40 ^ about);
        self.stamp(record.value as u64);
        self.records.push(record);
    }
}
