//! The elements that every drawing of the stage is made of; one function each keeps the program small.

use yew::prelude::*;

/// A path with a class.
pub fn stroke(class: &'static str, d: String) -> Html {
    html! { <path {class} {d} /> }
}
