//! The toolbar: transport, tools, Fork and Share; and the phone's tabs.

use yew::prelude::*;

use super::gesture::{TOOLS, Tool};
use super::icons::icon;
use super::player::SPEEDS;
use super::refs::Refs;
use super::ui::Msg;
use super::view::View;
use super::{StageEvent, words};
use crate::platform::{frames, touch};

/// The phone's tabs.
pub fn tabs(v: &View) -> Html {
    let one = |(i, name): (usize, &&'static str)| {
        let on = v.ui.tab == i;
        html! {
            <button role="tab" aria-selected={on.to_string()} tabindex={if on { "0" } else { "-1" }}
                onclick={v.click(move || Msg::Tab(i))}>{ *name }</button>
        }
    };
    let n = if v.rail() { 3 } else { 2 };
    let keys = v.link.batch_callback({
        let (here, n) = (v.ui.tab, n);
        move |e: KeyboardEvent| match e.key().as_str() {
            "ArrowRight" => Some(Msg::Tab((here + 1) % n)),
            "ArrowLeft" => Some(Msg::Tab((here + n - 1) % n)),
            _ => None,
        }
    });
    html! {
        <div class="tabs" role="tablist" aria-label={words::VIEWS} onkeydown={keys}>
            { for words::TABS.iter().enumerate().take(n).map(one) }
        </div>
    }
}

/// The toolbar.
pub fn bar(v: &View) -> Html {
    let refs = &v.live.refs;
    let at = v.at;
    html! {
        <div class="bar">
            { transport(v, refs) }
            <span class="div"></span>
            { tools(v) }
            <span class="sp"></span>
            <button class="btn end" title={words::FORK_TITLE} aria-label={words::FORK}
                onclick={v.click(move || Msg::Tell(StageEvent::Fork(at)))}>
                { icon("fork") }<span class="lbl">{ words::FORK }</span></button>
            <button class="btn end" title={words::SHARE} aria-label={words::SHARE}
                onclick={v.click(move || Msg::Tell(StageEvent::Share(at)))}>
                { icon("share") }<span class="lbl">{ words::SHARE }</span></button>
        </div>
    }
}

fn transport(v: &View, refs: &Refs) -> Html {
    let playing = v.live.player.playing;
    let (play, name) = if playing { ("pause", words::PAUSE) } else { ("play", words::PLAY) };
    let step = |forward: bool| {
        let hold = v
            .link
            .batch_callback(move |e: PointerEvent| (e.pointer_type() == "touch").then_some(Msg::Hold(Some(forward))));
        let click = v.link.callback(move |e: MouseEvent| Msg::Stepped(forward, e.shift_key()));
        let (label, title, name) = if forward {
            (words::STEP, words::STEP_TITLE, "fwd")
        } else {
            (words::STEP_BACK, words::STEP_BACK_TITLE, "back")
        };
        html! {
            <button class="btn icon" tabindex="-1" aria-label={label} title={title} onpointerdown={hold}
                onpointercancel={v.link.callback(|_| Msg::Hold(None))} onpointerleave={v.link.callback(|_| Msg::Hold(None))}
                oncontextmenu={touch::no_menu()} onclick={click}>{ icon(name) }</button>
        }
    };
    let bar = NodeRef::default();
    html! {
        <div class="transport" role="toolbar" aria-label={words::TRANSPORT} ref={bar.clone()} onkeydown={roving(&bar)}>
            { step(false) }
            <button class="btn pri icon play" tabindex="0" aria-label={name} title={words::play_title(playing)}
                onclick={v.click(|| Msg::Command(super::keys::Command::Play))}>{ icon(play) }</button>
            { step(true) }
            <output class="clock" aria-live="off" aria-label={words::CLOCK}><span ref={refs.clock.clone()}></span>{ " " }<small>{ "s" }</small></output>
            { speed(v) }
        </div>
    }
}

fn speed(v: &View) -> Html {
    let now = v.live.player.speed;
    let pace = words::pace(v.props.staged.pace);
    let one = |(i, s): (usize, &(f64, &'static str))| {
        html! {
            <button role="menuitemradio" aria-checked={(i == now).to_string()} tabindex={if i == now { "0" } else { "-1" }}
                onclick={v.click(move || Msg::Speed(i))}>{ s.1 }</button>
        }
    };
    let by = |(i, say): (usize, &&'static str)| {
        let i = i as u8;
        html! {
            <button role="menuitemradio" aria-checked={(i == v.ui.by).to_string()} tabindex="-1"
                onclick={v.click(move || Msg::By(i))}>{ *say }</button>
        }
    };
    let bar = NodeRef::default();
    html! {
        <div class="speed">
            <button class="btn ghost" tabindex="-1" aria-haspopup="menu" aria-expanded={v.ui.speeds.to_string()}
                aria-label={words::speed(SPEEDS[now].1)} title={words::speed_title(&pace)}
                onclick={v.click(|| Msg::SpeedMenu)}>{ SPEEDS[now].1 }</button>
            if v.ui.speeds {
                <div class="menu" role="menu" aria-label={words::SPEED} ref={bar.clone()} onkeydown={roving(&bar)}>
                    { for SPEEDS.iter().enumerate().map(one) }
                    <p>{ pace }</p>
                    { for words::STEP_BY_WHAT.iter().enumerate().map(by) }
                </div>
            }
        </div>
    }
}

fn tools(v: &View) -> Html {
    let offered = Tool::offered(&v.props.tools);
    let one = |tool: &Tool| {
        let (tool, word, key, class) = TOOLS[*tool as usize];
        let on = v.ui.tool == tool;
        let name = words::tool(word);
        html! {
            <button class={class} data-tool={word} aria-pressed={on.to_string()} title={words::with_key(name, key)}
                aria-label={name} tabindex={if on { "0" } else { "-1" }} onclick={v.click(move || Msg::Tool(tool))}>
                { icon(word) }<span class="tl">{ name }</span></button>
        }
    };
    let bar = NodeRef::default();
    let locked = v.props.staged.locked && v.props.tools.is_empty();
    let why =
        if v.props.staged.goals.is_empty() || !v.props.staged.say.is_empty() { words::RECORDED } else { words::LOCKED };
    html! {
        <div class="seg tools" role="toolbar" aria-label={words::TOOLS} ref={bar.clone()} onkeydown={roving(&bar)}>
            { for offered.iter().map(one) }
            if locked { <span class="locked">{ super::icons::small("lock") }<span>{ why }</span></span> }
        </div>
    }
}

/// Arrow keys move inside a toolbar, which is one tab stop.
pub fn roving(bar: &NodeRef) -> Callback<KeyboardEvent> {
    let bar = bar.clone();
    Callback::from(move |e: KeyboardEvent| {
        let by = match e.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => -1,
            _ => return,
        };
        e.prevent_default();
        frames::rove(&bar, by);
    })
}
