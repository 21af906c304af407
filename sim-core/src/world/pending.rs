//! What is under way in a world: how tests see that no slot is lost.

use super::World;
use super::node::Waiting;
use super::send::Cargo;
use crate::protocol::Parcel;

/// How much is under way. After a run that has become quiet, nothing is left but messages that are held, and an
/// initiative for each call that its caller still waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// Messages, those that wait for a node that stands still among them.
    pub messages: usize,
    /// Timers, those that were cancelled among them until their time has come.
    pub timers: usize,
    /// Initiatives of which something is under way.
    pub initiatives: usize,
}

impl World {
    /// What is under way.
    pub fn pending(&self) -> Pending {
        let waiting = || self.nodes.iter().flat_map(|n| &n.waiting);
        let messages = waiting().filter(|w| matches!(w, Waiting::Message { .. })).count();
        let timers = waiting().filter(|w| matches!(w, Waiting::Timer(_))).count();
        Pending {
            messages: self.flights.len() + messages,
            timers: self.timers.len() + timers,
            initiatives: self.initiatives.len(),
        }
    }

    /// Whether groups keep as many messages and timers as the world counts; a run that a limit has ended in the middle of
    /// an instant is left as it is.
    pub(super) fn is_tidy(&self) -> bool {
        if matches!(self.ended, Some(super::Ended::Limit(_))) {
            return true;
        }
        let peer = |w: &&Waiting| matches!(w, Waiting::Message { parcel: Parcel::Peer(_), .. });
        let waiting = self.nodes.iter().flat_map(|n| &n.waiting).filter(peer).count();
        let flying = self.flights.iter().filter(|f| matches!(f.cargo, Cargo::Peer(_))).count();
        let kept = self.groups.iter().map(|g| g.nodes.kept()).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        kept == (flying + waiting, self.pending().timers)
    }
}
