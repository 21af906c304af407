//! Boxes over the topology: tip, beat, inspector.

use yew::prelude::*;

use super::tick::Why;
use super::ui::Msg;
use super::view::View;
use super::words;

/// What releasing the pointer would cut.
pub fn tip(v: &View, (first, second): (String, String)) -> Html {
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
