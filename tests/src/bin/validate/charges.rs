//! 08, by the engine: a ledger behind links that lose and copy, which dies after some charges (the lesson on retries,
//! act e, whose figures were measured in another model).
//!
//! What must agree is which designs hold in all of twenty worlds and which in none. How many are charged twice is shown
//! beside it and not judged: there a retry follows as soon as an attempt has timed out, here a backoff comes between,
//! so that fewer copies meet a ttl of 300 ms and more of them come after a crash.

use std::path::Path;

use sim_core::time::Duration;

use crate::stage::{Stage, measured};
use crate::table::{Row, gather};

pub fn rows(_folder: &Path) -> Vec<Row> {
    let designs = [
        ("no key", "key = none", 8, "15 to 44 charged twice", false),
        ("key of the purchase, atomic", "key = op; store = atomic", 8, "none", true),
        ("key of the attempt", "key = attempt; store = atomic", 8, "14 to 29 charged twice", false),
        ("table in memory", "key = op; store = memory", 8, "1 to 10 charged twice", false),
        ("key after the effect", "key = op; store = after", 8, "9 to 23 charged twice", false),
        ("user and amount", "key = content; store = atomic", 8, "20 never charged", false),
        ("ttl of 300 ms", "key = op; store = atomic; ttl = 300ms", 8, "2 to 15 charged twice", false),
        ("one attempt", "key = none", 1, "4 to 13 charged twice, success 0.72 to 0.85", false),
    ];
    gather(
        "08 charges",
        designs.map(|(name, settings, attempts, published, holds)| {
            let runs: Vec<[f64; 3]> = (0..20).map(|seed| run(settings, attempts, seed)).collect::<Result<_, _>>()?;
            let kept = |[twice, never, success]: &&[f64; 3]| *twice == 0.0 && *never == 0.0 && *success >= 0.99;
            let passed = runs.iter().filter(kept).count();
            let range = |n: usize| {
                let of = || runs.iter().map(|run| run[n]);
                (of().fold(f64::INFINITY, f64::min), of().fold(0.0, f64::max))
            };
            let ((a, b), (c, d), (e, f)) = (range(0), range(1), range(2));
            Ok(Row {
                target: format!("08 charges: {name}"),
                published: format!("{} of 20 hold (there {published})", if holds { 20 } else { 0 }),
                measured: format!("{passed} of 20 hold ({a} to {b} twice, {c} to {d} never, success {e:.2} to {f:.2})"),
                // A wrong design may be lucky: a world without a crash is kind to a table in memory.
                right: if holds { passed == 20 } else { passed <= 1 },
            })
        }),
    )
}

/// 200 purchases, every tenth of which repeats the one before: charged twice, acknowledged and never charged, answered.
fn run(settings: &str, attempts: u32, seed: u64) -> Result<[f64; 3], String> {
    let settings = format!("apply = 5ms..60ms; crash = 2%; {settings}");
    let links = "latency = 5ms..15ms; loss = 10%; duplication = 5%";
    let mut stage = Stage::of("ledger", 0, &settings, links, Duration::secs(40));
    stage.names = ["pay", "desk"].map(Into::into).into();
    stage.people = vec!["ana@desk".into()];
    stage.asks =
        format!("timeout = 200ms; attempts = {attempts}; backoff = exp; backoff-base = 200ms; backoff-cap = 1600ms");
    let ask = |n: u64| {
        let twin = n % 10 == 9;
        let (user, at) = if twin { (n - 1, n * 100 + 1_500) } else { (n, n * 100) };
        format!("at {at}ms ask ana charge u{user} 25 at pay")
    };
    let world = stage.play(seed, &(0..200).map(ask).collect::<Vec<_>>())?;
    let found = ["double_charges", "uncharged", "success"].map(|measure| measured(&world, measure, None));
    let [twice, never, success] = found;
    Ok([twice?, never?, success?])
}
