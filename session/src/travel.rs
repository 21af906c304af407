//! Ways through the run on the stage and between its branches.

use sim_core::id::NodeId;
use sim_core::run::{Timeline, starts};
use sim_core::time::Time;
use sim_core::trace::{Row, What, differences, divergence};
use sim_core::world::World;

use crate::scene::came;
use crate::stage::{Branch, Stage};
use crate::wire::{Deed, Happens, Parting, Sought, Travel, Twin, Update, Us};

/// A search onward simulates at most so many events before it gives up.
const FAR: u64 = 100_000;
/// Of so many differences the page is told.
const DIFFERENCES: usize = 4_000;

impl Stage {
    /// Answers.
    pub fn travel(&mut self, travel: Travel) -> Vec<Update> {
        match travel {
            Travel::Find { at, what, forward } => vec![Update::Found(self.find(Time(at), what, forward).map(|t| t.0))],
            Travel::Delete(branch) => self.delete(branch as usize),
            Travel::Undelete(branch) => self.undelete(branch as usize),
            Travel::Reset => self.reset(),
            Travel::Without { at, when, act } => self.without(at, Time(when), &act),
            Travel::Twin { other, at, window } => {
                self.twin(other as usize, at, window).map(|twin| Update::Twin(Box::new(twin))).into_iter().collect()
            }
        }
    }

    /// The next or the last instant of a kind; onward, the run is simulated as far as that needs.
    fn find(&mut self, at: Time, what: Sought, forward: bool) -> Option<Time> {
        let witness = |stage: &Self| if what == Sought::Notable { stage.witnesses() } else { Vec::new() };
        if !forward {
            let trace = &self.branch().timeline.world().trace;
            let rows = trace.numbered(trace.first()..trace.row_at(at)).rev();
            let run = self.branch().timeline.world();
            let found = rows.map(|(_, r)| r).find(|r| r.at < at && fits(run, r, what)).map(|r| r.at);
            return found.max(witness(self).into_iter().filter(|t| *t < at).max());
        }
        let run = self.branch().timeline.world();
        let (mut from, budget) = (run.trace.row_after(at), run.events().saturating_add(FAR));
        loop {
            let run = self.branch().timeline.world();
            let row = {
                let mut rows = run.trace.numbered(from..run.trace.len()).map(|(_, r)| r);
                rows.find(|r| r.at > at && fits(run, r, what)).map(|r| r.at)
            };
            let found = row.into_iter().chain(witness(self)).filter(|t| *t > at).min();
            let next = run.next_at().filter(|t| *t <= run.length && run.ended.is_none());
            let Some(next) = next.filter(|_| found.is_none() && run.events() < budget) else { return found };
            let ahead = Time(run.now.0.saturating_add(self.staged.pace).min(run.length.0));
            from = run.trace.len();
            self.advance(next.max(ahead));
        }
    }

    /// Where a goal is met, or parts of it, or a line broke.
    fn witnesses(&self) -> Vec<Time> {
        let branch = self.branch();
        let broke = branch.broke.as_ref().map(|b| Time(b.at));
        branch.met.iter().flatten().map(|met| met.at).chain(broke).collect()
    }

    fn there(&self) -> Vec<usize> {
        (0..self.branches.len()).filter(|b| !self.branches[*b].gone).collect()
    }

    fn delete(&mut self, branch: usize) -> Vec<Update> {
        let left: Vec<usize> = self.there().into_iter().filter(|b| *b != branch).collect();
        let Some(last) = left.last().copied().filter(|_| branch < self.branches.len()) else {
            let why = "the only branch stays; Reset begins another one".into();
            return vec![Update::Refused { line: String::new(), why }];
        };
        self.branches[branch].gone = true;
        if self.current == branch {
            let parent = self.branches[branch].parent.map(|p| p as usize).filter(|p| left.contains(p));
            return self.show(parent.unwrap_or(last));
        }
        self.show(self.current)
    }

    fn undelete(&mut self, branch: usize) -> Vec<Update> {
        let Some(back) = self.branches.get_mut(branch) else { return Vec::new() };
        back.gone = false;
        self.show(branch)
    }

    fn reset(&mut self) -> Vec<Update> {
        let Ok(timeline) = Timeline::new(self.branch().base.clone()) else { return Vec::new() };
        let label = format!("again {}", self.branches.len());
        self.push(&label, Time::ZERO, timeline, Vec::new());
        self.show(self.current)
    }

    fn without(&mut self, at: Us, when: Time, act: &str) -> Vec<Update> {
        let branch = self.branch();
        let this = branch.own.iter().position(|l| starts(l) == when && l.act.to_string() == act);
        let refused = || vec![Update::Refused { line: act.into(), why: "this act is not yours, or is gone".into() }];
        let Some(this) = this else { return refused() };
        let mut own = branch.own.clone();
        own.remove(this);
        let (recipe, now) = (branch.base.clone().with(own.iter().cloned()), branch.timeline.world().now);
        let Ok(mut timeline) = Timeline::new(recipe) else { return refused() };
        timeline.advance(now, FAR);
        let label = format!("without {}", act.split(' ').next().unwrap_or_default());
        self.push(&label, when, timeline, own);
        self.branches[self.current].seen = Time(at).min(now);
        self.show(self.current)
    }

    fn push(&mut self, label: &str, from: Time, timeline: Timeline, own: Vec<sim_core::act::Line>) {
        let (parent, base) = (Some(self.current as u32), self.branch().base.clone());
        let mut branch = Branch::new(label, timeline);
        (branch.parent, branch.from, branch.base, branch.own) = (parent, from, base, own);
        self.branches.push(branch);
        self.current = self.branches.len() - 1;
    }

    fn twin(&mut self, other: usize, at: Us, window: (Us, Us)) -> Option<Twin> {
        let here = self.current;
        if other >= self.branches.len() || other == here {
            return None;
        }
        let now = self.branch().timeline.world().now;
        self.current = other;
        self.advance(now);
        let scene = self.scene(at, window);
        self.current = here;
        let (one, two) = (self.branches[here].timeline.world(), self.branches[other].timeline.world());
        let until = one.now.min(two.now);
        let then = |world: &World, row: Option<u32>, at: Time| {
            let row = row.and_then(|r| world.trace.get(sim_core::id::RowId(r)));
            row.filter(|r| r.at == at).map(|r| deed(world, &r))
        };
        let act = |(first, n): (bool, u32)| {
            let act = &(if first { one } else { two }).trace.acts[n as usize];
            format!("at {} {}", act.at, act.text)
        };
        let parting = divergence(one, two).filter(|d| d.at <= until).map(|d| Parting {
            at: d.at.0,
            here: then(one, d.one, d.at),
            there: then(two, d.other, d.at),
            act: d.act.map(act).unwrap_or_default(),
        });
        let differences = differences(one, two, DIFFERENCES).into_iter().map(|t| t.0).collect();
        Some(Twin { other: other as u32, scene, parting, differences })
    }
}

/// A row as somebody's deed.
fn deed(world: &World, row: &Row) -> Deed {
    let (did, message, op) = match row.what {
        What::Sent(m) => (Happens::Sends, Some(m), None),
        What::Arrived(m) => (Happens::Reaches, Some(m), None),
        What::Lost(m, _) => (Happens::Loses, Some(m), None),
        What::Held(m) => (Happens::Waits, Some(m), None),
        What::Called(op) => (Happens::Asks, None, Some(op)),
        What::Returned(op) => (Happens::Ends, None, Some(op)),
        What::Down(_) => (Happens::Crashes, None, None),
        What::Up(_) => (Happens::Starts, None, None),
        What::Paused(_) => (Happens::Stands, None, None),
        What::Resumed(_) => (Happens::GoesOn, None, None),
        _ => (Happens::Changes, None, None),
    };
    if let Some(m) = message.map(|m| world.trace.message(m)) {
        let words = sim_core::trace::Words { nodes: &[], kinds: &world.kinds, history: &world.history };
        let what = format!("{} {}", world.kinds[usize::from(m.kind)].name, words.note(m.note));
        return Deed { did, who: m.from.0, to: m.to.0, what: what.trim_end().into() };
    }
    let who = world.place(row).map_or(0, |n| n.0);
    let what = op.map_or_else(String::new, |op| {
        let op = world.history.op(op);
        let label = op.label(&world.history.keys);
        if did == Happens::Ends { format!("{label} ({})", came(op.outcome, None)) } else { label }
    });
    Deed { did, who, to: who, what }
}

/// Whether a row is of this kind.
fn fits(world: &World, row: &Row, what: Sought) -> bool {
    let message = match row.what {
        What::Sent(m) | What::Arrived(m) | What::Lost(m, _) | What::Held(m) | What::Moved(m) => {
            Some(world.trace.message(m))
        }
        _ => None,
    };
    // What takes no time is told by the operations that it belongs to.
    let travels = message.is_some_and(|m| m.arrives != m.sent);
    match what {
        Sought::Message => travels && matches!(row.what, What::Arrived(_) | What::Lost(..)),
        Sought::Flight(name) => message.is_some_and(|m| m.name.0 == name),
        Sought::Node(n) => world.place(row) == Some(NodeId(n)) && !matches!(row.what, What::Fired(_)),
        Sought::Notable => match row.what {
            What::Returned(_)
            | What::Lost(..)
            | What::Down(_)
            | What::Paused(_)
            | What::Undone(_)
            | What::Stopped(_) => true,
            What::Act(n) => {
                let act = &world.trace.acts[n as usize];
                act.own || !(act.text.starts_with("ask ") || act.text.starts_with("set "))
            }
            _ => false,
        },
    }
}
