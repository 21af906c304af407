//! The space-time diagram as SVG. It is rendered when the scene or the window changes; frames move the playhead, the
//! veil over what comes after it, and the content under it.

use std::rc::Rc;

use yew::prelude::*;

use super::axis::OVER;
use super::clocks;
use super::content::{Content, Over};
use super::geom::{Pt, n1, path, pt, translate};
use super::named;
use super::spacetime::{Diagram, FLAGS, RULER, gutter};
use super::svg::stroke;
use super::ui::Msg;
use super::view::View;
use super::words;
use crate::platform::frames;

/// The diagram.
pub fn diagram(v: &View) -> Html {
    let (d, dims, refs) = (&*v.live.diagram, &v.live.dims, &v.live.refs);
    if dims.w <= 0.0 {
        return Html::default();
    }
    let plot = n1(v.live.plot());
    let (top, h) = (FLAGS + RULER, n1(d.h));
    let inner = n1(d.h - top);
    let left = n1(dims.left);
    let right = n1(dims.w - dims.right);
    let model = v.ui.model.and_then(|n| v.props.models.models.get(n));
    let outlined = v.live.scene.witness.as_ref().filter(|w| w.at == v.at).map(|w| w.ops.clone()).unwrap_or_default();
    let outlined = model.map_or(outlined, |m| m.ops.clone());
    html! {
        <svg class={classes!("st", v.live.own.then_some("own"))} width={n1(dims.w)} height={h.clone()} role="group" aria-label={words::SPACE_TIME_LABEL}
            onpointerdown={scrub(v, true)} onpointermove={moves(v)} onpointerup={v.link.callback(|_| Msg::ScrubEnd)}
            onpointercancel={v.link.callback(|_| Msg::ScrubEnd)} onpointerleave={v.link.batch_callback({
                let pinned = v.ui.pinned || v.ui.scrubbing;
                move |_| (!pinned).then_some(Msg::Cone(None))
            })} onwheel={wheel(v)}>
            <svg x={left.clone()} y="0" width={plot.clone()} height={h.clone()}>
                <g class="moves" ref={refs.scroll.clone()}><Content diagram={Rc::clone(&v.live.diagram)} cone={v.ui.causes.clone()} marks={Rc::clone(&v.props.marks)} /></g>
                <rect class="veil" ref={refs.veil.clone()} y={n1(top)} height={inner.clone()} />
                <rect class="wash" ref={refs.wash.clone()} y={n1(top)} height={inner} />
            </svg>
            { for v.live.staged.lanes.iter().filter(|n| d.sees(d.y[usize::from(**n)])).map(|n| lane(v, *n, &left, &right)) }
            { for d.tracks.iter().map(|t| track_frame(t, dims.w)) }
            { for d.beliefs.iter().map(|r| belief(r, dims.w)) }
            { for d.strips.iter().map(|s| frame(&named::clipped(&s.name, dims.left + 18.0), &s.now, s.bad, s.y, dims.w)) }
            if let Some(r) = &d.ribbons { { frame(words::BREAKERS, &r.now, r.open, r.y, dims.w) } }
            { stroke("base", path(&[pt(dims.left, top - 0.5), pt(dims.w - dims.right, top - 0.5)])) }
            <svg x={n1(dims.left - OVER)} y="0" width={n1(v.live.plot() + 2.0 * OVER)} height={n1(top + 8.0)}><g transform={translate(pt(OVER, 0.0))}>
                <g ref={refs.ruler.clone()}>{ ruler(v, d) }</g>
            </g></svg>
            <path class="head" ref={refs.head.clone()} />
            // What operations say stands over the playhead: the run stops where the words are that count.
            <svg class="over" x={left.clone()} y="0" width={plot.clone()} height={h}>
                <g class="moves" ref={refs.over.clone()}><Over diagram={Rc::clone(&v.live.diagram)} at={v.at} reach={v.live.player.reach as u64} faded={v.ui.cone.is_some()} outlined={outlined} /></g>
            </svg>
            <g ref={refs.plate.clone()} class="plate"><rect height="19" rx="5" /><text class="vl" y="13.5" text-anchor="middle" ref={refs.label.clone()}></text></g>
            <rect class="scrub" ref={refs.slider.clone()} x={left} y="0" width={plot} height={n1(top)} role="slider" tabindex="0"
                aria-label={words::PLAYHEAD} aria-valuemin="0" onkeydown={slider_keys(v)} />
        </svg>
    }
}

fn point(of: &NodeRef, e: &PointerEvent) -> Pt {
    let (x, y) = frames::within(of, e.client_x(), e.client_y());
    pt(x, y)
}

fn scrub(v: &View, begins: bool) -> Callback<PointerEvent> {
    let time = v.live.refs.time.clone();
    v.link.batch_callback(move |e: PointerEvent| {
        if e.button() != 0 {
            return None;
        }
        frames::capture_target(&e);
        let at = point(&time, &e);
        Some(Msg::Scrub(pt(at.x, at.y - frames::header(&time)), begins))
    })
}

fn moves(v: &View) -> Callback<PointerEvent> {
    let time = v.live.refs.time.clone();
    v.link.callback(move |e: PointerEvent| {
        let at = point(&time, &e);
        let at = pt(at.x, at.y - frames::header(&time));
        if e.buttons() & 1 == 1 { Msg::Scrub(at, false) } else { Msg::Over(at) }
    })
}

fn wheel(v: &View) -> Callback<WheelEvent> {
    let time = v.live.refs.time.clone();
    v.link.callback(move |e: WheelEvent| {
        e.prevent_default();
        let (x, _) = frames::within(&time, e.client_x(), e.client_y());
        let by = if e.delta_y() == 0.0 { e.delta_x() } else { e.delta_y() };
        if e.shift_key() || e.delta_y() == 0.0 {
            return Msg::Axis { zoom: 1.0, x, pan: (by / 800.0).clamp(-0.5, 0.5) };
        }
        Msg::Axis { zoom: if by > 0.0 { 1.0 / 1.15 } else { 1.15 }, x, pan: 0.0 }
    })
}

fn slider_keys(v: &View) -> Callback<KeyboardEvent> {
    let (t, span, reach) = (v.live.player.t, v.live.span(), v.live.player.reach);
    v.link.batch_callback(move |e: KeyboardEvent| {
        let step = span / 200.0;
        let pan = |by: f64| Msg::Axis { zoom: 1.0, x: 0.0, pan: by };
        let msg = match (e.key().as_str(), e.shift_key()) {
            ("ArrowLeft", true) => pan(-0.1),
            ("ArrowRight", true) => pan(0.1),
            ("ArrowLeft", false) => Msg::Seek(t - step),
            ("ArrowRight", false) => Msg::Seek(t + step),
            ("PageDown", _) => Msg::Seek(t - span / 10.0),
            ("PageUp", _) => Msg::Seek(t + span / 10.0),
            ("ArrowUp", _) => Msg::Lane(-1),
            ("ArrowDown", _) => Msg::Lane(1),
            ("Home", _) => Msg::Seek(0.0),
            ("End", _) => Msg::Seek(reach),
            _ => return None,
        };
        e.prevent_default();
        e.stop_propagation();
        Some(msg)
    })
}

fn lane(v: &View, n: u16, left: &str, right: &str) -> Html {
    let (d, dims) = (&v.live.diagram, &v.live.dims);
    let info = &v.live.staged.nodes[usize::from(n)];
    let y = d.y[usize::from(n)];
    let (value, bad) = gutter(&v.live.scene, n, v.at);
    let down = bad.then_some("bad");
    let off = clocks::offset(&v.live.scene.clocks, n, v.at);
    let (warn, clock) = ((off != 0).then_some("warn"), words::clock_off(off));
    // Where this lane stands now, by its own clock.
    let now = v.live.own.then(|| dims.left + d.x(n, v.at) + (d.scale.origin as f64 - v.live.left()) * d.scale.k);
    let now = now.filter(|x| *x >= dims.left && *x <= dims.w - dims.right);
    html! {
        <g key={n}>
            { stroke("lane", ["M", left, " ", &n1(y), "H", right].concat()) }
            if info.client { <rect class="mk" x="15" y={n1(y - 4.0)} width="11" height="8" rx="2.5" /> }
            else { <circle class={classes!("mk", down)} cx="20.5" cy={n1(y)} r="4.3" /> }
            <text class={classes!("cp", "who", (!info.client).then_some("srv"), down)} x="34" y={n1(y + 4.0)}>{ named::clipped(&info.label, dims.left) }</text>
            <text class={classes!("vl", "now", down, warn)} x={n1(dims.w - 12.0)} y={n1(y + 4.0)} text-anchor="end">if warn.is_some() { <title>{ clock }</title> }{ value }</text>
            if let Some(x) = now { { stroke("lane-now", path(&[pt(x, y - 7.0), pt(x, y + 7.0)])) } }
        </g>
    }
}

fn ruler(v: &View, d: &Diagram) -> Html {
    let top = FLAGS + RULER;
    let mut small = String::new();
    for t in &d.ticks {
        small += &path(&[pt(t.0, top - if t.2 { 6.0 } else { 3.0 }), pt(t.0, top)]);
    }
    let label = |t: &super::axis::Tick| html! { <text class="ax" x={n1(t.0)} y={n1(top - 9.0)} text-anchor="middle">{ t.1.clone() }</text> };
    let flag = |f: &super::axis::Flag| {
        let at = f.at as f64;
        let x = f.x;
        let pole = path(&[pt(x, FLAGS - 15.0), pt(x, FLAGS + 2.0)]) + &path(&[pt(x, top - 7.0), pt(x, top)]);
        let cloth = path(&[pt(x, FLAGS - 16.0), pt(x + 7.0, FLAGS - 12.0), pt(x, FLAGS - 8.0)]) + "Z";
        html! {
            <g class={classes!("flag", f.tone.clone())} key={f.line.clone()} onclick={v.click(move || Msg::Seek(at))}>
                <title>{ &f.line }</title><path d={pole} />{ stroke("cloth", cloth) }
                if let Some(short) = &f.short { <text class="cp" x={n1(x + 10.0)} y={n1(FLAGS - 8.0)}>{ short }</text> }
            </g>
        }
    };
    html! {
        <>
            { stroke("base", small) }
            <g ref={v.live.refs.ticks.clone()}>{ for d.ticks.iter().filter(|t| t.2).map(label) }</g>
            { for d.flags.iter().map(flag) }
        </>
    }
}

fn track_frame(t: &super::tracks::Track, w: f64) -> Html {
    frame(&t.name, &t.now, t.missed, t.y, w)
}

/// A row of bars, its name and what it says now.
fn belief(r: &super::beliefs::Row, w: f64) -> Html {
    let y = n1(r.y + 10.0);
    let bad = r.both.then_some("bad");
    html! {
        <g>
            <title>{ words::TURNS }</title>
            <text class={classes!("cp", "halo-s", bad)} x="15" y={y.clone()}>{ r.name.clone() }</text>
            <text class={classes!("vl", bad)} x={n1(w - 12.0)} {y} text-anchor="end">{ r.now.clone() }</text>
        </g>
    }
}

/// A hairline, a name in the left gutter, a value in the right one.
fn frame(name: &str, now: &str, bad: bool, y: (f64, f64), w: f64) -> Html {
    let mid = n1(y.0 + y.1 / 2.0 + 5.0);
    html! {
        <g>
            { stroke("hairline", path(&[pt(0.0, y.0 - 3.0), pt(w, y.0 - 3.0)])) }
            <text class="cp srv halo-s" x="15" y={mid.clone()}>{ name.to_owned() }</text>
            <text class={classes!("vl", "srv", bad.then_some("bad"))} x={n1(w - 12.0)} y={mid} text-anchor="end">{ now.to_owned() }</text>
        </g>
    }
}
