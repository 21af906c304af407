//! Gossip and the ring: what they do, row by row, and how many rounds a rumour takes.

use std::rc::Rc;

use expect_test::expect;
use sim_core::luck::Seed;
use sim_core::run::Recipe;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::Duration;
use sim_core::trace::What;
use sim_core::world::World;

use crate::bench::lines;

fn world(protocol: &str, nodes: usize, settings: &[(&str, &str)], acts: &str, seed: u64) -> World {
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
    let node = |name: String| Node { name, beside: None };
    let servers = Group {
        name: "all".into(),
        protocol: protocol.into(),
        nodes: (0..nodes).map(|n| node(format!("n{n}"))).collect(),
        settings: pairs(settings),
        script: Vec::new(),
    };
    let ann = Node { name: "ann".into(), beside: Some("n1".into()) };
    let people = Group { name: "people".into(), protocol: "client".into(), nodes: vec![ann], ..Group::default() };
    let asked = acts.contains("ann");
    let scenario = Scenario {
        length: Duration::secs(40),
        groups: if asked { vec![servers, people] } else { vec![servers] },
        links: pairs(&[("latency", "10ms")]),
        ..Scenario::default()
    };
    Recipe { scenario: Rc::new(scenario), seed: Seed(seed), lines: lines(acts) }.play(None).expect("it is possible")
}

/// The rows of this second, without names of messages.
fn second(world: &World, second: &str) -> String {
    let text = world.text();
    let rows = text.lines().map(str::trim_start).filter(|row| row.starts_with(&format!("{second}.")));
    rows.map(|row| row.split("  ~").next().unwrap_or(row).trim_end().to_string() + "\n").collect()
}

/// The round in which the last node hears the one rumour, once each node has shown that it has it.
fn rounds(world: &World, nodes: usize) -> u64 {
    let has_it = |what| matches!(what, What::Shows(_, view) if world.trace.views[view as usize].caption == "has it");
    let heard: Vec<u64> = world.trace.rows().filter(|row| has_it(row.what)).map(|row| row.at.0).collect();
    assert_eq!(heard.len(), nodes, "everybody hears it once");
    heard.last().copied().unwrap_or_default() / 1_000_000
}

/// One other uniformly random node a round: the means and their half-widths at 99.9 % from 4 000 runs of the model by
/// itself; ours are from fewer runs, so that their own noise, four standard errors, comes on top.
#[test]
fn a_rumour_takes_as_many_rounds_as_the_model() {
    for (nodes, runs, mean, sd, half) in
        [(8, 400, 5.3477, 1.1978, 0.0623), (16, 300, 7.43, 1.2987, 0.0676), (64, 60, 11.1535, 1.3289, 0.0691)]
    {
        let sum: u64 = (0..runs).map(|seed| rounds(&world("gossip", nodes, &[], "", seed), nodes)).sum();
        let ours = sum as f64 / runs as f64;
        let allowed = half + 4.0 * sd / (runs as f64).sqrt();
        assert!((ours - mean).abs() < allowed, "{nodes} nodes: {ours} rounds, not {mean} within {allowed}");
    }
}

#[test]
fn a_fanout_tells_that_many_others_and_nobody_twice() {
    let world = world("gossip", 3, &[("fanout", "9")], "", 1);
    expect![[r#"
        1.000000  timer    n1
        1.000000  timer    n0
        1.000000  send     n0 -> n2     rumour 1
        1.000000  send     n0 -> n1     rumour 1
        1.000000  timer    n2
        1.010000  arrive   n0 -> n1     rumour 1
        1.010000  shows    n1           rumour 1
        1.010000  arrive   n0 -> n2     rumour 1
        1.010000  shows    n2           rumour 1
    "#]]
    .assert_eq(&second(&world, "1"));
}

#[test]
fn a_client_starts_a_rumour_and_reads_it() {
    let acts = "at 1.5s ask ann write x 5\nat 3.5s ask ann read x at n0\nat 3.6s ask ann read y";
    let world = world("gossip", 2, &[("start", "false")], acts, 1);
    assert_eq!(second(&world, "1").lines().last(), Some("1.500000  return   ann          write x 5 = ok"));
    expect![[r#"
        2.000000  timer    n0
        2.000000  timer    n1
        2.000000  send     n1 -> n0     rumour x 5
        2.010000  arrive   n1 -> n0     rumour x 5
        2.010000  shows    n0           x 5
    "#]]
    .assert_eq(&second(&world, "2"));
    let told = second(&world, "3");
    assert!(told.contains("read x = ok 5\n") && told.contains("read y = ok 0\n"), "{told}");
}

#[test]
fn a_rumour_survives_a_crash_and_a_period_of_0s_is_silence() {
    let world = world("gossip", 2, &[], "at 1.5s crash n1\nat 1.6s restart n1\nat 2.5s set all.period 0s", 1);
    assert!(second(&world, "1").contains("shows    n1           rumour 1\n1.500000"), "{}", second(&world, "1"));
    assert!(second(&world, "2").contains("send     n1 -> n0     rumour 1"), "{}", second(&world, "2"));
    assert_eq!(second(&world, "4"), "");
}

#[test]
fn everybody_in_a_ring_asks_the_next_one() {
    let world = world("ring", 3, &[], "at 10ms cut n2->n0", 1);
    let sent = |from: &str, kind: &str| world.text().matches(&format!("send     {from}     {kind}")).count();
    assert_eq!([("n0 -> n1", "request"), ("n1 -> n2", "request")].map(|(way, kind)| sent(way, kind)), [2_001; 2]);
    assert_eq!([("n1 -> n0", "reply"), ("n2 -> n1", "reply")].map(|(way, kind)| sent(way, kind)), [2_000; 2]);
    // The third one's request at the start arrives together with the cut; its next one is lost, and it asks no more.
    assert_eq!([sent("n2 -> n0", "request"), sent("n0 -> n2", "reply")], [2, 1]);
}
