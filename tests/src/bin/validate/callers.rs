//! 08 once more: what retries cost, and how they keep a system down, played by the engine.

use std::path::Path;

use sim_core::history::Outcome;
use sim_core::parts::stats::Moments;
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::engine::{group, play, scenario};
use crate::table::{Csv, Record, Row, Tally, gather};

/// Runs of a published mean.
const RUNS: u64 = 20;
/// Operations of a run that is compared with a closed form.
const CLOSED_FORM: u64 = 20_000;
/// Operations of a run with the token bucket, and with the retry breaker (see `retries`): as published.
const BUCKET: u64 = 60_000;
const BREAKER: u64 = 40_000;
/// Half a unit of the fifth decimal.
const ROUNDING: f64 = 5.001e-6;
/// 99.9 % of a normal distribution lie within so many deviations of its mean.
const Z: f64 = 3.291;

pub fn rows(folder: &Path) -> Vec<Row> {
    let folder = folder.join("08-retries");
    gather(
        "08 callers",
        [fixed(&folder), layered(&folder), bucket(&folder), breaker(&folder)]
            .into_iter()
            .chain(metastable(&folder))
            .chain([without_retries()]),
    )
}

/// A client that asks a server so often, one operation after another. Attempts of which each fails with probability
/// `p` are answered at once, so nobody ever gives up.
fn sequence(p: f64, operations: u64, policy: &str) -> Result<Scenario, String> {
    let db = group("servers", "service", ["db"], &format!("error-rate = {}%", (p * 1e6).round() / 1e4));
    let load = "load = closed 1ms..1ms; mix = 100% call; timeout = 0s";
    let ann = group("people", "client", ["ann@db"], &format!("{load}; {policy}"));
    let mut scene = scenario(0, vec![db, ann], "", &[])?;
    scene.length = Duration::ms(operations);
    Ok(scene)
}

/// Attempts for an operation, and the share of operations that succeed.
fn load_and_success(world: &World) -> (f64, f64) {
    let ops = world.history.ops.len() as f64;
    let good = world.history.ops.iter().filter(|op| matches!(op.outcome, Outcome::Ok(_))).count() as f64;
    (world.history.calls.len() as f64 / ops, good / ops)
}

fn fixed(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 fixed retries, by the engine", "values");
    for record in Csv::read(&folder.join("fixed_closed_form.csv"))?.records() {
        let (p, retries) = (record.number("attempt_failure_probability")?, record.number("max_retries")?);
        let policy = format!("attempts = {}", retries + 1.0);
        let (load, success) = load_and_success(&play(&sequence(p, CLOSED_FORM, &policy)?, record.line as u64)?);
        let exact = (record.number("load_amplification")?, record.number("call_success_probability")?);
        // The second moment of the attempts is the sum of (2k + 1)·p^k.
        let square: f64 = (0..=retries as u32).map(|k| f64::from(2 * k + 1) * p.powi(k as i32)).sum();
        let n = CLOSED_FORM as f64;
        // Where hardly anything happens, a few events are within the luck of the draw.
        let allowed = |variance: f64| if variance > 0.0 { Z * (variance / n).sqrt() + 4.0 / n } else { 0.0 };
        let place = |what| format!("line {}, {what}", record.line);
        tally.near(place("load"), exact.0, load, allowed(square - exact.0 * exact.0));
        tally.near(place("success"), exact.1, success, allowed(exact.1 * (1.0 - exact.1)));
    }
    Ok(tally.row())
}

fn layered(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 layers that retry, by the engine", "values");
    for record in Csv::read(&folder.join("layered_worst_case.csv"))?.records() {
        let (layers, retries) = (record.number("layers_that_retry")? as u32, record.number("retries_each")?);
        let policy = format!("attempts = {}; timeout = 0s", retries + 1.0);
        // The client is the first layer; the last server is asked in vain.
        let mut groups = vec![group("people", "client", ["ann@s1"], &policy)];
        for layer in 1..=layers {
            let own = if layer == layers {
                "error-rate = 100%".to_owned()
            } else {
                format!("calls = s{}; {policy}", layer + 1)
            };
            let own = format!("workers = 1000; {own}");
            groups.push(group(&format!("tier{layer}"), "service", [format!("s{layer}")], &own));
        }
        let world = play(&scenario(60, groups, "latency = 1ms", &["at 0s ask ann call"])?, 1)?;
        let bottom = world.node(&format!("s{layers}"));
        let attempts = world.history.calls.iter().filter(|call| Some(call.to) == bottom).count();
        let published = record.number("attempts_at_bottom_per_top_call_when_bottom_always_fails")? as usize;
        tally.equal(format!("line {}", record.line), published, attempts);
    }
    Ok(tally.row())
}

fn bucket(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 token bucket, by the engine", "means");
    for record in Csv::read(&folder.join("token_bucket.csv"))?.records() {
        let (ratio, size) = (record.number("tokens_per_success")?, record.number("bucket_size")?);
        let budget = format!("budget = success; budget-ratio = {}%; budget-size = {size}", ratio * 100.0);
        compare(&mut tally, &record, BUCKET, &budget)?;
    }
    Ok(tally.row())
}

fn breaker(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 retry breaker, by the engine", "means");
    for record in Csv::read(&folder.join("retry_breaker.csv"))?.records() {
        let (window, threshold) = (record.number("window_attempts")?, record.number("threshold")?);
        let budget = format!("budget = failures; budget-ratio = {}%; budget-size = {window}", threshold * 100.0);
        compare(&mut tally, &record, BREAKER, &budget)?;
    }
    Ok(tally.row())
}

/// Compares the means of so many runs with a published line.
fn compare(tally: &mut Tally, record: &Record<'_>, operations: u64, budget: &str) -> Result<(), String> {
    let policy = format!("attempts = {}; {budget}", record.number("max_retries")? + 1.0);
    let scene = sequence(record.number("attempt_failure_probability")?, operations, &policy)?;
    let (mut load, mut success) = (Moments::default(), Moments::default());
    for run in 0..RUNS {
        let found = load_and_success(&play(&scene, (record.line as u64) << 32 ^ run)?);
        load.add(found.0);
        success.add(found.1);
    }
    for (what, interval, found) in [("load_amplification", "ci999", load), ("call_success", "ci999_success", success)] {
        let published = (record.number(what)?, record.number(interval)?);
        let place = format!("line {} {what}", record.line);
        tally.mean(place, published, (found.mean(), found.half_width_999()), ROUNDING);
    }
    Ok(())
}

/// One worker with exponential work of 1 s in the mean, and Poisson calls, each attempt of which waits 10 s.
fn overload(rate: f64, policy: &str, seconds: u64, acts: &[&str]) -> Result<Scenario, String> {
    let server = group("servers", "service", ["server"], "workers = 1; service = exp 1s");
    let load = format!("load = poisson {rate}/s; mix = 100% call; timeout = 10s; {policy}");
    scenario(seconds, vec![server, group("people", "client", ["callers@server"], &load)], "", acts)
}

/// Answered operations and attempts for each that began, from so many seconds on.
fn goodput(world: &World, from: u64) -> (f64, f64) {
    let late = |t: Time| t >= Time::secs(from) && t <= world.length;
    let begun = world.history.ops.iter().filter(|op| late(op.called)).count() as f64;
    let answered = |op: &&sim_core::history::Op| matches!(op.outcome, Outcome::Ok(_)) && late(op.returned);
    let calls = world.history.calls.iter().filter(|call| late(call.sent)).count() as f64;
    (world.history.ops.iter().filter(answered).count() as f64 / begun, calls / begun)
}

fn metastable(folder: &Path) -> Vec<Result<Row, String>> {
    let mut collapse = Tally::new("08 collapse that outlives its cause, runs", "runs");
    let mut attempts = Tally::new("08 attempts for a call while it lasts", "means");
    let mut lines = || -> Result<(), String> {
        for record in Csv::read(&folder.join("metastable_threshold.csv"))?.records() {
            let budget = match record.text("budget")? {
                "none" => "budget = none",
                _ => "budget = success; budget-ratio = 10%; budget-size = 10",
            };
            let retries = record.number("max_retries")?;
            let policy = format!("attempts = {}; {budget}", retries + 1.0);
            let stall = record.number("stall_length")? as u64;
            let acts = [&*format!("at 500s pause server for {stall}s")];
            let scene = overload(record.number("arrival_rate")?, &policy, 6_000, &acts)?;
            let down = record.text("worst_case_above_capacity")? == "True";
            let mut of_each = Moments::default();
            for run in 0..record.number("runs")? as u64 {
                let found = goodput(&play(&scene, (record.line as u64) << 32 ^ run)?, 4_500);
                let right = if down { found.0 < 0.05 } else { found.0 > 0.5 };
                let place = format!("line {} run {run}", record.line);
                collapse.add(right, place, if down { "below 0.05" } else { "above 0.5" }, format!("{:.4}", found.0));
                of_each.add(found.1);
            }
            if down {
                let published = record.number("mean_late_attempts_per_call")?;
                // It is published without an interval; every call makes all its attempts, but for the edges.
                attempts.near(format!("line {}", record.line), published, of_each.mean(), 0.01);
            }
        }
        Ok(())
    };
    match lines() {
        Ok(()) => vec![Ok(collapse.row()), Ok(attempts.row())],
        Err(problem) => vec![Err(problem)],
    }
}

/// Without retries a call is in time with probability 1 − e^(−(1−λ)·10): the time in an M/M/1 queue is exponential.
fn without_retries() -> Result<Row, String> {
    let mut tally = Tally::new("08 goodput without retries, M/M/1", "means");
    for rate in [0.2, 0.4, 0.8] {
        let scene = overload(rate, "attempts = 1", 40_000, &[])?;
        let mut found = Moments::default();
        for run in 0..RUNS {
            found.add(goodput(&play(&scene, run)?, 500).0);
        }
        let exact = 1.0 - (-(1.0 - rate) * 10.0_f64).exp();
        tally.mean(format!("rate {rate}"), (exact, 0.0), (found.mean(), found.half_width_999()), 1e-4);
    }
    Ok(tally.row())
}
