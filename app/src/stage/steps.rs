//! Steps and jumps through a run: by event, by message, by node, by 100 ms; to what matters, and to what differs.

use session::wire::{Sought, Travel, Us};

use super::gesture::Target;
use super::view::Stage;
use super::{StageEvent, StageProps, branches, words};
use crate::platform::frames;

/// A far step, forward or back.
const FAR: Us = 100_000;

impl Stage {
    /// A step button was clicked, or held.
    pub(super) fn stepped(&mut self, p: &StageProps, forward: bool, far: bool) {
        // The click that ends a long press has stepped already.
        if std::mem::replace(&mut self.ui.held, self.timer.is_some() && far) {
            return;
        }
        self.timer = None;
        self.step(p, forward, far);
    }

    pub(super) fn step(&mut self, p: &StageProps, forward: bool, far: bool) {
        self.ui.stopped = None;
        if far && forward {
            return self.live.borrow_mut().player.on(FAR);
        }
        if far {
            let t = self.live.borrow().player.t;
            return self.seek(t - FAR as f64);
        }
        match self.sought() {
            Some(what) => self.find(p, what, forward),
            None => self.live.borrow_mut().player.step(forward),
        }
    }

    /// What steps go by, if it is not every event.
    fn sought(&self) -> Option<Sought> {
        let focused = Target::of(&frames::focused());
        let chosen = self.ui.chosen.first().map(|n| Target::Node(*n));
        match self.ui.by {
            1 => Some(Sought::Message),
            2 => Some(match self.ui.open.or(focused).or(chosen).or(self.ui.focus) {
                Some(Target::Flight(name)) => Sought::Flight(name),
                Some(Target::Node(n)) => Sought::Node(n),
                _ => Sought::Node(0),
            }),
            _ => None,
        }
    }

    fn find(&mut self, p: &StageProps, what: Sought, forward: bool) {
        let at = {
            let mut live = self.live.borrow_mut();
            live.player.pause();
            live.player.at()
        };
        p.on.emit(StageEvent::Travel(Travel::Find { at, what, forward }));
    }

    /// To the next or the last difference of two branches; with one branch, to what matters.
    pub(super) fn jump(&mut self, p: &StageProps, forward: bool) {
        let to = {
            let live = self.live.borrow();
            let at = live.player.at();
            live.twins.as_ref().map(|twins| {
                let all = &twins.differences;
                if forward { all.iter().find(|t| **t > at) } else { all.iter().rev().find(|t| **t < at) }.copied()
            })
        };
        match to {
            None => self.find(p, Sought::Notable, forward),
            Some(None) => p.on.emit(StageEvent::Say(words::NOTHING_FURTHER.into())),
            Some(Some(t)) => {
                {
                    // A difference may lie ahead of what was shown.
                    let mut live = self.live.borrow_mut();
                    let reach = live.player.reach.max(t as f64);
                    live.player.reach = reach;
                }
                self.seek(t as f64);
            }
        }
    }

    /// Two branches side by side, or no longer.
    pub(super) fn twin(&mut self, p: &StageProps) {
        if p.twin.is_some() {
            return p.on.emit(StageEvent::Twin(None));
        }
        let other = branches::other(&p.scene.branches, p.scene.branch);
        if other.is_none() {
            self.ui.hint = Some(words::ONE_BRANCH.into());
            p.on.emit(StageEvent::Say(words::ONE_BRANCH.into()));
        }
        p.on.emit(StageEvent::Twin(other));
    }
}
