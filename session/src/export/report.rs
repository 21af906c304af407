//! An incident report: what happened, when, why with the evidence, and what was changed.

use std::fmt::Write as _;

use sim_core::measure::clock;
use sim_core::order::Ordered;
use sim_core::time::Time;
use sim_core::world::World;

use crate::events::say;
use crate::link;
use crate::opened::OpenAct;
use crate::stage::Stage;
use crate::wire::{Outcome, Scene, Status, Us, What};

/// Rows of the timeline that are operations; more become a count.
const OPS: usize = 30;

/// As Markdown. `address` is that of the act, as others can open it.
pub(super) fn report(open: &OpenAct, stage: &mut Stage, world: &World, at: Us, address: &str) -> String {
    let scene = stage.scene(at, (0, at));
    let seen = scene.witness.as_ref().filter(|witness| witness.at <= at);
    let mut out = format!("# Incident report: {}\n\n", stage.file.title);
    let _ = writeln!(
        out,
        "Run of {}, seed {}, engine {}, up to {}.\n\n<{address}?run={}>\n\n## What happened\n",
        if open.slug.is_empty() { "the sandbox" } else { &open.slug },
        stage.staged.seed,
        crate::version(),
        clock(Time(at)),
        link::encode(open, stage, at, "")
    );
    let nothing = "Up to here no goal was met and no promise was broken.";
    let _ = writeln!(out, "{}\n", seen.map_or(nothing, |witness| &witness.sentence));
    for (goal, state) in stage.goals.iter().zip(&scene.goals) {
        for (line, state) in goal.lines.iter().zip(&state.lines) {
            let standing = match state.status {
                Status::Open => "not met",
                Status::Part => "partly met",
                Status::Met => "met",
                Status::Broken => "broken",
                Status::Undecided => "undecided",
            };
            let value = if state.value.is_empty() { String::new() } else { format!(", {}", state.value) };
            let _ = writeln!(out, "- `{}`: {standing}{value}. {}", line.sentence.text, state.why);
        }
    }
    timeline(stage, &scene, at, &mut out);
    out.push_str("\n## Why\n\n");
    match seen {
        None => out.push_str("There is nothing to explain up to here.\n"),
        Some(witness) => {
            for (n, link) in witness.because.iter().enumerate() {
                let because = if n == 0 { "" } else { "because " };
                let _ =
                    writeln!(out, "{}. {because}at {}: {}", n + 1, clock(Time(link.at.unwrap_or_default())), link.text);
            }
            evidence(stage, world, &witness.flights, &mut out);
        }
    }
    repair(stage, address, &mut out);
    out
}

/// Acts, operations that did not end well, and the witness, in order.
fn timeline(stage: &Stage, scene: &Scene, at: Us, out: &mut String) {
    let mut rows: Vec<(Us, String)> =
        scene.acts.iter().map(|act| (act.at, act.line.splitn(3, ' ').nth(2).unwrap_or_default().to_owned())).collect();
    let ill = |op: &&crate::wire::OpBar| {
        !op.mark.is_empty() || matches!(op.outcome, Outcome::Failed | Outcome::Unknown) && op.returned <= at
    };
    let all = scene.ops.iter().filter(ill).count();
    for op in scene.ops.iter().filter(ill).take(OPS) {
        let mark = if op.mark.is_empty() { String::new() } else { format!(", {}", op.mark) };
        let client = &stage.labels[usize::from(op.client)];
        rows.push((op.returned.min(at), format!("{client}: {}: {}{mark}", op.label, op.short)));
    }
    rows.extend(scene.witness.iter().map(|witness| (witness.at, witness.sentence.clone())));
    rows.retain(|row| row.0 <= at);
    rows.order_by_key(|row| row.0);
    out.push_str("\n## Timeline\n\n| Time | Event |\n|---|---|\n");
    for (at, words) in rows {
        let _ = writeln!(out, "| {} | {} |", clock(Time(at)), words.replace('|', "\\|"));
    }
    if all > OPS {
        let _ = writeln!(out, "\n{} more operations did not end well.", all - OPS);
    }
}

/// The rows of the trace about these messages.
fn evidence(stage: &Stage, world: &World, flights: &[u64], out: &mut String) {
    use sim_core::trace::What as Kind;
    let about = |row: &sim_core::trace::Row| match row.what {
        Kind::Sent(m) | Kind::Arrived(m) | Kind::Lost(m, _) => flights.contains(&world.trace.message(m).name.0),
        _ => false,
    };
    let rows: Vec<_> = world.trace.rows().filter(about).collect();
    if !rows.is_empty() {
        out.push_str("\nThe messages:\n\n");
    }
    for row in rows {
        let _ = writeln!(out, "- {} {}", clock(row.at), say(world, &stage.labels, &row));
    }
}

/// The design that was on the stage.
fn repair(stage: &Stage, address: &str, out: &mut String) {
    out.push_str("\n## Repair\n\n");
    let settings = match &stage.what {
        What::Repair { settings, .. } | What::Challenge { settings } | What::Seed { settings, .. } => {
            settings.as_slice()
        }
        What::Quiet { .. } | What::Recorded { .. } => &[],
    };
    if settings.is_empty() {
        let _ = writeln!(out, "Nothing was changed in this run. The lesson's repair: <{address}#repair>");
    }
    for (knob, value) in settings {
        let _ = writeln!(out, "- {knob} = {value}");
    }
}
