//! What the engine once got wrong, each by the name of the lie.

use std::rc::Rc;

use sim_core::act::parse_line;
use sim_core::history::Outcome;
use sim_core::measure::Verdict;
use sim_core::run::{Recipe, Timeline};
use sim_core::scenario::Scenario;
use sim_core::time::Time;
use sim_core::trace::{End, Loss, What};
use sim_core::world::World;

use crate::bench::{lines, play, small, three, told};
use crate::cap::{figure, measured};

fn two(acts: &str) -> World {
    play(&small(&["a", "b"], "", ""), 7, acts)
}

/// When each message from `a` to `b` arrived, in milliseconds; nothing for what did not.
fn arrivals(world: &World) -> Vec<Option<u64>> {
    let on = |m: &sim_core::trace::Message| world.names[m.from.index()] == "a" && world.names[m.to.index()] == "b";
    let arrived = |m: sim_core::trace::Message| match m.end {
        Some((t, End::Arrived)) => Some(t.0 / 1_000),
        _ => None,
    };
    world.trace.messages().filter(on).map(arrived).collect()
}

#[test]
fn a_message_released_behind_a_cut_does_not_slip_through_it() {
    // Held before its middle, cut meanwhile, released long after the middle would have been.
    assert_eq!(
        arrivals(&two("at 10ms ask ann write x 1\nat 11ms hold a-b\nat 20ms cut a-b\nat 500ms release a-b")),
        [None]
    );
    // Held past its middle: no cut catches it any more.
    assert_eq!(
        arrivals(&two("at 10ms ask ann write x 1\nat 17ms hold a-b\nat 20ms cut a-b\nat 500ms release a-b")),
        [Some(503)]
    );
    // What the link's luck had lost stays lost.
    let lossy = small(&["a", "b"], "", "");
    let acts = "at 5ms set a-b.loss 100%\nat 10ms ask ann write x 1\nat 11ms hold a-b\nat 500ms release a-b";
    assert_eq!(arrivals(&play(&lossy, 7, acts)), [None]);
}

#[test]
fn the_end_of_one_hold_does_not_end_another() {
    let acts = "at 1ms hold a-b for 50ms\nat 2ms hold a-b\nat 10ms ask ann write x 1\nat 100ms release a-b";
    assert_eq!(arrivals(&two(acts)), [Some(110)]);
    let again = "at 1ms hold a-b for 50ms\nat 5ms release a-b\nat 6ms hold a->b\nat 10ms ask ann write x 1";
    assert_eq!(arrivals(&two(again)), [None]);
    let half = two("one: at 1ms hold a-b\nat 5ms release a->b\nat 10ms ask ann write x 1\nat 20ms ask bo write x 2");
    assert_eq!(arrivals(&half), [Some(20)]);
    assert_eq!(half.trace.acts[0].until, Time::NEVER, "it still lies on the way back");
}

#[test]
fn a_slow_or_a_set_that_ends_leaves_a_later_one_alone() {
    let acts = "at 1ms slow a-b by 100ms for 50ms\nat 20ms slow a-b by 200ms\nat 60ms ask ann write x 1";
    assert_eq!(arrivals(&two(acts)), [Some(270)]);
    let sets = "at 1ms set a-b.latency 1ms for 50ms\nat 20ms set a-b.latency 70ms\nat 60ms ask ann write x 1";
    assert_eq!(arrivals(&two(sets)), [Some(130)]);
    let nested = "at 1ms slow b by 1ms for 100ms\nat 20ms slow b by 40ms for 20ms\nat 60ms ask ann write x 1";
    assert_eq!(arrivals(&two(nested)), [Some(71)]);
    let world = two("at 1ms set replicas.R 2 for 50ms\nat 20ms set replicas.R 3");
    assert_eq!(world.spelled("replicas", "R"), Some("3"));
}

#[test]
fn a_node_is_down_as_long_as_any_crash_lasts() {
    let up = |acts: &str| -> Vec<u64> {
        let world = two(acts);
        let b = world.node("b").unwrap();
        world.trace.rows().filter(|r| r.what == What::Up(b)).map(|r| r.at.0 / 1_000).collect()
    };
    assert_eq!(up("at 10ms crash b for 50ms\nat 20ms crash b for 100ms"), [0, 120]);
    assert_eq!(up("at 10ms crash b for 50ms\nat 20ms restart b\nat 30ms crash b"), [0, 20]);
    assert_eq!(up("at 0s crash b"), []);
    assert_eq!(up("at 0s crash b for 10ms"), [10]);
    assert_eq!(up("at 0s restart b"), [0], "it boots once");
}

#[test]
fn a_client_can_be_asked_at_the_first_instant() {
    assert_eq!(two("every 100ms from 0s until 150ms ask ann write x next").history.ops.len(), 2);
}

#[test]
fn more_cuts_than_a_small_number_can_count() {
    assert_eq!(
        arrivals(&two("every 1us from 0s until 3ms cut a-b\nat 10ms heal\nat 20ms ask ann write x 1")),
        [Some(30)]
    );
}

#[test]
fn a_line_of_the_future_does_not_change_the_past() {
    let recipe = Recipe::idle(small(&["a", "b"], "", "")).with(lines("at 10ms ask ann write x next"));
    let mut timeline = Timeline::new(recipe).unwrap();
    timeline.advance(Time::ms(500), u64::MAX);
    timeline.act(parse_line("at 500ms ask ann write x 400").unwrap()).unwrap();
    assert_eq!(timeline.world().history.ops[0].value, Some(1));
    timeline.act(parse_line("at 600ms ask ann write x next").unwrap()).unwrap();
    timeline.seek(Time::NEVER).unwrap();
    assert_eq!(timeline.world().history.ops[2].value, Some(401));
}

#[test]
fn a_fork_does_not_bring_back_what_a_label_had_replaced() {
    let base = small(&["a", "b"], "", "");
    let scenario = Scenario { acts: lines("storm: at 10ms cut a-b"), ..(*base).clone() };
    let recipe = Recipe::idle(Rc::new(scenario))
        .with(lines("storm: at 500ms cut a-b\ntwo: at 20ms crash b\ntwo: at 600ms crash b"));
    let fork = Timeline::new(recipe).unwrap().fork(Time::ms(100)).unwrap();
    assert!(fork.world().trace.acts.is_empty(), "{:?}", fork.world().trace.acts);
}

#[test]
fn the_second_of_two_equal_scheduled_lines_takes_the_place_of_the_first() {
    let base = small(&["a", "b"], "", "");
    let acts = lines("storm: at 10ms cut a-b\nstorm: at 20ms cut a-b for 5ms");
    let world = play(&Rc::new(Scenario { acts, ..(*base).clone() }), 7, "");
    assert_eq!(world.trace.acts.iter().map(|a| a.at).collect::<Vec<_>>(), [Time::ms(20)]);
}

#[test]
fn a_copy_made_by_hand_and_one_made_by_luck_have_two_names() {
    let world = small(&["a", "b"], "", "duplication = 100%");
    let run = play(&world, 7, "at 10ms ask ann write x 1\nat 12ms duplicate next copy from a");
    let mut names: Vec<u64> = run.trace.messages().map(|m| m.name.0).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|w| w[0] != w[1]));
    // A copy can be dropped at the very instant of its sending, too.
    let copy = run.trace.messages().find(|m| m.copy && m.note.value.is_some() && m.call.is_none()).unwrap();
    let again = play(&world, 7, &format!("at 10ms ask ann write x 1\nat 10ms drop ~{:08x}", copy.name.short()));
    assert!(
        again.trace.messages().any(|m| m.name == copy.name && matches!(m.end, Some((_, End::Lost(Loss::Dropped)))))
    );
}

#[test]
fn a_closed_client_waits_for_one_answer_whatever_is_set_meanwhile() {
    let people = "timeout = 5s; load = closed 1ms..2ms; mix = 100% read x";
    let world = three("register", "mode = quorum; R = 2; W = 2", people, "latency = 100ms", "");
    let run =
        play(&world, 1, "every 30ms from 10ms until 2s set people.timeout 4s\nat 3s set people.load closed 1ms..3ms");
    let most = run.history.ops.iter().map(|op| {
        run.history
            .ops
            .iter()
            .filter(|o| o.client == op.client && o.called <= op.called && o.returned > op.called)
            .count()
    });
    assert_eq!(most.max(), Some(1));
}

#[test]
fn a_load_that_is_set_for_a_while_gives_way_to_the_script_again() {
    let base = small(&["a", "b"], "", "");
    let mut scenario = (*base).clone();
    scenario.groups[1].script = lines("every 100ms from 50ms ask ann write x next");
    let run = play(&Rc::new(scenario), 7, "at 200ms set people.load every 500ms for 300ms");
    let asked: Vec<u64> = run.trace.acts.iter().filter(|a| a.text.starts_with("ask")).map(|a| a.at.0 / 1_000).collect();
    assert_eq!(asked, [50, 150, 550, 650, 750, 850, 950]);
}

#[test]
fn a_client_that_starts_again_goes_on_with_new_luck() {
    let people = "load = closed 5ms..10ms; mix = 50% write x next, 50% read x";
    let run = play(&three("register", "", people, "", ""), 1, "at 5s crash ann for 1s\nat 12s crash ann for 1s");
    let mut names: Vec<u64> = run.history.ops.iter().map(|op| op.name.0).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|w| w[0] != w[1]), "an operation's name was used twice");
}

#[test]
fn a_refused_write_is_not_done_behind_the_clients_back() {
    let text = told("at 5ms set people.refuse true for 10ms\nat 10ms ask ann write x 1\nat 50ms ask bo read x");
    assert!(
        text.contains("return   ann          write x 1 = failed")
            && text.contains("return   bo           read x = ok 0"),
        "{text}"
    );
    assert!(!text.contains("copy"), "{text}");
}

#[test]
fn a_client_beside_nobody_asks_the_node_that_it_is_told() {
    let mut scenario = (*small(&["a", "b"], "", "")).clone();
    scenario.groups[1].nodes[0].beside = None;
    let run = play(&Rc::new(scenario), 7, "at 10ms ask ann read x at b");
    assert_eq!(run.history.ops[0].outcome, Outcome::Ok(Some(0)));
}

#[test]
fn a_clients_own_link_can_be_set_by_its_name() {
    let run = two("at 1ms set ann.loss 100%\nat 10ms ask ann read x");
    assert_eq!(run.history.ops[0].outcome, Outcome::Unknown);
}

#[test]
fn a_value_that_was_written_again_is_not_stale() {
    let acts = "at 10ms ask ann write x 100\nat 100ms ask ann write x 45\nat 200ms ask ann write x 100\nat 300ms ask ann read x";
    assert!(figure(&two(acts), "stale_reads", &[]) < 0.5);
}

#[test]
fn an_answer_never_looks_like_another_one_in_the_fingerprint() {
    // What is read by one answer alone differs; every message is the same.
    let of = |init: &str| play(&small(&["a", "b"], init, ""), 7, "at 10ms ask ann read x").trace.fingerprint();
    let all: std::collections::BTreeSet<u64> = (0..6).map(|i| of(&format!("init = {i}"))).collect();
    assert_eq!(all.len(), 6);
    assert_ne!(two("at 10ms cut a-b").trace.fingerprint(), two("at 10ms isolate b").trace.fingerprint());
}

#[test]
fn two_groups_that_hold_a_key_of_one_name_hold_two_keys() {
    let mut scenario = (*small(&["a", "b"], "init = 5", "")).clone();
    let mut others = scenario.groups[0].clone();
    (others.name, others.settings) = ("others".into(), vec![("init".into(), "9".into())]);
    others.nodes = vec![sim_core::scenario::Node { name: "z".into(), beside: None }];
    scenario.groups.push(others);
    let run = play(
        &Rc::new(scenario),
        7,
        "at 10ms ask ann read x\nat 20ms ask ann read x at z\nat 50ms ask ann write x 6 at z\nat 90ms ask ann read x",
    );
    assert_eq!(measured(&run, "linearizable", &[("key", "x")]).verdict, Verdict::Holds);
    assert!(figure(&run, "stale_reads", &[("key", "x")]) < 0.5);
}

#[test]
fn anti_entropy_begins_when_a_running_node_is_told_to_answer_by_itself() {
    let world = small(&["a", "b"], "mode = quorum; anti_entropy = 20ms", "");
    let text = crate::bench::told_of(
        &world,
        "at 100ms set replicas.mode any\nat 150ms cut a-b for 30ms\nat 160ms ask ann write x 1",
    );
    assert!(text.contains("sync x 1"), "{text}");
}

#[test]
fn a_reply_that_arrives_twice_is_one_node_of_a_quorum() {
    let world = small(&["a", "b", "c", "d", "e"], "mode = quorum; R = 3; W = 3", "");
    let run = play(&world, 7, "at 1ms cut a-c a-d a-e\nat 1ms set b->a.duplication 100%\nat 10ms ask ann write x 1");
    assert_eq!(run.history.ops[0].outcome, Outcome::Unknown);
}
