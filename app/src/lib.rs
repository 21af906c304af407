//! The page: a pure model, `update`, view models, Yew views; `platform` is the only place that names the browser.

pub mod catalogue;
pub mod embed;
#[cfg(not(target_arch = "wasm32"))]
pub mod html;
pub mod json;
pub mod keymap;
pub mod model;
pub mod panel;
pub mod platform;
pub mod progress;
pub mod route;
pub mod shelf;
pub mod stage;
pub mod update;
pub mod view;
pub mod words;
