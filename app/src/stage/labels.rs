//! Names of controls, facts and states on the stage.

/// Names of regions and controls.
pub const STAGE: &str = "Simulation";
/// A region.
pub const KNOBS: &str = "Knobs";
/// A region.
pub const SPACE_TIME_LABEL: &str = "Space-time diagram";
/// The phone's tab list.
pub const VIEWS: &str = "Stage views";
/// The phone's tabs.
pub const TABS: [&str; 3] = ["Topology", "Space-time", "Knobs"];
/// A toolbar.
pub const TRANSPORT: &str = "Transport";
/// A toolbar.
pub const TOOLS: &str = "Tools";
/// A control.
pub const STEP_BACK: &str = "Step back";
/// Its title.
pub const STEP_BACK_TITLE: &str = "Step back (,)  Shift: 100 ms";
/// A control.
pub const STEP: &str = "Step";
/// Its title.
pub const STEP_TITLE: &str = "Step (.)  Shift: 100 ms";
/// A control.
pub const PLAY: &str = "Play";
/// A control.
pub const PAUSE: &str = "Pause";
/// The clock.
pub const CLOCK: &str = "Virtual time";
/// A menu.
pub const SPEED: &str = "Speed";
/// A button.
pub const FORK: &str = "Fork";
/// Its title.
pub const FORK_TITLE: &str = "Fork here (F)";
/// A button.
pub const SHARE: &str = "Share";
/// Faults are locked: the same ones for every design.
pub const LOCKED: &str = "same faults, replayed";
/// A run that is only watched.
pub const RECORDED: &str = "recorded run";
/// The scrubber.
pub const PLAYHEAD: &str = "Playhead";
/// In the legend.
pub const HOLLOW: &str = "hollow = reply";
/// In the legend.
pub const LOST: &str = "lost";
/// A button.
pub const EVENTS: &str = "Events";
/// Its title.
pub const EVENTS_TITLE: &str = "Event table (E)";
/// Its name.
pub const AS_TABLE: &str = "Show as event table";
/// A button.
pub const DIAGRAM: &str = "Diagram";
/// A button.
pub const GO_ON: &str = "Go on";
/// A button.
pub const FROM_START: &str = "From the start";
/// A button.
pub const CLOSE: &str = "Close";
/// A button.
pub const APPLY: &str = "Apply";
/// A button.
pub const INSPECT: &str = "Inspect";
/// An empty table.
pub const NO_EVENTS: &str = "No events in this window yet. Press play, or move the playhead.";
/// An empty table.
pub const NO_MESSAGES: &str = "No message is in flight at this instant.";
/// A column.
pub const TIME: &str = "Time";
/// A column.
pub const WHERE: &str = "Where";
/// A column.
pub const EVENT: &str = "Event";
/// A column.
pub const CAUSE: &str = "Cause";
/// A column.
pub const LINK: &str = "Link";
/// A column.
pub const ACTS: &str = "Acts";
/// A column.
pub const SENT_AT: &str = "Sent";
/// A column.
pub const FROM: &str = "From";
/// A column.
pub const TO: &str = "To";
/// A column.
pub const MESSAGE: &str = "Message";
/// A column.
pub const FATE: &str = "State";

/// Facts of the inspector.
pub const STATE: &str = "state";
/// A fact.
pub const ROLE: &str = "role";
/// A fact.
pub const LAST_HEARD: &str = "last heard";
/// A fact.
pub const BESIDE: &str = "beside";
/// A fact.
pub const LAST: &str = "last";
/// A fact.
pub const CALLED: &str = "called";
/// A fact.
pub const LATENCY: &str = "latency";
/// A fact.
pub const IN_FLIGHT: &str = "in flight";
/// A fact.
pub const SLOWED: &str = "slowed";
/// A fact.
pub const LOSS: &str = "loses";
/// A fact.
pub const FROM_TO: &str = "way";
/// A fact.
pub const SENT: &str = "sent";
/// A fact.
pub const LINKS: &str = "links";
/// A fact.
pub const CUT_OFF: &str = "cut off";
/// A fact.
pub const SINCE: &str = "since";

/// Acts of the inspector.
pub const ISOLATE: &str = "Isolate";
/// An act.
pub const HEAL: &str = "Heal";
/// An act.
pub const CRASH: &str = "Crash";
/// An act.
pub const RESTART: &str = "Restart";
/// An act.
pub const CUT_IT: &str = "Cut";
/// An act.
pub const HOLD: &str = "Hold messages";
/// An act.
pub const RELEASE: &str = "Release messages";
/// An act.
pub const DROP: &str = "Drop";
/// An act.
pub const DUPLICATE: &str = "Duplicate";
/// A field.
pub const SLOW_BY: &str = "Slow by";
/// A field.
pub const CLOCK_AHEAD: &str = "Clock ahead by";
/// A field.
pub const PAUSE_FOR: &str = "Pause for";
/// A field.
pub const DRIFT_BY: &str = "Clock drifts by";
/// A field.
pub const STEP_BY: &str = "Clock jumps by";
/// A field.
pub const HEAL_AT: &str = "Heal at";
/// A field.
pub const LATENCY_IS: &str = "Latency";
/// A field.
pub const LOSE: &str = "Lose messages";
/// A field.
pub const DELAY_BY: &str = "Delay by";

/// A crashed node's caption.
pub const CRASHED: &str = "crashed";
/// What a node shows, where the protocol has no word for it.
pub const VALUE: &str = "value";
/// A write was acknowledged.
pub const DONE: &str = "done";
/// An operation was refused.
pub const REFUSED: &str = "refused";
/// An operation was given up.
pub const NO_ANSWER: &str = "no answer";

/// A cut that separates nodes.
pub const PARTITION: &str = "Partition";
/// A cut that does not.
pub const CUT_LINKS: &str = "Cut links";
/// A link's state.
pub const CUT: &str = "cut";
/// A link's state.
pub const HELD: &str = "messages held";
/// A node's state.
pub const UP: &str = "up";
/// A client's kind.
pub const CLIENT: &str = "client";
/// What is no longer there.
pub const GONE: &str = "No longer there";
