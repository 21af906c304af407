//! Sweeps over one setting as the page shows them: what was set, what was measured, how much of the most that is.

use lessons::model::{Stat, Sweep};
use sim_core::quantity::{Quantity, Unit};
use sim_core::registry::{Registry, Yields};

use crate::wire::Curve;

/// A sweep whose points were recorded; over several settings it is a table of figures, which the text quotes.
pub(crate) fn curve(sweep: &Sweep) -> Option<Curve> {
    let [(_, values)] = sweep.over.as_slice() else { return None };
    let registry = Registry::engine();
    let unit = match registry.measure(&sweep.sentence.call.measure)?.yields {
        Yields::Quantity(unit) if sweep.stat != Stat::Share => unit,
        _ => Unit::Share,
    };
    // A share is shown beside the whole.
    let most = sweep.points.iter().copied().fold(if unit == Unit::Share { 1.0 } else { 0.0 }, f64::max);
    let point = |(value, y): (&String, &f64)| {
        let part = if most > 0.0 { (y / most * 1000.0).round() as u16 } else { 0 };
        (label(value), Quantity { value: *y, unit }.to_string(), part)
    };
    let points: Vec<_> = values.iter().zip(&sweep.points).map(point).collect();
    (!points.is_empty()).then(|| Curve { name: sweep.name.clone(), points })
}

/// `closed 5ms..5ms` is `5ms`: the pause between two requests is what was set.
fn label(value: &str) -> String {
    let last = value.rsplit(' ').next().unwrap_or(value);
    match last.split_once("..") {
        Some((low, high)) if low == high => low.to_owned(),
        _ => value.to_owned(),
    }
}
