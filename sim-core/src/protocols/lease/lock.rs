//! The lock: who holds it, until when by its own clock, and under which token.

use super::{Disk, GRANT, Lease, Message};
use crate::clock::Reading;
use crate::id::NodeId;
use crate::protocol::{About, Ctx, Turn, View};

/// The lock's memory.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lock {
    /// Who holds it, until when by the lock's monotonic clock.
    held: Option<(NodeId, Reading)>,
    /// The last token that it gave out, where its disk does not remember it.
    token: u64,
}

impl Lock {
    /// A worker asks. One whose lease is not over has it longer, under the same token.
    pub(super) fn acquire(&mut self, from: NodeId, asked: Reading, ctx: &mut Ctx<'_, Lease>) {
        let now = ctx.mono();
        let holder = self.held.filter(|(_, until)| now < *until).map(|(holder, _)| holder);
        if holder.is_some_and(|holder| holder != from) {
            return; // taken: whoever asks hears nothing, and asks again
        }
        if holder.is_none() {
            self.token = self.last(ctx) + 1;
            if ctx.config().durable {
                let token = self.token;
                *ctx.disk() = Disk { token, ..*ctx.read() };
            }
            ctx.record(GRANT, About::Node(from), self.token as i64);
        }
        let lease = ctx.config().lease;
        self.held = Some((from, now.plus(lease)));
        ctx.send(from, Message::Granted { token: self.token, asked, lease });
        ctx.changed();
    }

    fn last(self, ctx: &Ctx<'_, Lease>) -> u64 {
        if ctx.config().durable { ctx.read().token } else { self.token }
    }

    pub(super) fn show(self) -> View {
        let turn = Some(Turn::Given(self.held));
        let Some((_, until)) = self.held else { return View { caption: "free".into(), turn, ..View::default() } };
        View {
            turn,
            value: format!("#{}", self.token),
            caption: "granted".into(),
            facts: vec![("token".into(), self.token.to_string()), ("until, by its clock".into(), until.to_string())],
            ..View::default()
        }
    }
}
