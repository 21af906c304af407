//! "What if this one message had not arrived?": everything else keeps its luck.

use std::collections::BTreeMap;

use sim_core::act::parse_line;
use sim_core::id::MessageId;
use sim_core::run::Recipe;
use sim_core::trace::{End, Loss, Message, What};
use sim_core::world::World;

use crate::generate::{Dice, Plot, servers};

/// Busy worlds under faults; nothing that changes a link's settings in the middle, which is not luck.
fn recipe(n: u64) -> (Recipe, Dice) {
    let mut dice = Dice::new(5_000_000 + n);
    let all = servers();
    let plot = Plot::new(&mut dice, all[n as usize % all.len()].clone());
    let mut scenario = plot.scenario(&mut dice);
    let load = dice.one(&["closed 5ms..100ms", "poisson 20/s"]).to_string();
    scenario.groups[1].settings.push(("load".into(), load));
    // Behind one that is lost, others arrive earlier where messages keep their order: that is no luck either.
    scenario.links.push(("order".into(), "free".into()));
    let still = |text: &str| !["slow", "set", "hold", "release", "delay"].iter().any(|verb| text.contains(verb));
    let lines = (0..12).map(|_| plot.line(&mut dice)).filter(|l| still(&l.to_string())).collect();
    (Recipe { scenario: std::rc::Rc::new(scenario), seed: sim_core::luck::Seed(n), lines }, dice)
}

/// How long each message was under way as it was sent, whether its luck lost it, and whether its luck doubled it.
fn luck_of(world: &World) -> BTreeMap<u64, (u64, Option<bool>, bool)> {
    let names: std::collections::BTreeSet<u64> = world.trace.messages().map(|m| m.name.0).collect();
    let lost = |m: Message| match m.end {
        Some((_, End::Arrived)) => Some(false),
        Some((_, End::Lost(Loss::Luck))) => Some(true),
        // Something else took it before its luck could show.
        _ => None,
    };
    let one = |m: Message| {
        let doubled = names.contains(&m.name.then_word("copy").0);
        (m.name.0, (m.arrives.since(m.sent).0, lost(m), doubled))
    };
    world.trace.messages().map(one).collect()
}

#[test]
fn a_message_dropped_by_hand_leaves_the_luck_of_every_other_message_alone() {
    let (mut before, mut after, mut both, mut dropped) = (0, 0, 0, 0);
    for n in 0..160 {
        let (recipe, mut dice) = recipe(n);
        let was = recipe.play(None).unwrap();
        if was.trace.sent() == 0 {
            continue;
        }
        let victim = was.trace.message(MessageId(dice.below(was.trace.sent() as u64) as u32));
        let drop = parse_line(&format!("at {} drop ~{:08x}", victim.sent, victim.name.short())).unwrap();
        // One hand takes a message: a line that has waited longer for the next one goes first.
        let waited = recipe.lines.iter().any(|line| line.to_string().contains(" next"));
        let is = recipe.with([drop]).play(None).unwrap();
        let by_hand = is.trace.rows().any(|r| match r.what {
            What::Lost(m, Loss::Dropped) => is.trace.message(m).name == victim.name,
            _ => false,
        });
        assert!(by_hand || waited, "recipe {n}: the message {victim:?} was not dropped");
        if !by_hand {
            continue;
        }
        let (old, new) = (luck_of(&was), luck_of(&is));
        for (name, is) in &new {
            let Some(was) = old.get(name) else { continue };
            both += 1;
            assert_eq!((was.0, was.2), (is.0, is.2), "recipe {n}: latency or duplication of {name:016x}");
            if let (Some(was), Some(is)) = (was.1, is.1) {
                assert_eq!(was, is, "recipe {n}: loss of {name:016x}");
            }
        }
        (before, after, dropped) = (before + old.len(), after + new.len(), dropped + 1);
    }
    let share = 200.0 * f64::from(both) / (before + after) as f64;
    println!("{dropped} recipes: {both} messages in both of {before} and {after}: {share:.1} %");
    assert!(dropped >= 100 && share > 60.0, "{dropped} recipes, {share:.1} % of messages in both");
}
