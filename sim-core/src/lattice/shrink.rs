//! From a history that breaks a model to a few operations that break it by themselves.
//!
//! A part of a history keeps with each read all writes of its value. Every model is closed under such parts: take an
//! order that explains the whole, leave out what is not in the part, and it explains the part. So a part from which
//! nothing can be taken has no smaller part that is broken, and one pass over single operations is enough to get there.

use super::decide::{Verdict, decide_within};
use super::history::History;
use super::model::Model;
use crate::order::Ordered;

/// Work for one verdict while shrinking; a part that takes more stays.
const BUDGET: u64 = 20_000_000;

/// A part of a history that breaks a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// For each operation of the history, whether it is in it.
    pub(super) keep: Vec<bool>,
    /// Whether no smaller part of it is broken; not so only where some part could not be decided.
    pub(super) minimal: bool,
}

/// A minimal part of `keep` (which breaks the model) that breaks it.
pub(super) fn shrink(history: &History, model: Model, mut keep: Vec<bool>) -> Part {
    let readers = readers(history);
    let mut minimal = true;
    let mut size = keep.iter().filter(|keep| **keep).count().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        while at < keep.len() {
            let chunk: Vec<usize> = (at..keep.len()).filter(|op| keep[*op]).take(size).collect();
            let Some(last) = chunk.last() else { break };
            at = last + 1;
            let mut less = keep.clone();
            for op in chunk {
                less[op] = false;
                readers[op].iter().for_each(|read| less[*read] = false);
            }
            match decide_within(&history.only(&less), model, BUDGET) {
                Some(Verdict::Broken) => keep = less,
                Some(Verdict::Undecided) if size == 1 => minimal = false,
                _ => {}
            }
        }
        if size == 1 {
            return Part { keep, minimal };
        }
        size = size.div_ceil(2);
    }
}

/// For each operation the reads that must go with it: of a write those of its value.
fn readers(history: &History) -> Vec<Vec<usize>> {
    let places = history.places();
    let ops: Vec<_> = places.iter().map(|place| history.op(*place)).collect();
    let mut by_value: Vec<usize> = (0..ops.len()).collect();
    by_value.order_by_key(|op| (ops[*op].key, ops[*op].value, !ops[*op].write));
    let mut readers = vec![Vec::new(); ops.len()];
    for same in by_value.chunk_by(|a, b| (ops[*a].key, ops[*a].value) == (ops[*b].key, ops[*b].value)) {
        let (writes, reads) = same.split_at(same.iter().take_while(|op| ops[**op].write).count());
        for write in writes {
            readers[*write] = reads.to_vec();
        }
    }
    readers
}
