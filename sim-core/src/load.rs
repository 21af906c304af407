//! What clients ask by themselves, and when: `poisson 10/s`, `40% write balance next, 60% read balance`.

use std::fmt;

use crate::act::{Operation, parse_span};
use crate::latency::{Latency, ordered, pick, shares, spell_shares};
use crate::luck::below;
use crate::protocol::OpRef;
use crate::time::Duration;
use crate::words::nearest;

/// When a client asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Load {
    /// `none`: only when told to.
    #[default]
    None,
    /// `closed 5ms..100ms`: again after this long, counted from the answer.
    Closed {
        /// Shortest pause.
        low: Duration,
        /// Longest pause.
        high: Duration,
    },
    /// `poisson 10/s`: at random, without waiting for answers.
    Poisson {
        /// The mean rate.
        per_second: f64,
    },
    /// `every 500ms`: like a clock, without waiting for answers.
    Every(Duration),
}

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
                longer_than_zero(high, "pause").map(|high| Self::Closed { low, high })
            }
            ["poisson", rate] => {
                let number = rate.strip_suffix("/s").and_then(|n| n.parse::<f64>().ok());
                let number = number.filter(|n| *n > 0.0 && *n <= 1e6);
                let number = number.ok_or_else(|| format!("`{rate}` is not a rate above 0; write poisson 10/s"))?;
                Ok(Self::Poisson { per_second: number })
            }
            ["every", span] => longer_than_zero(parse_span(span)?, "period").map(Self::Every),
            _ => {
                let near = words.first().and_then(|w| nearest(w, ["none", "closed", "poisson", "every"]));
                let near = near.filter(|near| words[0] != *near).map(|near| format!("; did you mean `{near}`?"));
                let forms = "write none, closed 5ms..100ms, poisson 10/s or every 500ms";
                Err(format!("`{}` is not a load; {forms}{}", text.trim(), near.unwrap_or_default()))
            }
        }
    }
}

fn longer_than_zero(span: Duration, what: &str) -> Result<Duration, String> {
    if span > Duration::ZERO { Ok(span) } else { Err(format!("a {what} of 0s never lets time pass")) }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Closed { low, high } => write!(f, "closed {low}..{high}"),
            Self::Poisson { per_second } => write!(f, "poisson {per_second}/s"),
            Self::Every(span) => write!(f, "every {span}"),
        }
    }
}

impl Load {
    /// The pause before the next request that these bits draw; zero for `none`.
    pub fn gap(&self, bits: u64) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::Closed { low, high } => *low + Duration(below(bits, (*high - *low).0 + 1)),
            Self::Poisson { per_second } => Latency::Exp(Duration((1e6 / per_second) as u64)).sample(0, bits),
            Self::Every(period) => *period,
        }
    }
}

/// What a client asks: operations and their percentages; `none` is nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mix {
    parts: Vec<(f64, Operation)>,
    /// The same operations, bound to a world.
    bound: Vec<OpRef>,
}

impl Mix {
    /// Reads a mix.
    ///
    /// # Errors
    /// A sentence that says what is possible.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim() == "none" {
            return Ok(Self::default());
        }
        shares(text, |op| Operation::parse(op).map_err(|e| e.to_string()))
            .map(|parts| Self { parts, bound: Vec::new() })
    }

    /// The operation on which these bits fall, if there is any and the mix is bound to a world.
    pub fn pick(&self, bits: u64) -> Option<OpRef> {
        self.bound.get(pick(&self.parts, bits)?).copied()
    }

    /// Percentages and operations, in order.
    pub fn parts(&self) -> &[(f64, Operation)] {
        &self.parts
    }

    /// Binds its operations to a world.
    pub(crate) fn bind(&mut self, mut one: impl FnMut(&Operation) -> OpRef) {
        self.bound = self.parts.iter().map(|(_, op)| one(op)).collect();
    }
}

impl fmt::Display for Mix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.parts.is_empty() { f.write_str("none") } else { spell_shares(&self.parts, f) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_spelled_back() {
        for text in ["none", "closed 5ms..100ms", "poisson 10/s", "poisson 0.5/s", "every 500ms"] {
            assert_eq!(Load::parse(text).unwrap().to_string(), text);
        }
        for text in ["100% call", "40% write balance next, 60% read balance at c"] {
            assert_eq!(Mix::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_mix_is_picked_from_in_its_shares() {
        let mut mix = Mix::parse("40% write balance next, 60% read balance").unwrap();
        assert_eq!(mix.pick(0), None, "not bound yet");
        mix.bind(|op| OpRef(u32::from(op.verb == "read")));
        let writes = (0..1_000_u64).filter(|n| mix.pick((2 * n + 1) * (u64::MAX / 2_000)) == Some(OpRef(0))).count();
        assert_eq!(writes, 400);
        assert_eq!(mix.pick(u64::MAX), Some(OpRef(1)));
    }

    #[test]
    fn mistakes_say_what_is_possible() {
        let error = |text| Load::parse(text).unwrap_err();
        assert_eq!(error("poisson 10"), "`10` is not a rate above 0; write poisson 10/s");
        assert_eq!(error("closed 5ms"), "`5ms` is not a range; write closed 5ms..100ms");
        assert_eq!(error("every 0s"), "a period of 0s never lets time pass");
        let message = "`poison 10/s` is not a load; write none, closed 5ms..100ms, poisson 10/s or every 500ms; \
                       did you mean `poisson`?";
        assert_eq!(error("poison 10/s"), message);
        assert_eq!(Mix::parse("50% read x, 40% read y").unwrap_err(), "the shares add up to 90%, not to 100%");
        assert_eq!(Mix::parse("100%").unwrap_err(), "what to ask is missing");
    }
}
