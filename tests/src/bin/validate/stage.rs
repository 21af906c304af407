//! Worlds of one group of servers and people who ask it, and what is measured in them.

use sim_core::measure::{ArgValue, Call, Evidence, Verdict, find};
use sim_core::time::Duration;
use sim_core::world::World;

use crate::engine::{group, play, scenario};
use crate::table::Row;

/// A group of servers called `all`.
pub struct Stage {
    pub protocol: &'static str,
    pub names: Vec<String>,
    /// `key = value`, parted by semicolons.
    pub settings: String,
    /// The same for all links.
    pub links: &'static str,
    /// Clients: `ann@pay` stands beside `pay`.
    pub people: Vec<String>,
    /// Their settings.
    pub asks: String,
    pub length: Duration,
}

impl Stage {
    /// Servers `n0`, `n1` and so on.
    pub fn of(protocol: &'static str, count: usize, settings: &str, links: &'static str, length: Duration) -> Self {
        let names = (0..count).map(|n| format!("n{n}")).collect();
        Self { protocol, names, settings: settings.into(), links, people: Vec::new(), asks: String::new(), length }
    }

    /// Plays it under a seed.
    pub fn play(&self, seed: u64, acts: &[String]) -> Result<World, String> {
        let mut groups = vec![group("all", self.protocol, &self.names, &self.settings)];
        if !self.people.is_empty() {
            groups.push(group("people", "client", &self.people, &self.asks));
        }
        let acts: Vec<&str> = acts.iter().map(String::as_str).collect();
        let mut scenario = scenario(0, groups, self.links, &acts)?;
        scenario.length = self.length;
        play(&scenario, seed)
    }
}

/// What a measure finds in a whole run: a count, a share, or seconds.
pub fn measured(world: &World, measure: &str, node: Option<&str>) -> Result<f64, String> {
    let args = node.map(|node| ("node".to_string(), ArgValue::Word(node.to_string())));
    match find(&Evidence::of(world), &Call { measure: measure.into(), args: args.into_iter().collect() }).verdict {
        Verdict::Quantity(quantity) => Ok(quantity.value),
        other => Err(format!("{measure} found {other:?}")),
    }
}

/// The mean and the half-width of its 99.9 % interval.
pub fn mean(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (count - 1.0);
    (mean, 3.290_5 * (variance / count).sqrt())
}

/// A row that also shows what was found, where intervals of a tally would hide it.
pub fn showing(row: Row, found: &str) -> Row {
    Row { measured: format!("{}: {found}", row.measured), ..row }
}
