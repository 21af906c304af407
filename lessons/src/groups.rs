//! Reads `[group.NAME]`: a protocol, its nodes and settings, and the script of clients.

use sim_core::act::Act;
use sim_core::limits;
use sim_core::registry::{ProtocolInfo, Registry};
use sim_core::scenario::{Group, Node};

use crate::keys::{Item, Keys};
use crate::lines;
use crate::report::{Placed, Report};
use crate::source::Span;
use crate::world_file::{Level, Pending, key_of};

/// Reads `[group.NAME]`. An overlay's group (`over`) says only what it changes.
pub(crate) fn read(
    report: &mut Report<'_>,
    name: &str,
    keys: &mut Keys<'_>,
    registry: &Registry,
    level: Level,
    over: Option<&Group>,
    pending: &mut Pending,
) -> Group {
    keys.name = format!("[group.{name}]");
    let mut group = Group { name: name.to_string(), ..Group::default() };
    if !plain_name(name) {
        report.error(keys.span, format!("`{name}` is not a name; names have letters, digits and `_`"));
    }
    let mut protocol: Option<&ProtocolInfo> = None;
    if let Some(over) = over {
        protocol = registry.protocols.iter().find(|p| p.name == over.protocol);
    } else {
        let placed = keys.need_text(report, "protocol", "\"…\"");
        if !placed.text.is_empty() {
            protocol = registry.protocols.iter().find(|p| p.name == placed.text);
            if protocol.is_none() {
                let message = format!("`{}` is not a protocol", placed.text);
                report.unknown(placed.span, message, &placed.text, registry.protocols.iter().map(|p| p.name));
            }
        }
        group.protocol = placed.text;
    }
    let listed = if over.is_some() { keys.get("nodes") } else { keys.need(report, "nodes", "[\"a\", \"b\"]") };
    if let Some(item) = listed {
        group.nodes = nodes(report, item, protocol, level, pending);
    }
    let client = protocol.is_none_or(|p| p.client);
    let script = if client { keys.texts(report, "acts") } else { Vec::new() };
    for placed in script.iter().flat_map(each) {
        let Some(line) = lines::read(report, &placed) else { continue };
        let nodes = if group.nodes.is_empty() { over.map_or(&[][..], |g| &g.nodes) } else { &group.nodes };
        match &line.act {
            Act::Ask { client, .. } if nodes.iter().any(|n| n.name == *client) => {}
            Act::Ask { client, .. } => {
                let message = format!("`{client}` is not a client of this group");
                report.unknown(placed.word(client), message, client, nodes.iter().map(|n| n.name.as_str()));
                continue;
            }
            _ => {
                let help = "other lines stand in the scenario's own acts, before the first table";
                report.error_help(placed.span, "a group's script only asks its clients", help);
            }
        }
        pending.lines.push((level, placed, line.clone()));
        group.script.push(line);
    }
    let own = protocol.map_or(&[][..], |p| p.per_key);
    let fields: Vec<&str> = protocol.iter().flat_map(|p| p.settings()).map(|f| f.name).collect();
    let mut all = Vec::new();
    for item in keys.rest() {
        // `home.timeout = "1s"`: what a key has for itself.
        let of_key = if item.is_table() && !own.is_empty() { item.table(report) } else { None };
        match of_key {
            Some(own) => all.extend(own.rest().into_iter().map(|of| (format!("{}.{}", item.key(), of.key()), of))),
            None => all.push((item.key().to_string(), item)),
        }
    }
    for (key, item) in all {
        if protocol.is_some() && !key.contains('.') && !fields.contains(&item.key()) {
            let message = format!("`{}` is not a setting of `{}`", item.key(), protocol.map_or("", |p| p.name));
            let also = if over.is_some() { &["nodes"][..] } else { &["nodes", "protocol"] };
            let also = also.iter().copied().chain(client.then_some("acts"));
            report.unknown(item.key_span, message, item.key(), fields.iter().copied().chain(also));
        } else if let Some(value) = item.spelled(report) {
            let owner = Placed { text: name.to_string(), span: keys.span, exact: false };
            let placed = Placed { text: key.clone(), ..key_of(&item) };
            group.settings.push((key, value.text.clone()));
            pending.settings.push((level, owner, placed, value));
        }
    }
    group
}

fn nodes(
    report: &mut Report<'_>,
    item: Item<'_>,
    protocol: Option<&ProtocolInfo>,
    level: Level,
    pending: &mut Pending,
) -> Vec<Node> {
    let mut nodes: Vec<(Node, Span)> = Vec::new();
    if item.is_table() {
        if let Some(protocol) = protocol.filter(|p| !p.client) {
            let message = format!("nodes of `{}` stand beside nobody; only clients do", protocol.name);
            report.error_help(item.key_span, message, "write nodes = [\"a\", \"b\"]");
        }
        for client in item.table(report).map(|keys| keys.rest()).unwrap_or_default() {
            if let Some(beside) = client.text(report) {
                for name in numbered(client.key()) {
                    nodes.push((Node { name, beside: Some(beside.text.clone()) }, client.key_span));
                }
                pending.beside.push((level, beside));
            }
        }
    } else {
        if protocol.is_some_and(|p| p.client) {
            let help = "write nodes = { ann = \"a\" }";
            report.error_help(item.key_span, "each client stands beside a server", help);
        }
        for name in item.list(report).iter().filter_map(|i| i.text(report)) {
            nodes.extend(numbered(&name.text).into_iter().map(|text| (Node { name: text, beside: None }, name.span)));
        }
    }
    for (at, (node, span)) in nodes.iter().enumerate() {
        if !plain_name(&node.name) {
            let message = format!("`{}` is not a node's name; names have letters, digits and `_`", node.name);
            report.error(*span, message);
        } else if nodes[..at].iter().any(|(other, _)| other.name == node.name) {
            report.error(*span, format!("there are two nodes `{}`", node.name));
        }
    }
    if nodes.is_empty() {
        report.error(item.key_span, "a group has at least one node");
    }
    nodes.into_iter().map(|(node, _)| node).collect()
}

/// `every 5s ask t*3 call` is a line for each of t1, t2 and t3.
fn each(line: &Placed) -> Vec<Placed> {
    let many = line.text.split_whitespace().find(|word| word.contains('*') && numbered(word).len() > 1);
    let Some(many) = many else { return vec![line.clone()] };
    let one = |name: String| Placed { text: line.text.replacen(many, &name, 1), span: line.span, exact: false };
    numbered(many).into_iter().map(one).collect()
}

/// `s*3` is s1, s2 and s3.
pub(crate) fn numbered(name: &str) -> Vec<String> {
    let many = name.split_once('*').and_then(|(stem, count)| Some((stem, count.parse::<usize>().ok()?)));
    match many.filter(|(_, count)| (1..=limits::NODES).contains(count)) {
        Some((stem, count)) => (1..=count).map(|n| format!("{stem}{n}")).collect(),
        None => vec![name.to_string()],
    }
}

fn plain_name(name: &str) -> bool {
    !name.is_empty() && name != "links" && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
