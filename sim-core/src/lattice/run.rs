//! A run's history, as the models see it.

use super::{Fate, History, Kind, Op, Unit};
use crate::history::{Op as Run, Outcome};
use crate::id::{Key, OpId};
use crate::measure::Evidence;
use crate::time::Time;

/// What the clients of a run read and wrote, up to the evidence's instant. Each client is a session; one that asks again
/// before it was answered is several, since it waits for nothing. Refused operations and unanswered reads had no effect
/// that anybody saw, and are left out; a write without an answer may have happened.
///
/// # Errors
/// Where keys begin with different values, or an operation is neither a read nor a write of a key.
pub fn history(evidence: &Evidence<'_>) -> Result<History, String> {
    traced(evidence, None).map(|(history, _)| history)
}

/// The same of some keys alone, and which operations of the run these are, in reading order.
pub(crate) fn traced(evidence: &Evidence<'_>, keys: Option<&[Key]>) -> Result<(History, Vec<OpId>), String> {
    let of = &evidence.world.history;
    let mut initial = None;
    let mut history = History::new(Kind::Registers, None);
    // For each session its client, and when it is free again.
    let mut lanes: Vec<(crate::id::NodeId, Time)> = Vec::new();
    let mut ids: Vec<Vec<OpId>> = Vec::new();
    let judged = |op: &Run| keys.is_none_or(|keys| op.key.is_some_and(|key| keys.contains(&key)));
    for (id, op) in evidence.past().filter(|(_, op)| judged(op)) {
        let Some(key) = op.key else {
            return Err(format!("`{}` is about no key; models of registers say nothing of it", op.verb.name));
        };
        if initial.is_some_and(|i| i != of.initial(key)) {
            return Err("keys begin with different values".into());
        }
        initial = Some(of.initial(key));
        let returned = evidence.returned(op);
        let (value, fate) = match (evidence.outcome(op), op.value) {
            (Outcome::Ok(_), Some(value)) => (value, Fate::Committed),
            (Outcome::Ok(Some(value)), None) if op.verb.reads => (value, Fate::Committed),
            (Outcome::Unknown | Outcome::Open, Some(value)) => (value, Fate::Unknown),
            (Outcome::Failed, _) | (Outcome::Unknown | Outcome::Open, None) => continue,
            (Outcome::Ok(_), None) => return Err(format!("`{}` neither reads nor writes a value", op.verb.name)),
        };
        let free = lanes.iter().position(|(client, until)| *client == op.client && *until <= op.called);
        let lane = free.unwrap_or_else(|| {
            let before = lanes.iter().filter(|(client, _)| *client == op.client).count();
            let name = evidence.label(op.client);
            history.session(&if before == 0 { name.to_string() } else { format!("{name} ({})", before + 1) });
            lanes.push((op.client, Time::ZERO));
            ids.push(Vec::new());
            lanes.len() - 1
        });
        // A session goes on after it has given up; only what is still open keeps it.
        lanes[lane].1 = returned;
        let span = Some((op.called, if fate == Fate::Unknown { Time::NEVER } else { returned }));
        let key = history.key(&of.keys[usize::from(key.0)]);
        let ops = vec![Op { write: op.value.is_some(), key, value }];
        history.sessions[lane].units.push(Unit { ops, fate, span });
        ids[lane].push(id);
    }
    history.initial = Some(initial.unwrap_or_default());
    Ok((history, ids.concat()))
}
