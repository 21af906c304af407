//! 04: the contest of writers in which backoff and jitter were measured, played by the engine.

use std::collections::BTreeMap;
use std::path::Path;

use sim_core::parts::stats::Moments;

use crate::engine::{group, play, scenario};
use crate::table::{Csv, Row, Tally, gather};

/// Runs of each line.
const SEEDS: u64 = 100;
/// The longest published run takes 75 s.
const SECONDS: u64 = 300;

/// A strategy in our words: the published base of 5 counts from 1, so it is 10 here, but for decorrelated jitter.
fn settings(strategy: &str) -> Result<&'static str, String> {
    match strategy {
        "None" => Ok("backoff = none"),
        "Exponential" => Ok("backoff = exp; backoff-base = 10ms; jitter = none"),
        "EqualJitter" => Ok("backoff = exp; backoff-base = 10ms; jitter = equal"),
        "FullJitter" => Ok("backoff = exp; backoff-base = 10ms; jitter = full"),
        "Decorrelated" => Ok("backoff = exp; backoff-base = 5ms; jitter = decorrelated"),
        other => Err(format!("no strategy is called {other}")),
    }
}

/// Writes that reached the store, and milliseconds until the last reply.
type Means = (Moments, Moments);
/// By the number of clients and their strategy.
type Contests = BTreeMap<(u64, String), Means>;

pub fn rows(folder: &Path) -> Vec<Row> {
    let measured = means(&folder.join("04-backoff"));
    match measured {
        Ok((tallies, means)) => {
            tallies.into_iter().map(Tally::row).chain([fewest_calls(&means), soonest(&means)]).collect()
        }
        Err(problem) => gather("04 backoff", [Err(problem)]),
    }
}

fn means(folder: &Path) -> Result<([Tally; 2], Contests), String> {
    let mut tallies = ["04 contest of writers, calls", "04 contest of writers, time"].map(|t| Tally::new(t, "means"));
    let mut all = BTreeMap::new();
    for record in Csv::read(&folder.join("occ_backoff.csv"))?.records() {
        let (clients, strategy) = (record.number("clients")? as u64, record.text("strategy")?);
        let found = contest(clients, settings(strategy)?)?;
        let place = format!("{clients} clients, {strategy}");
        let published = |mean, half| Ok::<_, String>((record.number(mean)?, record.number(half)?));
        let ours = |found: &Moments| (found.mean(), found.half_width_999());
        // Published to two decimals and to one.
        tallies[0].mean(&place, published("calls_mean", "calls_ci999_halfwidth")?, ours(&found.0), 0.005);
        tallies[1].mean(&place, published("time_ms_mean", "time_ms_ci999_halfwidth")?, ours(&found.1), 0.05);
        all.insert((clients, strategy.to_owned()), found);
    }
    Ok((tallies, all))
}

fn contest(clients: u64, settings: &str) -> Result<Means, String> {
    let nodes = (0..=clients).map(|n| if n == 0 { "store".to_owned() } else { format!("n{n}") });
    let contest = scenario(SECONDS, vec![group("all", "occ", nodes, settings)], "latency = normal 10ms 2ms", &[])?;
    let (mut calls, mut times) = (Moments::default(), Moments::default());
    for seed in 0..SEEDS {
        let world = play(&contest, seed ^ clients << 32)?;
        let is = |kind: u16, name| world.kinds[usize::from(kind)].name == name;
        let done = world.trace.messages().filter(|m| is(m.kind, "done"));
        if done.clone().count() as u64 != clients {
            return Err(format!("not all of {clients} clients have written within {SECONDS} s"));
        }
        calls.add(world.trace.messages().filter(|m| is(m.kind, "write")).count() as f64);
        times.add(done.map(|m| m.arrives.0).max().unwrap_or_default() as f64 / 1e3);
    }
    Ok((calls, times))
}

/// Whether a figure grows in this order of the strategies.
fn ordered(of: &Contests, clients: u64, order: &[&str], figure: fn(&Means) -> &Moments) -> bool {
    let mean = |strategy: &&str| of.get(&(clients, (*strategy).to_owned())).map(|found| figure(found).mean());
    order.windows(2).all(|pair| matches!((mean(&pair[0]), mean(&pair[1])), (Some(a), Some(b)) if a < b))
}

fn fewest_calls(means: &Contests) -> Row {
    let mut tally = Tally::new("04 who makes the fewest calls", "orders");
    for (clients, _) in means.keys().filter(|(_, strategy)| strategy == "None") {
        let order: &[&str] = match clients {
            40.. => &["FullJitter", "EqualJitter", "Decorrelated", "Exponential", "None"],
            20.. => &["FullJitter", "Decorrelated", "EqualJitter", "Exponential"],
            _ => &["Decorrelated", "FullJitter", "EqualJitter", "Exponential"],
        };
        tally.add(ordered(means, *clients, order, |found| &found.0), clients, order.join(" < "), "another order");
    }
    tally.row()
}

fn soonest(means: &Contests) -> Row {
    let mut tally = Tally::new("04 who is done soonest", "orders");
    let order = ["None", "Decorrelated", "FullJitter", "EqualJitter", "Exponential"];
    for (clients, _) in means.keys().filter(|(_, strategy)| strategy == "None") {
        tally.add(ordered(means, *clients, &order, |found| &found.1), clients, order.join(" < "), "another order");
    }
    tally.row()
}
