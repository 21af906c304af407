//! The time axis: scrubbing, zooming, panning, and the causes of an event.

use std::rc::Rc;

use super::cone::{Event as Moment, cone, near};
use super::geom::{Pt, pt};
use super::spacetime::seen;
use super::view::Stage;

impl Stage {
    pub(super) fn scrub(&mut self, at: Pt, begins: bool) {
        if !begins && !self.ui.scrubbing {
            return;
        }
        self.ui.scrubbing = true;
        let (t, event) = {
            let live = self.live.borrow();
            (live.instant(at.x), self.event(at))
        };
        if begins {
            self.show_cone(event);
            self.ui.pinned = event.is_some();
        }
        self.seek(event.filter(|_| begins).map_or(t, |e| e.at as f64));
    }

    /// The event near a point of the diagram.
    pub(super) fn event(&self, at: Pt) -> Option<Moment> {
        let live = self.live.borrow();
        let (left, k) = (live.left(), live.plot() / live.span());
        let x = at.x - live.dims.left + (left - live.diagram.scale.origin as f64) * k;
        let near = near(&live.scene, &live.diagram, pt(x, at.y));
        near.filter(|e| e.at as f64 <= live.player.reach)
    }

    pub(super) fn over(&mut self, at: Pt) -> bool {
        if self.ui.scrubbing || self.ui.pinned {
            return false;
        }
        let event = self.event(at);
        let changed = event != self.ui.cone;
        if changed {
            self.show_cone(event);
        }
        changed
    }

    pub(super) fn show_cone(&mut self, event: Option<Moment>) {
        self.ui.cone = event;
        self.ui.pinned &= event.is_some();
        let mut live = self.live.borrow_mut();
        let (nodes, reach) = (live.staged.nodes.len(), live.player.reach as u64);
        self.ui.causes = event.map(|e| Rc::new((e, cone(&live.scene, nodes, e, reach))));
        live.show.known = self.ui.causes.as_ref().map(|c| c.1.flights.clone());
    }

    /// Other lanes come into view.
    pub(super) fn lanes(&mut self, by: i32) {
        {
            let mut live = self.live.borrow_mut();
            let most = live.staged.lanes.len().saturating_sub(seen(&live.staged, live.dims.w)) as i32;
            live.dims.first = (live.dims.first as i32 + by).clamp(0, most) as usize;
        }
        self.lay_out();
    }

    /// With the keyboard: the last event of the next lane up to the playhead.
    pub(super) fn lane(&mut self, by: i32) {
        let event = {
            let live = self.live.borrow();
            let lanes = &live.staged.lanes;
            let here = self.ui.cone.and_then(|c| lanes.iter().position(|l| *l == c.node)).map_or(-1, |i| i as i32);
            let to = (here + by).clamp(0, lanes.len() as i32 - 1);
            let node = lanes[to as usize];
            let at = live.player.at();
            let ends = live.scene.flights.iter().flat_map(|f| [(f.from, f.sent), (f.to, f.arrives)]);
            let calls = live.scene.ops.iter().flat_map(|o| [(o.client, o.called), (o.client, o.returned)]);
            let last = ends.chain(calls).filter(|(n, t)| *n == node && *t <= at).map(|e| e.1).max();
            Moment { node, at: last.unwrap_or(0) }
        };
        self.show_cone(Some(event));
        self.ui.pinned = true;
    }

    pub(super) fn axis(&mut self, zoom: f64, x: f64, pan: f64) {
        {
            let mut live = self.live.borrow_mut();
            let (before, left) = (live.span(), live.left());
            let share = if x < 0.0 { 0.8 } else { ((x - live.dims.left) / live.plot()).clamp(0.0, 1.0) };
            let fixed = left + share * before;
            live.zoom = (live.zoom * zoom).clamp(0.05, 400.0);
            let span = live.span();
            let moved = fixed - share * span + pan * span;
            live.pan = (x >= 0.0 || pan != 0.0).then_some(moved.max(0.0));
        }
        self.lay_out();
    }

    /// Fingers on the time axis: two of them zoom it and move it. Whether that must be rendered.
    pub(super) fn finger(&mut self, id: i32, at: Option<f64>) -> bool {
        let before = pair(&self.ui.fingers);
        self.ui.fingers.retain(|f| f.0 != id || at.is_some());
        if let Some(x) = at {
            match self.ui.fingers.iter_mut().find(|f| f.0 == id) {
                Some(f) => f.1 = x,
                None => self.ui.fingers.push((id, x)),
            }
        }
        let (Some((from, wide)), Some((to, wider))) = (before, pair(&self.ui.fingers)) else { return false };
        // The first finger has begun to scrub.
        self.ui.scrubbing = false;
        let pan = (from - to) / self.live.borrow().plot();
        self.axis(wider / wide, to, pan);
        true
    }
}

/// The middle of two fingers, and how far they are apart.
fn pair(fingers: &[(i32, f64)]) -> Option<(f64, f64)> {
    let [a, b] = fingers else { return None };
    Some((f64::midpoint(a.1, b.1), (a.1 - b.1).abs().max(20.0)))
}
