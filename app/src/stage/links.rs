//! The links of the topology as SVG: live, cut, slow, lossy; and previews of a cut.

use yew::prelude::*;

use super::cut::Cut;
use super::geom::{self, Pt, n1, path, pt, translate};
use super::gesture::{self, Target, Tool};
use super::net::{self, LinkNow};
use super::svg::stroke;
use super::ui::Msg;
use super::view::View;
use crate::platform::frames;

/// Every link, with what it carries and what a gesture would do to it.
pub fn links(v: &View, cut: Option<&Cut>) -> Vec<Html> {
    let now = net::links(&v.live.staged, &v.live.scene, v.at);
    let all = v.live.staged.links.iter().enumerate();
    all.filter_map(|(i, l)| {
        let geom = &v.live.geom;
        // Links inside of a folded group are nowhere; those that would pass under a node are there while they matter.
        if geom.together(l.a, l.b) {
            return None;
        }
        let (a, b) = v.live.geom.span(l.a, l.b, 3.0);
        let target = Target::Link(i as u16);
        let crossed = cut.and_then(|c| c.links.iter().find(|x| usize::from(x.0) == i)).map(|x| x.1);
        let hot = v.ui.hover == Some(target)
            || v.ui.open == Some(target)
            || v.ui.links.contains(&(i as u16))
            || v.ui.focus == Some(target) && focused(target);
        let to_cut = preview_cut(v, i, l);
        if !geom.plain[i] && !hot && !to_cut && crossed.is_none() && now[i] == LinkNow::default() {
            return None;
        }
        let pill = v.live.show.pills.get(i).copied().flatten();
        Some(link(
            v,
            &now[i],
            (a, b),
            target,
            crossed,
            hot,
            to_cut,
            &gesture::link_name(&v.live.staged, &v.live.scene, i as u16, v.at),
            pill,
        ))
    })
    .collect()
}

fn focused(target: Target) -> bool {
    frames::focused() == target.id()
}

/// Hovering a node or a link with Cut previews the cut.
fn preview_cut(v: &View, i: usize, l: &session::wire::LinkInfo) -> bool {
    if v.ui.tool != Tool::Cut || v.ui.drag.is_some() {
        return false;
    }
    match v.ui.hover {
        Some(Target::Link(h)) => usize::from(h) == i,
        Some(Target::Node(n)) => {
            let ours = |c: u16| v.live.staged.nodes[usize::from(c)].beside == Some(n);
            !v.live.staged.nodes[usize::from(n)].client && (l.a == n && !ours(l.b) || l.b == n && !ours(l.a))
        }
        _ => false,
    }
}

#[allow(clippy::too_many_arguments)]
fn link(
    v: &View,
    now: &LinkNow,
    (a, b): (Pt, Pt),
    target: Target,
    crossed: Option<Pt>,
    hot: bool,
    preview: bool,
    name: &str,
    says: Option<Pt>,
) -> Html {
    let cut = now.cut.is_some() || crossed.is_some() || preview;
    let mid = crossed.unwrap_or_else(|| a.toward(b, 0.5));
    let d = if now.slow.is_some() && !cut { geom::wave(a, b) } else { path(&[a, b]) };
    let class = classes!(
        "lk",
        cut.then_some("cut"),
        (now.slow.is_some() && !cut).then_some("slow"),
        (now.loss.is_some() && !cut).then_some("lossy"),
        hot.then_some("hot")
    );
    html! {
        <g>
            <path {class} d={d} />
            if cut { { stroke("tick", ticks(a, b, mid, now.cut.unwrap_or(0))) } }
            <path class="lk-hit" id={target.id()} d={path(&[a, b])} role="button" tabindex="-1" aria-label={name.to_string()}
                onfocus={v.link.callback(move |_| Msg::Focus(target))} onclick={plain_click(v, target)} />
            if let Some(at) = says { { pill(at, &now.said()) } }
        </g>
    }
}

/// Two ticks across a link, at both sides of a cut; one way, half ticks and an arrow in the direction that works.
fn ticks(a: Pt, b: Pt, mid: Pt, way: i8) -> String {
    let d = a.dir(b);
    let mut out = String::new();
    for s in [-12.0, 12.0] {
        let c = mid.step(d, s);
        let other = if way == 0 { c.step(d.turned(), -5.0) } else { c };
        out += &path(&[c.step(d.turned(), 5.0), other]);
    }
    if way != 0 {
        let works = if way > 0 { pt(-d.x, -d.y) } else { d };
        let tip = mid.step(works, 26.0);
        let barb = |side: f64| tip.step(works, -7.0).step(works.turned(), side);
        out += &path(&[barb(4.0), tip, barb(-4.0)]);
    }
    out
}

fn pill(at: Pt, words: &str) -> Html {
    let w = words.chars().count() as f64 * 6.6 + 14.0;
    html! {
        <g transform={translate(at)}>
            <rect class="pill" x={n1(-w / 2.0)} y="-10" width={n1(w)} height="20" rx="10" />
            <text class="cp pill-t" y="4" text-anchor="middle">{ words.to_string() }</text>
        </g>
    }
}

/// A screen reader's click, which comes without a pointer.
pub fn plain_click(v: &View, target: Target) -> Callback<MouseEvent> {
    v.link.batch_callback(move |e: MouseEvent| (e.detail() == 0).then_some(Msg::Act(target, false)))
}
