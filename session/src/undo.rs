//! Taking the learner's lines back, and applying them again.

use sim_core::run::Timeline;
use sim_core::time::Time;

use crate::stage::Stage;
use crate::wire::Update;

impl Stage {
    /// Whether a line was taken back that can be applied again.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    pub fn undo(&mut self) -> Vec<Update> {
        let Some(line) = self.branch_mut().own.pop() else { return Vec::new() };
        self.redo.push(line.clone());
        self.rebuild(sim_core::run::starts(&line))
    }

    pub fn redo(&mut self) -> Vec<Update> {
        let Some(line) = self.redo.pop() else { return Vec::new() };
        let at = sim_core::run::starts(&line);
        self.branch_mut().own.push(line);
        self.rebuild(at)
    }

    /// Plays the branch anew with the learner's lines as they stand.
    fn rebuild(&mut self, at: Time) -> Vec<Update> {
        let branch = self.branch_mut();
        // A line for later leaves the playhead where it is.
        let at = at.min(branch.seen);
        let recipe = branch.base.clone().with(branch.own.iter().cloned());
        let Ok(mut timeline) = Timeline::new(recipe) else { return Vec::new() };
        timeline.advance(at, u64::MAX);
        (branch.timeline, branch.seen) = (timeline, at);
        branch.changed();
        vec![self.around(at.0)]
    }
}
