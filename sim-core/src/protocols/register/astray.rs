//! Designs of the register that are tried and found wanting: a majority of the nodes that are heard from, read repair after
//! the answer, and an answer from the own copy where no quorum answers in time.
//!
//! A majority of those that are reachable is a majority on both sides of a cut. Read repair mends copies (the paper
//! *Dynamo*, SOSP 2007, section 5; Cassandra's background read repair) and comes too late for the reader. A fallback is a
//! refusal to refuse (Gilbert & Lynch 2002).

use std::collections::BTreeSet;

use super::words::{Mode, WriteBack};
use super::{Copy, Keep, Message, Phase, RegisterNode, Timer, Version};
use crate::id::{CallId, Key, NodeId};
use crate::protocol::{Answer, Ctx};
use crate::time::Duration;

/// A node that has not answered for so long is counted out until it is heard again.
const SILENT: Duration = Duration::ms(300);

impl<K: Keep> RegisterNode<K> {
    /// How many nodes are enough: as set, or more than half of those that are not silent.
    pub(super) fn enough(set: usize, mode: Mode, silent: &BTreeSet<NodeId>, ctx: &Ctx<'_, Self>) -> usize {
        match mode {
            Mode::Reachable => Self::holders(ctx).len().saturating_sub(silent.len()) / 2 + 1,
            Mode::Any | Mode::Quorum => set,
        }
    }

    fn holders<'c>(ctx: &'c Ctx<'_, Self>) -> &'c [NodeId] {
        let group = ctx.group();
        &group[..ctx.config().n.unwrap_or(group.len()).min(group.len())]
    }

    /// How long an operation waits for those that it asks.
    pub(super) fn wait(call: CallId, key: Key, ctx: &mut Ctx<'_, Self>) {
        let fallback = ctx.config().fallback;
        match ctx.config().how(key).mode {
            Mode::Reachable => _ = ctx.set_timer(Timer::Count(call), SILENT),
            Mode::Quorum if fallback > Duration::ZERO => _ = ctx.set_timer(Timer::GiveIn(call), fallback),
            Mode::Any | Mode::Quorum => {}
        }
    }

    /// `reachable`: who has not answered is counted out, and what is left may be enough.
    pub(super) fn count_out(&mut self, call: CallId, ctx: &mut Ctx<'_, Self>) {
        let Some(pending) = self.pending.get(&call) else { return };
        let (me, key) = (ctx.me(), pending.key);
        self.silent.extend(Self::holders(ctx).iter().filter(|n| **n != me && !pending.got.contains(n)));
        if matches!(pending.phase, Phase::Store(_)) {
            self.stored(call, me, ctx);
        } else {
            let own = ctx.read().get(&key).copied();
            self.version(call, me, own, ctx);
        }
        if self.pending.contains_key(&call) {
            ctx.set_timer(Timer::Count(call), SILENT);
        }
    }

    /// The coordinator answers with what it has: a read what it has found, a write once it is stored here.
    pub(super) fn give_in(&mut self, call: CallId, ctx: &mut Ctx<'_, Self>) {
        let Some(pending) = self.pending.remove(&call) else { return };
        let (key, own) = (pending.key, ctx.read().get(&pending.key).copied());
        let (found, stored) = match pending.phase {
            Phase::Query(found) => (found, false),
            Phase::Store(found) => (found, true),
        };
        let newest = [found, own].into_iter().flatten().max_by_key(|copy| copy.version);
        let Some(value) = pending.ask.value else {
            let init = ctx.config().init;
            return ctx.answer(pending.ask, Answer::Ok(Some(newest.map_or(init, |copy| copy.value))));
        };
        if !stored {
            let copy = Copy { version: (newest.map_or(0, |copy| copy.version.0) + 1, ctx.me()), value };
            Self::hold(key, copy, ctx);
            Self::tell(&Message::Copy(key, copy), ctx);
        }
        ctx.answer(pending.ask, Answer::Ok(None));
    }

    /// Read repair: those that held less than what was read are told; who has not said so far is heard later.
    pub(super) fn mend(
        &mut self,
        call: CallId,
        key: Key,
        newest: Option<Copy>,
        held: Vec<(NodeId, Option<Version>)>,
        ctx: &mut Ctx<'_, Self>,
    ) {
        if ctx.config().how(key).write_back != WriteBack::Later {
            return;
        }
        self.mending.insert(call);
        let Some(newest) = newest else { return };
        for (node, _) in held.into_iter().filter(|(_, version)| *version < Some(newest.version)) {
            if node == ctx.me() {
                Self::hold(key, newest, ctx);
            } else {
                ctx.send(node, Message::Copy(key, newest));
            }
        }
    }

    /// Read repair: a version that comes after the answer mends the copy here, or that of its sender.
    pub(super) fn mend_late(key: Key, from: NodeId, copy: Option<Copy>, ctx: &mut Ctx<'_, Self>) {
        let own = ctx.read().get(&key).copied();
        match (own, copy) {
            (Some(own), copy) if copy.is_none_or(|copy| copy.version < own.version) => {
                ctx.send(from, Message::Copy(key, own));
            }
            (_, Some(copy)) => Self::hold(key, copy, ctx),
            (_, None) => {}
        }
    }
}
