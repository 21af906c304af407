//! Operations of clients, and the calls that are made for them.

use super::World;
use super::send::{Cargo, Outgoing};
use crate::act::ValueWord;
use crate::history::{Call, CallEnd, Op, Outcome, outcome_code};
use crate::id::{CallId, Key, NodeId, OpId, RowId, TokenId};
use crate::limits::{self, Limit};
use crate::luck::{Name, mix, text_hash};
use crate::protocol::{Answer, Asked, Note, OpRef, Token, deadline};
use crate::time::{Duration, Time};
use crate::trace::What;

/// No initiative.
const NONE: u32 = u32::MAX;

impl World {
    /// What an operation is to a group of servers: its verb's number and its key.
    fn resolve(&mut self, op: OpRef, group: usize) -> (u8, Option<Key>) {
        if let Some(known) = self.resolved.get(&(op.0, group as u16)) {
            return *known;
        }
        let asked = &self.asked[op.0 as usize].op;
        let of = &self.groups[group];
        let verb = of.info.verbs.iter().position(|v| v.name == asked.verb);
        let verb = verb.expect("operations are checked before they are planned") as u8;
        let keys = self.history.keys.len();
        let key = asked.key.as_ref().map(|k| self.history.intern(k, group as u16, of.init));
        if let (Some(new), Some(key)) = (self.history.keys.get(keys), key) {
            self.trace.stamp(text_hash(new)); // from here on, its number stands for it
            self.like_its_family(group, key);
        }
        self.resolved.insert((op.0, group as u16), (verb, key));
        (verb, key)
    }

    /// An operation as an author wrote it.
    pub(super) fn bind(&mut self, op: &crate::act::Operation) -> OpRef {
        if let Some(known) = self.asked.iter().position(|known| known.op == *op) {
            return OpRef(known as u32);
        }
        let then = op.then.as_deref().map(|then| self.bind(then));
        self.asked.push(Asked { op: op.clone(), then });
        OpRef(self.asked.len() as u32 - 1)
    }

    /// A client begins an operation.
    pub(super) fn begin_op(
        &mut self,
        client: NodeId,
        cause: Option<RowId>,
        (op, server): (OpRef, Option<NodeId>),
        timeout: Duration,
        name: Name,
    ) {
        let asked = &self.asked[op.0 as usize].op;
        let server = asked.at.as_ref().and_then(|at| self.node(at)).or(server);
        let server = server.expect("operations are checked before they are planned");
        let value = asked.value.map(|word| match word {
            ValueWord::Is(v) => v,
            ValueWord::Next => self.largest + 1,
        });
        self.largest = self.largest.max(value.unwrap_or(i64::MIN));
        let group = self.nodes[server.index()].group;
        let (verb, key) = self.resolve(op, group);
        let id = OpId(self.history.ops.len() as u32);
        let whom = u64::from(client.0) << 32 | u64::from(server.0) << 16 | key.map_or(0xFFFF, |k| u64::from(k.0));
        self.trace.stamp(mix(whom) ^ u64::from(verb) << 8 ^ u64::from(value.is_some()));
        self.trace.stamp(value.unwrap_or_default() as u64);
        self.trace.stamp(timeout.0);
        let row = self.trace.push(self.now, cause, What::Called(id));
        self.history.ops.push(Op {
            client,
            server,
            verb: &self.groups[group].info.verbs[usize::from(verb)],
            key,
            value,
            called: self.now,
            deadline: deadline(self.now, timeout),
            returned: Time::NEVER,
            outcome: Outcome::Open,
            name,
            call_row: row,
            return_row: row,
            attempts: 0,
        });
    }

    /// An operation returns, or is given up.
    pub(super) fn return_op(&mut self, id: OpId, outcome: Outcome, cause: Option<RowId>) {
        self.trace.stamp(outcome_code(outcome));
        let row = self.trace.push(self.now, cause, What::Returned(id));
        let now = self.now;
        let op = self.history.op_mut(id);
        (op.outcome, op.returned, op.return_row) = (outcome, now, row);
    }

    /// A client asks for its operation, for the first time or again.
    pub(super) fn call(&mut self, from: NodeId, id: OpId, to: Option<NodeId>, cause: Option<RowId>) {
        let op = self.history.op_mut(id);
        op.attempts += 1;
        let (attempt, name, to, row) = (op.attempts, op.name, to.unwrap_or(op.server), op.call_row);
        let name = if attempt == 1 { name } else { name.then_word("attempt").then(u64::from(attempt)) };
        // The first request follows from the call; a later one from what made the client ask again.
        let cause = if attempt == 1 { Some(row) } else { cause };
        let (verb, token) = (self.verb_at(id, to), self.nodes[from.index()].token);
        self.ask(Call { from, to, attempt, verb, token, ..new_call(id, name, self.now) }, cause);
    }

    /// A node asks another the same, in the service of a call.
    pub(super) fn forward(&mut self, from: NodeId, parent: CallId, to: NodeId, cause: Option<RowId>) {
        let of = self.history.call_mut(parent);
        of.calls += 1;
        let (op, attempt, token) = (of.op, of.calls, of.token);
        let name = of.name.then_word("call").then(self.nodes[to.index()].hash).then(u64::from(attempt));
        let verb = self.verb_at(op, to);
        let call = Call { parent: Some(parent), from, to, attempt, verb, token, ..new_call(op, name, self.now) };
        self.ask(call, cause);
    }

    /// The number that an operation's verb has at another server; checked when the setting that names it is.
    fn verb_at(&self, op: OpId, to: NodeId) -> u8 {
        let verbs = self.groups[self.nodes[to.index()].group].info.verbs;
        let verb = self.history.op(op).verb;
        verbs.iter().position(|v| v.name == verb.name).unwrap_or_default() as u8
    }

    fn ask(&mut self, mut call: Call, cause: Option<RowId>) {
        let id = CallId(self.history.calls.len() as u32);
        call.slot = self.initiatives.begin(call.name);
        let op = self.history.op(call.op);
        let note = Note { key: op.key, value: op.value };
        let kind = self.groups[self.nodes[call.to.index()].group].kind_base + 2 * u16::from(call.verb);
        let (from, to, initiative) = (call.from, call.to, call.slot);
        let name = self.path(call.name, from, to, kind);
        self.history.calls.push(call);
        let cargo = Cargo::Ask(id);
        self.send(name, Outgoing { from, to, kind, note, cargo, initiative, call: Some(id), cause });
        if self.history.calls.len() > limits::EVENTS as usize {
            self.stop(Limit::Events);
        }
    }

    /// A node answers a call.
    pub(super) fn answer(
        &mut self,
        from: NodeId,
        id: CallId,
        (answer, token): (Answer, Option<TokenId>),
        cause: Option<RowId>,
    ) {
        let call = self.history.call_mut(id);
        call.answers += 1;
        let (to, op, answers, slot, of) = (call.from, call.op, call.answers, call.slot, call.name);
        let kind = self.groups[self.nodes[call.to.index()].group].kind_base + 2 * u16::from(call.verb) + 1;
        let path = self.path(of, from, to, kind);
        let name = if answers == 1 { path } else { path.then(u64::from(answers)) };
        // Nobody waits for it any more: what it sets off is another initiative.
        let initiative = if slot == NONE {
            self.initiatives.begin(of.then_word("late").then(u64::from(answers)))
        } else {
            self.initiatives.hold(slot);
            slot
        };
        let value = if let Answer::Ok(value) = answer { value } else { None };
        let note = Note { key: self.history.op(op).key, value };
        let cargo = Cargo::Answer(id, answer, token);
        self.send(name, Outgoing { from, to, kind, note, cargo, initiative, call: Some(id), cause });
        self.initiatives.release(initiative);
    }

    /// What a session is given to carry.
    pub(super) fn token(&mut self, token: Token) -> TokenId {
        self.tokens.push(token);
        TokenId(self.tokens.len() as u32 - 1)
    }

    /// A node stops waiting.
    pub(super) fn close(&mut self, id: CallId) {
        self.end_call(id, CallEnd::GivenUp);
    }

    /// A call has ended for the node that made it, unless it had before.
    pub(super) fn end_call(&mut self, id: CallId, end: CallEnd) {
        let now = self.now;
        let call = self.history.call_mut(id);
        if call.end != CallEnd::Open {
            return;
        }
        (call.end, call.ended) = (end, now);
        let slot = std::mem::replace(&mut call.slot, NONE);
        self.initiatives.release(slot);
        // The message of an answer shows its value, and neither an error nor that nobody waits.
        if end != CallEnd::Ok {
            self.trace.stamp(mix(u64::from(id.0)) ^ end as u64);
        }
    }

    /// A node has crashed: it waits no longer for what it has called since it booted.
    pub(super) fn close_all(&mut self, node: NodeId) {
        for at in self.nodes[node.index()].first_call as usize..self.history.calls.len() {
            let call = &self.history.calls[at];
            if call.from == node && call.end == CallEnd::Open {
                self.close(CallId(at as u32));
            }
        }
    }

    /// A copy of a request is no longer under way. Returns whether it was the last one and none has arrived: only then
    /// is a refusal a promise that nothing has happened and nothing will.
    pub(super) fn copy_ends(&mut self, id: CallId) -> bool {
        let call = self.history.call_mut(id);
        call.copies -= 1;
        call.copies == 0 && call.arrived == Time::NEVER
    }
}

fn new_call(op: OpId, name: Name, now: Time) -> Call {
    Call {
        op,
        parent: None,
        from: NodeId(0),
        to: NodeId(0),
        attempt: 0,
        verb: 0,
        name,
        sent: now,
        arrived: Time::NEVER,
        begun: Time::NEVER,
        answers: 0,
        ended: Time::NEVER,
        end: CallEnd::Open,
        calls: 0,
        copies: 0,
        slot: NONE,
        token: None,
    }
}
