//! What is left of "eventually" once a run is quiet: all replicas show the same, and it was written by someone (Vogels,
//! CACM 2009). A history of answers can never break it, so this looks at the replicas.

use crate::order::Ordered;
use std::collections::BTreeMap;

/// What a replica shows when nothing is under way any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replica {
    /// Its name.
    pub name: String,
    /// The value of each key; a key that is not there has the initial value.
    pub shows: BTreeMap<String, i64>,
}

/// Whether replicas came together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Convergence {
    /// They did.
    Together,
    /// Two of them differ in a key; with a sentence.
    Apart(String),
    /// A replica shows what nobody wrote; with a sentence.
    FromNowhere(String),
}

/// Compares replicas after the last message has arrived. `written` are all writes, also failed ones: who failed may
/// have been seen.
pub fn convergence(initial: i64, written: &[(String, i64)], replicas: &[Replica]) -> Convergence {
    let shows = |replica: &Replica, key: &str| replica.shows.get(key).copied().unwrap_or(initial);
    let keys = |replica: &Replica| replica.shows.keys().cloned().collect::<Vec<String>>();
    let mut all: Vec<String> = replicas.iter().flat_map(keys).collect();
    all.order();
    all.dedup();
    for key in &all {
        for replica in replicas {
            let value = shows(replica, key);
            let known = |(k, v): &(String, i64)| k == key && *v == value;
            if value != initial && !written.iter().any(known) {
                let text = format!("{} shows {key} = {value}, which nobody wrote.", replica.name);
                return Convergence::FromNowhere(text);
            }
            if shows(&replicas[0], key) != value {
                let (a, first) = (&replicas[0].name, shows(&replicas[0], key));
                let b = &replica.name;
                let text =
                    format!("Nothing is under way any more, and {a} shows {key} = {first}, but {b} {key} = {value}.");
                return Convergence::Apart(text);
            }
        }
    }
    Convergence::Together
}
