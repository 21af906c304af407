//! 11, by the engine: when a crash is suspected by phi, and how often SWIM looks at a failed member.

use std::collections::BTreeSet;
use std::path::Path;

use sim_core::id::NodeId;
use sim_core::parts::phi::{phi_exponential, phi_normal};
use sim_core::time::Duration;

use crate::stage::{Stage, mean, showing};
use crate::table::{Csv, Row, Tally, gather};

pub fn rows(folder: &Path) -> Vec<Row> {
    gather("11 silence", [phi(), swim(&folder.join("11-failure-detectors"))])
}

/// Heartbeats of an exact period until a crash: the silence at which phi is the threshold follows from the formula.
fn phi() -> Result<Row, String> {
    let mut tally = Tally::new("11 phi by the engine: a crash is suspected when the formula says", "crashes");
    for (period, deviation, pause) in [(1_000, 100, 0), (1_000, 100, 3_000), (500, 200, 0), (100, 10, 50)] {
        for threshold in [1, 3, 8, 12] {
            for rule in ["phi", "phi-exponential"] {
                let settings = format!(
                    "period = {period}ms; rule = {rule}; threshold = {threshold}; min_deviation = {deviation}ms; acceptable_pause = {pause}ms"
                );
                let stage = Stage::of("detector", 2, &settings, "latency = 10ms", Duration::ms(period * 120));
                let crash = 60 * period + period / 2;
                let world = stage.play(1, &[format!("at {crash}ms crash n1")])?;
                // Two made-up intervals of Akka's, or one of Cassandra's, and then 60 exact ones.
                let us = (period * 1_000) as f64;
                let spread = (2.0 * (us / 4.0) * (us / 4.0) / 62.0).sqrt().max((deviation * 1_000) as f64);
                let value = |silence: u64| match rule {
                    "phi" => phi_normal(silence as f64, us + (pause * 1_000) as f64, spread),
                    _ => phi_exponential(silence as f64, us * 62.0 / 61.0),
                };
                let silent = |silence: u64| match rule {
                    "phi" => value(silence) >= f64::from(threshold),
                    _ => value(silence) > f64::from(threshold),
                };
                let (mut low, mut high) = (0, 1_u64 << 40);
                while low < high {
                    let middle = low.midpoint(high);
                    if silent(middle) { high = middle } else { low = middle + 1 }
                }
                let published = (60 * period + 10) * 1_000 + low;
                let first = world.trace.records.iter().next().map_or(0, |record| record.at.0);
                let place = format!("{rule} {threshold}, every {period} ms");
                tally.add(published.abs_diff(first) <= 1, place, published, first);
            }
        }
    }
    Ok(tally.row())
}

/// A member that failed before the beginning, and the periods in which somebody pings it.
fn swim(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("11 SWIM by the engine: pinged in a period, periods to the first ping", "means");
    let mut told = Vec::new();
    for record in Csv::read(&folder.join("swim_detection.csv"))?.records() {
        let members = record.number("members_including_failed")? as usize;
        if members > sim_core::limits::NODES {
            continue; // more than a world holds
        }
        let periods = (190_000 / members).min(10_000) as u64;
        let stage = Stage::of("swim", members, "", "latency = 10ms", Duration::secs(periods) + Duration::ms(500));
        let (mut each, mut waits) = (Vec::new(), Vec::new());
        for seed in 1..=5 {
            let world = stage.play(seed, &["at 0s crash n0".into()])?;
            let to_it = world.trace.messages().filter(|m| m.to == NodeId(0));
            let pinged: BTreeSet<u64> = to_it.map(|m| m.sent.0 / 1_000_000).collect();
            each.extend((1..=periods).map(|n| f64::from(u8::from(pinged.contains(&n)))));
            waits.extend(pinged.iter().zip(pinged.iter().skip(1)).map(|(a, b)| (b - a) as f64));
        }
        let (share, wait) = (mean(&each), mean(&waits));
        let place = |what: &str| format!("{members} members, {what}");
        tally.mean(place("share"), (record.number("prob_pinged_in_a_period")?, 0.0), share, 0.0);
        tally.mean(place("wait"), (record.number("mean_periods_to_first_ping")?, 0.0), wait, 0.0);
        told.push(format!("{:.3}", share.0));
    }
    Ok(showing(tally.row(), &told.join(", ")))
}
