//! What fingers need of the browser: a moment that passes, and no menu of its own.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// Says once that so many milliseconds have passed, unless it is dropped before.
pub struct Timer {
    _timeout: Timeout,
}

impl Timer {
    /// Begins.
    pub fn new(ms: u32, then: Callback<()>) -> Self {
        Self { _timeout: Timeout::new(ms, move || then.emit(())) }
    }
}

/// The browser's own menu stays away.
pub fn no_menu() -> Callback<MouseEvent> {
    Callback::from(|e: MouseEvent| e.prevent_default())
}

/// A finger that leaves makes no click. Browsers look for its target anew, and find what the tap has just opened there.
pub fn no_click() -> Callback<TouchEvent> {
    Callback::from(|e: TouchEvent| {
        // A scroll cannot be stopped any more, and ends without a click.
        if e.cancelable() {
            e.prevent_default();
        }
    })
}

/// What is in the field that an event comes from.
pub fn value(event: &InputEvent) -> String {
    super::dom::value(event)
}
