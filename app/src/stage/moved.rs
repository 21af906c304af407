//! Nodes that a hand has moved: only the picture changes, not the run.

use std::rc::Rc;

use super::geom::pt;
use super::layout::{self, Geom};
use super::live::Live;
use super::view::Stage;

/// Where a hand has put a node, in thousandths of the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The node.
    pub node: u16,
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
}

impl Live {
    /// The layout of a box of this size, with the nodes that a hand has moved.
    pub fn placed(&self, w: f64, h: f64, open: &[String]) -> Geom {
        let mut geom = layout::opened(&self.staged, w, h, open);
        for m in &self.moved {
            if let Some(place) = geom.places.get_mut(usize::from(m.node)) {
                let inside =
                    |v: u16, most: f64, half: f64| (f64::from(v) / 1000.0 * most).clamp(half, (most - half).max(half));
                place.at = pt(inside(m.x, w, place.hw + 6.0), inside(m.y, h, place.hh + 6.0));
            }
        }
        geom
    }
}

impl Stage {
    /// The layout again, after a node was moved.
    pub(super) fn replace(&mut self) {
        {
            let mut live = self.live.borrow_mut();
            live.geom = Rc::new(live.placed(live.geom.w, live.geom.h, &self.ui.opened));
        }
        self.lay_out();
    }
}
