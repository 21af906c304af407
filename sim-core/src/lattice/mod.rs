//! Consistency models and isolation levels: which of them a history satisfies, and why not.

mod causal;
mod converge;
mod decide;
mod explain;
mod frame;
mod guarantees;
mod history;
mod isolation;
mod matrix;
mod memory;
mod model;
mod order;
mod place;
mod problem;
mod proof;
mod run;
mod shrink;
mod total;

pub use converge::{Convergence, Replica, convergence};
pub use decide::{Verdict, decide, decide_within, legal_order, models};
pub use history::{Fate, History, Key, Op, Place, Session, Unit};
pub use model::{IMPLICATIONS, Info, Kind, Model};
pub use place::{Placement, Witness, place, witness};
pub use run::history;
pub(crate) use run::traced;
