//! The values that a slider steps through: round ones, each as far from the next as a hand means it to be.

use lessons::model::{Knob, KnobRange};
use sim_core::time::Duration;

/// Where a scale is even in the logarithm, these tenths of each power of ten.
const TENTHS: [u64; 10] = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80];
/// More values than these are not told apart on a slider.
const MOST: usize = 64;
/// A percent in the unit in which shares are counted here.
const PERCENT: f64 = 1e6;

/// Every value that a knob offers, as spelled, in order; between those of a scale others can be typed.
pub(crate) fn values(knob: &Knob) -> Vec<String> {
    match &knob.range {
        KnobRange::Whole { low, high, .. } if (high - low) < MOST as i64 => {
            (*low..=*high).map(|n| n.to_string()).collect()
        }
        KnobRange::Whole { low, high, .. } => even(*low, *high).into_iter().map(|n| n.to_string()).collect(),
        KnobRange::Words { words, .. } => words.clone(),
        KnobRange::Lines(choices) => choices.iter().map(|(name, _)| name.clone()).collect(),
        KnobRange::Span { low, high, log, .. } => {
            let even = || even(low.0 as i64, high.0 as i64).into_iter().map(i64::unsigned_abs).collect();
            let all: Vec<u64> = if *log { steep(low.0, high.0) } else { even() };
            all.into_iter().map(|us| Duration(us).to_string()).collect()
        }
        KnobRange::Share { low, high, .. } => {
            let count = |share: f64| (share * 100.0 * PERCENT).round() as i64;
            let all = even(count(*low), count(*high)).into_iter();
            all.map(|n| format!("{}%", n as f64 / PERCENT)).collect()
        }
    }
}

/// Both ends, and the multiples of a round step between them.
fn even(low: i64, high: i64) -> Vec<i64> {
    let least = (high - low) / (MOST as i64 - 4);
    let power = 10_i64.pow(least.max(1).ilog10());
    let step = [power, power * 5 / 2, power * 5, power * 10].into_iter().find(|step| *step >= least).unwrap_or(1);
    let between = (low.div_euclid(step) + 1..).map(|n| n * step).take_while(|n| *n < high);
    [low].into_iter().chain(between).chain([high]).collect()
}

/// Both ends, and round values between them, ten for each power of ten or fewer.
fn steep(low: u64, high: u64) -> Vec<u64> {
    let powers = (0..).map(|k| 10_u64.pow(k)).take_while(|power| *power <= high);
    let all = powers.flat_map(|power| TENTHS.map(|tenths| (tenths, power * tenths / 10)));
    let mut between: Vec<(u64, u64)> = all.filter(|(_, n)| (low + 1..high).contains(n)).collect();
    if between.len() + 2 > MOST {
        between.retain(|(tenths, _)| [10, 20, 50].contains(tenths));
    }
    let mut values = vec![low];
    values.extend(between.into_iter().map(|(_, n)| n));
    values.push(high);
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round() {
        let spans = |all: Vec<u64>| all.into_iter().map(|us| Duration(us).to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            spans(steep(20_000, 5_000_000)),
            "20ms 25ms 30ms 40ms 50ms 60ms 80ms 100ms 120ms 150ms 200ms 250ms 300ms 400ms 500ms 600ms 800ms 1s 1.2s 1.5s 2s 2.5s 3s 4s 5s"
        );
        assert!(steep(1, 60_000_000_000).len() <= MOST);
        assert_eq!(spans(steep(1, 20)), "1us 2us 3us 4us 5us 6us 8us 10us 12us 15us 20us");
        let all = even(200_000, 5_000_000);
        assert_eq!((all.len(), &all[..3], all.last()), (49, &[200_000, 300_000, 400_000][..], Some(&5_000_000)));
        assert_eq!(even(0, 100 * PERCENT as i64)[..3], [0, 2_500_000, 5_000_000]);
        assert_eq!((&even(1, 200)[..4], even(-100, 100)[..3].last()), (&[1, 5, 10, 15][..], Some(&-90)));
        assert_eq!(even(0, 7), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!((even(0, 390).len(), even(0, 390).last()), (40, Some(&390)));
    }
}
