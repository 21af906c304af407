//! The ends of what can be asked for: no time, too much time, too much of everything, and nonsense.

use std::rc::Rc;

use expect_test::{Expect, expect};
use sim_core::act::parse_line;
use sim_core::limits::{self, Limit};
use sim_core::run::Recipe;
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};
use sim_core::trace::What;
use sim_core::world::{Ended, World};

use crate::bench::{busy, lines, play, small, three};
use crate::generate::Dice;

/// A run at a limit says so in its last row, and nothing comes after it.
#[track_caller]
fn stopped(world: &World, limit: Limit) {
    assert_eq!(world.ended, Some(Ended::Limit(limit)));
    let stops = world.trace.rows().filter(|r| matches!(r.what, What::Stopped(_))).count();
    assert_eq!((stops, world.trace.rows().last().map(|r| r.what)), (1, Some(What::Stopped(limit))));
}

fn with_length(scenario: &Rc<Scenario>, length: Duration) -> Rc<Scenario> {
    Rc::new(Scenario { length, ..(**scenario).clone() })
}

#[test]
fn requests_without_a_pause_end_at_the_limit_of_an_instant() {
    let people = "timeout = 0s; load = closed 0s..1us; mix = 100% read x";
    stopped(&play(&three("register", "", people, "", ""), 1, ""), Limit::Events);
    let refusing = "timeout = 0s; load = closed 0s..1us; mix = 100% read x; refuse = true";
    assert!(matches!(play(&three("register", "", refusing, "", ""), 1, "").ended, Some(Ended::Limit(_))));
    let many = (0..500).fold(String::new(), |all, i| all + &format!("at 10ms ask ann write k{i} 1\n"));
    stopped(
        &play(&small(&["a", "b", "c", "d", "e"], "", "latency = 0s; duplication = 100%"), 1, &(many.clone() + &many)),
        Limit::Instant,
    );
}

#[test]
fn too_many_messages_under_way_end_the_run() {
    let people = "load = poisson 20000/s; mix = 100% write x next; timeout = 100s";
    stopped(&play(&three("register", "", people, "latency = 100s", ""), 1, "at 1ms hold a-b"), Limit::InFlight);
}

#[test]
fn an_act_repeated_without_end_ends_the_run() {
    let acts = [
        "cut a-b",
        "isolate c",
        "slow a-b by 1ms",
        "slow a-b by 1ms for 10s",
        "drop next copy from c to a",
        "hold a-b",
        "heal",
        "release b-c",
        "crash b",
        "restart b",
        "set links.loss 1% for 1s",
        "set replicas.R 2",
        "duplicate ~00000000",
    ];
    for act in acts {
        let world =
            play(&small(&["a", "b", "c"], "", ""), 1, &format!("every 1us from 0s {act}\nat 5ms ask ann write x 1"));
        stopped(&world, Limit::Acts);
    }
}

#[test]
fn hundreds_of_acts_at_one_instant_are_all_done() {
    let acts: String = (0..999)
        .fold(String::new(), |all, i| all + "at 5ms " + ["cut a-b", "heal", "hold a-b", "release a-b"][i % 4] + "\n");
    let world = play(&small(&["a", "b"], "", ""), 1, &(acts + "at 6ms ask ann write x 1"));
    assert_eq!(world.trace.acts.len(), 1_000);
    // 250 cuts of which the last one came after the last `heal` … 249 heals: the message dies, or waits for ever.
    assert!(
        world
            .trace
            .messages()
            .any(|m| world.names[m.to.index()] == "b" && m.end.is_none_or(|e| e.1 != sim_core::trace::End::Arrived))
    );
}

#[test]
fn a_run_of_no_length_and_one_without_end_both_end() {
    let quiet = small(&["a", "b"], "", "");
    let none = play(&with_length(&quiet, Duration::ZERO), 1, "at 0s ask ann write x 1\nat 1s crash a");
    assert_eq!((none.ended, none.now, none.history.ops.len()), (Some(Ended::Length), Time::ZERO, 1));
    let acts =
        "at 1s crash a for 1000000000s\nat 1000000000s ask bo read x\nevery 999999999s from 3s cut a-b for 1000000000s";
    let endless = play(&with_length(&quiet, limits::LENGTH), 1, acts);
    assert!(endless.ended.is_some());
    let busy = with_length(&busy("register", "init = -4000000000000000000"), limits::LENGTH);
    stopped(&play(&busy, 1, "at 1s set links.latency 1000000000s"), Limit::InFlight);
}

#[test]
fn an_act_at_the_end_is_done_and_one_after_it_is_not() {
    let world = play(&small(&["a", "b"], "", ""), 1, "at 1s crash a\nat 1.000001s crash b");
    assert_eq!((world.trace.acts.len(), world.now), (1, Time::secs(1)));
}

#[test]
fn values_at_the_end_of_the_integers_are_refused_and_next_stays_unused() {
    let world =
        play(&small(&["a", "b"], "", ""), 1, "at 1ms ask ann write x 1000000000000000000\nat 2ms ask ann write x next");
    assert_eq!(world.history.ops[1].value, Some(1_000_000_000_000_000_001));
}

#[track_caller]
fn refused(acts: &str, expected: &Expect) {
    let why = Recipe::idle(small(&["a", "b"], "", "")).with(lines(acts)).play(None).map(|_| ()).unwrap_err();
    expected.assert_eq(&why.to_string());
}

#[test]
fn what_is_not_possible_says_what_is() {
    refused(
        "at 1s ask ann read x at bo",
        &expect!["`at 1s ask ann read x at bo`: `bo` is a client; only servers are asked"],
    );
    refused(
        "at 1s ask a read x",
        &expect!["`at 1s ask a read x`: `a` is not a client; only clients can be asked to do something"],
    );
    refused("at 1s ask ann read x 5", &expect!["`at 1s ask ann read x 5`: `read` is asked as `read KEY`"]);
    refused(
        "at 1s ask ann write x 9223372036854775807",
        &expect![
            "`at 1s ask ann write x 9223372036854775807`: values go from -1000000000000000000 to 1000000000000000000, not to 9223372036854775807"
        ],
    );
    refused(
        "at 1s set people.mix 100% read x at nobody",
        &expect!["`at 1s set people.mix 100% read x at nobody`: unknown node `nobody`; there are a, b, ann, bo"],
    );
    refused(
        "at 1s set people.mix 100% read x at bo",
        &expect!["`at 1s set people.mix 100% read x at bo`: `bo` is a client; only servers are asked"],
    );
    refused(
        "at 1s set replicas.init 5",
        &expect![
            "`at 1s set replicas.init 5`: what keys hold before the first write is set `at 0s`, for the whole run"
        ],
    );
    refused(
        "at 1s set a.mode quorum",
        &expect!["`at 1s set a.mode quorum`: `a` shares its settings with its group; set `replicas.mode`"],
    );
    refused(
        "at 1s set a-b.R 5",
        &expect!["`at 1s set a-b.R 5`: unknown setting `R`; there are latency, loss, duplication, order"],
    );
    refused(
        "at 1s set links.loss 101%",
        &expect!["`at 1s set links.loss 101%`: `loss` is a percentage from 0% to 100%, not `101%`"],
    );
    refused(
        "at 1s slow b by 10x",
        &expect![
            "`at 1s slow b by 10x`: `b` works in no time, which no factor makes longer; slow it by a span: `slow b by 40ms`"
        ],
    );
    refused(
        "at 1s drop next vote",
        &expect![
            "`at 1s drop next vote`: unknown kind of message `vote`; there are write, read, copy, sync, query, version, store, stored"
        ],
    );
    refused(
        "at 1s drift a 600000ppm",
        &expect!["`at 1s drift a 600000ppm`: a clock drifts by -500000ppm to 500000ppm, not by 600000ppm"],
    );
}

#[test]
fn no_line_that_can_be_read_makes_a_run_panic() {
    let pieces = [
        "at 1ms",
        "every 1ms from 0s",
        "cut",
        "a-b",
        "a->ann",
        "isolate",
        "heal",
        "hold",
        "release",
        "crash",
        "restart",
        "slow",
        "by",
        "10x",
        "5ms",
        "drop",
        "next",
        "copy",
        "from",
        "to",
        "a",
        "b",
        "ann",
        "bo",
        "set",
        "replicas.R",
        "links.loss",
        "people.mix",
        "ann.load",
        "a.latency",
        "50%",
        "9",
        "100% read x at a",
        "closed 0s..1us",
        "none",
        "ask",
        "read",
        "write",
        "x",
        "-1",
        "at",
        "for",
        "1us",
        "pause",
        "l:",
        "~00000001",
    ];
    let world = small(&["a", "b"], "", "duplication = 50%");
    let (mut read, mut played) = (0, 0);
    for n in 0..60_000 {
        let mut dice = Dice::new(7_000_000 + n);
        let words: Vec<&str> = (0..3 + dice.below(5))
            .map(|i| if i == 0 { pieces[dice.below(2) as usize] } else { dice.one(&pieces) })
            .collect();
        let Ok(line) = parse_line(&words.join(" ")) else { continue };
        read += 1;
        let asks = parse_line("every 7ms from 0s until 50ms ask ann write x next").unwrap();
        let short = with_length(&world, Duration::ms(60));
        played += usize::from(Recipe::idle(short).with([asks, line]).play(None).is_ok());
    }
    assert!(
        read > 300 && played > 100,
        "{read} of 60000 lines could be read, {played} played: too few to show anything"
    );
}
