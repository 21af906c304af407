//! What the diagram shows of a run: partitions, causes, paths, operations, metrics. Two components that are rendered
//! again only when the layout, or what has passed of it, is another.

use session::order::Ordered;
use std::rc::Rc;

use session::wire::{Slot, Us};
use yew::prelude::*;

use super::clocks::Skew;
use super::cone::{Cone, Event as Moment};
use super::geom::{n1, path, pt, translate};
use super::palette::Look;
use super::spacetime::{Bar, Diagram, Path};
use super::svg::stroke;
use super::{board, held};

/// More operations than this are drawn together, without what they say.
pub const DENSE: usize = 80;

/// What lies under the veil.
#[derive(Properties, Clone)]
pub struct ContentProps {
    /// The layout.
    pub diagram: Rc<Diagram>,
    /// An event with its causes.
    pub cone: Option<Rc<(Moment, Cone)>>,
    /// Events to outline.
    pub marks: Rc<Vec<Slot>>,
}

impl PartialEq for ContentProps {
    fn eq(&self, o: &Self) -> bool {
        let cones = match (&self.cone, &o.cone) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        Rc::ptr_eq(&self.diagram, &o.diagram) && cones && self.marks == o.marks
    }
}

/// Everything but what is said of operations.
#[component]
pub fn Content(props: &ContentProps) -> Html {
    let d = &*props.diagram;
    let cone = props.cone.as_deref();
    let known = |p: &&Path| cone.is_none_or(|(_, c)| c.flights.contains(&p.flight));
    let (inside, outside): (Vec<&Path>, Vec<&Path>) = d.paths.iter().partition(known);
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
            { for cone.iter().map(|(e, c)| cones(d, *e, c)) }
            { for d.skews.iter().map(skew) }
            { for d.spells.iter().map(|(y, a, b, what)| html! {
                <g class="spell"><title>{ what }</title><rect x={n1(*a)} y={n1(y - 5.0)} width={n1((b - a).max(0.0))} height="10" rx="3" />
                    if b - a > 56.0 { <text class="cp" x={n1(a + 5.0)} y={n1(y - 8.0)}>{ what }</text> }</g>
            }) }
            { for d.downs.iter().map(|(y, a, b, up)| html! {
                <>
                    <rect class="off" x={n1(*a)} y={n1(y - 5.0)} width={n1((b - a).max(0.0))} height="10" />
                    { stroke("cross", board::cross(pt(*a, *y), 4.5)) }
                    if *up { <circle class="up" cx={n1(*b)} cy={n1(*y)} r="4" /> }
                </>
            }) }
            <g class={cone.is_some().then_some("faded")}>{ bars(d) }</g>
            { strokes(&inside, "") }
            if !outside.is_empty() { { strokes(&outside, "dim") } }
            { for held::clocks(d) }
            { for marks(d, &props.marks) }
            { for d.tracks.iter().map(track) }
            { for d.beliefs.iter().map(belief) }
            { for d.strips.iter().map(|s| html! {
                <>{ stroke("jd0", s.marks[0].clone()) }{ stroke("jd1", s.marks[1].clone()) }
                    { for s.counts.iter().map(|(at, n)| html! { <text class={classes!("ax", (*n > 0).then_some("bad"))} x={n1(at.x)} y={n1(at.y)} text-anchor="middle">{ *n }</text> }) }</>
            }) }
            if let Some(r) = &d.ribbons {
                { for ["rb0", "rb1", "rb2"].into_iter().zip(&r.states).map(|(class, data)| stroke(class, data.clone())) }
            }
        </>
    }
}

/// What lies over the veil.
#[derive(Properties, Clone)]
pub struct OverProps {
    /// The layout.
    pub diagram: Rc<Diagram>,
    /// The playhead.
    pub at: Us,
    /// How far the run was shown.
    pub reach: Us,
    /// Causes are shown, so that all else is pale.
    pub faded: bool,
    /// Operations to outline.
    pub outlined: Vec<(u16, Us)>,
}

impl OverProps {
    fn passed(&self) -> (usize, usize) {
        let d = &self.diagram;
        let until = |t: Us| {
            let bars = d.bars.iter().map(|b| usize::from(b.op.1 <= t) + usize::from(b.until <= t));
            bars.sum::<usize>() + d.values.iter().filter(|v| v.0 <= t).count()
        };
        (until(self.at), until(self.reach))
    }
}

impl PartialEq for OverProps {
    fn eq(&self, o: &Self) -> bool {
        let same = Rc::ptr_eq(&self.diagram, &o.diagram);
        same && self.faded == o.faded && self.outlined == o.outlined && self.passed() == o.passed()
    }
}

/// Operations that took no time, and what all of them say: whole, and pale while it lies ahead.
#[component]
pub fn Over(props: &OverProps) -> Html {
    let dense = props.diagram.bars.len() > DENSE;
    let one = |b: &&Bar| {
        let outlined = props.outlined.contains(&b.op);
        let glyph = at_once(b) && !dense;
        if !glyph && b.short.is_none() && !outlined {
            return Html::default();
        }
        let pale = if props.faded { Some("faded") } else { (b.op.1 > props.at).then_some("later") };
        html! {
            <g class={classes!(class(b), pale)}>
                if glyph { { rect(b) } }
                if outlined { <rect class="wit" x={n1(b.x - 4.0)} y={n1(b.y - 8.5)} width={n1(b.w + 8.0)} height="17" rx="8" /> }
                if let Some((short, at)) = b.short.as_ref().filter(|_| b.until <= props.reach) { <text class="cp halo-s" x={n1(at.x)} y={n1(at.y)} text-anchor="middle">{ short }</text> }
            </g>
        }
    };
    let shown: Vec<&Bar> = props.diagram.bars.iter().filter(|b| b.op.1 <= props.reach).collect();
    html! { <>{ for held::texts(&props.diagram, props.at, props.reach, props.faded) }{ for shown.iter().map(one) }</> }
}

fn at_once(b: &Bar) -> bool {
    b.w < 6.5
}

fn class(b: &Bar) -> String {
    let mut out = ["op m-", b.look.word()].concat();
    for (on, word) in [(b.bad, " bad"), (b.failed, " failed"), (b.open, " open")] {
        if on {
            out.push_str(word);
        }
    }
    out
}

fn rect(b: &Bar) -> Html {
    let round = n1((b.w / 2.0).min(4.5));
    html! { <rect x={n1(b.x)} y={n1(b.y - 4.5)} width={n1(b.w)} height="9" rx={round} /> }
}

/// Operations as bars; many of them as one path for each kind.
fn bars(d: &Diagram) -> Html {
    if d.bars.len() <= DENSE {
        let long = d.bars.iter().filter(|b| !at_once(b));
        return html! { <>{ for long.map(|b| html! { <g class={class(b)}>{ rect(b) }</g> }) }</> };
    }
    html! { <>{ for runs(d).iter().map(|(b, spans)| {
        let (top, low) = (b.y - 4.5, b.y + 4.5);
        let outline = |(x, to): &(f64, f64)| path(&[pt(*x, top), pt(*to, top), pt(*to, low), pt(*x, low)]) + "Z";
        html! { <g class={class(b)}><path class="bar-many" d={spans.iter().map(outline).collect::<String>()} /></g> }
    }) }</> }
}

/// Where a lane has operations of a kind, for each piece of it one of them and the stretches. What overlaps is one
/// stretch: thousands of outlines over each other show no more, and take a browser longer than a frame to paint.
fn runs(d: &Diagram) -> Vec<(&Bar, Vec<(f64, f64)>)> {
    let kind = |b: &Bar| (b.look, b.bad, b.failed, b.open, b.y.to_bits(), piece(b.x));
    let mut all: Vec<&Bar> = d.bars.iter().collect();
    all.order_by(|a, b| kind(a).cmp(&kind(b)).then(a.x.total_cmp(&b.x)));
    let mut out: Vec<(&Bar, Vec<(f64, f64)>)> = Vec::new();
    for b in all {
        let to = b.x + b.w;
        match out.last_mut().filter(|(first, _)| kind(first) == kind(b)) {
            Some((_, spans)) => match spans.last_mut().filter(|last| b.x < last.1) {
                Some(last) => last.1 = last.1.max(to),
                None => spans.push((b.x, to)),
            },
            None => out.push((b, vec![(b.x, to)])),
        }
    }
    out
}

/// Which piece of the diagram an `x` lies in. Many things are drawn piece by piece: a browser paints in tiles, and for
/// each of them all of an element that touches it.
fn piece(x: f64) -> i32 {
    (x / 256.0) as i32
}

fn partition(x: (f64, f64), y: f64, whole: bool) -> Html {
    if x.1 - x.0 < 1.0 {
        return Html::default();
    }
    if !whole {
        return html! { { stroke("thin", path(&[pt(x.0, y), pt(x.1, y)])) } };
    }
    let line = super::geom::jag(&[pt(x.0, y), pt(x.1, y)], 7, 12.0, 3.2);
    html! { <>{ stroke("halo-s2", path(&line)) }{ stroke("crack2", path(&line)) }</> }
}

fn cones(d: &Diagram, e: Moment, c: &Cone) -> Html {
    let mut past = String::new();
    let mut future = String::new();
    for (n, y) in d.y.iter().enumerate() {
        if !d.sees(*y) {
            continue;
        }
        let x = |t: Us| d.x(n as u16, t);
        past += &c.past[n].map_or(String::new(), |t| path(&[pt(0.0, *y), pt(x(t), *y)]));
        future += &c.future[n].map_or(String::new(), |t| path(&[pt(x(t), *y), pt(d.w, *y)]));
    }
    let (x, y) = (d.x(e.node, e.at), d.y[usize::from(e.node)]);
    html! { <>{ stroke("past", past) }{ stroke("future", future) }<circle class="here" cx={n1(x)} cy={n1(y)} r="7" /></> }
}

/// A clock that is not true: a dotted line under its lane, and its own marks.
fn skew(s: &Skew) -> Html {
    let spans: String = s.spans.iter().map(|(a, b)| path(&[pt(*a, s.y + 3.5), pt(*b, s.y + 3.5)])).collect();
    let marks: String = s.marks.iter().map(|x| path(&[pt(*x, s.y - 4.0), pt(*x, s.y + 4.0)])).collect();
    html! { <>{ stroke("skewed", spans) }{ stroke("skew-mark", marks) }</> }
}

/// What paths that are drawn as one element have in common.
type Kind = (Look, bool, bool, bool, bool, i32);

/// Paths of the same kind as one element: lines, arrow heads, crosses.
fn strokes(paths: &[&Path], class: &'static str) -> Html {
    let many = paths.len() > DENSE;
    let sort =
        |p: &Path| (p.look, p.reply, p.lost, p.count > 1, p.back.is_some(), if many { piece(p.from.x) } else { 0 });
    let mut kinds: Vec<Kind> = paths.iter().map(|p| sort(p)).collect();
    kinds.order();
    kinds.dedup();
    let one = |kind: &Kind| {
        let (look, reply, lost, wide, back, _) = kind;
        let mut lines = String::new();
        let mut ends = String::new();
        let mut counts = Vec::new();
        for p in paths.iter().filter(|p| sort(p) == *kind) {
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
        let stroke = match (lost, back) {
            (true, _) => "var(--fault)".to_string(),
            (_, true) => "var(--warn)".to_string(),
            _ => look.css("-line"),
        };
        let dash = if many {
            None
        } else if *lost {
            Some("3 3")
        } else {
            look.dash()
        };
        let end = if *lost { "cross" } else { "tip" };
        html! {
            <>
                <path d={lines} fill="none" stroke={stroke.clone()} class={wide.then_some("wide")} stroke-width={if *back { "2.6" } else if *reply { "1.3" } else { "1.9" }} stroke-dasharray={dash} />
                <path class={end} d={ends} fill={stroke} />
                { for counts.iter().step_by(8).map(|(at, n)| html! { <text class="ax halo-s" x={n1(at.x)} y={n1(at.y)}>{ *n }</text> }) }
            </>
        }
    };
    html! { <g {class}>{ for kinds.iter().map(one) }</g> }
}

/// Events that a card, an option or a link points at.
fn marks(d: &Diagram, marks: &[Slot]) -> Vec<Html> {
    let at = |m: &Slot| Some(pt(d.x(m.node?, m.at?), d.y.get(usize::from(m.node?)).copied().filter(|y| d.sees(*y))?));
    let spots = marks.iter().filter_map(at);
    spots.map(|p| html! { <circle class="here mark" cx={n1(p.x)} cy={n1(p.y)} r="8" /> }).collect()
}

fn belief(r: &super::beliefs::Row) -> Html {
    html! {
        <g>{ for ["tn0", "tn1"].into_iter().zip(&r.bars).filter(|(_, data)| !data.is_empty()).map(|(class, data)| stroke(class, data.clone())) }
            { for r.given.iter().map(|(name, at)| html! { <text class="cp" x={n1(at.x)} y={n1(at.y)}>{ name.clone() }</text> }) }</g>
    }
}

fn track(t: &super::tracks::Track) -> Html {
    html! { <g transform={translate(pt(0.0, t.y.0))}>{ super::chart::shapes(&t.shapes) }</g> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_that_overlap_are_one_stretch_for_each_piece_of_their_lane() {
        let look = Look::named("read");
        let bar = |x: f64, w: f64, y: f64| {
            let op = (0, x as Us);
            Bar { op, x, w, y, look, until: 0, open: false, bad: false, failed: false, short: None }
        };
        let crowd = (0..1_000).map(|n| bar(f64::from(n), 100.0, 50.0));
        let d =
            Diagram { bars: crowd.chain([bar(10.0, 6.0, 80.0), bar(40.0, 6.0, 80.0)]).collect(), ..Diagram::default() };
        let all: Vec<Vec<(f64, f64)>> = runs(&d).into_iter().map(|r| r.1).collect();
        let pieces = [(0.0, 355.0), (256.0, 611.0), (512.0, 867.0), (768.0, 1_099.0)];
        assert_eq!(all[..4], pieces.map(|p| vec![p]));
        assert_eq!(all[4..], [vec![(10.0, 16.0), (40.0, 46.0)]]);
    }
}
