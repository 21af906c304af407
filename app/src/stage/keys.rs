//! Keys and what they do on the stage. Pure.

use super::gesture::{TOOLS, Tool};

/// What a key does anywhere on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Play or pause.
    Play,
    /// Step: forward, and by 100 ms.
    Step(bool, bool),
    /// To the start.
    Start,
    /// To the frontier.
    Frontier,
    /// One speed faster or slower.
    Speed(i32),
    /// A tool, or its act on what is focused.
    Tool(Tool),
    /// Duplicate the focused message.
    Twice,
    /// Isolate the selection.
    Isolate,
    /// Branches.
    Branches,
    /// Two branches side by side, or no longer.
    Twin,
    /// To the next, or the last, difference, loss, fault, answer or witness.
    Jump(bool),
    /// Heal the newest cut.
    Heal,
    /// Fork here.
    Fork,
    /// A table in place of the diagram: events, links, messages.
    Table(u8),
    /// To the witness.
    Witness,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Cancel, close, clear, back to Select.
    Escape,
    /// The time axis: closer or wider.
    Zoom(i32),
}

/// The command of a key; `command` is Ctrl or Cmd.
pub fn command(key: &str, shift: bool, command: bool, modified: bool) -> Option<Command> {
    let lower = key.to_lowercase();
    if command {
        return (lower == "z").then_some(if shift { Command::Redo } else { Command::Undo });
    }
    if modified {
        return None;
    }
    Some(match lower.as_str() {
        " " => Command::Play,
        "." | ">" => Command::Step(true, shift),
        "," | "<" => Command::Step(false, shift),
        "home" => Command::Start,
        "end" => Command::Frontier,
        "[" => Command::Speed(-1),
        "]" => Command::Speed(1),
        "d" if shift => Command::Twice,
        "i" => Command::Isolate,
        "h" => Command::Heal,
        "f" => Command::Fork,
        "b" => Command::Branches,
        "t" => Command::Twin,
        "n" => Command::Jump(true),
        "p" => Command::Jump(false),
        "e" => Command::Table(1),
        "l" => Command::Table(2),
        "m" => Command::Table(3),
        "w" => Command::Witness,
        "escape" => Command::Escape,
        "-" => Command::Zoom(-1),
        "=" | "+" => Command::Zoom(1),
        _ => {
            let tool = TOOLS.iter().find(|t| lower.eq_ignore_ascii_case(&t.2.to_string()))?;
            Command::Tool(tool.0)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_one_thing() {
        assert_eq!(command("C", false, false, false), Some(Command::Tool(Tool::Cut)));
        assert_eq!(command("z", true, true, true), Some(Command::Redo));
        assert_eq!(command(">", true, false, false), Some(Command::Step(true, true)));
        assert_eq!(command("c", false, true, true), None);
        assert_eq!(command("q", false, false, false), None);
    }
}
