//! Time that a thread had a processor: what others do on this machine at the same time is not in it.

use std::sync::OnceLock;
use std::time::Instant;

/// Where Linux says how long this thread has run, in nanoseconds, before the first space.
const RAN: &str = "/proc/thread-self/schedstat";

/// Milliseconds of this thread so far; where the system does not tell, of the clock on the wall.
pub fn ms() -> f64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    // Linux counts up to here when a thread offers its processor to others, else only now and then.
    std::thread::yield_now();
    let ran = std::fs::read_to_string(RAN).ok().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    ran.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3, |ran| ran / 1e6)
}
