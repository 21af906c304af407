//! 12, by the engine: stations that ask a time server, in worlds whose links and clocks are set for it.
//!
//! Figures without a file are those of the lesson on clock skew, act a, which were measured in another model.

use std::collections::BTreeSet;
use std::path::Path;

use sim_core::clock::Reading;
use sim_core::luck::{below, mix};
use sim_core::time::{Duration, Time};
use sim_core::trace::What;
use sim_core::world::World;

use crate::stage::{Stage, mean, measured, showing};
use crate::table::{Csv, Row, Tally, gather};

pub fn rows(folder: &Path) -> Vec<Row> {
    let filters = filters().map_or_else(|problem| vec![Err(problem)], |rows| rows.map(Ok).into());
    let found = [exchanges(&folder.join("12-clocks"))].into_iter().chain(filters).chain([claims()]);
    gather("12 stations", found)
}

fn station(settings: &str, length: Duration) -> Stage {
    let mut stage = Stage::of("ntp", 0, &format!("server = time; {settings}"), "latency = 0s", length);
    stage.names = ["station", "time"].map(Into::into).into();
    stage
}

/// Links and clocks under which the four stamps come out as published.
fn exchanges(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("12 NTP by the engine: stamps, offset, delay, bound, error", "values");
    for record in Csv::read(&folder.join("ntp.csv"))?.records() {
        let at = |column| record.thousandths(column);
        let (sent, received) = (at("t0_client_send")?, at("t1_server_receive")?);
        let (replied, returned) = (at("t2_server_send")?, at("t3_client_receive")?);
        let truth = at("true_offset")?;
        let acts = [
            format!("at 0s skew station by {sent}us"),
            format!("at 0s skew time by {}us", sent + truth),
            format!("at 0s set station->time.latency {}us", received - sent - truth),
            format!("at 0s set time->station.latency {}us", returned - replied + truth),
        ];
        let settings = format!("poll = 0s; filter = last; drift = 0; turnaround = {}us", replied - received);
        let world = station(&settings, Duration::secs(10)).play(1, &acts)?;
        let [asks, answers] = ["station", "time"].map(|name| world.node(name).map(|n| world.clock(n, world.now)));
        let (Some(asks), Some(answers)) = (asks, answers) else { return Err("a node is missing".into()) };
        let view = world.trace.views.last().ok_or("nothing was answered")?;
        let fact = |name| view.facts.iter().find(|(n, _)| n == name).map_or("", |(_, fact)| fact.as_str());
        let mut equal = |name, published: i64| {
            tally.equal(format!("line {} {name}", record.line), Reading(published).to_string().as_str(), fact(name));
        };
        for (name, stamp) in [("T1", sent), ("T2", received), ("T3", replied), ("T4", returned)] {
            equal(name, stamp);
        }
        equal("offset", at("offset")?);
        equal("delay", at("delay")?);
        equal("within", at("max_error")?);
        let ahead = answers.error(world.now) - asks.error(world.now);
        let error = at("offset")? - ahead;
        tally.equal(format!("line {} error", record.line), at("error")?, error);
    }
    Ok(tally.row())
}

/// What a station believed with each answer: offset and half-width, in microseconds.
fn believed(world: &World) -> Vec<(i64, i64)> {
    let answers: BTreeSet<Time> =
        world.trace.rows().filter(|r| matches!(r.what, What::Shows(..)) && r.at > Time::ZERO).map(|r| r.at).collect();
    let points: Vec<_> = world.trace.gauges.iter().filter(|p| answers.contains(&p.at)).collect();
    points.chunks(2).map(|pair| (i64::from(pair[0].value), i64::from(pair[1].value))).collect()
}

const SEEDS: u64 = 20;
const POLLS: u64 = 4_000;

/// Roads of 10 ms each, a queue of 20 ms uphill and of 2 ms downhill: 500 times eight exchanges under each seed.
fn filters() -> Result<[Row; 3], String> {
    let mut bound = Tally::new("12 NTP by the engine: the truth within half the delay", "exchanges");
    let (mut single, mut quarter, mut all) = (Vec::new(), 0_u64, 0_u64);
    let (mut averaged, mut median, mut least) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 0..SEEDS {
        let skew = below(mix(seed), 400_001) as i64 - 200_000;
        let acts = [
            format!("at 0s skew station by {}us", -skew),
            "at 0s set station->time.latency exp 20ms".into(),
            "at 0s slow station->time by 10ms".into(),
            "at 0s set time->station.latency exp 2ms".into(),
            "at 0s slow time->station by 10ms".into(),
        ];
        let error = |(offset, _): &(i64, i64)| (offset - skew).abs();
        let play = |filter| {
            let settings = format!("poll = 1s; drift = 0; filter = {filter}");
            station(&settings, Duration(POLLS * 1_000_000 - 1)).play(seed, &acts).map(|world| believed(&world))
        };
        let last = play("last")?;
        for told in &last {
            let half = told.1;
            all += 1;
            bound.add(error(told) <= half, format!("seed {seed}"), half, error(told));
            quarter += u64::from(2 * error(told) > half);
        }
        let ms = |us: i64| us as f64 / 1e3;
        for window in last.chunks_exact(8) {
            single.push(ms(error(&window[0])));
            let mut sorted: Vec<i64> = window.iter().map(|told| told.0).collect();
            sorted.sort_unstable();
            median.push(ms(error(&(sorted[4], 0))));
        }
        averaged.extend(play("mean")?.chunks_exact(8).map(|window| ms(error(&window[7]))));
        least.extend(play("min-delay")?.chunks_exact(8).map(|window| ms(error(&window[7]))));
    }
    let mut errors = Tally::new("12 filters: mean error 9.2 one, 8.9 mean, 7.8 median, 1.2 least delay (ms)", "means");
    let both = |published: f64, measured: &[f64]| {
        let (value, half) = mean(measured);
        ((published, half), (value, half))
    };
    let mut shown = Vec::new();
    for (name, published, measured) in
        [("one", 9.2, &single), ("mean of 8", 8.9, &averaged), ("median", 7.8, &median), ("least delay", 1.2, &least)]
    {
        let (source, ours) = both(published, measured);
        errors.mean(name, source, ours, 0.05);
        shown.push(format!("{:.2}", ours.0));
    }
    let share = quarter as f64 / all as f64;
    let mut quarters = Tally::new("12 NTP by the engine: a quarter of the delay is broken in 27 to 29 %", "share");
    quarters.add((0.265..0.295).contains(&share), "all seeds", "27 to 29 %", share);
    let quarters = showing(quarters.row(), &format!("{:.1} %", share * 100.0));
    Ok([bound.row(), showing(errors.row(), &shown.join(", ")), quarters])
}

/// Act a's Repair: twenty worlds of half an hour, five designs, and in how many of them the truth was missed.
fn claims() -> Result<Row, String> {
    let designs = [
        ("filter = min-delay; claim = half-delay; drift = 50", 0),
        ("filter = mean; claim = half-delay; drift = 50", 6),
        ("filter = min-delay; claim = quarter-delay; drift = 50", 9),
        ("filter = min-delay; claim = half-delay; drift = 0", 5),
        ("filter = min-delay; claim = fixed; width = 10ms", 16),
    ];
    let (mut right, mut told) = (true, Vec::new());
    for (design, published) in designs {
        let (mut missed, mut widths) = (0, Vec::new());
        for seed in 0..SEEDS {
            let draw = |n: u64, low: i64, high: i64| low + below(mix(mix(seed) ^ n), (high - low + 1) as u64) as i64;
            let drift = draw(0, 20, 50) * if draw(1, 0, 1) == 0 { -1 } else { 1 };
            let acts = [
                format!("at 0s skew station by {}us", draw(2, -300_000, 300_000)),
                format!("at 0s drift station {drift}ppm"),
                "at 0s set station->time.latency exp 20ms".into(),
                format!("at 0s slow station->time by {}us", draw(3, 5_000, 40_000)),
                "at 0s set time->station.latency exp 2ms".into(),
                format!("at 0s slow time->station by {}us", draw(4, 5_000, 40_000)),
            ];
            let world = station(design, Duration::secs(1_800)).play(seed, &acts)?;
            missed += u64::from(measured(&world, "uncovered", Some("station"))? > 0.0);
            widths.push(measured(&world, "half_width", Some("station"))? * 1e3);
            right &= measured(&world, "messages", Some("station"))? >= 28.0;
        }
        // Two shares of twenty worlds, at 99.9 %.
        let share = published as f64 / SEEDS as f64;
        let allowed = 3.290_5 * (2.0 * SEEDS as f64 * share * (1.0 - share)).sqrt();
        right &= (missed as f64 - published as f64).abs() <= allowed;
        if published == 0 {
            let widest = widths.iter().copied().fold(0.0, f64::max);
            right &= widest <= 60.0;
            told.push(format!("± {:.0} ms", mean(&widths).0));
        }
        told.push(missed.to_string());
    }
    Ok(Row {
        target: "12 worlds of 20 with a claim that missed: reference, mean, quarter, no drift, fixed".into(),
        published: "± 32 ms, 0, 6, 9, 5, 16".into(),
        measured: told.join(", "),
        right,
    })
}
