//! What the engine computes, as one number a case: the same natively and in WebAssembly, or something is wrong.
//!
//! The module imports nothing. `tests/wasm.rs` runs it in an interpreter and compares case by case.
use sim_core::latency::Latency;
use sim_core::luck::{Name, Purpose, Seed, luck, mix};

/// Every kind of latency: they hold all the floating-point numbers that decide anything in a run.
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

/// How many cases there are.
#[unsafe(no_mangle)]
pub extern "C" fn cases() -> u32 {
    LATENCIES.len() as u32
}

/// The fingerprint of one case; 0 for a case that does not exist.
#[unsafe(no_mangle)]
pub extern "C" fn fingerprint(case: u32) -> u64 {
    let Some(latency) = LATENCIES.get(case as usize).and_then(|text| Latency::parse(text).ok()) else { return 0 };
    (0..DRAWS).fold(u64::from(case) + 1, |state, draw| {
        let name = Name::root("probe").then(draw);
        let seed = Seed(u64::from(case));
        let span = latency.sample(luck(seed, Purpose::Branch, name), luck(seed, Purpose::Latency, name));
        mix(state ^ span.0)
    })
}
