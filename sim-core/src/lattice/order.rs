//! Finds an order that keeps a problem's arrows and one of each pair, or shows that there is none.
//!
//! Where one arrow of a pair would close a circle, the other is kept; this repeats until nothing changes. Then points
//! are laid down one after the other. If that gets stuck at a pair, each of its arrows is tried. The search is exact;
//! its worst case is exponential, as it must be, so it ends at a budget with "gave up".

use std::collections::BTreeSet;

use super::matrix::Matrix;
use super::problem::Problem;
use crate::order::gathered;

/// Words of the matrix and pairs that may be looked at: a second or two.
pub(super) const BUDGET: u64 = 1_000_000_000;
/// More points are not looked at: the matrix would take more than 16 MB.
const MOST_POINTS: usize = 8_000;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Solved {
    /// The points, in an order that keeps everything.
    Order(Vec<usize>),
    None,
    GaveUp,
}

/// Decides with at most this much work.
pub(super) fn solve(problem: &Problem, budget: u64) -> Solved {
    if problem.points.len() > MOST_POINTS {
        return Solved::GaveUp;
    }
    let Some(matrix) = Matrix::new(problem) else { return Solved::None };
    let live = problem.either.len();
    Search { problem, matrix, open: (0..live).collect(), live, work: 0 }.go(budget)
}

struct Search<'p> {
    problem: &'p Problem,
    matrix: Matrix,
    /// The pairs; the first `live` are not decided yet.
    open: Vec<usize>,
    live: usize,
    work: u64,
}

/// A pair of which one arrow was chosen, and how to go back.
struct Choice {
    mark: usize,
    live: usize,
    /// What is to be tried next.
    other: Option<(usize, usize)>,
}

impl Search<'_> {
    fn go(&mut self, budget: u64) -> Solved {
        let mut choices: Vec<Choice> = Vec::new();
        let mut fits = self.spread();
        self.matrix.settle();
        loop {
            if self.work + self.matrix.work > budget {
                return Solved::GaveUp;
            }
            if fits {
                let (first, other) = match self.lay() {
                    Ok(order) => return Solved::Order(order),
                    Err(pair) => pair,
                };
                choices.push(Choice { mark: self.matrix.mark(), live: self.live, other: Some(other) });
                self.matrix.add(first);
            } else {
                let Some(choice) = choices.last_mut() else { return Solved::None };
                self.matrix.back(choice.mark);
                self.live = choice.live;
                let Some(other) = choice.other.take() else {
                    choices.pop();
                    continue;
                };
                self.matrix.add(other);
            }
            fits = self.spread();
        }
    }

    /// Keeps what must be kept; whether that was possible.
    fn spread(&mut self) -> bool {
        loop {
            let mut news = false;
            let mut i = 0;
            while i < self.live {
                self.work += 1;
                let pair = self.problem.either[self.open[i]];
                let (no_one, no_other) = (self.matrix.forbids(pair.one), self.matrix.forbids(pair.other));
                if no_one && no_other {
                    return false;
                }
                if no_one {
                    self.matrix.add(pair.other);
                } else if no_other {
                    self.matrix.add(pair.one);
                } else if !self.matrix.has(pair.one) && !self.matrix.has(pair.other) {
                    i += 1;
                    continue;
                }
                news |= no_one || no_other;
                self.live -= 1;
                self.open.swap(i, self.live);
            }
            if !news {
                return true;
            }
        }
    }

    /// Lays the points down, each as soon as it may; else the pair that it got stuck at, with the arrow to try first.
    fn lay(&mut self) -> Result<Vec<usize>, Pair> {
        let n = self.problem.points.len();
        let mut ends: Vec<Vec<(usize, bool)>> = vec![Vec::new(); n];
        for &pair in &self.open[..self.live] {
            ends[self.problem.either[pair].one.1].push((pair, true));
            ends[self.problem.either[pair].other.1].push((pair, false));
        }
        let mut left: Vec<usize> = (0..n).map(|point| self.matrix.behind(point)).collect();
        // Points that are the end of few pairs, reads above all, are in nobody's way.
        let ready = (0..n).filter(|point| left[*point] == 0).map(|point| (ends[point].len(), point));
        let mut ready: BTreeSet<(usize, usize)> = gathered(ready);
        let mut down = Down { placed: vec![false; n], lost: vec![(false, false); self.problem.either.len()] };
        let mut order = Vec::with_capacity(n);
        while !ready.is_empty() {
            let mut stuck = None;
            let mut next = None;
            for &(many, point) in &ready {
                self.work += 1 + many as u64;
                match self.loses(&down, &ends[point], point) {
                    None => {
                        next = Some((many, point));
                        break;
                    }
                    Some(pair) => stuck = stuck.or(Some(pair)),
                }
            }
            let Some(found) = next else { return Err(stuck.expect("nothing that is ready could be laid down")) };
            ready.remove(&found);
            let point = found.1;
            for &(pair, one) in &ends[point] {
                let either = self.problem.either[pair];
                let lost = &mut down.lost[pair];
                lost.0 |= one && !down.placed[either.one.0];
                lost.1 |= !one && !down.placed[either.other.0];
            }
            down.placed[point] = true;
            order.push(point);
            for after in self.matrix.after(point) {
                left[after] -= 1;
                if left[after] == 0 {
                    ready.insert((ends[after].len(), after));
                }
            }
            self.work += n as u64 / 64;
        }
        Ok(order)
    }

    /// A pair of which both arrows would be lost if the point were laid down now; first the arrow that lets it wait.
    fn loses(&self, down: &Down, ends: &[(usize, bool)], point: usize) -> Option<Pair> {
        ends.iter().find_map(|(pair, is_one)| {
            let either = self.problem.either[*pair];
            let gone = |arrow: (usize, usize)| arrow.1 == point && !down.placed[arrow.0];
            let one = down.lost[*pair].0 || gone(either.one);
            let other = down.lost[*pair].1 || gone(either.other);
            let pair = if *is_one { (either.one, either.other) } else { (either.other, either.one) };
            (one && other).then_some(pair)
        })
    }
}

type Pair = ((usize, usize), (usize, usize));

/// How far laying down has come.
struct Down {
    placed: Vec<bool>,
    /// Of each pair, which arrows cannot be kept any more.
    lost: Vec<(bool, bool)>,
}
