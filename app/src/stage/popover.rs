//! The inspector over the topology: facts, buttons, one field with its slider; and what a finger covers, to choose from.

use session::order::Ordered;
use yew::prelude::*;

use super::field::Field;
use super::gesture::{self, Target, Tool};
use super::icons::small;
use super::inspect::{Button, inspect};
use super::ui::Msg;
use super::view::View;
use super::{lines, scene, words};
use crate::platform::touch;

/// The inspector, or the chooser.
pub fn popover(v: &View) -> Html {
    let Some(target) = v.ui.open else { return chooser(v) };
    let mut i = inspect(&v.live.staged, &v.live.scene, &v.props.tools, (target, v.ui.way), v.at);
    // The field of the tool in the hand comes first, and gets the focus.
    i.fields.order_by_key(|f| v.ui.first == Tool::Select || f.tool != v.ui.first);
    let lasts = Field::span();
    let span = v.ui.typed.get(i.fields.len()).cloned().flatten();
    let span = span.and_then(|typed| super::amount::read(&typed, lasts.units)).map(super::amount::spell);
    let act = |b: &Button| {
        let lines: Vec<String> = b.lines.iter().map(|l| lines::lasting(l.clone(), span.as_deref())).collect();
        html! {
            <button class="btn sm" title={lines.join("\n")} onclick={v.click(move || Msg::DoAll(lines.clone()))}>{ small(b.icon) }{ &b.say }</button>
        }
    };
    let carry = match target {
        Target::Node(n) => {
            html! { <button class="btn ghost sm" onclick={v.click(move || Msg::Carry(n))}>{ words::MOVE }</button> }
        }
        _ => Html::default(),
    };
    let way = |(n, say): (usize, &String)| {
        let n = n as u8;
        html! { <button aria-pressed={(n == v.ui.way).to_string()} onclick={v.click(move || Msg::Way(n))}>{ say }</button> }
    };
    // Each field is behind a button: the box covers little of what it is about.
    let fold = |(n, say): (usize, String)| {
        let open = (v.ui.field != Some(n)).then_some(n);
        html! {
            <button class="btn sm" aria-expanded={(v.ui.field == Some(n)).to_string()} onclick={v.click(move || Msg::Field(open))}>{ say }</button>
        }
    };
    let last = i.fields.len();
    let folds = i.fields.iter().map(|f| f.label.clone()).chain(i.lasts().then(|| words::lasts(span.as_deref())));
    let body = html! { <>
        <dl>{ for i.facts.iter().map(|(k, x)| html! { <div><dt>{ k }</dt><dd>{ x }</dd></div> }) }</dl>
        <div class="acts-row">{ for i.acts.iter().map(act) }{ for folds.enumerate().map(fold) }{ carry }</div>
        if let Some(n) = v.ui.field {
            if let Some(f) = i.fields.get(n) { { field(v, n, f, span.as_deref()) } }
            else if n == last && i.lasts() { { span_field(v, n, &lasts) } }
        }
        if i.lasts() && !i.ways.is_empty() {
            <div class="seg" role="group" aria-label={words::WAY}>{ for i.ways.iter().enumerate().map(way) }</div>
        }
    </> };
    panel(v, &i.title, body, v.ui.field.is_some_and(|n| n != last))
}

/// With a field of its own open, a small screen shows nothing beside it; how long an act lasts is asked beside the acts.
fn panel(v: &View, title: &str, body: Html, alone: bool) -> Html {
    let title = title.to_owned();
    html! {
        <div class={classes!("popover", alone.then_some("one"))} role="dialog" aria-label={title.clone()} ref={v.live.refs.popover.clone()}>
            <b>{ title }</b>{ body }
            <button class="btn ghost sm icon shut" aria-label={words::CLOSE} onclick={v.click(|| Msg::Close)}>{ small("x") }</button>
        </div>
    }
}

/// Things that lie too near to each other for a finger.
fn chooser(v: &View) -> Html {
    if v.ui.choose.is_empty() {
        return Html::default();
    }
    let (staged, scene) = (&v.live.staged, &v.live.scene);
    let one = |target: &Target| {
        let target = *target;
        let name = match target {
            Target::Node(n) => scene::name(staged, scene, n, v.at),
            Target::Link(l) => gesture::link_name(staged, scene, l, v.at),
            Target::Fault(f) => {
                scene.faults.get(f).map_or_else(String::new, |f| words::fault_name(&super::net::names(staged, &f.side)))
            }
            Target::Flight(f) => {
                let flight = scene.flights.iter().find(|x| x.name == f);
                flight.map(|f| gesture::flight_name(staged, f)).unwrap_or_default()
            }
        };
        html! { <button class="btn sm" onclick={v.click(move || Msg::Act(target, false))}>{ name }</button> }
    };
    panel(v, words::WHICH, html! { <div class="acts-row choose">{ for v.ui.choose.iter().map(one) }</div> }, false)
}

fn text(v: &View, n: usize, f: &Field, typed: String, fits: bool) -> Html {
    html! {
        <label>{ &f.label }<input type="text" autocomplete="off" aria-invalid={(!fits).to_string()} value={typed}
            oninput={v.link.callback(move |e: InputEvent| Msg::Typed(n, touch::value(&e)))} /></label>
    }
}

/// How long the buttons and fields above it last.
fn span_field(v: &View, n: usize, f: &Field) -> Html {
    let typed = v.ui.typed.get(n).cloned().flatten().unwrap_or_default();
    let fits = typed.is_empty() || f.made(&typed).is_some();
    html! { <div class="field">{ text(v, n, f, typed, fits) }<span class="until">{ words::UNTIL_UNDONE }</span></div> }
}

fn field(v: &View, n: usize, f: &Field, span: Option<&str>) -> Html {
    let pace = v.live.staged.pace;
    let typed = v.ui.typed.get(n).cloned().flatten().unwrap_or_else(|| f.start.clone());
    let made = f.made(&typed);
    let send = v.link.batch_callback({
        let made = made.clone().map(|made| made.lasting(span));
        move |e: SubmitEvent| {
            e.prevent_default();
            made.clone().map(Msg::Make)
        }
    });
    let slid = v.link.callback({
        let f = f.clone();
        move |e: InputEvent| Msg::Typed(n, f.slid(pace, touch::value(&e).parse().unwrap_or(0)))
    });
    let slider = f.slider(pace, &typed).map(|(least, most, here)| {
        html! {
            <input class="rng" type="range" min={least.to_string()} max={most.to_string()} value={here.to_string()}
                aria-label={words::slider_of(&f.label)} aria-valuetext={typed.clone()} oninput={slid} />
        }
    });
    html! {
        <form class="field" onsubmit={send}>
            { text(v, n, f, typed, made.is_some()) }
            <button class="btn sm" type="submit" aria-label={words::apply(&f.label)} disabled={made.is_none()}>{ words::APPLY }</button>
            { slider.unwrap_or_default() }
        </form>
    }
}
