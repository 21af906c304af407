//! Reads `[test]`: the acts of a run that was kept, and what must be seen in it.

use sim_core::registry::Registry;

use crate::bind::{Binder, Form, read as read_sentence};
use crate::judge::Standing;
use crate::keys::Keys;
use crate::lines;
use crate::model::{STANDINGS, Test};
use crate::report::{Placed, Report};
use crate::scene::Scene;

/// What waits until all names are known.
#[derive(Default)]
pub(crate) struct Pending {
    acts: Vec<Placed>,
    expect: Vec<(Standing, Placed)>,
}

/// Reads the table; its acts and sentences are held against the world in [`check`].
pub(crate) fn read(report: &mut Report<'_>, mut keys: Keys<'_>, pending: &mut Pending) -> Test {
    let until = keys.text(report, "until");
    let until = until.and_then(|text| {
        sim_core::act::parse_time(&text.text).map_err(|message| report.error(text.span, message)).ok()
    });
    let mut test = Test { until, ..Test::default() };
    for placed in keys.texts(report, "acts") {
        if let Some(line) = lines::read(report, &placed) {
            test.acts.push(line);
            pending.acts.push(placed);
        }
    }
    for placed in keys.texts(report, "expect") {
        let Some(colon) = placed.text.find(": ") else {
            report.error_help(placed.span, "how must it stand?", "write \"met: success() >= 95%\"");
            continue;
        };
        let word = &placed.text[..colon];
        match STANDINGS.iter().find(|(name, _)| *name == word) {
            Some((_, standing)) => {
                pending.expect.push((*standing, placed.slice(colon + 1, placed.text.len())));
            }
            None => report.unknown(
                placed.part(0, colon),
                format!("a sentence never stands as `{word}`"),
                word,
                STANDINGS.iter().map(|(name, _)| *name),
            ),
        }
    }
    test.fingerprint = keys.text(report, "fingerprint").map(|placed| placed.text);
    test.trace = keys.text(report, "trace").map(|placed| placed.text).unwrap_or_default();
    keys.finish(report);
    test
}

/// Reports names that the world does not have, and binds the sentences.
pub(crate) fn check(
    report: &mut Report<'_>,
    test: &mut Test,
    pending: &Pending,
    quiet: &Scene<'_>,
    registry: &Registry,
) {
    let mut scene = quiet.clone();
    scene.add_lines(&test.acts);
    for (placed, line) in pending.acts.iter().zip(&test.acts) {
        lines::check(report, &scene, placed, line);
    }
    let binder = Binder { registry, scenes: &[&scene] };
    for (standing, placed) in &pending.expect {
        test.expect
            .extend(read_sentence(report, placed, Form::Truth, Some(binder)).map(|sentence| (*standing, sentence)));
    }
}
