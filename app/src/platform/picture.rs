//! What the stage shows as one SVG text that stands alone: every element with the look that the style sheet gives it.

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::dom::{document, window};
use crate::model::{Lesson, clock};
use crate::stage::picture::{escape, svg};
use crate::stage::properties;

/// Attributes that say where an element is.
const GEOMETRY: [&str; 15] = [
    "d",
    "x",
    "y",
    "width",
    "height",
    "r",
    "cx",
    "cy",
    "rx",
    "viewBox",
    "id",
    "patternUnits",
    "patternTransform",
    "x1",
    "y1",
];
/// What children inherit: written only where it differs from the parent's.
const INHERITED: [&str; 14] = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "fill-opacity",
    "stroke-opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "paint-order",
    "visibility",
];

/// The topology above the space-time diagram.
pub fn take(lesson: &Lesson) -> Option<String> {
    let stage = document().query_selector(".stage").ok()??;
    let style = window().get_computed_style(&stage).ok()??;
    let value = |name: &str| style.get_property_value(name).unwrap_or_default().trim().to_owned();
    let part = |selector: &str| stage.query_selector(selector).ok().flatten();
    let (mut w, mut h) = (0.0_f64, 0.0);
    let mut out = String::new();
    if let Some(board) = part(".board > svg") {
        let size = board.get_bounding_client_rect();
        (w, h) = (size.width(), size.height());
        if w > 0.0 {
            let staged = lesson.staged.as_ref()?;
            let colours: Vec<String> = properties().iter().map(|name| value(name)).collect();
            write(&board, &[], &mut out);
            out += &svg(staged, &lesson.scene, (w, h), lesson.at, &colours);
        }
    }
    if let Some(time) = part("svg.st") {
        let size = time.get_bounding_client_rect();
        if size.width() > 0.0 {
            out += &["<g transform=\"translate(0 ", &h.to_string(), ")\">"].concat();
            write(&time, &[], &mut out);
            out += "</g>";
            (w, h) = (w.max(size.width()), h + size.height());
        }
    }
    if let Some(patterns) = part("svg.defs") {
        write(&patterns, &[], &mut out);
    }
    let staged = lesson.staged.as_ref().filter(|_| h > 0.0)?;
    let title = escape(&format!("{}, seed {}, at {}", staged.title, staged.seed, clock(lesson.at)));
    let ground = value("--canvas");
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\">\
         <title>{title}</title><rect width=\"{w}\" height=\"{h}\" fill=\"{ground}\"/>{out}</svg>\n"
    ))
}

/// An element and all in it; `above` is how its parent looks.
fn write(element: &Element, above: &[String], out: &mut String) {
    let Some(style) = window().get_computed_style(element).ok().flatten() else { return };
    let look = |name: &str| style.get_property_value(name).unwrap_or_default().replace('"', "'");
    let tag = element.tag_name();
    if look("display") == "none" || tag == "title" {
        return;
    }
    *out += &["<", &tag].concat();
    for name in GEOMETRY {
        if let Some(value) = element.get_attribute(name) {
            attribute(out, name, &value);
        }
    }
    // Of an outer svg the place is the page's; inside, the attribute and the style sheet may both move it.
    let moved = look("transform");
    let moved = if moved == "none" { element.get_attribute("transform").unwrap_or_default() } else { moved };
    if !moved.is_empty() && !above.is_empty() {
        attribute(out, "transform", &moved);
    }
    let own: Vec<String> = INHERITED.iter().map(|name| look(name)).collect();
    for (n, name) in INHERITED.iter().enumerate() {
        if above.get(n) != Some(&own[n]) {
            attribute(out, name, &own[n]);
        }
    }
    let opacity = look("opacity");
    if opacity != "1" {
        attribute(out, "opacity", &opacity);
    }
    *out += ">";
    let children = element.children();
    if children.length() == 0 {
        *out += &escape(&element.text_content().unwrap_or_default());
    }
    for child in (0..children.length()).filter_map(|n| children.item(n)) {
        write(child.unchecked_ref(), &own, out);
    }
    *out += &["</", &tag, ">"].concat();
}

fn attribute(out: &mut String, name: &str, value: &str) {
    *out += &[" ", name, "=\"", &escape(value), "\""].concat();
}
