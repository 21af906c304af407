//! The playhead: a pure clock that turns watching time into virtual time and asks for scenes ahead of its need.
//!
//! It never jumps, stops at beats and at the witness, waits at the frontier, and lets quiet stretches pass quickly.

use session::wire::{Scene, Us};

use super::rest::rests;
use super::tick::{Look, Run, Tick, Why};

/// What the speed menu offers: the factor and how it reads.
pub const SPEEDS: [(f64, &str); 7] =
    [(0.125, "⅛×"), (0.25, "¼×"), (0.5, "½×"), (1.0, "1×"), (2.0, "2×"), (4.0, "4×"), (64.0, "max")];

/// Index of 1x.
const NORMAL: usize = 3;

/// A quiet stretch takes at most this many seconds of watching.
const QUIET: f64 = 0.4;
/// Scenes are asked for when less than this many seconds of watching is left.
const AHEAD: f64 = 0.25;
/// An answer that takes longer than this many seconds is given up, and asked for again.
const PATIENCE: f64 = 1.5;
/// With reduced motion, an event this often, in seconds.
const BEAT_BY_BEAT: f64 = 0.7;

/// A step that waits for its scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Forward,
    Back,
    /// On to an instant, which may not be simulated yet.
    To(Us),
}

/// The playhead and how it moves.
#[derive(Clone, Debug)]
pub struct Player {
    /// The playhead, virtual microseconds.
    pub t: f64,
    /// Index into [`SPEEDS`].
    pub speed: usize,
    /// Whether it moves.
    pub playing: bool,
    /// Event by event instead of evenly.
    pub reduced: bool,
    /// How far this run was shown, at most its frontier.
    pub reach: f64,
    wish: Option<Wish>,
    asked: Option<Look>,
    answered: Option<Look>,
    /// An act is on its way: nothing moves until its scene is here.
    held: bool,
    waited: f64,
    since: f64,
    beats_done: usize,
    rests: Vec<(f64, f64)>,
}

impl Player {
    /// Paused at an instant, at 1x.
    pub fn new(t: f64) -> Self {
        Self {
            t,
            speed: NORMAL,
            playing: false,
            reduced: false,
            reach: 0.0,
            wish: None,
            asked: None,
            answered: None,
            held: false,
            waited: 0.0,
            since: 0.0,
            beats_done: 0,
            rests: Vec::new(),
        }
    }

    /// The playhead in whole microseconds.
    pub fn at(&self) -> Us {
        self.t.round().max(0.0) as Us
    }

    /// Play, or pause.
    pub fn toggle(&mut self) {
        self.playing = !self.playing;
        self.wish = None;
        self.since = f64::MAX;
    }

    /// Stop moving.
    pub fn pause(&mut self) {
        self.playing = false;
        self.wish = None;
    }

    /// Go to an instant, paused.
    pub fn seek(&mut self, t: f64) {
        self.pause();
        self.t = t.max(0.0);
        self.reach = self.reach.max(self.t);
    }

    /// Step to the next, or to the last, instant at which something changes.
    pub fn step(&mut self, forward: bool) {
        self.playing = false;
        self.wish = Some(if forward { Wish::Forward } else { Wish::Back });
    }

    /// Go on by so many microseconds, where nothing may change; what stops play on the way stops here too.
    pub fn on(&mut self, by: Us) {
        self.playing = false;
        self.wish = Some(Wish::To(self.at() + by));
    }

    /// The instant of an act: the playhead, or the next one that reads well, a hundredth of a second of watching away
    /// at most. Nodes start at 0 s, after the acts of that instant: what needs one that is up comes a little later.
    pub fn act_at(&self, pace: Us, up: bool) -> Us {
        let unit = 10_u64.pow((pace / 100).max(1).ilog10());
        (self.at().div_ceil(unit) * unit).max(if up { unit } else { 0 })
    }

    /// An act goes out at an instant: wait for its scene.
    pub fn hold(&mut self, at: Us) {
        self.t = at as f64;
        self.held = true;
        self.asked = None;
        self.waited = 0.0;
    }

    /// Whether it waits for a scene, to step or to go on.
    pub fn waits(&self) -> bool {
        self.wish.is_some() || self.held || self.asked.is_some()
    }

    /// Another authored list of beats: none of them was shown.
    pub fn fresh_beats(&mut self) {
        self.beats_done = 0;
    }

    /// A scene came.
    pub fn arrived(&mut self, scene: &Scene, pace: Us, other_branch: bool) {
        self.answered = self.asked.take();
        self.held = false;
        self.waited = 0.0;
        let frontier = scene.frontier as f64;
        if other_branch {
            let own = scene.branches.get(scene.branch as usize).map_or(0, |b| b.frontier);
            self.reach = self.reach.min(frontier).max(self.t).max((own.min(scene.frontier)) as f64);
        }
        self.reach = self.reach.min(frontier.max(self.t));
        self.rests = rests(scene, pace);
    }

    /// A frame: `dt` seconds of watching went by.
    pub fn tick(&mut self, dt: f64, run: &Run) -> Tick {
        let mut tick = Tick::default();
        let dt = dt.clamp(0.0, 0.1);
        self.waited += dt;
        self.since += dt;
        if self.waited > PATIENCE {
            self.asked = None;
            self.held = false;
        }
        let ended = run.scene.ended.is_some();
        self.grant(run, &mut tick);
        if self.playing && self.reduced && self.wish.is_none() && self.since > BEAT_BY_BEAT {
            self.wish = Some(Wish::Forward);
            self.since = 0.0;
        } else if self.playing && !self.reduced && !self.held {
            let to = self.forward(dt, run).min(run.scene.frontier as f64).max(self.t);
            self.go(to, run, &mut tick);
            if self.playing && ended && self.t >= run.scene.frontier as f64 {
                self.playing = false;
                tick.stop = Some(Why::End);
            }
        }
        self.reach = self.reach.max(self.t.min(run.scene.frontier as f64));
        tick.wants = self.need(run);
        tick
    }

    /// Steps that wait for their scene are taken when it is here.
    fn grant(&mut self, run: &Run, tick: &mut Tick) {
        let Some(wish) = self.wish.filter(|_| run.scene.at == self.at() && !self.held) else { return };
        let (frontier, ended) = (run.scene.frontier, run.scene.ended.is_some());
        let to = match wish {
            Wish::Forward => next(run.scene),
            Wish::Back => run.scene.step.0,
            Wish::To(to) => (ended || frontier >= to).then_some(to.min(frontier)),
        };
        let nothing_more = wish == Wish::Back || ended && frontier <= self.at();
        let from = self.at();
        if let Some(to) = to {
            self.wish = None;
            tick.stepped = Some(from);
            if wish == Wish::Back {
                self.t = to as f64;
            } else {
                self.go(to as f64, run, tick);
            }
        } else if nothing_more {
            self.wish = None;
            if wish == Wish::Back {
                self.t = 0.0;
            } else if self.playing {
                self.playing = false;
                tick.stop = Some(Why::End);
            }
        }
    }

    /// Moves to `to`, or to what stops it before.
    fn go(&mut self, to: f64, run: &Run, tick: &mut Tick) {
        let from = self.t;
        self.t = to;
        if let Some(w) = run.scene.witness.as_ref().map(|w| w.at as f64).filter(|w| from < *w && *w <= to) {
            self.t = w;
            tick.stop = Some(Why::Witness);
        }
        while let Some((at, _)) = run.beats.get(self.beats_done).filter(|(at, _)| *at as f64 <= self.t) {
            self.beats_done += 1;
            let at = *at as f64;
            if at >= from {
                self.t = at;
                tick.stop = Some(Why::Beat(self.beats_done - 1));
                break;
            }
        }
        if tick.stop.is_some() {
            self.playing = false;
        }
    }

    /// Where `dt` of watching leads.
    fn forward(&self, dt: f64, run: &Run) -> f64 {
        let rate = self.rate(run);
        let (mut t, mut left) = (self.t, dt);
        for (from, to) in self.rests.iter().filter(|(_, to)| *to > self.t) {
            if *from > t {
                let walk = (from - t) / rate;
                if walk >= left {
                    return t + rate * left;
                }
                left -= walk;
                t = *from;
            }
            let fast = rate.max((to - from) / QUIET);
            let walk = (to - t) / fast;
            if walk >= left {
                return t + fast * left;
            }
            left -= walk;
            t = *to;
        }
        t + rate * left
    }

    /// Virtual microseconds a second of watching.
    fn rate(&self, run: &Run) -> f64 {
        run.pace.max(1) as f64 * SPEEDS[self.speed].0
    }

    /// The scene that is needed now, if one is.
    fn need(&mut self, run: &Run) -> Option<Look> {
        if self.asked.is_some() || self.held {
            return None;
        }
        let s = run.scene;
        let (rate, at) = (self.rate(run), self.at());
        let ended = s.ended.is_some();
        let frontier = s.frontier as f64;
        let resting = self.rests.iter().any(|(from, to)| *from <= self.t + AHEAD * rate && *to >= frontier);
        let short =
            !ended && (self.playing && (frontier < self.t + AHEAD * rate || resting) || frontier < self.t.max(1.0));
        let step = !ended && self.wish == Some(Wish::Forward) && s.at == at && next(s).is_none();
        let beyond = match self.wish {
            Some(Wish::To(to)) if !ended && s.frontier < to => Some(to as f64),
            _ => None,
        };
        let window = run.window.0 < s.window.0 || run.window.1.min(s.frontier) > s.window.1;
        // A scene of thousands of messages costs a frame: it is asked for half as often.
        let every = if s.crowded { 2.0 * AHEAD } else { AHEAD };
        let values = s.at != at && (!self.playing || self.since > every || self.reduced);
        let mut until = self.t;
        if self.playing {
            until = self.t + (AHEAD + every) * rate;
        }
        if step || resting && self.playing {
            until = s.step.1.filter(|_| step).map_or(frontier.max(self.t) + 4.0 * rate, |t| t as f64);
        }
        let until = beyond.unwrap_or(until).min(run.length as f64).max(0.0) as Us;
        let look = Look { at, window: run.window, until: until.max(at).max(1) };
        let progress = short || step || beyond.is_some();
        if !progress && (!(window || values) || self.answered == Some(look)) {
            return None;
        }
        self.asked = Some(look);
        self.waited = 0.0;
        if !self.reduced {
            self.since = 0.0;
        }
        Some(look)
    }
}

/// The next instant at which something changes, where it was simulated.
fn next(scene: &Scene) -> Option<Us> {
    scene.step.1.filter(|t| *t <= scene.frontier)
}

#[cfg(test)]
#[path = "player_tests.rs"]
mod tests;
