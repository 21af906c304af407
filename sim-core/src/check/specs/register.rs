//! A register that can be read, written, and changed if it holds what is expected.

use crate::check::spec::{Plain, Spec, Words};

/// A register with compare-and-set.
///
/// etcd's (porcupine's etcd model) begins with nothing in it, and a refused change is an answer: at some instant the
/// register held something else. Jepsen's (knossos, `cas-register`) begins with 0 and leaves refused changes out of the
/// history: nobody knows why they were refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// What it holds in the beginning.
    pub initial: Option<i64>,
}

/// What can be done to a register, with the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegisterOp {
    /// Found this, perhaps nothing.
    Read(Option<i64>),
    /// Wrote this.
    Write(i64),
    /// Changed the first into the second.
    Changed(i64, i64),
    /// Was not allowed to change the first into the second: something else was there.
    Refused(i64, i64),
    /// Changes the first into the second if it finds it: its answer is not known.
    Perhaps(i64, i64),
}

use RegisterOp::{Changed, Perhaps, Read, Refused, Write};

impl RegisterOp {
    /// What it leaves behind where it has an effect.
    fn gives(self) -> Option<i64> {
        match self {
            Write(value) | Changed(_, value) | Perhaps(_, value) => Some(value),
            Read(_) | Refused(..) => None,
        }
    }
}

impl Spec for Register {
    type Op = RegisterOp;
    type State = Option<i64>;
    type Part = ();

    fn init(&self) -> Option<i64> {
        self.initial
    }
    fn step(&self, state: &Option<i64>, op: &RegisterOp) -> Option<Option<i64>> {
        match *op {
            Read(value) => (*state == value).then_some(*state),
            Write(value) => Some(Some(value)),
            Changed(from, to) => (*state == Some(from)).then_some(Some(to)),
            Refused(from, _) => (*state != Some(from)).then_some(*state),
            Perhaps(from, to) => Some(if *state == Some(from) { Some(to) } else { *state }),
        }
    }
    fn partition(&self, _op: &RegisterOp) {}
    fn observes(&self, op: &RegisterOp) -> bool {
        matches!(op, Read(_) | Refused(..))
    }
    fn describe(&self, op: &RegisterOp) -> Words {
        match *op {
            Read(None) => Words::new("read nothing", "read of nothing"),
            Read(Some(value)) => Words::new(format!("read {value}"), format!("read of {value}")),
            Write(value) => Words::new(format!("wrote {value}"), format!("write of {value}")),
            Changed(a, b) => Words::new(format!("changed {a} into {b}"), format!("change of {a} into {b}")),
            Refused(a, b) => {
                Words::new(format!("was refused to change {a} into {b}"), format!("refused change of {a} into {b}"))
            }
            Perhaps(a, b) => Words::new(format!("tried to change {a} into {b}"), format!("try to change {a} into {b}")),
        }
    }
    fn show(&self, state: &Option<i64>) -> String {
        state.map_or_else(|| "no value".into(), |value| value.to_string())
    }

    fn supports(&self, giver: &RegisterOp, reader: &RegisterOp) -> bool {
        match (giver.gives(), *reader) {
            (Some(given), Read(value)) => Some(given) == value,
            (Some(given), Changed(from, _) | Perhaps(from, _)) => given == from,
            (Some(given), Refused(from, _)) => given != from,
            (None, _) | (_, Write(_)) => false,
        }
    }
    fn covers(&self, later: &RegisterOp, _earlier: &RegisterOp) -> bool {
        matches!(later, Write(_) | Changed(..))
    }
    fn plain(&self, op: &RegisterOp) -> Plain {
        match *op {
            Read(Some(value)) => Plain::Finds(value.to_string()),
            Read(None) => Plain::Finds("nothing".into()),
            Write(value) => Plain::Sets(value.to_string()),
            _ => Plain::Neither,
        }
    }
}
