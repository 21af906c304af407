//! Luck for the peers: a stream of `SplitMix64` (Steele, Lea, Flood 2014), the cheapest that is good enough.

use serde::{Deserialize, Serialize};

/// A stream.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Dice(pub u64);

impl Dice {
    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }
    /// A whole number in `low..=high`.
    pub fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }
    /// A whole number in `0..n`.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }
    /// Whole microseconds, exponentially distributed.
    pub fn exp(&mut self, mean: f64) -> u64 {
        let unit = (self.bits() >> 11) as f64 / (1_u64 << 53) as f64;
        (-mean * (1.0 - unit).ln()) as u64
    }
    /// Different numbers in `0..n` without `me`, each with the same chance.
    pub fn others(&mut self, me: usize, n: usize) -> [usize; super::FANOUT] {
        let mut taken = [usize::MAX; super::FANOUT + 1];
        let mut chosen = [0; super::FANOUT];
        taken[0] = me;
        for (count, one) in chosen.iter_mut().enumerate() {
            let mut place = self.below((n - 1 - count) as u64) as usize;
            let mut rank = 0;
            while rank <= count && taken[rank] <= place {
                (place, rank) = (place + 1, rank + 1);
            }
            taken.copy_within(rank..=count, rank + 1);
            taken[rank] = place;
            *one = place;
        }
        chosen
    }
}
