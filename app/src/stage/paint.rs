//! What the canvas shows at an instant, as a list of marks: messages with their trails and labels, losses, pulses,
//! what clients wait for, and how long a partition lasts. Pure: the same instant gives the same marks.

use session::order::Ordered;
use session::wire::{Fate, Scene, Staged, Us};

use super::decor::decor;
use super::geom::{Pt, Rect, pt};
use super::layout::{Geom, Place, Say};
use super::mark::{Font, Mark, Show};
use super::palette::{Look, Tone};
use super::scene::{self, Spot};
use super::stream::{self, Stream};
use super::words;

/// Everything on the canvas at an instant.
pub fn marks(staged: &Staged, scene: &Scene, geom: &Geom, show: &Show, t: f64) -> Vec<Mark> {
    let mut list = List { marks: Vec::new(), taken: show.taken.clone(), geom };
    let mut seen: Vec<(usize, Spot)> = Vec::new();
    for (i, f) in scene.flights.iter().enumerate() {
        if let Some(s) = scene::spot(geom, f, staged.pace, t) {
            seen.push((i, s));
        }
    }
    let way = |i: usize| (scene.flights[i].from, scene.flights[i].to);
    let flying: Vec<(u16, u16)> =
        seen.iter().filter(|(_, s)| s.lost.is_none() && !s.held).map(|(i, _)| way(*i)).collect();
    let streams = stream::streams(staged, scene, geom, t, &flying);
    for (stream, sent) in &streams {
        list.stream(stream, *sent, show.reduced, t / staged.pace.max(1) as f64);
    }
    let with = |n: u16| geom.with[usize::from(n)];
    let in_stream = |i: usize| streams.iter().any(|(s, _)| (s.from, s.to) == (with(way(i).0), with(way(i).1)));
    seen.retain(|(i, s)| s.held || !in_stream(*i));
    seen.truncate(2 * stream::SINGLE);
    seen.order_by_key(|(i, _)| (scene.flights[*i].kind, scene.flights[*i].sent));
    for (i, s) in seen.iter().filter(|(_, s)| s.lost.is_none() && !show.reduced) {
        let f = &scene.flights[*i];
        let lasts = scene::end(f).at.saturating_sub(f.sent) as f64 / show.rate.max(1.0);
        let long = if lasts < 0.25 { s.gone } else { s.gone.min(30.0) };
        let tone = Tone::Stroke(scene::look(staged, f).0);
        list.line(vec![s.at, s.at.step(s.dir, -long)], tone, 3.0, None, 0.3);
    }
    for (i, s) in &seen {
        list.message(staged, scene, show, *i, s);
    }
    for n in (0..staged.nodes.len() as u16).filter(|n| !geom.places[usize::from(*n)].hidden) {
        list.node(staged, scene, show, n, t);
    }
    for (at, from, to) in show.partitions.iter().filter(|(_, from, to)| *from as f64 <= t && t < *to as f64) {
        debug_assert!(from < to);
        list.text(*at, words::partition((t as Us).saturating_sub(*from)), Tone::Fault, Font::Bold, 1.0);
    }
    if show.reduced {
        for (_, s) in seen.iter_mut().filter(|(_, s)| s.lost.is_none()) {
            s.at = at_sender(s);
        }
    }
    for (i, s) in &seen {
        let Some(side) = show.labelled.get(*i).copied().flatten() else { continue };
        let f = &scene.flights[*i];
        let tone = if s.lost.is_some() { Tone::Fault } else { Tone::Text(scene::look(staged, f).0) };
        list.label(s.at, &scene::said(f), tone, s.lost.map_or(1.0, |l| 1.0 - l), side);
    }
    list.marks
}

/// Marks, with what they cover.
pub struct List<'a> {
    marks: Vec<Mark>,
    taken: Vec<Rect>,
    geom: &'a Geom,
}

impl List<'_> {
    /// An open line.
    pub fn line(&mut self, points: Vec<Pt>, tone: Tone, width: f64, dash: Option<[f64; 3]>, alpha: f64) {
        self.marks.push(Mark::Line { points, tone, width, dash, alpha });
    }

    /// A circle.
    pub fn circle(&mut self, at: Pt, r: f64, fill: Option<Tone>, stroke: Option<(Tone, f64)>, alpha: f64) {
        self.marks.push(Mark::Shape { at, corners: Vec::new(), r, fill, stroke, alpha });
    }

    /// A polygon around a centre.
    pub fn shape(&mut self, at: Pt, corners: Vec<Pt>, fill: Option<Tone>, stroke: (Tone, f64)) {
        self.marks.push(Mark::Shape { at, corners, r: 0.0, fill, stroke: Some(stroke), alpha: 1.0 });
    }

    /// The outline of something that is free.
    pub fn faint(&mut self, at: Pt, corners: Vec<Pt>) {
        self.marks.push(Mark::Shape { at, corners, r: 0.0, fill: None, stroke: Some((Tone::Ink2, 1.0)), alpha: 0.45 });
    }

    /// Centred words.
    pub fn text(&mut self, at: Pt, words: String, tone: Tone, font: Font, alpha: f64) {
        self.marks.push(Mark::Text { at, words, tone, font, ground: Tone::Canvas, alpha });
    }

    /// Centred words in a box of this colour.
    pub fn text_on(&mut self, at: Pt, words: String, tone: Tone, ground: Tone) {
        self.marks.push(Mark::Text { at, words, tone, font: Font::Mono, ground, alpha: 1.0 });
    }

    fn message(&mut self, staged: &Staged, scene: &Scene, show: &Show, i: usize, s: &Spot) {
        let f = &scene.flights[i];
        let (look, reply) = scene::look(staged, f);
        let r = look.radius(if self.geom.small() { 6.0 } else { 7.0 });
        let known = show.known.as_ref().is_none_or(|k| k.contains(&f.name));
        let alpha = s.lost.map_or(1.0, |l| 0.55 * (1.0 - l)) * if known { 1.0 } else { 0.14 };
        let at = if show.reduced && s.lost.is_none() { at_sender(s) } else { s.at };
        if show.reduced && s.lost.is_none() {
            self.line(vec![at, at.step(s.dir, 22.0)], Tone::Stroke(look), 2.0, None, alpha);
            let side = s.dir.turned();
            let tip = at.step(s.dir, 22.0);
            let barbs = vec![tip.step(s.dir, -6.0).step(side, 4.0), tip, tip.step(s.dir, -6.0).step(side, -4.0)];
            self.line(barbs, Tone::Stroke(look), 2.0, None, alpha);
        }
        let glyph = |at: Pt, hollow: bool| Mark::Shape {
            at,
            corners: look.shape(r).unwrap_or_default(),
            r,
            fill: Some(if hollow { Tone::Canvas } else { Tone::Fill(look) }),
            stroke: Some((Tone::Stroke(look), if hollow { 2.4 } else { 1.4 })),
            alpha,
        };
        if f.copy {
            self.marks.push(glyph(pt(at.x - s.dir.x * 9.0 - 3.0, at.y - s.dir.y * 9.0 - 5.0), true));
        }
        self.marks.push(glyph(at, reply));
        if look.word() == "err" {
            let bar = if reply { Tone::Stroke(look) } else { Tone::Canvas };
            self.line(vec![pt(at.x - r * 0.5, at.y), pt(at.x + r * 0.5, at.y)], bar, 2.2, None, alpha);
        }
        if show.chosen.contains(&f.name) {
            self.circle(at, r + 7.0, None, Some((Tone::Accent, 2.0)), 1.0);
        }
        if s.held {
            for x in [at.x - 3.0, at.x + 3.0] {
                self.line(vec![pt(x, at.y - 15.0), pt(x, at.y - 10.0)], Tone::Warn, 2.0, None, 1.0);
            }
        }
        if f.moved && !s.held {
            // A wave behind it: it was made to come later.
            let side = s.dir.turned();
            let wave = (0..=8).map(|k| {
                let out = if k % 2 == 0 { 0.0 } else { [4.0, -4.0][usize::from(k % 4 == 3)] };
                at.step(s.dir, -r - 3.0 - f64::from(k) * 2.5).step(side, out)
            });
            self.line(wave.collect(), Tone::Warn, 2.0, None, alpha);
        }
        if let Some(l) = s.lost.filter(|_| matches!(f.fate, Fate::Refused(_))) {
            // A stop sign at the receiver's edge; the answer sets out at once, as a message of its own.
            let stop = Look::named("err").shape(9.0).unwrap_or_default();
            self.marks.push(Mark::Shape {
                at: s.at,
                corners: stop,
                r: 9.0,
                fill: Some(Tone::Canvas),
                stroke: Some((Tone::Fault, 2.4)),
                alpha: 1.0 - l * l,
            });
            self.line(vec![pt(s.at.x - 4.5, s.at.y), pt(s.at.x + 4.5, s.at.y)], Tone::Fault, 2.4, None, 1.0 - l * l);
        } else if let Some(l) = s.lost {
            self.circle(s.at, 9.0 + 5.0 * l, None, Some((Tone::Fault, 1.6)), 1.0 - l);
            let c = s.at;
            self.line(vec![pt(c.x - 5.0, c.y - 5.0), pt(c.x + 5.0, c.y + 5.0)], Tone::Fault, 2.4, None, 1.0 - l * l);
            self.line(vec![pt(c.x + 5.0, c.y - 5.0), pt(c.x - 5.0, c.y + 5.0)], Tone::Fault, 2.4, None, 1.0 - l * l);
        }
    }

    /// A label on the side of a message that was chosen when it was sent, where it is clear of everything else.
    fn label(&mut self, at: Pt, words: &str, tone: Tone, alpha: f64, side: u8) {
        let (c, room) = beside(self.geom, at, words, side);
        let inside = room.y > 2.0 && room.y + room.h < self.geom.h - 2.0;
        if inside && self.taken.iter().all(|t| t.common(&room) <= 0.0) {
            self.taken.push(room);
            self.text(c, words.into(), tone, Font::Mono, alpha);
        }
    }

    /// What changes around a node: the pulse of a new value, the progress and the words of an operation.
    fn node(&mut self, staged: &Staged, scene: &Scene, show: &Show, n: u16, t: f64) {
        let place = self.geom.places[usize::from(n)];
        let us = t.max(0.0).round() as Us;
        if place.folded > 0 {
            return;
        }
        decor(self, staged, scene, n, &place, us);
        if !staged.nodes[usize::from(n)].client {
            if let Some((words, left)) = scene::node(staged, scene, n, us).fresh {
                let (grown, alpha) = if show.reduced { (2.0, 1.0) } else { (4.0 + (1.0 - left) * 14.0, left) };
                // Where it is crowded nothing pulses: values change all the time.
                let alpha = if scene.crowded { 0.0 } else { alpha };
                self.circle(place.at, place.hw + grown, None, Some((Tone::Accent, 2.5)), alpha);
                if !self.geom.small() && !place.under {
                    let at = caption(&place);
                    self.text(at, words, Tone::Accent, Font::Bold, 1.0);
                }
            }
            return;
        }
        let Some(op) = scene::op(staged, scene, n, us) else { return };
        let stroke = if op.bad() { Tone::Fault } else { Tone::Stroke(op.look()) };
        if let Some(part) = op.open {
            let ring = rounded(place.at, place.hw + 4.5, place.hh + 4.5, 13.0);
            self.line(ring.clone(), Tone::Line, 3.0, None, 1.0);
            self.line(share(&ring, part), stroke, 3.0, None, 1.0);
        }
        let alpha = (op.left * 3.0).min(1.0);
        let tone = if op.bad() { Tone::Fault } else { Tone::Text(op.look()) };
        let fits = |words: &str, y: f64| {
            let w = width(words) / 2.0 + 6.0;
            pt(place.at.x.clamp(w, (self.geom.w - w).max(w)), y)
        };
        if self.geom.say == Say::Nothing {
            return;
        }
        if self.geom.small() {
            let words = op.brief();
            let y = if place.up { place.at.y - place.hw - 9.0 } else { place.at.y + place.hw + 16.0 };
            let at = fits(&words, y);
            self.text(at, words, tone, Font::Bold, alpha);
            return;
        }
        let (first, second) = op.lines(us);
        let [y, below] = place.lines();
        let (a, b) = (fits(&first, y), fits(&second, below));
        self.text(a, first, tone, Font::Mono, alpha);
        let (tone, font) = if op.bad() { (Tone::Fault, Font::Bold) } else { (Tone::Ink2, Font::Plain) };
        self.text(b, second, tone, font, alpha);
    }

    /// Many messages as one band: its width grows with their number, its dashes move 60 px a second of watching.
    fn stream(&mut self, stream: &Stream, sent: f64, still: bool, watched: f64) {
        let (a, b) = self.geom.span(stream.from, stream.to, 3.0);
        let side = a.dir(b).turned();
        let wide = stream.wide(sent);
        // Each direction keeps to its right, so that both are seen.
        let (a, b) = (a.step(side, wide / 2.0 + 1.5), b.step(side, wide / 2.0 + 1.5));
        self.line(vec![a, b], Tone::Stroke(stream.look), wide, None, 0.25);
        let moved = if still { 0.0 } else { watched * 60.0 % 16.0 };
        self.line(vec![a, b], Tone::Fill(stream.look), wide * 0.6, Some([8.0, 8.0, -moved]), 1.0);
        if stream.lost > 0 {
            for u in [0.3, 0.7] {
                let c = a.toward(b, u);
                for up in [-4.5, 4.5] {
                    self.line(vec![pt(c.x - 4.5, c.y - up), pt(c.x + 4.5, c.y + up)], Tone::Fault, 2.4, None, 1.0);
                }
            }
        }
        if stream.rate > 0 {
            let words = words::rate(stream.rate, stream.lost);
            let tone = if stream.lost > 0 { Tone::Fault } else { Tone::Text(stream.look) };
            // On the outer side of the band, so that it does not lie on the one that comes the other way.
            let at = a.toward(b, 0.5).step(side, wide / 2.0);
            let order = match (side.x, side.y) {
                (x, _) if x > 0.7 => [2, 0, 1, 3],
                (x, _) if x < -0.7 => [3, 0, 1, 2],
                (_, y) if y > 0.3 => [1, 0, 2, 3],
                _ => [0, 1, 2, 3],
            };
            if let Some(free) = order.into_iter().find(|s| self.clear(&beside(self.geom, at, &words, *s).1)) {
                self.label(at, &words, tone, 1.0, free);
            }
        }
    }

    fn clear(&self, room: &Rect) -> bool {
        room.y > 2.0 && room.y + room.h < self.geom.h - 2.0 && self.taken.iter().all(|t| t.common(room) <= 0.0)
    }
}

/// Where words stand beside a point, and what they cover: above, below, right or left.
pub fn beside(geom: &Geom, at: Pt, words: &str, side: u8) -> (Pt, Rect) {
    let w = width(words) / 2.0;
    let (dx, dy) = [(0.0, -14.0), (0.0, 24.0), (w + 14.0, 4.0), (-w - 14.0, 4.0)][usize::from(side % 4)];
    let c = pt((at.x + dx).clamp(w + 6.0, (geom.w - w - 6.0).max(w + 6.0)), at.y + dy);
    (c, Rect { x: c.x - w - 2.0, y: c.y - 12.0, w: 2.0 * w + 4.0, h: 17.0 })
}

/// With reduced motion a message stays at its sender until it arrives.
fn at_sender(s: &Spot) -> Pt {
    s.at.step(s.dir, 18.0 - s.gone)
}

/// Where a node's caption stands.
pub fn caption(place: &Place) -> Pt {
    let row = place.row;
    let y = if place.up { place.at.y - place.hh - 10.0 - row } else { place.at.y + place.hh + 19.0 + row };
    pt(place.at.x, y)
}

/// About how wide words are in 12 px type.
pub fn width(words: &str) -> f64 {
    words.chars().count() as f64 * 7.3
}

/// A rounded box as a line, clockwise from the middle of its top.
pub fn rounded(c: Pt, hw: f64, hh: f64, r: f64) -> Vec<Pt> {
    let mut out = vec![pt(c.x, c.y - hh)];
    let corners = [(hw - r, r - hh, -1.0), (hw - r, hh - r, 0.0), (r - hw, hh - r, 1.0), (r - hw, r - hh, 2.0)];
    for (x, y, quarter) in corners {
        for k in 0..=6 {
            let a = (quarter + f64::from(k) / 6.0) * std::f64::consts::FRAC_PI_2;
            out.push(pt(c.x + x + r * a.cos(), c.y + y + r * a.sin()));
        }
    }
    out.push(out[0]);
    out
}

/// The first share of a line.
fn share(line: &[Pt], part: f64) -> Vec<Pt> {
    let mut left = super::geom::length(line) * part;
    let mut out = vec![line[0]];
    for w in line.windows(2) {
        let l = w[0].far(w[1]);
        if l >= left {
            out.push(w[0].toward(w[1], if l > 0.0 { left / l } else { 0.0 }));
            break;
        }
        left -= l;
        out.push(w[1]);
    }
    out
}

#[cfg(test)]
#[path = "paint_tests.rs"]
mod tests;
