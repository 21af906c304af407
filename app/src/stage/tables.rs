//! Tables in place of the diagram: nodes, links, messages in flight; the rest have files of their own.

use yew::prelude::*;

use super::gesture::{self, Target};
use super::ui::Msg;
use super::view::View;
use super::{clocks, lines, net, scene, words};

/// Events, links or messages.
pub fn table(v: &View) -> Html {
    html! {
        <div class="table" ref={v.live.refs.table.clone()} tabindex="0" role="region" aria-label={words::table_title(v.ui.table)}>
            { match v.ui.table {
                1 => super::events::events(v),
                2 => html! { <>{ nodes(v) }{ links(v) }</> },
                4 => super::chart::charts(v),
                5 => super::lattice::models(v),
                6 => super::ask::ask(v),
                _ => messages(v),
            } }
        </div>
    }
}

/// An empty view says what will appear in it.
pub fn empty(words: &'static str) -> Html {
    html! { <p class="empty">{ words }</p> }
}

/// What each node holds, and how it stands.
fn nodes(v: &View) -> Html {
    let (staged, scene) = (&v.live.staged, &v.live.scene);
    let row = |(n, info): (usize, &session::wire::NodeInfo)| {
        let n = n as u16;
        let (state, off) = (scene::state(scene, n, v.at), clocks::offset(&scene.clocks, n, v.at));
        let role =
            state.map(|s| s.caption.as_str()).filter(|c| !c.is_empty()).unwrap_or_else(|| words::one_of(&info.group));
        let facts = state.map(|s| s.facts.iter().map(|(k, x)| [k, " ", x].concat()).collect::<Vec<_>>().join(", "));
        let clock = if off == 0 { words::CLOCK_TRUE.into() } else { words::clock_off(off) };
        html! {
            <tr key={n}><td>{ &info.label }</td><td>{ role }</td><td>{ facts.unwrap_or_default() }</td><td>{ clock }</td>
                <td>{ if net::down(scene, n, v.at) { words::DOWN } else { words::UP } }</td>
                <td><button class="btn sm" onclick={v.click(move || Msg::Open(Target::Node(n)))}>{ words::INSPECT }</button></td></tr>
        }
    };
    html! {
        <table><thead><tr>{ for words::NODE_HEAD.iter().map(|h| html! { <th>{ *h }</th> }) }</tr></thead>
            <tbody>{ for staged.nodes.iter().enumerate().map(row) }</tbody></table>
    }
}

fn links(v: &View) -> Html {
    let row = |(i, info): (usize, &session::wire::LinkInfo)| {
        let target = Target::Link(i as u16);
        let name = gesture::link_name(&v.live.staged, &v.live.scene, i as u16, v.at);
        let cut = net::links(&v.live.staged, &v.live.scene, v.at)[i].cut.is_some();
        let say = if cut { words::HEAL } else { words::CUT_IT };
        html! {
            <tr key={i}><td>{ &name }</td><td>{ &info.latency }</td><td class="acts-row">
                if v.can("cut") {
                    <button class="btn sm" aria-label={words::about(say, &name)} onclick={v.link.callback({
                        let line = if cut { lines::heal(&v.live.scene, Some(i as u16), v.at) } else { lines::cut_one(&v.live.staged, i as u16, false) };
                        move |_| Msg::Do(line.clone())
                    })}>{ say }</button>
                }
                <button class="btn sm" aria-label={words::about(words::INSPECT, &name)} onclick={v.click(move || Msg::Open(target))}>{ words::INSPECT }</button>
            </td></tr>
        }
    };
    html! {
        <table><thead><tr><th>{ words::LINK }</th><th>{ words::LATENCY }</th><th>{ words::ACTS }</th></tr></thead>
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
        let (name, which) = (f.name, lines::selector(f.name));
        let kind = v.live.staged.kinds.get(usize::from(f.kind)).map_or("", |k| k.label.as_str());
        let what = [kind, " ", &f.label].concat();
        let about = [what.trim_end(), ", ", &words::from_to(&label(f.from), &label(f.to))].concat();
        let act = |say: &'static str, verb: &str| {
            let line = [verb, &which].concat();
            html! { <button class="btn sm" aria-label={words::about(say, &about)} onclick={v.click(move || Msg::Do(line.clone()))}>{ say }</button> }
        };
        html! {
            <tr key={name.to_string()} id={Target::Flight(name).id()} tabindex="-1">
                <td>{ words::seconds(f.sent) }</td><td>{ label(f.from) }</td><td>{ label(f.to) }</td>
                <td>{ what }</td><td>{ words::fate(f, t) }</td>
                <td class="acts-row">
                    if v.can("drop") { { act(words::DROP, "drop ") } }
                    if v.can("drop") || v.can("duplicate") { { act(words::DUPLICATE, "duplicate ") } }
                    <button class="btn sm" aria-label={words::about(words::INSPECT, &about)} onclick={v.click(move || Msg::Open(Target::Flight(name)))}>{ words::INSPECT }</button>
                </td>
            </tr>
        }
    };
    html! {
        <table><thead><tr><th>{ words::SENT_AT }</th><th>{ words::FROM }</th><th>{ words::TO }</th><th>{ words::MESSAGE }</th><th>{ words::FATE }</th><th>{ words::ACTS }</th></tr></thead>
            <tbody>{ for flying.iter().map(row) }</tbody></table>
    }
}
