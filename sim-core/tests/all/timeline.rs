//! Going back and forth, forking at every kind of boundary, acting in the past, the present and the future, stepping.

use std::collections::BTreeSet;
use std::rc::Rc;

use sim_core::act::parse_line;
use sim_core::run::{By, Recipe, Timeline};
use sim_core::scenario::Scenario;
use sim_core::time::Time;
use sim_core::trace::{Row, What};
use sim_core::world::World;

use crate::bench::{busy, lines, small};
use crate::generate::Dice;
use crate::properties::same;

/// A world with something of each kind: acts, periods, spans, labels that take each other's place.
fn eventful() -> Recipe {
    let scenario = Scenario {
        acts: lines("storm: at 60ms isolate b for 40ms\nlate: at 700ms crash b"),
        ..(*small(&["a", "b", "c"], "anti_entropy = 70ms", "latency = 3ms..30ms")).clone()
    };
    Recipe::idle(Rc::new(scenario)).with(lines(
        "at 0s ask ann write x 1\nat 10ms cut a-b\nevery 20ms from 15ms until 300ms ask ann write x next
         one: at 50ms crash c for 100ms\nat 90ms heal\nat 400ms hold a-b for 100ms\nat 450ms pause a for 30ms
         every 25ms from 500ms ask bo read x\nat 1s ask bo read x",
    ))
}

#[track_caller]
fn fresh(timeline: &Timeline) {
    same(0, timeline.world(), &timeline.recipe().play(Some(timeline.world().now)).unwrap());
}

#[test]
fn a_fork_at_every_kind_of_boundary_is_what_its_lines_say() {
    let mut whole = Timeline::new(eventful()).unwrap().spaced(20);
    whole.seek(Time::NEVER).unwrap();
    let boundaries = [
        (0, 1),             // before everything but what happens at the first instant
        (9_999, 1),         // just before an act
        (10_000, 2),        // at it
        (15_000, 3),        // at the first occurrence of a period
        (55_000, 4),        // at another
        (56_000, 4),        // between two
        (100_000, 5),       // in the middle of a span, and at the end of another
        (150_000, 5),       // at the end of that one
        (450_000, 7),       // at the beginning of a pause
        (480_000, 7),       // at its end
        (999_999, 8),       // just before the end of the run
        (1_000_000, 9),     // at the end
        (5_000_000_000, 9), // long after it
    ];
    for (at, kept) in boundaries {
        let mut fork = whole.fork(Time(at)).unwrap();
        assert_eq!(fork.recipe().lines.len(), kept, "at {at} us");
        fresh(&fork);
        fork.seek(Time::NEVER).unwrap();
        fresh(&fork);
        fork.act(parse_line("at 480ms ask ann write y 7").unwrap()).unwrap();
        fresh(&fork);
    }
    fresh(&whole);
}

#[test]
fn a_line_may_be_added_in_the_past_the_present_and_the_future() {
    for now in [0, 15_000, 55_000, 77_777, 450_000, 999_999, 1_000_000] {
        for at in ["0s", "15ms", "55ms", "77.777ms", "450ms", "1s", "2s"] {
            for line in ["at T crash b for 30ms", "every 9ms from T ask bo write x next", "storm: at T cut a-c"] {
                let mut timeline = Timeline::new(eventful()).unwrap().spaced(20);
                timeline.seek(Time::NEVER).unwrap();
                timeline.seek(Time(now)).unwrap();
                timeline.act(parse_line(&line.replace('T', at)).unwrap()).unwrap();
                assert_eq!(timeline.world().now, Time(now));
                fresh(&timeline);
                timeline.seek(Time::ms(600)).unwrap();
                fresh(&timeline);
                timeline.seek(Time::ms(33)).unwrap();
                fresh(&timeline);
            }
        }
    }
}

#[test]
fn a_label_takes_the_place_of_a_line_again_and_again() {
    let mut timeline = Timeline::new(eventful()).unwrap().spaced(15);
    for (now, line) in [
        (500, "storm: at 80ms cut a-b for 10ms"),
        (50, "storm: at 300ms isolate b for 10ms"),
        (900, "one: at 20ms pause b for 5ms"),
        (200, "late: at 100ms crash a for 1ms"),
        (800, "one: at 950ms heal"),
    ] {
        timeline.seek(Time::ms(now)).unwrap();
        timeline.act(parse_line(line).unwrap()).unwrap();
        fresh(&timeline);
        let fork = timeline.fork(Time::ms(now / 2)).unwrap();
        fresh(&fork);
        timeline.seek(Time::ms(1_000)).unwrap();
        fresh(&timeline);
    }
    let storms = timeline.world().trace.acts.iter().filter(|a| a.label.as_deref() == Some("storm")).count();
    assert_eq!(storms, 1);
}

#[test]
fn what_is_not_possible_leaves_a_timeline_as_it_was() {
    let mut timeline = Timeline::new(eventful()).unwrap();
    timeline.seek(Time::ms(300)).unwrap();
    let before = timeline.world().trace.fingerprint();
    assert!(timeline.act(parse_line("at 10ms crash nobody").unwrap()).is_err());
    assert_eq!((timeline.world().trace.fingerprint(), timeline.recipe().lines.len()), (before, 9));
    fresh(&timeline);
}

#[test]
fn checkpoints_are_few_however_long_a_run_is() {
    let recipe = Recipe::idle(busy("register", "mode = quorum; R = 2; W = 2"));
    let mut timeline = Timeline::new(recipe.clone()).unwrap().spaced(3);
    timeline.seek(Time::NEVER).unwrap();
    let all: Vec<(Time, u64)> = timeline.checkpoints().collect();
    let events = timeline.world().events();
    assert!(events > 5_000, "{events} events");
    assert!((32..=64).contains(&all.len()) && all[0] == (Time::ZERO, 0), "{all:?}");
    assert!(all.windows(2).all(|w| w[0].1 < w[1].1 && w[0].0 <= w[1].0), "{all:?}");
    // Nowhere is the way from the last one before much longer than elsewhere.
    let longest = all.windows(2).map(|w| w[1].1 - w[0].1).max().unwrap_or_default();
    assert!(longest <= 2 * events / 32 && events - all[all.len() - 1].1 <= longest + 50, "{longest} of {events}");
    let mut dice = Dice::new(1);
    for _ in 0..12 {
        timeline.seek(Time::ms(dice.below(35_000))).unwrap();
        fresh(&timeline);
        assert!(timeline.checkpoints().count() <= 64);
    }
    for _ in 0..3 {
        let at = Time::ms(dice.below(35_000));
        timeline.seek(at).unwrap();
        timeline.act(parse_line(&format!("at {at} crash b for 100ms")).unwrap()).unwrap();
        timeline.seek(Time::NEVER).unwrap();
        assert!(timeline.checkpoints().count() <= 64);
    }
    fresh(&timeline);
}

/// The instants at which something happens that this fits.
fn instants(world: &World, fits: impl Fn(&Row) -> bool) -> BTreeSet<Time> {
    world.trace.rows().filter(fits).map(|row| row.at).collect()
}

#[test]
fn steps_stop_where_something_happens_and_nowhere_else() {
    let whole = eventful().play(None).unwrap();
    let b = whole.node("b").unwrap();
    let message = |row: &Row| matches!(row.what, What::Arrived(_) | What::Lost(..));
    let cases = [
        (By::Event, instants(&whole, |_| true)),
        (By::Message, instants(&whole, message)),
        (By::Node(b), instants(&whole, |row| whole.place(row) == Some(b))),
    ];
    for (by, expected) in cases {
        let mut timeline = Timeline::new(eventful()).unwrap();
        let mut found = BTreeSet::new();
        while timeline.step(by) {
            assert!(found.insert(timeline.world().now), "{by:?} stands still at {}", timeline.world().now);
            assert_eq!(timeline.world().trace.rows().last().map(|r| r.at), Some(timeline.world().now), "{by:?}");
        }
        assert_eq!(found, expected, "{by:?}");
        assert!(!timeline.step(by) && !timeline.step(By::Event), "{by:?} goes beyond the end");
        same(0, timeline.world(), &eventful().play(Some(timeline.world().now)).unwrap());
    }
}
