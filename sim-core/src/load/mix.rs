//! What a client asks: `40% write balance next, 60% read item*100 zipf 0.99`, or `in turn call status, call authorise`.

use std::fmt;

use crate::act::Operation;
use crate::decimal::decimal;
use crate::latency::{pick, shares, spell_shares};
use crate::protocol::OpRef;

/// What a client asks: operations and their percentages, or operations one after the other, `in turn`, and then from the
/// first again; `none` is nothing.
///
/// `read item*100` asks for `item1` to `item100` alike; with `zipf 0.99`, for key number i in proportion to 1 / i^0.99,
/// as requests to stores are skewed (Gray et al., *Quickly Generating Billion-Record Synthetic Databases*, SIGMOD 1994).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mix {
    /// As authors write it; without shares where they are asked in turn.
    spelled: Vec<(f64, String)>,
    /// Whether they are asked one after the other.
    in_turn: bool,
    /// Every operation, one for each key.
    parts: Vec<(f64, Operation)>,
    /// The same operations, bound to a world.
    bound: Vec<OpRef>,
}

/// Keys of one part of a mix at most.
const KEYS: usize = 1_000;

impl Mix {
    /// Reads a mix.
    ///
    /// # Errors
    /// A sentence that says what is possible.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut mix = Self::default();
        if text.trim() == "none" {
            return Ok(mix);
        }
        if let Some(list) = text.trim().strip_prefix("in turn ") {
            mix.in_turn = true;
            for (spelled, operations) in list.split(',').map(|part| one(part.trim())).collect::<Result<Vec<_>, _>>()? {
                mix.spelled.push((0.0, spelled));
                mix.parts.extend(operations);
            }
            return Ok(mix);
        }
        for (share, (spelled, operations)) in shares(text, one)? {
            mix.spelled.push((share, spelled));
            mix.parts.extend(operations.into_iter().map(|(of_it, op)| (share * of_it, op)));
        }
        Ok(mix)
    }

    /// The n-th operation, counted from zero: the one on which these bits fall, or whose turn it is; if there is any, and
    /// the mix is bound to a world.
    pub fn pick(&self, n: u64, bits: u64) -> Option<OpRef> {
        let turn = || (n % self.parts.len().max(1) as u64) as usize;
        let at = if self.in_turn { turn() } else { pick(&self.parts, bits)? };
        self.bound.get(at).copied()
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

/// One part: as it is spelled, and its operations with the share that each has of it.
fn one(text: &str) -> Result<(String, Vec<(f64, Operation)>), String> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let spelled = words.join(" ");
    let read = |words: &[&str]| Operation::parse(&words.join(" ")).map_err(|e| e.to_string());
    let Some((at, (base, count))) = words.iter().enumerate().find_map(|(at, w)| Some((at, w.split_once('*')?))) else {
        return Ok((spelled, vec![(1.0, read(&words)?)]));
    };
    let count = count.parse().ok().filter(|n| (2..=KEYS).contains(n));
    let count = count.ok_or_else(|| format!("`{}` is not 2 to {KEYS} keys; write read item*100", words[at]))?;
    let skew = if words.get(at + 1) == Some(&"zipf") {
        let number = words.get(at + 2).and_then(|n| decimal(n)).filter(|n| *n > 0.0 && *n <= 10.0);
        words.drain(at + 1..words.len().min(at + 3));
        number.ok_or("`zipf` is followed by a number above 0 and up to 10, such as zipf 0.99")?
    } else {
        0.0
    };
    words[at] = base;
    let op = read(&words)?;
    let weights: Vec<f64> = (1..=count).map(|n| libm::pow(n as f64, -skew)).collect();
    let sum: f64 = weights.iter().sum();
    let keyed =
        |(n, weight): (usize, f64)| (weight / sum, Operation { key: Some(format!("{base}{}", n + 1)), ..op.clone() });
    Ok((spelled, weights.into_iter().enumerate().map(keyed).collect()))
}

impl fmt::Display for Mix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.in_turn, self.spelled.is_empty()) {
            (_, true) => f.write_str("none"),
            (false, false) => spell_shares(&self.spelled, f),
            (true, false) => {
                let parts: Vec<&str> = self.spelled.iter().map(|(_, part)| part.as_str()).collect();
                write!(f, "in turn {}", parts.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_spelled_back() {
        for text in [
            "none",
            "100% call",
            "in turn call status, call authorise",
            "40% write balance next, 60% read balance at c",
            "100% read item*100",
        ] {
            assert_eq!(Mix::parse(text).unwrap().to_string(), text);
        }
        let skewed = "90% read item*300 zipf 0.99 at c, 10% write item*300 zipf 0.99 next";
        assert_eq!(Mix::parse(skewed).unwrap().to_string(), skewed);
    }

    /// How often each of the operations is picked, of 10 000 even bits.
    fn picked(text: &str) -> Vec<usize> {
        let mut mix = Mix::parse(text).unwrap();
        assert_eq!(mix.pick(0, 0), None, "not bound yet");
        let mut known = 0;
        mix.bind(|_| {
            known += 1;
            OpRef(known - 1)
        });
        let mut counts = vec![0; known as usize];
        for n in 0..10_000_u64 {
            counts[mix.pick(n, (2 * n + 1) * (u64::MAX / 20_000)).unwrap().0 as usize] += 1;
        }
        counts
    }

    #[test]
    fn a_mix_is_picked_from_in_its_shares() {
        assert_eq!(picked("40% write balance next, 60% read balance"), [4_000, 6_000]);
        assert_eq!(picked("20% write x next, 80% read item*4"), [2_000, 2_000, 2_000, 2_000, 2_000]);
    }

    #[test]
    fn in_turn_each_has_its_turn_whatever_the_luck() {
        let mut mix = Mix::parse("in turn call status, call authorise, call status").unwrap();
        let (mut known, luck) = (0, u64::MAX);
        mix.bind(|_| {
            known += 1;
            OpRef(known - 1)
        });
        let asked: Vec<u32> = (0..5).map(|n| mix.pick(n, luck).unwrap().0).collect();
        assert_eq!(asked, [0, 1, 2, 0, 1]);
    }

    #[test]
    fn keys_are_as_popular_as_zipf_says() {
        // 1, 1/2, 1/3 and 1/4, of 25/12.
        assert_eq!(picked("100% read item*4 zipf 1"), [4_800, 2_400, 1_600, 1_200]);
        let mix = Mix::parse("100% read item*300 zipf 0.99").unwrap();
        let names = |at: usize| mix.parts()[at].1.to_string();
        assert_eq!((names(0), names(299)), ("read item1".to_string(), "read item300".to_string()));
        let sum: f64 = mix.parts().iter().map(|(share, _)| share).sum();
        assert!((sum - 100.0).abs() < 1e-9);
    }

    #[test]
    fn mistakes_say_what_is_possible() {
        let error = |text| Mix::parse(text).unwrap_err();
        assert_eq!(error("50% read x, 40% read y"), "the shares add up to 90%, not to 100%");
        assert_eq!(error("100%"), "what to ask is missing");
        assert_eq!(error("100% read item*1"), "`item*1` is not 2 to 1000 keys; write read item*100");
        let zipf = "`zipf` is followed by a number above 0 and up to 10, such as zipf 0.99";
        assert_eq!(error("100% read item*9 zipf"), zipf);
        assert_eq!(error("100% write item*9 zipf x next"), zipf);
    }
}
