//! Questions and answers: a client that has read a key writes another one, and somebody reads what it wrote.

use super::Evidence;
use crate::history::{Op, Outcome};
use crate::id::NodeId;

/// A thread: `question` was read by `seen`, after which the same client wrote `answer`, which `reply` read.
#[derive(Clone, Copy)]
pub(super) struct Thread<'e> {
    pub(super) question: &'e Op,
    pub(super) seen: &'e Op,
    pub(super) answer: &'e Op,
    pub(super) reply: &'e Op,
    /// What the reader of the answer read of the question next.
    pub(super) look: Option<&'e Op>,
}

/// Every thread that somebody has read to its answer.
pub(super) fn threads<'e>(evidence: &Evidence<'e>) -> Vec<Thread<'e>> {
    let mut of: Vec<(NodeId, Vec<&Op>)> = Vec::new();
    for (_, op) in evidence.past() {
        match of.iter_mut().find(|(client, _)| *client == op.client) {
            Some((_, ops)) => ops.push(op),
            None => of.push((op.client, vec![op])),
        }
    }
    let read = |op: &Op| match evidence.outcome(op) {
        Outcome::Ok(Some(value)) if op.value.is_none() => Some(value),
        _ => None,
    };
    let written: Vec<&Op> = evidence.past().map(|(_, op)| op).filter(|op| op.value.is_some()).collect();
    let writer = |of: &Op| written.iter().find(|w| w.key == of.key && w.value == read(of)).copied();
    let mut threads = Vec::new();
    for (_, ops) in &of {
        for pair in ops.windows(2) {
            let [seen, answer] = [pair[0], pair[1]];
            let Some(question) = writer(seen).filter(|q| answer.value.is_some() && q.client != seen.client) else {
                continue;
            };
            let readers = of.iter().filter(|(client, _)| *client != answer.client);
            for (_, theirs) in readers {
                let reads = |op: &&Op| op.key == answer.key && read(op) == answer.value;
                let Some(at) = theirs.iter().position(reads) else { continue };
                let look = theirs.get(at + 1).copied().filter(|op| op.key == question.key && read(op).is_some());
                threads.push(Thread { question, seen, answer, reply: theirs[at], look });
            }
        }
    }
    threads
}

impl Thread<'_> {
    /// Whether the reader saw the answer and nothing of the question, or something older.
    pub(super) fn alone(&self, evidence: &Evidence<'_>) -> bool {
        let Some(look) = self.look else { return false };
        let Outcome::Ok(found) = evidence.outcome(look) else { return false };
        let mut written = evidence.past().map(|(_, op)| op);
        let of = written.find(|op| op.key == look.key && op.value.is_some() && op.value == found);
        of.is_none_or(|of| of.called < self.question.called)
    }
}
