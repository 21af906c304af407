//! What is said aloud: summaries while playing, each event once when paused or stepping. Pure.

use session::order::Ordered;
use session::wire::{Fate, Outcome, Scene, Staged, Us};

use super::{net, scene, words};

/// Only acts, crashes and what clients see.
pub const GOAL: u8 = 0;
/// Also what nodes send, and what is lost.
pub const PROTOCOL: u8 = 1;
/// Also what arrives.
pub const ALL: u8 = 2;

/// The events after `from` up to `to`, in order, in words.
pub fn events(staged: &Staged, scene: &Scene, from: Us, to: Us, level: u8) -> Vec<(Us, String)> {
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
    for f in scene.flights.iter().filter(|f| f.arrives != f.sent && level > GOAL) {
        let kind = staged.kinds.get(usize::from(f.kind)).map_or("", |k| k.label.as_str());
        let what = if f.label.is_empty() { kind.to_string() } else { [kind, " ", &f.label].concat() };
        let (a, b) = (label(f.from), label(f.to));
        if within(f.sent) {
            all.push((f.sent, words::sends(a, &what, b)));
        }
        let end = scene::end(f).at;
        if within(end) && (level > PROTOCOL || scene::end(f).lost) {
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
    all.extend(super::beliefs::changes(staged, scene, from, to));
    all.order_by_key(|e| e.0);
    all
}

/// What a pause or a step says: each event once, more than five as a count.
pub fn step(staged: &Staged, scene: &Scene, from: Us, to: Us, level: u8) -> String {
    let all = events(staged, scene, from, to, level);
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
pub fn summary(staged: &Staged, scene: &Scene, from: Us, to: Us, level: u8) -> Option<String> {
    let ends = |lost: bool| {
        let within = |f: &&session::wire::Flight| {
            let e = scene::end(f);
            e.lost == lost && e.at > from && e.at <= to && f.arrives != f.sent
        };
        scene.flights.iter().filter(within).count()
    };
    let (came, lost) = if level > GOAL { (ends(false), ends(true)) } else { (0, 0) };
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
            step(&staged, &scene, 1_400_000, 2_000_000, ALL),
            step(&staged, &scene, 2_099_999, 2_100_000, ALL),
            step(&staged, &scene, 2_100_000, 2_170_000, ALL),
            step(&staged, &scene, 2_300_000, 2_900_000, ALL),
            step(&staged, &scene, 0, 2_900_000, ALL),
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
        let said = summary(&staged, &scene, 500_000, 2_900_000, ALL).unwrap();
        assert_eq!(said, "2.900 s. C, Cy cut off. 6 messages delivered, 1 lost. 3 operations done.");
        assert!(said.split(' ').count() <= 20);
        assert_eq!(summary(&staged, &scene, 2_400_000, 2_500_000, ALL), None);
    }

    /// The recorded run, heard at 1x: a summary for each two seconds of watching in which something happened.
    #[test]
    fn a_run_is_told() {
        let (staged, scene) = (fixture::staged(), fixture::scene(4_000_000, 4_000_000));
        let mut told = Vec::new();
        for level in [GOAL, PROTOCOL] {
            let (mut from, mut at) = (0, 0);
            while at < 4_000_000 {
                at += 2 * staged.pace;
                if let Some(words) = summary(&staged, &scene, from, at, level) {
                    assert!(words.split(' ').count() <= 20, "{words}");
                    told.push(words);
                    from = at;
                }
            }
            told.push(step(&staged, &scene, 2_000_000, 2_200_000, level));
        }
        expect![[r#"
            0.520 s. 1 operation done.
            1.300 s. 1 operation done.
            2.340 s. C, Cy cut off. 1 operation done.
            3.120 s. C, Cy cut off. 1 operation done.
            3.900 s. C, Cy cut off. 1 operation done.
            2.200 s. Ann: write balance 45, done.
            0.520 s. 1 operation done.
            0.780 s. 4 messages delivered.
            1.300 s. 1 operation done.
            2.340 s. C, Cy cut off. 2 messages delivered, 1 lost. 1 operation done.
            3.120 s. C, Cy cut off. 1 operation done.
            3.900 s. C, Cy cut off. 2 messages delivered, 1 lost. 1 operation done.
            2.200 s. Ann: write balance 45, done. A sends store balance 45 to B. A sends store balance 45 to C. store balance 45 from A to C lost at the partition. B sends stored to A."#]].assert_eq(&told.join("\n"));
    }
}
