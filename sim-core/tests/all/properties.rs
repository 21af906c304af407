//! What holds for every recipe of every protocol, over some thousand generated ones.

use std::collections::BTreeSet;

use sim_core::history::Outcome;
use sim_core::run::{Recipe, Timeline, starts};
use sim_core::time::Time;
use sim_core::trace::What;
use sim_core::world::{Ended, World};

use crate::generate::{Dice, recipe};

fn played(recipe: &Recipe) -> World {
    recipe.play(None).unwrap_or_else(|e| panic!("{e}"))
}

fn recipes(of: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Recipe, Dice, crate::generate::Plot)> {
    of.map(|n| {
        let (recipe, dice, plot) = recipe(n);
        (n, recipe, dice, plot)
    })
}

/// Everything that a world has recorded, or what differs.
#[track_caller]
fn same(n: u64, a: &World, b: &World) {
    same_rows(n, a, b);
    assert_eq!((a.now, a.ended, a.events()), (b.now, b.ended, b.events()), "recipe {n}");
}

#[track_caller]
fn same_rows(n: u64, a: &World, b: &World) {
    let rows = a.trace.rows().zip(b.trace.rows()).enumerate().find(|(_, (x, y))| x != y);
    assert_eq!(rows, None, "recipe {n}: the first row that differs");
    assert_eq!(a.trace.len(), b.trace.len(), "recipe {n}");
    assert!(a.trace.messages().eq(b.trace.messages()), "recipe {n}");
    assert_eq!(a.trace.fingerprint(), b.trace.fingerprint(), "recipe {n}");
    assert_eq!(a.trace.acts, b.trace.acts, "recipe {n}");
}

#[test]
fn the_same_recipe_plays_the_same() {
    for (n, recipe, ..) in recipes(0..400) {
        let (a, b) = (played(&recipe), played(&recipe));
        same(n, &a, &b);
        assert_eq!(a.text(), b.text(), "recipe {n}");
    }
}

#[test]
fn seeking_back_and_forth_ends_where_a_fresh_run_does() {
    for (n, recipe, mut dice, plot) in recipes(400..600) {
        let mut timeline = Timeline::new(recipe.clone()).unwrap();
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
fn small_slices_go_where_one_leap_goes() {
    for (n, recipe, mut dice, plot) in recipes(600..800) {
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
    for (n, recipe, mut dice, plot) in recipes(800..1_100) {
        let whole = Timeline::new(recipe.clone()).unwrap();
        let at = Time::ms(dice.below(plot.length_ms));
        let fork = whole.fork(at).unwrap();
        // Where only the tail's lines were still to come, the fork is quiet, and the original waits for them.
        let quiet = fork.world().ended == Some(Ended::Quiet);
        let check = if quiet { same_rows } else { same };
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

#[test]
fn an_act_on_a_timeline_is_a_line_of_its_recipe_and_leaves_the_past_alone() {
    for (n, recipe, mut dice, plot) in recipes(1_100..1_300) {
        let mut timeline = Timeline::new(recipe.clone()).unwrap();
        let now = Time::ms(1 + dice.below(plot.length_ms));
        timeline.advance(now, u64::MAX);
        let mut line = plot.line(&mut dice);
        line.label = None;
        timeline.act(line.clone()).unwrap();
        same(n, timeline.world(), &recipe.clone().with([line.clone()]).play(Some(now)).unwrap());
        let before = recipe.play(Some(now)).unwrap();
        let until = starts(&line).min(now);
        let (then, still) = (before.trace.row_at(until), timeline.world().trace.row_at(until));
        assert!(before.trace.numbered(0..then).eq(timeline.world().trace.numbered(0..still)), "recipe {n}: `{line}`");
        timeline.advance(Time::NEVER, u64::MAX);
        same(n, timeline.world(), &played(&recipe.with([line])));
    }
}

#[test]
fn the_order_of_lines_that_never_meet_is_not_seen() {
    for (n, mut recipe, mut dice, _) in recipes(1_300..1_500) {
        for (i, line) in recipe.lines.iter_mut().enumerate() {
            // Instants of their own, and spans that end at instants of their own: residues of a prime.
            let own = |t: Time| Time(t.0 / 1_009 * 1_009 + i as u64 * 37);
            line.label = None;
            line.lasting = line.lasting.map(|d| sim_core::time::Duration(d.0 / 1_009 * 1_009 + 13));
            line.when = sim_core::act::When::At(own(starts(line)));
        }
        let ordered = played(&recipe);
        dice.shuffle(&mut recipe.lines);
        let shuffled = played(&recipe);
        same(n, &ordered, &shuffled);
    }
}

#[test]
fn a_run_is_well_formed() {
    for (n, recipe, ..) in recipes(1_500..1_800) {
        well_formed(n, &played(&recipe));
    }
}

fn well_formed(n: u64, world: &World) {
    let trace = &world.trace;
    let names: BTreeSet<u64> = trace.messages().map(|m| m.name.0).collect();
    assert_eq!(names.len(), trace.sent(), "recipe {n}: a name was used twice");
    let mut ends = vec![0; trace.sent()];
    let mut before = Time::ZERO;
    for (i, row) in trace.rows().enumerate() {
        assert!(row.cause.0 as usize <= i, "recipe {n}: row {i} is caused by a later one");
        assert!(before <= row.at, "recipe {n}: time goes back at row {i}");
        before = row.at;
        if let What::Arrived(m) | What::Lost(m, _) = row.what {
            ends[m.0 as usize] += 1;
            assert_eq!(trace.message(m).end.map(|e| e.0), Some(row.at), "recipe {n}: row {i}");
            assert!(trace.message(m).row.0 < i as u32, "recipe {n}: row {i} ends what was not sent");
        }
    }
    for (m, ends) in trace.messages().zip(ends) {
        assert_eq!(ends, usize::from(m.end.is_some()), "recipe {n}: {m:?}");
    }
    // A client that stands still or whose clock drifts gives up by its own time.
    let odd = |a: &sim_core::trace::Applied| a.text.starts_with("pause") || a.text.starts_with("drift");
    let odd = trace.acts.iter().any(odd);
    for op in world.history.ops.iter() {
        assert!(op.called <= op.returned && op.deadline >= op.called, "recipe {n}: {op:?}");
        assert_eq!(op.outcome == Outcome::Open, op.returned == Time::NEVER, "recipe {n}: {op:?}");
        assert!(odd || op.outcome != Outcome::Unknown || op.returned == op.deadline, "recipe {n}: {op:?}");
    }
    assert!(world.history.ops.iter().is_sorted_by_key(|op| op.called), "recipe {n}");
    let stopped = trace.rows().filter(|r| matches!(r.what, What::Stopped(_))).count();
    assert_eq!(stopped, usize::from(matches!(world.ended, Some(Ended::Limit(_)))), "recipe {n}: {:?}", world.ended);
    assert!(world.ended.is_some(), "recipe {n} has no end");
}
