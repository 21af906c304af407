//! The first lesson, act c, as the engine sees it: settings for each key, what waiting buys, and how stale exactly.

use std::rc::Rc;

use sim_core::act::{LinkName, parse_line};
use sim_core::measure::{ArgValue, Call, Evidence, Instant, Verdict, find};
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::Duration;
use sim_core::world::World;

use crate::bench::{play, settings, three};
use crate::cap::{figure, measured};

fn apart(a: &str, b: &str, latency: &str) -> (LinkName, Vec<(String, String)>) {
    (LinkName { a: a.into(), b: b.into(), one_way: false }, settings(&format!("latency = {latency}")))
}

/// A, B and C stand for Europe, America and Asia; each client is busy with two keys.
fn regions(register: &str) -> Rc<Scenario> {
    let mix = "30% write balance next, 30% read balance, 20% write likes next, 20% read likes";
    let people = format!("timeout = 3s; load = closed 50ms..150ms; mix = {mix}");
    let mut world = (*three("register", register, &people, "", "")).clone();
    world.length = Duration::secs(30);
    world.own_links =
        vec![apart("a", "b", "38ms..46ms"), apart("b", "c", "71ms..86ms"), apart("a", "c", "104ms..126ms")];
    Rc::new(world)
}

const SURE: &str = "mode = quorum; R = 2; W = 2";

/// In milliseconds.
fn median(world: &World, client: &str, key: &str) -> f64 {
    figure(world, "p50", &[("clients", client), ("key", key), ("of", "reads")]) * 1e3
}

#[test]
fn a_sure_read_costs_two_rounds_to_the_nearest_other_region() {
    let run = play(&regions(SURE), 1, "");
    assert!((160.0..175.0).contains(&median(&run, "ann", "balance")), "{}", median(&run, "ann", "balance"));
    assert!((300.0..325.0).contains(&median(&run, "cy", "balance")), "{}", median(&run, "cy", "balance"));
    let one = play(&regions(&format!("{SURE}; write_back = false")), 1, "");
    assert!((75.0..90.0).contains(&median(&one, "ann", "balance")), "one round without write-back");
}

#[test]
fn a_key_has_settings_of_its_own() {
    let run = play(&regions(SURE), 1, "at 0s set replicas.likes.mode any");
    assert!(median(&run, "cy", "likes") < 1.0, "likes ask nobody");
    assert!(median(&run, "cy", "balance") > 300.0, "the balance asks as before");
    assert_eq!(measured(&run, "linearizable", &[("key", "balance")]).verdict, Verdict::Holds);
    assert_eq!(measured(&run, "linearizable", &[("key", "likes")]).verdict, Verdict::Broken);
    // What every key has counts for those that have nothing else, whichever is said first.
    let other = play(&regions(SURE), 1, "at 0s set replicas.likes.mode any\nat 0s set replicas.R 1");
    assert!(median(&other, "cy", "likes") < 1.0 && median(&other, "cy", "balance") < 200.0);
    // And a setting that is lifted leaves what was there.
    let lifted = play(&regions(SURE), 1, "at 0s set replicas.likes.mode any for 1s");
    assert!(median(&lifted, "cy", "likes") > 300.0);
}

#[test]
fn what_a_key_cannot_have_for_itself_is_refused() {
    let world = play(&regions(SURE), 1, "");
    let refused = |line: &str| world.check(&parse_line(line).unwrap()).unwrap_err().to_string();
    assert_eq!(
        refused("at 1s set replicas.likes.init 3"),
        "what keys hold before the first write is set `at 0s`, for the whole run"
    );
    assert!(refused("at 1s set replicas.likes.r 3").starts_with("unknown setting `r`; did you mean `R`?"));
    assert!(refused("at 1s set people.likes.load none").contains("has no settings of its own"));
    assert!(refused("at 1s set nobody.likes.R 2").starts_with("unknown group, node or link"));
}

#[test]
fn half_of_the_last_reads_are_stale_where_nobody_is_asked() {
    let share = |run: &World| {
        let last = ("last".to_string(), ArgValue::Whole(50));
        find(&Evidence::of(run), &Call { measure: "stale_share".into(), args: vec![last] })
    };
    let quick = share(&play(&regions("mode = any"), 1, ""));
    assert!(matches!(quick.verdict, Verdict::Quantity(q) if q.value > 0.4), "{:?}", quick.verdict);
    assert!(quick.witnesses[0].sentence.contains("was answered"), "the last stale read is told");
    let sure = share(&play(&regions(SURE), 1, ""));
    assert!(matches!(sure.verdict, Verdict::Quantity(q) if q.value.abs() < 1e-9) && sure.over == 50);
}

#[test]
fn copies_agree_soon_after_the_last_write() {
    let run = play(&regions("mode = any"), 1, "stop: at 20s set people.mix 100% read balance");
    let after = ("after".to_string(), ArgValue::Instant(Instant::Start("stop".into())));
    let find =
        |run| find(&Evidence::of(run), &Call { measure: "convergence".into(), args: vec![after.clone()] }).verdict;
    let Verdict::Quantity(quick) = find(&run) else { panic!("copies agree") };
    assert!(quick.value < 0.2, "{quick}");
    let cut = "stop: at 20s set people.mix 100% read balance\nat 19s isolate c";
    assert_eq!(find(&play(&regions("mode = any"), 1, cut)), Verdict::Empty, "behind a cut they do not");
}

/// Bailis and others (2012): three copies; a node for writes and one for reads ask them, and each way has its delays.
fn pbs(w: &str, others: &str, pause: &str, length: u64) -> Rc<Scenario> {
    let node = |name: &str, beside: Option<&str>| Node { name: name.into(), beside: beside.map(Into::into) };
    let group = |name: &str, protocol: &str, nodes: Vec<Node>, text: &str| Group {
        name: name.into(),
        protocol: protocol.into(),
        nodes,
        settings: settings(text),
        script: Vec::new(),
    };
    let register = "mode = quorum; N = 3; R = 1; W = 1; write_back = false";
    let people =
        format!("timeout = 60s; load = closed {pause}..{pause}; mix = 50% write x next at put, 50% read x at look");
    let one_way =
        |to: &str| (LinkName { a: "put".into(), b: to.into(), one_way: true }, settings(&format!("latency = {w}")));
    let mut own_links: Vec<_> = ["a", "b", "c"].map(one_way).into();
    own_links.push(apart("ann", "look", "0s"));
    Rc::new(Scenario {
        seed: sim_core::luck::Seed(1),
        length: Duration::secs(length),
        groups: vec![
            group("replicas", "register", ["a", "b", "c", "put", "look"].map(|n| node(n, None)).into(), register),
            group("people", "client", vec![node("ann", Some("put"))], &people),
        ],
        links: settings(&format!("latency = {others}")),
        own_links,
        acts: Vec::new(),
    })
}

const SSD: &str = "mix 91.22% pareto 235us 10, 8.78% exp 602us";
const DISK: &str = "mix 38% pareto 1050us 1.51, 62% exp 5464us";
const YMMR: [&str; 2] =
    ["mix 93.9% pareto 3ms 3.35, 6.1% exp 357143us", "mix 98.2% pareto 1500us 3.8, 1.8% exp 46083us"];

#[test]
fn stale_reads_are_as_probable_as_published() {
    // Delays of writes and of the rest, the pause, what 5 million trials of the WARS model gave, and how long we look.
    let known = [
        (SSD, SSD, "1us", 0.97361, 4),
        (DISK, SSD, "1us", 0.43689, 10),
        (DISK, SSD, "5ms", 0.81814, 20),
        (DISK, SSD, "50ms", 0.9989, 100),
        (YMMR[0], YMMR[1], "1us", 0.88738, 20),
        (YMMR[0], YMMR[1], "10ms", 0.93919, 60),
        (YMMR[0], YMMR[1], "100ms", 0.95481, 300),
    ];
    for (w, others, pause, expected, length) in known {
        let (mut seen, mut looks) = (0.0, 0.0);
        for seed in 0..4 {
            let found = measured(&play(&pbs(w, others, pause, length), seed, ""), "visible", &[]);
            let Verdict::Quantity(share) = found.verdict else { panic!("somebody looked") };
            seen += share.value * found.over as f64;
            looks += found.over as f64;
        }
        // 99.9 % of such samples lie within this of the truth.
        let interval = 3.29 * (expected * (1.0_f64 - expected) / looks).sqrt();
        assert!(looks > 1_000.0, "{looks} looks after {pause}");
        assert!((seen / looks - expected).abs() < interval, "{pause}: {} not {expected} ± {interval}", seen / looks);
    }
}
