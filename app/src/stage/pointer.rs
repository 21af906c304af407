//! Pointers and arrow keys on the topology, and the acts that they lead to.

use std::rc::Rc;

use super::cut::Draft;
use super::dock;
use super::geom::Pt;
use super::gesture::{self, Intent, Target, Tool};
use super::ui::Press;
use super::view::Stage;
use super::{StageEvent, StageProps, words};
use crate::platform::frames;

impl Stage {
    pub(super) fn down(&mut self, press: Press) {
        frames::capture(&self.refs.board, press.pointer);
        self.ui.hint = None;
        self.ui.ghost = None;
        self.ui.press = Some(press);
        if self.ui.tool == Tool::Cut {
            self.rest();
            self.ui.draft = Some(Draft { raw: vec![press.at], one_way: press.alt });
        }
    }

    pub(super) fn moved(&mut self, at: Pt) -> bool {
        if let Some(d) = &mut self.ui.draft {
            d.raw.push(at);
            return true;
        }
        if self.ui.press.is_some() {
            return false;
        }
        let hover = self.under(at, false);
        let changed = hover != self.ui.hover;
        self.ui.hover = hover;
        changed
    }

    pub(super) fn under(&self, at: Pt, coarse: bool) -> Option<Target> {
        let live = self.live.borrow();
        dock::hit(&live.staged, &live.scene, &live.geom, &self.ui.lines, at, coarse, live.player.t)
    }

    pub(super) fn up(&mut self, p: &StageProps, at: Pt) {
        let Some(press) = self.ui.press.take() else { return };
        let slop = if press.coarse { 10.0 } else { 6.0 };
        if let Some(draft) = self.ui.draft.take().filter(|d| d.moved(slop)) {
            let (staged, geom) = (Rc::clone(&p.staged), Rc::clone(&self.live.borrow().geom));
            let gone = self.gone_links(p);
            let cut = draft.read(&staged, &geom, &gone);
            if let Some(line) = draft.line(&staged, &cut, &gone) {
                self.ui.ghost = Some(cut.line);
                self.act_line(p, line);
            }
            self.resume();
            return;
        }
        self.resume();
        if at.far(press.at) > slop {
            return;
        }
        match self.under(press.at, press.coarse) {
            Some(Target::Node(n)) if press.shift => {
                if let Some(i) = self.ui.chosen.iter().position(|c| *c == n) {
                    self.ui.chosen.remove(i);
                } else {
                    self.ui.chosen.push(n);
                }
            }
            Some(target) => self.act(p, target, press.alt),
            None => {
                self.close();
                self.ui.chosen.clear();
            }
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
        let t = self.live.borrow().player.at();
        match gesture::click(&p.staged, &p.scene, tool, target, alt, t) {
            Intent::Do(line) => self.act_line(p, line),
            Intent::Open(target) => self.open(target),
            Intent::Nothing => self.ui.hint = Some(words::nothing_here(tool.word())),
        }
    }

    pub(super) fn act_line(&mut self, p: &StageProps, line: String) {
        let reopen = self.ui.open.take().is_some();
        let at = {
            let mut live = self.live.borrow_mut();
            let of = |f: &&session::wire::Flight| line.contains(&gesture::selector(f.name));
            let sent = p.scene.flights.iter().find(of).map_or(0, |f| f.sent + 1);
            let at = live.player.act_at(p.staged.pace).max(sent);
            live.player.hold(at);
            at
        };
        self.ui.stopped = None;
        p.on.emit(StageEvent::Do { at, line });
        self.resume();
        if reopen && let Some(back) = self.ui.focus {
            frames::focus(&back.id());
        }
    }

    pub(super) fn open(&mut self, target: Target) {
        self.rest();
        self.ui.open = Some(target);
        self.ui.fresh = true;
        if let Target::Flight(_) | Target::Fault(_) = target {
            return;
        }
        self.ui.focus = Some(target);
    }

    pub(super) fn close(&mut self) {
        self.ui.speeds = false;
        if let Some(target) = self.ui.open.take() {
            self.resume();
            frames::focus(&target.id());
        }
    }

    pub(super) fn arrow(&mut self, dir: Pt) {
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
