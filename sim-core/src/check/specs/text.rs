//! A store of texts by key: get, put, and append.

use crate::check::spec::{Plain, Spec, Words};

/// A store of texts, each key of its own and empty in the beginning (porcupine's key-value model).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text;

/// What can be done to a text, with the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextOp {
    /// Found the key's whole text.
    Get(String, String),
    /// Replaced the key's text.
    Put(String, String),
    /// Added to the end of the key's text.
    Append(String, String),
}

use TextOp::{Append, Get, Put};

impl TextOp {
    /// The key it acts on.
    pub fn key(&self) -> &str {
        match self {
            Get(key, _) | Put(key, _) | Append(key, _) => key,
        }
    }
    /// What was found, put or added.
    fn text(&self) -> &str {
        match self {
            Get(_, text) | Put(_, text) | Append(_, text) => text,
        }
    }
}

impl Spec for Text {
    type Op = TextOp;
    type State = String;
    type Part = String;

    fn init(&self) -> String {
        String::new()
    }
    fn step(&self, state: &String, op: &TextOp) -> Option<String> {
        match op {
            Get(_, text) => (state == text).then(|| text.clone()),
            Put(_, text) => Some(text.clone()),
            Append(_, text) => Some(format!("{state}{text}")),
        }
    }
    fn partition(&self, op: &TextOp) -> String {
        op.key().to_string()
    }
    fn observes(&self, op: &TextOp) -> bool {
        matches!(op, Get(..))
    }
    fn describe(&self, op: &TextOp) -> Words {
        let (key, text) = (op.key(), quoted(op.text()));
        match op {
            Get(..) => Words::new(format!("got {text} from {key}"), format!("get of {text} from {key}")),
            Put(..) => Words::new(format!("put {text} into {key}"), format!("put of {text} into {key}")),
            Append(..) => Words::new(format!("appended {text} to {key}"), format!("append of {text} to {key}")),
        }
    }
    fn show(&self, state: &String) -> String {
        quoted(state)
    }

    /// A get rests on every put and append that a later put does not surely hide: a text is made of many.
    fn supports(&self, giver: &TextOp, reader: &TextOp) -> bool {
        matches!((giver, reader), (Put(..) | Append(..), Get(..))) && giver.key() == reader.key()
    }
    fn covers(&self, later: &TextOp, earlier: &TextOp) -> bool {
        matches!(later, Put(..)) && later.key() == earlier.key()
    }
    fn plain(&self, op: &TextOp) -> Plain {
        match op {
            Get(_, text) => Plain::Finds(quoted(text)),
            Put(_, text) => Plain::Sets(quoted(text)),
            Append(..) => Plain::Neither,
        }
    }
}

/// In quotes; of a long text, which mostly differs from others at its end, the end.
fn quoted(text: &str) -> String {
    const MOST: usize = 48;
    let long = text.chars().count().saturating_sub(MOST);
    let end: String = text.chars().skip(long).collect();
    if long == 0 { format!("\"{end}\"") } else { format!("\"…{end}\"") }
}
