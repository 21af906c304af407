//! What happened: append-only rows with instants and causes, and the records that they point at.
//!
//! Golden text has one aligned line a row; the fingerprint covers every row. A row takes 16 bytes and a message 48,
//! packed here and unpacked on request. A trace can be told to keep only its end ([`Trace::keep`]): the fingerprint is
//! the same.

mod cone;
mod differences;
mod figures;
mod pack;
mod text;

use crate::id::{CallId, Key, MessageId, NodeId, OpId, RowId};
use crate::log::Log;
use crate::luck::{Name, mix, text_hash};
use crate::protocol::{Note, View};
use crate::time::Time;

pub use cone::{Cone, Divergence, divergence};
pub use differences::differences;
pub use figures::{Point, Record};
use pack::{PackedMessage, PackedRow};
pub use text::Words;

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
    /// A node stands still: what arrives waits, and timers are late.
    Paused(NodeId),
    /// It goes on.
    Resumed(NodeId),
    /// A node set its own wall clock.
    Adjusted(NodeId),
    /// A node's circuit breaker kept back a call.
    Withheld(NodeId),
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
    /// The receiver was down, and its machine said so: a refused connection is not a silent one. Where another copy of
    /// the request has arrived or is under way, it cannot promise that nothing happens, and is silent.
    Refused,
}

impl Loss {
    /// In words, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Luck => "link",
            Self::Dropped => "dropped",
            Self::Down => "receiver down",
            Self::Refused => "refused",
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
    /// The call that it asks or answers.
    pub call: Option<CallId>,
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
    rows: Log<PackedRow>,
    messages: Log<PackedMessage>,
    /// Acts, in order.
    pub acts: Vec<Applied>,
    /// What nodes showed.
    pub views: Log<View>,
    /// What nodes gauged, in order.
    pub gauges: Log<Point>,
    /// What nodes put on record, in order.
    pub records: Log<Record>,
    fingerprint: u64,
    /// Rows to keep at least; all of them where there is no number.
    keep: Option<usize>,
    /// The first row that is kept; some before it are there for the sake of messages alone.
    first: usize,
}

impl Trace {
    /// Appends a row and returns it. A row without a cause in the run is its own.
    #[inline]
    pub(crate) fn push(&mut self, at: Time, cause: Option<RowId>, what: What) -> RowId {
        self.push_about(at, cause, what, 0)
    }
    /// The same, with what the fingerprint is to cover besides.
    #[inline]
    pub(crate) fn push_about(&mut self, at: Time, cause: Option<RowId>, what: What, about: u64) -> RowId {
        let id = RowId(self.rows.len() as u32);
        let row = PackedRow::new(&Row { at, cause: cause.unwrap_or(id), what });
        self.fingerprint = mix(self.fingerprint ^ row.digest() ^ about);
        self.rows.push(row);
        if self.keep.is_some() {
            self.forget();
        }
        id
    }
    /// Lets the next row's fingerprint cover a figure that stands outside the row.
    #[inline]
    pub(crate) fn stamp(&mut self, figure: u64) {
        self.fingerprint = mix(self.fingerprint ^ figure);
    }
    /// 64 bits over every row; printed as 16 hexadecimal digits.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
    /// Keeps at least the last so many rows, and forgets older ones with their messages. What is forgotten has the same
    /// fingerprint; measures that look for it find nothing.
    pub fn keep(&mut self, rows: usize) {
        self.keep = Some(rows);
    }

    #[cold]
    fn old(&mut self, target: usize) {
        // Rows that are kept, and hands, speak of messages that are under way or have ended since. And a message goes before
        // its rows, so that whoever finds a message finds the row of its sending.
        let over = |m: &&PackedMessage| m.end().is_some_and(|row| (row as usize) < target);
        let kept = self.messages.first() + self.messages.iter().take_while(over).count();
        self.messages.forget(kept);
        let oldest = self.messages.get(self.messages.first()).map_or(target, |m| m.row as usize);
        self.rows.forget(target.min(oldest));
        self.first = target;
        let since = self.rows.get(target).map(PackedRow::at);
        self.gauges.forget(self.gauges.partition_point(|p| Some(p.at) < since));
        self.records.forget(self.records.partition_point(|r| Some(r.at) < since));
    }
    fn forget(&mut self) {
        let keep = self.keep.unwrap_or(usize::MAX);
        // Whole pieces go, so there is nothing to look for in between.
        let piece = self.rows.len().is_multiple_of(crate::log::PIECE);
        if piece && self.rows.len() - self.first > keep.saturating_add(2 * crate::log::PIECE) {
            self.old(self.rows.len() - keep);
        }
    }

    /// Rows so far, forgotten ones included.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    /// Whether nothing has happened yet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
    /// The number of the first row that is kept.
    pub fn first(&self) -> usize {
        self.first
    }
    /// The row, unless it was forgotten or is not there yet.
    pub fn get(&self, id: RowId) -> Option<Row> {
        self.rows.get(id.0 as usize).filter(|_| id.0 as usize >= self.first).map(PackedRow::open)
    }
    /// The row.
    ///
    /// # Panics
    /// Where it was forgotten.
    pub fn row(&self, id: RowId) -> Row {
        self.rows[id.0 as usize].open()
    }
    /// Rows that are kept, in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row> + Clone {
        (self.first..self.len()).map(|at| self.rows[at].open())
    }
    /// Rows of these numbers, with their numbers.
    pub fn numbered(&self, of: std::ops::Range<usize>) -> impl DoubleEndedIterator<Item = (u32, Row)> {
        (of.start.max(self.first())..of.end.min(self.len())).map(|at| (at as u32, self.rows[at].open()))
    }
    /// The number of the first row at or after `t`.
    pub fn row_at(&self, t: Time) -> usize {
        self.rows.partition_point(|r| r.at() < t).max(self.first)
    }
    /// The number of the first row after `t`.
    pub fn row_after(&self, t: Time) -> usize {
        self.rows.partition_point(|r| r.at() <= t).max(self.first)
    }
    /// Messages so far, forgotten ones included.
    pub fn sent(&self) -> usize {
        self.messages.len()
    }
    /// The message.
    ///
    /// # Panics
    /// Where it was forgotten.
    pub fn message(&self, id: MessageId) -> Message {
        self.unpack(&self.messages[id.0 as usize])
    }
    /// Messages that are kept, in order of sending.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = Message> + Clone {
        self.messages.iter().map(|m| self.unpack(m))
    }
    fn unpack(&self, m: &PackedMessage) -> Message {
        let sent = self.rows[m.row as usize].at();
        let end = m.end().map(|row| {
            let row = self.rows[row as usize].open();
            (row.at, if let What::Lost(_, why) = row.what { End::Lost(why) } else { End::Arrived })
        });
        m.open(sent, end)
    }

    /// A message sets out: its record and its row.
    #[inline]
    pub(crate) fn launch(
        &mut self,
        (at, cause): (Time, Option<RowId>),
        name: Name,
        way: (NodeId, NodeId),
        kind: u16,
        note: Note,
        more: More,
    ) -> (MessageId, RowId) {
        let id = MessageId(self.messages.len() as u32);
        let message = PackedMessage::new(name, way, kind, note, more, self.rows.len() as u32);
        self.messages.push(message);
        (id, self.push_about(at, cause, What::Sent(id), message.digest()))
    }
    /// What a node shows has changed.
    pub(crate) fn shows(&mut self, at: Time, cause: Option<RowId>, node: NodeId, view: View) {
        let about = view_digest(&view);
        self.views.push(view);
        self.push_about(at, cause, What::Shows(node, (self.views.len() - 1) as u32), about);
    }
    /// A message's arrival moves.
    pub(crate) fn moved(&mut self, id: MessageId, arrives: Time) {
        if let Some(m) = self.messages.get_mut(id.0 as usize) {
            m.arrives = arrives;
        }
    }
    /// A message's way ends with the next row.
    #[inline]
    pub(crate) fn ends(&mut self, id: MessageId) {
        let row = self.rows.len() as u32;
        if let Some(m) = self.messages.get_mut(id.0 as usize) {
            m.ends(row);
        }
    }
}

/// What else a message begins with.
#[derive(Clone, Copy)]
pub(crate) struct More {
    pub arrives: Time,
    pub call: Option<CallId>,
    pub copy: bool,
}

/// A key as it is packed.
const NO_KEY: u16 = u16::MAX;

fn pack_key(key: Option<Key>) -> u16 {
    key.map_or(NO_KEY, |k| k.0)
}

fn view_digest(view: &View) -> u64 {
    let pairs = view.facts.iter().flat_map(|(k, v)| [k.as_str(), v.as_str()]);
    [view.value.as_str(), view.caption.as_str()].into_iter().chain(pairs).fold(0, |h, t| mix(h ^ text_hash(t)))
}
