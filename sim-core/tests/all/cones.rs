//! What led to a row and what followed from it, against the definition of Lamport's "happened before"; and where two runs
//! part, and by whose doing.

use sim_core::id::RowId;
use sim_core::run::Recipe;
use sim_core::trace::{Divergence, What, divergence};
use sim_core::world::World;

use crate::bench::{lines, play, small, three};
use crate::properties::{played, recipes};

/// Whether each row happened before each other one, or is it: direct causes and the order at each node, and so on.
fn before(world: &World) -> Vec<Vec<bool>> {
    let rows: Vec<_> = world.trace.rows().collect();
    let mut before: Vec<Vec<bool>> = Vec::new();
    for (later, row) in rows.iter().enumerate() {
        let mut reached = vec![false; rows.len()];
        reached[later] = true;
        let place = world.place(row);
        for (earlier, other) in rows[..later].iter().enumerate() {
            if row.cause.0 as usize == earlier || place.is_some() && world.place(other) == place {
                reached.iter_mut().zip(&before[earlier]).for_each(|(to, from)| *to |= from);
            }
        }
        before.push(reached);
    }
    before
}

#[test]
fn cones_are_those_of_the_definition() {
    let mut looked = 0;
    for (n, recipe, mut dice, _) in recipes(12, 200) {
        let world = played(&recipe);
        let len = world.trace.len();
        if !(2..700).contains(&len) {
            continue;
        }
        let before = before(&world);
        let rows = |which: &dyn Fn(usize) -> bool| (0..len).filter(|i| which(*i)).map(|i| i as u32).collect::<Vec<_>>();
        for _ in 0..6 {
            let row = dice.below(len as u64) as usize;
            let id = RowId(row as u32);
            assert_eq!(world.past(id).rows, rows(&|i| before[row][i]), "recipe {n}: the past of row {row}");
            assert_eq!(world.future(id).rows, rows(&|i| before[i][row]), "recipe {n}: the future of row {row}");
            let caused: Vec<u32> = world.caused(id).iter().map(|r| r.0).collect();
            let direct = |i: usize| i > row && world.trace.row(RowId(i as u32)).cause == id;
            assert_eq!(caused, rows(&direct), "recipe {n}: what row {row} caused");
            let chain = world.chain(id);
            let links = chain.windows(2).all(|w| world.trace.row(w[0]).cause == w[1] && w[1] < w[0]);
            let first = chain[chain.len() - 1];
            assert!(links && chain[0] == id && world.trace.row(first).cause == first, "recipe {n}: {chain:?}");
            assert!(chain.iter().all(|r| before[row][r.0 as usize]), "recipe {n}: {chain:?}");
            looked += 1;
        }
    }
    assert!(looked > 500, "{looked} rows");
}

#[test]
fn a_cone_ends_where_rows_were_forgotten() {
    let acts = lines("every 1ms from 5ms ask bo write x next\nat 2ms ask ann write x 1");
    let scenario = small(&["a", "b", "c", "d"], "", "");
    let mut world = World::new(&scenario, scenario.seed, &acts).unwrap().keeping(100);
    world.advance(sim_core::time::Time::NEVER, u64::MAX);
    let last = RowId(world.trace.len() as u32 - 1);
    let first = world.trace.first() as u32;
    assert!(first > 1_000);
    assert!(world.past(last).rows.iter().all(|r| *r >= first));
    assert_eq!(world.future(RowId(first)).rows[0], first);
    assert!(world.chain(RowId(first)).len() <= 2);
}

/// Where a run with these further lines parts from the run without, and by which act.
#[track_caller]
fn parted(base: &str, more: &str) -> Option<(String, Option<String>)> {
    let scenario = small(&["a", "b", "c"], "", "");
    let (one, other) = (play(&scenario, 7, base), play(&scenario, 7, &format!("{base}\n{more}")));
    let found = divergence(&one, &other);
    let back = divergence(&other, &one);
    assert_eq!(found.map(|f| (f.at, f.one, f.other)), back.map(|b| (b.at, b.other, b.one)), "there and back");
    assert_eq!(found.and_then(|f| f.act).map(|a| (!a.0, a.1)), back.and_then(|b| b.act), "there and back");
    let Divergence { at, act, one: x, other: y } = found?;
    // Before it, the two are one.
    let told = |world: &World, row: Option<u32>| -> Vec<String> {
        let kept = |r: &sim_core::trace::Row| !matches!(r.what, What::Act(_) | What::Undone(_));
        let rows = world.trace.numbered(0..row.map_or(usize::MAX, |r| r as usize)).filter(|(_, r)| kept(r));
        rows.map(|(_, r)| format!("{} {}", r.at, world.words().row(&world.trace, &r))).collect()
    };
    assert_eq!(told(&one, x), told(&other, y));
    let named = act.map(|(first, n)| {
        assert!(!first, "the shorter run has no act of its own");
        other.trace.acts[n as usize].text.clone()
    });
    Some((at.to_string(), named))
}

#[test]
fn the_act_that_made_two_runs_part_is_named() {
    let base = "at 10ms ask ann write x 1\nat 50ms ask bo read x\nat 90ms ask bo write y 2";
    let by = |at: &str, act: &str| Some((at.to_string(), Some(act.to_string())));
    assert_eq!(parted(base, ""), None);
    assert_eq!(parted(base, "at 500ms heal"), None, "an act that does nothing");
    assert_eq!(parted(base, "at 12ms drop next copy from a to b"), by("12ms", "drop next copy from a to b"));
    assert_eq!(parted(base, "at 5ms cut a-b"), by("15ms", "cut a-b"));
    assert_eq!(parted(base, "at 5ms set links.latency 20ms"), by("20ms", "set links.latency 20ms"));
    assert_eq!(parted(base, "at 30ms ask ann write x 5"), by("30ms", "ask ann write x 5"));
    assert_eq!(parted(base, "at 40ms crash c for 10ms"), by("40ms", "crash c"));
    assert_eq!(parted(base, "at 85ms pause b for 20ms"), by("85ms", "pause b for 20ms"));
    // Another act, later and on another way, is not to blame.
    assert_eq!(parted(base, "at 5ms cut a-b\nat 12ms slow b->c by 1ms"), by("15ms", "cut a-b"));
    assert_eq!(parted(base, "at 5ms cut a-b\nat 12ms skew b by 1ms"), by("15ms", "cut a-b"));
    // One line twice is not the same line.
    let twice = format!("{base}\nat 10ms drop next copy");
    assert_eq!(parted(&twice, "at 10ms drop next copy"), by("10ms", "drop next copy"));
}

#[test]
fn runs_of_two_seeds_part_by_nobodys_doing() {
    let world = three("register", "", "load = closed 5ms..50ms; mix = 100% write x next", "latency = 5ms..50ms", "");
    let (one, other) = (play(&world, 1, "at 1s cut a-b"), play(&world, 2, "at 1s cut a-b"));
    let found = divergence(&one, &other).expect("they part");
    assert_eq!(found.act, None);
    assert!(divergence(&one, &one.clone()).is_none());
}

#[test]
fn a_line_more_parts_two_runs_at_its_own_row_or_later() {
    let mut parted = 0;
    for (n, recipe, mut dice, plot) in recipes(13, 200) {
        let line = plot.line(&mut dice);
        let more = Recipe { lines: recipe.lines.clone(), ..recipe.clone() }.with([line.clone()]);
        if line.label.is_some() {
            continue; // it takes another's place
        }
        let (one, other) = (played(&recipe), played(&more));
        let Some(found) = divergence(&one, &other) else { continue };
        parted += 1;
        assert!(found.at >= sim_core::run::starts(&line), "recipe {n}: `{line}` parts at {}", found.at);
        assert!(found.act.is_none_or(|(first, _)| !first), "recipe {n}: `{line}`: {found:?}");
    }
    assert!(parted > 30, "{parted} runs parted");
}
