//! What the canvas shows on a node: slots, queue, breaker, clock, pause. Marks around its outline, in rooms that the
//! layout has claimed.

use std::f64::consts::{FRAC_PI_2, TAU};

use session::wire::{Scene, Staged, Us};

use super::geom::{Pt, pt};
use super::layout::{BADGE, Place};
use super::mark::Font;
use super::paint::{List, rounded};
use super::palette::{Look, Tone};
use super::{named, status, words};

/// So many slots, and so many jobs, are drawn one by one.
const MOST: i32 = 6;

/// Everything about one node.
pub fn decor(list: &mut List, staged: &Staged, scene: &Scene, n: u16, place: &Place, t: Us) {
    let dials = status::dials(staged, scene, n, t);
    if place.pool > 0 {
        pool(list, place, &dials, &status::held_by(staged, scene, n, t));
    } else if place.row > 0.0 {
        row(list, place, &dials);
    }
    if let Some(state) = dials.breaker {
        breaker(list, pt(place.at.x - place.hw * 0.72, place.at.y - place.hh * 0.72 - 2.0), state);
    }
    if let Some(off) = status::clock(scene, n, t) {
        clock(list, place, off);
    }
    if status::paused(scene, n, t) {
        let at = pt(place.at.x - place.hw * 0.72, place.at.y + place.hh * 0.72);
        list.circle(at, 9.0, Some(Tone::Canvas), Some((Tone::Warn, 1.6)), 1.0);
        for x in [at.x - 2.6, at.x + 2.6] {
            list.line(vec![pt(x, at.y - 3.5), pt(x, at.y + 3.5)], Tone::Warn, 2.4, None, 1.0);
        }
    }
}

/// Slots, then the queue: 6 of each and a number. A slot that only waits for another node is hollow.
fn row(list: &mut List, place: &Place, dials: &status::Dials) {
    let job = Look::named("job");
    let (busy, of) = dials.slots.unwrap_or_default();
    let slots = of.min(MOST);
    let taken = if of > MOST { (busy * MOST + of - 1) / of.max(1) } else { busy };
    let held = if busy > 0 { dials.held * taken / busy } else { 0 };
    let waiting = dials.queue.unwrap_or(0);
    let jobs = waiting.min(MOST);
    let number = if waiting > MOST { waiting.to_string() } else { String::new() };
    let wide = f64::from(slots + jobs) * 8.0 + if jobs > 0 { 6.0 } else { 0.0 } + number.len() as f64 * 7.3;
    let y = place.row_y();
    let mut x = place.at.x - wide / 2.0 + 4.0;
    for k in 0..slots {
        let corners = slot();
        let full = if busy >= of { Tone::Warn } else { Tone::Ink2 };
        let (fill, line) = match k {
            k if k < held => (Tone::WarnSoft, full),
            k if k < taken => (full, full),
            _ => {
                list.faint(pt(x, y), corners);
                x += 8.0;
                continue;
            }
        };
        list.shape(pt(x, y), corners, Some(fill), (line, 1.4));
        x += 8.0;
    }
    x += if jobs > 0 { 6.0 } else { 0.0 };
    for _ in 0..jobs {
        list.shape(pt(x, y), job.shape(3.4).unwrap_or_default(), Some(Tone::Fill(job)), (Tone::Stroke(job), 1.2));
        x += 8.0;
    }
    if !number.is_empty() {
        let at = pt(x + number.len() as f64 * 3.65 - 2.0, y + 4.5);
        list.text(at, number, Tone::Text(job), Font::Mono, 1.0);
    }
}

/// A slot's outline.
fn slot() -> Vec<Pt> {
    vec![pt(-3.0, -3.0), pt(3.0, -3.0), pt(3.0, 3.0), pt(-3.0, 3.0)]
}

/// Slots one by one, in the colour of whom they wait for, and what the colours mean.
fn pool(list: &mut List, place: &Place, dials: &status::Dials, held: &[(&str, i32)]) {
    let (busy, of) = dials.slots.unwrap_or_default();
    let rows = f64::from(place.pool.div_ceil(10));
    // Of a pool that has grown, each square stands for several.
    let cells = of.min(rows as i32 * 10);
    let top = if place.up { place.at.y - place.hh - 6.0 - place.row } else { place.at.y + place.hh + 8.0 };
    for k in 0..cells {
        let mut first = k * of / cells;
        let hue = held.iter().position(|(_, n)| {
            first -= n;
            first < 0
        });
        let at = pt(place.at.x + f64::from(k % 10) * 8.0 - 36.0, top + 3.0 + f64::from(k / 10) * 8.0);
        let corners = slot();
        match hue.map(hue_of) {
            Some(hue) => list.shape(at, corners, Some(Tone::Fill(hue)), (Tone::Stroke(hue), 1.2)),
            None if k * of / cells < busy => list.shape(at, corners, Some(Tone::Ink2), (Tone::Ink2, 1.2)),
            None => list.faint(at, corners),
        }
    }
    let mut y = top + rows * 8.0 + 13.0;
    let mut line = |list: &mut List, words: String, hue: Look, shape: Vec<Pt>| {
        // Names are measured in bold type; this is lighter.
        let half = named::width(&words, 12.0) * 0.455;
        list.shape(pt(place.at.x - half - 2.0, y - 4.5), shape, Some(Tone::Fill(hue)), (Tone::Stroke(hue), 1.2));
        list.text(pt(place.at.x + 6.0, y), words, Tone::Ink2, Font::Plain, 1.0);
        y += 15.0;
    };
    for (i, (name, n)) in held.iter().enumerate() {
        line(list, words::wait_for(*n, name), hue_of(i), slot());
    }
    let job = Look::named("job");
    line(list, words::for_a_slot(dials.queue.unwrap_or(0)), job, job.shape(3.6).unwrap_or_default());
}

/// The colours of a pool, in the order of those that are waited for.
fn hue_of(i: usize) -> Look {
    Look::named(["read", "vote", "repl", "gossip"][i % 4])
}

/// A switch: closed, open, or half.
fn breaker(list: &mut List, at: Pt, state: i32) {
    let tone = [Tone::Ink2, Tone::Fault, Tone::Warn][state.clamp(0, 2) as usize];
    let room = vec![pt(-13.0, -8.0), pt(13.0, -8.0), pt(13.0, 8.0), pt(-13.0, 8.0)];
    list.shape(at, room, Some(Tone::Canvas), (tone, 1.2));
    let (a, b) = (pt(at.x - 7.0, at.y + 2.0), pt(at.x + 7.0, at.y + 2.0));
    let arm = if state == 1 { pt(at.x + 4.0, at.y - 5.0) } else { b };
    list.line(vec![a, arm], tone, 2.0, (state == 2).then_some([3.0, 4.0, 0.0]), 1.0);
    for end in [a, b] {
        list.circle(end, 2.2, Some(tone), None, 1.0);
    }
}

/// A dial, and by how much the clock is ahead; the dial alone where there is no room.
fn clock(list: &mut List, place: &Place, off: i64) {
    let dial = |list: &mut List, at: Pt| {
        list.circle(at, 5.0, Some(Tone::Canvas), Some((Tone::Warn, 1.5)), 1.0);
        // The hand turns one round a second of error, so that it is seen to move while a clock drifts.
        let turn = TAU * (off.rem_euclid(1_000_000) as f64 / 1_000_000.0) - FRAC_PI_2;
        let hand = at.step(pt(turn.cos(), turn.sin()), 3.4);
        list.line(vec![at, hand], Tone::Warn, 1.4, None, 1.0);
    };
    let Some(at) = place.badge else {
        return dial(list, pt(place.at.x + place.hw * 0.72, place.at.y - place.hh * 0.72));
    };
    let said = words::clock(off);
    let wide = (said.chars().count() as f64 * 7.3 + 22.0).min(BADGE.0);
    // It hangs on the side where its node is.
    let left = if at.x < place.at.x - place.hw * 0.5 - 1.0 { at.x + BADGE.0 - wide } else { at.x };
    let (c, half) = (pt(left + wide / 2.0, at.y + BADGE.1 / 2.0), pt(wide / 2.0, BADGE.1 / 2.0));
    let ring = rounded(pt(0.0, 0.0), half.x, half.y, 9.9);
    list.shape(c, ring, Some(Tone::WarnSoft), (Tone::Warn, 1.2));
    dial(list, pt(left + 11.0, c.y));
    list.text_on(pt(left + 18.0 + (wide - 22.0) / 2.0, c.y + 4.0), said, Tone::Warn, Tone::WarnSoft);
}
