//! What the engine once got wrong about time, order, crashes and forks, each by the name of the lie.

use std::rc::Rc;

use sim_core::act::parse_line;
use sim_core::history::{CallEnd, Outcome};
use sim_core::luck::Seed;
use sim_core::run::{Recipe, Timeline};
use sim_core::scenario::Scenario;
use sim_core::time::Time;
use sim_core::trace::{End, Message};
use sim_core::world::World;

use crate::bench::{lines, play, small, three};

/// When each message between `from` and `to` arrived, in microseconds; nothing for what did not.
fn arrivals(world: &World, from: &str, to: &str) -> Vec<Option<u64>> {
    let on = |m: &Message| world.names[m.from.index()] == from && world.names[m.to.index()] == to;
    let arrived = |m: Message| match m.end {
        Some((t, End::Arrived)) => Some(t.0),
        _ => None,
    };
    world.trace.messages().filter(on).map(arrived).collect()
}

fn orderly(acts: &str) -> Vec<Option<u64>> {
    arrivals(&play(&small(&["a", "b"], "", "order = fifo"), 7, acts), "a", "b")
}

#[test]
fn a_hold_does_not_let_one_message_overtake_another_on_an_orderly_link() {
    let during = "at 5ms hold a-b\nat 10ms set a-b.latency 100ms\nat 11ms ask ann write x 1
                  at 20ms set a-b.latency 5ms\nat 90ms ask ann write x 2\nat 100ms release a-b";
    assert_eq!(orderly(during), [Some(200_000), Some(200_001)]);
    let after = "at 5ms hold a-b\nat 11ms ask ann write x 1\nat 100ms release a-b
                 at 100ms set a-b.latency 1ms\nat 101ms ask ann write x 2";
    assert_eq!(orderly(after), [Some(110_000), Some(110_001)]);
    // A release of what nothing holds changes nothing.
    let idle = "at 11ms set a-b.latency 50ms\nat 12ms ask ann write x 1\nat 13ms release a-b
                at 13ms set a-b.latency 1ms\nat 14ms ask ann write x 2";
    assert_eq!(orderly(idle), [Some(62_000), Some(62_001)]);
}

#[test]
fn a_message_delayed_by_hand_holds_up_those_behind_it_on_an_orderly_link() {
    let acts = "at 10ms ask ann write x 1\nat 12ms ask ann write x 2\nat 13ms delay next copy by 50ms
                at 30ms ask ann write x 3\nat 90ms ask ann write x 4";
    assert_eq!(orderly(acts), [Some(70_000), Some(70_001), Some(70_002), Some(100_000)]);
    let free = "at 10ms ask ann write x 1\nat 12ms ask ann write x 2\nat 13ms delay next copy by 50ms";
    let world = play(&small(&["a", "b"], "", ""), 7, free);
    assert_eq!(arrivals(&world, "a", "b"), [Some(70_000), Some(22_000)]);
}

#[test]
fn a_machine_does_not_refuse_what_another_copy_of_it_has_done() {
    // One copy is done; the node crashes, the answer is lost, and the other copy finds nobody.
    let acts = "at 10ms ask ann write x 1 at b\nat 12ms duplicate next write from ann to b
                at 21ms crash b\nat 21ms drop next write from b to ann";
    let world = play(&small(&["a", "b"], "", ""), 7, acts);
    assert_eq!(world.history.ops[0].outcome, Outcome::Unknown);
    // One copy finds nobody, and the other is done after the restart.
    let acts = "at 10ms ask ann write x 1 at b\nat 12ms duplicate next write from ann to b\nat 19ms crash b for 2ms";
    let world = play(&small(&["a", "b"], "", ""), 7, acts);
    assert_eq!(world.history.ops[0].outcome, Outcome::Ok(None));
    // Both find nobody: the second to come says so.
    let acts = "at 10ms ask ann write x 1 at b\nat 12ms duplicate next write from ann to b\nat 19ms crash b";
    let world = play(&small(&["a", "b"], "", ""), 7, acts);
    assert_eq!((world.history.ops[0].outcome, world.history.ops[0].returned), (Outcome::Failed, Time::ms(32)));
}

#[test]
fn a_caller_that_has_crashed_waits_for_nothing() {
    let acts = "at 10ms ask ann write x 1 at b\nat 15ms crash ann for 1ms";
    let world = play(&small(&["a", "b"], "", ""), 7, acts);
    let call = &world.history.calls[0];
    assert_eq!((call.end, call.ended, call.begun, call.orphan()), (CallEnd::GivenUp, Time::ms(15), Time::ms(20), true));
    assert_eq!(world.history.ops[0].outcome, Outcome::Open, "nobody is left who could say");
    // An answer that has waited for a node that stood still, and crashed, was never heard.
    let acts = "at 10ms ask ann write x 1 at b\nat 25ms pause ann for 100ms\nat 50ms crash ann for 1ms";
    let world = play(&small(&["a", "b"], "", ""), 7, acts);
    assert_eq!((world.history.calls[0].end, world.history.calls[0].ended), (CallEnd::GivenUp, Time::ms(50)));
}

#[test]
fn a_disk_is_not_told_that_a_write_is_safe_by_an_earlier_life_of_its_node() {
    // Node a boots 256 more times before the first write would have been safe; the second is safe at 800 ms.
    let acts = "at 1ms ask ann write x 1\nevery 1ms from 2ms until 258ms crash a for 500us
                at 300ms ask ann write x 2\nat 600ms crash a for 1ms\nat 650ms ask ann read x";
    let world = play(&small(&["a", "b"], "disk = 500ms", ""), 7, acts);
    assert_eq!(world.history.ops.iter().last().map(|op| op.outcome), Some(Outcome::Ok(Some(0))));
}

#[test]
fn a_clock_whose_rate_is_set_again_and_again_does_not_stand_still() {
    let shown = |acts: &str| {
        let world = play(&small(&["a", "b"], "", ""), 7, acts);
        world.clock(world.node("a").unwrap(), Time::ms(900)).mono(Time::ms(900)).0
    };
    assert_eq!(shown("every 1us from 0s until 10ms drift a -137ppm"), shown("at 0s drift a -137ppm"));
}

#[test]
fn a_pause_of_a_node_that_is_down_does_not_last_for_ever() {
    let world = play(&small(&["a", "b"], "", ""), 7, "at 1ms crash b\nat 2ms pause b for 10ms\nat 20ms restart b");
    assert_eq!(world.trace.acts[1].until, Time::ms(2));
}

#[test]
fn clients_remember_how_much_they_have_asked_whatever_their_disk_does() {
    let recipe = Recipe::idle(small(&["a", "b"], "", "")).with(lines("at 1s set people.disk 5ms"));
    let why = recipe.play(None).map(|_| ()).unwrap_err().to_string();
    assert!(why.contains("unknown setting `disk`"), "{why}");
}

#[test]
fn a_fork_does_not_begin_where_a_line_that_was_replaced_has_left_its_mark() {
    let busy = "every 200us from 0s ask ann write x next";
    let recipe = Recipe::idle(small(&["a", "b"], "", "")).with(lines(&format!("storm: at 10ms cut a-b\n{busy}")));
    let mut timeline = Timeline::new(recipe).unwrap();
    timeline.advance(Time::ms(700), u64::MAX);
    timeline.act(parse_line("storm: at 900ms cut a-b").unwrap()).unwrap();
    let fork = timeline.fork(Time::ms(650)).unwrap();
    let fresh = fork.recipe().play(Some(Time::ms(650))).unwrap();
    assert_eq!(fork.recipe().lines.len(), 1, "neither storm is part of it");
    assert_eq!(fork.world().trace.fingerprint(), fresh.trace.fingerprint());
}

#[test]
fn a_line_of_the_future_does_not_move_the_present() {
    let recipe = Recipe::idle(small(&["a", "b"], "", "")).with(lines("every 200us from 0s ask ann write x next"));
    let mut timeline = Timeline::new(recipe).unwrap();
    timeline.advance(Time::NEVER, u64::MAX);
    timeline.seek(Time::ms(5)).unwrap();
    timeline.act(parse_line("at 900ms crash b").unwrap()).unwrap();
    assert_eq!(timeline.world().now, Time::ms(5));
}

#[test]
fn lines_that_a_fork_has_left_behind_take_no_room() {
    let many = |at: u64| lines(&format!("at {at}ms ask ann read x\n").repeat(600));
    let timeline = Timeline::new(Recipe::idle(small(&["a", "b"], "", "")).with(many(500))).unwrap();
    let mut fork = timeline.fork(Time::ms(100)).unwrap();
    for line in many(600) {
        fork.act(line).unwrap();
    }
    fork.seek(Time::NEVER).unwrap();
    assert_eq!(fork.world().history.ops.len(), 600);
}

#[test]
fn what_is_forgotten_is_never_what_is_still_under_way() {
    let script = "every 1ms from 5ms ask bo write x next\nat 1ms hold a-b\nat 2ms ask ann write x 1
                  at 980ms duplicate next copy from a to b\nat 985ms drop next copy from a to b\nat 990ms release a-b";
    let scenario = small(&["a", "b", "c", "d"], "", "");
    let mut world = World::new(&scenario, Seed(7), &lines(script)).unwrap().keeping(0);
    world.advance(Time::NEVER, u64::MAX);
    assert!(world.trace.len() > 8_000, "{} rows are too few to forget any", world.trace.len());
    assert_eq!(world.trace.fingerprint(), play(&scenario, 7, script).trace.fingerprint());
    assert!(world.text().contains("moved"), "{}", world.text());
    // Nor is it a row of a message that was sent long before.
    let slow = "every 1ms from 5ms ask bo write x next\nat 1ms set a-c.latency 995ms\nat 2ms ask ann write x 1";
    let mut world = World::new(&scenario, Seed(7), &lines(slow)).unwrap().keeping(500);
    world.advance(Time::NEVER, u64::MAX);
    assert!(world.text().contains("arrive   a -> c"));
}

#[test]
fn charges_beyond_all_measure_do_not_bring_a_ledger_down() {
    let people = "timeout = 1s; load = none; mix = 100% charge ann 1";
    let charges = "every 1ms from 1ms until 20ms ask ann charge u 1000000000000000000";
    let scenario: Rc<Scenario> = three("ledger", "apply = 0s", people, "", "");
    let world = play(&scenario, 7, charges);
    assert_eq!(world.history.ops.iter().filter(|op| op.outcome == Outcome::Ok(None)).count(), 19);
}
