//! An act that was read when the site was built plays as one that is read by the engine.

use lessons::packed::pack;
use session::wire::{Command, Update, What};
use sim_core::registry::Registry;

use crate::host::{Host, shipped};

#[test]
fn it_opens_and_plays_alike() {
    for (slug, folder) in [("cap", "15-cap"), ("retries", "06-retries"), ("cap/b-quorums", "15-cap/b-quorums")] {
        let read = shipped(slug, folder);
        let Command::Open { lesson, scenario, runs, .. } = &read else { unreachable!() };
        let files = lessons::Files { lesson, scenario, runs: runs.as_deref() };
        let act = pack(&files, &lessons::read_act(&files, &Registry::engine()).0);
        let (mut one, opened) = Host::with(read);
        let (mut other, packed) = Host::with(Command::OpenPacked { slug: slug.into(), act });
        assert_eq!(opened, packed, "{slug}");
        assert!(opened.diagnostics.is_empty(), "{slug}");
        assert_eq!(one.say(Command::Truth), other.say(Command::Truth), "{slug}");
        // As text: a chart has points that are no number, and equal nothing.
        let play = |host: &mut Host| {
            let (staged, _) = host.stage(What::Quiet { seed: Some(5) });
            format!("{staged:?} {:?} {:?}", host.look(9_000_000), link(host))
        };
        assert!(play(&mut one) == play(&mut other), "{slug}");
    }
}

/// A link to what is on the stage, which names the scenario by its hash.
fn link(host: &mut Host) -> Vec<Update> {
    host.say(Command::Share { at: 0, step: "break".into() })
}

#[test]
fn what_is_no_act_is_told() {
    let (_, opened) = Host::with(Command::OpenPacked { slug: "cap".into(), act: vec![250, 1, 2] });
    assert!(opened.diagnostics[0].message.contains("another version"), "{:?}", opened.diagnostics);
}
