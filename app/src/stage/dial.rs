//! What a drag shows while it lasts: the dial of a clock, the box of a selection, and the tip with its act line.

use yew::prelude::*;

use super::geom::n1;
use super::gesture::{Target, Tool};
use super::svg::stroke;
use super::ui::Drag;
use super::view::View;
use super::words;

/// How far outside of a node its dial is.
pub const ROOM: f64 = 12.0;

/// The dial of each server with Skew, the hand of the one that is turned, and the box of a selection.
pub fn drags(v: &View) -> Html {
    let geom = &v.live.geom;
    let servers = geom.places.iter().enumerate().filter(|(n, p)| !v.live.staged.nodes[*n].client && !p.hidden);
    let dial = |(n, p): (usize, &super::layout::Place)| {
        let r = p.hw + ROOM;
        let turned = match &v.ui.drag {
            Some(Drag::Pull(pull)) if pull.target == Target::Node(n as u16) => Some(pull.dial(r)),
            _ => None,
        };
        html! {
            <g class="dial" key={n}>
                <circle cx={n1(p.at.x)} cy={n1(p.at.y)} r={n1(r)} />
                if let Some((hand, arc)) = turned {
                    { stroke("arc", arc) }
                    <circle class="hand" cx={n1(hand.x)} cy={n1(hand.y)} r="6" />
                }
            </g>
        }
    };
    html! { <>
        if v.ui.tool == Tool::Skew && v.can_any(&["skew", "drift"]) { { for servers.map(dial) } }
        if let Some(Drag::Area(a, b)) = v.ui.drag.as_ref().filter(|_| v.ui.dragged) {
            <rect class="area" x={n1(a.x.min(b.x))} y={n1(a.y.min(b.y))} width={n1((a.x - b.x).abs())} height={n1((a.y - b.y).abs())} />
        }
    </> }
}

/// What letting go of a drag would do.
pub fn tip(v: &View) -> Option<(String, String)> {
    let Some(Drag::Pull(pull)) = v.ui.drag.as_ref().filter(|_| v.ui.dragged) else { return None };
    let line = pull.line(&v.live.staged);
    let more = if pull.tool == Tool::Skew { words::TURN } else { words::PULL };
    Some((line.unwrap_or_else(|| words::NOTHING_SET.into()), more.into()))
}
