//! The space-time diagram as SVG. It is rendered when the scene or the window changes; frames move the playhead, the
//! veil over what comes after it, and the content under it.

use yew::prelude::*;

use super::cone::cone;
use super::geom::{Pt, n1, path, pt};
use super::palette::Look;
use super::spacetime::{Bar, Diagram, FLAGS, Path, RULER, gutter};
use super::ui::Msg;
use super::view::View;
use super::{board, words};
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
    html! {
        <svg class="st" width={n1(dims.w)} height={h.clone()} role="group" aria-label={words::SPACE_TIME_LABEL}
            onpointerdown={scrub(v, true)} onpointermove={moves(v)} onpointerup={v.link.callback(|_| Msg::ScrubEnd)}
            onpointercancel={v.link.callback(|_| Msg::ScrubEnd)} onpointerleave={v.link.batch_callback({
                let pinned = v.ui.pinned || v.ui.scrubbing;
                move |_| (!pinned).then_some(Msg::Cone(None))
            })} onwheel={wheel(v)}>
            <svg x={left.clone()} y="0" width={plot.clone()} height={h.clone()}>
                <g ref={refs.scroll.clone()}>{ content(v, d) }</g>
                <rect class="veil" ref={refs.veil.clone()} y={n1(top)} height={inner.clone()} />
                <rect class="wash" ref={refs.wash.clone()} y={n1(top)} height={inner} />
                <g ref={refs.over.clone()}>{ for d.bars.iter().filter(|b| b.op.1 as f64 <= v.live.player.reach).map(|b| bar(v, b, true)) }</g>
            </svg>
            { for v.live.staged.lanes.iter().map(|n| lane(v, *n, &left, &right)) }
            { for d.tracks.iter().map(|t| track_frame(t, dims.w)) }
            <path class="base" d={path(&[pt(dims.left, top - 0.5), pt(dims.w - dims.right, top - 0.5)])} />
            <svg x={n1(dims.left - 24.0)} y="0" width={n1(v.live.plot() + 48.0)} height={n1(top + 8.0)}><g transform="translate(24 0)">
                <g ref={refs.ruler.clone()}>{ ruler(v, d) }</g>
            </g></svg>
            <path class="head" ref={refs.head.clone()} />
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
    html! {
        <g key={n}>
            <path class="lane" d={["M", left, " ", &n1(y), "H", right].concat()} />
            if info.client { <rect class="mk" x="15" y={n1(y - 4.0)} width="11" height="8" rx="2.5" /> }
            else { <circle class={classes!("mk", down)} cx="20.5" cy={n1(y)} r="4.3" /> }
            <text class={classes!("cp", "who", (!info.client).then_some("srv"), down)} x="34" y={n1(y + 4.0)}>{ &info.label }</text>
            <text class={classes!("vl", "now", down)} x={n1(dims.w - 12.0)} y={n1(y + 4.0)} text-anchor="end">{ value }</text>
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
                <title>{ &f.line }</title><path d={pole} /><path class="cloth" d={cloth} />
                if let Some(short) = &f.short { <text class="cp" x={n1(x + 10.0)} y={n1(FLAGS - 8.0)}>{ short }</text> }
            </g>
        }
    };
    html! {
        <>
            <path class="base" d={small} />
            <g ref={v.live.refs.ticks.clone()}>{ for d.ticks.iter().filter(|t| t.2).map(label) }</g>
            { for d.flags.iter().map(flag) }
        </>
    }
}

fn content(v: &View, d: &Diagram) -> Html {
    let c = v.ui.cone.map(|e| (e, cone(&v.live.scene, v.live.staged.nodes.len(), e, v.live.player.reach as u64)));
    let known = |p: &&Path| c.as_ref().is_none_or(|(_, c)| c.flights.contains(&p.flight));
    let (in_cone, outside): (Vec<&Path>, Vec<&Path>) = d.paths.iter().partition(known);
    let faded = c.is_some().then_some("faded");
    html! {
        <>
            { for d.bands.iter().map(|b| html! {
                <>
                    if let Some((top, bottom)) = b.shade {
                        <rect class="side" x={n1(b.x.0)} y={n1(top)} width={n1((b.x.1 - b.x.0).max(0.0))} height={n1(bottom - top)} />
                    }
                    { for b.lines.iter().map(|y| partition(b.x, *y, b.shade.is_some())) }
                </>
            }) }
            { for c.iter().map(|(e, c)| cones(d, *e, c)) }
            { for d.downs.iter().map(|(y, a, b, up)| html! {
                <>
                    <rect class="off" x={n1(*a)} y={n1(y - 5.0)} width={n1((b - a).max(0.0))} height="10" />
                    <path class="cross" d={board::cross(pt(*a, *y), 4.5)} />
                    if *up { <circle class="up" cx={n1(*b)} cy={n1(*y)} r="4" /> }
                </>
            }) }
            <g class={faded}>{ for d.bars.iter().filter(|b| b.w > 6.5).map(|b| bar(v, b, false)) }</g>
            { strokes(&in_cone, "") }
            if !outside.is_empty() { { strokes(&outside, "dim") } }
            { for marks(v, d) }
            { for d.tracks.iter().map(track) }
        </>
    }
}

fn partition(x: (f64, f64), y: f64, whole: bool) -> Html {
    if x.1 - x.0 < 1.0 {
        return Html::default();
    }
    if !whole {
        return html! { <path class="thin" d={path(&[pt(x.0, y), pt(x.1, y)])} /> };
    }
    let line = super::geom::jag(&[pt(x.0, y), pt(x.1, y)], 7, 12.0, 3.2);
    html! { <><path class="halo-s2" d={path(&line)} /><path class="crack2" d={path(&line)} /></> }
}

fn cones(d: &Diagram, e: super::cone::Event, c: &super::cone::Cone) -> Html {
    let mut past = String::new();
    let mut future = String::new();
    for (n, y) in d.y.iter().enumerate() {
        past += &c.past[n].map_or(String::new(), |t| path(&[pt(0.0, *y), pt(d.scale.x(t), *y)]));
        future += &c.future[n].map_or(String::new(), |t| path(&[pt(d.scale.x(t), *y), pt(d.w, *y)]));
    }
    let (x, y) = (d.scale.x(e.at), d.y[usize::from(e.node)]);
    html! { <><path class="past" d={past} /><path class="future" d={future} /><circle class="here" cx={n1(x)} cy={n1(y)} r="7" /></> }
}

/// An operation; what took no time, and every text, is drawn over the veil, whole, and is pale while it lies ahead.
fn bar(v: &View, b: &Bar, over: bool) -> Html {
    let witness = v.live.scene.witness.as_ref().filter(|w| w.at == v.at && w.ops.contains(&b.op)).is_some();
    let class = classes!(
        "op",
        ["m-", b.look.word()].concat(),
        b.bad.then_some("bad"),
        b.failed.then_some("failed"),
        b.open.then_some("open"),
        (over && b.op.1 > v.at).then_some("later"),
        (over && v.ui.cone.is_some()).then_some("faded")
    );
    if over && b.w > 6.5 && b.short.is_none() && !witness {
        return Html::default();
    }
    html! {
        <g {class}>
            if !over || b.w <= 6.5 { <rect x={n1(b.x)} y={n1(b.y - 4.5)} width={n1(b.w)} height="9" rx={n1((b.w / 2.0).min(4.5))} /> }
            if witness && over { <rect class="wit" x={n1(b.x - 4.0)} y={n1(b.y - 8.5)} width={n1(b.w + 8.0)} height="17" rx="8" /> }
            if let Some((short, at)) = b.short.as_ref().filter(|_| over) { <text class="cp halo-s" x={n1(at.x)} y={n1(at.y)} text-anchor="middle">{ short }</text> }
        </g>
    }
}

/// Paths of the same kind as one element: lines, arrow heads, crosses.
fn strokes(paths: &[&Path], class: &'static str) -> Html {
    let mut kinds: Vec<(Look, bool, bool)> = paths.iter().map(|p| (p.look, p.reply, p.lost)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let one = |(look, reply, lost): &(Look, bool, bool)| {
        let mut lines = String::new();
        let mut ends = String::new();
        let mut counts = Vec::new();
        for p in paths.iter().filter(|p| (p.look, p.reply, p.lost) == (*look, *reply, *lost)) {
            lines += &path(&[p.from, p.to]);
            if p.lost {
                ends += &board::cross(p.to, 3.8);
            } else if p.arrow {
                let d = p.from.dir(p.to);
                let barb = |side: f64| p.to.step(d, -7.0).step(d.turned(), side);
                ends += &(path(&[p.to, barb(3.4), barb(-3.4)]) + "Z");
            }
            if p.count > 9 {
                counts.push((p.from.toward(p.to, 0.5), p.count));
            }
        }
        let stroke = if *lost { "var(--fault)".to_string() } else { look.css("-line") };
        let dash = if *lost { Some("3 3") } else { look.dash() };
        let end = if *lost { "cross" } else { "tip" };
        html! {
            <>
                <path d={lines} fill="none" stroke={stroke.clone()} stroke-width={if *reply { "1.3" } else { "1.9" }} stroke-dasharray={dash} />
                <path class={end} d={ends} fill={stroke} />
                { for counts.iter().step_by(8).map(|(at, n)| html! { <text class="ax halo-s" x={n1(at.x)} y={n1(at.y)}>{ *n }</text> }) }
            </>
        }
    };
    html! { <g {class}>{ for kinds.iter().map(one) }</g> }
}

/// Events that a card, an option or a link points at.
fn marks(v: &View, d: &Diagram) -> Vec<Html> {
    let at = |m: &session::wire::Slot| Some(pt(d.scale.x(m.at?), d.y.get(usize::from(m.node?)).copied()?));
    let spots = v.props.marks.iter().filter_map(at);
    spots.map(|p| html! { <circle class="here mark" cx={n1(p.x)} cy={n1(p.y)} r="8" /> }).collect()
}

fn track(t: &super::tracks::Track) -> Html {
    let base = t.y.0 + t.y.1;
    if t.bars {
        let bars: String = t.line.iter().filter(|p| p.y < base - 0.1).map(|p| path(&[pt(p.x, base), *p])).collect();
        return html! { <path class="bars" d={bars} /> };
    }
    let Some((first, last)) = t.line.first().zip(t.line.last()) else { return Html::default() };
    let area = path(&t.line) + &path(&[pt(last.x, base), pt(first.x, base)]).replacen('M', "L", 1) + "Z";
    html! { <><path class="area" d={area} /><path class="rate" d={path(&t.line)} /></> }
}

fn track_frame(t: &super::tracks::Track, w: f64) -> Html {
    let mid = n1(t.y.0 + t.y.1 / 2.0 + 5.0);
    html! {
        <g>
            <path class="hairline" d={path(&[pt(0.0, t.y.0 - 3.0), pt(w, t.y.0 - 3.0)])} />
            <text class="cp srv halo-s" x="15" y={mid.clone()}>{ &t.name }</text>
            <text class="vl srv" x={n1(w - 12.0)} y={mid} text-anchor="end">{ &t.now }</text>
        </g>
    }
}
