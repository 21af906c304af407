//! What happens each frame, outside of Yew: the player moves, the canvas is drawn, the playhead's elements follow.

use std::rc::Rc;

use session::wire::{Scene, Staged, Us};
use yew::NodeRef;

use super::StageEvent;
use super::axis::round;
use super::layout::Geom;
use super::mark::{Font, Mark, Show};
use super::paint;
use super::palette::{self, Tone};
use super::player::{Player, SPEEDS};
use super::refs::Refs;
use super::spacetime::{Diagram, Dims, FLAGS};
use super::tick::{Run, Why};
use super::{say, scene, tags, words};
use crate::platform::canvas::{Canvas, Style};
use crate::platform::frames;

/// What a frame tells the stage.
pub enum News {
    /// For the page.
    Tell(StageEvent),
    /// Something looks different from here on.
    Turn,
    /// Play stopped.
    Stopped(Why),
}

/// The playhead and everything that follows it.
pub struct Live {
    /// What is on the stage.
    pub staged: Rc<Staged>,
    /// The scene at hand.
    pub scene: Rc<Scene>,
    /// Authored stops.
    pub beats: Rc<Vec<(Us, String)>>,
    /// The playhead.
    pub player: Player,
    /// The topology.
    pub geom: Rc<Geom>,
    /// The diagram.
    pub diagram: Rc<Diagram>,
    /// The diagram's sizes.
    pub dims: Dims,
    /// Closer (above 1) or wider.
    pub zoom: f64,
    /// How much is said aloud: the goal, the protocol, or all of it.
    pub level: u8,
    /// Each lane is drawn by its node's own clock.
    pub own: bool,
    /// The left edge of the time axis, where it was panned.
    pub pan: Option<f64>,
    /// Nodes that a hand has moved.
    pub moved: Vec<super::moved::Moved>,
    /// Another branch beside the one that is shown.
    pub twin: Option<Rc<session::wire::Twin>>,
    /// Both, laid out.
    pub twins: Option<super::twin::Twins>,
    /// Which letter does what.
    pub keymap: crate::keymap::Keymap,
    /// Single letters are shortcuts.
    pub letters: bool,
    /// What the canvas goes by.
    pub show: Show,
    /// Elements.
    pub refs: Refs,
    /// Instants at which something looks different.
    pub turns: Vec<Us>,
    /// The colours must be read again.
    pub stale: bool,
    turn: usize,
    canvas: Option<Canvas>,
    colours: Vec<String>,
    last: Option<f64>,
    told: f64,
    told_at: Us,
    drawn: f64,
    rendered: f64,
    said: f64,
    said_at: Us,
}

impl Live {
    /// For a stage.
    pub fn new(staged: Rc<Staged>, scene: Rc<Scene>, beats: Rc<Vec<(Us, String)>>) -> Self {
        let player = Player::new(staged.at as f64);
        let mut live = Self {
            staged,
            scene,
            beats,
            player,
            geom: Rc::default(),
            diagram: Rc::default(),
            dims: Dims::default(),
            zoom: 1.0,
            level: say::ALL,
            own: false,
            pan: None,
            moved: Vec::new(),
            twin: None,
            twins: None,
            keymap: crate::keymap::Keymap::default(),
            letters: true,
            show: Show::default(),
            refs: Refs::default(),
            turns: Vec::new(),
            stale: true,
            turn: 0,
            canvas: None,
            colours: Vec::new(),
            last: None,
            told: 0.0,
            told_at: Us::MAX,
            drawn: 0.0,
            rendered: 0.0,
            said: 0.0,
            said_at: 0,
        };
        live.player.arrived(&live.scene, live.staged.pace, true);
        live
    }

    /// Virtual time that fills the diagram: about 35 s of watching, at most 5 s of the run.
    pub fn span(&self) -> f64 {
        let usual = round((self.staged.pace as f64 * 32.0).clamp(1_000.0, 5_000_000.0));
        (usual / self.zoom).clamp(1_000.0, (self.staged.length as f64).max(1_000.0))
    }

    /// The left edge of the time axis: the playhead stays left of four fifths.
    pub fn left(&self) -> f64 {
        let most = (self.staged.length as f64 - self.span()).max(0.0);
        self.pan.unwrap_or(self.player.t - 0.8 * self.span()).clamp(0.0, most)
    }

    /// The window that should be at hand: what is seen and some on both sides, in coarse steps.
    pub fn window(&self) -> (Us, Us) {
        let (span, left) = (self.span(), self.left());
        let step = span / 4.0;
        let from = ((left / step).floor() - 1.0).max(0.0) * step;
        (from as Us, (from + span * 1.75).min(self.staged.length as f64) as Us)
    }

    /// Width of the diagram between its gutters.
    pub fn plot(&self) -> f64 {
        (self.dims.w - self.dims.left - self.dims.right).max(40.0)
    }

    /// The instant at an `x` of the diagram.
    pub fn instant(&self, x: f64) -> f64 {
        (self.left() + (x - self.dims.left) / self.plot() * self.span()).clamp(0.0, self.player.reach)
    }

    /// One frame. Says whether it needs another.
    pub fn frame(&mut self, now: f64) -> (Vec<News>, bool) {
        let dt = self.last.map_or(0.0, |l| now - l);
        let mut news = Vec::new();
        let window = self.window();
        let run =
            Run { scene: &self.scene, pace: self.staged.pace, length: self.staged.length, beats: &self.beats, window };
        let tick = self.player.tick(dt, &run);
        if let Some(l) = tick.wants {
            news.push(News::Tell(StageEvent::Look { at: l.at, window: l.window, until: l.until }));
        }
        if let Some(from) = tick.stepped {
            let (a, b) = (from.min(self.player.at()), self.player.at());
            news.push(News::Tell(StageEvent::Say(say::step(&self.staged, &self.scene, a, b, self.level))));
        }
        self.speak(dt, &mut news);
        if let Some(why) = tick.stop {
            news.push(News::Stopped(why));
        }
        let playing = self.player.playing;
        let at = self.player.at();
        self.told += dt;
        if at != self.told_at && (!playing || self.told > 0.1) {
            self.told = 0.0;
            self.told_at = at;
            news.push(News::Tell(StageEvent::At(at)));
        }
        let turn = self.turns.partition_point(|t| *t <= at);
        if turn != self.turn && (!playing || now - self.rendered > 0.05) {
            self.rendered = now;
            self.turn = turn;
            self.said_on_links();
            news.push(News::Turn);
        }
        self.show.rate = self.staged.pace as f64 * SPEEDS[self.player.speed].0;
        let rushing = playing && self.player.speed + 1 == SPEEDS.len() && now - self.drawn < 0.25;
        if !rushing {
            self.drawn = now;
            self.draw();
            self.follow();
            self.follow_twins();
        }
        let more = playing || self.player.waits();
        self.last = more.then_some(now);
        (news, more)
    }

    /// Words for the polite live region while playing: at most every two seconds.
    fn speak(&mut self, dt: f64, news: &mut Vec<News>) {
        self.said += dt;
        let at = self.player.at();
        if !self.player.playing || at < self.said_at {
            self.said_at = at;
            return;
        }
        if self.said < 2.0 {
            return;
        }
        if let Some(words) = say::summary(&self.staged, &self.scene, self.said_at, at, self.level) {
            self.said = 0.0;
            self.said_at = at;
            news.push(News::Tell(StageEvent::Say(words)));
        }
    }

    /// Another set of instants: look again at which side of them the playhead is.
    pub fn turned(&mut self, messages: bool) {
        self.turns = scene::turns(&self.staged, &self.scene, messages);
        self.turn = self.turns.partition_point(|t| *t <= self.player.at());
    }

    /// Finds room for what links say now.
    pub fn said_on_links(&mut self) {
        if self.geom.places.len() == self.staged.nodes.len() {
            let words = tags::on_links(&self.staged, &self.scene, self.player.at());
            self.show.pills = tags::pills(&self.staged, &self.geom, &words);
        }
    }

    fn draw(&mut self) {
        if self.canvas.is_none() {
            self.canvas = Canvas::of(&self.refs.canvas);
        }
        if self.stale || self.colours.is_empty() {
            self.colours = frames::colours(&self.refs.root, &palette::properties());
            self.stale = false;
        }
        let Some(canvas) = self.canvas.as_mut().filter(|_| !self.colours.is_empty()) else { return };
        canvas.begin(self.geom.w, self.geom.h);
        if self.geom.places.is_empty() {
            return;
        }
        let colour = |t: Tone| self.colours[t.index()].clone();
        for mark in paint::marks(&self.staged, &self.scene, &self.geom, &self.show, self.player.t) {
            match mark {
                Mark::Line { points, tone, width, dash, alpha } => {
                    let style = Style { fill: None, stroke: Some((colour(tone), width)), dash, alpha };
                    canvas.path(&style, points.iter().map(|p| (p.x, p.y)), false);
                }
                Mark::Shape { at, corners, r, fill, stroke, alpha } => {
                    let stroke = stroke.map(|(t, w)| (colour(t), w));
                    let style = Style { fill: fill.map(colour), stroke, dash: None, alpha };
                    if corners.is_empty() {
                        canvas.circle(&style, at.x, at.y, r);
                    } else {
                        canvas.path(&style, corners.iter().map(|c| (at.x + c.x, at.y + c.y)), true);
                    }
                }
                Mark::Text { at, words, tone, font, ground, alpha } => {
                    let font = match font {
                        Font::Mono => {
                            "550 12px ui-monospace, \"SF Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace"
                        }
                        Font::Plain => "500 12px Inter, ui-sans-serif, system-ui, sans-serif",
                        Font::Bold => "650 12px Inter, ui-sans-serif, system-ui, sans-serif",
                    };
                    canvas.text(&words, (at.x, at.y), font, &colour(tone), &colour(ground), alpha);
                }
            }
        }
        canvas.flush();
    }

    /// Clock, playhead, scroll, veil and wash.
    fn follow(&self) {
        let r = &self.refs;
        let at = self.player.at();
        let seconds = words::seconds(at);
        frames::text(&r.clock, &seconds);
        let (left, k) = (self.left(), self.plot() / self.span());
        let x = |t: f64| (t - left) * k;
        let n = super::geom::n1;
        let shift = x(self.diagram.scale.origin as f64);
        for content in [&r.scroll, &r.over, &r.ruler] {
            frames::shift(content, shift);
        }
        let (head, reach, plot) = (x(self.player.t), x(self.player.reach), self.plot());
        frames::attr(&r.veil, "x", &n(head));
        frames::attr(&r.veil, "width", &n((reach - head).max(0.0)));
        frames::attr(&r.wash, "x", &n(reach.max(0.0)));
        frames::attr(&r.wash, "width", &n((plot - reach.max(0.0)).max(0.0)));
        let seen = (0.0..=plot + 0.5).contains(&head);
        let x_head = self.dims.left + head;
        frames::attr(&r.head, "visibility", if seen { "visible" } else { "hidden" });
        frames::attr(&r.head, "d", &["M", &n(x_head), " ", &n(FLAGS + 2.0), "V", &n(self.diagram.h)].concat());
        let wide = seconds.len() as f64 * 7.3 + 14.0;
        let plate = (x_head - wide / 2.0).clamp(2.0, (self.dims.w - wide - 2.0).max(2.0));
        frames::attr(&r.plate, "transform", &["translate(", &n(plate), " ", &n(FLAGS + 1.0), ")"].concat());
        frames::attr(&r.plate, "visibility", if seen { "visible" } else { "hidden" });
        frames::text(&r.label, &seconds);
        frames::attr(&r.label, "x", &n(wide / 2.0));
        let from = x(self.diagram.scale.origin as f64);
        show_ticks(&r.ticks, &self.diagram, from, plot, seen.then_some(head));
        if let Some(rect) = frames::children(&r.plate).first() {
            let _ = rect.set_attribute("width", &n(wide));
        }
        frames::attr(&r.slider, "aria-valuenow", &(at / 1000).to_string());
        frames::attr(&r.slider, "aria-valuetext", &words::instant(at));
        frames::attr(&r.slider, "aria-valuemax", &((self.player.reach as Us) / 1000).to_string());
    }
}

/// Hides labels of the ruler that its ends would cut, and those under the playhead's plate.
pub fn show_ticks(of: &NodeRef, d: &Diagram, from: f64, plot: f64, head: Option<f64>) {
    for (e, t) in frames::children(of).iter().zip(d.ticks.iter().filter(|t| t.2)) {
        let here = from + t.0;
        let free = head.is_none_or(|head| (here - head).abs() > 40.0);
        frames::show(e, free && super::axis::whole(&t.1, here, plot));
    }
}
