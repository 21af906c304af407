//! Initiatives that are under way, and what makes names unique in them.
//!
//! Everything that happens belongs to an initiative (operation n of a client, tick n of a timer, boot k of a node, an
//! act), and a name is the path inside it. Where a path is taken twice, the n-th taking counts. That count is needed
//! only while something of the initiative is under way, so it is kept in a slot that is used again afterwards.

use std::collections::BTreeMap;

use crate::luck::Name;

/// Paths that are looked through one by one before a map is worth it.
const FEW: usize = 24;

/// One initiative.
#[derive(Clone, Default)]
struct Slot {
    name: Name,
    /// Messages, timers and handlers that belong to it.
    live: u32,
    few: Vec<Taken>,
    many: BTreeMap<u64, Taken>,
}

/// A path that was taken.
#[derive(Clone, Copy)]
struct Taken {
    /// Whence, whither and what: tells paths apart within one initiative.
    step: u64,
    /// Its name, which takes longer to find than to keep.
    name: Name,
    times: u32,
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
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
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
    /// A unique name for the path inside the initiative that this step takes.
    #[inline]
    pub(super) fn unique(&mut self, slot: u32, step: u64, path: impl FnOnce(Name) -> Name) -> Name {
        let of = &mut self.slots[slot as usize];
        let new = |name: Name| Taken { step, name: path(name), times: 0 };
        let taken = match of.few.iter().position(|t| t.step == step) {
            Some(at) => &mut of.few[at],
            None if of.few.len() < FEW => {
                of.few.push(new(of.name));
                of.few.last_mut().expect("just pushed")
            }
            None => of.many.entry(step).or_insert_with(|| new(of.name)),
        };
        taken.times += 1;
        if taken.times == 1 { taken.name } else { taken.name.then(u64::from(taken.times)) }
    }
}

/// How often a root was taken: ticks of a timer, acts of one text. There are few of these.
#[derive(Clone, Default)]
pub(super) struct Roots {
    seen: BTreeMap<u64, u32>,
}

impl Roots {
    /// A unique name for this root.
    pub(super) fn unique(&mut self, root: Name) -> Name {
        let n = self.seen.entry(root.0).or_insert(0);
        *n += 1;
        if *n == 1 { root } else { root.then(u64::from(*n)) }
    }
}
