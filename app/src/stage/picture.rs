//! What the canvas shows, as SVG: for a picture that stands alone. Pure, like the canvas itself.

use session::wire::{Scene, Staged};

use super::geom::{Pt, n1, path};
use super::layout::{self, Geom};
use super::mark::{Font, Mark, Show};
use super::palette::Tone;
use super::{dock, fault, paint, tags, words};

/// Everything on a canvas of this size at an instant, in these colours ([`super::palette::properties`]).
pub fn svg(staged: &Staged, scene: &Scene, (w, h): (f64, f64), at: u64, colours: &[String]) -> String {
    let geom = layout::place(staged, w, h);
    let show = show(staged, scene, &geom);
    paint::marks(staged, scene, &geom, &show, at as f64).iter().map(|mark| one(mark, colours)).collect()
}

/// What the canvas goes by when nothing is selected.
fn show(staged: &Staged, scene: &Scene, geom: &Geom) -> Show {
    let most = if geom.small() { 2 } else { 6 };
    let mut show = Show {
        labelled: tags::labelled(scene, geom, staged.pace, most),
        taken: tags::obstacles(geom),
        rate: staged.pace as f64,
        ..Show::default()
    };
    for f in scene.faults.iter().filter(|f| f.kind == "cut" && !f.side.is_empty() && !geom.small()) {
        let pieces = fault::settle(staged, geom, &f.links, &f.side);
        let Some(first) = pieces.first().map(|line| fault::jagged(line, 3)) else { continue };
        let whole = staged.links.iter().enumerate().filter(|(l, _)| !f.links.contains(&(*l as u16)));
        let others: Vec<Pt> = whole.map(|(_, l)| geom.middle(l.a, l.b)).collect();
        let label = dock::label(geom, &first, &others, &words::partition(44_000_000));
        show.partitions.push((label, f.from, f.to));
    }
    show
}

fn one(mark: &Mark, colours: &[String]) -> String {
    let colour = |tone: Tone| colours.get(tone.index()).map_or("none", String::as_str);
    match mark {
        Mark::Line { points, tone, width, dash, alpha } => {
            let dash = dash.map_or(String::new(), |[on, off, moved]| {
                format!(r#" stroke-dasharray="{on} {off}" stroke-dashoffset="{moved:.1}""#)
            });
            let (d, c) = (path(points), colour(*tone));
            format!(r#"<path d="{d}" fill="none" stroke="{c}" stroke-width="{width}"{dash} opacity="{alpha:.2}"/>"#)
        }
        Mark::Shape { at, corners, r, fill, stroke, alpha } => {
            let (line, width) = stroke.map_or(("none", 0.0), |(tone, width)| (colour(tone), width));
            let look = format!(
                r#"fill="{}" stroke="{line}" stroke-width="{width}" opacity="{alpha:.2}"/>"#,
                fill.map_or("none", colour)
            );
            if corners.is_empty() {
                return format!(r#"<circle cx="{}" cy="{}" r="{}" {look}"#, n1(at.x), n1(at.y), n1(*r));
            }
            let points: Vec<Pt> = corners.iter().map(|c| super::geom::pt(at.x + c.x, at.y + c.y)).collect();
            format!(r#"<path d="{}Z" {look}"#, path(&points))
        }
        Mark::Text { at, words, tone, font, ground, alpha } => {
            let (family, weight) = match font {
                Font::Mono => ("ui-monospace, Menlo, Consolas, monospace", 550),
                Font::Plain => ("Inter, system-ui, sans-serif", 500),
                Font::Bold => ("Inter, system-ui, sans-serif", 650),
            };
            let (c, halo) = (colour(*tone), colour(*ground));
            format!(
                r#"<text x="{}" y="{}" text-anchor="middle" font-family="{family}" font-size="12" font-weight="{weight}" fill="{c}" stroke="{halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke" opacity="{alpha:.2}">{}</text>"#,
                n1(at.x),
                n1(at.y),
                escape(words)
            )
        }
    }
}

/// Text as SVG holds it, in attributes too.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::fixture;

    #[test]
    fn messages_and_words_are_in_the_picture() {
        let staged = fixture::staged();
        let scene = fixture::scene(600_000, 600_000);
        let colours: Vec<String> = crate::stage::palette::properties().iter().map(|p| p.replace("--", "#")).collect();
        let all: String = (0..12).map(|n| svg(&staged, &scene, (900.0, 400.0), n * 50_000, &colours)).collect();
        assert!(all.contains("stroke=\"#m-"), "a message: {all}");
        assert!(all.contains("</text>") && !all.contains("var("), "with its own colours");
        assert_eq!(escape("a<b & \"c\""), "a&lt;b &amp; &quot;c&quot;");
    }
}
