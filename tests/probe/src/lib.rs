//! What the engine computes, as one number a case: the same natively and in WebAssembly, or something is wrong.
//!
//! The module imports nothing. `tests/wasm.rs` runs it in an interpreter, a browser story runs it in Chromium; both
//! compare case by case.
mod draws;
mod lesson;
mod recipes;

use sim_core::luck::Seed;
use sim_core::time::Time;

/// How many cases there are.
#[unsafe(no_mangle)]
pub extern "C" fn cases() -> u32 {
    draws::CASES + lesson::CASES + recipes::cases()
}

/// The fingerprint of one case; 0 for a case that does not exist.
#[unsafe(no_mangle)]
pub extern "C" fn fingerprint(case: u32) -> u64 {
    match case.checked_sub(draws::CASES) {
        None => draws::fingerprint(case),
        Some(case) if case < lesson::CASES => lesson::fingerprint(case),
        Some(case) => recipes::fingerprint(case - lesson::CASES),
    }
}

/// The quiet world of the CAP lesson under a seed, up to and including an instant: what
/// `faultline run lessons/content/15-cap/scenario.toml --seed SEED --until UNTIL` prints.
#[unsafe(no_mangle)]
pub extern "C" fn cap(seed: u64, until_us: u64) -> u64 {
    lesson::quiet(Seed(seed), Time(until_us))
}
