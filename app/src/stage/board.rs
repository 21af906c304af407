//! The topology: links, fault lines and nodes as SVG, the canvas of messages over them, and small boxes on top.

use yew::prelude::*;

use super::cut::Cut;
use super::dock::Line;
use super::geom::{self, Pt, n1, path, pt, translate};
use super::gesture::{self, Intent, Target};
use super::scene::NodeNow;
use super::svg::stroke;
use super::ui::{Msg, Press};
use super::view::View;
use super::{dial, links, looks, named, net, paint, panels, popover, scene, status, words};
use crate::platform::frames;

/// The whole box.
pub fn board(v: &View) -> Html {
    let refs = &v.live.refs;
    let places = !v.live.geom.places.is_empty() && v.live.geom.places.len() == v.live.staged.nodes.len();
    let cut = v.ui.draft().filter(|_| places).map(|d| {
        let gone: Vec<bool> = net::links(&v.live.staged, &v.live.scene, v.at).iter().map(|l| l.cut.is_some()).collect();
        d.read(&v.live.staged, &v.live.geom, &gone)
    });
    let board = refs.board.clone();
    let press = v.link.batch_callback(move |e: PointerEvent| {
        if e.button() != 0 || !e.is_primary() {
            return None;
        }
        let (x, y) = frames::within(&board, e.client_x(), e.client_y());
        let coarse = e.pointer_type() == "touch";
        Some(Msg::Down(Press {
            at: pt(x, y),
            shift: e.shift_key(),
            alt: e.alt_key(),
            coarse,
            pointer: e.pointer_id(),
            when: e.time_stamp() / 1000.0,
        }))
    });
    let at = |msg: fn(Pt) -> Msg| {
        let board = refs.board.clone();
        v.link.callback(move |e: PointerEvent| {
            let (x, y) = frames::within(&board, e.client_x(), e.client_y());
            msg(pt(x, y))
        })
    };
    let moves = {
        let board = refs.board.clone();
        v.link.callback(move |e: PointerEvent| {
            let (x, y) = frames::within(&board, e.client_x(), e.client_y());
            Msg::Move(pt(x, y), e.shift_key())
        })
    };
    let tip = cut.as_ref().map(|c| c.tip(&v.live.staged)).or_else(|| dial::tip(v));
    let nodes = v.live.staged.nodes.len();
    let clients = v.live.staged.nodes.iter().filter(|n| n.client).count();
    html! {
        <div class="canvas" data-tool={v.ui.tool.word()}>
            <div class="board" ref={refs.board.clone()} role="application"
                aria-label={words::topology(nodes - clients, clients)}
                onpointerdown={press} onpointermove={moves} onpointerup={at(Msg::Up)}
                onpointercancel={v.link.callback(|_| Msg::Cancel)} oncontextmenu={crate::platform::touch::no_menu()} ontouchend={crate::platform::touch::no_click()} onkeydown={keys(v)}>
                if places {
                    <svg aria-hidden="false">
                        <g fill="none">{ for links::links(v, cut.as_ref()) }</g>
                        { for faults(v) }
                        { ghost(v) }
                        { for cut.iter().map(draft) }
                        { dial::drags(v) }
                        { for (0..nodes as u16).filter(|n| !v.live.geom.places[usize::from(*n)].hidden).map(|n| node(v, n)) }
                    </svg>
                }
                <canvas ref={refs.canvas.clone()} aria-hidden="true"></canvas>
            </div>
            if !v.ui.opened.is_empty() {
                <div class="folds">
                    { for v.ui.opened.iter().map(|g| { let group = g.clone(); html! {
                        <button class="btn sm" onclick={v.click(move || Msg::Fold(group.clone()))}>{ words::fold(g) }</button>
                    } }) }
                </div>
            }
            <div class="run">{ words::run(&v.live.staged) }</div>
            <div class="cap" aria-hidden="true">{ hint(v) }</div>
            if let Some(tip) = tip { { panels::tip(v, tip) } }
            { panels::beat(v) }
            { popover::popover(v) }
        </div>
    }
}

fn keys(v: &View) -> Callback<KeyboardEvent> {
    let focus = v.ui.focus;
    v.link.batch_callback(move |e: KeyboardEvent| {
        let dir = match e.key().as_str() {
            "ArrowLeft" => pt(-1.0, 0.0),
            "ArrowRight" => pt(1.0, 0.0),
            "ArrowUp" => pt(0.0, -1.0),
            "ArrowDown" => pt(0.0, 1.0),
            "Enter" => {
                e.prevent_default();
                if e.shift_key() {
                    return focus.map(Msg::Toggle);
                }
                return focus.map(|f| Msg::Act(f, e.alt_key()));
            }
            _ => return None,
        };
        e.prevent_default();
        Some(Msg::Arrow(dir, e.alt_key()))
    })
}

/// The tool's main gesture, or what a click here would do.
fn hint(v: &View) -> String {
    if let Some(said) = &v.ui.hint {
        return said.clone();
    }
    match v.ui.hover {
        Some(target) => gesture::preview(&v.live.staged, &v.live.scene, v.ui.tool, target, v.at),
        None => words::hint(v.ui.tool.word()).into(),
    }
}

fn faults<'a>(v: &'a View) -> impl Iterator<Item = Html> + 'a {
    let live = |l: &&Line| v.live.scene.faults.get(l.0).is_some_and(|f| net::live(f, v.at));
    v.ui.lines.iter().filter(live).map(move |(i, pieces)| {
        let target = Target::Fault(*i);
        let hot = v.ui.hover == Some(target) || v.ui.open == Some(target);
        let name = words::fault_name(&net::names(&v.live.staged, &v.live.scene.faults[*i].side));
        html! {
            <g class={classes!("fault", hot.then_some("hot"))} key={*i} id={target.id()} role="button" tabindex="-1" aria-label={name}
                onclick={links::plain_click(v, target)}>
                { for pieces.iter().map(|p| crack(p)) }
            </g>
        }
    })
}

fn crack(line: &[Pt]) -> Html {
    html! {
        <>
            { stroke("halo-f", path(line)) }
            { stroke("hair", geom::hairs(line, 3)) }
            { stroke("crack", geom::crack(line, 3)) }
        </>
    }
}

/// The line as it was drawn, while it settles; this is chrome.
fn ghost(v: &View) -> Html {
    v.ui.ghost
        .as_ref()
        .map_or_else(Html::default, |line| html! { <g class="spent" key={line.len()}>{ crack(line) }</g> })
}

fn draft(cut: &Cut) -> Html {
    let Some((first, last)) = cut.line.first().zip(cut.line.last()) else { return Html::default() };
    html! {
        <g class="draft">
            { crack(&cut.line) }
            if let Some((a, b)) = cut.tail { { stroke("tail", path(&[a, b])) } }
            <circle class="start" cx={n1(first.x)} cy={n1(first.y)} r="4" />
            <circle class="glow" cx={n1(last.x)} cy={n1(last.y)} r="13" />
            <circle class="end" cx={n1(last.x)} cy={n1(last.y)} r="4.5" />
        </g>
    }
}

fn node(v: &View, n: u16) -> Html {
    let place = v.live.geom.places[usize::from(n)];
    let info = &v.live.staged.nodes[usize::from(n)];
    let folded = place.folded;
    let mut now = scene::node(&v.live.staged, &v.live.scene, n, v.at);
    let target = Target::Node(n);
    let mut name = scene::name(&v.live.staged, &v.live.scene, n, v.at);
    let mut label = info.label.clone();
    if folded > 0 {
        (now, name) = (NodeNow::default(), words::folded_name(folded, &info.group));
        (label, now.caption) = (folded.to_string(), info.group.clone());
    }
    if place.under {
        // A name that does not fit into the outline stands under it, with its caption where that has room, too.
        let both = [&*label, ", ", &now.caption].concat();
        let room = !now.caption.is_empty() && !v.live.geom.small() && both.chars().count() <= 18;
        now.caption = if room { both } else { std::mem::take(&mut label) };
        label.clear();
    }
    let role = status::role(&v.live.staged, &v.live.scene, n, v.at);
    let witness = v.live.scene.witness.as_ref().is_some_and(|w| w.at == v.at && w.nodes.contains(&n));
    let marked =
        v.props.marks.iter().any(|m| m.node == Some(n)) || v.ui.open == Some(target) || v.ui.chosen.contains(&n);
    let valued = !now.value.is_empty();
    let long = folded == 0 && named::size(&place, role, &label, valued) != Some(14.0);
    let acts = v.ui.hover == Some(target)
        && !matches!(gesture::click(&v.live.staged, &v.live.scene, v.ui.tool, target, false, v.at), Intent::Nothing);
    let class = classes!(
        "nd",
        now.down.then_some("down"),
        (role == "leader").then_some("led"),
        (folded > 0).then_some("fold"),
        acts.then_some("hot"),
        witness.then_some("wit")
    );
    let r = place.hw;
    // The rim of a cylinder takes the upper part of it.
    let low = if role == "database" && valued && folded == 0 { 4.0 } else { 0.0 };
    let cap = pt(0.0, paint::caption(&place).y - place.at.y);
    let quiet = now.fresh.is_none() && !v.live.geom.small();
    // Under a client stands what it does.
    let quiet = quiet && !place.client;
    let caption = !now.caption.is_empty() && (quiet || folded > 0 || place.under);
    let stop = v.ui.focus == Some(target) || !matches!(v.ui.focus, Some(Target::Node(_))) && n == 0;
    html! {
        <g {class} key={n} id={target.id()} role="button" tabindex={if stop { "0" } else { "-1" }} aria-label={name}
            aria-pressed={v.ui.chosen.contains(&n).then_some("true")} transform={translate(place.at)}
            onfocus={v.link.callback(move |_| Msg::Focus(target))} onclick={links::plain_click(v, target)}>
            { ring(&place, "ring") }
            if marked || witness { { ring(&place, "mark") } }
            { looks::outline(&place, role) }
            if place.client && folded == 0 {
                <text class="cp who" y="4.5" text-anchor="middle">{ label }</text>
            } else {
                <text class={classes!("nm", long.then_some("long"))} y={n1(named::base(valued) + low)} text-anchor="middle">{ label }</text>
                if valued { <text class="vl" y={n1(low + if place.under { 4.5 } else { 13.0 })} text-anchor="middle">{ now.value.clone() }</text> }
            }
            if now.down { { stroke("cross", cross(pt(r * 0.72, -r * 0.72), 4.5)) } }
            if caption { <text class="cp halo cap-n" y={n1(cap.y)} text-anchor="middle">{ now.caption.clone() }</text> }
        </g>
    }
}

/// A line 6 px outside of a node.
fn ring(place: &super::layout::Place, class: &'static str) -> Html {
    if (place.hw - place.hh).abs() < 0.5 {
        return html! { <circle {class} r={n1(place.hw + 6.0)} /> };
    }
    let (w, h) = (place.hw + 8.0, place.hh + 8.0);
    html! { <rect {class} x={n1(-w)} y={n1(-h)} width={n1(2.0 * w)} height={n1(2.0 * h)} rx="15" /> }
}

/// A cross.
pub fn cross(at: Pt, s: f64) -> String {
    path(&[pt(at.x - s, at.y - s), pt(at.x + s, at.y + s)]) + &path(&[pt(at.x + s, at.y - s), pt(at.x - s, at.y + s)])
}

/// Hatches: in a drawing of their own that is never hidden, or they vanish with it.
pub fn patterns() -> Html {
    html! {
        <svg class="defs" width="0" height="0" aria-hidden="true"><defs>
            <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="7" height="7" fill="var(--down)" /><path d="M0 0v7" stroke="var(--edge)" stroke-width="1.2" opacity=".55" />
            </pattern>
            <pattern id="hatchr" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M0 0v6" stroke="var(--fault)" stroke-width="1.4" opacity=".35" />
            </pattern>
        </defs></svg>
    }
}
