//! Icons of the stage, on a 20-pixel grid.

use yew::prelude::*;

/// An icon by its name.
pub fn icon(name: &str) -> Html {
    sized(name, "ic")
}

/// A smaller one.
pub fn small(name: &str) -> Html {
    sized(name, "ic ic-s")
}

fn sized(name: &str, class: &'static str) -> Html {
    let (lines, solid, bold) = parts(name);
    html! {
        <svg {class} viewBox="0 0 20 20" aria-hidden="true">
            if !solid.is_empty() { <path d={solid} fill="currentColor" /> }
            if !lines.is_empty() { <path d={lines} stroke-width={bold} /> }
        </svg>
    }
}

/// Lines, filled parts, and the width of the lines where it differs.
fn parts(name: &str) -> (&'static str, &'static str, Option<&'static str>) {
    let lines = match name {
        "play" => return ("", "M6.5 4.2v11.6l9-5.8z", None),
        "pause" => return ("M6.8 4.5v11M13.2 4.5v11", "", Some("3")),
        "back" => return ("M5.2 5v10", "M14.5 5v10l-7-5z", None),
        "fwd" => return ("M14.8 5v10", "M5.5 5v10l7-5z", None),
        "select" => "M5 3.2 15.6 9l-4.8 1.4L8.4 15z",
        "cut" => "M11.8 2.5 8 8.4h4L8.2 17.5M2.2 10h3M14.8 10h3",
        "crash" => "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM7.4 7.4l5.2 5.2M12.6 7.4l-5.2 5.2",
        "slow" => "M1.8 10c1.4-4 2.7-4 4.1 0s2.7 4 4.1 0 2.7-4 4.1 0 2.7 4 4.1 0",
        "skew" => "M15.2 11a6.2 6.2 0 1 1-12.4 0 6.2 6.2 0 0 1 12.4 0ZM9 7.6V11l2.2 1.6M14.6 2.6l2.8 2.3-2.8 2.3",
        "drop" => "M2 10h2M6.5 10h2M11.6 7l6 6M17.6 7l-6 6",
        "dup" => {
            "M5 3h5.5a2 2 0 0 1 2 2v5.5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM7.5 16.8h7.3a2 2 0 0 0 2-2V7.5"
        }
        "heal" => "M2.5 10h15M6.5 6.8v6.4M10 6.8v6.4M13.5 6.8v6.4",
        "fork" => {
            "M5.5 6.6v6.8M14.5 8.6c0 3.4-9 2-9 4.8M7.5 4.6a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM7.5 15.4a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM16.5 6.6a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z"
        }
        "share" => "M10 12.5V3.2M6.6 6.2 10 2.8l3.4 3.4M5 9.5H4v7h12v-7h-1",
        "lock" => "M6.5 9h7a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2ZM7 9V6.6a3 3 0 0 1 6 0V9",
        "table" => "M3 4.5h14v11H3zM3 8.5h14M8 8.5v7",
        _ => "m5.5 5.5 9 9M14.5 5.5l-9 9",
    };
    (lines, "", None)
}
