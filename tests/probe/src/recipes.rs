//! Runs of every protocol under every kind of fault: what the lesson's runs do not reach.

use std::rc::Rc;

use sim_core::act::{Line, parse_line};
use sim_core::luck::{Seed, mix};
use sim_core::protocols;
use sim_core::registry::{ProtocolInfo, Verb};
use sim_core::run::Recipe;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::Duration;

/// Faults, one line of text each; `W` is a node that needs time for its work, where there is one.
const FAULTS: [&str; 4] = [
    "at 10ms cut a-b for 60ms; at 90ms isolate c for 40ms; at 150ms hold a->b; at 190ms release a-b; at 200ms drop next; \
     at 210ms duplicate next; at 220ms delay next by 30ms; at 240ms slow a-c by 1.5x; at 250ms slow b by 7ms for 90ms",
    "at 0s drift a 137ppm; at 30ms drift b -500000ppm for 100ms; at 40ms skew c by -300ms for 50ms; \
     at 60ms step a clock by -20s; at 70ms step b clock by 12.345678s; every 40ms from 80ms drift c 333333ppm for 20ms",
    "at 20ms pause a for 70ms; at 40ms pause a for 90ms; at 60ms crash b for 35ms; at 65ms pause b for 10ms; \
     at 110ms crash a; at 120ms restart a; at 130ms pause ann for 60ms; at 180ms crash bo for 20ms",
    "at 0s set links.order fifo; at 50ms set links.loss 20%; at 60ms set links.duplication 30%; \
     at 90ms set a-b.latency pareto 1ms 1.1 for 100ms; at 130ms set links.latency lognormal 8ms 0.7; \
     at 20ms slow W by 10x for 80ms; at 120ms slow W by 0.25x",
];

/// Protocols that serve, the broken ones among them, each under each group of faults.
pub fn cases() -> u32 {
    (servers().len() * FAULTS.len()) as u32
}

/// One run to its end.
pub fn fingerprint(case: u32) -> u64 {
    let all = servers();
    let (of, faults) = (case as usize / FAULTS.len(), case as usize % FAULTS.len());
    let Some(info) = all.get(of) else { return 0 };
    let worker = if info.works { "a" } else { "-" };
    let lines = FAULTS[faults].split(';').map(|line| line.trim().replace('W', worker));
    let lines: Vec<Line> = lines.filter_map(|line| parse_line(&line).ok()).collect();
    let recipe = Recipe { scenario: Rc::new(scenario(info)), seed: Seed(u64::from(case)), lines };
    // Gauges and operations are part of the fingerprint; clocks are read here, too.
    recipe.play(None).map_or(0, |world| {
        let clocks = world.all_nodes().map(|node| world.clock(node, world.now).wall(world.now).0.cast_unsigned());
        clocks.fold(world.trace.fingerprint(), |all, shown| mix(all ^ shown))
    })
}

fn servers() -> Vec<ProtocolInfo> {
    protocols::all().into_iter().filter(|p| !p.client).collect()
}

/// Three nodes with a disk that takes time, and two clients who ask them everything that they know.
fn scenario(of: &ProtocolInfo) -> Scenario {
    let node = |name: &str, beside: Option<&str>| Node { name: name.into(), beside: beside.map(Into::into) };
    let pair = |k: &str, v: &str| (k.to_string(), v.to_string());
    let ask = |v: &Verb| format!("{}{}{}", v.name, if v.key { " x" } else { "" }, if v.value { " next" } else { "" });
    let verbs = of.verbs.len();
    let share = |i: usize| 100 / verbs + if i == 0 { 100 % verbs } else { 0 };
    let mix: Vec<String> =
        of.verbs.iter().enumerate().map(|(i, verb)| format!("{}% {}", share(i), ask(verb))).collect();
    let mix = if mix.is_empty() { "none".to_string() } else { mix.join(", ") };
    Scenario {
        seed: Seed(1),
        length: Duration::ms(300),
        groups: vec![
            Group {
                name: "servers".into(),
                protocol: of.name.into(),
                nodes: vec![node("a", None), node("b", None), node("c", None)],
                settings: vec![pair("disk", "exp 5ms")],
                script: Vec::new(),
            },
            Group {
                name: "people".into(),
                protocol: "client".into(),
                nodes: vec![node("ann", Some("a")), node("bo", Some("b"))],
                settings: vec![
                    pair("timeout", "40ms"),
                    pair("load", "poisson 90/s"),
                    pair("mix", &mix),
                    pair("attempts", "3"),
                    pair("backoff", "exp"),
                    pair("backoff-base", "5ms"),
                    pair("jitter", "decorrelated"),
                ],
                script: Vec::new(),
            },
        ],
        links: vec![pair("latency", "normal 9ms 4ms")],
        own_links: Vec::new(),
        acts: Vec::new(),
    }
}
