//! 01 and 02: linearizability of histories that etcd, a key-value store and others left, against the published verdicts.

use std::path::Path;

use lessons::history::{Verdict, read as histories};

use crate::table::{Csv, Row, gather};

/// A verdict takes less than this on any machine that is worth its name; most take a fiftieth.
const SLOW_MS: u128 = 1_000;

pub fn rows(folder: &Path) -> Vec<Row> {
    let porcupine = compare("01 linearizability, etcd and key-value", &folder.join("01-porcupine"));
    let knossos = compare("02 linearizability, compare-and-set", &folder.join("02-knossos"));
    gather("01 and 02 linearizability", [porcupine, knossos])
}

/// Every file that the folder expects something of, read as it is and judged; each verdict must be given and be right.
fn compare(target: &str, folder: &Path) -> Result<Row, String> {
    let (mut right, mut undecided, mut wrong, mut slowest) = (0, 0, Vec::new(), (0, String::new()));
    let expected = Csv::read(&folder.join("expected.csv"))?;
    for record in expected.records() {
        let (file, published) = (record.text("file")?, record.text("linearizable")? == "true");
        let path = folder.join(file);
        let bytes = std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let (verdict, took) = timed(|| verdict(&bytes));
        slowest = slowest.max((took, file.to_owned()));
        match verdict? {
            Verdict::Undecided => undecided += 1,
            Verdict::Holds if published => right += 1,
            Verdict::Broken if !published => right += 1,
            _ => wrong.push(file.to_owned()),
        }
    }
    let all = right + undecided + wrong.len();
    let (ms, slowest) = (slowest.0.div_ceil(1_000), slowest.1);
    let mut measured = format!("{right} verdicts, {undecided} undecided, slowest {ms} ms ({slowest})");
    if !wrong.is_empty() {
        measured = format!("{measured}, wrong: {}", wrong.join(", "));
    }
    let fine = right == all && all > 0 && ms < SLOW_MS;
    Ok(Row { target: target.to_owned(), published: format!("{all} verdicts"), measured, right: fine })
}

/// The one verdict of a file, its format found out.
fn verdict(bytes: &[u8]) -> Result<Verdict, String> {
    let (histories, mistakes) = histories(bytes, None);
    match (&histories[..], &mistakes[..]) {
        ([one], []) => {
            let judged = one.history.judge("linearizable", false);
            judged.map(|judged| judged.verdict).ok_or_else(|| "this is no history of an object".to_owned())
        }
        (_, [mistake, ..]) => Err(mistake.to_string()),
        _ => Err(format!("{} histories instead of one", histories.len())),
    }
}

/// How many microseconds something takes.
#[expect(clippy::disallowed_types, reason = "how long a checker takes on this machine is what is asked here")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, u128) {
    let start = std::time::Instant::now();
    let result = work();
    (result, start.elapsed().as_micros())
}
