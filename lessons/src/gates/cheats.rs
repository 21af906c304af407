//! G5: empty ways to win do not win: silence, crashes, cuts, refusals, and one numeric knob turned to its end.

use std::collections::BTreeMap;

use sim_core::act::{Act as Verb, Line, LinkName, When};
use sim_core::measure::clock;
use sim_core::scenario::Scenario;
use sim_core::time::Time;
use sim_core::world::Refusal;

use super::bench::Bench;
use super::dot::{Design, Dot};
use super::gate::Gate;
use crate::model::{Knob, KnobRange, Role, StepKind};
use crate::trial::SEEDS;
use crate::worlds::{self, Setting};

/// Nodes start at 0 s after the acts of that instant: an act a moment later finds them up.
const UP: Time = Time(1);

/// Plays each cheat in Break and in Repair.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("G5", "cheats fail");
    let quiet = in_world(bench, &worlds::quiet(&bench.act.world));
    if let Some(goal) = bench.breaks.clone() {
        for cheat in &quiet {
            for n in 0..=SEEDS {
                let world = bench.quiet(cheat, n)?;
                if let Some(met) = bench.met(&goal, &world) {
                    let message =
                        format!("{} meets `{}` at {}; a cheat must not", cheat.name, goal.name, clock(met.at));
                    gate.problems.push(bench.problem(goal.span, message, None));
                    break;
                }
            }
        }
        gate.figure(format!("Break: none of {} cheats in {} runs each", quiet.len(), SEEDS + 1));
    }
    if bench.repair.is_some() {
        let step = bench.step(StepKind::Repair);
        let all = all(bench);
        let mut missed: BTreeMap<usize, usize> = BTreeMap::new();
        for cheat in &all {
            if let Some((_, line)) = bench.first_failure(cheat, Dot::failed)? {
                *missed.entry(line).or_default() += 1;
                continue;
            }
            let message = format!("{} passes the visible run and all {SEEDS} sealed seeds", cheat.name);
            gate.problems.push(bench.problem(step, message, None));
        }
        let told: Vec<String> = missed.iter().map(|(line, n)| format!("{n} on {}", bench.line(*line))).collect();
        gate.figure(format!("Repair: of {} cheats fail {}", all.len(), told.join(", ")));
    }
    Ok(gate)
}

/// Every cheat of Repair.
pub(super) fn all(bench: &Bench<'_>) -> Vec<Design> {
    let mut all = in_world(bench, &worlds::repair(&bench.act.world, None));
    all.extend(knobs(bench));
    all
}

/// Nobody asks anything.
pub(super) fn silent() -> Design {
    Design { silent: true, ..Design::named("nobody asks", Vec::new()) }
}

/// The five cheats that every world knows.
fn in_world(bench: &Bench<'_>, scenario: &Scenario) -> Vec<Design> {
    let groups = |client: bool| {
        let of = move |group: &&sim_core::scenario::Group| {
            bench.registry.protocol(&group.protocol).is_some_and(|info| info.client == client)
        };
        scenario.groups.iter().filter(of)
    };
    let crash = |client: bool| {
        let nodes = groups(client).flat_map(|group| &group.nodes);
        nodes.map(|node| line(UP, Verb::Crash(node.name.clone()))).collect()
    };
    let refuse = groups(true).filter(|group| {
        let info = bench.registry.protocol(&group.protocol);
        info.is_some_and(|info| info.fields.iter().any(|field| field.name == "refuse"))
    });
    let refuse = refuse
        .map(|group| line(Time::ZERO, Verb::Set { path: format!("{}.refuse", group.name), value: "true".to_string() }));
    vec![
        Design::named("every client crashed", crash(true)),
        Design::named("every node crashed", crash(false)),
        Design::named("every link cut", vec![line(Time::ZERO, Verb::Cut(links(scenario)))]),
        silent(),
        Design::named("every request refused", refuse.collect()),
    ]
}

/// Every pair of nodes, clients and the servers that they stand beside among them.
fn links(scenario: &Scenario) -> Vec<LinkName> {
    let names: Vec<&String> = scenario.groups.iter().flat_map(|g| &g.nodes).map(|node| &node.name).collect();
    let pair = |a: &String, b: &String| LinkName { a: a.clone(), b: b.clone(), one_way: false };
    names.iter().enumerate().flat_map(|(at, a)| names[at + 1..].iter().map(|b| pair(a, b))).collect()
}

/// Each numeric knob of Repair alone at its ends, unless that is recorded as a solution.
fn knobs(bench: &Bench<'_>) -> Vec<Design> {
    let Some(goal) = &bench.repair else { return Vec::new() };
    let turned = |knob: &&Knob| goal.knobs.iter().any(|k| knob.name == *k || knob.name.starts_with(&format!("{k}.")));
    let spelled = |lines: &[Line]| lines.iter().map(|line| line.act.to_string()).collect::<Vec<_>>();
    let solutions: Vec<Vec<String>> = bench.runs(Role::Solution).map(|run| spelled(&run.acts)).collect();
    let mut designs = Vec::new();
    for knob in bench.act.world.knobs.iter().filter(turned) {
        let ends = match &knob.range {
            KnobRange::Whole { low, high, .. } => [Setting::Whole(*low), Setting::Whole(*high)],
            KnobRange::Span { low, high, .. } => [Setting::Span(*low), Setting::Span(*high)],
            KnobRange::Share { low, high, .. } => [Setting::Share(*low), Setting::Share(*high)],
            KnobRange::Words { .. } | KnobRange::Lines(_) => continue,
        };
        for end in ends {
            let lines = worlds::knob_lines(knob, &end);
            let acts = spelled(&lines);
            if !solutions.contains(&acts) {
                designs.push(Design::named(format!("{} alone", acts.join(", ")), lines));
            }
        }
    }
    designs
}

fn line(at: Time, act: Verb) -> Line {
    Line { label: None, when: When::At(at), act, lasting: None }
}
