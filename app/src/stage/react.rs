//! What each message does to the stage.

use std::rc::Rc;

use yew::prelude::*;

use super::gesture::{TOOLS, Target, Tool};
use super::keys::Command;
use super::live::News;
use super::player::SPEEDS;
use super::tick::Why;
use super::ui::Msg;
use super::view::Stage;
use super::{StageEvent, StageProps, lines, words};
use crate::platform::{frames, touch};

impl Stage {
    /// Does what a message says; whether that must be rendered.
    pub fn react(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let p = ctx.props();
        match msg {
            Msg::News(News::Tell(event)) => {
                let rests = matches!(event, StageEvent::At(_)) && self.ui.table == 5;
                if rests {
                    self.ask_models(p);
                }
                p.on.emit(event);
                return false;
            }
            // By their own clocks, lanes end where each of them stands.
            Msg::News(News::Turn) if self.live.borrow().own => self.lay_out(),
            Msg::Tell(event) => {
                self.ui.branches = false;
                p.on.emit(event);
            }
            Msg::News(News::Turn) => {}
            Msg::News(News::Stopped(why)) => self.stopped(p, why),
            Msg::Resized => self.resized(ctx.props().rail != Html::default()),
            Msg::Command(c) => self.command(ctx, c),
            Msg::Tool(tool) => self.take(tool),
            Msg::Speed(s) => {
                self.live.borrow_mut().player.speed = s.min(SPEEDS.len() - 1);
                self.ui.speeds = false;
            }
            Msg::SpeedMenu => self.ui.speeds = !self.ui.speeds,
            Msg::Tab(tab) => self.ui.tab = tab,
            Msg::Table(table) => self.table(p, table),
            Msg::Down(press) => self.down(ctx, press),
            Msg::Move(at, shift) => return self.moved(at, shift),
            Msg::Up(at) => self.up(p, at),
            Msg::Cancel => {
                (self.ui.press, self.ui.drag, self.timer) = (None, None, None);
                self.resume();
            }
            Msg::Fold(group) => self.fold(&group),
            Msg::Long => self.long(),
            Msg::Way(way) => self.ui.way = way,
            Msg::Field(field) => self.ui.field = field,
            Msg::Toggle(target) => self.toggle(target),
            Msg::Carry(n) => {
                self.close();
                self.ui.carried = Some(n);
                self.ui.hint = Some(words::PUT_DOWN.into());
            }
            Msg::KeyUp(key) => self.let_go(&key),
            Msg::By(by) => {
                self.ui.by = by;
                self.ui.speeds = false;
            }
            Msg::Hold(forward) => {
                self.ui.held &= forward.is_none();
                let far = |f| ctx.link().callback(move |()| Msg::Stepped(f, true));
                self.timer = forward.map(|f| touch::Timer::new(super::pointer::LONG, far(f)));
            }
            Msg::Stepped(forward, far) => self.stepped(p, forward, far),
            Msg::BranchMenu => self.ui.branches = !self.ui.branches,
            Msg::Finger(id, at) => return self.finger(id, at),
            Msg::DoAll(lines) => self.act_lines(p, lines),
            Msg::Make(made) => self.make(p, made),
            Msg::Typed(field, text) => {
                self.ui.typed.resize(self.ui.typed.len().max(field + 1), None);
                self.ui.typed[field] = Some(text);
            }
            Msg::Act(target, alt) => {
                let chose = !std::mem::take(&mut self.ui.choose).is_empty();
                self.act(p, target, alt);
                if chose && self.ui.open.is_none() {
                    self.resume();
                }
            }
            Msg::Arrow(dir, carry) => self.arrow(dir, carry),
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
            Command::Step(forward, far) => self.step(p, forward, far),
            Command::Branches => frames::focus(&super::branches::id(p.scene.branch)),
            Command::Twin => self.twin(p),
            Command::Jump(forward) => self.jump(p, forward),
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
            Command::Twice => {
                if let Some(Target::Flight(f)) = Target::of(&frames::focused())
                    && p.tools.iter().any(|t| t == "drop" || t == "duplicate")
                {
                    self.act_line(p, ["duplicate ", &lines::selector(f)].concat());
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
                if p.tools.iter().any(|t| t == "cut" || t == "isolate") && !nodes.is_empty() {
                    self.act_line(p, lines::isolate(&staged, &nodes));
                }
            }
            Command::Heal => {
                if p.tools.iter().any(|t| t == "cut" || t == "isolate") {
                    self.act_line(p, lines::heal(&p.scene, None, t as u64));
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
        if self.ui.drag.is_some() || self.ui.press.is_some() || self.ui.carried.is_some() {
            (self.ui.drag, self.ui.press, self.ui.carried, self.timer) = (None, None, None, None);
            self.ui.hint = None;
            self.resume();
        } else if self.ui.open.is_some() || self.ui.speeds || self.ui.branches || !self.ui.choose.is_empty() {
            self.close();
        } else if !self.ui.chosen.is_empty() || !self.ui.links.is_empty() || self.ui.cone.is_some() {
            self.unchoose();
            self.show_cone(None);
        } else {
            self.take(Tool::Select);
        }
    }

    pub(super) fn take(&mut self, tool: Tool) {
        self.ui.tool = tool;
        (self.ui.hover, self.ui.hint, self.ui.before) = (None, None, None);
    }

    /// A tool's key was held while something was done: back to the tool before.
    fn let_go(&mut self, key: &str) {
        let ours = TOOLS.iter().any(|t| t.0 == self.ui.tool && key.eq_ignore_ascii_case(&t.2.to_string()));
        if let Some(before) = self.ui.before.take_if(|_| ours)
            && self.ui.used
        {
            self.take(before);
        }
    }

    /// A tool's key also leads to the topology, where arrows and Enter go on.
    fn take_by_key(&mut self, tool: Tool) {
        if tool == self.ui.tool && self.ui.before.is_some() {
            return; // the key repeats
        }
        let before = self.ui.tool;
        self.take(tool);
        (self.ui.before, self.ui.used) = (Some(before), false);
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
