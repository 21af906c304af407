//! Boxes over the topology (tip, beat, inspector) and the tables in place of the diagram.

use yew::prelude::*;

use super::cut::Cut;
use super::gesture::{self, Target};
use super::icons::small;
use super::inspect::{Field, inspect};
use super::tick::Why;
use super::ui::Msg;
use super::view::View;
use super::{net, scene, words};
use crate::platform::frames;

/// Rows of the event table at most.
const ROWS: usize = 300;

/// What releasing the pointer would cut.
pub fn tip(v: &View, cut: &Cut) -> Html {
    let (first, second) = cut.tip(&v.live.staged);
    html! {
        <div class="tip tipbox" ref={v.live.refs.tip.clone()}><b>{ first }</b><span class="k">{ second }</span></div>
    }
}

/// Why play stopped, and the button to go on.
pub fn beat(v: &View) -> Html {
    let (words, class) = match v.ui.stopped {
        Some(Why::Beat(i)) => (v.props.beats.get(i).map(|b| b.1.clone()), None),
        Some(Why::Witness) => (v.live.scene.witness.as_ref().map(|w| w.sentence.clone()), Some("bad")),
        Some(Why::End) => (v.live.scene.ended.as_deref().map(words::ended), None),
        None => return Html::default(),
    };
    let Some(words) = words else { return Html::default() };
    let over = v.ui.stopped == Some(Why::End);
    html! {
        <div class={classes!("beat", class)} ref={v.live.refs.beat.clone()}>
            <span>{ words }</span>
            if over { <button class="btn sm" onclick={v.click(|| Msg::Seek(0.0))}>{ words::FROM_START }</button> }
            else { <button class="btn sm" onclick={v.click(|| Msg::GoOn)}>{ words::GO_ON }</button> }
        </div>
    }
}

/// The inspector.
pub fn popover(v: &View) -> Html {
    let Some(target) = v.ui.open else { return Html::default() };
    let i = inspect(&v.live.staged, &v.live.scene, &v.props.tools, target, v.at);
    let act = |(say, icon, line): &(&'static str, &'static str, String)| {
        let line = line.clone();
        html! {
            <button class="btn sm" title={line.clone()} onclick={v.click(move || Msg::Do(line.clone()))}>{ small(icon) }{ *say }</button>
        }
    };
    html! {
        <div class="popover" role="dialog" aria-label={i.title.clone()} ref={v.live.refs.popover.clone()}>
            <b>{ i.title.clone() }</b>
            <dl>{ for i.facts.iter().map(|(k, x)| html! { <><dt>{ k }</dt><dd>{ x }</dd></> }) }</dl>
            { for i.fields.iter().map(|f| field(v, f)) }
            if !i.acts.is_empty() { <div class="acts-row">{ for i.acts.iter().map(act) }</div> }
            <button class="btn ghost sm icon shut" aria-label={words::CLOSE} onclick={v.click(|| Msg::Close)}>{ small("x") }</button>
        </div>
    }
}

fn field(v: &View, f: &Field) -> Html {
    let input = NodeRef::default();
    let send = {
        let (f, input) = (f.clone(), input.clone());
        v.link.batch_callback(move |e: SubmitEvent| {
            e.prevent_default();
            f.line(&frames::typed(&input)).map(Msg::Do)
        })
    };
    html! {
        <form class="field" onsubmit={send}>
            <label>{ f.label }<span class="num"><input ref={input} type="number" min="0" max={f.most.to_string()} value={f.start.to_string()} />{ f.unit }</span></label>
            <button class="btn sm" type="submit">{ words::APPLY }</button>
        </form>
    }
}

/// Events, links or messages.
pub fn table(v: &View) -> Html {
    html! {
        <div class="table" ref={v.live.refs.table.clone()} tabindex="0" role="region" aria-label={words::table_title(v.ui.table)}>
            { match v.ui.table {
                1 => events(v),
                2 => links(v),
                4 => super::chart::charts(v),
                5 => super::lattice::models(v),
                _ => messages(v),
            } }
        </div>
    }
}

fn empty(words: &'static str) -> Html {
    html! { <p class="empty">{ words }</p> }
}

fn events(v: &View) -> Html {
    let all = &v.props.events;
    if all.is_empty() {
        return empty(words::NO_EVENTS);
    }
    // A busy window has thousands: those around the playhead, and a line that says so.
    let first = all.partition_point(|r| r.at < v.at).saturating_sub(ROWS / 2).min(all.len().saturating_sub(ROWS));
    let rows = &all[first..all.len().min(first + ROWS)];
    let row = |r: &session::wire::EventRow| {
        let at = r.at as f64;
        let cause = r.cause.and_then(|c| rows.iter().find(|x| x.row == c));
        let node = r.node.and_then(|n| v.live.staged.nodes.get(usize::from(n))).map_or("", |n| n.label.as_str());
        html! {
            <tr key={r.row} id={["stage-row-", &r.row.to_string()].concat()} class={(v.at == r.at).then_some("on")} tabindex="-1">
                <td><button class="ev" onclick={v.click(move || Msg::Seek(at))}>{ words::seconds(r.at) }</button></td>
                <td>{ node.to_string() }</td><td>{ &r.text }</td>
                <td>{ for cause.map(|c| {
                    let id = ["stage-row-", &c.row.to_string()].concat();
                    let t = c.at as f64;
                    html! { <button class="ev" onclick={v.click(move || { frames::focus(&id); Msg::Seek(t) })}>{ words::seconds(c.at) }</button> }
                }) }</td>
            </tr>
        }
    };
    html! { <>
        if rows.len() < all.len() { <p class="few">{ words::some_events(rows.len(), all.len()) }</p> }
        <table><thead><tr><th>{ words::TIME }</th><th>{ words::WHERE }</th><th>{ words::EVENT }</th><th>{ words::CAUSE }</th></tr></thead>
            <tbody>{ for rows.iter().map(row) }</tbody></table>
    </> }
}

fn links(v: &View) -> Html {
    let row = |(i, _): (usize, &session::wire::LinkInfo)| {
        let target = Target::Link(i as u16);
        let name = gesture::link_name(&v.live.staged, &v.live.scene, i as u16, v.at);
        let cut = net::links(&v.live.staged, &v.live.scene, v.at)[i].cut.is_some();
        html! {
            <tr key={i}><td>{ name }</td><td class="acts-row">
                if v.can("cut") {
                    <button class="btn sm" onclick={v.link.callback({
                        let line = if cut { gesture::heal(&v.live.scene, Some(i as u16), v.at) } else { gesture::cut_one(&v.live.staged, i as u16, false) };
                        move |_| Msg::Do(line.clone())
                    })}>{ if cut { words::HEAL } else { words::CUT_IT } }</button>
                }
                <button class="btn sm" onclick={v.click(move || Msg::Open(target))}>{ words::INSPECT }</button>
            </td></tr>
        }
    };
    html! {
        <table><thead><tr><th>{ words::LINK }</th><th>{ words::ACTS }</th></tr></thead>
            <tbody>{ for v.live.staged.links.iter().enumerate().map(row) }</tbody></table>
    }
}

fn messages(v: &View) -> Html {
    let t = v.at;
    let flying: Vec<_> =
        v.live.scene.flights.iter().filter(|f| f.sent <= t && t < scene::end(f).at && f.arrives != f.sent).collect();
    if flying.is_empty() {
        return empty(words::NO_MESSAGES);
    }
    let label = |n: u16| v.live.staged.nodes[usize::from(n)].label.clone();
    let row = |f: &&session::wire::Flight| {
        let (name, which) = (f.name, gesture::selector(f.name));
        let kind = v.live.staged.kinds.get(usize::from(f.kind)).map_or("", |k| k.label.as_str());
        let act = |say: &'static str, verb: &str| {
            let line = [verb, &which].concat();
            html! { <button class="btn sm" onclick={v.click(move || Msg::Do(line.clone()))}>{ say }</button> }
        };
        html! {
            <tr key={name.to_string()} id={Target::Flight(name).id()} tabindex="-1">
                <td>{ words::seconds(f.sent) }</td><td>{ label(f.from) }</td><td>{ label(f.to) }</td>
                <td>{ [kind, " ", &f.label].concat() }</td><td>{ words::fate(f, t) }</td>
                <td class="acts-row">
                    if v.can("drop") { { act(words::DROP, "drop ") } }
                    if v.can("drop") || v.can("duplicate") { { act(words::DUPLICATE, "duplicate ") } }
                    <button class="btn sm" onclick={v.click(move || Msg::Open(Target::Flight(name)))}>{ words::INSPECT }</button>
                </td>
            </tr>
        }
    };
    html! {
        <table><thead><tr><th>{ words::SENT_AT }</th><th>{ words::FROM }</th><th>{ words::TO }</th><th>{ words::MESSAGE }</th><th>{ words::FATE }</th><th>{ words::ACTS }</th></tr></thead>
            <tbody>{ for flying.iter().map(row) }</tbody></table>
    }
}
