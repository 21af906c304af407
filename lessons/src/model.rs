//! What an act is once it is read: plain data, no HTML, no pixels.

mod goal;
mod prose;
mod runs;
mod test;
mod text;
mod world;

pub use goal::{Comparison, Goal, GoalLine, LineKind, Part, Score, Sentence, part_field};
pub use prose::{Block, Inline, Measured, Target};
pub use runs::{Claim, Role, Run, Runs, Stat, Sweep};
pub use test::{STANDINGS, Test};
pub use text::{
    Act, Card, Choice, Front, Guess, GuessForm, GuessOption, Question, Root, Step, StepKind, Task, Text, TrueNumber,
};
pub use world::{Challenge, Draw, Knob, KnobRange, Layout, Overlay, Sealed, SealedWorld, Table, WorldFile};
