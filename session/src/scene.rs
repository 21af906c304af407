//! A window of the run on the stage, complete in itself: a pure function of (run, instant, window).

mod calls;
mod faults;
mod nodes;
mod way;

use lessons::judge;
use lessons::model::{LineKind, WorldFile};
use sim_core::history::{Op, Outcome as Ended};
use sim_core::id::RowId;
use sim_core::measure::Evidence;
use sim_core::order::Ordered;
use sim_core::time::Time;
use sim_core::trace::{Applied, What};
use sim_core::world::{Ended as RunEnd, World};

use crate::causes;
use crate::goals;
use crate::stage::{Branch, Stage, spelled};
use crate::wire::{ActFlag, Branch as BranchView, NodeState, OpBar, Outcome, Scene, Status, Us};

const NEVER: Us = u64::MAX;

impl Stage {
    /// What is to be seen between two instants, and the values at `at`.
    pub fn scene(&mut self, at: Us, window: (Us, Us)) -> Scene {
        self.extend_charts();
        self.light();
        let branch = self.branch();
        let world = branch.timeline.world();
        let at = at.min(world.now.0.max(branch.seen.0));
        let evidence = Evidence { until: Time(at).min(world.now), ..branch.evidence(&self.labels) };
        let over = world.ended.is_some() && at >= world.now.0;
        let readings: Vec<_> = self.goals.iter().map(|g| judge::readings(&g.lines, &evidence)).collect();
        let goals = self.goals.iter().zip(&readings).map(|(g, r)| {
            let mut state = goals::state(g, r, over, &self.file);
            for (n, line) in state.lines.iter_mut().enumerate() {
                line.held = self.held(n);
                if line.held.is_some() {
                    (line.status, line.part, line.why) = (Status::Met, 1000, String::new());
                }
            }
            state.met = self.all_lit().unwrap_or(state.met);
            let lines = state.lines.iter_mut().zip(&g.lines).zip(r).filter(|((s, line), r)| {
                // What Break asks for and does not get was not caused.
                let asked = matches!(line.kind, LineKind::Plain | LineKind::Part);
                s.status == Status::Broken && (!asked || r.standing == judge::Standing::Broken)
            });
            for ((state, line), reading) in lines {
                let witness = reading.finding.witnesses.first();
                state.because = causes::chain(&evidence, Some(&line.sentence.call), witness, &state.why);
            }
            state
        });
        let goals = goals.collect();
        let witness = self.nearest(at, &evidence).or_else(|| branch.broke.clone());
        let marks = marks(&readings);
        let instant = |row: usize| world.trace.get(RowId(row as u32)).map(|r| r.at.0);
        let (before, after) = (world.trace.row_at(Time(at)), world.trace.row_after(Time(at)));
        let pace = self.staged.pace;
        let (seen, slice) = (way::seen(world, window), way::slice(window, pace));
        let (crowded, streams) = (seen.len() > Scene::FLIGHTS, way::streams(&seen, window, slice));
        let (flights, near) = way::flights(world, &self.labels, seen, at, window);
        Scene {
            at,
            frontier: world.now.0,
            ended: world.ended.map(ended),
            window,
            crowded,
            streams,
            flights,
            near,
            slice,
            ops: ops(world, &self.file, (at, window, pace), &marks),
            states: states(world, window),
            downs: downs(world),
            spells: nodes::spells(world),
            clocks: nodes::clocks(world, window),
            gauges: nodes::gauges(world, &self.staged.nodes, window, pace),
            judged: calls::judged(world, &self.staged.nodes, window),
            faults: faults::faults(world, self.branch().timeline.recipe(), &self.staged.links),
            acts: flags(world),
            goals,
            charts: self.tracks(branch, &evidence),
            branches: self.branches.iter().map(branch_view).collect(),
            branch: self.current as u32,
            step: (
                before.checked_sub(1).and_then(instant),
                instant(after).or_else(|| world.next_at().map(|t| t.0)).filter(|t| *t <= world.length.0),
            ),
            quiet: quiet(world, window, pace),
            slots: witness.as_ref().map(|w| w.slots.clone()).unwrap_or_default(),
            witness,
            settings: self.standing(),
            undo: (!branch.own.is_empty() && !self.staged.locked, self.can_redo()),
        }
    }
}

fn ended(how: RunEnd) -> String {
    match how {
        RunEnd::Length => "The run is over.".into(),
        RunEnd::Quiet => "Nothing is scheduled any more.".into(),
        RunEnd::Limit(limit) => format!("The run stopped: {}.", limit.words()),
    }
}

fn branch_view(branch: &Branch) -> BranchView {
    BranchView {
        label: branch.label.clone(),
        parent: branch.parent,
        from: branch.from.0,
        frontier: branch.seen.0,
        lines: branch.own.iter().map(spelled).collect(),
        gone: branch.gone,
    }
}

fn marks(readings: &[Vec<judge::Reading>]) -> Vec<(u32, &'static str)> {
    let witnesses = readings.iter().flatten().flat_map(|r| &r.finding.witnesses);
    witnesses.flat_map(|w| w.marks.iter().map(|(op, word)| (op.0, *word))).collect()
}

/// What came of an operation, or the value that it writes, in a word.
pub(crate) fn came(outcome: Ended, value: Option<i64>) -> String {
    match (outcome, value) {
        (Ended::Ok(Some(v)), _) | (Ended::Ok(None) | Ended::Open, Some(v)) => v.to_string(),
        (Ended::Ok(None), None) => "done".into(),
        (Ended::Open, None) => String::new(),
        (Ended::Failed, _) => "refused".into(),
        (Ended::Unknown, _) => "no answer".into(),
    }
}

/// `write balance 45`, with what people read for its verb.
fn said(op: &Op, keys: &[String], file: &WorldFile) -> String {
    let label = op.label(keys);
    let (verb, rest) = label.split_once(' ').unwrap_or((&label, ""));
    [&*file.label(verb), rest].join(" ").trim_end().to_string()
}

fn ops(world: &World, file: &WorldFile, (at, window, pace): (Us, (Us, Us), Us), marks: &[(u32, &str)]) -> Vec<OpBar> {
    let keys = &world.history.keys;
    let all = world.history.ops.iter().enumerate();
    let seen = all.filter(|(_, op)| op.called.0 <= window.1 && op.returned.0 >= window.0);
    let bar = |(i, op): (usize, &Op)| OpBar {
        client: op.client.0,
        called: op.called.0,
        returned: op.returned.0,
        deadline: op.deadline.0,
        label: said(op, keys, file),
        short: came(op.outcome, op.value),
        look: if op.verb.reads { "read" } else { "write" }.into(),
        outcome: match op.outcome {
            Ended::Open => Outcome::Open,
            Ended::Ok(_) => Outcome::Ok,
            Ended::Failed => Outcome::Failed,
            Ended::Unknown => Outcome::Unknown,
        },
        mark: marks.iter().find(|(op, _)| *op as usize == i).map(|(_, word)| (*word).to_string()).unwrap_or_default(),
    };
    way::thinned(seen.collect(), at, pace, marks).into_iter().map(bar).collect()
}

fn states(world: &World, window: (Us, Us)) -> Vec<NodeState> {
    let mut states: Vec<NodeState> = Vec::new();
    for row in world.trace.rows().take_while(|r| r.at.0 <= window.1) {
        let What::Shows(node, view) = row.what else { continue };
        let view = &world.trace.views[view as usize];
        if row.at.0 <= window.0 {
            // Only the last one before the window is seen in it.
            states.retain(|s| s.node != node.0);
        }
        states.push(NodeState {
            node: node.0,
            at: row.at.0,
            value: view.value.clone(),
            caption: view.caption.clone(),
            facts: view.facts.clone(),
            role: view.role.map(|role| role.word().to_string()).unwrap_or_default(),
            turn: view.turn.map(|turn| nodes::turn(world, node, row.at, turn)),
        });
    }
    states
}

fn downs(world: &World) -> Vec<(u16, Us, Us)> {
    let mut downs: Vec<(u16, Us, Us)> = Vec::new();
    for row in world.trace.rows() {
        match row.what {
            What::Down(n) => downs.push((n.0, row.at.0, NEVER)),
            What::Up(n) => {
                if let Some(down) = downs.iter_mut().find(|d| d.0 == n.0 && d.2 == NEVER) {
                    down.2 = row.at.0;
                }
            }
            _ => {}
        }
    }
    downs
}

/// Acts worth a flag: the learner's, and the scenario's faults; not its script and its settings at the start.
fn flags(world: &World) -> Vec<ActFlag> {
    let worth = |a: &&Applied| a.own || !(a.text.starts_with("ask ") || a.text.starts_with("set "));
    let flag = |a: &Applied| {
        let verb = a.text.split(' ').next().unwrap_or_default();
        let (short, tone) = match verb {
            // What is set at the start is the design: its knobs say it.
            "set" if a.at == Time::ZERO => ("Design".into(), "set"),
            "set" => (a.text.trim_start_matches("set ").rsplit('.').next().unwrap_or_default().to_string(), "set"),
            "heal" | "release" | "restart" => (capital(verb), "heal"),
            "ask" => (capital(verb), "ask"),
            _ => (capital(verb), "fault"),
        };
        ActFlag { at: a.at.0, line: format!("at {} {}", a.at, a.text), short, tone: tone.into(), own: a.own }
    };
    let mut flags: Vec<ActFlag> = world.trace.acts.iter().filter(worth).map(flag).collect();
    let healed = world.trace.acts.iter().filter(|a| {
        a.until != Time::NEVER && a.until <= world.now && (a.text.starts_with("cut ") || a.text.starts_with("isolate "))
    });
    let heals = healed.filter(|a| !world.trace.acts.iter().any(|h| h.at == a.until && h.text.starts_with("heal")));
    flags.extend(heals.map(|a| ActFlag {
        at: a.until.0,
        line: format!("at {} heal", a.until),
        short: "Heal".into(),
        tone: "heal".into(),
        own: a.own,
    }));
    flags.order_by_key(|f| f.at);
    flags
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Stretches of the window with nothing under way and no open operation. A message that is long under way, because an act
/// made it late, is watched as it sets out and as it arrives: for a second each.
fn quiet(world: &World, window: (Us, Us), pace: Us) -> Vec<(Us, Us)> {
    let flights = world.trace.messages().flat_map(|m| {
        let (from, to) = (m.sent.0, m.end.map_or(m.arrives.0, |(t, _)| t.0));
        let ends = (from.saturating_add(pace), to.saturating_sub(pace));
        if ends.0 < ends.1 { [(from, ends.0), (ends.1, to)] } else { [(from, to); 2] }
    });
    let ops = world.history.ops.iter().map(|op| (op.called.0, op.returned.0));
    let acts = world.trace.acts.iter().map(|a| (a.at.0, a.at.0));
    let mut busy: Vec<(Us, Us)> =
        flights.chain(ops).chain(acts).filter(|(a, b)| *b >= window.0 && *a <= window.1).collect();
    busy.order();
    let end = window.1.min(world.now.0);
    let mut quiet = Vec::new();
    let mut reached = window.0;
    for (from, to) in busy {
        if from > reached {
            quiet.push((reached, from.min(end)));
        }
        reached = reached.max(to);
    }
    if reached < end {
        quiet.push((reached, end));
    }
    quiet.retain(|(a, b)| a < b);
    quiet
}
