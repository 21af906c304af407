//! Words of what stands around a stage: home's small run, the sandbox, the embedded stage.

/// The sandbox's name.
pub const SANDBOX: &str = "Sandbox";
/// Its window's title.
pub const SANDBOX_TITLE: &str = "Sandbox | Faultline";
/// What it is for.
pub const SANDBOX_LEAD: &str = "A cluster of your own. Change it here; break it on the stage with every tool.";
/// The panel, for ears.
pub const SCENARIO: &str = "Scenario";
/// Where to begin.
pub const START_FROM: &str = "Start from";
/// The first choice.
pub const BLANK: &str = "Three replicas and two clients";
/// Settings of the world itself.
pub const WORLD: &str = "World";
/// Settings of the links.
pub const NETWORK: &str = "Network";
/// Saves the scenario.
pub const SAVE: &str = "Save as scenario";
/// Opens one.
pub const OPEN: &str = "Open a file";
/// Its file.
pub const FILE: &str = "scenario.toml";
/// Something is wrong with it.
pub const STAYS: &str = "The stage shows the last scenario without mistakes.";
/// What a setting may be.
pub fn takes(range: &str) -> String {
    format!("Takes {range}.")
}
/// A setting by itself.
pub fn default(value: &str) -> String {
    format!("Default {value}.")
}

/// The embedded stage, for ears.
pub const EMBEDDED: &str = "A run in Faultline";
/// Opens the embedded run in a page of its own.
pub const OPEN_HERE: &str = "Open in Faultline";
/// Before the cut.
pub const HERO_PROMPT: &str = "Drag a line across the links to split this cluster";
/// After it.
pub const HERO_CUT: &str = "The links are cut. Watch who falls behind, then heal";
/// All have the newest value.
pub const AGREE: &str = "all five agree";
/// Copies are on their way.
pub const SOON: &str = "copies are on their way";
/// Heals.
pub const HEAL: &str = "Heal";
/// Who has an old value.
pub fn behind(names: &[&str]) -> String {
    format!("{} {} behind", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}

/// What can be done already.
pub const CAN: &str = "You can now";
