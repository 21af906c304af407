//! Why a small problem has no order: a circle of arrows, each with its reason; or two such proofs, one for each arrow
//! of a pair. Slow and simple, for witnesses of a few operations.

use super::problem::{Arrow, Either, Problem, Why};
use crate::order::Ordered;

/// Longer problems are not proven.
const MOST_POINTS: usize = 60;
/// Pairs in pairs.
const DEEPEST: usize = 3;

/// A proof that there is no order.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    /// Arrows of the problem first, then those that followed.
    pub(super) arrows: Vec<Arrow>,
    /// Those that must be told before the end, in order.
    pub(super) first: Vec<usize>,
    pub(super) end: End,
}

#[derive(Clone, Debug)]
pub(super) enum End {
    /// Each of these arrows begins where the one before ended, the first where the last ended.
    Circle(Vec<usize>),
    /// One of a pair must be kept, and neither can be.
    Split(usize, Box<[Proof; 2]>),
}

/// The shortest proof that is found, if there is one.
pub(super) fn refute(problem: &Problem) -> Option<Proof> {
    if problem.points.len() > MOST_POINTS {
        return None;
    }
    (0..=DEEPEST).find_map(|deep| deepen(problem, problem.arrows.clone(), deep))
}

fn deepen(problem: &Problem, mut arrows: Vec<Arrow>, deep: usize) -> Option<Proof> {
    let n = problem.points.len();
    loop {
        if let Some(circle) = (0..n).filter_map(|point| path(&arrows, n, point, point)).min_by_key(Vec::len) {
            let first = told(&arrows, &circle);
            return Some(Proof { arrows, first, end: End::Circle(circle) });
        }
        let mut news = false;
        for (i, Either { one, other, .. }) in problem.either.iter().enumerate() {
            for (gone, left) in [(one, other), (other, one)] {
                if let Some(because) = path(&arrows, n, gone.1, gone.0)
                    && path(&arrows, n, left.0, left.1).is_none()
                {
                    arrows.push(Arrow { from: left.0, to: left.1, why: Why::Left(i, because) });
                    news = true;
                }
            }
        }
        if !news {
            break;
        }
    }
    if deep == 0 {
        return None;
    }
    let open = |arrow: (usize, usize)| path(&arrows, n, arrow.0, arrow.1).is_none();
    let pairs = problem.either.iter().enumerate().filter(|(_, pair)| open(pair.one) && open(pair.other));
    pairs.into_iter().find_map(|(i, pair)| {
        let suppose = |(from, to): (usize, usize)| {
            let mut more = arrows.clone();
            more.push(Arrow { from, to, why: Why::Supposed });
            deepen(problem, more, deep - 1)
        };
        let (one, other) = (suppose(pair.one)?, suppose(pair.other)?);
        // What both use from before the split is told once.
        let mut first: Vec<usize> =
            one.first.iter().chain(&other.first).copied().filter(|i| *i < arrows.len()).collect();
        first.order();
        first.dedup();
        let both = [one, other].map(|mut proof| {
            proof.first.retain(|i| *i >= arrows.len());
            proof
        });
        Some(Proof { arrows: arrows.clone(), first, end: End::Split(i, Box::new(both)) })
    })
}

/// The fewest arrows from one point to another, at least one.
pub(super) fn path(arrows: &[Arrow], points: usize, from: usize, to: usize) -> Option<Vec<usize>> {
    let mut by: Vec<Option<usize>> = vec![None; points];
    let mut reached = vec![from];
    let mut at = 0;
    while let Some(&point) = reached.get(at) {
        at += 1;
        for (i, arrow) in arrows.iter().enumerate().filter(|(_, arrow)| arrow.from == point) {
            if by[arrow.to].is_none() {
                by[arrow.to] = Some(i);
                reached.push(arrow.to);
            }
        }
    }
    by[to]?;
    let mut way = Vec::new();
    let mut point = to;
    while way.is_empty() || point != from {
        let arrow = by[point].expect("it was reached");
        way.push(arrow);
        point = arrows[arrow].from;
    }
    way.reverse();
    Some(way)
}

/// The arrows that followed from others and that some arrow of the circle needs, without those of the circle itself.
fn told(arrows: &[Arrow], circle: &[usize]) -> Vec<usize> {
    let mut needed = Vec::new();
    let mut open: Vec<usize> = circle.to_vec();
    while let Some(i) = open.pop() {
        if let Why::Left(_, because) = &arrows[i].why {
            open.extend(because.iter().filter(|i| !needed.contains(*i)));
        }
        if !needed.contains(&i) {
            needed.push(i);
        }
    }
    let derived = |i: &usize| matches!(arrows[*i].why, Why::Left(..)) && !circle.contains(i);
    let mut first: Vec<usize> = needed.into_iter().filter(derived).collect();
    first.order();
    first
}
