//! The events of a window as a table, and a row in words.

use sim_core::trace::{Row, What as Kind};
use sim_core::world::World;

use crate::stage::Stage;
use crate::wire::{EventRow, Us};

impl Stage {
    /// The events of a window as a table.
    pub(crate) fn events(&self, window: (Us, Us)) -> Vec<EventRow> {
        let world = self.branch().timeline.world();
        let rows = world.trace.rows().enumerate();
        let inside = rows.filter(|(_, row)| (window.0..=window.1).contains(&row.at.0));
        let told = inside.filter(|(_, row)| !matches!(row.what, Kind::Fired(_) | Kind::Moved(_) | Kind::Shows(..)));
        let row = |(i, row): (usize, Row)| {
            let (node, flight) = match row.what {
                Kind::Sent(m) => (Some(world.trace.message(m).from), Some(world.trace.message(m).name.0)),
                Kind::Arrived(m) | Kind::Lost(m, _) | Kind::Held(m) => {
                    (Some(world.trace.message(m).to), Some(world.trace.message(m).name.0))
                }
                _ => (world.place(&row), None),
            };
            let kind = match row.what {
                Kind::Act(_) | Kind::Undone(_) | Kind::Stopped(_) => "act",
                Kind::Called(_) | Kind::Returned(_) => "operation",
                _ if flight.is_some() => "message",
                _ => "node",
            };
            EventRow {
                row: i as u32,
                kind: kind.into(),
                at: row.at.0,
                node: node.map(|n| n.0),
                text: say(world, &self.labels, &row),
                cause: (row.cause.0 as usize != i).then_some(row.cause.0),
                flight,
            }
        };
        told.map(row).collect()
    }
}

/// A row in words.
pub(crate) fn say(world: &World, labels: &[String], row: &Row) -> String {
    let words = sim_core::trace::Words { nodes: labels, kinds: &world.kinds, history: &world.history };
    let text = words.row(&world.trace, row);
    let text = text.split_once("  ~").map_or(text.as_str(), |(before, _)| before);
    let lost = if let Kind::Lost(_, why) = row.what { format!(" ({})", why.words()) } else { String::new() };
    text.split_whitespace().collect::<Vec<_>>().join(" ") + &lost
}
