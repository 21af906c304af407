//! What happened: append-only rows with instants and causes, and the records that they point at.
//!
//! Golden text has one aligned line a row; the fingerprint covers every field of every row.

use std::fmt::Write as _;

use crate::history::{History, Outcome};
use crate::id::{MessageId, NodeId, OpId, RowId};
use crate::luck::{Name, mix};
use crate::protocol::{Note, View};
use crate::time::Time;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// When.
    pub at: Time,
    /// The row that caused it; itself for what has no cause in the run.
    pub cause: RowId,
    /// What.
    pub what: What,
}

/// Kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An act was applied: index into [`Trace::acts`].
    Act(u32),
    /// An act was undone after its span.
    Undone(u32),
    /// A node booted.
    Up(NodeId),
    /// A node crashed.
    Down(NodeId),
    /// A client called an operation.
    Called(OpId),
    /// An operation returned or was given up.
    Returned(OpId),
    /// A message was sent.
    Sent(MessageId),
    /// A message arrived.
    Arrived(MessageId),
    /// A message was lost.
    Lost(MessageId, Loss),
    /// A message waits on a held link.
    Held(MessageId),
    /// A message's arrival has moved: released or delayed.
    Moved(MessageId),
    /// A timer fired.
    Fired(NodeId),
    /// What a node shows has changed: index into [`Trace::views`].
    Shows(NodeId, u32),
    /// The run ended at a limit.
    Stopped(crate::limits::Limit),
}

/// Why a message was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// A cut lay on its way.
    Cut,
    /// The link's loss rate.
    Luck,
    /// An act dropped it.
    Dropped,
    /// The receiver was down.
    Down,
}

impl Loss {
    /// In words, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Luck => "link",
            Self::Dropped => "dropped",
            Self::Down => "receiver down",
        }
    }
}

/// A message, past or under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name.
    pub name: Name,
    /// Sender.
    pub from: NodeId,
    /// Receiver.
    pub to: NodeId,
    /// Index into the world's kinds.
    pub kind: u16,
    /// What it says.
    pub note: Note,
    /// When it was sent.
    pub sent: Time,
    /// When it arrives or would have arrived; [`Time::NEVER`] while it is held.
    pub arrives: Time,
    /// How it ended, and when.
    pub end: Option<(Time, End)>,
    /// The row of its sending.
    pub row: RowId,
    /// The operation that it asks or answers.
    pub op: Option<OpId>,
    /// A second copy.
    pub copy: bool,
}

/// How a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Delivered.
    Arrived,
    /// Not.
    Lost(Loss),
}

/// An act as it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// When.
    pub at: Time,
    /// Its label.
    pub label: Option<String>,
    /// Its text, without label and time.
    pub text: String,
    /// When it was undone, by its span or by `heal`; [`Time::NEVER`] while it lasts.
    pub until: Time,
    /// Directed links on which it lies (cut, hold, slow).
    pub links: Vec<(NodeId, NodeId)>,
    /// Whether the recipe brought it; else the scenario did.
    pub own: bool,
}

/// Everything that happened in a run.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Rows, in order.
    pub rows: Vec<Row>,
    /// Messages, in order of sending.
    pub messages: Vec<Message>,
    /// Acts, in order.
    pub acts: Vec<Applied>,
    /// What nodes showed.
    pub views: Vec<View>,
    fingerprint: u64,
}

impl Trace {
    /// Appends a row and returns it. A row without a cause in the run is its own.
    pub(crate) fn push(&mut self, at: Time, cause: Option<RowId>, what: What) -> RowId {
        let id = RowId(self.rows.len() as u32);
        let row = Row { at, cause: cause.unwrap_or(id), what };
        self.fingerprint = mix(self.fingerprint ^ self.digest(&row));
        self.rows.push(row);
        id
    }
    /// Lets the next row's fingerprint cover a figure that stands outside the row.
    pub(crate) fn stamp(&mut self, figure: u64) {
        self.fingerprint = mix(self.fingerprint ^ figure);
    }
    /// 64 bits over every row; printed as 16 hexadecimal digits.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
    /// The message.
    pub fn message(&self, id: MessageId) -> &Message {
        &self.messages[id.0 as usize]
    }
    /// The row.
    pub fn row(&self, id: RowId) -> &Row {
        &self.rows[id.0 as usize]
    }
    /// The first row at or after `t`.
    pub fn row_at(&self, t: Time) -> usize {
        self.rows.partition_point(|r| r.at < t)
    }

    fn digest(&self, row: &Row) -> u64 {
        let message = |m: MessageId| {
            let m = self.message(m);
            let key = m.note.key.map_or(0, |k| 1 + u64::from(k.0));
            let note = m.note.value.map_or(mix(key), |v| mix(mix(key + 1) ^ v as u64));
            mix(m.name.0 ^ mix(m.arrives.0) ^ mix(note))
        };
        let (tag, a) = match row.what {
            What::Act(n) => (1, u64::from(n)),
            What::Undone(n) => (2, u64::from(n)),
            What::Up(n) => (3, u64::from(n.0)),
            What::Down(n) => (4, u64::from(n.0)),
            What::Called(op) => (5, u64::from(op.0)),
            What::Returned(op) => (6, u64::from(op.0)),
            What::Sent(m) => (7, message(m)),
            What::Arrived(m) => (8, message(m)),
            What::Lost(m, why) => (9 + why as u64, message(m)),
            What::Held(m) => (13, message(m)),
            What::Moved(m) => (14, message(m)),
            What::Fired(n) => (15, u64::from(n.0)),
            What::Shows(n, view) => (16, u64::from(n.0) ^ view_digest(&self.views[view as usize])),
            What::Stopped(limit) => (17, limit as u64),
        };
        mix(row.at.0 ^ mix(u64::from(row.cause.0) << 8 | tag)) ^ mix(a)
    }

    /// Golden text: one aligned line a row.
    pub fn text(&self, words: &Words<'_>) -> String {
        let mut out = String::new();
        for row in &self.rows {
            let at = row.at.0;
            let told = words.row(self, row);
            let _ = writeln!(out, "{:>4}.{:06}  {}", at / 1_000_000, at % 1_000_000, told.trim_end());
        }
        out
    }
}

fn view_digest(view: &View) -> u64 {
    let pairs = view.facts.iter().flat_map(|(k, v)| [k.as_str(), v.as_str()]);
    [view.value.as_str(), view.caption.as_str()]
        .into_iter()
        .chain(pairs)
        .fold(0, |h, t| mix(h ^ crate::luck::text_hash(t)))
}

/// What rows are told with: names of nodes and kinds.
pub struct Words<'a> {
    /// Names of nodes.
    pub nodes: &'a [String],
    /// Names of kinds.
    pub kinds: &'a [crate::registry::MessageKind],
    /// The operations.
    pub history: &'a History,
}

impl Words<'_> {
    /// `balance 45`.
    pub fn note(&self, note: Note) -> String {
        let key = note.key.map(|k| self.history.keys[usize::from(k.0)].clone());
        let value = note.value.map(|v| v.to_string());
        [key, value].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
    /// `a -> c  copy balance 45  ~4f2a91c0`.
    fn message(&self, m: &Message) -> String {
        let kind = self.kinds[usize::from(m.kind)].name;
        let note = self.note(m.note);
        let way = format!("{} -> {}", self.nodes[m.from.index()], self.nodes[m.to.index()]);
        format!("{way:<12} {:<24} ~{:08x}", format!("{kind} {note}").trim_end(), m.name.short())
    }
    /// One row, without its instant.
    pub fn row(&self, trace: &Trace, row: &Row) -> String {
        let node = |n: NodeId| self.nodes[n.index()].as_str();
        match row.what {
            What::Act(n) => format!("act      {}", trace.acts[n as usize].text),
            What::Undone(n) => format!("undone   {}", trace.acts[n as usize].text),
            What::Up(n) => format!("up       {}", node(n)),
            What::Down(n) => format!("down     {}", node(n)),
            What::Called(op) => {
                let o = self.history.op(op);
                format!("call     {:<12} {}", node(o.client), o.label(&self.history.keys))
            }
            What::Returned(op) => {
                let o = self.history.op(op);
                let outcome = match o.outcome {
                    Outcome::Open => "open".to_string(),
                    Outcome::Ok(Some(v)) => format!("ok {v}"),
                    Outcome::Ok(None) => "ok".to_string(),
                    Outcome::Failed => "failed".to_string(),
                    Outcome::Unknown => "unknown".to_string(),
                };
                format!("return   {:<12} {} = {outcome}", node(o.client), o.label(&self.history.keys))
            }
            What::Sent(m) => {
                let m = trace.message(m);
                format!("send     {}", self.message(m))
            }
            What::Arrived(m) => format!("arrive   {}", self.message(trace.message(m))),
            What::Lost(m, why) => {
                format!("lost     {} ({})", self.message(trace.message(m)), why.words())
            }
            What::Held(m) => format!("held     {}", self.message(trace.message(m))),
            What::Moved(m) => format!("moved    {}", self.message(trace.message(m))),
            What::Fired(n) => format!("timer    {}", node(n)),
            What::Shows(n, view) => {
                let view = &trace.views[view as usize];
                let facts: Vec<String> = view.facts.iter().map(|(k, v)| format!("{k} {v}")).collect();
                format!("shows    {:<12} {}", node(n), facts.join(", "))
            }
            What::Stopped(limit) => format!("stopped  {}", limit.words()),
        }
    }
}
