//! Charts: laid out by plotters, collected as plain shapes, rendered as SVG whose colours are the page's.

mod backend;
mod picture;
mod plot;
mod view;

pub use backend::Shape;
pub use picture::track;
pub use view::{charts, gutter, shapes, side};

#[cfg(test)]
mod tests;
