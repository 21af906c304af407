//! Charts as SVG, and the view of all of them: large, each with a sentence and a table.

use session::wire::{ChartInfo, Track, Us};
use yew::prelude::*;

use super::backend::{Ink, Shape, Side};
use super::picture;
use crate::platform::frames;
use crate::stage::geom::{n1, path};
use crate::stage::svg::stroke;
use crate::stage::ui::Msg;
use crate::stage::view::View;
use crate::stage::words;

/// Rows of a chart's table at most.
const ROWS: usize = 40;
/// Height of a large chart.
const HIGH: f64 = 150.0;

/// Shapes of one ink are one element.
pub fn shapes(all: &[Shape]) -> Html {
    let mut paths: Vec<(Ink, String)> = Vec::new();
    let mut texts = Vec::new();
    for shape in all {
        let (ink, d) = match shape {
            Shape::Line(ink, points) => (*ink, path(points)),
            Shape::Fill(ink, points) => (*ink, path(points) + "Z"),
            Shape::Dot(ink, at) => (*ink, path(&[*at, *at])),
            Shape::Text(_, at, side, words) => {
                let anchor = ["start", "middle", "end"]
                    [[Side::Start, Side::Middle, Side::End].iter().position(|s| s == side).unwrap_or(0)];
                texts.push(html! { <text class="ax" x={n1(at.x)} y={n1(at.y)} text-anchor={anchor}>{ words }</text> });
                continue;
            }
        };
        match paths.iter_mut().find(|known| known.0 == ink) {
            Some(known) => known.1 += &d,
            None => paths.push((ink, d)),
        }
    }
    html! { <>{ for paths.into_iter().map(|(ink, d)| stroke(ink.word(), d)) }{ for texts }</> }
}

/// The value that a line has at an instant: that of its last point up to it.
fn value(line: &[(Us, f64)], t: Us) -> Option<f64> {
    line.iter().rev().find(|p| p.0 <= t).map(|p| p.1).filter(|v| v.is_finite())
}

/// What a chart says at an instant.
pub fn reading(info: &ChartInfo, track: &Track, t: Us) -> String {
    if info.bars {
        return track.lines.iter().flatten().filter(|p| p.0 <= t).count().to_string();
    }
    let one = |(n, line): (usize, &Vec<(Us, f64)>)| {
        let said = value(line, t).map_or_else(|| words::NOTHING_YET.into(), |v| words::measured(v, &info.unit));
        info.lines.get(n).map_or(said.clone(), |name| [name.as_str(), " ", &said].concat())
    };
    track.lines.iter().enumerate().map(one).collect::<Vec<_>>().join(", ")
}

/// The same where there is little room: `35/109 ms`.
pub fn gutter(info: &ChartInfo, track: &Track, t: Us) -> String {
    if track.lines.len() < 2 || info.bars {
        return reading(info, track, t);
    }
    words::pair(track.lines.iter().map(|line| value(line, t).map(|v| words::measured(v, &info.unit))))
}

/// One sentence: now, range, goal.
pub fn sentence(info: &ChartInfo, track: &Track, t: Us) -> String {
    let until = track.lines.iter().flatten().filter(|p| p.0 <= t && p.1.is_finite()).map(|p| p.1);
    let range = until
        .fold(None, |range: Option<(f64, f64)>, v| Some(range.map_or((v, v), |(low, high)| (low.min(v), high.max(v)))));
    let range =
        range.filter(|_| !info.bars).map(|(a, b)| (words::measured(a, &info.unit), words::measured(b, &info.unit)));
    words::chart(&info.words, info.over, &reading(info, track, t), range, info.goal.as_ref().map(|g| g.1.as_str()))
}

/// Every chart of this run, large.
pub fn charts(v: &View) -> Html {
    let both = v.live.staged.charts.iter().zip(&v.live.scene.charts);
    let room = v.live.dims.w;
    let wide = if room > 860.0 { (room - 84.0) / 2.0 } else { room - 32.0 }.max(120.0);
    let all: Vec<Html> = both.enumerate().flat_map(|(n, (info, track))| figures(v, n, info, track, wide)).collect();
    if all.is_empty() {
        return html! { <p class="empty">{ words::NO_CHARTS }</p> };
    }
    html! { <div class="charts">{ for all }</div> }
}

fn figures(v: &View, n: usize, info: &ChartInfo, track: &Track, wide: f64) -> Vec<Html> {
    let to = v.live.player.reach as Us;
    let at = v.ui.read.filter(|r| r.0 == n).map_or(v.at, |r| r.1).min(to);
    let size = (wide, HIGH);
    let shown = picture::large(info, track, size, to.max(1), at);
    let svg = NodeRef::default();
    let over = {
        let svg = svg.clone();
        v.link.callback(move |e: PointerEvent| {
            let (x, _) = frames::within(&svg, e.client_x(), e.client_y());
            let share = (x - super::plot::GUTTER.0) / (wide - super::plot::GUTTER.0 - super::plot::MARGIN);
            Msg::Read(Some((n, (share.clamp(0.0, 1.0) * to as f64) as Us)))
        })
    };
    let keys = v.link.batch_callback(move |e: KeyboardEvent| {
        let step = (to / 100).max(1);
        let next = match e.key().as_str() {
            "ArrowLeft" => at.saturating_sub(step),
            "ArrowRight" => (at + step).min(to),
            _ => return None,
        };
        e.prevent_default();
        e.stop_propagation();
        Some(Msg::Read(Some((n, next))))
    });
    let seek = v.click(move || Msg::Seek(at as f64));
    let read = words::read_at(at, &reading(info, track, at));
    let mut out = vec![html! {
        <figure key={n}>
            <figcaption><b>{ &info.label }</b><output class={track.missed.then_some("bad")}>{ &read }</output></figcaption>
            <svg class="plot" ref={svg} width={n1(wide)} height={n1(HIGH)} role="slider" tabindex="0" aria-label={info.label.clone()}
                aria-valuemin="0" aria-valuemax={(to / 1000).to_string()} aria-valuenow={(at / 1000).to_string()} aria-valuetext={read.clone()}
                onpointermove={over} onpointerleave={v.link.callback(|_| Msg::Read(None))} onkeydown={keys} onclick={seek}>{ shapes(&shown) }</svg>
            { note(&sentence(info, track, v.at)) }
            { points(info, track, to) }
        </figure>
    }];
    if !track.bins.is_empty() {
        out.push(bins(info, track, wide));
    }
    out
}

fn note(words: &str) -> Html {
    html! { <p class="note">{ words.to_string() }</p> }
}

/// How long answers took.
fn bins(info: &ChartInfo, track: &Track, wide: f64) -> Html {
    let width = track.most / track.bins.len() as f64;
    let row = |(n, count): (usize, &u32)| {
        let from = words::measured(n as f64 * width, "s");
        vec![
            [from.as_str(), words::TO_RANGE, &words::measured((n + 1) as f64 * width, "s")].concat(),
            count.to_string(),
        ]
    };
    html! {
        <figure>
            <figcaption><b>{ words::LATENCIES }</b><output>{ words::quantiles(track) }</output></figcaption>
            <svg class="plot" width={n1(wide)} height={n1(HIGH)} aria-hidden="true">{ shapes(&picture::histogram(track, (wide, HIGH))) }</svg>
            { note(&words::histogram(&info.words, track)) }
            { table(&[words::TOOK, words::ANSWERS], track.bins.iter().enumerate().filter(|b| *b.1 > 0).take(ROWS).map(row).collect()) }
        </figure>
    }
}

/// The points of a chart, at most forty.
fn points(info: &ChartInfo, track: &Track, to: Us) -> Html {
    let instants: Vec<Us> = if info.bars {
        track.lines.iter().flatten().map(|p| p.0).filter(|t| *t <= to).take(ROWS).collect()
    } else {
        let step = to.div_ceil(ROWS as u64).max(1);
        (1..=ROWS as u64).map(|n| (n * step).min(to)).collect()
    };
    let mut rows: Vec<Vec<String>> =
        instants.iter().map(|t| vec![words::seconds(*t), reading(info, track, *t)]).collect();
    rows.dedup();
    table(&[words::TIME, &info.label], rows)
}

fn table(head: &[&str], rows: Vec<Vec<String>>) -> Html {
    html! {
        <details><summary>{ words::AS_NUMBERS }</summary>
            <table><thead><tr>{ for head.iter().map(|h| html! { <th>{ h.to_string() }</th> }) }</tr></thead>
                <tbody>{ for rows.into_iter().map(|row| html! { <tr>{ for row.into_iter().map(|cell| html! { <td>{ cell }</td> }) }</tr> }) }</tbody></table>
        </details>
    }
}

/// Beside the knobs: how long answers took.
pub fn side(v: &View) -> Html {
    let Some(track) = v.live.scene.charts.iter().find(|t| !t.bins.is_empty()) else { return Html::default() };
    html! {
        <section class="hist"><h3>{ words::LATENCIES }</h3><p class="note">{ words::quantiles(track) }</p>
            <svg class="plot" width="208" height="120" role="img" aria-label={words::histogram("", track)}>{ shapes(&picture::histogram(track, (208.0, 120.0))) }</svg>
        </section>
    }
}
