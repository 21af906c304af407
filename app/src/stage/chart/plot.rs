//! One plot: what it shows and how plotters lays it out. Pure.

use plotters::chart::ChartBuilder;
use plotters::drawing::{DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{PathElement, Rectangle};
use plotters::series::{AreaSeries, LineSeries};
use plotters::style::{Color, RGBColor, ShapeStyle};

use super::backend::{FINE, Ink, Shape, Sheet};

/// A point in the plot's own units.
pub type At = (f64, f64);

/// What labels of an axis say.
pub type Label<'a> = &'a dyn Fn(&f64) -> String;

/// What a plot shows.
#[derive(Default)]
pub struct Plot<'a> {
    /// Width and height in pixels.
    pub size: (f64, f64),
    /// Left and right.
    pub x: (f64, f64),
    /// Bottom and top.
    pub y: (f64, f64),
    /// Lines; they break where there is no number.
    pub curves: Vec<(Ink, Vec<At>)>,
    /// The area under the first line is filled.
    pub area: bool,
    /// From, to, and height.
    pub bars: Vec<(f64, f64, f64)>,
    /// What bars are drawn with.
    pub bar: Option<Ink>,
    /// Lines from left to right.
    pub across: Vec<(Ink, f64)>,
    /// Lines from bottom to top.
    pub upright: Vec<(Ink, f64)>,
    /// Labels of the axes below and at the left; without them there are no axes.
    pub axes: Option<(Label<'a>, Label<'a>)>,
}

/// Room for the labels at the left, and below.
pub const GUTTER: (f64, f64) = (52.0, 22.0);
/// Room above and at the right.
pub const MARGIN: f64 = 10.0;

fn style(ink: Ink) -> ShapeStyle {
    RGBColor(0, 0, ink as u8).stroke_width(1)
}

impl Plot<'_> {
    /// Everything that is drawn.
    pub fn shapes(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        if self.size.0 < 1.0 || self.size.1 < 1.0 {
            return shapes;
        }
        // The sheet never fails, and a plot that plotters cannot lay out shows nothing.
        if self.draw(&mut shapes).is_err() {
            shapes.clear();
        }
        shapes
    }

    fn draw(&self, shapes: &mut Vec<Shape>) -> Result<(), DrawingAreaErrorKind<std::convert::Infallible>> {
        let area = Sheet { size: self.size, shapes }.into_drawing_area();
        let mut chart = ChartBuilder::on(&area);
        if self.axes.is_some() {
            let fine = |px: f64| (px * FINE) as i32;
            chart
                .x_label_area_size(fine(GUTTER.1))
                .y_label_area_size(fine(GUTTER.0))
                .margin_top(fine(MARGIN))
                .margin_right(fine(MARGIN));
        }
        let mut chart = chart.build_cartesian_2d(self.x.0..self.x.1, self.y.0..self.y.1)?;
        if let Some((below, left)) = self.axes {
            let text = ("mono", 12.0 * FINE, &RGBColor(0, 0, Ink::Axis as u8));
            chart
                .configure_mesh()
                .disable_x_mesh()
                .light_line_style(RGBColor(0, 0, 0).mix(0.0))
                .bold_line_style(style(Ink::Mesh))
                .axis_style(style(Ink::Axis))
                .set_all_tick_mark_size(4 * FINE as i32)
                .x_labels(6)
                .y_labels(4)
                .label_style(text)
                .x_label_formatter(&below)
                .y_label_formatter(&left)
                .draw()?;
        }
        let (low, high) = self.y;
        for (n, (ink, points)) in self.curves.iter().enumerate() {
            for piece in points.split(|p| !p.1.is_finite()).filter(|piece| !piece.is_empty()) {
                if n == 0 && self.area {
                    let fill = RGBColor(0, 0, Ink::Area as u8);
                    chart.draw_series(AreaSeries::new(piece.iter().copied(), low, fill))?;
                }
                chart.draw_series(LineSeries::new(piece.iter().copied(), style(*ink)))?;
            }
        }
        let bar = style(self.bar.unwrap_or(Ink::Bar)).filled();
        chart.draw_series(self.bars.iter().map(|(a, b, v)| Rectangle::new([(*a, *v), (*b, low)], bar)))?;
        let across =
            self.across.iter().map(|(ink, v)| PathElement::new(vec![(self.x.0, *v), (self.x.1, *v)], style(*ink)));
        chart.draw_series(across)?;
        let upright = self.upright.iter().map(|(ink, t)| PathElement::new(vec![(*t, low), (*t, high)], style(*ink)));
        chart.draw_series(upright)?;
        Ok(())
    }
}
