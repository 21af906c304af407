//! 09: circuit breakers of five libraries, the state after every event of every vector.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use sim_core::parts::breaker::envoy::{self, Outliers};
use sim_core::parts::breaker::gobreaker::{self, Gobreaker, Trip};
use sim_core::parts::breaker::hystrix::{self, Hystrix};
use sim_core::parts::breaker::polly::{self, Polly};
use sim_core::parts::breaker::resilience4j::{self, Resilience4j, Window};
use sim_core::parts::breaker::{Breaker, Pass, Verdict};
use sim_core::time::{Duration, Time};

use crate::table::{Row, Tally, gather, json, list, number, whole};

type Make = fn(&Value) -> Result<Box<dyn Breaker>, String>;

pub fn rows(folder: &Path) -> Vec<Row> {
    let folder = folder.join("09-circuit-breakers");
    let libraries: [(&str, Make); 4] =
        [("resilience4j", resilience4j), ("gobreaker", gobreaker), ("polly-v8", polly), ("hystrix", hystrix)];
    let around_calls = libraries.map(|(name, make)| library(&folder, name, make));
    gather("09 circuit breakers", around_calls.into_iter().chain([outliers(&folder)]))
}

fn library(folder: &Path, name: &str, make: Make) -> Result<Row, String> {
    let vectors = json(&folder.join(format!("{name}.json")))?;
    let mut tally = Tally::new(&format!("09 {name}, {} vectors", list(&vectors).len()), "states");
    for vector in list(&vectors) {
        replay(&mut tally, vector, make(&vector["config"])?.as_mut())?;
    }
    Ok(tally.row())
}

/// Plays the events, and looks at permission and state after each.
fn replay(tally: &mut Tally, vector: &Value, breaker: &mut dyn Breaker) -> Result<(), String> {
    let mut open: BTreeMap<&str, (Pass, Time)> = BTreeMap::new();
    for event in list(&vector["events"]) {
        let now = Time::ms(whole(event, "t")?);
        let call = event["call"].as_str().unwrap_or_default();
        let took = |since: Time| event["duration_ms"].as_u64().map_or(now.since(since), Duration::ms);
        let mut permitted = None;
        match event["op"].as_str().unwrap_or_default() {
            "call" => {
                let pass = breaker.permit(now);
                permitted = Some(pass.is_some());
                if let Some(pass) = pass {
                    breaker.record(now, pass, verdict(event)?, took(now));
                }
            }
            "begin" => {
                let pass = breaker.permit(now);
                permitted = Some(pass.is_some());
                open.extend(pass.map(|pass| (call, (pass, now))));
            }
            "end" => {
                if let Some((pass, since)) = open.remove(call) {
                    breaker.record(now, pass, verdict(event)?, took(since));
                }
            }
            "observe" => {}
            other => return Err(format!("no operation is called {other}")),
        }
        let shown = |permitted: Option<bool>, state: &str| match permitted {
            Some(true) => format!("passed, {state}"),
            Some(false) => format!("refused, {state}"),
            None => state.to_owned(),
        };
        let published = shown(event["permitted"].as_bool(), event["state"].as_str().unwrap_or_default());
        let measured = shown(permitted, breaker.word(now));
        tally.equal(format!("{} at {now}", vector["id"]), published, measured);
    }
    Ok(())
}

fn verdict(event: &Value) -> Result<Verdict, String> {
    match event["outcome"].as_str() {
        Some("success") => Ok(Verdict::Success),
        Some("failure") => Ok(Verdict::Failure),
        Some("excluded") => Ok(Verdict::Excluded),
        _ => Err(format!("no outcome in {event}")),
    }
}

fn span(config: &Value, name: &str) -> Result<Duration, String> {
    whole(config, name).map(Duration::ms)
}

fn small(config: &Value, name: &str) -> Result<u32, String> {
    whole(config, name).map(|n| n as u32)
}

fn resilience4j(config: &Value) -> Result<Box<dyn Breaker>, String> {
    let size = small(config, "window")?;
    Ok(Box::new(Resilience4j::new(resilience4j::Settings {
        failure_rate: number(config, "failure_rate")? as f32,
        slow_rate: number(config, "slow_rate")? as f32,
        slow: span(config, "slow_ms")?,
        minimum: small(config, "min_calls")?,
        window: if config["type"] == "time" { Window::Seconds(size) } else { Window::Count(size) },
        wait: span(config, "wait_ms")?,
        multiplier: config["multiplier"].as_f64().unwrap_or(1.0),
        permitted: small(config, "permitted")?,
        auto: config["auto"] == true,
    })))
}

fn gobreaker(config: &Value) -> Result<Box<dyn Breaker>, String> {
    let trip = match config["trip"].as_str().unwrap_or_default() {
        // The example in the library's documentation.
        "ratio" => Trip::Ratio { requests: 3, share: 0.6 },
        other => {
            let most = other.strip_prefix("consecutive>").and_then(|n| n.parse().ok());
            Trip::ConsecutiveOver(most.ok_or_else(|| format!("no rule is called {other}"))?)
        }
    };
    let max_requests = small(config, "max_requests")?;
    let (interval, timeout) = (span(config, "interval_ms")?, span(config, "timeout_ms")?);
    let settings = gobreaker::Settings { max_requests, interval, timeout, trip };
    Ok(Box::new(Gobreaker::new(settings, Time::ZERO)))
}

fn polly(config: &Value) -> Result<Box<dyn Breaker>, String> {
    let breaks: Vec<Duration> =
        list(&config["break_list"]).iter().filter_map(Value::as_u64).map(Duration::ms).collect();
    Ok(Box::new(Polly::new(polly::Settings {
        failure_ratio: number(config, "failure_ratio")?,
        minimum: small(config, "min_throughput")?,
        sampling: span(config, "sampling_ms")?,
        breaks: if breaks.is_empty() { vec![span(config, "break_ms")?] } else { breaks },
    })))
}

fn hystrix(config: &Value) -> Result<Box<dyn Breaker>, String> {
    let settings = hystrix::Settings {
        volume: small(config, "volume")?,
        error_percentage: small(config, "error_pct")?,
        sleep: span(config, "sleep_ms")?,
        window: span(config, "window_ms")?,
        snapshot: span(config, "snapshot_ms")?,
    };
    Ok(Box::new(Hystrix::new(settings, Time::ZERO)))
}

/// Envoy: which hosts are out after every event.
fn outliers(folder: &Path) -> Result<Row, String> {
    let vectors = json(&folder.join("envoy-outlier.json"))?;
    let mut tally = Tally::new(&format!("09 Envoy outliers, {} vectors", list(&vectors).len()), "states");
    for vector in list(&vectors) {
        let config = &vector["config"];
        let mut outliers = Outliers::new(envoy(config)?, whole(config, "hosts")? as usize, Time::ZERO);
        for event in list(&vector["events"]) {
            let now = Time::ms(whole(event, "t")?);
            if event["op"] == "result" {
                for _ in 0..whole(event, "count")? {
                    outliers.record(now, whole(event, "host")? as usize, small(event, "status")? as u16);
                }
            }
            let out = Value::from(outliers.ejected(now)).to_string();
            tally.equal(format!("{} at {now}", vector["id"]), event["ejected_hosts"].to_string(), out);
        }
    }
    Ok(tally.row())
}

fn envoy(config: &Value) -> Result<envoy::Settings, String> {
    let enforced = |name: &str| config[name] == true;
    let success_rate = envoy::SuccessRate {
        minimum_hosts: whole(config, "sr_min_hosts")? as usize,
        volume: whole(config, "sr_volume")?,
        factor: small(config, "sr_factor")?,
    };
    let failure_percentage = envoy::FailurePercentage {
        minimum_hosts: whole(config, "fp_min_hosts")? as usize,
        volume: whole(config, "fp_volume")?,
        threshold: small(config, "fp_threshold")?,
    };
    Ok(envoy::Settings {
        consecutive_5xx: enforced("enf_5xx").then_some(small(config, "consecutive_5xx")?),
        consecutive_gateway: enforced("enf_gw").then_some(small(config, "consecutive_gateway_failure")?),
        success_rate: enforced("enf_sr").then_some(success_rate),
        failure_percentage: enforced("enf_fp").then_some(failure_percentage),
        interval: span(config, "interval_ms")?,
        base: span(config, "base_ms")?,
        max: span(config, "max_ms")?,
        max_percent: small(config, "max_pct")?,
        always_one: enforced("always_one"),
    })
}
