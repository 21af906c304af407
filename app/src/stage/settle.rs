//! What follows from the scene and the sizes: the layout, the diagram, fault lines, labels, outlines.

use std::rc::Rc;

use super::dock::{self, Line};
use super::geom::Pt;
use super::gesture::Target;
use super::named;
use super::spacetime::{self, Dims};
use super::view::Stage;
use super::{StageProps, beliefs, fault, net, tags, words};
use crate::platform::frames;

impl Stage {
    pub(super) fn resized(&mut self, rail: bool) {
        let (w, h) = frames::size(&self.refs.board);
        let (wide, high) = frames::viewport();
        let (time, _) = frames::size(&self.refs.time);
        let (phone, low) = (wide < 700.0, high <= 800.0);
        self.ui.phone = phone;
        {
            let mut live = self.live.borrow_mut();
            live.stale = true;
            live.player.reduced = frames::media("(prefers-reduced-motion: reduce)");
            if frames::hidden() {
                live.player.pause();
            }
            if w > 0.0 && h > 0.0 {
                live.geom = Rc::new(live.placed(w, h, &self.ui.opened));
            }
            if time > 0.0 {
                // Few lanes stand far apart, so that the slope of a message is seen; many closer, so that most of them are.
                let (least, most, all) = if phone {
                    (20.0, 48.0, 160.0)
                } else if low {
                    (19.0, 30.0, 114.0)
                } else {
                    (24.0, 44.0, 144.0)
                };
                let row = (all / spacetime::seen(&live.staged, time).max(1) as f64).clamp(least, most);
                // Over a strip of knobs many lanes leave no room for nodes where their author put them, unless the tracks give
                // theirs.
                let free = matches!(live.staged.layout, session::wire::Layout::Free(_));
                let strip = rail && low && wide < 1280.0 && free && live.staged.lanes.len() > 7;
                let track = if (high <= 640.0 || strip) && !phone {
                    0.0
                } else if low {
                    26.0
                } else {
                    30.0
                };
                let (least, most, right) = if phone { (66.0, 96.0, 52.0) } else { (82.0, 156.0, 76.0) };
                let names = live.staged.lanes.iter().map(|n| &live.staged.nodes[usize::from(*n)].label);
                let left = names.map(|name| named::lane(name)).fold(least, f64::max).min(most);
                live.dims = Dims { w: time, left, right, row, track, first: live.dims.first };
            }
        }
        self.lay_out();
    }

    /// Everything that follows from the scene and the sizes.
    pub fn lay_out(&mut self) {
        let mut live = self.live.borrow_mut();
        let live = &mut *live;
        if live.geom.places.len() != live.staged.nodes.len() && live.geom.w > 0.0 {
            live.geom = Rc::new(live.placed(live.geom.w, live.geom.h, &self.ui.opened));
        }
        if live.dims.w > 0.0 {
            let most = if self.ui.phone { 96.0 } else { 156.0 };
            live.dims.left = beliefs::gutter(&live.staged, &live.scene).min(most).max(live.dims.left);
            let own = live.own.then(|| live.player.at());
            live.diagram = Rc::new(spacetime::lay(&live.staged, &live.scene, live.dims, live.span() as u64, own));
        }
        let twin = live.twin.as_ref().filter(|_| live.dims.w > 0.0);
        live.twins = twin.map(|t| super::twin::lay(&live.staged, &live.scene, t, live.dims, live.span() as u64));
        live.turned(self.ui.table == 3);
        let small = live.geom.small();
        let most = if small { 2 } else { [6, 3][usize::from(live.geom.w < 900.0)] };
        live.show.labelled = tags::labelled(&live.scene, &live.geom, live.staged.pace, most);
        live.show.taken = tags::obstacles(&live.geom);
        live.said_on_links();
        live.show.reduced = live.player.reduced;
        let mut lines: Vec<Line> = Vec::new();
        live.show.partitions.clear();
        if live.geom.places.len() == live.staged.nodes.len() {
            for (i, f) in live.scene.faults.iter().enumerate().filter(|(_, f)| f.kind == "cut") {
                let pieces = fault::settle(&live.staged, &live.geom, &f.links, &f.side);
                let pieces: Vec<Vec<Pt>> = pieces.iter().map(|p| fault::jagged(p, 3)).collect();
                if let Some(first) = pieces.first().filter(|_| !small && !f.side.is_empty()) {
                    let whole = live.staged.links.iter().enumerate().filter(|(l, _)| !f.links.contains(&(*l as u16)));
                    let others: Vec<Pt> = whole.map(|(_, l)| live.geom.middle(l.a, l.b)).collect();
                    let at = dock::label(&live.geom, first, &others, &words::partition(44_000_000));
                    live.show.partitions.push((at, f.from, f.to));
                }
                lines.push((i, pieces));
            }
        }
        self.ui.lines = Rc::new(lines);
    }

    /// Opens a group, or folds it again; this is layout, not part of the run.
    pub fn fold(&mut self, group: &str) {
        let before = self.ui.opened.len();
        self.ui.opened.retain(|g| g != group);
        if self.ui.opened.len() == before {
            self.ui.opened.push(group.into());
        }
        let mut live = self.live.borrow_mut();
        live.geom = Rc::new(live.placed(live.geom.w, live.geom.h, &self.ui.opened));
        drop(live);
        self.lay_out();
    }

    /// Which messages are outlined.
    pub fn outline(&mut self, p: &StageProps) {
        let mut live = self.live.borrow_mut();
        let at = live.player.at();
        let mut chosen: Vec<u64> = p.marks.iter().filter_map(|m| m.flight).collect();
        if let Some(w) = p.scene.witness.as_ref().filter(|w| w.at == at) {
            chosen.extend(&w.flights);
        }
        let picked = [self.ui.open, self.ui.hover];
        chosen.extend(picked.iter().filter_map(|t| if let Some(Target::Flight(f)) = t { Some(*f) } else { None }));
        live.show.chosen = chosen;
    }

    /// Which links are cut now.
    pub fn gone_links(&self, p: &StageProps) -> Vec<bool> {
        let t = self.live.borrow().player.at();
        net::links(&p.staged, &p.scene, t).iter().map(|l| l.cut.is_some()).collect()
    }
}
