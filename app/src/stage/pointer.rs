//! Pointers and arrow keys on the topology: clicks, drags, long presses, several at once.

use std::rc::Rc;

use session::order::Ordered;

use super::cut::Draft;
use super::dock;
use super::geom::{Pt, Rect, pt};
use super::gesture::{self, Intent, Target, Tool};
use super::moved::Moved;
use super::pull::Pull;
use super::ui::{Drag, Msg, Press};
use super::view::Stage;
use super::{StageProps, lines, words};
use crate::platform::{frames, touch};

/// A finger that rests so long, in milliseconds, means a long press.
pub const LONG: u32 = 400;
/// Two taps within so many seconds are a double tap.
const DOUBLE: f64 = 0.35;

impl Stage {
    pub(super) fn down(&mut self, ctx: &yew::Context<Self>, press: Press) {
        frames::capture(&self.refs.board, press.pointer);
        (self.ui.hint, self.ui.ghost, self.ui.drag) = (None, None, None);
        self.ui.press = Some(press);
        let target = self.grip(press);
        self.timer = press.coarse.then(|| touch::Timer::new(LONG, ctx.link().callback(|()| Msg::Long)));
        self.ui.drag = match (self.ui.tool, target) {
            (Tool::Cut, _) => Some(Drag::Cut(Draft { raw: vec![press.at], one_way: press.alt })),
            (Tool::Slow | Tool::Skew, Some(target)) => {
                let centre = if self.ui.tool == Tool::Skew { self.middle(target) } else { press.at };
                Some(Drag::Pull(Pull::new(self.ui.tool, target, centre, press.at)))
            }
            (Tool::Select, Some(Target::Node(n))) => Some(Drag::Node(n)),
            (Tool::Select, None) => Some(Drag::Area(press.at, press.at)),
            _ => None,
        };
        if self.ui.drag.is_some() {
            self.rest();
        }
    }

    /// What a press takes hold of: what is under it, and with Skew the dial around a node.
    fn grip(&self, press: Press) -> Option<Target> {
        let live = self.live.borrow();
        let under = self.under(press.at, press.coarse);
        let tools = &live.staged.nodes;
        let on = |(n, p): (usize, &super::layout::Place)| {
            (!tools[n].client && !p.hidden && p.at.far(press.at) <= p.hw + super::dial::ROOM + 8.0)
                .then_some(Target::Node(n as u16))
        };
        match (self.ui.tool, under) {
            (Tool::Skew, Some(Target::Node(n))) => (!tools[usize::from(n)].client).then_some(Target::Node(n)),
            (Tool::Skew, _) => live.geom.places.iter().enumerate().find_map(on),
            (Tool::Slow, Some(Target::Node(n))) if tools[usize::from(n)].client => None,
            (Tool::Slow, Some(Target::Fault(_))) => None,
            _ => under,
        }
    }

    fn middle(&self, target: Target) -> Pt {
        let live = self.live.borrow();
        let at = dock::anchor(&live.staged, &live.scene, &live.geom, &self.ui.lines, target, live.player.t);
        at.unwrap_or_default()
    }

    /// Whether that must be rendered.
    pub(super) fn moved(&mut self, at: Pt, shift: bool) -> bool {
        let far = self.ui.press.is_some_and(|p| at.far(p.at) > p.slop());
        if far {
            self.timer = None;
        }
        let dragged = self.ui.dragged || far;
        match &mut self.ui.drag {
            Some(Drag::Cut(d)) => d.raw.push(at),
            Some(Drag::Pull(pull)) => pull.moved(at, shift),
            Some(Drag::Area(_, to)) => *to = at,
            Some(Drag::Node(n)) if dragged => {
                let n = *n;
                self.put(n, at);
            }
            _ => {}
        }
        if self.ui.press.is_some() {
            self.ui.dragged = dragged;
            return self.ui.drag.is_some();
        }
        let hover = self.under(at, false);
        let changed = hover != self.ui.hover;
        self.ui.hover = hover;
        changed
    }

    /// Moves a node: its place is no part of the run.
    pub(super) fn put(&mut self, n: u16, at: Pt) {
        {
            let mut live = self.live.borrow_mut();
            let (w, h) = (live.geom.w, live.geom.h);
            let share = |v: f64, most: f64| ((v / most.max(1.0)).clamp(0.05, 0.95) * 1000.0) as u16;
            let to = Moved { node: n, x: share(at.x, w), y: share(at.y, h) };
            live.moved.retain(|m| m.node != n);
            live.moved.push(to);
        }
        self.replace();
    }

    pub(super) fn under(&self, at: Pt, coarse: bool) -> Option<Target> {
        let live = self.live.borrow();
        let labelled = |l: &&(Pt, u64, u64)| {
            let t = live.player.at();
            l.1 <= t && t < l.2 && Rect::around(pt(l.0.x, l.0.y - 4.0), 58.0, 11.0).holds(at)
        };
        if let Some(label) = live.show.partitions.iter().find(labelled) {
            let fault = live.scene.faults.iter().position(|f| f.kind == "cut" && (f.from, f.to) == (label.1, label.2));
            return fault.map(Target::Fault);
        }
        dock::hit(&live.staged, &live.scene, &live.geom, &self.ui.lines, at, coarse, live.player.t)
    }

    pub(super) fn up(&mut self, p: &StageProps, at: Pt) {
        let Some(press) = self.ui.press.take() else { return };
        self.timer = None;
        let (drag, dragged) = (self.ui.drag.take(), std::mem::take(&mut self.ui.dragged));
        self.ui.used = true;
        let line = match &drag {
            Some(Drag::Cut(d)) if d.moved(press.slop()) => Some(self.drawn(p, d)),
            Some(Drag::Pull(pull)) if dragged => Some(pull.line(&p.staged)),
            Some(Drag::Area(from, to)) if dragged => {
                self.choose(*from, *to, press.shift);
                Some(None)
            }
            Some(Drag::Node(_)) if dragged => Some(None),
            _ => None,
        };
        if let Some(line) = line {
            match line {
                Some(line) => self.act_line(p, line),
                None => self.resume(),
            }
            return;
        }
        self.resume();
        if at.far(press.at) <= press.slop() {
            self.clicked(p, press);
        }
    }

    /// What a drawn line cuts.
    fn drawn(&mut self, p: &StageProps, draft: &Draft) -> Option<String> {
        let geom = Rc::clone(&self.live.borrow().geom);
        let gone = self.gone_links(p);
        let cut = draft.read(&p.staged, &geom, &gone);
        let line = draft.line(&p.staged, &cut, &gone)?;
        self.ui.ghost = Some(cut.line);
        Some(line)
    }

    /// A box selects the nodes in it; with Shift, beside those that are selected.
    fn choose(&mut self, a: Pt, b: Pt, more: bool) {
        let (from, to) = (pt(a.x.min(b.x), a.y.min(b.y)), pt(a.x.max(b.x), a.y.max(b.y)));
        let area = Rect { x: from.x, y: from.y, w: to.x - from.x, h: to.y - from.y };
        let live = self.live.borrow();
        let inside =
            live.geom.places.iter().enumerate().filter(|(_, p)| !p.hidden && area.holds(p.at)).map(|(n, _)| n as u16);
        let inside: Vec<u16> = inside.collect();
        if !more {
            self.ui.chosen.clear();
        }
        self.ui.chosen.extend(inside);
        self.ui.chosen.order();
        self.ui.chosen.dedup();
    }

    /// In the selection, or out of it.
    pub(super) fn toggle(&mut self, target: Target) {
        let (all, one) = match target {
            Target::Node(n) => (&mut self.ui.chosen, n),
            Target::Link(l) => (&mut self.ui.links, l),
            Target::Flight(_) | Target::Fault(_) => return,
        };
        match all.iter().position(|c| *c == one) {
            Some(i) => drop(all.remove(i)),
            None => all.push(one),
        }
    }

    pub(super) fn unchoose(&mut self) {
        self.ui.chosen.clear();
        self.ui.links.clear();
        self.ui.picking = false;
    }

    fn clicked(&mut self, p: &StageProps, press: Press) {
        if let Some(n) = self.ui.carried.take() {
            return self.put(n, press.at);
        }
        let several = if press.coarse { self.overlap(p, press) } else { Vec::new() };
        if several.len() > 1 {
            self.rest();
            self.ui.choose = several;
            self.ui.fresh = true;
            return;
        }
        match self.grip(press).or_else(|| self.under(press.at, press.coarse)) {
            Some(target @ (Target::Node(_) | Target::Link(_))) if press.shift || press.coarse && self.ui.picking => {
                self.toggle(target);
            }
            Some(target) => {
                self.act(p, target, press.alt);
                // A field that takes the focus brings up the keyboard of a phone.
                self.ui.fresh &= !press.coarse;
            }
            None => {
                let twice = press.coarse && press.when - self.ui.tapped < DOUBLE;
                self.ui.tapped = if twice { 0.0 } else { press.when };
                self.close();
                self.unchoose();
                if twice {
                    self.play();
                }
            }
        }
    }

    /// What a finger covers that this tool does different things with.
    fn overlap(&self, p: &StageProps, press: Press) -> Vec<Target> {
        let live = self.live.borrow();
        let t = live.player.t;
        let all = super::hits::hits(&live.staged, &live.scene, &live.geom, &self.ui.lines, press.at, t);
        let mut seen: Vec<Intent> = Vec::new();
        let mut differs = |target: &Target| {
            let does = gesture::click(&p.staged, &p.scene, self.ui.tool, *target, false, live.player.at());
            let new = does != Intent::Nothing && !seen.contains(&does);
            seen.push(does);
            new
        };
        all.into_iter().filter(|target| differs(target)).collect()
    }

    /// A long press: the menu of a message, a link or a fault; a node joins the selection, and taps add others.
    pub(super) fn long(&mut self) {
        let Some(press) = self.ui.press.filter(|_| !self.ui.dragged) else { return };
        let target = self.under(press.at, true);
        if target.is_none() {
            return;
        }
        (self.ui.press, self.ui.drag) = (None, None);
        self.resume();
        match target {
            Some(node @ Target::Node(_)) => {
                self.ui.picking = true;
                self.toggle(node);
            }
            Some(target) => self.open(target),
            None => {}
        }
    }

    pub(super) fn act(&mut self, p: &StageProps, target: Target, alt: bool) {
        self.with(p, self.ui.tool, target, alt);
    }

    pub(super) fn with(&mut self, p: &StageProps, tool: Tool, target: Target, alt: bool) {
        self.ui.focus = Some(target);
        let folded = |n: u16| self.live.borrow().geom.places.get(usize::from(n)).is_some_and(|p| p.folded > 0);
        if let Target::Node(n) = target
            && folded(n)
        {
            return self.fold(&p.staged.nodes[usize::from(n)].group);
        }
        self.ui.used = true;
        let t = self.live.borrow().player.at();
        if let (Tool::Cut, Target::Link(l), false) = (tool, target, alt)
            && self.ui.links.contains(&l)
        {
            let links = std::mem::take(&mut self.ui.links);
            return self.act_line(p, lines::cut_all(&p.staged, &links));
        }
        match gesture::click(&p.staged, &p.scene, tool, target, alt, t) {
            Intent::Do(line) => self.act_line(p, line),
            Intent::Open(target) => {
                self.open(target);
                let asked = tool != Tool::Select && !matches!(target, Target::Fault(_));
                (self.ui.first, self.ui.field) = (tool, asked.then_some(0));
            }
            Intent::Nothing => self.ui.hint = Some(words::nothing_here(tool.word())),
        }
    }

    pub(super) fn open(&mut self, target: Target) {
        self.rest();
        self.ui.open = Some(target);
        self.ui.choose.clear();
        self.ui.typed.clear();
        (self.ui.first, self.ui.way, self.ui.field) = (Tool::Select, 0, None);
        self.ui.fresh = true;
        if let Target::Flight(_) | Target::Fault(_) = target {
            return;
        }
        self.ui.focus = Some(target);
    }

    pub(super) fn close(&mut self) {
        (self.ui.speeds, self.ui.branches) = (false, false);
        let chose = !std::mem::take(&mut self.ui.choose).is_empty();
        if let Some(target) = self.ui.open.take() {
            self.resume();
            frames::focus(&target.id());
        } else if chose {
            self.resume();
        }
    }

    pub(super) fn arrow(&mut self, dir: Pt, carry: bool) {
        if let (true, Some(Target::Node(n))) = (carry && self.ui.tool == Tool::Select, self.ui.focus) {
            let to = self.middle(Target::Node(n)).step(dir, 16.0);
            return self.put(n, to);
        }
        let live = self.live.borrow();
        let mut all: Vec<(Target, Pt)> = live
            .geom
            .places
            .iter()
            .enumerate()
            .filter(|(_, p)| !p.hidden)
            .map(|(i, p)| (Target::Node(i as u16), p.at))
            .collect();
        if matches!(self.ui.tool, Tool::Cut | Tool::Slow | Tool::Drop) {
            all.extend(
                live.staged
                    .links
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| live.geom.plain[*i])
                    .map(|(i, l)| (Target::Link(i as u16), live.geom.middle(l.a, l.b))),
            );
        }
        let here = self.ui.focus.unwrap_or(Target::Node(0));
        let from = dock::anchor(&live.staged, &live.scene, &live.geom, &self.ui.lines, here, live.player.t);
        if let Some(next) = from.and_then(|f| dock::toward(f, dir, &all)) {
            frames::focus(&next.id());
            self.ui.focus = Some(next);
            self.ui.hover = Some(next);
        }
    }
}
