//! Boxes over the topology: tip, beat, inspector.

use yew::prelude::*;

use super::cut::Cut;
use super::icons::small;
use super::inspect::{Field, inspect};
use super::tick::Why;
use super::ui::Msg;
use super::view::View;
use super::words;
use crate::platform::frames;

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
