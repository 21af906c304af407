//! Which points come before which, closed under "before what is before": two bit matrices, and a way back.

use super::problem::Problem;
use crate::order::Ordered;

/// The order so far, both ways round.
pub(super) struct Matrix {
    points: usize,
    words: usize,
    /// Row p: what comes after p; then, from row `points` on, what comes before p.
    bits: Vec<u64>,
    /// Rows as they were, to take things back.
    log: Vec<(usize, Vec<u64>)>,
    /// Words that were looked at.
    pub(super) work: u64,
}

/// A point in a row of bits.
fn ones(row: &[u64]) -> Vec<usize> {
    let mut ones = Vec::new();
    for (i, word) in row.iter().enumerate() {
        let mut word = *word;
        while word != 0 {
            ones.push(i * 64 + word.trailing_zeros() as usize);
            word &= word - 1;
        }
    }
    ones
}

impl Matrix {
    /// The arrows of a problem and what follows from them; none if they make a circle.
    pub(super) fn new(problem: &Problem) -> Option<Self> {
        let layout = problem.layout()?;
        let points = problem.points.len();
        let words = points.div_ceil(64);
        let mut matrix = Self { points, words, bits: vec![0; 2 * points * words], log: Vec::new(), work: 0 };
        let mut arrows: Vec<(usize, usize)> = problem.arrows.iter().map(|arrow| (arrow.from, arrow.to)).collect();
        let mut rank = vec![0; points];
        layout.iter().enumerate().for_each(|(i, point)| rank[*point] = i);
        arrows.order_by_key(|(from, _)| std::cmp::Reverse(rank[*from]));
        for (from, to) in &arrows {
            matrix.draw(*from, *to, *to);
        }
        arrows.order_by_key(|(_, to)| rank[*to]);
        for (from, to) in arrows {
            matrix.draw(points + to, points + from, from);
        }
        Some(matrix)
    }

    /// Takes a row and a point into another row.
    fn draw(&mut self, row: usize, other: usize, point: usize) {
        for i in 0..self.words {
            self.bits[row * self.words + i] |= self.bits[other * self.words + i];
        }
        self.bits[row * self.words + point / 64] |= 1 << (point % 64);
        self.work += self.words as u64;
    }

    fn row(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..][..self.words]
    }
    /// Whether `a` comes before `b`.
    pub(super) fn has(&self, (a, b): (usize, usize)) -> bool {
        self.bits[a * self.words + b / 64] >> (b % 64) & 1 == 1
    }
    /// Whether `a` cannot come before `b`.
    pub(super) fn forbids(&self, (a, b): (usize, usize)) -> bool {
        a == b || self.has((b, a))
    }
    pub(super) fn after(&self, point: usize) -> Vec<usize> {
        ones(self.row(point))
    }
    /// How many come before.
    pub(super) fn behind(&self, point: usize) -> usize {
        self.row(self.points + point).iter().map(|word| word.count_ones() as usize).sum()
    }

    /// One more arrow, which is not forbidden, and all that follows.
    pub(super) fn add(&mut self, (a, b): (usize, usize)) {
        if self.has((a, b)) {
            return;
        }
        let mut after = self.row(b).to_vec();
        after[b / 64] |= 1 << (b % 64);
        let mut before = self.row(self.points + a).to_vec();
        before[a / 64] |= 1 << (a % 64);
        for point in ones(&before) {
            self.take(point, &after);
        }
        for point in ones(&after) {
            self.take(self.points + point, &before);
        }
    }

    fn take(&mut self, row: usize, more: &[u64]) {
        self.work += self.words as u64;
        let old = &mut self.bits[row * self.words..][..self.words];
        if old.iter().zip(more).any(|(old, more)| more & !old != 0) {
            self.log.push((row, old.to_vec()));
            old.iter_mut().zip(more).for_each(|(old, more)| *old |= more);
        }
    }

    /// How many rows were changed.
    pub(super) fn mark(&self) -> usize {
        self.log.len()
    }
    /// Back to a mark.
    pub(super) fn back(&mut self, mark: usize) {
        for (row, old) in self.log.drain(mark..).rev() {
            self.bits[row * self.words..][..self.words].copy_from_slice(&old);
        }
    }
    /// There is no way back behind this.
    pub(super) fn settle(&mut self) {
        self.log.clear();
    }
}
