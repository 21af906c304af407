//! Where plotters draws: a list of plain shapes. A colour is the number of an ink, which style sheets know by its word,
//! so that both themes, print and forced colours hold.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use crate::stage::geom::{Pt, pt};

/// Plotters counts in whole pixels; here a pixel has ten, so that lines are smooth.
pub const FINE: f64 = 10.0;

/// What a shape is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Ink {
    /// The first line: solid.
    Line,
    /// A second line: dashed.
    Second,
    /// A bound: dotted.
    Goal,
    /// A timeout: long-dashed, red.
    Timeout,
    /// Under a line.
    Area,
    /// A count of what broke.
    Event,
    /// A count of a histogram.
    Bar,
    /// Axes and their ticks.
    Axis,
    /// Hairlines of the mesh.
    Mesh,
    /// Where a value is read.
    Read,
}

const INKS: [Ink; 10] =
    [Ink::Line, Ink::Second, Ink::Goal, Ink::Timeout, Ink::Area, Ink::Event, Ink::Bar, Ink::Axis, Ink::Mesh, Ink::Read];

impl Ink {
    /// The word that style sheets know it by.
    pub const fn word(self) -> &'static str {
        ["k-line", "k-second", "k-goal", "k-out", "k-area", "k-event", "k-bar", "k-axis", "k-mesh", "k-read"]
            [self as usize]
    }
    fn of(colour: BackendColor) -> Self {
        INKS[usize::from(colour.rgb.2).min(INKS.len() - 1)]
    }
}

/// Which end of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// Something drawn, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An open line.
    Line(Ink, Vec<Pt>),
    /// A closed outline, filled.
    Fill(Ink, Vec<Pt>),
    /// A round mark.
    Dot(Ink, Pt),
    /// Words; the point is on their base line.
    Text(Ink, Pt, Side, String),
}

/// A sheet to draw on.
pub struct Sheet<'a> {
    /// Width and height in pixels.
    pub size: (f64, f64),
    /// What was drawn.
    pub shapes: &'a mut Vec<Shape>,
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

fn at((x, y): BackendCoord) -> Pt {
    pt(f64::from(x) / FINE, f64::from(y) / FINE)
}

impl DrawingBackend for Sheet<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.size.0 * FINE) as u32, (self.size.1 * FINE) as u32)
    }
    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }
    fn present(&mut self) -> Done {
        Ok(())
    }
    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Done {
        self.shapes.push(Shape::Dot(Ink::of(colour), at(point)));
        Ok(())
    }
    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }
    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, _fill: bool) -> Done {
        let corners = [a, (b.0, a.1), b, (a.0, b.1)];
        self.fill_polygon(corners, style)
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        if style.color().alpha > 0.0 {
            self.shapes.push(Shape::Line(Ink::of(style.color()), path.into_iter().map(at).collect()));
        }
        Ok(())
    }
    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, _r: u32, style: &S, _fill: bool) -> Done {
        self.draw_pixel(centre, style.color())
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Done {
        self.shapes.push(Shape::Fill(Ink::of(style.color()), corners.into_iter().map(at).collect()));
        Ok(())
    }
    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Done {
        let anchor = style.anchor();
        let side = match anchor.h_pos {
            HPos::Left => Side::Start,
            HPos::Center => Side::Middle,
            HPos::Right => Side::End,
        };
        let down = match anchor.v_pos {
            VPos::Top => 9.0,
            VPos::Center => 4.0,
            VPos::Bottom => -2.0,
        };
        let p = at(pos);
        self.shapes.push(Shape::Text(Ink::of(style.color()), pt(p.x, p.y + down), side, text.into()));
        Ok(())
    }
    /// Figures are of one width.
    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        _style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok(((text.chars().count() as f64 * 7.3 * FINE) as u32, (12.0 * FINE) as u32))
    }
}
