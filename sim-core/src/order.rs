//! Sorting through one instance of the standard library's sort, whatever the items are.
//!
//! Each type and each key that is sorted compiles the whole of the sort once more; forty of them were a tenth of the page's
//! program. Here the places are sorted, by a comparison behind a pointer, and the items follow. The queue of a world sorts
//! for itself: there it is time that counts.

use std::cmp::Ordering;

/// Stable sorting in little code.
pub trait Ordered {
    /// What is sorted.
    type Item;
    /// By a comparison.
    fn order_by(&mut self, compare: impl FnMut(&Self::Item, &Self::Item) -> Ordering);
    /// By a key, which is computed at each comparison.
    fn order_by_key<K: Ord>(&mut self, key: impl FnMut(&Self::Item) -> K);
    /// By the items' own order.
    fn order(&mut self)
    where
        Self::Item: Ord;
}

impl<T> Ordered for [T] {
    type Item = T;
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut places = places(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        for start in 0..self.len() {
            // A place once filled points to itself.
            let mut here = start;
            loop {
                let from = std::mem::replace(&mut places[here], here);
                if from == start {
                    break;
                }
                self.swap(here, from);
                here = from;
            }
        }
    }
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(Ord::cmp);
    }
}

/// For each place the place that its item comes from.
fn places(all: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..all).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// A tree of these items, put in one after the other. `collect` would sort them first, and that is one more instance of the
/// library's sort for each kind of tree.
pub fn gathered<T, C: Default + Extend<T>>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(items);
    all
}

#[cfg(test)]
mod tests {
    use super::Ordered;
    use crate::luck::text_hash;

    #[test]
    fn items_come_in_the_order_that_the_library_gives_them() {
        for all in 0..60_u64 {
            let draw = |i: u64| text_hash(&i.to_string()) % 10;
            let items: Vec<(u64, u64)> = (0..all).map(|i| (draw(all * 100 + i), i)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            let mut ordered = items.clone();
            ordered.order_by_key(|item| item.0);
            assert_eq!(ordered, expected, "stable, {all} items");
            let mut words: Vec<String> = items.iter().map(|item| item.0.to_string()).collect();
            words.order();
            assert!(words.is_sorted());
        }
    }
}
