//! Initiatives that are under way, and what makes names unique in them.
//!
//! Everything that happens belongs to an initiative (operation n of a client, tick n of a timer, boot k of a node, an
//! act), and a name is the path inside it. Where a path is taken twice, the n-th taking counts. That count is needed
//! only while something of the initiative is under way, so it is kept in a slot that is used again afterwards.

#![expect(clippy::disallowed_types, reason = "keys are hashes already and the maps are never iterated")]

use std::collections::HashMap;

use crate::luck::Name;

/// Paths that are looked through one by one before a map is worth it.
const FEW: usize = 24;

/// One initiative.
#[derive(Clone, Default)]
struct Slot {
    name: Name,
    /// Messages, timers and handlers that belong to it.
    live: u32,
    few: Vec<(u64, u32)>,
    many: HashMap<u64, u32, Same>,
}

/// All initiatives that are under way.
#[derive(Clone, Default)]
pub(super) struct Initiatives {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

impl Initiatives {
    /// A new initiative, held once. Nobody begins two of one name.
    #[inline]
    pub(super) fn begin(&mut self, name: Name) -> u32 {
        if let Some(slot) = self.free.pop() {
            let of = &mut self.slots[slot as usize];
            (of.name, of.live) = (name, 1);
            return slot;
        }
        self.slots.push(Slot { name, live: 1, ..Slot::default() });
        (self.slots.len() - 1) as u32
    }
    #[inline]
    pub(super) fn name(&self, slot: u32) -> Name {
        self.slots[slot as usize].name
    }
    #[inline]
    pub(super) fn hold(&mut self, slot: u32) {
        self.slots[slot as usize].live += 1;
    }
    #[inline]
    pub(super) fn release(&mut self, slot: u32) {
        let of = &mut self.slots[slot as usize];
        of.live -= 1;
        if of.live == 0 {
            of.few.clear();
            if !of.many.is_empty() {
                of.many.clear();
            }
            self.free.push(slot);
        }
    }
    /// A unique name for this path inside the initiative.
    #[inline]
    pub(super) fn unique(&mut self, slot: u32, path: Name) -> Name {
        let of = &mut self.slots[slot as usize];
        let n = match of.few.iter().position(|(p, _)| *p == path.0) {
            Some(at) => &mut of.few[at].1,
            None if of.few.len() < FEW => {
                of.few.push((path.0, 0));
                &mut of.few.last_mut().expect("just pushed").1
            }
            None => of.many.entry(path.0).or_insert(0),
        };
        *n += 1;
        if *n == 1 { path } else { path.then(u64::from(*n)) }
    }
}

/// How often a root was taken: ticks of a timer, acts of one text. There are few of these.
#[derive(Clone, Default)]
pub(super) struct Roots {
    seen: HashMap<u64, u32, Same>,
}

impl Roots {
    /// A unique name for this root.
    pub(super) fn unique(&mut self, root: Name) -> Name {
        let n = self.seen.entry(root.0).or_insert(0);
        *n += 1;
        if *n == 1 { root } else { root.then(u64::from(*n)) }
    }
}

/// Hashes a hash to itself.
#[derive(Clone, Copy, Default)]
struct Same(u64);

impl std::hash::BuildHasher for Same {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

impl std::hash::Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, b| h << 8 | u64::from(*b));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}
