//! Settings: what a protocol, a client or a link can be told, by scenario, overlay, knob or `set` act.

use crate::decimal::decimal;
use crate::id::NodeId;
use crate::latency::Latency;
use crate::load::{Load, Mix};
use crate::time::Duration;
use crate::words::nearest;

/// Declares one setting of a protocol or of links.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// As authors write it.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// Spelled as an author would.
    pub default: &'static str,
    /// One line of documentation.
    pub doc: &'static str,
}

/// What a setting may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number in this range, both ends included.
    Whole(i64, i64),
    /// A whole number in this range, or `none`: no bound.
    Bound(i64, i64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A span of time.
    Span,
    /// A percentage.
    Share,
    /// A latency distribution.
    Latency,
    /// When clients ask: `none`, `closed 5ms..100ms`, `poisson 10/s`, `every 500ms`.
    Load,
    /// What clients ask: `40% write balance next, 60% read balance`.
    Mix,
    /// The name of a node, or of a group: all of its nodes. `none` is nobody.
    Nodes,
}

/// A setting's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A bound, where there is one.
    Bound(Option<i64>),
    /// An index into the field's words.
    Word(usize),
    /// Yes or no.
    Flag(bool),
    /// A span.
    Span(Duration),
    /// 0 to 1.
    Share(f64),
    /// A distribution.
    Latency(Latency),
    /// When clients ask.
    Load(Load),
    /// What they ask.
    Mix(Mix),
    /// Nodes by the name that was given; the world finds out who they are.
    Nodes(String, Vec<NodeId>),
}

impl Field {
    /// Reads a value as spelled in a scenario or after `set PATH`.
    ///
    /// # Errors
    /// A sentence that says what is possible.
    pub fn parse(&self, text: &str) -> Result<Value, String> {
        let text = text.trim();
        match self.kind {
            Kind::Whole(low, high) => match text.parse::<i64>() {
                Ok(n) if (low..=high).contains(&n) => Ok(Value::Whole(n)),
                _ => Err(format!("`{}` is a whole number from {low} to {high}, not `{text}`", self.name)),
            },
            Kind::Bound(low, high) => match text.parse::<i64>() {
                Ok(n) if (low..=high).contains(&n) => Ok(Value::Bound(Some(n))),
                _ if text == "none" => Ok(Value::Bound(None)),
                _ => Err(format!("`{}` is a whole number from {low} to {high}, or none, not `{text}`", self.name)),
            },
            Kind::Word(words) => words.iter().position(|w| *w == text).map(Value::Word).ok_or_else(|| {
                let near = nearest(text, words.iter().copied());
                let hint = near.map(|w| format!("; did you mean `{w}`?")).unwrap_or_default();
                format!("`{}` is one of {}, not `{text}`{hint}", self.name, words.join(", "))
            }),
            Kind::Flag => match text {
                "true" => Ok(Value::Flag(true)),
                "false" => Ok(Value::Flag(false)),
                _ => Err(format!("`{}` is true or false, not `{text}`", self.name)),
            },
            Kind::Span => crate::act::parse_span(text).map(Value::Span).map_err(|e| format!("`{}`: {e}", self.name)),
            Kind::Share => {
                let share = text.strip_suffix('%').and_then(|n| decimal(n.trim()));
                match share {
                    Some(p) if (0.0..=100.0).contains(&p) => Ok(Value::Share(p / 100.0)),
                    _ => Err(format!("`{}` is a percentage from 0% to 100%, not `{text}`", self.name)),
                }
            }
            Kind::Latency => Latency::parse(text).map(Value::Latency),
            Kind::Load => Load::parse(text).map(Value::Load),
            Kind::Mix => Mix::parse(text).map(Value::Mix),
            Kind::Nodes => Ok(Value::Nodes(text.to_string(), Vec::new())),
        }
    }
}

/// The settings of every link (`[links]`, `set a-c.latency 40ms`, `set links.loss 1%`).
pub const LINK_FIELDS: &[Field] = &[
    Field { name: "latency", kind: Kind::Latency, default: "0s", doc: "How long a message is under way, one way." },
    Field { name: "loss", kind: Kind::Share, default: "0%", doc: "The share of messages that is lost." },
    Field { name: "duplication", kind: Kind::Share, default: "0%", doc: "The share of messages that arrives twice." },
    Field {
        name: "order",
        kind: Kind::Word(&["free", "fifo"]),
        default: "free",
        doc: "Whether messages may overtake one another (`free`, as latency has it) or arrive in the order of their sending (`fifo`, among those sent since it was set): one that is held or delayed holds up those behind it.",
    },
];

/// The settings that every group of nodes has besides those of its protocol.
pub const GROUP_FIELDS: &[Field] = &[Field {
    name: "disk",
    kind: Kind::Latency,
    default: "0s",
    doc: "How long a node's disk takes until what was written is safe; at a crash, what is not safe is lost.",
}];
