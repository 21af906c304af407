//! 12: NTP and Cristian's method, commit wait, and traces of logical clocks.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use sim_core::parts::clock::bounded::{Interval, commit_wait};
use sim_core::parts::clock::logical::{Hybrid, Lamport, Relation, Vector};
use sim_core::parts::clock::ntp::{Exchange, cristian};
use sim_core::time::Duration;

use crate::table::{Csv, Row, Tally, gather, json, list, whole};

pub fn rows(folder: &Path) -> Vec<Row> {
    let folder = folder.join("12-clocks");
    let logical = traces(&folder).map_or_else(|problem| vec![Err(problem)], |rows| rows.map(Ok).into());
    gather("12 clocks", [ntp(&folder), cristians(&folder), truetime(&folder)].into_iter().chain(logical))
}

/// Four stamps, in milliseconds there and in microseconds here.
fn ntp(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("12 NTP: offset, delay, bound, error", "values");
    for record in Csv::read(&folder.join("ntp.csv"))?.records() {
        let at = |column| record.thousandths(column);
        let (sent, received) = (at("t0_client_send")?, at("t1_server_receive")?);
        let (replied, returned) = (at("t2_server_send")?, at("t3_client_receive")?);
        let told = Exchange { sent, received, replied, returned };
        let truth = at("true_offset")?;
        let (there, back) = (received - sent - truth, returned - replied + truth);
        let place = |what: &str| format!("line {} {what}", record.line);
        tally.equal(place("offset"), at("offset")?, told.offset());
        tally.equal(place("delay"), at("delay")?, told.delay());
        tally.equal(place("bound"), at("max_error")?, told.bound());
        tally.equal(place("error"), at("error")?, told.offset() - truth);
        tally.equal(place("half the asymmetry"), at("error")?, (there - back) / 2);
        tally.add((told.offset() - truth).abs() <= told.bound(), place("truth"), truth, told.offset());
    }
    Ok(tally.row())
}

fn cristians(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("12 Cristian: time, accuracy, range", "values");
    for record in Csv::read(&folder.join("cristian.csv"))?.records() {
        let at = |column| record.thousandths(column);
        let told = cristian(at("server_time")?, at("round_trip")?, at("min_one_way")?);
        let place = |what: &str| format!("line {} {what}", record.line);
        tally.equal(place("time"), at("client_sets")?, told.time());
        tally.equal(place("accuracy"), at("accuracy_plus_minus")?, told.accuracy());
        tally.equal(place("low"), at("true_time_low")?, told.low);
        tally.equal(place("high"), at("true_time_high")?, told.high);
    }
    Ok(tally.row())
}

fn truetime(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("12 TrueTime: stamp, commit wait", "values");
    for record in Csv::read(&folder.join("truetime_commit_wait.csv"))?.records() {
        let at = |column| record.thousandths(column);
        let epsilon = Duration(at("epsilon")?.unsigned_abs());
        let truth = at("true_time_at_choice")?;
        let reading = truth + at("clock_error_constant")?;
        let stamp = Interval::now(reading, epsilon).stamp();
        let longer_than = commit_wait(reading, epsilon, stamp).0 as i64 - 1;
        let place = |what: &str| format!("line {} {what}", record.line);
        tally.equal(place("stamp"), at("commit_timestamp_s")?, stamp);
        tally.equal(place("wait"), at("wait_strictly_longer_than")?, longer_than);
        tally.equal(place("boundary"), at("true_time_when_wait_boundary_reached")?, truth + longer_than);
        for (after, waited) in [(false, longer_than), (true, longer_than + 1)] {
            tally.equal(place("passed"), after, Interval::now(reading + waited, epsilon).after(stamp));
        }
    }
    Ok(tally.row())
}

/// The stamps of one event.
#[derive(Clone)]
struct Stamps {
    lamport: Lamport,
    vector: Vector,
    hybrid: Hybrid,
}

/// Every stamp after every event, and how pairs of events stand to each other.
fn traces(folder: &Path) -> Result<[Row; 4], String> {
    let names = ["12 Lamport stamps", "12 vector stamps", "12 hybrid stamps", "12 relations of pairs"];
    let units = ["stamps", "stamps", "stamps", "pairs"];
    let [mut lamport, mut vector, mut hybrid, mut pairs] = [0, 1, 2, 3].map(|n| Tally::new(names[n], units[n]));
    for trace in list(&json(&folder.join("logical_traces.json"))?) {
        let told = replay(trace)?;
        for (n, (event, told)) in list(&trace["events"]).iter().zip(&told).enumerate() {
            let place = format!("{} event {n}", trace["id"]);
            lamport.equal(&place, whole(event, "lamport")?, told.lamport.0);
            vector.equal(&place, event["vector"].to_string(), Value::from(told.vector.0.clone()).to_string());
            let stamp = Value::from(vec![told.hybrid.time, told.hybrid.count.into()]);
            hybrid.equal(&place, event["hlc"].to_string(), stamp.to_string());
        }
        for pair in list(&trace["pairs"]) {
            let event = |n: usize| pair[n].as_u64().and_then(|n| told.get(n as usize)).ok_or("a pair names no event");
            let relation = match event(0)?.vector.relation(&event(1)?.vector) {
                Relation::Same => "same",
                Relation::Before => "before",
                Relation::After => "after",
                Relation::Concurrent => "concurrent",
            };
            pairs.equal(format!("{} {pair}", trace["id"]), pair[2].as_str().unwrap_or_default(), relation);
        }
    }
    Ok([lamport, vector, hybrid, pairs].map(Tally::row))
}

fn replay(trace: &Value) -> Result<Vec<Stamps>, String> {
    let count = whole(trace, "nodes")? as usize;
    let start = Stamps { lamport: Lamport::default(), vector: Vector::new(count), hybrid: Hybrid::START };
    let mut nodes = vec![start; count];
    let mut carried: BTreeMap<u64, Stamps> = BTreeMap::new();
    let mut told = Vec::new();
    for event in list(&trace["events"]) {
        let (node, physical) = (whole(event, "node")? as usize, whole(event, "physical")? as i64);
        let clock = nodes.get_mut(node).ok_or("an event names no node")?;
        if event["op"] == "recv" {
            let message = carried.get(&whole(event, "msg")?).ok_or("a message is received before it is sent")?;
            clock.lamport.receive(message.lamport);
            clock.vector.receive(node, &message.vector);
            clock.hybrid.receive(physical, message.hybrid);
        } else {
            clock.lamport.tick();
            clock.vector.tick(node);
            clock.hybrid.tick(physical);
            if event["op"] == "send" {
                carried.insert(whole(event, "msg")?, clock.clone());
            }
        }
        told.push(clock.clone());
    }
    Ok(told)
}
