//! What is said aloud: summaries while playing, each event once when paused or stepping. Pure.

use session::order::Ordered;
use session::wire::{Fate, Outcome, Scene, Staged, Us};

use super::{net, scene, words};

/// The events after `from` up to `to`, in order, in words.
pub fn events(staged: &Staged, scene: &Scene, from: Us, to: Us) -> Vec<(Us, String)> {
    let within = |t: Us| t > from && t <= to;
    let label = |n: u16| staged.nodes[usize::from(n)].label.as_str();
    let mut all: Vec<(Us, String)> = Vec::new();
    for a in scene.acts.iter().filter(|a| within(a.at)) {
        all.push((a.at, a.short.clone()));
    }
    for o in &scene.ops {
        if within(o.called) && o.returned != o.called {
            all.push((o.called, words::calls(label(o.client), &o.label)));
        }
        if within(o.returned) {
            let now = scene::OpNow { op: o, open: None, left: 1.0 };
            let said = if o.outcome == Outcome::Unknown { words::gave_up(&o.label) } else { now.said(o.returned) };
            all.push((o.returned, [label(o.client), ": ", &said].concat()));
        }
    }
    for f in scene.flights.iter().filter(|f| f.arrives != f.sent) {
        let kind = staged.kinds.get(usize::from(f.kind)).map_or("", |k| k.label.as_str());
        let what = if f.label.is_empty() { kind.to_string() } else { [kind, " ", &f.label].concat() };
        let (a, b) = (label(f.from), label(f.to));
        if within(f.sent) {
            all.push((f.sent, words::sends(a, &what, b)));
        }
        let end = scene::end(f).at;
        if within(end) {
            all.push((
                end,
                match f.fate {
                    Fate::Cut(_) => words::lost_at_cut(&what, a, b),
                    Fate::Lost(_) => words::lost_on_way(&what, a, b),
                    Fate::Dropped(_) => words::dropped(&what, a, b),
                    Fate::Down(_) => words::found_down(&what, b),
                    Fate::Refused(_) => words::refused(&what, b),
                    Fate::Arrives | Fate::Held => words::reaches(&what, a, b),
                },
            ));
        }
    }
    for (n, down, up) in &scene.downs {
        if within(*down) {
            all.push((*down, words::crashes(label(*n))));
        }
        if within(*up) {
            all.push((*up, words::restarts(label(*n))));
        }
    }
    all.order_by_key(|e| e.0);
    all
}

/// What a pause or a step says: each event once, more than five as a count.
pub fn step(staged: &Staged, scene: &Scene, from: Us, to: Us) -> String {
    let all = events(staged, scene, from, to);
    if all.len() > 5 {
        return words::many_events(&words::instant(to), all.len());
    }
    let said: Vec<&str> = all.iter().map(|e| e.1.as_str()).collect();
    if said.is_empty() {
        return words::instant(to) + ".";
    }
    [&*words::instant(to), ". ", &*said.join(". "), "."].concat()
}

/// What is said while playing: at most twenty words about what happened since the last time.
pub fn summary(staged: &Staged, scene: &Scene, from: Us, to: Us) -> Option<String> {
    let ends = |lost: bool| {
        let within = |f: &&session::wire::Flight| {
            let e = scene::end(f);
            e.lost == lost && e.at > from && e.at <= to && f.arrives != f.sent
        };
        scene.flights.iter().filter(within).count()
    };
    let (came, lost) = (ends(false), ends(true));
    let done = scene.ops.iter().filter(|o| o.returned > from && o.returned <= to).count();
    if came + lost + done == 0 {
        return None;
    }
    let cut = scene.faults.iter().filter(|f| f.kind == "cut" && net::live(f, to) && !f.side.is_empty());
    let apart = cut.map(|f| net::names(staged, &f.side)).next();
    Some(words::summary(&words::seconds(to), apart.as_deref(), came, lost, done))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::stage::fixture;

    #[test]
    fn a_step_says_each_event_once() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_900_000, 3_000_000));
        let said = [
            step(&staged, &scene, 1_400_000, 2_000_000),
            step(&staged, &scene, 2_099_999, 2_100_000),
            step(&staged, &scene, 2_100_000, 2_170_000),
            step(&staged, &scene, 2_300_000, 2_900_000),
            step(&staged, &scene, 0, 2_900_000),
        ];
        expect![[r"
            2.000 s. Cut.
            2.100 s. Ann: write balance 45, done. A sends store balance 45 to B. A sends store balance 45 to C.
            2.170 s. store balance 45 from A to C lost at the partition.
            2.900 s. Cy: read balance: 70, stale.
            2.900 s. 19 events; press E for the table."]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn a_summary_is_short() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_900_000, 3_000_000));
        let said = summary(&staged, &scene, 500_000, 2_900_000).unwrap();
        assert_eq!(said, "2.900 s. C, Cy cut off. 6 messages delivered, 1 lost. 3 operations done.");
        assert!(said.split(' ').count() <= 20);
        assert_eq!(summary(&staged, &scene, 2_400_000, 2_500_000), None);
    }
}
