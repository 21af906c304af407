//! 03: consistency models and isolation levels: every published verdict, the implications, and AWDIT's test histories.

use std::path::Path;

use lessons::history::{awdit, jsonl};
use sim_core::lattice::{History, Model, Verdict, decide, place};

use crate::table::{Csv, Row, Tally, gather, read};

pub fn rows(folder: &Path) -> Vec<Row> {
    let folder = folder.join("03-consistency");
    let histories = match histories(&folder) {
        Ok(histories) => histories,
        Err(problem) => return gather("03 consistency", [Err(problem)]),
    };
    let models = Model::ALL.into_iter().filter(|model| !OURS.contains(model));
    let verdicts = models.map(|model| verdicts(&folder, &histories, model));
    let levels = LEVELS.into_iter().map(|level| transactions(&folder, level));
    let others = [implications(&folder, &histories), strict(&folder, &histories), Ok(witnesses(&histories))];
    gather("03 consistency", verdicts.chain(levels).chain(others))
}

/// Models that the lessons need and nobody published verdicts for.
const OURS: [Model; 2] = [Model::MrMwLocal, Model::MrWfrLocal];
/// The levels of AWDIT.
const LEVELS: [Model; 3] = [Model::ReadCommitted, Model::ReadAtomic, Model::CausalTransactions];

fn histories(folder: &Path) -> Result<Vec<jsonl::Named>, String> {
    jsonl::read(&read(&folder.join("histories.jsonl"))?).map_err(|all| format!("histories.jsonl:{}", all[0]))
}

fn find<'h>(histories: &'h [jsonl::Named], id: &str) -> Result<&'h History, String> {
    let named = histories.iter().find(|named| named.id == id);
    named.map(|named| &named.history).ok_or_else(|| format!("no history is called {id}"))
}

/// As the files write it.
const fn told(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Holds) => "true",
        Some(Verdict::Broken) => "false",
        Some(Verdict::Undecided) => "undecided",
        None => "nothing",
    }
}

/// A model on all histories that have a published verdict for it.
fn verdicts(folder: &Path, histories: &[jsonl::Named], model: Model) -> Result<Row, String> {
    let mut tally = Tally::new(&format!("03 {}", model.name()), "verdicts");
    for record in Csv::read(&folder.join("isolation_and_consistency_expected.csv"))?.records() {
        let published = record.text(model.name())?;
        if !published.is_empty() {
            let id = record.text("id")?;
            tally.equal(id, published, told(decide(find(histories, id)?, model)));
        }
    }
    Ok(tally.row())
}

/// A level on AWDIT's histories.
fn transactions(folder: &Path, level: Model) -> Result<Row, String> {
    let mut tally = Tally::new(&format!("03 AWDIT, {}", level.name()), "verdicts");
    for record in Csv::read(&folder.join("awdit_expected.csv"))?.records() {
        let file = record.text("file")?;
        let history = awdit::read(&read(&folder.join(file))?).map_err(|all| format!("{file}:{}", all[0]))?;
        tally.equal(file, record.text(level.name())?, told(decide(&history, level)));
    }
    Ok(tally.row())
}

/// Each published implication is one of the lattice, and no history contradicts it.
fn implications(folder: &Path, histories: &[jsonl::Named]) -> Result<Row, String> {
    let mut tally = Tally::new("03 implications without a violation", "pairs");
    for record in Csv::read(&folder.join("implications.csv"))?.records() {
        let (strong, weak) = pair(record.text("stronger")?, record.text("weaker")?)?;
        let against = |named: &&jsonl::Named| {
            decide(&named.history, strong) == Some(Verdict::Holds)
                && decide(&named.history, weak) != Some(Verdict::Holds)
        };
        let violations = histories.iter().filter(against).count();
        let right = violations == 0 && strong.implies(weak);
        tally.add(right, format!("line {}", record.line), record.text("violations_found")?, violations);
    }
    Ok(tally.row())
}

fn pair(strong: &str, weak: &str) -> Result<(Model, Model), String> {
    let model = |name: &str| Model::named(name).ok_or_else(|| format!("no model is called {name}"));
    Ok((model(strong)?, model(weak)?))
}

/// The published witnesses of strictness satisfy the weaker model and break the stronger one; where there is none, the
/// lattice has two names for one model.
fn strict(folder: &Path, histories: &[jsonl::Named]) -> Result<Row, String> {
    let mut tally = Tally::new("03 implications that are strict", "pairs");
    for record in Csv::read(&folder.join("implications.csv"))?.records() {
        let (strong, weak) = pair(record.text("stronger")?, record.text("weaker")?)?;
        let witness = record.text("witness_of_strictness")?;
        let place = format!("line {}", record.line);
        if witness.is_empty() {
            tally.add(weak.implies(strong), place, "no witness", "two models");
        } else {
            let history = find(histories, witness)?;
            let measured = format!("{} {}", told(decide(history, strong)), told(decide(history, weak)));
            tally.equal(place, "false true".to_string(), measured);
        }
    }
    Ok(tally.row())
}

/// Each broken model has a witness that is broken by itself and minimal.
fn witnesses(histories: &[jsonl::Named]) -> Row {
    let mut tally = Tally::new("03 witnesses, illegal and minimal", "witnesses");
    for jsonl::Named { id, history } in histories {
        let placement = place(history);
        for (model, _) in placement.verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Broken) {
            let witness = placement.witnesses.iter().find(|witness| witness.model == *model);
            let right = witness.is_some_and(|witness| {
                let keep: Vec<bool> = (0..history.places().len()).map(|op| witness.ops.contains(&op)).collect();
                witness.minimal && decide(&history.only(&keep), *model) == Some(Verdict::Broken)
            });
            tally.add(right, id, "a witness", "none, or one that shows nothing");
        }
    }
    tally.row()
}
