//! Questions of the time and their answers, as the engine sees them: how long each way took in truth.

use super::Evidence;
use crate::id::NodeId;
use crate::time::{Duration, Time};
use crate::trace::{End, Message};

/// A question that was answered.
pub(super) struct Exchange {
    pub question: Message,
    pub answer: Message,
    /// When the question arrived.
    pub heard: Time,
    /// When the answer did.
    pub at: Time,
}

impl Exchange {
    /// How long the question was under way.
    pub(super) fn there(&self) -> Duration {
        self.heard.since(self.question.sent)
    }
    /// How long the answer was.
    pub(super) fn back(&self) -> Duration {
        self.at.since(self.answer.sent)
    }
    /// By how much one way was longer than the other.
    pub(super) fn apart(&self) -> Duration {
        Duration(self.there().0.abs_diff(self.back().0))
    }
}

/// Answers that this station was still waiting for when they came, by now.
pub(super) fn of(evidence: &Evidence<'_>, station: NodeId) -> Vec<Exchange> {
    let world = evidence.world;
    let arrived = |m: &Message| match m.end {
        Some((at, End::Arrived)) if at <= evidence.until => Some(at),
        _ => None,
    };
    let peers = world.trace.messages().take_while(|m| m.sent <= evidence.until).filter(|m| m.call.is_none());
    let (answers, questions): (Vec<Message>, Vec<Message>) =
        peers.filter(|m| station == m.from || station == m.to).partition(|m| world.kinds[usize::from(m.kind)].reply);
    let mut exchanges: Vec<Exchange> = Vec::new();
    for answer in answers.into_iter().filter(|m| m.to == station) {
        let Some(at) = arrived(&answer) else { continue };
        // It answers the last question that the station had asked by then, or none that it waits for.
        let asked = questions.iter().take_while(|q| q.sent <= at).filter(|q| q.from == station && !q.copy).last();
        let Some((question, heard)) = asked.and_then(|q| arrived(q).map(|heard| (*q, heard))) else { continue };
        let known = exchanges.iter().any(|e| e.question.row == question.row);
        if question.to == answer.from && heard <= answer.sent && !known {
            exchanges.push(Exchange { question, answer, heard, at });
        }
    }
    exchanges
}
