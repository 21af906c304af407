//! What each message does to the stage.

use std::rc::Rc;

use yew::prelude::*;

use super::gesture::{self, Target, Tool};
use super::keys::Command;
use super::live::News;
use super::player::SPEEDS;
use super::tick::Why;
use super::ui::Msg;
use super::view::Stage;
use super::{StageEvent, StageProps, words};
use crate::platform::frames;

impl Stage {
    /// Does what a message says; whether that must be rendered.
    pub fn react(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let p = ctx.props();
        match msg {
            Msg::News(News::Tell(event)) | Msg::Tell(event) => {
                let rests = matches!(event, StageEvent::At(_)) && self.ui.table == 5;
                if rests {
                    self.ask_models(p);
                }
                p.on.emit(event);
                return false;
            }
            // By their own clocks, lanes end where each of them stands.
            Msg::News(News::Turn) if self.live.borrow().own => self.lay_out(),
            Msg::News(News::Turn) => {}
            Msg::News(News::Stopped(why)) => self.stopped(p, why),
            Msg::Resized => self.resized(),
            Msg::Command(c) => self.command(ctx, c),
            Msg::Tool(tool) => self.take(tool),
            Msg::Speed(s) => {
                self.live.borrow_mut().player.speed = s.min(SPEEDS.len() - 1);
                self.ui.speeds = false;
            }
            Msg::SpeedMenu => self.ui.speeds = !self.ui.speeds,
            Msg::Tab(tab) => self.ui.tab = tab,
            Msg::Table(table) => self.table(p, table),
            Msg::Down(press) => self.down(press),
            Msg::Move(at) => return self.moved(at),
            Msg::Up(at) => self.up(p, at),
            Msg::Cancel => {
                (self.ui.press, self.ui.draft) = (None, None);
                self.resume();
            }
            Msg::Act(target, alt) => self.act(p, target, alt),
            Msg::Fold(group) => self.fold(&group),
            Msg::Arrow(dir) => self.arrow(dir),
            Msg::Focus(target) => self.ui.focus = Some(target),
            Msg::Open(target) => self.open(target),
            Msg::Close => self.close(),
            Msg::Do(line) => self.act_line(p, line),
            Msg::Scrub(at, begins) => self.scrub(at, begins),
            Msg::ScrubEnd => self.ui.scrubbing = false,
            Msg::Seek(t) => {
                self.ui.model = None;
                self.seek(t);
            }
            Msg::Cone(event) => self.show_cone(event),
            Msg::Over(at) => return self.over(at),
            Msg::Own => {
                let own = !self.live.borrow().own;
                self.live.borrow_mut().own = own;
                self.lay_out();
            }
            Msg::Lanes(by) => self.lanes(by),
            Msg::Filter(filter) => self.ui.filter = filter,
            Msg::Row(at, event) => {
                self.seek(at as f64);
                self.show_cone(event);
                self.ui.pinned = event.is_some();
            }
            Msg::Answer(words) => {
                p.on.emit(StageEvent::Say(words.clone()));
                self.ui.answer = Some(words);
            }
            Msg::Level(level) => self.live.borrow_mut().level = level,
            Msg::Model(n) => {
                self.ui.model = Some(n);
                if let Some(at) = p.models.models.get(n).and_then(|m| m.at) {
                    self.seek(at as f64);
                }
            }
            Msg::Read(read) => {
                let changed = self.ui.read != read;
                self.ui.read = read;
                return changed;
            }
            Msg::Lane(by) => self.lane(by),
            Msg::Axis { zoom, x, pan } => self.axis(zoom, x, pan),
            Msg::GoOn => {
                self.ui.stopped = None;
                self.play();
            }
        }
        self.outline(p);
        true
    }

    pub(super) fn command(&mut self, ctx: &Context<Self>, c: Command) {
        let p = ctx.props();
        let t = self.live.borrow().player.t;
        match c {
            Command::Play => self.play(),
            Command::Step(forward, false) => {
                self.ui.stopped = None;
                self.live.borrow_mut().player.step(forward);
            }
            Command::Step(forward, true) => self.seek(t + if forward { 100_000.0 } else { -100_000.0 }),
            Command::Start => self.seek(0.0),
            Command::Frontier => {
                let reach = self.live.borrow().player.reach;
                self.seek(reach);
            }
            Command::Speed(by) => {
                let mut live = self.live.borrow_mut();
                let speed = live.player.speed as i32 + by;
                live.player.speed = speed.clamp(0, SPEEDS.len() as i32 - 1) as usize;
            }
            Command::Tool(tool) => {
                if !Tool::offered(&p.tools).contains(&tool) {
                    return;
                }
                let direct = matches!(tool, Tool::Crash | Tool::Slow | Tool::Skew | Tool::Drop);
                match Target::of(&frames::focused()).filter(|_| direct) {
                    Some(target) => self.with(p, tool, target, false),
                    None => self.take_by_key(tool),
                }
            }
            Command::Isolate => {
                let focused = Target::of(&frames::focused());
                let mut nodes = self.ui.chosen.clone();
                if let (true, Some(Target::Node(n))) = (nodes.is_empty(), focused) {
                    nodes.push(n);
                }
                let staged = Rc::clone(&p.staged);
                nodes.retain(|n| !staged.nodes[usize::from(*n)].client);
                if p.tools.iter().any(|t| t == "cut") && !nodes.is_empty() {
                    self.act_line(p, gesture::isolate(&staged, &nodes));
                }
            }
            Command::Heal => {
                if p.tools.iter().any(|t| t == "cut") {
                    self.act_line(p, gesture::heal(&p.scene, None, t as u64));
                }
            }
            Command::Fork => p.on.emit(StageEvent::Fork(t as u64)),
            Command::Table(n) => self.table(p, if self.ui.table == n { 0 } else { n }),
            Command::Witness => {
                if let Some(w) = &p.scene.witness {
                    self.seek(w.at as f64);
                }
            }
            Command::Undo => p.on.emit(StageEvent::Undo),
            Command::Redo => p.on.emit(StageEvent::Redo),
            Command::Escape => self.escape(),
            Command::Zoom(by) => self.axis(if by > 0 { 1.5 } else { 1.0 / 1.5 }, -1.0, 0.0),
        }
    }

    /// Escape: the gesture, the inspector, the selection, the tool, in this order.
    pub(super) fn escape(&mut self) {
        if self.ui.draft.is_some() || self.ui.press.is_some() {
            (self.ui.draft, self.ui.press) = (None, None);
            self.resume();
        } else if self.ui.open.is_some() || self.ui.speeds {
            self.close();
        } else if !self.ui.chosen.is_empty() || self.ui.cone.is_some() {
            self.ui.chosen.clear();
            self.show_cone(None);
        } else {
            self.take(Tool::Select);
        }
    }

    pub(super) fn take(&mut self, tool: Tool) {
        self.ui.tool = tool;
        (self.ui.hover, self.ui.hint) = (None, None);
    }

    /// A tool's key also leads to the topology, where arrows and Enter go on.
    fn take_by_key(&mut self, tool: Tool) {
        self.take(tool);
        if Target::of(&frames::focused()).is_none()
            && let Some(target) = self.ui.focus
        {
            frames::focus(&target.id());
        }
    }

    pub(super) fn play(&mut self) {
        self.ui.stopped = None;
        (self.ui.resume, self.ui.model) = (false, None);
        let mut live = self.live.borrow_mut();
        live.player.toggle();
        live.pan = None;
    }

    pub(super) fn seek(&mut self, t: f64) {
        self.ui.stopped = None;
        let mut live = self.live.borrow_mut();
        let t = t.clamp(0.0, live.player.reach.max(0.0));
        live.player.seek(t);
        if live.pan.is_some_and(|left| t < left || t > left + live.span()) {
            live.pan = None;
        }
    }

    pub(super) fn stopped(&mut self, p: &StageProps, why: Why) {
        self.ui.stopped = Some(why);
        match why {
            Why::Witness => {
                if let Some(w) = &p.scene.witness {
                    p.on.emit(StageEvent::Say(w.sentence.clone()));
                }
                p.on.emit(StageEvent::Witness);
            }
            Why::Beat(i) => {
                if let Some((_, caption)) = p.beats.get(i) {
                    p.on.emit(StageEvent::Say(caption.clone()));
                }
            }
            Why::End => {
                let ended = p.scene.ended.as_deref().unwrap_or_default();
                p.on.emit(StageEvent::Say(words::ended(ended)));
                p.on.emit(StageEvent::End);
            }
        }
    }

    /// The clock stands still while something is being done.
    pub(super) fn rest(&mut self) {
        let mut live = self.live.borrow_mut();
        self.ui.resume |= live.player.playing;
        live.player.pause();
    }

    pub(super) fn resume(&mut self) {
        if std::mem::take(&mut self.ui.resume) {
            self.live.borrow_mut().player.toggle();
        }
    }

    pub(super) fn table(&mut self, p: &StageProps, table: u8) {
        self.ui.table = table;
        if table != 0 && self.ui.phone {
            self.ui.tab = 1;
        }
        if table == 1 {
            self.ask_events(p);
        }
        if table == 5 {
            self.ask_models(p);
        }
        let (messages, mut live) = (table == 3, self.live.borrow_mut());
        live.turned(messages);
    }

    /// Models are about what was seen up to the playhead; play is never kept waiting for them.
    pub(super) fn ask_models(&self, p: &StageProps) {
        let live = self.live.borrow();
        if !live.player.playing && self.ui.model.is_none() {
            p.on.emit(StageEvent::Models(live.player.at()));
        }
    }

    /// The event table is about the window of the diagram.
    pub(super) fn ask_events(&self, p: &StageProps) {
        let live = self.live.borrow();
        let from = live.left();
        p.on.emit(StageEvent::Events((from as u64, (from + live.span()) as u64)));
    }
}
