//! Which messages carry a label, and on which side: decided when they are sent, and kept for the flight. And where links
//! say what lies on them.

use session::order::Ordered;
use session::wire::{Flight, Scene, Staged, Us};

use super::geom::{Pt, Rect};
use super::layout::{Geom, Place, claims, taken};
use super::paint::{beside, width};
use super::scene::{end, said};
use super::{AFTER_LOSS, net};

/// What labels keep clear of: nodes, captions, badges, the title and the strip.
pub fn obstacles(geom: &Geom) -> Vec<Rect> {
    let mut all = taken(geom);
    all.extend(geom.shown().map(Place::rect));
    all.extend(claims(geom));
    all
}

/// Which messages are labelled, at most `most` at a time.
pub fn labelled(scene: &Scene, geom: &Geom, pace: Us, most: usize) -> Vec<Option<u8>> {
    let mut on = vec![None; scene.flights.len()];
    if geom.places.is_empty() || scene.crowded {
        return on;
    }
    let all = obstacles(geom);
    let mut order: Vec<usize> = (0..scene.flights.len()).collect();
    order.order_by_key(|i| (scene.flights[*i].sent, scene.flights[*i].name));
    let mut open: Vec<Us> = Vec::new();
    for i in order {
        let f = &scene.flights[i];
        if said(f).is_empty() || f.arrives == f.sent || geom.together(f.from, f.to) {
            continue;
        }
        open.retain(|until| *until > f.sent);
        if open.len() < most {
            let end = end(f);
            let shown = if end.lost { (AFTER_LOSS * pace as f64) as Us } else { 0 };
            open.push(end.at.saturating_add(shown));
            on[i] = Some(side(f, geom, &all));
        }
    }
    on
}

/// The side on which a label is clear for most of the way.
fn side(f: &Flight, geom: &Geom, all: &[Rect]) -> u8 {
    let (a, b) = geom.span(f.from, f.to, 0.0);
    let share = end(f).share;
    let words = said(f);
    let blocked = |side: u8| {
        let at = |k: u32| beside(geom, a.toward(b, share * f64::from(k) / 8.0), &words, side).1;
        (1..=8).filter(|k| all.iter().any(|t| t.common(&at(*k)) > 0.0)).count()
    };
    (0..4).min_by_key(|s| blocked(*s)).unwrap_or(0)
}

/// What lies on each link at an instant, in words.
pub fn on_links(staged: &Staged, scene: &Scene, t: Us) -> Vec<String> {
    net::links(staged, scene, t).iter().map(net::LinkNow::said).collect()
}

/// The middle of each link's words, where there are any and they have room.
pub fn pills(staged: &Staged, geom: &Geom, words: &[String]) -> Vec<Option<Pt>> {
    let mut all = obstacles(geom);
    let one = |(l, words): (&session::wire::LinkInfo, &String)| {
        if words.is_empty() || geom.small() || geom.together(l.a, l.b) {
            return None;
        }
        let (a, b) = geom.span(l.a, l.b, 3.0);
        let room = |at: &Pt| Rect::around(*at, width(words) / 2.0 + 7.0, 12.0);
        let spots = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].map(|u| a.toward(b, u));
        let spot = spots.into_iter().find(|at| all.iter().all(|t| t.common(&room(at)) <= 0.0))?;
        all.push(room(&spot));
        Some(spot)
    };
    staged.links.iter().zip(words).map(one).collect()
}
