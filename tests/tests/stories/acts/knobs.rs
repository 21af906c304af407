//! Turning knobs in the rail: a word is pressed, a thumb is dragged or moved by keys, what lies between two steps is typed.
use lessons::model::{Knob, KnobRange};
use sim_core::act::parse_span;
use tests::Point;

use super::hand::{Hand, Player};

/// A phone shows its knobs in a tab.
pub fn show(p: &Player) {
    if p.hand == Hand::Touch {
        p.press("tab", "Knobs");
    }
}

/// Sets a knob.
pub fn turn(p: &Player, knob: &Knob, value: &str) {
    let label = &*p.act.world.knob_label(knob);
    if p.page.has("combobox", label) {
        return choose(p, label, value);
    }
    let Some(part) = part(knob, value) else {
        p.press_in(label, "button", value);
        p.page.wait_until(&format!("{label} is {value}"), super::hand::WATCHING, |page| {
            page.find_in(label, "button", value).is("pressed")
        });
        return;
    };
    let at = || {
        let slider = p.page.find("slider", label);
        p.page
            .run_on(&slider, "function() { return this.getAttribute('aria-valuetext'); }")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let here = || rank(&at());
    let goal = rank(value);
    if p.hand == Hand::Keys {
        p.page.tab_to("slider", label);
        p.page.key(if part > 0.5 { "End" } else { "Home" });
        walk(goal, here, |more| p.page.key(if more { "ArrowRight" } else { "ArrowLeft" }));
    } else {
        drag(p, label, part);
        walk(goal, here, |more| p.press("button", &format!("{label}: {}", if more { "more" } else { "less" })));
    }
    if at() != value {
        p.write("textbox", label, value);
        p.page.key("Enter");
    }
    p.page.wait_until(&format!("{label} is {value}"), super::hand::WATCHING, |_| at() == value);
}

/// From a list that opens: the word is typed, and taken.
fn choose(p: &Player, label: &str, value: &str) {
    match p.hand {
        Hand::Keys => p.page.tab_to("combobox", label),
        Hand::Mouse | Hand::Touch => p.press("combobox", label),
    }
    p.page.type_text(value);
    p.page.key("Enter");
    let chosen = || {
        let list = p.page.find("combobox", label);
        p.page.run_on(&list, "function() { return this.value; }").as_str().unwrap_or_default().to_owned()
    };
    p.page.wait_until(&format!("{label} is {value}"), super::hand::WATCHING, |_| chosen() == value);
}

/// Step by step to a value, or to the last step before it.
fn walk(goal: f64, here: impl Fn() -> f64, step: impl Fn(bool)) {
    let begun = here() < goal;
    for _ in 0..64 {
        let now = here();
        if (now - goal).abs() < 1e-9 || (now < goal) != begun {
            return;
        }
        step(now < goal);
    }
}

/// From the middle of the slider, where its thumb can be caught by a press, to about the right place.
fn drag(p: &Player, label: &str, part: f64) {
    let slider = p.page.find("slider", label);
    let middle = p.page.point_of("slider", label);
    let wide = p
        .page
        .run_on(&slider, "function() { return this.getBoundingClientRect().width; }")
        .as_f64()
        .unwrap_or_default();
    let to = Point { x: middle.x + (part - 0.5) * (wide - 18.0), ..middle };
    p.drag(&[middle, to]);
}

/// Where a value lies between the ends of a scale, from 0 to 1; words have none.
fn part(knob: &Knob, value: &str) -> Option<f64> {
    let even = |low: f64, high: f64| (rank(value) - low) / (high - low);
    Some(match &knob.range {
        KnobRange::Whole { low, high, .. } => even(*low as f64, *high as f64),
        KnobRange::Share { low, high, .. } => even(*low * 100.0, *high * 100.0),
        KnobRange::Span { low, high, log: false, .. } => even(low.0 as f64, high.0 as f64),
        KnobRange::Span { low, high, .. } => (rank(value) / low.0 as f64).ln() / (high.0 as f64 / low.0 as f64).ln(),
        KnobRange::Words { .. } | KnobRange::Lines(_) => return None,
    })
}

/// A value as a number: microseconds, percent, or itself.
fn rank(value: &str) -> f64 {
    let number = value.trim_end_matches('%').parse().ok();
    number
        .or_else(|| parse_span(value).ok().map(|span| span.0 as f64))
        .unwrap_or_else(|| panic!("{value} is no amount"))
}
