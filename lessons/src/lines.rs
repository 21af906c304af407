//! Checks act lines against a world: nodes, labels, verbs, settings and kinds of message that they name.

use sim_core::act::{Act, Line, LinkName, Operation, Selector, SlowWhat, When, parse_line};
use sim_core::field::{Field, Kind, Value};

use crate::report::{Placed, Report};
use crate::scene::Scene;

/// Reads an act line; what is wrong with its form is reported.
pub(crate) fn read(report: &mut Report<'_>, placed: &Placed) -> Option<Line> {
    match parse_line(&placed.text) {
        Ok(line) => Some(line),
        Err(error) => {
            report.add(placed.part(error.at.start, error.at.end), error.message, error.help);
            None
        }
    }
}

/// Reports names that this world does not have.
pub(crate) fn check(report: &mut Report<'_>, scene: &Scene<'_>, placed: &Placed, line: &Line) {
    if scene.partial {
        return;
    }
    let from = match line.when {
        When::At(time) => time,
        When::Every { from, .. } => from,
    };
    if from.0 > scene.length.0 && scene.length.0 > 0 {
        let message = format!("the run ends at {}, before this line happens at {from}", scene.length);
        report.error(placed.word(&from.to_string()), message);
    }
    let check = &mut Check { report, scene, placed };
    match &line.act {
        Act::Cut(links) => links.iter().for_each(|link| check.link(link)),
        Act::Isolate(nodes) => nodes.iter().for_each(|node| check.node(node)),
        Act::Heal(label) => {
            if let Some(label) = label {
                check.one_of(label, "the label of an act in this world", &scene.labels());
            }
        }
        Act::Hold(link) | Act::Release(link) => check.link(link),
        Act::Slow { what: SlowWhat::Link(link), .. } => check.link(link),
        Act::Crash(node)
        | Act::Restart(node)
        | Act::Pause { node, .. }
        | Act::Slow { what: SlowWhat::Node(node), .. }
        | Act::Skew { node, .. }
        | Act::Drift { node, .. }
        | Act::Step { node, .. } => check.node(node),
        Act::Drop(which) | Act::Duplicate(which) | Act::Delay { which, .. } => check.selector(which),
        Act::Set { path, value } => check.set(path, value),
        Act::Ask { client, op } => {
            check.client(client);
            operation(check.report, scene, client, op, placed);
        }
    }
}

struct Check<'c, 'r, 't> {
    report: &'c mut Report<'t>,
    scene: &'c Scene<'r>,
    placed: &'c Placed,
}

impl Check<'_, '_, '_> {
    fn one_of(&mut self, word: &str, what: &str, words: &[&str]) {
        if !words.contains(&word) {
            let message = format!("`{word}` is not {what}");
            self.report.unknown(self.placed.word(word), message, word, words.iter().copied());
        }
    }
    fn node(&mut self, name: &str) {
        self.one_of(name, "a node", &self.scene.nodes());
    }
    fn link(&mut self, link: &LinkName) {
        self.node(&link.a);
        self.node(&link.b);
    }
    fn client(&mut self, name: &str) {
        if self.scene.has_node(name) && !self.scene.is_client(name) {
            self.report.error(self.placed.word(name), format!("`{name}` is not a client, so it cannot be asked"));
        } else {
            self.node(name);
        }
    }
    fn selector(&mut self, which: &Selector) {
        let Selector::Next { kind, from, to } = which else { return };
        if let Some(kind) = kind {
            // What nodes send of their own, and operations: a request and its answer go by the operation's name.
            let mut kinds: Vec<&str> = self.scene.protocols().flat_map(|p| p.kinds.iter().map(|k| k.name)).collect();
            kinds.extend(self.scene.protocols().flat_map(|p| p.verbs.iter().map(|v| v.name)));
            self.one_of(kind, "a kind of message here", &kinds);
        }
        from.iter().chain(to).for_each(|node| self.node(node));
    }
    fn set(&mut self, path: &str, value: &str) {
        match self.scene.setting(path) {
            Err(unresolved) => {
                let span = self.placed.word(&unresolved.word);
                unresolved.tell(self.report, span);
            }
            Ok(field) => {
                let owner = path.split_once('.').map_or(path, |(owner, _)| owner);
                let start = self.placed.text.find(value).unwrap_or(0);
                let value = Placed {
                    text: value.to_string(),
                    span: self.placed.part(start, start + value.len()),
                    exact: self.placed.exact,
                };
                setting(self.report, self.scene, owner, field, &value);
            }
        }
    }
}

/// Reports a value that a setting of this group, node or link cannot have.
pub(crate) fn setting(report: &mut Report<'_>, scene: &Scene<'_>, owner: &str, field: &Field, value: &Placed) {
    match field.parse(&value.text) {
        Err(message) => report.error(value.span, message),
        Ok(_) if scene.partial => {}
        Ok(Value::Nodes(name, _))
            if name != "none" && !scene.has_node(&name) && scene.members(&name).next().is_none() =>
        {
            let all = scene.owners(|p| !p.client);
            report.unknown(value.span, format!("`{name}` is not a node or a group"), &name, all);
        }
        Ok(Value::Mix(mix)) if field.kind == Kind::Mix => {
            for client in scene.members(owner).collect::<Vec<_>>() {
                mix.parts().iter().for_each(|(_, op)| operation(report, scene, client, op, value));
            }
        }
        Ok(_) => {}
    }
}

/// Reports an operation that the node it reaches does not know.
fn operation(report: &mut Report<'_>, scene: &Scene<'_>, client: &str, op: &Operation, placed: &Placed) {
    if let Some(at) = op.at.as_ref().filter(|at| !scene.is_server(at)) {
        report.unknown(placed.word(at), format!("`{at}` is not a server"), at, scene.owners(|p| !p.client));
        return;
    }
    let Some(protocol) = scene.asked(client, op) else { return };
    let Some(verb) = protocol.verbs.iter().find(|v| v.name == op.verb) else {
        let message = format!("`{}` is not an operation of `{}`", op.verb, protocol.name);
        report.unknown(placed.word(&op.verb), message, &op.verb, protocol.verbs.iter().map(|v| v.name));
        return;
    };
    let span = placed.word(&op.verb);
    if !protocol.takes(verb, op.key.is_some()) {
        let needs = if verb.key { "needs a key" } else { "takes no key" };
        report.error(span, format!("`{}` {needs}", op.verb));
    }
    if verb.value != op.value.is_some() {
        let needs = if verb.value { "needs a value" } else { "takes no value" };
        report.error(span, format!("`{}` {needs}", op.verb));
    }
    if op.until.is_some() && !verb.reads {
        report.error(placed.word("until"), format!("`{}` reads nothing that could be waited for", op.verb));
    }
    if let Some(then) = &op.then {
        operation(report, scene, client, then, placed);
    }
}
