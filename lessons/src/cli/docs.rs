//! `faultline docs`: the reference of protocols and measures, from the registry that everything else reads.

use std::fmt::Write as _;

use sim_core::field::{Field, Kind, LINK_FIELDS};
use sim_core::quantity::Unit;
use sim_core::registry::{Arg, ArgKind, FieldKind, MeasureInfo, ProtocolInfo, Registry, Verb, Yields};

/// The reference, as Markdown.
pub(super) fn reference(registry: &Registry) -> String {
    let mut out =
        "# Reference\n\nWritten by `faultline docs` from the engine's registries.\n\n## Protocols\n".to_string();
    for info in &registry.protocols {
        protocol(info, &mut out);
    }
    out.push_str("\n## Links\n\nSettings of `[links]`, and after `set a-c.` or `set links.`.\n");
    fields(LINK_FIELDS, &mut out);
    out.push_str("\n## Measures\n");
    for info in &registry.measures {
        measure(info, &mut out);
    }
    out
}

fn protocol(info: &ProtocolInfo, out: &mut String) {
    let _ = writeln!(out, "\n### `{}`\n\n{}", info.name, info.doc);
    fields(info.fields, out);
    if !info.per_key.is_empty() {
        let own: Vec<String> = info.per_key.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(out, "\nA key may have {} for itself: `set GROUP.KEY.{} …`.", own.join(", "), info.per_key[0]);
    }
    if !info.verbs.is_empty() {
        let verbs: Vec<String> = info.verbs.iter().map(|verb| format!("`{}`", spelled(verb))).collect();
        let _ = writeln!(out, "\nClients ask it to {}.", verbs.join(", "));
    }
    if !info.kinds.is_empty() {
        let kinds: Vec<String> = info.kinds.iter().map(|kind| format!("`{}`", kind.name)).collect();
        let _ = writeln!(out, "\nIts nodes send {}.", kinds.join(", "));
    }
}

fn spelled(verb: &Verb) -> String {
    format!("{}{}{}", verb.name, if verb.key { " KEY" } else { "" }, if verb.value { " VALUE" } else { "" })
}

fn fields(fields: &[Field], out: &mut String) {
    if fields.is_empty() {
        return;
    }
    out.push_str("\n| Setting | Takes | Default | |\n| --- | --- | --- | --- |\n");
    for field in fields {
        let _ = writeln!(out, "| `{}` | {} | `{}` | {} |", field.name, takes(field.kind), field.default, field.doc);
    }
}

fn takes(kind: Kind) -> String {
    match kind {
        Kind::Whole(low, high) => format!("a whole number, {low} to {high}"),
        Kind::Bound(low, high) => format!("a whole number, {low} to {high}, or `none`"),
        Kind::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or "),
        Kind::Flag => "`true` or `false`".to_string(),
        Kind::Span => "a span such as `300ms`".to_string(),
        Kind::Share => "a percentage such as `1%`".to_string(),
        Kind::Latency => "a latency such as `50ms..150ms`".to_string(),
        Kind::Load => format!("`{}`", sim_core::load::FORMS.replace(", ", "`, `").replace(" or ", "` or `")),
        Kind::Mix => "a mix such as `40% write balance next, 60% read balance`".to_string(),
        Kind::Nodes => "the name of a node or of a group".to_string(),
    }
}

fn measure(info: &MeasureInfo, out: &mut String) {
    let yields = match info.yields {
        Yields::Verdict => "Holds or not: a sentence stands alone.",
        Yields::Quantity(Unit::Count) => "Yields a count, such as `3`.",
        Yields::Quantity(Unit::Share) => "Yields a share, such as `95%`.",
        Yields::Quantity(Unit::Time) => "Yields a time, such as `300ms`.",
        Yields::Quantity(Unit::Rate) => "Yields a rate, such as `10/s`.",
    };
    let once = if info.monotone { " Once it has grown or broken it never goes back." } else { "" };
    let _ = writeln!(out, "\n### `{}`\n\n{}\n\n{yields}{once}", info.name, info.doc);
    if !info.args.is_empty() {
        out.push_str("\n| Argument | Is | |\n| --- | --- | --- |\n");
        for arg in info.args {
            let needed = if arg.required { " (needed)" } else { "" };
            let _ = writeln!(out, "| `{}`{needed} | {} | {} |", arg.name, is(arg), arg.doc);
        }
    }
    if !info.fields.is_empty() {
        out.push_str("\n| Witness field | Holds | |\n| --- | --- | --- |\n");
        for field in info.fields {
            let holds = match field.kind {
                FieldKind::At => "an instant",
                FieldKind::Span => "a span",
                FieldKind::Value => "a whole number",
                FieldKind::Node => "a node",
                FieldKind::Event => "an event",
            };
            let _ = writeln!(out, "| `{}` | {holds} | {} |", field.name, field.doc);
        }
    }
}

fn is(arg: &Arg) -> String {
    match arg.kind {
        ArgKind::Key => "a key".to_string(),
        ArgKind::Clients => "a client, a group of clients, `majority` or `minority`".to_string(),
        ArgKind::Node => "a server or a group of servers".to_string(),
        ArgKind::Link => "a link: `a-b` or `a->b`".to_string(),
        ArgKind::Window => "the label of an act".to_string(),
        ArgKind::Instant => "a time, a label, `label.start` or `label.end`".to_string(),
        ArgKind::Span => "a span such as `2s`".to_string(),
        ArgKind::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or "),
        ArgKind::Whole => "a whole number".to_string(),
    }
}
