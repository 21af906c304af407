//! Figures for measured links and events for questions, from a goal's witness.

use lessons::judge::{self, Met};
use lessons::model::{Role, StepKind};
use sim_core::id::RowId;
use sim_core::measure::{Evidence, Fact, Witness, clock};
use sim_core::order::Ordered;
use sim_core::quantity::Quantity;
use sim_core::time::Time;
use sim_core::trace::What;
use sim_core::world::World;

use crate::opened::OpenAct;
use crate::stage::say;
use crate::wire::{Slot, WitnessView};

/// The slots of the first shipped witness, for a learner who skipped Break.
pub(crate) fn shipped(open: &OpenAct) -> Vec<Slot> {
    let run = open.act.runs.runs.iter().find(|r| r.role == Role::Witness);
    let found = run.and_then(|run| {
        let world = open.play(run).ok()?;
        let goal = open.goal(StepKind::Break)?;
        let labels = open.labels(&world);
        let met = judge::first_met(&goal, &Evidence { labels: &labels, ..Evidence::of(&world) }, None)?;
        Some(slots(&goal.name, met.witness()?, &world, &labels))
    });
    found.unwrap_or_default()
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

/// What a row of the trace is about.
fn event(slot: &mut Slot, world: &World, row: u32, labels: &[String]) {
    let Some(row) = world.trace.get(RowId(row)) else { return };
    slot.at = Some(row.at.0);
    slot.text = say(world, labels, &row);
    match row.what {
        What::Sent(m) | What::Arrived(m) | What::Lost(m, _) | What::Held(m) | What::Moved(m) => {
            let m = world.trace.message(m);
            slot.flight = Some(m.name.0);
            slot.node = Some(if matches!(row.what, What::Sent(_)) { m.from.0 } else { m.to.0 });
        }
        _ => slot.node = world.place(&row).map(|node| node.0),
    }
}

/// A met goal as the page shows it.
pub(crate) fn met(goal: &str, met: &Met, world: &World, labels: &[String]) -> WitnessView {
    let mut view = met.witness().map_or_else(
        || WitnessView {
            sentence: format!("At {} every line of the goal holds.", clock(met.at)),
            ..WitnessView::default()
        },
        |w| witness(goal, w, world, labels),
    );
    (view.goal, view.at) = (goal.into(), met.at.0);
    view
}

/// A witness as the page shows it.
pub(crate) fn witness(goal: &str, found: &Witness, world: &World, labels: &[String]) -> WitnessView {
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
    view.because =
        found.because.iter().map(|(row, words)| (world.trace.row(RowId(*row)).at.0, words.clone())).collect();
    view
}
