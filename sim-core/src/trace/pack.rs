//! Rows and messages as they are kept: 16 and 48 bytes. A million events with their trace fit beside a page.

use super::{End, Loss, Message, More, NO_KEY, Row, What, pack_key};
use crate::id::{CallId, Key, MessageId, NodeId, OpId, RowId};
use crate::limits::Limit;
use crate::luck::Name;
use crate::protocol::Note;
use crate::time::Time;

/// Instants take 48 bits: almost nine years of microseconds.
const INSTANT: u64 = (1 << 48) - 1;

/// A row: instant and kind in one word, cause and object in two halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackedRow {
    word: u64,
    cause: u32,
    object: u32,
}

impl PackedRow {
    #[inline]
    pub(super) fn new(row: &Row) -> Self {
        let node = |n: NodeId| u32::from(n.0);
        let (tag, object) = match row.what {
            What::Act(n) => (0, n),
            What::Undone(n) => (1, n),
            What::Up(n) => (2, node(n)),
            What::Down(n) => (3, node(n)),
            What::Paused(n) => (4, node(n)),
            What::Resumed(n) => (5, node(n)),
            What::Adjusted(n) => (6, node(n)),
            What::Called(op) => (7, op.0),
            What::Returned(op) => (8, op.0),
            What::Sent(m) => (9, m.0),
            What::Arrived(m) => (10, m.0),
            What::Held(m) => (11, m.0),
            What::Moved(m) => (12, m.0),
            What::Fired(n) => (13, node(n)),
            What::Stopped(limit) => (14, limit as u32),
            What::Withheld(n) => (15, node(n)),
            What::Lost(m, why) => (16 + why as u64, m.0),
            // Nodes and views are both few enough for one half word and the rest of the kind's.
            What::Shows(n, view) => (0x8000 | u64::from(n.0), view),
        };
        Self { word: tag << 48 | row.at.0 & INSTANT, cause: row.cause.0, object }
    }
    #[inline]
    pub(super) fn at(&self) -> Time {
        Time(self.word & INSTANT)
    }
    #[inline]
    pub(super) fn digest(&self) -> u64 {
        self.word ^ (u64::from(self.cause) << 32 | u64::from(self.object)).wrapping_mul(0x9FB2_1C65_1E98_DF25)
    }
    pub(super) fn open(&self) -> Row {
        let (tag, object) = (self.word >> 48, self.object);
        let (node, message) = (NodeId(object as u16), MessageId(object));
        let what = match tag {
            0 => What::Act(object),
            1 => What::Undone(object),
            2 => What::Up(node),
            3 => What::Down(node),
            4 => What::Paused(node),
            5 => What::Resumed(node),
            6 => What::Adjusted(node),
            7 => What::Called(OpId(object)),
            8 => What::Returned(OpId(object)),
            9 => What::Sent(message),
            10 => What::Arrived(message),
            11 => What::Held(message),
            12 => What::Moved(message),
            13 => What::Fired(node),
            14 => What::Stopped(Limit::ALL[object as usize]),
            15 => What::Withheld(node),
            16..=20 => What::Lost(
                message,
                [Loss::Cut, Loss::Luck, Loss::Dropped, Loss::Down, Loss::Refused][tag as usize - 16],
            ),
            _ => What::Shows(NodeId(tag as u16 & 0x7FFF), object),
        };
        Row { at: self.at(), cause: RowId(self.cause), what }
    }
}

const NONE: u32 = u32::MAX;
const COPY: u8 = 1;
const VALUE: u8 = 2;

/// A message. Its sending and its end are rows, which know when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackedMessage {
    name: Name,
    pub(super) arrives: Time,
    value: i64,
    pub(super) row: u32,
    end: u32,
    call: u32,
    from: NodeId,
    to: NodeId,
    kind: u16,
    key: u16,
    flags: u8,
}

impl PackedMessage {
    #[inline]
    pub(super) fn new(name: Name, way: (NodeId, NodeId), kind: u16, note: Note, more: More, row: u32) -> Self {
        Self {
            name,
            arrives: more.arrives,
            value: note.value.unwrap_or_default(),
            row,
            end: NONE,
            call: more.call.map_or(NONE, |c| c.0),
            from: way.0,
            to: way.1,
            kind,
            key: pack_key(note.key),
            flags: (u8::from(more.copy) * COPY) | (u8::from(note.value.is_some()) * VALUE),
        }
    }
    pub(super) fn ends(&mut self, row: u32) {
        self.end = row;
    }
    pub(super) fn end(&self) -> Option<u32> {
        (self.end != NONE).then_some(self.end)
    }
    #[inline]
    pub(super) fn digest(&self) -> u64 {
        let note = (self.value as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93)
            ^ (u64::from(self.key) << 8 | u64::from(self.flags)).wrapping_mul(0xA24B_AED4_963E_E407);
        self.name.0 ^ self.arrives.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ note
    }
    pub(super) fn open(&self, sent: Time, end: Option<(Time, End)>) -> Message {
        Message {
            name: self.name,
            from: self.from,
            to: self.to,
            kind: self.kind,
            note: Note {
                key: (self.key != NO_KEY).then_some(Key(self.key)),
                value: (self.flags & VALUE != 0).then_some(self.value),
            },
            sent,
            arrives: self.arrives,
            end,
            row: RowId(self.row),
            call: (self.call != NONE).then_some(CallId(self.call)),
            copy: self.flags & COPY != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_messages_are_as_small_as_their_budget_says() {
        assert_eq!((size_of::<PackedRow>(), size_of::<PackedMessage>()), (16, 48));
    }

    #[test]
    fn every_kind_of_row_is_packed_and_opened_again() {
        let (n, m, op) = (NodeId(299), MessageId(7), OpId(1_000_000));
        let losses = [Loss::Cut, Loss::Luck, Loss::Dropped, Loss::Down, Loss::Refused].map(|l| What::Lost(m, l));
        let limits = Limit::ALL.map(What::Stopped);
        let rest = [
            What::Act(3),
            What::Undone(4),
            What::Up(n),
            What::Down(n),
            What::Paused(n),
            What::Resumed(n),
            What::Adjusted(n),
            What::Withheld(n),
            What::Called(op),
            What::Returned(op),
            What::Sent(m),
            What::Arrived(m),
            What::Held(m),
            What::Moved(m),
            What::Fired(n),
            What::Shows(n, u32::MAX),
        ];
        for what in rest.into_iter().chain(losses).chain(limits) {
            let row = Row { at: Time(INSTANT), cause: RowId(9), what };
            assert_eq!(PackedRow::new(&row).open(), row);
        }
    }
}
