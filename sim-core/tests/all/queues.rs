//! Services against queueing theory: closed forms, computed here, lie in the intervals of what is simulated, and those
//! of the nearest other model do not.

use std::rc::Rc;

use sim_core::history::Outcome;
use sim_core::luck::Seed;
use sim_core::parts::stats::Moments;
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::service::scene;

/// Each with this seed and the next ones.
const SEEDS: u64 = 20;
/// The mean time of service, in seconds.
const UNIT: f64 = 10.0;

/// Requests per time of service, workers, the time of service, and how many may wait.
type Model<'a> = (f64, u32, &'a str, &'a str);

/// What is seen of the requests that come in a window, one sample a run.
#[derive(Default)]
struct Seen {
    wait: Moments,
    time: Moments,
    delayed: Moments,
    refused: Moments,
}

/// From `warm` times of service on, for so many.
fn seen(scenario: &Rc<Scenario>, warm: u64, long: u64) -> Seen {
    let (from, to) = (Time::secs(10 * warm), Time::secs(10 * (warm + long)));
    let mut seen = Seen::default();
    for seed in 0..SEEDS {
        let mut world = World::new(scenario, Seed(seed), &[]).expect("it is possible");
        world.advance(to + Duration::secs(1_500), u64::MAX);
        let (mut wait, mut time, mut delayed, mut refused, mut accepted) = (0.0, 0.0, 0, 0, 0);
        for call in world.history.calls.iter().filter(|call| call.parent.is_none()) {
            let op = world.history.op(call.op);
            if !(from..to).contains(&op.called) {
                continue;
            }
            assert_ne!(op.outcome, Outcome::Open, "it has ended by the end of the run");
            if op.outcome == Outcome::Failed {
                refused += 1;
                continue;
            }
            accepted += 1;
            delayed += u32::from(call.begun > call.arrived);
            wait += call.begun.since(call.arrived).as_secs() / UNIT;
            time += op.returned.since(op.called).as_secs() / UNIT;
        }
        seen.wait.add(wait / f64::from(accepted));
        seen.time.add(time / f64::from(accepted));
        seen.delayed.add(f64::from(delayed) / f64::from(accepted));
        seen.refused.add(f64::from(refused) / f64::from(accepted + refused));
    }
    seen
}

fn clients(beside: &str, rate: f64) -> String {
    format!("people: client: ann@{beside}: timeout = 0s; mix = 100% call; load = poisson {}/s", rate / UNIT)
}

fn station((rate, workers, service, queue): Model<'_>) -> Seen {
    let servers = format!("servers: service: s: workers = {workers}; service = {service}; queue = {queue}");
    seen(&scene(100_000, &format!("{servers}\n{}", clients("s", rate)), ""), 60, 1_500)
}

#[track_caller]
fn holds(what: &str, found: Moments, right: f64, wrong: f64) {
    let (mean, half) = (found.mean(), found.half_width_999());
    assert!((mean - right).abs() <= half, "{what}: {mean} ± {half}, not {right}");
    assert!((mean - wrong).abs() > half, "{what}: {mean} ± {half} cannot be told from {wrong}");
}

/// Erlang B: the share refused by so many workers without a queue; `load` is in workers.
fn erlang_b(workers: u32, load: f64) -> f64 {
    (1..=workers).fold(1.0, |b, n| load * b / (f64::from(n) + load * b))
}

/// Erlang C: the share that has to wait.
fn erlang_c(workers: u32, load: f64) -> f64 {
    let (b, rho) = (erlang_b(workers, load), load / f64::from(workers));
    b / (1.0 - rho * (1.0 - b))
}

/// The mean wait in M/M/c.
fn mean_wait(workers: u32, load: f64) -> f64 {
    erlang_c(workers, load) / (f64::from(workers) - load)
}

#[test]
fn requests_wait_as_long_as_in_an_m_m_c_queue() {
    for (workers, load) in [(1, 0.5), (3, 2.1)] {
        let found = station((load, workers, "exp 10s", "none"));
        let other = workers + 1;
        holds("wait", found.wait, mean_wait(workers, load), mean_wait(other, load));
        holds("time", found.time, 1.0 + mean_wait(workers, load), 1.0 + mean_wait(other, load));
        holds("delayed", found.delayed, erlang_c(workers, load), erlang_c(other, load));
    }
}

/// Pollaczek and Khinchine.
#[test]
fn the_wait_grows_with_the_spread_of_the_work() {
    let wait = |rho: f64, square: f64| rho * (1.0 + square) / (2.0 * (1.0 - rho));
    // Lognormal with mean 1 and a squared coefficient of variation of 4; evenly between 0.5 and 1.5.
    for (service, square) in [("10s", 0.0), ("lognormal 4472136us 1.268636", 4.0), ("5s..15s", 1.0 / 12.0)] {
        let found = station((0.5, 1, service, "none"));
        holds(service, found.wait, wait(0.5, square), wait(0.5, 1.0));
    }
}

#[test]
fn a_pool_without_a_queue_loses_what_erlang_says() {
    for (workers, load) in [(1, 0.5), (5, 4.0), (20, 20.0)] {
        let found = station((load, workers, "exp 10s", "0"));
        holds("refused", found.refused, erlang_b(workers, load), erlang_b(workers + 1, load));
        holds("time", found.time, 1.0, 1.1);
        // It depends on the mean of the work alone (Sevastyanov 1957).
        let found = station((load, workers, "10s", "0"));
        holds("refused", found.refused, erlang_b(workers, load), erlang_b(workers + 1, load));
    }
}

#[test]
fn a_bounded_queue_loses_what_m_m_1_k_says() {
    let lost = |rho: f64, places: usize| {
        let weights = std::iter::successors(Some(1.0), |weight| Some(weight * rho));
        let sum: f64 = weights.clone().take(places + 1).sum();
        weights.clone().nth(places).unwrap_or_default() / sum
    };
    for (rho, queue, places) in [(0.8, "1", 2), (0.9, "4", 5)] {
        let found = station((rho, 1, "exp 10s", queue));
        holds("refused", found.refused, lost(rho, places), lost(rho, places + 1));
    }
}

/// Ten servers at 0.8: at random each is an M/M/1 queue. Two choices among infinitely many would do a little better
/// than among ten; and one queue for all, better than joining the shortest of ten.
#[test]
fn two_choices_are_far_better_than_one_and_all_are_little_better_than_two() {
    let names: Vec<String> = (1..=10).map(|n| format!("s{n}")).collect();
    let farm = |policy: &str| {
        let farm = format!("farm: service: {}: service = exp 10s", names.join(","));
        let front = format!("front: balancer: f: to = farm; timeout = 0s; {policy}");
        seen(&scene(100_000, &format!("{farm}\n{front}\n{}", clients("f", 8.0)), ""), 400, 500).time
    };
    let one = farm("policy = random");
    holds("at random", one, 5.0, 4.0);
    let [turns, two, all] =
        ["policy = round-robin", "policy = least", "policy = least; choices = 10"].map(|p| farm(p).mean());
    // The sum of λ^(2^i - 2).
    let fluid: f64 = std::iter::successors(Some(1.0), |term| Some(term * term * 0.64)).take(20).sum();
    assert!((fluid..1.25 * fluid).contains(&two), "{two}, and {fluid} with infinitely many");
    let one_queue = 1.0 + mean_wait(10, 8.0);
    assert!((one_queue..1.25 * one_queue).contains(&all), "{all}, and {one_queue} with one queue for all");
    assert!(two < turns && turns < one.mean(), "in turn is steadier than at random: {turns}");
}
