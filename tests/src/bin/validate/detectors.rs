//! 11: accrual failure detectors, and how soon SWIM looks at a failed member.

use std::path::Path;

use sim_core::parts::phi::{Detector, Model, phi_exponential, phi_normal, swim_pinged};
use sim_core::time::{Duration, Time};

use crate::table::{Csv, Row, Tally, gather, json, list, number, whole};

pub fn rows(folder: &Path) -> Vec<Row> {
    let folder = folder.join("11-failure-detectors");
    gather("11 failure detectors", [values(&folder), traces(&folder), swim(&folder)])
}

fn values(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("11 phi by formula, within 1e-6", "values");
    for record in Csv::read(&folder.join("phi_values.csv"))?.records() {
        let (elapsed, mean) = (record.number("time_since_last_heartbeat")?, record.number("mean_interval")?);
        let phi = match record.text("formula")? {
            "akka-normal-approx" => phi_normal(elapsed, mean, record.number("std_deviation")?),
            "cassandra-exponential" => phi_exponential(elapsed, mean),
            other => return Err(format!("no formula is called {other}")),
        };
        tally.near(format!("line {}", record.line), record.number("phi")?, phi, 1e-6);
    }
    Ok(tally.row())
}

fn traces(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("11 phi over heartbeats, within 1e-5", "queries");
    for trace in list(&json(&folder.join("phi_traces.json"))?) {
        let config = &trace["config"];
        let span = |name| whole(config, name).map(Duration::ms);
        let model = Model::Normal { min_deviation: span("min_std_deviation_ms")?, pause: span("acceptable_pause_ms")? };
        let (estimate, keep) = (span("first_heartbeat_estimate_ms")?, whole(config, "max_sample_size")? as usize);
        let mut detector = Detector::new(model, number(config, "threshold")?, estimate, keep);
        for event in list(&trace["events"]) {
            let now = Time::ms(whole(event, "t")?);
            if event["op"] == "heartbeat" {
                detector.heartbeat(now);
                continue;
            }
            let published = event["phi"].as_f64().unwrap_or(f64::INFINITY);
            let phi = detector.phi(now);
            let equal = (published.is_infinite() && phi.is_infinite()) || (published - phi).abs() <= 1e-5;
            let right = equal && event["available"] == detector.available(now);
            tally.add(right, format!("{} at {now}", trace["id"]), published, phi);
        }
    }
    Ok(tally.row())
}

fn swim(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("11 SWIM: periods to the first ping, within 1e-9", "values");
    for record in Csv::read(&folder.join("swim_detection.csv"))?.records() {
        let probability = swim_pinged(record.number("members_including_failed")? as u32);
        let limit = std::f64::consts::E / (std::f64::consts::E - 1.0);
        let place = format!("line {}", record.line);
        tally.near(&place, record.number("prob_pinged_in_a_period")?, probability, 1e-9);
        tally.near(&place, record.number("mean_periods_to_first_ping")?, 1.0 / probability, 1e-9);
        tally.near(&place, record.number("limit_e_over_e_minus_1")?, limit, 1e-9);
    }
    Ok(tally.row())
}
