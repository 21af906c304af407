//! What of a track is plotted: under the diagram, large with axes, and as a histogram. Pure.

use session::wire::{ChartInfo, Track, Us};

use super::backend::{Ink, Shape};
use super::plot::{At, Plot};
use crate::stage::axis::Scale;
use crate::stage::words;

/// Events of a track closer than this share a bar.
const BIN: f64 = 6.0;

/// The largest value that a track's plot has room for.
pub fn most(info: &ChartInfo, track: &Track, from: Us, to: Us) -> f64 {
    if info.unit == "%" {
        return 100.0;
    }
    let within = track.lines.iter().flatten().filter(|p| p.0 >= from && p.0 <= to && p.1.is_finite());
    let seen = within.map(|p| p.1).fold(0.0, f64::max);
    let goal = info.goal.as_ref().map_or(0.0, |g| g.0);
    // A goal far above what happens would make the line flat.
    let high = if goal <= seen * 4.0 { seen.max(goal) } else { seen };
    let unit = if info.unit == "s" { 0.001 } else { 1.0 };
    (high * 1.06).max(unit)
}

fn curves(track: &Track, x: impl Fn(Us) -> f64) -> Vec<(Ink, Vec<At>)> {
    let inks = [Ink::Line, Ink::Second];
    let line =
        |(n, points): (usize, &Vec<(Us, f64)>)| (inks[n.min(1)], points.iter().map(|(t, v)| (x(*t), *v)).collect());
    track.lines.iter().enumerate().map(line).collect()
}

/// Lines from left to right: the goal, and for latencies the timeout, where there is room for them.
fn across(info: &ChartInfo, track: &Track, high: f64) -> Vec<(Ink, f64)> {
    let goal = info.goal.iter().map(|g| (Ink::Goal, g.0));
    let out = track.timeout.iter().filter(|_| info.unit == "s").map(|t| (Ink::Timeout, *t));
    goal.chain(out).filter(|(_, v)| *v <= high).collect()
}

/// Counted events as bars: how many, in each few pixels.
fn counted(track: &Track, x: impl Fn(Us) -> f64) -> Vec<(f64, f64, f64)> {
    let mut bars: Vec<(f64, f64, f64)> = Vec::new();
    for (t, _) in track.lines.iter().flatten() {
        let left = (x(*t) / BIN).floor() * BIN;
        match bars.last_mut().filter(|bar| (bar.0 - left).abs() < 0.5) {
            Some(bar) => bar.2 += 1.0,
            None => bars.push((left, left + BIN - 1.5, 1.0)),
        }
    }
    bars
}

/// A track under the diagram, whose content is so wide and whose plot is so high.
pub fn track(info: &ChartInfo, track: &Track, scale: Scale, size: (f64, f64), window: (Us, Us)) -> Vec<Shape> {
    let inside = |points: &Vec<(Us, f64)>| {
        let near = |p: &&(Us, f64)| p.0 >= window.0 && p.0 <= window.1;
        points.iter().filter(near).copied().collect::<Vec<_>>()
    };
    let seen = Track { lines: track.lines.iter().map(inside).collect(), ..track.clone() };
    let x = |t: Us| scale.x(t);
    let plot = Plot { size, x: (0.0, size.0), ..Plot::default() };
    if info.bars {
        let bars = counted(&seen, x);
        let high = bars.iter().map(|b| b.2).fold(1.0, f64::max);
        return Plot { y: (0.0, high), bars, bar: Some(Ink::Event), ..plot }.shapes();
    }
    let high = most(info, track, window.0, window.1);
    let (curves, across) = (curves(&seen, x), across(info, track, high));
    Plot { y: (0.0, high), curves, area: true, across, ..plot }.shapes()
}

/// The whole run with axes, and where it is read.
pub fn large(info: &ChartInfo, track: &Track, size: (f64, f64), to: Us, read: Us) -> Vec<Shape> {
    let x = |t: Us| t as f64 / 1e6;
    let end = x(to).max(0.001);
    let below = |t: &f64| words::axis_time(*t);
    let left = |v: &f64| words::axis_value(*v, &info.unit);
    let upright = vec![(Ink::Read, x(read).min(end))];
    let plot = Plot { size, x: (0.0, end), upright, axes: Some((&below, &left)), ..Plot::default() };
    if info.bars {
        let pixel = end / size.0.max(1.0);
        let bars: Vec<_> = counted(track, |t| x(t) / pixel)
            .into_iter()
            .map(|(a, b, v)| (a * pixel, (b * pixel).min(end), v))
            .collect();
        let high = bars.iter().map(|b| b.2).fold(1.0, f64::max);
        return Plot { y: (0.0, high), bars, bar: Some(Ink::Event), ..plot }.shapes();
    }
    let high = most(info, track, 0, to);
    let (curves, across) = (curves(track, x), across(info, track, high));
    Plot { y: (0.0, high), curves, area: track.lines.len() == 1, across, ..plot }.shapes()
}

/// How long answers took: counts, with where half and 99 of 100 of them end, and the timeout.
pub fn histogram(track: &Track, size: (f64, f64)) -> Vec<Shape> {
    let width = track.most / track.bins.len().max(1) as f64;
    let bar = |(n, count): (usize, &u32)| {
        let left = n as f64 * width;
        (left, left + width * 0.86, f64::from(*count))
    };
    let bars: Vec<_> = track.bins.iter().enumerate().map(bar).filter(|b| b.2 > 0.0).collect();
    let high = bars.iter().map(|b| b.2).fold(1.0, f64::max) * 1.06;
    let timeout = track.timeout.filter(|t| *t < track.most * 1.5);
    let end = timeout.map_or(track.most, |t| t.max(track.most) * 1.02);
    let mut upright: Vec<(Ink, f64)> =
        track.quantiles.map_or_else(Vec::new, |(half, most)| vec![(Ink::Line, half), (Ink::Second, most)]);
    upright.extend(timeout.map(|t| (Ink::Timeout, t)));
    let below = |t: &f64| words::axis_value(*t, "s");
    let left = |v: &f64| words::axis_value(*v, "");
    let y = (0.0, high);
    Plot { size, x: (0.0, end), y, bars, upright, axes: Some((&below, &left)), ..Plot::default() }.shapes()
}
