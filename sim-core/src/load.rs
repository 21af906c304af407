//! What clients ask by themselves, and when: `poisson 10/s`, `40% write balance next, 60% read balance`.

mod mix;

use std::fmt;

use crate::act::parse_span;
use crate::decimal::decimal;
use crate::latency::{Latency, ordered};
use crate::luck::unit;
use crate::time::Duration;
use crate::words::nearest;

pub use mix::Mix;

/// When a client asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Load {
    /// `none`: only when told to.
    #[default]
    None,
    /// `closed 5ms..100ms`, `closed exp 20ms`: again after this long, counted from the answer.
    Closed {
        /// The pause: even, or exponential.
        pause: Latency,
    },
    /// `poisson 10/s`: at random, without waiting for answers.
    Poisson {
        /// The mean rate.
        per_second: f64,
    },
    /// `ramp 10/s..100/s over 20s`: at random, at a rate that changes evenly within this time and then stays.
    Ramp {
        /// The rate at first.
        from: f64,
        /// The rate at the end.
        to: f64,
        /// How long it changes.
        over: Duration,
    },
    /// `every 500ms`: like a clock, without waiting for answers.
    Every(Duration),
    /// `burst 100 every 10s`: so many at one instant, like a clock, without waiting for answers.
    Burst {
        /// How many.
        count: u64,
        /// How often.
        period: Duration,
    },
}

/// Requests of one burst at most: each is several events of one instant.
const BURST: u64 = 5_000;

impl Load {
    /// Reads a load.
    ///
    /// # Errors
    /// A sentence that says what is possible.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[..] {
            ["none"] => Ok(Self::None),
            ["closed", range] => {
                let Some((low, high)) = range.split_once("..") else {
                    return Err(format!("`{range}` is not a range; write closed 5ms..100ms"));
                };
                let (low, high) = ordered(parse_span(low)?, parse_span(high)?)?;
                let high = longer_than_zero(high, "pause")?;
                Ok(Self::Closed { pause: Latency::Uniform(low, high) })
            }
            ["closed", "exp", mean] => {
                let mean = longer_than_zero(parse_span(mean)?, "pause")?;
                Ok(Self::Closed { pause: Latency::Exp(mean) })
            }
            ["poisson", text] => {
                let number = rate(text).filter(|n| *n > 0.0);
                let number = number.ok_or_else(|| format!("`{text}` is not a rate above 0; write poisson 10/s"))?;
                Ok(Self::Poisson { per_second: number })
            }
            ["ramp", range, "over", span] => {
                let rates = range.split_once("..").and_then(|(from, to)| Some((rate(from)?, rate(to)?)));
                let Some((from, to)) = rates.filter(|(from, to)| from + to > 0.0) else {
                    return Err(format!("`{range}` is not a range of rates; write ramp 10/s..100/s over 20s"));
                };
                longer_than_zero(parse_span(span)?, "ramp").map(|over| Self::Ramp { from, to, over })
            }
            ["every", span] => longer_than_zero(parse_span(span)?, "period").map(Self::Every),
            ["burst", count, "every", span] => {
                let Some(count) = count.parse().ok().filter(|n| (1..=BURST).contains(n)) else {
                    return Err(format!("a burst has 1 to {BURST} requests, not `{count}`"));
                };
                longer_than_zero(parse_span(span)?, "period").map(|period| Self::Burst { count, period })
            }
            _ => {
                let kinds = ["none", "closed", "poisson", "ramp", "every", "burst"];
                let near = words.first().and_then(|w| nearest(w, kinds));
                let near = near.filter(|near| words[0] != *near).map(|near| format!("; did you mean `{near}`?"));
                Err(format!("`{}` is not a load; write {FORMS}{}", text.trim(), near.unwrap_or_default()))
            }
        }
    }
}

/// Every form of a load.
pub const FORMS: &str = "none, closed 5ms..100ms, closed exp 20ms, poisson 10/s, ramp 10/s..100/s over 20s, every 500ms or burst 100 every 10s";

/// `10/s`.
fn rate(text: &str) -> Option<f64> {
    text.strip_suffix("/s").and_then(decimal).filter(|n| (0.0..=1e6).contains(n))
}

fn longer_than_zero(span: Duration, what: &str) -> Result<Duration, String> {
    if span > Duration::ZERO { Ok(span) } else { Err(format!("a {what} of 0s never lets time pass")) }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Closed { pause } => write!(f, "closed {pause}"),
            Self::Poisson { per_second } => write!(f, "poisson {per_second}/s"),
            Self::Ramp { from, to, over } => write!(f, "ramp {from}/s..{to}/s over {over}"),
            Self::Every(span) => write!(f, "every {span}"),
            Self::Burst { count, period } => write!(f, "burst {count} every {period}"),
        }
    }
}

impl Load {
    /// The pause before the next request that these bits draw, once the load has lasted for `passed`; nothing where
    /// none will come.
    pub fn gap(&self, passed: Duration, bits: u64) -> Option<Duration> {
        match self {
            Self::None => None,
            Self::Closed { pause } => Some(pause.sample(0, bits)),
            Self::Poisson { per_second } => Some(Latency::Exp(Duration((1e6 / per_second) as u64)).sample(0, bits)),
            Self::Ramp { from, to, over } => rising((*from, *to), *over, passed, -libm::log(1.0 - unit(bits))),
            Self::Every(period) | Self::Burst { period, .. } => Some(*period),
        }
    }
    /// Requests that begin together.
    pub fn at_once(&self) -> u64 {
        if let Self::Burst { count, .. } = self { *count } else { 1 }
    }
}

/// The next event of a Poisson process whose rate goes evenly from one to another and then stays, by time-change: events
/// of any rate are those of rate 1, seen through the integral of the rate, so one draw of mean 1 gives one gap, exactly
/// (Çinlar, *Introduction to Stochastic Processes*, 1975; Lewis and Shedler 1979 thin instead).
fn rising((from, to): (f64, f64), over: Duration, passed: Duration, draw: f64) -> Option<Duration> {
    let (left, slope) = ((over - passed).as_secs(), (to - from) / over.as_secs());
    let now = to - slope * left;
    let within = now.midpoint(to) * left;
    let seconds = if draw < within {
        // now·x + slope·x²/2 = draw, solved without a difference of like numbers.
        2.0 * draw / (now + (now * now + 2.0 * slope * draw).max(0.0).sqrt())
    } else if to > 0.0 {
        left + (draw - within) / to
    } else {
        return None;
    };
    Some(Duration((seconds * 1e6 + 0.5) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::mix;

    #[test]
    fn every_form_is_read_and_spelled_back() {
        for text in ["none", "closed 5ms..100ms", "closed exp 20ms", "poisson 0.5/s", "every 500ms"] {
            assert_eq!(Load::parse(text).unwrap().to_string(), text);
        }
        for text in ["ramp 10/s..100/s over 20s", "ramp 2.5/s..0/s over 500ms", "burst 100 every 10s"] {
            assert_eq!(Load::parse(text).unwrap().to_string(), text);
        }
        FORMS
            .split(", ")
            .flat_map(|part| part.split(" or "))
            .for_each(|form| assert!(Load::parse(form).is_ok(), "{form}"));
    }

    /// Requests of 1 000 clients in each quarter of so many seconds.
    fn quarters(load: &str, seconds: u64) -> [u32; 4] {
        let (load, mut counts) = (Load::parse(load).unwrap(), [0; 4]);
        for client in 0..1_000_u64 {
            let mut at = Duration::ZERO;
            for n in 0.. {
                let Some(gap) = load.gap(at, mix(mix(client) ^ n)) else { break };
                at = at + gap;
                let Some(count) = counts.get_mut((at.0 * 4 / Duration::secs(seconds).0) as usize) else { break };
                *count += 1;
            }
        }
        counts
    }

    #[test]
    fn a_ramp_has_as_many_requests_as_the_area_under_it() {
        let near = |found: [u32; 4], wanted: [u32; 4]| {
            // Four standard deviations of a Poisson count.
            let far = |(f, w): (u32, u32)| f64::from(f.abs_diff(w)) > 4.0 * f64::from(w).sqrt();
            assert!(!found.into_iter().zip(wanted).any(far), "{found:?}, not {wanted:?}");
        };
        near(quarters("ramp 0/s..8/s over 4s", 4), [1_000, 3_000, 5_000, 7_000]);
        near(quarters("ramp 8/s..0/s over 4s", 8), [12_000, 4_000, 0, 0]);
        near(quarters("ramp 2/s..10/s over 2s", 4), [4_000, 8_000, 10_000, 10_000]);
        near(quarters("ramp 5/s..5/s over 1s", 4), [5_000; 4]);
    }

    #[test]
    fn mistakes_say_what_is_possible() {
        let error = |text| Load::parse(text).unwrap_err();
        assert_eq!(error("poisson 10"), "`10` is not a rate above 0; write poisson 10/s");
        assert_eq!(error("closed exp 0s"), "a pause of 0s never lets time pass");
        assert_eq!(error("closed 5ms"), "`5ms` is not a range; write closed 5ms..100ms");
        assert_eq!(error("every 0s"), "a period of 0s never lets time pass");
        assert_eq!(
            error("ramp 0/s..0/s over 1s"),
            "`0/s..0/s` is not a range of rates; write ramp 10/s..100/s over 20s"
        );
        assert_eq!(error("burst 0 every 1s"), "a burst has 1 to 5000 requests, not `0`");
        let message = format!("`poison 10/s` is not a load; write {FORMS}; did you mean `poisson`?");
        assert_eq!(error("poison 10/s"), message);
    }
}
