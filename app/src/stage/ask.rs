//! Ask: what is in flight, what a node holds, what changed; and how much is said aloud.

use session::wire::{Scene, Staged, Us};
use yew::prelude::*;

use super::ui::Msg;
use super::view::View;
use super::{say, scene, words};
use crate::platform::frames;

/// So many things are told one by one.
const TOLD: usize = 6;

/// What is in flight, sentence by sentence.
pub fn in_flight(staged: &Staged, of: &Scene, at: Us) -> String {
    let label = |n: u16| staged.nodes[usize::from(n)].label.as_str();
    let flying = of.flights.iter().filter(|f| f.sent <= at && at < scene::end(f).at && f.arrives != f.sent);
    let one = |f: &session::wire::Flight| {
        let kind = staged.kinds.get(usize::from(f.kind)).map_or("", |k| k.label.as_str());
        words::flies(kind, &f.label, label(f.from), label(f.to))
    };
    words::several(&words::instant(at), flying.map(one).collect(), TOLD, words::NOTHING_FLIES)
}

/// What a node holds.
pub fn holds(staged: &Staged, of: &Scene, node: u16, at: Us) -> String {
    let now = scene::state(of, node, at);
    let facts = now.map_or_else(Vec::new, |s| s.facts.iter().map(|(k, v)| [k, " ", v].concat()).collect());
    words::holds(&staged.nodes[usize::from(node)].label, &words::instant(at), super::net::down(of, node, at), &facts)
}

/// What changed since an instant.
pub fn changed(staged: &Staged, of: &Scene, since: Us, at: Us) -> String {
    let all: Vec<String> = say::events(staged, of, since, at, say::PROTOCOL).into_iter().map(|e| e.1).collect();
    let last = all.len().saturating_sub(TOLD);
    let mut told: Vec<String> = all[last..].to_vec();
    if last > 0 {
        told.insert(0, words::earlier(last));
    }
    words::several(&words::since(since, at), told, TOLD + 1, words::NOTHING_CHANGED)
}

/// The last authored beat, or act, before an instant.
fn last_beat(v: &View) -> Us {
    let beats = v.props.beats.iter().map(|b| b.0);
    let acts = v.live.scene.acts.iter().map(|a| a.at);
    beats.chain(acts).filter(|t| *t < v.at).max().unwrap_or_default()
}

/// The view: questions, their answer, and how much is said.
pub fn ask(v: &View) -> Html {
    let (staged, of, at) = (&v.live.staged, &v.live.scene, v.at);
    let question = |name: String, answer: String| {
        html! { <button class="btn sm" onclick={v.click(move || Msg::Answer(answer.clone()))}>{ name }</button> }
    };
    let nodes = (0..staged.nodes.len() as u16).filter(|n| !staged.nodes[usize::from(*n)].client);
    let level = v.link.callback(|e: Event| Msg::Level(frames::picked(&e)));
    let now = usize::from(v.live.level);
    html! {
        <div class="models">
            <p class="acts-row">
                { question(words::WHAT_FLIES.into(), in_flight(staged, of, at)) }
                { question(words::WHAT_CHANGED.into(), changed(staged, of, last_beat(v), at)) }
                { for nodes.map(|n| question(words::what_holds(&staged.nodes[usize::from(n)].label), holds(staged, of, n, at))) }
            </p>
            <p class="note">{ v.ui.answer.clone().unwrap_or_default() }</p>
            <label class="note">{ words::SAID_ALOUD }{ " " }<select onchange={level}>
                { for words::LEVELS.iter().enumerate().map(|(n, name)| html! { <option value={n.to_string()} selected={n == now}>{ *name }</option> }) }</select></label>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::stage::fixture;

    #[test]
    fn each_answer_stands_alone() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_900_000, 3_000_000));
        let told = [
            in_flight(&staged, &scene, 2_130_000),
            in_flight(&staged, &scene, 1_900_000),
            holds(&staged, &scene, 2, 2_900_000),
            changed(&staged, &scene, 2_000_000, 2_900_000),
            changed(&staged, &scene, 0, 2_900_000),
            changed(&staged, &scene, 2_890_000, 2_895_000),
        ];
        expect![[r#"
            2.130 s: store balance 45 from A to B; store balance 45 from A to C.
            1.900 s: nothing is in flight.
            At 2.900 s C holds balance 70.
            Between 2.000 s and 2.900 s: Ann: write balance 45, done; A sends store balance 45 to B; A sends store balance 45 to C; store balance 45 from A to C lost at the partition; B sends stored to A; Cy: read balance: 70, stale.
            Between 0.000 s and 2.900 s: 7 earlier events; Ann: write balance 45, done; A sends store balance 45 to B; A sends store balance 45 to C; store balance 45 from A to C lost at the partition; B sends stored to A; Cy: read balance: 70, stale.
            Between 2.890 s and 2.895 s: nothing changed."#]].assert_eq(&told.join("\n"));
    }
}
