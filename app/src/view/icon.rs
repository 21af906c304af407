//! Icons and the mark: paths on a 20-pixel grid, drawn in the current colour.

use yew::prelude::*;

/// An icon.
pub fn icon(name: &str) -> Html {
    sized(name, "ic")
}

/// A smaller one.
pub fn small(name: &str) -> Html {
    sized(name, "ic ic-s")
}

fn sized(name: &str, class: &'static str) -> Html {
    html! {
        <svg {class} viewBox="0 0 20 20" aria-hidden="true"><path d={path(name)} /></svg>
    }
}

fn path(name: &str) -> &'static str {
    match name {
        "cut" => "M11.8 2.5 8 8.4h4L8.2 17.5M2.2 10h3M14.8 10h3",
        "crash" => "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM7.4 7.4l5.2 5.2M12.6 7.4l-5.2 5.2",
        "slow" => "M1.8 10c1.4-4 2.7-4 4.1 0s2.7 4 4.1 0 2.7-4 4.1 0 2.7 4 4.1 0",
        "skew" => "M15.2 11a6.2 6.2 0 1 1-12.4 0 6.2 6.2 0 0 1 12.4 0ZM9 7.6V11l2.2 1.6",
        "drop" => "M2 10h2M6.5 10h2M11.6 7l6 6M17.6 7l-6 6",
        "heal" => "M2.5 10h15M6.5 6.8v6.4M10 6.8v6.4M13.5 6.8v6.4",
        "fork" => {
            "M5.5 6.6v6.8M14.5 8.6c0 3.4-9 2-9 4.8M7.5 4.6a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM7.5 15.4a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM16.5 6.6a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z"
        }
        "share" => "M10 12.5V3.2M6.6 6.2 10 2.8l3.4 3.4M5 9.5H4v7h12v-7h-1",
        "check" => "m4.5 10.5 3.6 3.6 7.4-8.2",
        "x" => "m5.5 5.5 9 9M14.5 5.5l-9 9",
        "right" => "m8 5.5 4.5 4.5L8 14.5",
        "left" => "M12 5.5 7.5 10l4.5 4.5",
        "hint" => "M7.4 13.2c-3.6-2.3-3-8.9 2.6-8.9s6.2 6.6 2.6 8.9v1.3H7.4zM8 17.2h4",
        "warn" => "M10 3.2 17.6 16.4H2.4zM10 8.2v4M10 14.3v.1",
        "undo" => "M4 8.2h8.2a4 4 0 0 1 0 8H8M7.2 4.8 3.8 8.2l3.4 3.4",
        "more" => "M4 10h.6M9.7 10h.6M15.4 10h.6",
        "search" => "M14.2 8.8a5.4 5.4 0 1 1-10.8 0 5.4 5.4 0 0 1 10.8 0ZM13 13l4 4",
        "book" => {
            "M10 5.2C8.2 3.9 5.6 3.6 3 3.8v11.4c2.6-.2 5.2.1 7 1.4 1.8-1.3 4.4-1.6 7-1.4V3.8c-2.6-.2-5.2.1-7 1.4ZM10 5.2v11.4"
        }
        "flag" => "M5 17.5v-14h9l-2 3.5 2 3.5H5",
        "play" => "M6.5 4.2v11.6l9-5.8z",
        _ => "M17.2 10a7.2 7.2 0 1 1-14.4 0 7.2 7.2 0 0 1 14.4 0ZM10 9.2v4.4M10 6.4v.1",
    }
}

/// Half light, half dark.
pub fn theme() -> Html {
    html! {
        <svg class="ic" viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="6.6" /><path d="M10 3.4a6.6 6.6 0 0 1 0 13.2z" fill="currentColor" />
        </svg>
    }
}

/// The mark of Faultline.
pub fn mark() -> Html {
    html! {
        <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M13.1 1.1 8.7 8.6l4.9.2-5.9 14A11 11 0 0 1 13.1 1.1Z" fill="var(--ink)" />
            <path d="M15.6 1.6A11 11 0 0 1 10.4 22.9L17.2 7l-4.9-.2Z" fill="var(--fault)" />
        </svg>
    }
}

/// The five shapes of a lesson's state.
pub fn pip(state: crate::progress::Reached) -> Html {
    use crate::progress::Reached;
    let inner = match state {
        Reached::New => html! { <circle cx="10" cy="10" r="7" fill="none" stroke="var(--edge)" stroke-width="1.7" /> },
        Reached::Seen => html! { <>
            <circle cx="10" cy="10" r="7" fill="none" stroke="var(--accent)" stroke-width="1.7" />
            <circle cx="10" cy="10" r="3" fill="var(--accent)" />
        </> },
        Reached::Broken => html! { <>
            <path d="M9.6 3A7 7 0 0 0 8.2 16.8l2-6.2-2.6-.4Z" fill="var(--fault)" />
            <path d="M12 3.3a7 7 0 0 1-1.6 13.6L13 9.2l-2.7-.4Z" fill="none" stroke="var(--fault)" stroke-width="1.5"
                stroke-linejoin="round" />
        </> },
        Reached::Repaired => html! { <>
            <circle cx="10" cy="10" r="7.8" fill="var(--ok)" />
            <path d="m6.4 10.3 2.5 2.5 4.8-5.4" fill="none" stroke="var(--on-ok)" stroke-width="2" stroke-linecap="round"
                stroke-linejoin="round" />
        </> },
        Reached::Challenged => html! { <>
            <path d="M10 1.2 18.8 10 10 18.8 1.2 10Z" fill="var(--ok)" />
            <path d="m6.6 10.3 2.4 2.4 4.6-5.2" fill="none" stroke="var(--on-ok)" stroke-width="2"
                stroke-linecap="round" stroke-linejoin="round" />
        </> },
    };
    html! { <span class="pip"><svg viewBox="0 0 20 20" aria-hidden="true">{ inner }</svg></span> }
}
