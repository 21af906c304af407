//! What holds for every recipe of every protocol, over thousands of generated ones; ten thousand a property where
//! `cargo xtask test --long` asks for it.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::thread; // tidy: allow (four players of one recipe must agree)

use sim_core::act::{Act, When, parse_span};
use sim_core::luck::Name;
use sim_core::run::{By, Recipe, Timeline, starts};
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};
use sim_core::trace::{End, Message};
use sim_core::world::{Ended, World};

use crate::formed::well_formed;
use crate::generate::{Dice, Plot, protocol, recipe};

/// So many recipes for a property, or as many as a long run tries; every property has its own.
pub fn recipes(property: u64, normal: u64) -> impl Iterator<Item = (u64, Recipe, Dice, Plot)> {
    let many = if std::env::var_os("FAULTLINE_LONG").is_some() { 10_000 } else { normal }; // tidy: allow (how many recipes, not what a run does)
    (property * 1_000_000..property * 1_000_000 + many).map(|n| {
        let (recipe, dice, plot) = recipe(n);
        (n, recipe, dice, plot)
    })
}

pub fn played(recipe: &Recipe) -> World {
    recipe.play(None).unwrap_or_else(|e| panic!("{e}"))
}

/// Two worlds that have recorded the same, are in the same state, and go on alike.
#[track_caller]
pub fn same(n: u64, a: &World, b: &World) {
    same_rows(n, a, b);
    assert_eq!((a.now, a.ended, a.events()), (b.now, b.ended, b.events()), "recipe {n}");
    assert_eq!((a.next_at(), a.pending()), (b.next_at(), b.pending()), "recipe {n}");
}

/// Two worlds that have recorded the same.
#[track_caller]
pub fn same_rows(n: u64, a: &World, b: &World) {
    let rows = a.trace.rows().zip(b.trace.rows()).enumerate().find(|(_, (x, y))| x != y);
    assert_eq!(rows, None, "recipe {n}: the first row that differs");
    assert_eq!(a.trace.len(), b.trace.len(), "recipe {n}");
    assert!(a.trace.messages().eq(b.trace.messages()), "recipe {n}");
    assert_eq!(a.trace.fingerprint(), b.trace.fingerprint(), "recipe {n}");
    assert_eq!(a.trace.acts, b.trace.acts, "recipe {n}");
    assert!(a.trace.views == b.trace.views && a.trace.gauges == b.trace.gauges, "recipe {n}");
    let told = |w: &World| format!("{:?} {:?}", w.history.ops.iter().collect::<Vec<_>>(), w.history.keys);
    assert_eq!(told(a), told(b), "recipe {n}");
    // Slots of initiatives are the engine's own business.
    let calls = |w: &World| -> Vec<String> {
        let told =
            |c: &sim_core::history::Call| format!("{c:?}").split(", slot").next().unwrap_or_default().to_string();
        w.history.calls.iter().map(told).collect()
    };
    assert_eq!(calls(a), calls(b), "recipe {n}");
    let clocks = |w: &World| -> Vec<_> { w.all_nodes().map(|node| w.clock(node, w.now)).collect() };
    assert_eq!(clocks(a), clocks(b), "recipe {n}");
}

/// Two worlds that are the same now, and at the end.
#[track_caller]
fn same_to_the_end(n: u64, a: &World, b: &World) {
    same(n, a, b);
    let (mut a, mut b) = (a.clone(), b.clone());
    a.advance(Time::NEVER, u64::MAX);
    b.advance(Time::NEVER, u64::MAX);
    same(n, &a, &b);
}

#[test]
fn the_same_recipe_plays_the_same() {
    for (n, recipe, ..) in recipes(0, 250) {
        let (a, b) = (played(&recipe), played(&recipe));
        same(n, &a, &b);
        assert_eq!(a.text(), b.text(), "recipe {n}");
    }
}

#[test]
fn whatever_is_done_to_a_timeline_it_stands_where_its_recipe_leads() {
    let mut forks = 0;
    for (n, recipe, mut dice, plot) in recipes(1, 300) {
        let mut timeline = Timeline::new(recipe).unwrap().spaced(1 + dice.below(60));
        for _ in 0..5 {
            let lines = timeline.recipe().lines.clone();
            let at = match lines.get(dice.below(2 * lines.len() as u64) as usize) {
                Some(line) => starts(line), // just where something begins
                None => Time::ms(dice.below(plot.length_ms + 100)),
            };
            let was = timeline.world().now;
            match dice.below(8) {
                0..=2 => {
                    timeline.seek(at).unwrap();
                    let limited = matches!(timeline.world().ended, Some(Ended::Limit(_)));
                    assert!(limited || timeline.world().now == at.min(timeline.world().length), "recipe {n}");
                }
                3 => {
                    timeline = timeline.fork(at).unwrap();
                    forks += 1;
                }
                4 | 5 => {
                    timeline.act(plot.line(&mut dice)).unwrap();
                    let limited = matches!(timeline.world().ended, Some(Ended::Limit(_)));
                    assert!(limited || timeline.world().now == was, "recipe {n}");
                }
                6 => _ = timeline.advance(Time::NEVER, dice.below(300)),
                _ => _ = timeline.step(if dice.percent(50) { By::Event } else { By::Message }),
            }
            let now = timeline.world().now;
            timeline.seek(now).unwrap();
            same_to_the_end(n, timeline.world(), &timeline.recipe().play(Some(now)).unwrap());
        }
    }
    assert!(forks > 100, "{forks} forks");
}

#[test]
fn a_timeline_that_is_put_back_and_forth_ends_where_a_fresh_run_does() {
    for (n, recipe, mut dice, plot) in recipes(2, 200) {
        let mut timeline = Timeline::new(recipe.clone()).unwrap().spaced(1 + dice.below(100));
        for _ in 0..4 {
            let to = Time::ms(dice.below(plot.length_ms + 100));
            timeline.seek(to).unwrap();
            same(n, timeline.world(), &recipe.play(Some(to)).unwrap());
        }
        timeline.seek(Time::NEVER).unwrap();
        same(n, timeline.world(), &played(&recipe));
    }
}

#[test]
fn a_clone_goes_on_like_its_original() {
    for (n, recipe, mut dice, plot) in recipes(3, 200) {
        let mut one = recipe.play(Some(Time::ms(dice.below(plot.length_ms)))).unwrap();
        let mut two = one.clone();
        two.advance(Time::NEVER, u64::MAX);
        one.advance(Time::NEVER, u64::MAX);
        same(n, &one, &two);
        same(n, &one, &played(&recipe));
    }
}

#[test]
fn what_is_forgotten_changes_nothing() {
    for (n, recipe, mut dice, _) in recipes(4, 200) {
        let whole = played(&recipe);
        for keep in [0, 100, 5_000] {
            let mut world = World::new(&recipe.scenario, recipe.seed, &recipe.lines).unwrap().keeping(keep);
            while !world.advance(Time::NEVER, 1 + dice.below(10_000)) {}
            assert_eq!(world.trace.fingerprint(), whole.trace.fingerprint(), "recipe {n}, keeping {keep}");
            assert_eq!(
                (world.now, world.ended, world.events()),
                (whole.now, whole.ended, whole.events()),
                "recipe {n}"
            );
            let first = world.trace.first();
            assert!(world.trace.len() - first >= keep.min(world.trace.len()), "recipe {n}, keeping {keep}");
            let (kept, same) = (world.trace.numbered(first..usize::MAX), whole.trace.numbered(first..usize::MAX));
            assert!(kept.eq(same), "recipe {n}, keeping {keep}");
            assert!(whole.text().ends_with(&world.text()), "recipe {n}, keeping {keep}");
        }
    }
}

#[test]
fn small_slices_go_where_one_leap_goes() {
    for (n, recipe, mut dice, plot) in recipes(5, 200) {
        let mut timeline = Timeline::new(recipe.clone()).unwrap();
        let mut to = Time::ZERO;
        while timeline.world().ended.is_none() {
            to = Time(to.0 + dice.below(plot.length_ms * 200));
            while !timeline.advance(to, 1 + dice.below(40)) {}
        }
        timeline.advance(Time::NEVER, u64::MAX);
        same(n, timeline.world(), &played(&recipe));
    }
}

#[test]
fn a_fork_is_the_original_until_then_and_with_its_tail_to_the_end() {
    for (n, recipe, mut dice, plot) in recipes(6, 200) {
        let mut whole = Timeline::new(recipe.clone()).unwrap().spaced(1 + dice.below(100));
        whole.advance(Time::ms(dice.below(2 * plot.length_ms)), u64::MAX);
        let at = Time::ms(dice.below(plot.length_ms));
        let fork = whole.fork(at).unwrap();
        // Where only the tail's lines were still to come, the fork is quiet, and the original waits for them.
        let quiet = fork.world().ended == Some(Ended::Quiet);
        let check = if quiet { same_rows } else { same_until };
        check(n, fork.world(), &recipe.play(Some(at)).unwrap());
        let tail = recipe.lines.iter().filter(|l| starts(l) > at).cloned();
        let again = Recipe { lines: fork.recipe().lines.clone(), ..recipe.clone() }.with(tail.clone());
        // A label that the tail uses twice, or that stands before and after the fork, is another story.
        let labels: Vec<_> = recipe.lines.iter().filter_map(|l| l.label.clone()).collect();
        if labels.iter().collect::<BTreeSet<_>>().len() == labels.len() && !labels.contains(&"storm".into()) {
            let in_order = recipe.lines.iter().is_sorted_by_key(|l| starts(l) > at);
            let mut sorted = recipe.clone();
            if !in_order {
                sorted.lines.sort_by_key(|l| starts(l) > at);
            }
            same(n, &played(&again), &played(&sorted));
        }
    }
}

/// The same rows at the same instant; what is still to come may differ.
#[track_caller]
fn same_until(n: u64, a: &World, b: &World) {
    same_rows(n, a, b);
    assert_eq!((a.now, a.ended, a.events()), (b.now, b.ended, b.events()), "recipe {n}");
}

#[test]
fn the_order_of_lines_that_never_meet_is_not_seen() {
    for (n, mut recipe, mut dice, _) in recipes(7, 250) {
        for (i, line) in recipe.lines.iter_mut().enumerate() {
            // Instants of their own, and spans that end at instants of their own: residues of a prime.
            let own = |t: Time| Time(t.0 / 1_009 * 1_009 + i as u64 * 37);
            let odd = |d: Duration| Duration(d.0 / 1_009 * 1_009 + 13);
            line.label = None;
            line.lasting = line.lasting.map(odd);
            if let Act::Pause { span, .. } = &mut line.act {
                *span = odd(*span);
            }
            line.when = When::At(own(starts(line)));
        }
        let ordered = played(&recipe);
        dice.shuffle(&mut recipe.lines);
        let shuffled = played(&recipe);
        same(n, &ordered, &shuffled);
    }
}

#[test]
fn a_run_is_well_formed() {
    for (n, recipe, ..) in recipes(8, 400) {
        well_formed(n, &played(&recipe));
    }
}

#[test]
fn messages_of_an_orderly_link_arrive_in_the_order_of_their_sending() {
    let mut seen = 0;
    for (n, mut recipe, ..) in recipes(9, 250) {
        let links = recipe.scenario.links.iter().filter(|(key, _)| key != "order").cloned();
        let links = links.chain([("order".into(), "fifo".into())]).collect();
        recipe.scenario = Rc::new(Scenario { links, ..(*recipe.scenario).clone() });
        recipe.lines.retain(|line| !line.to_string().contains(".order"));
        seen += in_order(n, &played(&recipe));
    }
    assert!(seen > 10_000, "{seen} messages");
}

/// Whether everything on a link has arrived behind everything that was sent before it. A copy that luck makes is sent with
/// its original: the two are one.
fn in_order(n: u64, world: &World) -> usize {
    let all: Vec<Message> = world.trace.messages().collect();
    let nodes = world.names.len();
    let mut last: Vec<(Time, Name)> = vec![(Time::ZERO, Name(0)); nodes * nodes];
    let mut seen = 0;
    for (i, m) in all.iter().enumerate() {
        let Some((at, End::Arrived)) = m.end else { continue };
        let of = match all.get(i + 1) {
            Some(next) if m.copy && next.name.then_word("copy") == m.name => next.name,
            _ => m.name,
        };
        let (before, twin) = &mut last[usize::from(m.from.0) * nodes + usize::from(m.to.0)];
        assert!(*twin == of || *before < at, "recipe {n}: {m:?} arrived at {at}, what was sent before it at {before}");
        (*before, *twin) = (at.max(*before), of);
        seen += 1;
    }
    seen
}

#[test]
fn nothing_is_left_of_a_run_that_has_become_quiet() {
    let mut quiet = 0;
    for (n, mut recipe, ..) in recipes(10, 300) {
        // Nothing that goes on for ever: no load, no script, no period.
        let mut scenario = (*recipe.scenario).clone();
        for group in &mut scenario.groups {
            group.script.clear();
            group.settings.retain(|(key, value)| key != "load" && parse_span(value).is_err());
            let off = ["anti_entropy"].map(|key| (key.to_string(), "0s".to_string()));
            let known = |key: &str| protocol(&group.protocol).settings().any(|f| f.name == key);
            group.settings.extend(off.into_iter().filter(|(key, _)| known(key)));
        }
        scenario.length = Duration::secs(100);
        recipe.scenario = Rc::new(scenario);
        recipe.lines.retain(|line| !line.to_string().contains(".load") && !line.to_string().contains("anti_entropy"));
        for line in &mut recipe.lines {
            line.when = When::At(starts(line));
        }
        let world = played(&recipe);
        if world.ended != Some(Ended::Quiet) {
            continue;
        }
        quiet += 1;
        let held = world.trace.messages().filter(|m| m.end.is_none()).count();
        let open = world.history.calls.iter().filter(|c| c.ended == Time::NEVER).count();
        let left = world.pending();
        assert_eq!((left.messages, left.timers), (held, 0), "recipe {n}");
        assert!(held > 0 || left.initiatives == open, "recipe {n}: {left:?}, {open} open calls");
    }
    assert!(quiet > 150, "{quiet} quiet runs");
}

#[test]
fn as_many_threads_as_you_like_see_the_same_runs() {
    let run = |from: u64, turn: u64| -> Vec<(u64, u64)> {
        let mut all: Vec<(u64, u64)> = (0..60)
            .map(|i| from + (i * 7 + turn * 13) % 60)
            .map(|n| (n, played(&recipe(n).0).trace.fingerprint()))
            .collect();
        all.sort_unstable();
        all
    };
    let alone = run(11_000_000, 0);
    let together: Vec<_> = thread::scope(|scope| {
        let all: Vec<_> = (1..=4).map(|turn| scope.spawn(move || run(11_000_000, turn))).collect();
        all.into_iter().map(|one| one.join().expect("no run panics")).collect()
    });
    assert!(together.iter().all(|one| *one == alone));
}
