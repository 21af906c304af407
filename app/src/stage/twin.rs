//! Two branches side by side: one time axis, one playhead, one order of lanes; what both have is pale.

use std::rc::Rc;

use session::wire::{Flight, OpBar, Scene, Staged, Twin, Us};
use yew::prelude::*;

use super::axis::OVER;
use super::content::{Content, Over};
use super::geom::{n1, path, pt, translate};
use super::keys::Command;
use super::live::Live;
use super::scene::end;
use super::spacetime::{self, Diagram, Dims, FLAGS, RULER};
use super::svg::stroke;
use super::ui::Msg;
use super::view::View;
use super::{StageEvent, words};
use crate::platform::frames;

/// From this width on the two stand side by side.
const WIDE: f64 = 900.0;

/// What is drawn of one of the two.
#[derive(Default)]
pub struct Pane {
    /// Its branch.
    pub branch: u32,
    same: Rc<Diagram>,
    own: Rc<Diagram>,
    moves: NodeRef,
    ruler: NodeRef,
    ticks: NodeRef,
    head: NodeRef,
}

/// Both.
#[derive(Default)]
pub struct Twins {
    /// The branch that is shown, and the other.
    pub panes: [Pane; 2],
    /// Instants at which they differ.
    pub differences: Vec<Us>,
    dims: Dims,
    parting: Option<session::wire::Parting>,
}

/// What both runs have, and what only this one has.
pub fn split(scene: &Scene, other: &Scene) -> (Scene, Scene) {
    let flight = |f: &Flight| {
        let same = |o: &Flight| (o.from, o.to, o.sent, end(o)) == (f.from, f.to, f.sent, end(f)) && o.label == f.label;
        other.flights.iter().any(|o| o.name == f.name && same(o))
    };
    let op = |o: &OpBar| {
        let key = |o: &OpBar| (o.client, o.called, o.returned, o.outcome);
        other.ops.iter().any(|x| key(x) == key(o) && x.label == o.label && x.short == o.short && x.mark == o.mark)
    };
    let mut own = Scene { faults: Vec::new(), downs: Vec::new(), ..scene.clone() };
    let mut same = own.clone();
    same.flights.retain(flight);
    own.flights.retain(|f| !flight(f));
    same.ops.retain(op);
    own.ops.retain(|o| !op(o));
    for f in &scene.faults {
        let both = other.faults.iter().any(|o| (o.from, &o.kind, &o.links) == (f.from, &f.kind, &f.links));
        (if both { &mut same } else { &mut own }).faults.push(f.clone());
    }
    for d in &scene.downs {
        (if other.downs.contains(d) { &mut same } else { &mut own }).downs.push(*d);
    }
    (same, own)
}

/// Lays both out for a width.
pub fn lay(staged: &Staged, scene: &Scene, twin: &Twin, dims: Dims, span: Us) -> Twins {
    let w = if dims.w >= WIDE { (dims.w / 2.0).floor() } else { dims.w };
    let dims = Dims { w, track: 0.0, row: dims.row.min(26.0), ..dims };
    let pane = |branch: u32, scene: &Scene, other: &Scene| {
        // One axis: the window of the branch that is shown.
        let (mut same, mut own) = split(scene, other);
        same.acts.clear();
        (own.window, same.window) = (twin.scene.window, twin.scene.window);
        let lay = |scene: &Scene| Rc::new(spacetime::lay(staged, scene, dims, span, None));
        Pane { branch, same: lay(&same), own: lay(&own), ..Pane::default() }
    };
    let panes = [pane(scene.branch, scene, &twin.scene), pane(twin.other, &twin.scene, scene)];
    Twins { panes, differences: twin.differences.clone(), dims, parting: twin.parting.clone() }
}

impl Live {
    /// Both panes follow the playhead.
    pub fn follow_twins(&self) {
        let Some(twins) = &self.twins else { return };
        let plot = (twins.dims.w - twins.dims.left - twins.dims.right).max(40.0);
        let x = |t: f64| (t - self.left()) * plot / self.span();
        for pane in &twins.panes {
            let from = x(pane.own.scale.origin as f64);
            frames::shift(&pane.moves, from);
            frames::shift(&pane.ruler, from);
            super::live::show_ticks(&pane.ticks, &pane.own, from, plot, None);
            let head = x(self.player.t);
            let seen = (0.0..=plot + 0.5).contains(&head);
            frames::attr(&pane.head, "visibility", if seen { "visible" } else { "hidden" });
            let at = n1(twins.dims.left + head);
            frames::attr(&pane.head, "d", &["M", &at, " ", &n1(FLAGS + 2.0), "V", &n1(pane.own.h)].concat());
        }
    }
}

/// The two panes, and a sentence that says where they part.
pub fn twin(v: &View) -> Html {
    let Some(twins) = &v.live.twins else { return html! { <p class="empty">{ words::TWIN_WAITS }</p> } };
    let label = |n: u32| v.live.scene.branches.get(n as usize).map_or("", |b| b.label.as_str());
    let [one, two] = &twins.panes;
    let jump = |forward: bool| v.click(move || Msg::Command(Command::Jump(forward)));
    html! {
        <>
            <div class={classes!("twin", (v.live.dims.w < WIDE).then_some("stacked"))}>{ pane(v, twins, one) }{ pane(v, twins, two) }</div>
            <div class="divg">
                if let Some(p) = &twins.parting {
                    <span class="chip acc">{ words::PARTING }</span>
                    <button class="ev" onclick={v.click({ let at = p.at as f64; move || Msg::Seek(at) })}>{ words::instant(p.at) }</button>
                    <span class="said">{ words::parted(&v.live.staged, label(one.branch), label(two.branch), p) }</span>
                } else {
                    <span class="said">{ words::NO_PARTING }</span>
                }
                <button class="btn sm" onclick={jump(false)}>{ words::PREVIOUS }</button>
                <button class="btn sm" onclick={jump(true)}>{ words::NEXT }</button>
                <button class="btn sm" onclick={v.click(|| Msg::Tell(StageEvent::Twin(None)))}>{ words::CLOSE_TWIN }</button>
            </div>
        </>
    }
}

fn pane(v: &View, twins: &Twins, pane: &Pane) -> Html {
    let (d, dims) = (&*pane.own, &twins.dims);
    let branch = v.live.scene.branches.get(pane.branch as usize);
    let label = branch.map_or("", |b| b.label.as_str());
    let (top, h) = (FLAGS + RULER, n1(d.h));
    let plot = n1((dims.w - dims.left - dims.right).max(40.0));
    let (left, right) = (n1(dims.left), n1(dims.w - dims.right));
    let parted = twins.parting.as_ref().map(|p| d.scale.x(p.at));
    let seek = {
        let (from, k) = (v.live.left(), v.live.span() / (dims.w - dims.left - dims.right).max(40.0));
        let left = dims.left;
        v.link.callback(move |e: PointerEvent| Msg::Seek(from + (f64::from(e.offset_x()) - left) * k))
    };
    let under = |diagram: &Rc<Diagram>| {
        html! { <>
            <Content diagram={Rc::clone(diagram)} cone={None} marks={Rc::new(Vec::new())} />
            <Over diagram={Rc::clone(diagram)} at={v.at} reach={v.live.player.reach as u64} faded={false} outlined={Vec::new()} />
        </> }
    };
    let lane = |n: &u16| {
        let y = d.y.get(usize::from(*n)).copied().unwrap_or_default();
        html! { <g key={*n}>
            { stroke("lane", ["M", &left, " ", &n1(y), "H", &right].concat()) }
            <text class="cp who" x="15" y={n1(y + 4.0)}>{ &v.live.staged.nodes[usize::from(*n)].label }</text>
        </g> }
    };
    let flag = |f: &super::axis::Flag| {
        let cloth = path(&[pt(f.x, 4.0), pt(f.x + 7.0, 8.0), pt(f.x, 12.0)]) + "Z";
        html! { <g class={classes!("flag", f.tone.clone())}><title>{ &f.line }</title>
            { stroke("", path(&[pt(f.x, 4.0), pt(f.x, FLAGS + 2.0)]) + &path(&[pt(f.x, top - 7.0), pt(f.x, top)])) }{ stroke("cloth", cloth) }
            if let Some(short) = &f.short { <text class="cp" x={n1(f.x + 10.0)} y="12">{ short }</text> }
        </g> }
    };
    let tick = |t: &super::axis::Tick| html! { <text class="ax" x={n1(t.0)} y={n1(top - 9.0)} text-anchor="middle">{ t.1.clone() }</text> };
    html! {
        <div>
            <header><b>{ label.to_owned() }</b>
                <span class="lbl2">{ for branch.and_then(|b| b.lines.last()).map(|l| html! { <code>{ l }</code> }) }</span></header>
            <svg class="st" width={n1(dims.w)} height={h.clone()} role="img" aria-label={words::pane(label)} onpointerdown={seek}>
                { for v.live.staged.lanes.iter().map(lane) }
                <svg x={left.clone()} y="0" width={plot} height={h}>
                    <g class="moves" ref={pane.moves.clone()}>
                        <g class="same">{ under(&pane.same) }</g>
                        { under(&pane.own) }
                        { for d.flags.iter().map(flag) }
                        if let Some(x) = parted {
                            { stroke("parting", path(&[pt(x, top - 6.0), pt(x, d.h)])) }
                            { stroke("diamond", path(&[pt(x, top - 14.0), pt(x + 6.0, top - 8.0), pt(x, top - 2.0), pt(x - 6.0, top - 8.0)]) + "Z") }
                        }
                    </g>
                </svg>
                <svg x={n1(dims.left - OVER)} y="0" width={n1(dims.w - dims.left - dims.right + 2.0 * OVER)} height={n1(top)}><g transform={translate(pt(OVER, 0.0))}>
                    <g ref={pane.ruler.clone()}><g ref={pane.ticks.clone()}>{ for d.ticks.iter().filter(|t| t.2).map(tick) }</g></g>
                </g></svg>
                <path class="head" ref={pane.head.clone()} />
            </svg>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use session::wire::Fate;

    use super::*;
    use crate::stage::fixture;

    #[test]
    fn what_both_have_is_apart_from_what_one_has() {
        let one = fixture::scene(2_900_000, 3_000_000);
        let mut two = one.clone();
        let lost = two.flights.iter_mut().find(|f| matches!(f.fate, Fate::Cut(_))).unwrap();
        let name = lost.name;
        lost.fate = Fate::Arrives;
        two.faults.clear();
        let last = two.ops.last_mut().unwrap();
        (last.short, last.mark) = ("45".into(), String::new());
        let (same, own) = split(&one, &two);
        assert_eq!((own.flights.len(), own.flights[0].name), (1, name));
        assert_eq!((own.ops.len(), own.ops[0].short.as_str(), own.faults.len()), (1, "70", 1));
        assert_eq!((same.flights.len() + 1, same.ops.len() + 1), (one.flights.len(), one.ops.len()));
        let (same, own) = split(&two, &one);
        assert_eq!((own.flights.len(), own.ops.len(), own.faults.len(), same.faults.len()), (1, 1, 0, 0));
        assert!(split(&one, &one).1.flights.is_empty(), "a run does not differ from itself");
    }

    #[test]
    fn both_share_axis_and_lanes_and_stack_where_there_is_no_room() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_900_000, 3_000_000));
        let twin = Twin { other: 1, scene: scene.clone(), ..Twin::default() };
        let dims = |w: f64| Dims { w, left: 82.0, right: 76.0, row: 24.0, track: 30.0, first: 0 };
        let wide = lay(&staged, &scene, &twin, dims(1000.0), 5_000_000);
        let [a, b] = &wide.panes;
        assert_eq!((a.own.scale, &a.own.y, a.own.h), (b.own.scale, &b.own.y, b.own.h));
        assert_eq!((wide.dims.w, lay(&staged, &scene, &twin, dims(800.0), 5_000_000).dims.w), (500.0, 800.0));
    }
}
