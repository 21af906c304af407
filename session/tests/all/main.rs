//! The session from outside, as a host sees it: commands in, updates out.

mod causes;
mod charts;
mod export;
mod host;
mod knobs;
mod models;
mod moving;
mod packed;
mod parts;
mod sandbox;
mod story;
mod travel;
