//! Figures for measured links and events for questions, from a goal's witness.

use lessons::judge::{self, Met};
use lessons::model::{Goal, Role, StepKind};
use sim_core::id::RowId;
use sim_core::measure::{Call, Evidence, Fact, Witness, clock};
use sim_core::order::Ordered;
use sim_core::quantity::Quantity;
use sim_core::time::Time;
use sim_core::trace::What;
use sim_core::world::World;

use crate::causes;
use crate::events::say;
use crate::opened::OpenAct;
use crate::wire::{Slot, WitnessView};

/// The slots of the first shipped witness, for a learner who skipped Break; of a goal with parts, of the first of each.
pub(crate) fn shipped(open: &OpenAct) -> Vec<Slot> {
    let Some(goal) = open.goal(StepKind::Break) else { return Vec::new() };
    let runs = open.act.runs.runs.iter().filter(|r| r.role == Role::Witness);
    let played: Vec<(World, Vec<String>)> = runs
        .filter_map(|run| {
            let world = open.play(run).ok()?;
            let labels = open.labels(&world);
            Some((world, labels))
        })
        .take(if goal.parts().len() > 1 { usize::MAX } else { 1 })
        .collect();
    let mut told = played.iter().map(|(world, labels)| Evidence { labels, ..Evidence::of(world) });
    if goal.parts().iter().any(|part| part.line.is_some()) {
        return crate::parts::shipped(&goal, told);
    }
    let met = told.next().and_then(|run| judge::first_met(&goal, &run, None).map(|met| (run, met)));
    let Some((run, met)) = met else { return Vec::new() };
    let mut all = met.witness().map(|found| slots(&goal.name, found, run.world, run.labels)).unwrap_or_default();
    // Where a witness names no instant of its own, the run is told from the one at which all lines held.
    let name = format!("{}.at", goal.name);
    if !all.iter().any(|slot| slot.name == name) {
        all.push(Slot { name, text: clock(met.at), at: Some(met.at.0), ..Slot::default() });
    }
    all
}

/// A witness's facts as slots `goal.field`.
pub(crate) fn slots(goal: &str, witness: &Witness, world: &World, labels: &[String]) -> Vec<Slot> {
    let slot = |(name, fact): &(&str, Fact)| {
        let mut slot = Slot { name: format!("{goal}.{name}"), ..Slot::default() };
        match fact {
            Fact::At(t) => (slot.text, slot.at) = (clock(*t), (*t != Time::NEVER).then_some(t.0)),
            Fact::Span(span) => slot.text = Quantity::time(*span).to_string(),
            Fact::Value(v) => slot.text = v.to_string(),
            Fact::Node(node) => {
                let id = world.node(node);
                slot.text = id.map_or_else(|| node.clone(), |n| labels[n.index()].clone());
                slot.node = id.map(|n| n.0);
            }
            Fact::Event(row) => event(&mut slot, world, *row, labels),
        }
        slot
    };
    witness.fields.iter().map(slot).collect()
}

/// What a row of the trace is about, in words.
fn event(slot: &mut Slot, world: &World, row: u32, labels: &[String]) {
    let Some(found) = world.trace.get(RowId(row)) else { return };
    let text = say(world, labels, &found);
    *slot = Slot { name: std::mem::take(&mut slot.name), text, ..place(world, RowId(row)) };
}

/// Where and when a row of the trace happened.
pub(crate) fn place(world: &World, row: RowId) -> Slot {
    let mut slot = Slot::default();
    let Some(row) = world.trace.get(row) else { return slot };
    slot.at = Some(row.at.0);
    match row.what {
        What::Sent(m) | What::Arrived(m) | What::Lost(m, _) | What::Held(m) | What::Moved(m) => {
            let m = world.trace.message(m);
            slot.flight = Some(m.name.0);
            slot.node = Some(if matches!(row.what, What::Sent(_)) { m.from.0 } else { m.to.0 });
        }
        // An act happens at the first end of its links, or nowhere.
        What::Act(n) => slot.node = world.trace.acts[n as usize].links.first().map(|way| way.0.0),
        _ => slot.node = world.place(&row).map(|node| node.0),
    }
    slot
}

/// A met goal as the page shows it.
pub(crate) fn met(goal: &Goal, met: &Met, run: &Evidence<'_>) -> WitnessView {
    let run = &Evidence { until: met.at, ..run.clone() };
    let said = || format!("At {} every line of the goal holds.", clock(met.at));
    let calls = goal.lines.iter().map(|line| &line.sentence.call);
    let amount = goal.lines.iter().find(|line| line.sentence.bound.is_some());
    let mut view = match met.witness() {
        Some(found) => {
            let told = calls.zip(&met.readings).find(|(_, r)| r.finding.witnesses.contains(found));
            witness(&goal.name, found, run, told.map(|t| t.0))
        }
        None => WitnessView {
            sentence: said(),
            because: amount.map_or_else(Vec::new, |line| causes::chain(run, Some(&line.sentence.call), None, &said())),
            ..WitnessView::default()
        },
    };
    (view.goal, view.at) = (goal.name.clone(), met.at.0);
    view
}

/// A witness as the page shows it.
pub(crate) fn witness(goal: &str, found: &Witness, run: &Evidence<'_>, call: Option<&Call>) -> WitnessView {
    let (world, labels) = (run.world, run.labels);
    let mut view = WitnessView {
        goal: goal.into(),
        at: found.at.0,
        sentence: found.sentence.clone(),
        slots: slots(goal, found, world, labels),
        ..WitnessView::default()
    };
    for row in &found.rows {
        match world.trace.row(RowId(*row)).what {
            What::Sent(m) | What::Arrived(m) | What::Lost(m, _) => view.flights.push(world.trace.message(m).name.0),
            What::Called(op) | What::Returned(op) => {
                let op = world.history.op(op);
                view.ops.push((op.client.0, op.called.0));
                view.nodes.extend([op.client.0, op.server.0]);
            }
            _ => {}
        }
    }
    view.nodes.order();
    view.nodes.dedup();
    view.ops.dedup();
    let run = Evidence { until: found.at.max(run.until), ..run.clone() };
    view.because = causes::chain(&run, call, Some(found), &found.sentence);
    view
}
