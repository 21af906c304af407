//! The branch bar: branches in order of creation, and a menu with older ones, the acts of the one shown, and what can be
//! done with it.

use session::wire::{Branch, Travel};
use yew::prelude::*;

use super::bar::roving;
use super::icons::small;
use super::ui::Msg;
use super::view::View;
use super::{StageEvent, words};

/// So many branches are drawn; older ones are in the menu.
const DRAWN: usize = 8;

/// The id of a branch's button.
pub fn id(branch: u32) -> String {
    ["stage-branch-", &branch.to_string()].concat()
}

/// The branches that are there, with their numbers: those that are drawn, and older ones.
pub fn drawn(all: &[Branch], current: u32) -> (Vec<u32>, Vec<u32>) {
    let there: Vec<u32> = (0..all.len() as u32).filter(|b| !all[*b as usize].gone).collect();
    let (older, last) = there.split_at(there.len().saturating_sub(DRAWN));
    let (mut older, mut last) = (older.to_vec(), last.to_vec());
    if let Some(at) = older.iter().position(|b| *b == current) {
        // The one that is shown is drawn, wherever it stands.
        std::mem::swap(&mut older[at], &mut last[0]);
    }
    (last, older)
}

/// The branch to compare the shown one with: the one that it left, or else the newest other.
pub fn other(all: &[Branch], current: u32) -> Option<u32> {
    let there = |b: &u32| *b != current && all.get(*b as usize).is_some_and(|b| !b.gone);
    let parent = all.get(current as usize)?.parent.filter(there);
    parent.or_else(|| (0..all.len() as u32).rev().find(there))
}

/// The bar; nothing while there is one branch on which nothing was done.
pub fn bar(v: &View) -> Html {
    let (all, current) = (&v.live.scene.branches, v.live.scene.branch);
    let (last, older) = drawn(all, current);
    let Some(here) = all.get(current as usize) else { return Html::default() };
    if last.len() < 2 && here.lines.is_empty() {
        return Html::default();
    }
    let one = |n: &u32| {
        let (n, b) = (*n, &all[*n as usize]);
        let on = n == current;
        let from = b.parent.and_then(|p| all.get(p as usize)).map(|p| words::branch_of(&p.label, b.from));
        html! {
            <button key={n} id={id(n)} class={classes!("chip", on.then_some("acc"))} role="radio" aria-checked={on.to_string()}
                tabindex={if on { "0" } else { "-1" }} title={b.lines.join("\n")}
                onclick={v.click(move || Msg::Tell(StageEvent::Switch(n)))}>
                if b.parent.is_some() { { small("fork") } }
                <span>{ &b.label }<span class="lbl2">{ from.unwrap_or_default() }</span></span>
            </button>
        }
    };
    let chips = NodeRef::default();
    html! {
        <div class="branches">
            <div class="chips" role="radiogroup" aria-label={words::BRANCHES} ref={chips.clone()} onkeydown={roving(&chips)}>
                { for last.iter().map(one) }
            </div>
            <div class="speed">
                <button class="btn ghost sm" aria-haspopup="menu" aria-expanded={v.ui.branches.to_string()} onclick={v.click(|| Msg::BranchMenu)}>
                    { words::BRANCH_ACTS }</button>
                if v.ui.branches { { menu(v, here, &older, one) } }
            </div>
        </div>
    }
}

fn menu(v: &View, here: &Branch, older: &[u32], one: impl Fn(&u32) -> Html) -> Html {
    let (all, current) = (&v.live.scene.branches, v.live.scene.branch);
    let tell = |event: StageEvent| v.click(move || Msg::Tell(event.clone()));
    let act = |line: &String| {
        let without = words::without(line);
        let event =
            timed(line).map(|(when, act)| StageEvent::Travel(Travel::Without { at: v.at, when, act: act.to_owned() }));
        html! {
            <p class="did"><code>{ line }</code>
                if let Some(event) = event { <button class="btn sm" aria-label={without} onclick={tell(event)}>{ words::WITHOUT }</button> }
            </p>
        }
    };
    let twin = other(all, current).map(|o| (o, words::compare(&all[o as usize].label)));
    let many = all.iter().filter(|b| !b.gone).count() > 1;
    let bar = NodeRef::default();
    html! {
        <div class="menu" role="group" aria-label={words::BRANCH_ACTS} ref={bar.clone()} onkeydown={roving(&bar)}>
            { for here.lines.iter().map(act) }
            if let Some((other, say)) = twin {
                <button onclick={tell(StageEvent::Twin(Some(other)))}>{ say }</button>
            }
            <button onclick={tell(StageEvent::Travel(Travel::Reset))}>{ words::RESET }</button>
            if many { <button onclick={tell(StageEvent::Travel(Travel::Delete(current)))}>{ words::delete(&here.label) }</button> }
            { for older.iter().map(one) }
        </div>
    }
}

/// `at 2.1s drop ~4f2a91c0` as its instant and its act.
fn timed(line: &str) -> Option<(u64, &str)> {
    let (time, act) = line.strip_prefix("at ")?.split_once(' ')?;
    let (unit, at) = super::amount::read(time, &[super::amount::Unit::Instant])?;
    let act = act.rsplit_once(" for ").filter(|_| !act.starts_with("pause ")).map_or(act, |(act, _)| act);
    (unit == super::amount::Unit::Instant).then_some((at as u64, act))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branches(n: usize) -> Vec<Branch> {
        let one = |i: usize| Branch { label: i.to_string(), parent: (i as u32).checked_sub(1), ..Branch::default() };
        (0..n).map(one).collect()
    }

    #[test]
    fn eight_are_drawn_and_the_one_shown_is_among_them() {
        let mut all = branches(11);
        assert_eq!(drawn(&all, 10), ((3..11).collect(), vec![0, 1, 2]));
        assert_eq!(drawn(&all, 1).0[0], 1);
        all[5].gone = true;
        assert_eq!(drawn(&all, 10), (vec![2, 3, 4, 6, 7, 8, 9, 10], vec![0, 1]));
    }

    #[test]
    fn a_branch_is_compared_with_the_one_that_it_left() {
        let mut all = branches(3);
        assert_eq!((other(&all, 2), other(&all, 0), other(&all[..1], 0)), (Some(1), Some(2), None));
        all[1].gone = true;
        assert_eq!(other(&all, 2), Some(0));
    }

    #[test]
    fn an_act_is_found_by_its_instant_and_its_text() {
        assert_eq!(timed("at 2.1s drop ~4f2a91c0"), Some((2_100_000, "drop ~4f2a91c0")));
        assert_eq!(timed("at 250ms isolate c for 15s"), Some((250_000, "isolate c")));
        assert_eq!(timed("at 2s pause b for 800ms"), Some((2_000_000, "pause b for 800ms")));
        assert_eq!(timed("every 1s from 0s ask ann read balance"), None);
    }
}
