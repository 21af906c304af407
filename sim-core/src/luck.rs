//! Luck without streams: every draw is a pure function of the seed, its purpose and a name.
//!
//! One message dropped by hand leaves the luck of every other message as it was, which is what makes "what if this one
//! had arrived?" mean something. A random stream, even one per link, would shift every later draw.

/// What is drawn, so that two draws for one name are independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// How long a message is under way.
    Latency = 1,
    /// Which branch of a mixture the latency comes from.
    Branch,
    /// Whether a message is lost.
    Loss,
    /// Whether a message arrives twice.
    Duplication,
    /// How long a client thinks, or until its next request.
    Think,
    /// Which operation of a mix.
    Mix,
    /// A scenario's sealed draw.
    Draw,
    /// How long work takes.
    Work,
    /// Which branch of a mixture that comes from.
    WorkBranch,
    /// How long a disk takes.
    Disk,
    /// Which branch of a mixture that comes from.
    DiskBranch,
    /// Whether work fails by itself.
    Error,
    /// How long a client backs off.
    Backoff,
    /// Whom or what a protocol picks at random.
    Choice,
}

/// The seed of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed(pub u64);

/// Identifies one thing that happens: a hash of an initiative (operation n of a client, tick n of a timer, an act,
/// boot k of a node) and of the path inside it (sender, receiver, kind, n-th of these).
///
/// The same name identifies a message for acts, breaks ties in the queue, keys the first divergence of two runs and
/// drives the drawing. Names are unique within a run (tested).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u64);

impl Name {
    /// The start of a path: what kind of initiative.
    pub fn root(kind: &str) -> Self {
        Self(text_hash(kind))
    }
    /// One step further: a number.
    #[must_use]
    pub const fn then(self, part: u64) -> Self {
        Self(mix(self.0 ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x632B_E59B_D9B4_E019)))
    }
    /// One step further: a word.
    #[must_use]
    pub fn then_word(self, word: &str) -> Self {
        self.then(text_hash(word))
    }
    /// The leading 32 bits, which people and selectors see (`~4f2a91c0`).
    pub const fn short(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// 64 evenly distributed bits for this purpose and name.
pub const fn luck(seed: Seed, purpose: Purpose, name: Name) -> u64 {
    mix(mix(seed.0 ^ 0x5851_F42D_4C95_7F2D) ^ name.0 ^ mix(purpose as u64))
}

/// A number in `[0, 1)` with 53 random bits.
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// A whole number in `0..n` (multiply-shift; Lemire 2019), 0 for `n == 0`.
pub const fn below(bits: u64, n: u64) -> u64 {
    ((bits as u128 * n as u128) >> 64) as u64
}

/// Finalizer of `SplitMix64` (Steele, Lea, Flood 2014): a bijection that spreads every bit.
pub const fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// FNV-1a over the bytes, then mixed.
pub fn text_hash(text: &str) -> u64 {
    mix(text.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_is_even_over_names() {
        let mean = (0..10_000).map(|n| unit(luck(Seed(7), Purpose::Loss, Name::root("op").then(n)))).sum::<f64>() / 1e4;
        assert!((mean - 0.5).abs() < 0.01, "mean of 10 000 draws is {mean}");
    }

    #[test]
    fn purposes_and_neighbouring_seeds_are_independent() {
        let name = Name::root("op").then(3);
        assert_ne!(luck(Seed(1), Purpose::Loss, name), luck(Seed(1), Purpose::Latency, name));
        assert_ne!(luck(Seed(1), Purpose::Loss, name), luck(Seed(2), Purpose::Loss, name));
        assert!(below(u64::MAX, 20) == 19 && below(0, 20) == 0);
    }
}
