//! Draws of every kind of latency: they hold all the floating-point numbers that decide anything in a run.

use sim_core::latency::Latency;
use sim_core::luck::{Name, Purpose, Seed, luck, mix};

const LATENCIES: [&str; 7] = [
    "10ms",
    "50ms..150ms",
    "exp 20ms",
    "normal 10ms 2ms",
    "lognormal 20ms 0.5",
    "pareto 1ms 1.2",
    "mix 80% 5ms..15ms, 20% 150ms..400ms",
];
const DRAWS: u64 = 2_000;

/// One for each kind.
pub const CASES: u32 = LATENCIES.len() as u32;

/// All draws of one kind.
pub fn fingerprint(case: u32) -> u64 {
    let Some(latency) = LATENCIES.get(case as usize).and_then(|text| Latency::parse(text).ok()) else { return 0 };
    (0..DRAWS).fold(u64::from(case) + 1, |state, draw| {
        let name = Name::root("probe").then(draw);
        let seed = Seed(u64::from(case));
        let span = latency.sample(luck(seed, Purpose::Branch, name), luck(seed, Purpose::Latency, name));
        mix(state ^ span.0)
    })
}
