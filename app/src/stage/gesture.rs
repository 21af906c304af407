//! Tools and what a click with one means. Pure.

use session::wire::{Scene, Staged, Us};

use super::{lines, net, scene, words};

/// What a click can hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A node.
    Node(u16),
    /// A link.
    Link(u16),
    /// A message, by the engine's name.
    Flight(u64),
    /// A fault, as an index into the scene's faults.
    Fault(usize),
}

impl Target {
    /// The id of its element.
    pub fn id(self) -> String {
        match self {
            Self::Node(n) => ["stage-node-", &n.to_string()].concat(),
            Self::Link(l) => ["stage-link-", &l.to_string()].concat(),
            Self::Flight(f) => ["stage-flight-", &f.to_string()].concat(),
            Self::Fault(f) => ["stage-fault-", &f.to_string()].concat(),
        }
    }

    /// The target whose element has this id.
    pub fn of(id: &str) -> Option<Self> {
        let (kind, n) = id.strip_prefix("stage-")?.split_once('-')?;
        Some(match kind {
            "node" => Self::Node(n.parse().ok()?),
            "link" => Self::Link(n.parse().ok()?),
            "flight" => Self::Flight(n.parse().ok()?),
            "fault" => Self::Fault(n.parse().ok()?),
            _ => return None,
        })
    }
}

/// A tool of the toolbar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Look, without doing anything.
    #[default]
    Select,
    /// Cut links.
    Cut,
    /// Crash and restart nodes.
    Crash,
    /// Slow nodes and links.
    Slow,
    /// Set clocks.
    Skew,
    /// Lose messages.
    Drop,
}

/// Every tool with its word, its key and the colour of its button.
pub const TOOLS: [(Tool, &str, char, &str); 6] = [
    (Tool::Select, "select", 'V', ""),
    (Tool::Cut, "cut", 'C', "cut"),
    (Tool::Crash, "crash", 'X', "cut"),
    (Tool::Slow, "slow", 'S', "deg"),
    (Tool::Skew, "skew", 'K', "deg"),
    (Tool::Drop, "drop", 'D', "cut"),
];

impl Tool {
    /// Its word.
    pub fn word(self) -> &'static str {
        TOOLS[self as usize].1
    }

    /// Those that a step offers; Select is always there.
    pub fn offered(tools: &[String]) -> Vec<Self> {
        let ours = |t: Self| t == Self::Select || tools.iter().any(|n| t.verbs().contains(&n.as_str()));
        TOOLS.iter().map(|t| t.0).filter(|t| ours(*t)).collect()
    }

    /// The verbs of act lines that it stands for, as a scenario offers them.
    const fn verbs(self) -> &'static [&'static str] {
        match self {
            Self::Select => &[],
            Self::Cut => &["cut", "isolate"],
            Self::Crash => &["crash"],
            Self::Slow => &["slow", "delay"],
            Self::Skew => &["skew", "drift", "step"],
            Self::Drop => &["drop", "duplicate"],
        }
    }
}

/// What a click leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// An act line.
    Do(String),
    /// Open the inspector there.
    Open(Target),
    /// This tool does nothing there: say so.
    Nothing,
}

/// What a click with a tool on a target means at an instant.
pub fn click(staged: &Staged, scene: &Scene, tool: Tool, target: Target, alt: bool, t: Us) -> Intent {
    let server = |n: u16| !staged.nodes[usize::from(n)].client;
    match (tool, target) {
        (Tool::Select, _) | (_, Target::Fault(_)) => Intent::Open(target),
        (Tool::Cut, Target::Node(n)) if server(n) => Intent::Do(lines::isolate(staged, &[n])),
        (Tool::Cut, Target::Link(l)) => {
            if net::links(staged, scene, t)[usize::from(l)].cut.is_some() {
                return Intent::Do(lines::heal(scene, Some(l), t));
            }
            Intent::Do(lines::cut_one(staged, l, alt))
        }
        (Tool::Cut, Target::Flight(f)) => {
            match scene.flights.iter().find(|x| x.name == f).and_then(|f| link_of(staged, f.from, f.to)) {
                Some(l) => click(staged, scene, tool, Target::Link(l), alt, t),
                None => Intent::Nothing,
            }
        }
        (Tool::Crash, Target::Node(n)) if server(n) => {
            let verb = if net::down(scene, n, t) { "restart " } else { "crash " };
            Intent::Do([verb, lines::node(staged, n)].concat())
        }
        (Tool::Slow | Tool::Drop | Tool::Skew, Target::Node(n)) if server(n) => Intent::Open(target),
        (Tool::Slow, Target::Link(_) | Target::Flight(_)) | (Tool::Drop, Target::Link(_)) => Intent::Open(target),
        (Tool::Drop, Target::Flight(f)) => {
            Intent::Do([if alt { "duplicate " } else { "drop " }, &lines::selector(f)].concat())
        }
        _ => Intent::Nothing,
    }
}

/// The link between two nodes.
pub fn link_of(staged: &Staged, a: u16, b: u16) -> Option<u16> {
    staged.links.iter().position(|l| (l.a, l.b) == (a, b) || (l.a, l.b) == (b, a)).map(|l| l as u16)
}

/// What a click here would do, in one line; shown while the pointer rests on it.
pub fn preview(staged: &Staged, scene: &Scene, tool: Tool, target: Target, t: Us) -> String {
    let what = match target {
        Target::Node(n) => scene::name(staged, scene, n, t),
        Target::Link(l) => link_name(staged, scene, l, t),
        Target::Flight(f) => {
            scene.flights.iter().find(|x| x.name == f).map(|f| flight_name(staged, f)).unwrap_or_default()
        }
        Target::Fault(_) => words::PARTITION.into(),
    };
    match click(staged, scene, tool, target, false, t) {
        Intent::Do(line) => words::would(&line),
        Intent::Open(_) => match (tool, target) {
            (Tool::Slow, Target::Flight(_)) => words::PULL_MESSAGE.into(),
            (Tool::Slow, _) => words::would_pull(&short(staged, target)),
            (Tool::Skew, _) => words::would_turn(&short(staged, target)),
            (Tool::Drop, _) => words::would_lose(&short(staged, target)),
            _ => what,
        },
        Intent::Nothing => words::nothing_here(tool.word()),
    }
}

/// `C`, `link A to C`: a target in few words.
fn short(staged: &Staged, target: Target) -> String {
    let label = |n: u16| staged.nodes.get(usize::from(n)).map_or("", |n| n.label.as_str());
    match target {
        Target::Node(n) => label(n).into(),
        Target::Link(l) => {
            let l = &staged.links[usize::from(l)];
            words::ends(label(l.a), label(l.b))
        }
        Target::Flight(_) | Target::Fault(_) => String::new(),
    }
}

/// `Link A to C, 50ms..150ms, cut`.
pub fn link_name(staged: &Staged, scene: &Scene, link: u16, t: Us) -> String {
    let l = &staged.links[usize::from(link)];
    let now = &net::links(staged, scene, t)[usize::from(link)];
    let label = |n: u16| staged.nodes[usize::from(n)].label.as_str();
    let mut parts = vec![words::link(label(l.a), label(l.b)), l.latency.clone()];
    match now.cut {
        Some(0) => parts.push(words::CUT.into()),
        Some(way) => parts.push(if way > 0 {
            words::cut_way(label(l.a), label(l.b))
        } else {
            words::cut_way(label(l.b), label(l.a))
        }),
        None => {}
    }
    parts.extend(now.slow.iter().map(|s| words::slow(s)));
    parts.extend(now.loss.iter().map(|s| words::loses(s)));
    if now.held {
        parts.push(words::HELD.into());
    }
    parts.join(", ")
}

/// `store balance 45 from A to C, sent 2.100 s`.
pub fn flight_name(staged: &Staged, f: &session::wire::Flight) -> String {
    let kind = staged.kinds.get(usize::from(f.kind)).map_or("", |k| k.label.as_str());
    let label = |n: u16| staged.nodes[usize::from(n)].label.as_str();
    words::message(kind, &f.label, label(f.from), label(f.to), f.sent)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::stage::fixture;

    #[test]
    fn clicks_become_act_lines() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_150_000, 2_200_000));
        let message = Target::Flight(scene.flights[0].name);
        let tries = [
            (Tool::Cut, Target::Link(0), false),
            (Tool::Cut, Target::Link(0), true),
            (Tool::Cut, Target::Link(1), false),
            (Tool::Cut, Target::Node(2), false),
            (Tool::Cut, Target::Node(5), false),
            (Tool::Cut, message, false),
            (Tool::Crash, Target::Node(1), false),
            (Tool::Drop, message, false),
            (Tool::Drop, message, true),
            (Tool::Select, Target::Node(0), false),
            (Tool::Slow, Target::Link(2), false),
        ];
        let said: Vec<String> = tries
            .iter()
            .map(|(tool, target, alt)| format!("{:?}", click(&staged, &scene, *tool, *target, *alt, 2_150_000)))
            .collect();
        expect![[r#"
            Do("cut a-b")
            Do("cut a->b")
            Do("heal cut")
            Do("isolate c")
            Nothing
            Do("cut a-b")
            Do("crash b")
            Do("drop ~62822d9f")
            Do("duplicate ~62822d9f")
            Open(Node(0))
            Open(Link(2))"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn hovers_say_what_a_click_would_do() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_150_000, 2_200_000));
        let say = |tool, target| preview(&staged, &scene, tool, target, 2_150_000);
        let said = [
            say(Tool::Cut, Target::Node(2)),
            say(Tool::Crash, Target::Link(0)),
            say(Tool::Select, Target::Link(1)),
            say(Tool::Select, Target::Flight(scene.flights[0].name)),
        ];
        expect![[r"
            Click: isolate c
            Crash works on servers
            Link A to C, 50ms..150ms, cut
            store balance 70 from A to B, sent 0.500 s"]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn targets_are_found_by_their_ids() {
        for t in [Target::Node(3), Target::Link(0), Target::Flight(77), Target::Fault(2)] {
            assert_eq!(Target::of(&t.id()), Some(t));
        }
        assert_eq!(lines::selector(0x4f2a_91c0_dead_beef), "~4f2a91c0");
    }
}
