//! The header of the space-time diagram: title, kinds of message in this run, branch, and the button for the table.

use yew::prelude::*;

use super::geom::{n1, path};
use super::icons::small;
use super::palette::Look;
use super::spacetime::seen;
use super::ui::Msg;
use super::view::View;
use super::words;
use crate::platform::frames;

/// Title, legend, branch and the button for the table.
pub fn header(v: &View) -> Html {
    let staged = &v.live.staged;
    // Every kind that this run can have, so that nothing moves when one comes; kinds of one look share a place, and the
    // one that was seen names it.
    let used = |k: usize| v.live.scene.flights.iter().any(|f| usize::from(f.kind) == k);
    let mut legend: Vec<(Vec<Look>, &str, bool)> = Vec::new();
    for (i, k) in staged.kinds.iter().enumerate().filter(|(_, k)| !k.reply) {
        let (look, here) = (Look::named(&k.look), used(i));
        match legend.iter_mut().find(|known| known.0.contains(&look)) {
            Some(known) if here && !known.2 && known.0.len() == 1 => *known = (vec![look], &k.label, true),
            Some(_) => {}
            // What clients ask and what is sent on may have one name.
            None => match legend.iter_mut().find(|known| known.1 == k.label) {
                Some(known) => known.0.push(look),
                None => legend.push((vec![look], &k.label, here)),
            },
        }
    }
    let hollow = staged.kinds.iter().find(|k| k.reply).map(|k| Look::named(&k.look));
    let open = v.ui.table != 0;
    html! { <>
        <header>
            { views(v) }
            { for legend.iter().map(|(looks, label, _)| html! { <span class="lg">{ for looks.iter().map(|l| glyph(*l, false)) }{ *label }</span> }) }
            if let Some(look) = hollow { <span class="lg opt2">{ glyph(look, true) }{ words::HOLLOW }</span> }
            <span class="lg opt2"><svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><path class="cross" d="M-4-4l8 8M4-4l-8 8" /></svg>{ words::LOST }</span>
            <span class="sp"></span>
            { lanes(v) }
            <button class="btn ghost sm" aria-pressed={open.to_string()} title={words::EVENTS_TITLE} aria-label={words::AS_TABLE}
                onclick={v.click(move || Msg::Table(u8::from(!open)))}>{ small("table") }{ if open { words::DIAGRAM } else { words::EVENTS } }</button>
        </header>
        { whose_time(v) }
    </> }
}

/// True time, or each node's own: a switch where clocks matter, with what it changes in words.
fn whose_time(v: &View) -> Html {
    if v.ui.table != 0 || !v.live.staged.clocks && v.live.scene.clocks.is_empty() {
        return Html::default();
    }
    let own = v.live.own;
    let one = |(say, on): (&'static str, bool)| {
        let there = own == on;
        html! { <button aria-pressed={there.to_string()} onclick={v.link.batch_callback(move |_: MouseEvent| (!there).then_some(Msg::Own))}>{ say }</button> }
    };
    html! {
        <div class="whose"><span class="seg" role="group" aria-label={words::WHOSE_TIME}>{ for [(words::TRUE_TIME, false), (words::OWN_TIME, true)].into_iter().map(one) }</span>
            <span>{ if own { words::OWN_SAYS } else { words::TRUE_SAYS } }</span></div>
    }
}

/// Which lanes are seen, where there are more.
fn lanes(v: &View) -> Html {
    let (all, first, seen) = (v.live.staged.lanes.len(), v.live.dims.first, seen(&v.live.staged, v.live.dims.w));
    if v.ui.table != 0 || all <= seen {
        return Html::default();
    }
    let turn = |name: &'static str, sign: &'static str, by: i32, over: bool| {
        html! { <button class="btn ghost sm icon" aria-label={name} title={name} disabled={over} onclick={v.click(move || Msg::Lanes(by))}>{ sign }</button> }
    };
    let half = seen as i32 / 2;
    html! { <>
        <span>{ words::lanes(first, (first + seen).min(all), all) }</span>
        { turn(words::LANES_UP, "↑", -half, first == 0) }
        { turn(words::LANES_DOWN, "↓", half, first + seen >= all) }
    </> }
}

/// What is shown here, and what else could be.
fn views(v: &View) -> Html {
    let one = |(n, name): (usize, &&'static str)| {
        html! { <option value={n.to_string()} selected={n == usize::from(v.ui.table)}>{ *name }</option> }
    };
    let pick = v.link.callback(|e: Event| Msg::Table(frames::picked(&e)));
    html! { <select class="views" aria-label={words::VIEW} onchange={pick}>{ for words::BELOW.iter().enumerate().map(one) }</select> }
}

fn glyph(look: Look, reply: bool) -> Html {
    let (fill, wide) = if reply { ("var(--surface)".to_string(), "2.4") } else { (look.css(""), "1.4") };
    let stroke = look.css("-line");
    let d = look.shape(look.radius(6.0)).map(|s| path(&s) + "Z");
    html! {
        <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">
            if let Some(d) = d { <path {d} fill={fill.clone()} stroke={stroke.clone()} stroke-width={wide} stroke-linejoin="round" /> }
            else { <circle r={n1(look.radius(6.0))} {fill} {stroke} stroke-width={wide} /> }
        </svg>
    }
}
