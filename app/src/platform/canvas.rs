//! A 2D canvas at the screen's own resolution. Strokes and fills of the same kind are gathered into one path.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::prelude::NodeRef;

/// A canvas that is drawn on.
pub struct Canvas {
    element: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    style: Option<Style>,
    /// Reading the name of a type is dear: it is said when it is another.
    font: &'static str,
}

/// How a path is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Inside.
    pub fill: Option<String>,
    /// Outline and its width.
    pub stroke: Option<(String, f64)>,
    /// Dash, gap and offset.
    pub dash: Option<[f64; 3]>,
    /// Opacity.
    pub alpha: f64,
}

impl Canvas {
    /// The canvas of a reference, once it is in the page.
    pub fn of(at: &NodeRef) -> Option<Self> {
        let element = at.cast::<HtmlCanvasElement>()?;
        let pen = element.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { element, pen, style: None, font: "" })
    }

    /// Clears it, and fits it to a size in CSS pixels.
    pub fn begin(&mut self, w: f64, h: f64) {
        let ratio = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
        let (wide, high) = ((w * ratio).round() as u32, (h * ratio).round() as u32);
        if (self.element.width(), self.element.height()) != (wide, high) {
            self.element.set_width(wide);
            self.element.set_height(high);
            self.font = "";
        }
        let _ = self.pen.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        self.pen.clear_rect(0.0, 0.0, w, h);
        self.pen.set_line_cap("round");
        self.pen.set_line_join("round");
        self.pen.set_text_align("center");
        self.style = None;
    }

    /// A path of corners; `closed` or open.
    pub fn path(&mut self, style: &Style, points: impl Iterator<Item = (f64, f64)>, closed: bool) {
        self.choose(style);
        for (i, (x, y)) in points.enumerate() {
            if i == 0 {
                self.pen.move_to(x, y);
            } else {
                self.pen.line_to(x, y);
            }
        }
        if closed {
            self.pen.close_path();
        }
    }

    /// A circle.
    pub fn circle(&mut self, style: &Style, x: f64, y: f64, r: f64) {
        self.choose(style);
        self.pen.move_to(x + r, y);
        let _ = self.pen.arc(x, y, r, 0.0, std::f64::consts::TAU);
    }

    /// Centred words with a halo in the background's colour.
    pub fn text(&mut self, words: &str, (x, y): (f64, f64), font: &'static str, colour: &str, halo: &str, alpha: f64) {
        self.flush();
        self.pen.set_global_alpha(alpha);
        if self.font != font {
            self.font = font;
            self.pen.set_font(font);
        }
        self.pen.set_stroke_style_str(halo);
        self.pen.set_line_width(4.0);
        let _ = self.pen.stroke_text(words, x, y);
        self.pen.set_fill_style_str(colour);
        let _ = self.pen.fill_text(words, x, y);
    }

    /// Draws what is still gathered.
    pub fn flush(&mut self) {
        let Some(s) = self.style.take() else { return };
        self.pen.set_global_alpha(s.alpha);
        if let Some(fill) = &s.fill {
            self.pen.set_fill_style_str(fill);
            self.pen.fill();
        }
        if let Some((stroke, width)) = &s.stroke {
            self.pen.set_stroke_style_str(stroke);
            self.pen.set_line_width(*width);
            let dashes = js_sys::Array::new();
            if let Some([on, off, moved]) = s.dash {
                dashes.push(&on.into());
                dashes.push(&off.into());
                self.pen.set_line_dash_offset(moved);
            }
            let _ = self.pen.set_line_dash(&dashes);
            self.pen.stroke();
        }
    }

    fn choose(&mut self, style: &Style) {
        if self.style.as_ref() != Some(style) {
            self.flush();
            self.pen.begin_path();
            self.style = Some(style.clone());
        }
    }
}
