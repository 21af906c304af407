//! Drags that set an amount: up from a link, a node or a message with Slow; round a node's dial with Skew. Pure.

use std::f64::consts::TAU;

use session::wire::Staged;

use super::amount::{self, Unit};
use super::geom::{Pt, path, pt};
use super::gesture::{Target, Tool};
use super::lines;

/// Pixels for a step of the ladder.
const STEP: f64 = 12.0;
/// Steps of the ladder in one turn of the dial.
const TURN: f64 = 12.0;

/// A drag that sets an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Pull {
    /// With what.
    pub tool: Tool,
    /// Of what.
    pub target: Target,
    /// The middle of the dial, or where the drag began.
    pub centre: Pt,
    /// With Shift: a clock's rate.
    pub shift: bool,
    at: Pt,
    /// How far round the dial, in turns; up, in pixels.
    gone: f64,
}

impl Pull {
    /// Begins at a point.
    pub fn new(tool: Tool, target: Target, centre: Pt, at: Pt) -> Self {
        Self { tool, target, centre, shift: false, at, gone: 0.0 }
    }

    /// Goes on to a point.
    pub fn moved(&mut self, to: Pt, shift: bool) {
        if self.tool == Tool::Skew {
            let angle = |p: Pt| (p.x - self.centre.x).atan2(self.centre.y - p.y);
            let by = (angle(to) - angle(self.at)) / TAU;
            // The short way round, also across the dial's lower end.
            self.gone += by - by.round();
        } else {
            self.gone += self.at.y - to.y;
        }
        (self.at, self.shift) = (to, shift);
    }

    fn steps(&self) -> i32 {
        if self.tool == Tool::Skew { (self.gone * TURN).round() as i32 } else { (self.gone / STEP).floor() as i32 }
    }

    /// What is set: the line before the amount, and its unit.
    fn what(&self, staged: &Staged) -> Option<([String; 3], Unit)> {
        let name = |n: u16| lines::node(staged, n).to_owned();
        let slow = |what: String| ["slow ".to_owned(), what, " by ".to_owned()];
        Some(match (self.tool, self.target) {
            (Tool::Slow, Target::Node(n)) => {
                let works = staged.nodes[usize::from(n)].works;
                (slow(name(n)), if works { Unit::Factor } else { Unit::Span })
            }
            (Tool::Slow, Target::Link(l)) => (slow(staged.links[usize::from(l)].name.clone()), Unit::Span),
            (Tool::Slow, Target::Flight(f)) => {
                (["delay ".to_owned(), lines::selector(f), " by ".to_owned()], Unit::Span)
            }
            (Tool::Skew, Target::Node(n)) if self.shift => (["drift ".to_owned(), name(n), " ".to_owned()], Unit::Rate),
            (Tool::Skew, Target::Node(n)) => (["skew ".to_owned(), name(n), " by ".to_owned()], Unit::Offset),
            _ => return None,
        })
    }

    /// The act line, once the drag is far enough for one.
    pub fn line(&self, staged: &Staged) -> Option<String> {
        let (before, unit) = self.what(staged)?;
        let value = unit.rung(staged.pace, self.steps())?;
        Some(before.concat() + &amount::spell((unit, value)))
    }

    /// The hand of the dial, and its arc from the top, around a centre.
    pub fn dial(&self, r: f64) -> (Pt, String) {
        let to = |turns: f64| pt(self.centre.x + r * (turns * TAU).sin(), self.centre.y - r * (turns * TAU).cos());
        let n = (self.gone.abs() * 48.0).min(480.0) as i32;
        let arc: Vec<Pt> = (0..=n).map(|k| to(self.gone * f64::from(k) / f64::from(n.max(1)))).collect();
        (to(self.gone), path(&arc))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::stage::fixture;

    fn drag(tool: Tool, target: Target, to: &[(f64, f64)], shift: bool) -> String {
        let centre = pt(200.0, 200.0);
        let mut pull = Pull::new(tool, target, centre, pt(200.0, 160.0));
        for p in to {
            pull.moved(pt(p.0, p.1), shift);
        }
        pull.line(&fixture::staged()).unwrap_or_else(|| "nothing".into())
    }

    #[test]
    fn drags_become_act_lines() {
        let c = Target::Node(2);
        let half = [(240.0, 200.0), (200.0, 240.0)];
        let round = [(240.0, 200.0), (200.0, 240.0), (160.0, 200.0), (199.0, 160.0), (240.0, 200.0)];
        let back = [(160.0, 200.0), (200.0, 240.0)];
        let said = [
            drag(Tool::Slow, Target::Link(1), &[(205.0, -20.0)], false),
            drag(Tool::Slow, Target::Link(1), &[(205.0, 150.0)], false),
            drag(Tool::Slow, Target::Link(1), &[(205.0, 300.0)], false),
            drag(Tool::Slow, c, &[(200.0, 30.0)], false),
            drag(Tool::Slow, Target::Flight(0x4f2a_91c0_0000_0000), &[(200.0, 20.0)], false),
            drag(Tool::Skew, c, &half, false),
            drag(Tool::Skew, c, &round, false),
            drag(Tool::Skew, c, &back, false),
            drag(Tool::Skew, c, &back, true),
            drag(Tool::Skew, c, &[(202.0, 160.0)], false),
            drag(Tool::Cut, c, &half, false),
        ];
        expect![[r#"
            slow a-c by 700ms
            nothing
            nothing
            slow c by 70ms
            delay ~4f2a91c0 by 100ms
            skew c by 10ms
            skew c by 700ms
            skew c by -10ms
            drift c -500ppm
            nothing
            nothing"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn the_same_drag_is_the_same_amount_however_often_the_pointer_reports() {
        let (mut few, mut many) = (
            Pull::new(Tool::Skew, Target::Node(2), pt(0.0, 0.0), pt(0.0, -40.0)),
            Pull::new(Tool::Skew, Target::Node(2), pt(0.0, 0.0), pt(0.0, -40.0)),
        );
        let on = |k: f64| pt(40.0 * (k * TAU).sin(), -40.0 * (k * TAU).cos());
        for k in 1..=3 {
            few.moved(on(f64::from(k) / 4.0), false);
        }
        for k in 1..=300 {
            many.moved(on(f64::from(k) / 400.0), false);
        }
        assert_eq!(few.line(&fixture::staged()), many.line(&fixture::staged()));
    }
}
