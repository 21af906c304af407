//! The small run of the home page: the stage without its bars, playing by itself, there to be cut.

use std::rc::Rc;

use yew::prelude::*;

use super::parts::does;
use super::{On, icon};
use crate::model::{Action, Host, Lesson, Model};
use crate::panel::hero::standing;
use crate::stage::{Stage, StageEvent};
use crate::words::{self, around as said};

/// The card.
pub fn hero(model: &Model, lesson: &Lesson, on: &On) -> Html {
    let now = lesson.staged.as_ref().map(|staged| standing(staged, &lesson.scene, lesson.at));
    let cut = now.as_ref().is_some_and(|now| now.cut);
    let heal = Action::Stage(StageEvent::Do { at: lesson.at, line: "heal".to_owned() });
    html! {
        <figure class="toy">
            <header>{ icon("cut") }<span>{ if cut { said::HERO_CUT } else { said::HERO_PROMPT } }</span></header>
            { live(model, lesson, on) }
            <footer>
                <span class={classes!("sig", now.as_ref().is_some_and(|now| now.bad).then_some("bad"))}>
                    <i></i><span>{ now.as_ref().map(|now| now.words.clone()).unwrap_or_default() }</span></span>
                <span class="sp"></span>
                <output>{ now.map(|now| ["x = ", &now.newest].concat()) }</output>
                <button class="btn sm" disabled={!cut} onclick={does(on, heal)}>{ said::HEAL }</button>
            </footer>
        </figure>
    }
}

fn live(model: &Model, lesson: &Lesson, on: &On) -> Html {
    let Some(staged) = &lesson.staged else {
        let words = if model.engine.given_up.is_some() { words::ENGINE_GIVEN_UP } else { words::ENGINE_STARTING };
        return html! { <div class="stagehost waiting" id={super::STAGE}><p>{ words }</p></div> };
    };
    let tools = lesson.opened.as_ref().map(|opened| opened.tools.clone()).unwrap_or_default();
    let to_stage = on.reform(Action::Stage);
    let play = matches!(lesson.host, Host::Hero { seen: true }) && !model.still;
    html! {
        <div class="stagehost" id={super::STAGE} tabindex="-1">
            <Stage staged={staged.clone()} scene={lesson.scene.clone()} tools={Rc::new(tools)} go={lesson.go} {play} on={to_stage} />
        </div>
    }
}
