//! The browser driver: a small client of Chromium's `DevTools` protocol with the verbs that a visitor has.
//!
//! A story opens a [`Page`] and finds things the way people do, by role and label, never by class or id.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "tests wait for a browser, and waiting needs a real clock"
)]
#![allow(
    clippy::missing_errors_doc,
    clippy::format_push_string,
    clippy::needless_pass_by_value,
    reason = "every error is a sentence in the report of a failed test; `json!` makes a value that is used once"
)]

mod ax;
mod browser;
mod cdp;
mod emulate;
mod keys;
mod page;
mod pointer;
mod story;
pub mod wasm;
mod watch;

pub use ax::Found;
pub use browser::Browser;
pub use page::{PATIENCE, Page};
pub use pointer::Point;
pub use story::{Story, site, trial};
