//! How long a message is under way: distributions as authors spell them, drawn from two words of luck.
//!
//! Only `+ - * /`, comparisons and `libm`: the same draw gives the same microsecond on every machine.

mod normal;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::act::parse_span;
use crate::decimal::decimal;
use crate::luck::{Name, Purpose, Seed, below, luck, unit};
use crate::time::Duration;
use crate::words::nearest;

use normal::{density, quantile, share_below};

/// No draw is longer, however heavy the tail.
const CAP: Duration = Duration::secs(3_600);

/// A distribution of latencies.
#[derive(Clone, Debug, PartialEq)]
pub enum Latency {
    /// `10ms`: always this.
    Fixed(Duration),
    /// `50ms..150ms`: evenly, both ends included.
    Uniform(Duration, Duration),
    /// `exp 20ms`: exponential with this mean.
    Exp(Duration),
    /// `normal 10ms 2ms`: mean and standard deviation; what falls below 0 is 0.
    Normal(Duration, Duration),
    /// `lognormal 20ms 0.5`: median, and standard deviation of the logarithm.
    LogNormal(Duration, f64),
    /// `pareto 1ms 1.2`: smallest value, and shape (heavier tail where smaller).
    Pareto(Duration, f64),
    /// `10ms + exp 20ms`: a road that always takes this long, and a queue before it.
    Plus(Duration, Box<Latency>),
    /// `mix 80% 5ms..15ms, 20% 150ms..400ms`: percentages of these.
    Mix(Vec<(f64, Latency)>),
}

impl Latency {
    /// Reads a distribution.
    ///
    /// # Errors
    /// A sentence that says what is possible.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.trim().strip_prefix("mix ") {
            Some(parts) => shares(parts, Self::simple).map(Self::Mix),
            None => Self::simple(text),
        }
    }

    fn simple(text: &str) -> Result<Self, String> {
        if let Some((least, rest)) = text.split_once('+') {
            return Ok(Self::Plus(parse_span(least.trim())?, Box::new(Self::simple(rest)?)));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[..] {
            [word] if word.starts_with(|c: char| c.is_ascii_digit()) => match word.split_once("..") {
                Some((low, high)) => ordered(parse_span(low)?, parse_span(high)?).map(|(a, b)| Self::Uniform(a, b)),
                None => parse_span(word).map(Self::Fixed),
            },
            ["exp", mean] => parse_span(mean).map(Self::Exp),
            ["normal", mean, deviation] => Ok(Self::Normal(parse_span(mean)?, parse_span(deviation)?)),
            ["lognormal", median, sigma] => Ok(Self::LogNormal(parse_span(median)?, positive(sigma)?)),
            ["pareto", scale, shape] => Ok(Self::Pareto(parse_span(scale)?, positive(shape)?)),
            _ => Err(format!("`{}` is not a latency; {}", text.trim(), forms(words.first().unwrap_or(&"")))),
        }
    }

    /// Draws for this name: its luck for these purposes, the first of which picks the branch of a mixture.
    #[inline]
    pub fn draw(&self, seed: Seed, branch: Purpose, value: Purpose, name: Name) -> Duration {
        match self {
            Self::Fixed(span) => (*span).min(CAP),
            Self::Mix(_) => self.sample(luck(seed, branch, name), luck(seed, value, name)),
            _ => self.sample(0, luck(seed, value, name)),
        }
    }

    /// Draws: a pure function of two words of luck, the first of which picks the branch of a mixture.
    pub fn sample(&self, branch_bits: u64, bits: u64) -> Duration {
        let left = 1.0 - unit(bits); // in (0, 1], so that no logarithm or power meets a zero
        let middle = ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64; // in (0, 1), for the tails of a normal
        match self {
            Self::Fixed(span) => (*span).min(CAP),
            Self::Uniform(low, high) => (*low + Duration(below(bits, (*high - *low).0 + 1))).min(CAP),
            Self::Exp(mean) => micros(-(mean.0 as f64) * libm::log(left)),
            Self::Normal(mean, deviation) => micros(mean.0 as f64 + deviation.0 as f64 * quantile(middle)),
            Self::LogNormal(median, sigma) => micros(median.0 as f64 * libm::exp(sigma * quantile(middle))),
            Self::Pareto(scale, shape) => micros(scale.0 as f64 * libm::pow(left, -1.0 / shape)),
            Self::Plus(least, rest) => (*least + rest.sample(0, bits)).min(CAP),
            Self::Mix(parts) => pick(parts, branch_bits).map_or(Duration::ZERO, |at| parts[at].1.sample(0, bits)),
        }
    }

    /// The mean of what [`Self::sample`] gives, its limits (0 and one hour) included.
    pub fn mean(&self) -> Duration {
        let cap = CAP.0 as f64;
        match self {
            Self::Fixed(span) => (*span).min(CAP),
            Self::Uniform(low, high) => Duration(low.0.midpoint(high.0)).min(CAP),
            Self::Exp(Duration(0)) => Duration::ZERO,
            Self::Exp(mean) => micros(mean.0 as f64 * (1.0 - libm::exp(-cap / mean.0 as f64))),
            Self::Normal(mean, Duration(0)) => (*mean).min(CAP),
            Self::Normal(mean, deviation) => {
                let (mean, deviation) = (mean.0 as f64, deviation.0 as f64);
                let above = |x: f64| {
                    let z = (mean - x) / deviation;
                    (mean - x) * share_below(z) + deviation * density(z)
                };
                micros(above(0.0) - above(cap))
            }
            Self::LogNormal(Duration(0), _) => Duration::ZERO,
            Self::LogNormal(median, sigma) => {
                let (median, room) = (median.0 as f64, libm::log(cap / median.0 as f64) / sigma);
                micros(median * libm::exp(sigma * sigma / 2.0) * share_below(room - sigma) + cap * share_below(-room))
            }
            Self::Pareto(Duration(0), _) => Duration::ZERO,
            Self::Pareto(scale, shape) => {
                let (scale, reach) = (scale.0 as f64, cap / scale.0 as f64);
                // The integral of the survival function; its limit where the shape is 1.
                let tail = if (shape - 1.0).abs() < 1e-9 {
                    libm::log(reach)
                } else {
                    (libm::pow(reach, 1.0 - shape) - 1.0) / (1.0 - shape)
                };
                micros(scale * (1.0 + tail))
            }
            Self::Plus(least, rest) => (*least + rest.mean()).min(CAP),
            Self::Mix(parts) => micros(parts.iter().map(|(share, part)| share / 100.0 * part.mean().0 as f64).sum()),
        }
    }
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(span) => write!(f, "{span}"),
            Self::Uniform(low, high) => write!(f, "{low}..{high}"),
            Self::Exp(mean) => write!(f, "exp {mean}"),
            Self::Normal(mean, deviation) => write!(f, "normal {mean} {deviation}"),
            Self::LogNormal(median, sigma) => write!(f, "lognormal {median} {sigma}"),
            Self::Pareto(scale, shape) => write!(f, "pareto {scale} {shape}"),
            Self::Plus(least, rest) => write!(f, "{least} + {rest}"),
            Self::Mix(parts) => {
                f.write_str("mix ")?;
                spell_shares(parts, f)
            }
        }
    }
}

/// Whole microseconds, rounded, between 0 and the cap; a float that is no number becomes 0.
fn micros(us: f64) -> Duration {
    // `min` would take the cap for what is no number.
    if us.is_nan() { Duration::ZERO } else { Duration((us.min(CAP.0 as f64) + 0.5) as u64) }
}

fn forms(word: &str) -> String {
    let near = nearest(word, ["exp", "normal", "lognormal", "pareto", "mix"]);
    near.filter(|near| *near != word).map_or_else(
        || {
            "write 10ms, 50ms..150ms, exp 20ms, 10ms + exp 20ms, normal 10ms 2ms, lognormal 20ms 0.5, pareto 1ms 1.2 \
             or mix 80% 5ms..15ms, 20% 150ms..400ms"
                .to_string()
        },
        |near| format!("did you mean `{near}`?"),
    )
}

fn positive(text: &str) -> Result<f64, String> {
    let number = decimal(text).filter(|n| *n > 0.0);
    number.ok_or_else(|| format!("`{text}` is not a number above 0"))
}

/// Both ends of a range, in order.
pub(crate) fn ordered(low: Duration, high: Duration) -> Result<(Duration, Duration), String> {
    if low <= high { Ok((low, high)) } else { Err(format!("`{low}..{high}` runs backwards; write {high}..{low}")) }
}

/// Reads `80% X, 20% Y`, whose shares add up to 100%.
pub(crate) fn shares<T>(text: &str, one: fn(&str) -> Result<T, String>) -> Result<Vec<(f64, T)>, String> {
    let mut parts = Vec::new();
    for part in text.split(',') {
        let part = part.trim();
        let (share, rest) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
        let number = share.strip_suffix('%').and_then(decimal).filter(|n| *n > 0.0 && *n <= 100.0);
        let number = number.ok_or_else(|| format!("a part begins with its share, such as 80%, not `{share}`"))?;
        parts.push((number, one(rest.trim())?));
    }
    let sum: f64 = parts.iter().map(|(share, _)| share).sum();
    if (sum - 100.0).abs() < 1e-6 { Ok(parts) } else { Err(format!("the shares add up to {sum}%, not to 100%")) }
}

/// Spells what [`shares`] reads.
pub(crate) fn spell_shares<T: fmt::Display>(parts: &[(f64, T)], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (n, (share, part)) in parts.iter().enumerate() {
        write!(f, "{}{share}% {part}", if n == 0 { "" } else { ", " })?;
    }
    Ok(())
}

/// The number of the part on which these bits fall.
pub(crate) fn pick<T>(parts: &[(f64, T)], bits: u64) -> Option<usize> {
    let mut left = unit(bits) * 100.0;
    for (at, (share, _)) in parts.iter().enumerate() {
        if left < *share {
            return Some(at);
        }
        left -= share;
    }
    parts.len().checked_sub(1)
}
