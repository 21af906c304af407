//! 08: what retries cost, by closed form and with the two budgets that bound them.

use std::path::Path;

use sim_core::luck::{mix, unit};
use sim_core::parts::budget::{Bucket, Earn, RetryBreaker, bucket_limit, fixed_retries, layered_attempts};
use sim_core::parts::stats::Moments;

use crate::table::{Csv, Record, Row, Tally, gather};

/// The published simulations have 20 runs each.
const RUNS: u64 = 20;
/// Calls of a run with the token bucket.
const BUCKET_CALLS: u64 = 60_000;
/// Calls of a run with the retry breaker. The source does not say; at a failure probability of 1 the rule allows exactly
/// 7 retries (4 + 4 attempts, then the tenth failure), and 7 / 40 000 is the 1.00018 that it has.
const BREAKER_CALLS: u64 = 40_000;
/// Half a unit of the fifth decimal, to which they are published, and a little for the half itself.
const ROUNDING: f64 = 5.001e-6;

pub fn rows(folder: &Path) -> Vec<Row> {
    let folder = folder.join("08-retries");
    gather("08 retries", [fixed(&folder), layered(&folder), limit(&folder), bucket(&folder), breaker(&folder)])
}

fn fixed(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 fixed retries, closed form", "values");
    for record in Csv::read(&folder.join("fixed_closed_form.csv"))?.records() {
        let retries = record.number("max_retries")? as u32;
        let (load, success) = fixed_retries(record.number("attempt_failure_probability")?, retries);
        tally.near(format!("line {}", record.line), record.number("load_amplification")?, load, 1e-9);
        tally.near(format!("line {}", record.line), record.number("call_success_probability")?, success, 1e-9);
    }
    Ok(tally.row())
}

fn layered(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 layers that retry, worst case", "values");
    for record in Csv::read(&folder.join("layered_worst_case.csv"))?.records() {
        let layers = record.number("layers_that_retry")? as u32;
        let attempts = layered_attempts(layers, record.number("retries_each")? as u64);
        let published = record.number("attempts_at_bottom_per_top_call_when_bottom_always_fails")? as u64;
        tally.equal(format!("line {}", record.line), published, attempts);
    }
    Ok(tally.row())
}

fn limit(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 token bucket, limit of a large one", "values");
    for record in Csv::read(&folder.join("token_bucket.csv"))?.records() {
        let p = record.number("attempt_failure_probability")?;
        let (load, success) =
            bucket_limit(p, record.number("max_retries")? as u32, record.number("tokens_per_success")?);
        tally.near(format!("line {}", record.line), record.number("large_bucket_limit_amplification")?, load, 1e-6);
        tally.near(format!("line {}", record.line), record.number("large_bucket_limit_success")?, success, 1e-6);
    }
    Ok(tally.row())
}

fn bucket(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 token bucket, simulated", "means");
    for record in Csv::read(&folder.join("token_bucket.csv"))?.records() {
        let (ratio, size) = (record.number("tokens_per_success")?, record.number("bucket_size")? as u32);
        compare(&mut tally, &record, BUCKET_CALLS, || {
            let mut bucket = Bucket::new(Earn::Success, ratio, size);
            move |retry_wanted: bool, ok: bool| {
                if ok {
                    bucket.success();
                }
                retry_wanted && bucket.retry()
            }
        })?;
    }
    Ok(tally.row())
}

fn breaker(folder: &Path) -> Result<Row, String> {
    let mut tally = Tally::new("08 retry breaker, simulated", "means");
    for record in Csv::read(&folder.join("retry_breaker.csv"))?.records() {
        let (window, threshold) = (record.number("window_attempts")? as usize, record.number("threshold")?);
        compare(&mut tally, &record, BREAKER_CALLS, || {
            let mut breaker = RetryBreaker::new(window, threshold);
            move |retry_wanted: bool, ok: bool| {
                breaker.record(ok);
                retry_wanted && breaker.retry()
            }
        })?;
    }
    Ok(tally.row())
}

/// Simulates the calls of one published line. The budget is told the result of each attempt, and whether a retry is
/// wanted; it says whether there may be one.
fn compare<B: FnMut(bool, bool) -> bool>(
    tally: &mut Tally,
    record: &Record<'_>,
    calls: u64,
    budget: impl Fn() -> B,
) -> Result<(), String> {
    let p = record.number("attempt_failure_probability")?;
    let retries = record.number("max_retries")? as u32;
    let (mut load, mut success) = (Moments::default(), Moments::default());
    for run in 0..RUNS {
        let mut budget = budget();
        let (mut attempts, mut good) = (0_u32, 0_u32);
        for call in 0..calls {
            for retry in 0..=retries {
                attempts += 1;
                let name = mix(mix(run ^ (record.line as u64) << 32) ^ call) ^ u64::from(retry);
                let ok = unit(mix(name)) >= p;
                good += u32::from(ok);
                if !budget(!ok && retry < retries, ok) {
                    break;
                }
            }
        }
        load.add(f64::from(attempts) / calls as f64);
        success.add(f64::from(good) / calls as f64);
    }
    for (what, interval, found) in [("load_amplification", "ci999", load), ("call_success", "ci999_success", success)] {
        let published = (record.number(what)?, record.number(interval)?);
        let place = format!("line {} {what}", record.line);
        tally.mean(place, published, (found.mean(), found.half_width_999()), ROUNDING);
    }
    Ok(())
}
