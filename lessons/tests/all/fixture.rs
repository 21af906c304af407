//! Fixtures, and a registry made by hand, so that these tests know every word that is possible.

use lessons::model::Act;
use lessons::source::Diagnostic;
use lessons::{Files, read_act};
use sim_core::field::{Field, Kind};
use sim_core::quantity::Unit;
use sim_core::registry::{
    Arg, ArgKind, FieldKind, Look, MeasureInfo, MessageKind, ProtocolInfo, Registry, Verb, WitnessField, Yields,
};

/// The three texts of an act.
#[derive(Clone)]
pub struct Fixture {
    pub lesson: String,
    pub scenario: String,
    pub runs: Option<String>,
}

pub fn cap() -> Fixture {
    Fixture {
        lesson: include_str!("../fixtures/cap-a/lesson.md").into(),
        scenario: include_str!("../fixtures/cap-a/scenario.toml").into(),
        runs: Some(include_str!("../fixtures/cap-a/runs.toml").into()),
    }
}

pub fn retries() -> Fixture {
    Fixture {
        lesson: include_str!("../fixtures/retries-b/lesson.md").into(),
        scenario: include_str!("../fixtures/retries-b/scenario.toml").into(),
        runs: Some(include_str!("../fixtures/retries-b/runs.toml").into()),
    }
}

impl Fixture {
    pub fn files(&self) -> Files<'_> {
        Files { lesson: &self.lesson, scenario: &self.scenario, runs: self.runs.as_deref() }
    }
    pub fn read(&self) -> (Act, Vec<Diagnostic>) {
        read_act(&self.files(), &registry())
    }
    /// Reads what has no mistakes.
    pub fn act(&self) -> Act {
        let (act, found) = self.read();
        assert!(found.is_empty(), "{}", lines(&found));
        act
    }
    /// With one text in the place of another, which must be there.
    pub fn with(mut self, from: &str, to: &str) -> Self {
        let runs = self.runs.as_mut().into_iter();
        let files = [&mut self.lesson, &mut self.scenario].into_iter().chain(runs);
        let file = files.into_iter().find(|text| text.contains(from)).unwrap_or_else(|| panic!("no `{from}`"));
        *file = file.replacen(from, to, 1);
        self
    }
}

/// One diagnostic a line.
pub fn lines(found: &[Diagnostic]) -> String {
    joined(found)
}

/// One thing a line.
pub fn joined<T: std::fmt::Display>(all: &[T]) -> String {
    let mut text = all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

const fn field(name: &'static str, kind: Kind, default: &'static str) -> Field {
    Field { name, kind, default, doc: "" }
}

const fn arg(name: &'static str, kind: ArgKind, required: bool) -> Arg {
    Arg { name, kind, required, doc: "what it is about" }
}

const fn witness(name: &'static str, kind: FieldKind) -> WitnessField {
    WitnessField { name, kind, doc: "" }
}

const REGISTER: &[Field] = &[
    field("mode", Kind::Word(&["any", "quorum"]), "any"),
    field("R", Kind::Whole(1, 5), "1"),
    field("W", Kind::Whole(1, 5), "1"),
    field("write_back", Kind::Flag, "true"),
    field("init", Kind::Whole(-1000, 1000), "0"),
];

const SERVICE: &[Field] = &[
    field("calls", Kind::Nodes, "none"),
    field("timeout", Kind::Span, "1s"),
    field("attempts", Kind::Whole(1, 9), "1"),
    field("workers", Kind::Whole(1, 1000), "1"),
    field("service", Kind::Latency, "0s"),
    field("error-rate", Kind::Share, "0%"),
];

const CLIENT: &[Field] =
    &[field("timeout", Kind::Span, "1s"), field("load", Kind::Load, "none"), field("mix", Kind::Mix, "none")];

const REGISTER_VERBS: &[Verb] = &[
    Verb { name: "write", key: true, value: true, reads: false },
    Verb { name: "read", key: true, value: false, reads: true },
];

const SERVICE_VERBS: &[Verb] = &[Verb { name: "call", key: false, value: false, reads: false }];

const KINDS: &[MessageKind] = &[
    MessageKind { name: "copy", look: Look::Replicate, reply: false },
    MessageKind { name: "query", look: Look::Read, reply: false },
];

const CHOOSING: &[Arg] = &[
    arg("clients", ArgKind::Clients, false),
    arg("during", ArgKind::Window, false),
    arg("after", ArgKind::Instant, false),
    arg("wait", ArgKind::Span, false),
];

const STALE: &[WitnessField] = &[
    witness("at", FieldKind::At),
    witness("age", FieldKind::Span),
    witness("value", FieldKind::Value),
    witness("newer", FieldKind::Value),
    witness("reader", FieldKind::Node),
    witness("read", FieldKind::Event),
    witness("ack", FieldKind::Event),
];

const STORM: &[WitnessField] = &[witness("told", FieldKind::At), witness("last", FieldKind::Event)];

const KEY: &[Arg] = &[arg("key", ArgKind::Key, false)];
const DURING: &[Arg] = &[arg("during", ArgKind::Window, true)];
const KEYED: &[Arg] = &[arg("key", ArgKind::Key, false), arg("during", ArgKind::Window, false)];
const AT_NODE: &[Arg] = &[arg("node", ArgKind::Node, true), arg("per", ArgKind::Word(&["op", "second"]), false)];
const ON_LINK: &[Arg] = &[arg("link", ArgKind::Link, true), arg("first", ArgKind::Whole, false)];

/// Every word of the fixtures.
pub fn registry() -> Registry {
    let protocol = |name, fields, verbs, client| ProtocolInfo {
        name,
        doc: "",
        fields,
        verbs,
        kinds: KINDS,
        client,
        ..ProtocolInfo::default()
    };
    let measure = |name, args, yields, fields| MeasureInfo {
        name,
        doc: "",
        phrase: "",
        short: "",
        args,
        yields,
        monotone: false,
        fields,
    };
    let count = Yields::Quantity(Unit::Count);
    Registry {
        protocols: vec![
            protocol("register", REGISTER, REGISTER_VERBS, false),
            protocol("service", SERVICE, SERVICE_VERBS, false),
            protocol("client", CLIENT, &[], true),
        ],
        measures: vec![
            measure("stale_reads", KEYED, count, STALE),
            measure("linearizable", KEY, Yields::Verdict, &[]),
            measure("success", CHOOSING, Yields::Quantity(Unit::Share), &[]),
            measure("operations", CHOOSING, count, &[]),
            measure("failed", CHOOSING, count, &[]),
            measure("unanswered", CHOOSING, count, &[]),
            measure("longest_wait", CHOOSING, Yields::Quantity(Unit::Time), &[]),
            measure("told", CHOOSING, Yields::Quantity(Unit::Time), &[]),
            measure("held", DURING, Yields::Quantity(Unit::Time), &[]),
            measure("outside", DURING, count, &[]),
            measure("attempts", AT_NODE, count, &[]),
            measure("most_attempts", AT_NODE, count, STORM),
            measure("lost", ON_LINK, count, &[]),
        ],
    }
}
