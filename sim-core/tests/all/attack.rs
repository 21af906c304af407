//! Worlds that mean harm: every setting at its ends while the run goes on, every fault upon every other, text that is
//! almost an act line. Nothing may panic, nothing may hang, and what is told must be true.

use std::rc::Rc;

use sim_core::act::{Line, parse_line};
use sim_core::field::Kind;
use sim_core::luck::Seed;
use sim_core::protocols;
use sim_core::registry::ProtocolInfo;
use sim_core::run::Recipe;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::{Duration, Time};
use sim_core::world::{Ended, World};

use crate::bench::lines;
use crate::formed::well_formed;
use crate::generate::{Dice, Plot, recipe, servers};

/// So many nodes of a protocol, with two clients who ask them everything that they know.
fn world(of: &ProtocolInfo, nodes: usize, length: Duration, links: &str) -> Scenario {
    let node = |name: String, beside: Option<&str>| Node { name, beside: beside.map(Into::into) };
    let op = |v: &sim_core::registry::Verb| {
        format!("{}{}{}", v.name, if v.key { " x" } else { "" }, if v.value { " next" } else { "" })
    };
    let script = of.verbs.iter().enumerate().map(|(i, v)| format!("every 7ms from {i}ms ask ann {}", op(v)));
    let script: Vec<String> =
        script.chain(of.verbs.iter().map(|v| format!("every 9ms from 3ms ask bo {}", op(v)))).collect();
    Scenario {
        seed: Seed(1),
        length,
        groups: vec![
            Group {
                name: "all".into(),
                protocol: of.name.into(),
                nodes: (0..nodes).map(|i| node(format!("n{i}"), None)).collect(),
                ..Group::default()
            },
            Group {
                name: "people".into(),
                protocol: "client".into(),
                nodes: vec![node("ann".into(), Some("n0")), node("bo".into(), Some("n1"))],
                settings: crate::bench::settings("timeout = 40ms"),
                script: lines(&script.join("\n")),
            },
        ],
        links: crate::bench::settings(links),
        ..Scenario::default()
    }
}

#[track_caller]
fn ends(what: &str, scenario: Scenario, acts: Vec<Line>) -> World {
    let recipe = Recipe::idle(Rc::new(scenario)).with(acts);
    let run = recipe.play(None).unwrap_or_else(|e| panic!("{what}: {e}"));
    assert!(run.ended.is_some(), "{what}");
    assert_eq!(run.trace.fingerprint(), recipe.play(None).unwrap().trace.fingerprint(), "{what}");
    run
}

/// The values at the ends of what a setting may be.
fn extremes(kind: Kind, group: &str) -> Vec<String> {
    let words = |all: &[&str]| all.iter().map(|w| (*w).to_string()).collect();
    match kind {
        Kind::Whole(low, high) => vec![low.to_string(), high.to_string()],
        Kind::Bound(low, high) => vec![low.to_string(), high.to_string(), "none".into()],
        Kind::Word(all) => words(all),
        Kind::Flag => words(&["true", "false"]),
        Kind::Span => words(&["0s", "1us", "1000000000s"]),
        Kind::Share => words(&["0%", "100%"]),
        Kind::Latency => words(&["0s", "1000000000s", "pareto 1us 0.01", "normal 1ms 1000000000s"]),
        Kind::Load => words(&["closed 0s..1us", "poisson 1000000/s", "every 1us", "none"]),
        Kind::Mix => words(&["none"]),
        Kind::Nodes => vec![group.to_string(), "n1".into(), "none".into()],
    }
}

#[test]
fn every_setting_of_every_protocol_goes_from_one_end_to_the_other_in_the_middle_of_a_run() {
    for of in protocols::all() {
        let group = if of.client { "people" } else { "all" };
        let served = if of.client { servers()[0].clone() } else { of.clone() };
        for field in of.settings().filter(|f| f.name != "init") {
            let values = extremes(field.kind, "all");
            let set = |(i, v): (usize, &String)| format!("at {}ms set {group}.{} {v}", 20 + 11 * i, field.name);
            let mut text: Vec<String> = values.iter().enumerate().map(set).collect();
            let at = 20 + 11 * values.len();
            // There and back, for a while, with a crash and a pause in between.
            text.extend(values.iter().map(|v| format!("at {at}ms set {group}.{} {v} for 9ms", field.name)));
            text.push(format!("at {}ms crash n0 for 3ms", at + 3));
            text.push(format!("at {}ms pause n1 for 13ms", at + 1));
            let what = format!("{}.{}", of.name, field.name);
            let run = ends(&what, world(&served, 3, Duration::ms(150), "latency = 1ms..9ms"), lines(&text.join("\n")));
            well_formed(0, &run);
        }
    }
}

#[test]
fn every_protocol_lives_through_every_fault_at_once() {
    let acts = "at 0s crash n0\nat 0s restart n0\nat 0s pause n1 for 5ms\nat 0s isolate n2\nat 1ms heal
        every 3ms from 5ms pause n1 for 7ms\nevery 11ms from 6ms crash n1 for 2ms\nevery 5ms from 7ms isolate n0 for 3ms
        every 13ms from 9ms hold n0-n1 for 17ms\nevery 19ms from 2ms drift n2 500000ppm for 9ms
        every 17ms from 2ms drift n2 -500000ppm\nevery 7ms from 1ms skew n1 by -1000000000s for 3ms
        every 9ms from 1ms step n0 clock by 1000000000s\nevery 9ms from 2ms step n0 clock by -1000000000s
        every 4ms from 3ms duplicate next\nevery 6ms from 3ms drop next\nevery 8ms from 3ms delay next by 20ms
        every 21ms from 4ms slow n0-n1 by 1000x for 20ms\nevery 23ms from 4ms slow n2 by 1s for 2ms
        every 31ms from 5ms set links.loss 100% for 4ms\nevery 37ms from 5ms set links.order fifo for 20ms
        every 41ms from 5ms pause ann for 30ms\nevery 43ms from 5ms crash bo for 30ms\nat 299ms release n0-n1";
    for of in servers() {
        for links in
            ["latency = 0s", "latency = 5ms; duplication = 100%", "latency = exp 9ms; loss = 100%; order = fifo"]
        {
            let mut text = acts.to_string();
            if of.works {
                text += "\nevery 29ms from 1ms slow n1 by 1000000x for 10ms\nevery 27ms from 2ms slow n0 by 0.001x";
            }
            let mut scenario = world(&of, 3, Duration::ms(300), links);
            scenario.groups[0].settings = crate::bench::settings("disk = pareto 1ms 0.5");
            let run = ends(&format!("{} with {links}", of.name), scenario, lines(&text));
            well_formed(0, &run);
        }
    }
}

#[test]
fn runs_of_no_length_and_of_the_greatest_length_end() {
    for of in servers() {
        let none =
            ends(of.name, world(&of, 2, Duration::ZERO, "latency = 0s"), lines("at 0s crash n0\nat 1us crash n1"));
        assert!(none.now == Time::ZERO && none.ended.is_some(), "{}", of.name);
        let mut long = world(&of, 2, sim_core::limits::LENGTH, "latency = 1000000000s");
        long.groups[1].script.clear();
        long.acts = lines(
            "at 281474s ask ann nothing\nat 281474976s pause n0 for 1000000000s\nat 281474976s drift n1 500000ppm
             at 281474970s skew n1 by 1000000000s\nat 281474970s slow n0-n1 by 1000000x\nevery 1000000000s from 1s heal",
        );
        long.acts.remove(0);
        let mut run = World::new(&long, Seed(1), &[]).unwrap();
        // Not to the limit of a million events: only where time ends.
        run.advance(Time::NEVER, 20_000);
        well_formed_so_far(&run);
    }
}

fn well_formed_so_far(world: &World) {
    assert!(world.trace.rows().all(|row| row.at <= world.now) && world.now <= world.length);
}

#[test]
fn three_hundred_nodes_of_every_protocol_are_as_good_as_three() {
    for of in servers() {
        let scenario = world(&of, 298, Duration::ms(40), "latency = 10ms");
        let acts =
            "at 5ms isolate n1 n2 n3\nat 6ms cut n4-n5\nat 7ms set n7.latency 3ms\nat 8ms crash n297\nat 9ms heal";
        let run = Recipe::idle(Rc::new(scenario)).with(lines(acts)).play(None).unwrap();
        assert!(run.ended.is_some() && run.names.len() == 300, "{}", of.name);
    }
    let too_many = world(&servers()[0], 299, Duration::ms(40), "");
    assert!(Recipe::idle(Rc::new(too_many)).play(None).is_err());
}

#[test]
fn lines_that_are_almost_right_are_refused_and_say_where() {
    let (mut wrong, mut right) = (0, 0);
    for n in 0..4_000 {
        let (recipe, mut dice, plot) = recipe(14_000_000 + n);
        let mut text: Vec<char> = plot.line(&mut dice).to_string().chars().collect();
        for _ in 0..=dice.below(3) {
            mutate(&mut dice, &mut text);
        }
        let text: String = text.into_iter().collect();
        match parse_line(&text) {
            Ok(line) => {
                right += 1;
                assert_eq!(parse_line(&line.to_string()).as_ref(), Ok(&line), "`{text}` is spelled `{line}`");
                // It can be planned or is refused; either way, nothing else happens.
                if let Ok(world) = World::new(&recipe.scenario, Seed(n), std::slice::from_ref(&line)) {
                    assert!(world.ended.is_none());
                }
            }
            Err(error) => {
                wrong += 1;
                let place = text.get(error.at.clone());
                assert!(place.is_some(), "{:?} is no place in `{text}`", error.at);
                assert!(!error.to_string().is_empty(), "`{text}`");
            }
        }
    }
    assert!(wrong > 2_000 && right > 200, "{wrong} wrong, {right} right");
}

/// A letter is taken away, doubled, put in or changed; or two words change places.
fn mutate(dice: &mut Dice, text: &mut Vec<char>) {
    const LETTERS: &[&str] =
        &["0", "9", "-", ">", ".", ":", " ", "a", "s", "x", "%", "~", "é", "\u{2028}", "😀", "\t", "+"];
    let at = dice.below(text.len() as u64 + 1) as usize;
    let letter = dice.one(LETTERS).chars().next().unwrap_or(' ');
    match dice.below(5) {
        0 if at < text.len() => _ = text.remove(at),
        1 if at < text.len() => text.insert(at, text[at]),
        2 => text.insert(at, letter),
        3 if at < text.len() => text[at] = letter,
        _ => {
            let whole: String = text.iter().collect();
            let mut words: Vec<&str> = whole.split(' ').collect();
            dice.shuffle(&mut words);
            *text = words.join(" ").chars().collect();
        }
    }
}

#[test]
fn every_line_that_the_plot_can_write_is_spelled_as_it_is_read() {
    for n in 0..600 {
        let mut dice = Dice::new(15_000_000 + n);
        let all = servers();
        let plot = Plot::new(&mut dice, all[n as usize % all.len()].clone());
        let line = plot.line(&mut dice);
        assert_eq!(parse_line(&line.to_string()), Ok(line));
    }
}

#[test]
fn a_run_that_is_over_stays_over() {
    for (n, wanted) in [(0, 0), (1, 1), (2, 2)] {
        let of = &servers()[n];
        let mut run = World::new(&world(of, 2, Duration::ms(30), "latency = 1ms"), Seed(wanted), &[]).unwrap();
        run.advance(Time::NEVER, u64::MAX);
        let (ended, rows) = (run.ended, run.trace.len());
        assert!(run.advance(Time::NEVER, u64::MAX) && run.advance(Time::ZERO, 0));
        assert_eq!((run.ended, run.trace.len()), (ended, rows));
        assert_ne!(ended, Some(Ended::Limit(sim_core::limits::Limit::Events)));
    }
}

#[test]
fn an_act_that_reaches_much_counts_for_much() {
    let busy = "load = poisson 20000/s; mix = 100% write x next; timeout = 100s";
    let crowd = crate::bench::three("register", "", busy, "latency = 100s", "");
    for acts in [
        "every 2us from 300ms hold a-b\nevery 2us from 300.001ms release a-b",
        "every 2us from 300ms drift ann 1ppm\nevery 2us from 300.001ms drift ann 2ppm",
        "every 1us from 300ms cut a-b",
    ] {
        let mut run = World::new(&crowd, Seed(1), &lines(acts)).unwrap();
        run.advance(Time::ms(400), u64::MAX);
        assert_eq!(run.ended, Some(Ended::Limit(sim_core::limits::Limit::Events)), "{acts}");
        assert!(run.trace.acts.len() < 2_000 && run.trace.len() < 3_000_000, "{acts}: {} acts", run.trace.acts.len());
    }
    let many = world(&servers()[0], 298, Duration::ms(40), "");
    let run = Recipe::idle(Rc::new(many)).with(lines("every 1us from 1ms isolate n1 n2 n3 n4 n5")).play(None).unwrap();
    assert!(run.trace.acts.len() < 1_000, "{} acts", run.trace.acts.len());
}
