//! An append-only log in pieces. Cloning it shares every full piece, which is what makes a checkpoint and a fork cheap;
//! a record that changes later copies its own piece only. Old pieces can be forgotten while their numbers go on.

use std::ops::{Index, Range};
use std::rc::Rc;

/// Records in a piece.
pub(crate) const PIECE: usize = 1 << SHIFT;
const SHIFT: usize = 10;

/// Records, numbered from zero in the order in which they were pushed.
#[derive(Clone, Debug)]
pub struct Log<T> {
    full: Vec<Rc<Vec<T>>>,
    tail: Vec<T>,
    /// Pieces that were forgotten.
    forgotten: usize,
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Self { full: Vec::new(), tail: Vec::new(), forgotten: 0 }
    }
}

impl<T> Log<T> {
    /// Records pushed so far, forgotten ones included.
    pub fn len(&self) -> usize {
        (self.full.len() << SHIFT) + self.tail.len()
    }
    /// Whether nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The number of the first record that is kept.
    pub fn first(&self) -> usize {
        self.forgotten << SHIFT
    }
    /// The record of this number, unless it was forgotten or is not there yet.
    pub fn get(&self, at: usize) -> Option<&T> {
        let full = self.full.len() << SHIFT;
        if at >= full { self.tail.get(at - full) } else { self.full[at >> SHIFT].get(at & (PIECE - 1)) }
    }
    /// The last record.
    pub fn last(&self) -> Option<&T> {
        self.tail.last().or_else(|| self.full.last()?.last())
    }
    /// Records that are kept, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.full[self.forgotten..].iter().flat_map(|piece| piece.iter()).chain(&self.tail)
    }
    /// Records of these numbers, as far as they are kept.
    pub fn range(&self, of: Range<usize>) -> impl DoubleEndedIterator<Item = &T> {
        (of.start.max(self.first())..of.end.min(self.len())).map(|at| &self[at])
    }
    /// The number of the first kept record for which `before` does not hold; it must hold for a prefix.
    pub fn partition_point(&self, mut before: impl FnMut(&T) -> bool) -> usize {
        let (mut low, mut high) = (self.first(), self.len());
        while low < high {
            let middle = low.midpoint(high);
            if before(&self[middle]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
    /// Forgets whole pieces of records before this number.
    pub(crate) fn forget(&mut self, before: usize) {
        while self.forgotten < (before >> SHIFT).min(self.full.len()) {
            self.full[self.forgotten] = Rc::new(Vec::new());
            self.forgotten += 1;
        }
    }
}

impl<T: Clone> Log<T> {
    /// Appends a record.
    #[inline]
    pub(crate) fn push(&mut self, record: T) {
        if self.tail.len() == PIECE {
            let piece = std::mem::replace(&mut self.tail, Vec::with_capacity(PIECE));
            self.full.push(Rc::new(piece));
        }
        self.tail.push(record);
    }
    /// The record of this number, to change.
    #[inline]
    pub(crate) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        let full = self.full.len() << SHIFT;
        if at >= full {
            return self.tail.get_mut(at - full);
        }
        Rc::make_mut(&mut self.full[at >> SHIFT]).get_mut(at & (PIECE - 1))
    }
}

impl<T> Index<usize> for Log<T> {
    type Output = T;
    fn index(&self, at: usize) -> &T {
        self.get(at).expect("the record is there")
    }
}

impl<T: PartialEq> PartialEq for Log<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.first() == other.first() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upto(n: usize) -> Log<usize> {
        let mut log = Log::default();
        (0..n).for_each(|i| log.push(i));
        log
    }

    #[test]
    fn a_clone_shares_what_is_full_and_goes_its_own_way() {
        let mut one = upto(2 * PIECE + 5);
        let mut two = one.clone();
        *one.get_mut(3).unwrap() = 99;
        two.push(7);
        assert_eq!((one[3], two[3], one.len() + 1), (99, 3, two.len()));
        assert!(Rc::ptr_eq(&one.full[1], &two.full[1]));
    }

    #[test]
    fn numbers_go_on_where_old_pieces_are_forgotten() {
        let mut log = upto(3 * PIECE + 1);
        log.forget(2 * PIECE - 1);
        assert_eq!((log.first(), log.len(), log.get(5), log.get(PIECE)), (PIECE, 3 * PIECE + 1, None, Some(&PIECE)));
        assert_eq!((log.iter().next(), log.partition_point(|n| *n < 2_000)), (Some(&PIECE), 2_000));
    }
}
