//! The instants at which two runs differ.

use std::collections::BTreeMap;

use super::What;
use super::cone::what;
use crate::time::Time;
use crate::world::World;

/// Instants at which something happens in only one of two runs, in order: as far as both have come, and at most so many.
/// Acts count only by what follows from them.
pub fn differences(one: &World, other: &World, most: usize) -> Vec<Time> {
    let until = one.now.min(other.now);
    let mut left: BTreeMap<(Time, u8, u64), i64> = BTreeMap::new();
    for (world, by) in [(one, 1), (other, -1)] {
        let all = world.trace.numbered(0..world.trace.len());
        let told = all.filter(|(_, r)| r.at <= until && !matches!(r.what, What::Act(_) | What::Undone(_)));
        for (_, row) in told {
            let (kind, which) = what(world, &row);
            *left.entry((row.at, kind, which)).or_default() += by;
        }
    }
    let mut instants: Vec<Time> = left.into_iter().filter(|(_, n)| *n != 0).map(|((at, ..), _)| at).collect();
    instants.dedup();
    instants.truncate(most);
    instants
}
