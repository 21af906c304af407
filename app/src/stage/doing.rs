//! Act lines leave the stage: when they happen, and what closes behind them.

use super::field::Made;
use super::lines;
use super::view::Stage;
use super::{StageEvent, StageProps};
use crate::platform::frames;

impl Stage {
    /// An act line, now.
    pub(super) fn act_line(&mut self, p: &StageProps, line: String) {
        self.act_lines(p, vec![line]);
    }

    /// Act lines at one instant, in order.
    pub(super) fn act_lines(&mut self, p: &StageProps, all: Vec<String>) {
        let back = self.leave();
        let at = {
            let mut live = self.live.borrow_mut();
            let of = |f: &&session::wire::Flight| all.iter().any(|l| l.contains(&lines::selector(f.name)));
            let sent = p.scene.flights.iter().find(of).map_or(0, |f| f.sent + 1);
            let up = all.iter().any(|l| l.starts_with("pause ") || l.starts_with("crash "));
            let at = live.player.act_at(p.staged.pace, up).max(sent);
            live.player.hold(at);
            at
        };
        for line in all {
            p.on.emit(StageEvent::Do { at, line });
        }
        self.arrive(back);
    }

    /// What a field makes.
    pub(super) fn make(&mut self, p: &StageProps, made: Made) {
        match made {
            Made::Now(line) => self.act_line(p, line),
            Made::At(at, line) => {
                let back = self.leave();
                // Not before the playhead: what was seen so far stays as it is.
                let at = at.max(self.live.borrow().player.at());
                p.on.emit(StageEvent::Do { at, line });
                self.arrive(back);
            }
        }
    }

    fn leave(&mut self) -> bool {
        self.ui.stopped = None;
        self.ui.used = true;
        self.ui.choose.clear();
        self.ui.open.take().is_some()
    }

    fn arrive(&mut self, reopen: bool) {
        self.resume();
        if reopen && let Some(back) = self.ui.focus {
            frames::focus(&back.id());
        }
    }
}
