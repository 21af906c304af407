//! Distributions: spelled as read, and drawn with the mean that theory gives.

use super::*;
use crate::luck::{Name, Purpose, Seed, luck};

const FORMS: &[&str] = &[
    "10ms",
    "0s",
    "50ms..150ms",
    "exp 20ms",
    "normal 10ms 2ms",
    "normal 1ms 5ms",
    "lognormal 20ms 0.5",
    "pareto 1ms 2.5",
    "10ms + exp 20ms",
    "1ms + pareto 1ms 2.5",
    "mix 50% 1ms + exp 1ms, 50% 3ms",
    "mix 80% 5ms..15ms, 20% 150ms..400ms",
    "mix 33.3% 1ms, 33.3% exp 2ms, 33.4% normal 3ms 1ms",
];

#[test]
fn every_form_is_read_and_spelled_back() {
    for text in FORMS {
        assert_eq!(Latency::parse(text).unwrap().to_string(), *text);
    }
}

#[test]
fn the_mean_of_many_draws_is_the_mean() {
    for text in FORMS {
        let latency = Latency::parse(text).unwrap();
        let draws = 100_000;
        let bits = |purpose, n| luck(Seed(9), purpose, Name::root(text).then(n));
        let sum: u64 = (0..draws).map(|n| latency.sample(bits(Purpose::Branch, n), bits(Purpose::Latency, n)).0).sum();
        let (drawn, theory) = (sum as f64 / draws as f64, latency.mean().0 as f64);
        assert!((drawn - theory).abs() <= 0.01 * theory + 0.5, "{text}: drawn {drawn}, theory {theory}");
    }
}

#[test]
fn the_cap_bounds_draws_and_means() {
    for text in ["pareto 1s 0.1", "pareto 1s 1", "lognormal 1s 30", "normal 3600s 600s", "exp 100000s", "99999s"] {
        let latency = Latency::parse(text).unwrap();
        for bits in [0, 1, 1 << 11, 1 << 63, u64::MAX - 1, u64::MAX] {
            assert!(latency.sample(bits, bits) <= CAP, "{text}");
        }
        // Evenly spaced luck: random draws from so heavy a tail settle too slowly.
        let draws = 100_000;
        let sum: u64 = (0..draws).map(|n| latency.sample(0, (2 * n + 1) * (u64::MAX / (2 * draws))).0).sum();
        let (drawn, theory) = (sum as f64 / draws as f64, latency.mean().0 as f64);
        assert!((drawn - theory).abs() <= 0.01 * theory, "{text}: drawn {drawn}, theory {theory}");
    }
}

#[test]
fn mistakes_say_what_is_possible() {
    let error = |text| Latency::parse(text).unwrap_err();
    assert_eq!(error("150ms..50ms"), "`150ms..50ms` runs backwards; write 50ms..150ms");
    assert_eq!(error("exp 1ms + 10ms"), "`exp 1ms` is not a time; write a number and its unit, such as 300ms or 2s");
    assert_eq!(error("40"), "`40` has no unit; write 40us, 40ms or 40s");
    assert_eq!(error("expo 20ms"), "`expo 20ms` is not a latency; did you mean `exp`?");
    assert_eq!(error("mix 80% 1ms, 30% 2ms"), "the shares add up to 110%, not to 100%");
    assert_eq!(error("mix 1ms, 2ms"), "a part begins with its share, such as 80%, not `1ms`");
    assert_eq!(error("pareto 1ms 0"), "`0` is not a number above 0");
    assert!(error("").contains("lognormal 20ms 0.5"));
}
