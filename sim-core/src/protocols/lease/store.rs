//! The storage: it accepts writes, and with a fence refuses those of a holder before the last.

use super::{ACCEPT, Disk, Lease, Message, REJECT};
use crate::id::NodeId;
use crate::protocol::{About, Ask, Ctx, View};
use crate::registry::Role;

/// A write arrives.
pub(super) fn write(from: NodeId, ask: Ask, token: u64, ctx: &mut Ctx<'_, Lease>) {
    let Disk { highest, .. } = *ctx.read();
    if ctx.config().fence && token < highest {
        ctx.record(REJECT, About::Op(ask.op), token as i64);
        return ctx.send(from, Message::Refused);
    }
    let disk = ctx.disk();
    (disk.highest, disk.written) = (highest.max(token), ask.value.unwrap_or_default());
    ctx.record(ACCEPT, About::Op(ask.op), token as i64);
    ctx.send(from, Message::Stored);
    ctx.changed();
}

pub(super) fn show(disk: &Disk) -> View {
    View {
        value: disk.written.to_string(),
        caption: format!("seen #{}", disk.highest),
        facts: vec![("written".into(), disk.written.to_string()), ("highest token".into(), disk.highest.to_string())],
        role: Some(Role::Database),
        ..View::default()
    }
}
