//! The stage as a component: it holds the discrete state, and hands what moves to the frames.

use std::cell::RefCell;
use std::rc::Rc;

use session::wire::Us;
use yew::prelude::*;

use super::geom::{Pt, Rect, pt};
use super::gesture::{Target, Tool};
use super::keys::{self, Command};
use super::live::Live;
use super::refs::Refs;
use super::ui::{Drag, Msg, Ui};
use super::{StageProps, bar, board, branches, diagram, legend, twin};
use crate::platform::{frames, touch};

/// The stage.
pub struct Stage {
    /// The discrete state.
    pub ui: Ui,
    /// What moves.
    pub live: Rc<RefCell<Live>>,
    /// Elements.
    pub refs: Refs,
    /// Frames, once it is in the page.
    pub frames: Option<frames::Loop>,
    /// Runs while a finger rests.
    pub timer: Option<touch::Timer>,
    watch: Option<frames::Watch>,
    keys: Option<frames::Keys>,
}

impl Component for Stage {
    type Message = Msg;
    type Properties = StageProps;

    fn create(ctx: &Context<Self>) -> Self {
        let p = ctx.props();
        let refs = Refs::default();
        let mut live = Live::new(Rc::clone(&p.staged), Rc::clone(&p.scene), Rc::clone(&p.beats));
        live.refs = refs.clone();
        (live.keymap, live.letters) = (p.keymap.clone(), p.letters);
        let ui = Ui { tool: first_tool(p), focus: Some(Target::Node(0)), ..Ui::default() };
        let live = Rc::new(RefCell::new(live));
        let mut stage = Self { ui, live, refs, frames: None, timer: None, watch: None, keys: None };
        stage.lay_out();
        stage.wish(p, true);
        stage
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &StageProps) -> bool {
        let p = ctx.props();
        {
            let mut live = self.live.borrow_mut();
            (live.keymap, live.letters) = (p.keymap.clone(), p.letters);
            live.twin = p.twin.as_ref().and_then(|t| t.1.clone());
        }
        if p.twin.is_some() && old.twin.is_none() {
            (self.ui.tab, self.ui.table) = (1, 0);
        }
        let staged = !Rc::ptr_eq(&p.staged, &old.staged) && p.staged != old.staged;
        {
            let mut live = self.live.borrow_mut();
            if staged {
                live.staged = Rc::clone(&p.staged);
                let (reduced, speed) = (live.player.reduced, live.player.speed);
                live.player = super::player::Player::new(p.staged.at as f64);
                (live.player.reduced, live.player.speed) = (reduced, speed);
                (live.zoom, live.pan) = (1.0, None);
                live.moved.clear();
            }
            if staged || !Rc::ptr_eq(&p.scene, &old.scene) {
                let other = staged || p.scene.branch != live.scene.branch;
                live.scene = Rc::clone(&p.scene);
                let (scene, pace) = (Rc::clone(&p.scene), p.staged.pace);
                live.player.arrived(&scene, pace, other);
            }
            if p.beats != old.beats {
                live.beats = Rc::clone(&p.beats);
                live.player.fresh_beats();
            }
        }
        if staged {
            let phone = self.ui.phone;
            self.ui =
                Ui { tool: first_tool(p), focus: Some(Target::Node(0)), tab: self.ui.tab, phone, ..Ui::default() };
        } else if p.tools != old.tools && !Tool::offered(&p.tools).contains(&self.ui.tool) {
            self.ui.tool = Tool::Select;
        }
        self.wish(p, p.go.map(|g| g.0) != old.go.map(|g| g.0));
        if staged || p.play != old.play {
            self.by_itself(p);
        }
        self.lay_out();
        if self.ui.cone.is_some() {
            self.show_cone(self.ui.cone);
        }
        self.outline(p);
        if self.ui.table == 1 && !Rc::ptr_eq(&p.scene, &old.scene) && !self.live.borrow().player.playing {
            self.ask_events(p);
        }
        self.wake();
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let draw = self.react(ctx, msg);
        self.wake();
        draw
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let live = self.live.borrow();
        let v = View { props: ctx.props(), ui: &self.ui, live: &live, link: ctx.link(), at: live.player.at() };
        let rail = v.rail();
        let view = ["topo", "time", "knobs"][if rail { self.ui.tab } else { self.ui.tab.min(1) }];
        html! {
            <section class={classes!("stage", (!rail).then_some("bare"))} ref={live.refs.root.clone()} data-view={view} aria-label={super::words::STAGE}>
                { bar::tabs(&v) }
                { bar::bar(&v) }
                { board::board(&v) }
                if rail { <div class="rail">{ v.props.rail.clone() }{ super::chart::side(&v) }</div> }
                <section class="time" ref={live.refs.time.clone()} aria-label={super::words::SPACE_TIME_LABEL}
                    onpointerdown={finger(&v, true)} onpointermove={finger(&v, true)} onpointerup={finger(&v, false)} onpointercancel={finger(&v, false)}>
                    { branches::bar(&v) }
                    { legend::header(&v) }
                    if self.ui.table != 0 { { super::tables::table(&v) } }
                    else if v.props.twin.is_some() { { twin::twin(&v) } }
                    else { { diagram::diagram(&v) } }
                </section>
                { board::patterns() }
            </section>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.start(ctx);
            self.by_itself(ctx.props());
        }
        self.place_boxes();
        if std::mem::take(&mut self.ui.fresh) {
            // On a phone a field with the focus would bring up the keyboard over what is acted on.
            let field = if self.ui.phone { "[aria-expanded=true]" } else { "input" };
            frames::focus_in(&self.refs.popover, [field, "button"]);
        }
        self.wake();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some(f) = &self.frames {
            f.end();
        }
    }
}

impl Stage {
    fn start(&mut self, ctx: &Context<Self>) {
        let (live, news) = (Rc::clone(&self.live), ctx.link().callback(Msg::News));
        self.frames = Some(frames::Loop::new(move |now| {
            let (all, more) = live.borrow_mut().frame(now);
            for n in all {
                news.emit(n);
            }
            more
        }));
        let resized = ctx.link().callback(|()| Msg::Resized);
        self.watch = Some(frames::Watch::new(&[&self.refs.board, &self.refs.time], move || resized.emit(())));
        let letters = Rc::clone(&self.live);
        let inside = ctx.props().play.is_some();
        let (command, up) = (ctx.link().callback(Msg::Command), ctx.link().callback(Msg::KeyUp));
        self.keys = frames::keys(move |k| {
            if k.up {
                up.emit(k.key);
                return false;
            }
            let live = letters.borrow();
            if !live.letters && crate::keymap::single(&k.key) {
                return false;
            }
            let key = live.keymap.meant(&k.key);
            drop(live);
            let known = keys::command(&key, k.shift, k.command, k.modified).filter(|c| {
                !k.taken && (!inside || k.inside) && (k.inside || !matches!(c, Command::Start | Command::Frontier))
            });
            if let Some(c) = known {
                command.emit(c);
            }
            known.is_some_and(|c| c != Command::Escape)
        });
        ctx.link().send_message(Msg::Resized);
    }

    /// Plays or rests as the page asks for.
    fn by_itself(&mut self, p: &StageProps) {
        let playing = self.live.borrow().player.playing;
        if p.play.is_some_and(|play| play != playing) {
            self.play();
        }
    }

    /// Another frame.
    pub fn wake(&self) {
        if let Some(f) = &self.frames {
            f.wake();
        }
    }

    /// Goes where the page wishes.
    fn wish(&mut self, p: &StageProps, new: bool) {
        if let Some((_, at)) = p.go.filter(|_| new) {
            self.live.borrow_mut().player.seek(at as f64);
            self.ui.stopped = None;
        }
    }

    fn place_boxes(&self) {
        let live = self.live.borrow();
        let t = live.player.t;
        let label = |l: &(Pt, Us, Us)| Rect::around(pt(l.0.x, l.0.y - 4.0), 56.0, 10.0);
        let labels: Vec<Rect> = live.show.partitions.iter().map(label).collect();
        let put = |of: &NodeRef, by: Option<Pt>, line: &[Pt]| {
            let (w, h) = frames::size(of);
            if w > 0.0 {
                // As wide as a phone, a box stands in the half that its target is not in.
                let low = by.is_none_or(|by| by.y < live.geom.h / 2.0);
                let at = if w > live.geom.w - 24.0 {
                    pt(8.0, if low { (live.geom.h - h - 8.0).max(8.0) } else { 8.0 })
                } else {
                    super::dock::dock(&live.geom, (w, h), by, line, &labels)
                };
                frames::place(of, at.x, at.y);
            }
        };
        let lines: Vec<Pt> = self.ui.lines.iter().flat_map(|l| l.1.iter().flatten().copied()).collect();
        match &self.ui.drag {
            Some(Drag::Cut(d)) => put(&self.refs.tip, d.raw.last().copied(), &d.raw),
            Some(Drag::Pull(pull)) => put(&self.refs.tip, Some(pull.centre), &[]),
            _ => {}
        }
        if let Some(target) = self.ui.open.or(self.ui.choose.first().copied()) {
            let by = super::dock::anchor(&live.staged, &live.scene, &live.geom, &self.ui.lines, target, t);
            put(&self.refs.popover, by.or(Some(pt(live.geom.w / 2.0, live.geom.h / 2.0))), &lines);
        }
        frames::tall(&self.refs.table, if self.ui.phone { 0.0 } else { live.diagram.h.max(240.0) });
    }
}

/// Fingers on the time axis.
fn finger(v: &View, down: bool) -> Callback<PointerEvent> {
    let time = v.live.refs.time.clone();
    v.link.batch_callback(move |e: PointerEvent| {
        let x = frames::within(&time, e.client_x(), e.client_y()).0;
        (e.pointer_type() == "touch").then(|| Msg::Finger(e.pointer_id(), down.then_some(x)))
    })
}

/// The first fault tool where there is one: what the step is about.
fn first_tool(p: &StageProps) -> Tool {
    Tool::offered(&p.tools).get(1).copied().unwrap_or_default()
}

/// What the parts of the stage are rendered from.
pub struct View<'a> {
    /// From the page.
    pub props: &'a StageProps,
    /// The discrete state.
    pub ui: &'a Ui,
    /// What moves.
    pub live: &'a Live,
    /// Where messages go.
    pub link: &'a html::Scope<Stage>,
    /// The playhead.
    pub at: Us,
}

impl View<'_> {
    /// Whether a tool of this name may be used.
    pub fn can(&self, tool: &str) -> bool {
        self.props.tools.iter().any(|t| t == tool)
    }

    /// Whether one of these tools may be used.
    pub fn can_any(&self, tools: &[&str]) -> bool {
        tools.iter().any(|t| self.can(t))
    }

    /// Whether there are knobs.
    pub fn rail(&self) -> bool {
        self.props.rail != Html::default()
    }

    /// A click that sends a message.
    pub fn click(&self, msg: impl Fn() -> Msg + 'static) -> Callback<MouseEvent> {
        self.link.callback(move |_| msg())
    }
}
