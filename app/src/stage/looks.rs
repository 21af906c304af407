//! The outlines of nodes: what a node is, is seen by its shape.

use yew::prelude::*;

use super::geom::{n1, path, poly};
use super::layout::Place;
use super::svg::stroke;

/// The outline of a node around its centre.
pub fn outline(place: &Place, role: &str) -> Html {
    let r = place.hw;
    if place.folded > 0 {
        return html! { <><circle class="body" cx="5" cy="-5" r={n1(r - 2.0)} /><circle class="body" r={n1(r - 2.0)} /></> };
    }
    let boxed = |w: f64, h: f64, rx: &'static str| {
        html! { <rect class="body" x={n1(-w)} y={n1(-h)} width={n1(2.0 * w)} height={n1(2.0 * h)} {rx} /> }
    };
    match role {
        _ if place.client => boxed(place.hw, place.hh, "9"),
        "balancer" => html! { <path class="body" d={path(&poly(6, r * 1.06, 0.0)) + "Z"} /> },
        "queue" => boxed(place.hw, place.hh, "5"),
        "cache" => {
            let (s, low, high) = (r * 0.88, r * 0.52, -r * 0.52);
            let bands =
                ["M", &n1(-s), " ", &n1(high), "h", &n1(2.0 * s), "M", &n1(-s), " ", &n1(low), "h", &n1(2.0 * s)];
            html! { <>{ boxed(s, s, "8") }{ stroke("band", bands.concat()) }</> }
        }
        "database" => {
            let (w, h, e) = (r * 0.86, r * 0.92, r * 0.26);
            let arc = |wide: f64| ["a", &*n1(w), " ", &*n1(e), " 0 0 0 ", &*n1(wide), " 0"].concat();
            let (corner, side) = (["M", &*n1(-w), " ", &*n1(e - h)].concat(), 2.0 * (h - e));
            let body = [&*corner, "v", &*n1(side), &*arc(2.0 * w), "v", &*n1(-side), &*arc(-2.0 * w), "Z"];
            let rim = [&*corner, &*arc(2.0 * w)];
            html! { <><path class="body" d={body.concat()} />{ stroke("band", rim.concat()) }</> }
        }
        _ => {
            let class = classes!("body", (role == "leader").then_some("lead"), (role == "candidate").then_some("cand"));
            let marks = (role == "clock").then(|| {
                let tick = |k: u32| {
                    let a = f64::from(k) * std::f64::consts::FRAC_PI_6;
                    let long = if k.is_multiple_of(3) { 6.0 } else { 3.0 };
                    let at = |r: f64| super::geom::pt(r * a.sin(), -r * a.cos());
                    path(&[at(r - 2.0), at(r - 2.0 - long)])
                };
                // At three and at nine the name stands.
                stroke("band", (0..12).filter(|k| k % 6 != 3).map(tick).collect())
            });
            html! { <><circle {class} r={n1(r)} />{ marks }</> }
        }
    }
}
