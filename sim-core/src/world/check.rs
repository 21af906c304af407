//! What an act may name in this world, checked before it is planned, with an error that says what is possible.

use std::fmt;

use super::World;
use crate::act::{Act, Line, LinkName, Operation, Selector, SlowBy, SlowWhat, ValueWord, When};
use crate::clock::RATES;
use crate::field::{Field, LINK_FIELDS, Value};
use crate::id::NodeId;
use crate::limits;
use crate::registry::{ProtocolInfo, Verb};
use crate::words::nearest;

/// Why a line cannot be done here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

type Checked = Result<(), Refusal>;

/// The largest value that a line may write: far from the end of the integers.
const LARGEST: u64 = 1_000_000_000_000_000_000;

/// `a-c` or `a->c`.
pub(super) fn link_name(text: &str) -> Option<LinkName> {
    let one_way = text.contains("->");
    let (a, b) = text.split_once(if one_way { "->" } else { "-" })?;
    Some(LinkName { a: a.to_string(), b: b.to_string(), one_way })
}

impl World {
    /// Whether a line can be done here.
    ///
    /// # Errors
    /// A sentence that says what is possible instead.
    pub fn check(&self, line: &Line) -> Checked {
        if let When::Every { period, .. } = line.when
            && period.0 == 0
        {
            return refuse("`every 0s` never lets time pass; give a period above zero");
        }
        if self.plan.iter().filter(|p| !p.left).count() >= limits::ACTS {
            return refuse("a run has at most 1000 lines");
        }
        match &line.act {
            Act::Cut(links) => links.iter().try_for_each(|l| self.check_link(l)),
            Act::Isolate(nodes) => nodes.iter().try_for_each(|n| self.check_node(n)),
            Act::Heal(_) => Ok(()),
            Act::Hold(link) | Act::Release(link) => self.check_link(link),
            Act::Crash(node) | Act::Restart(node) => self.check_node(node),
            Act::Slow { what: SlowWhat::Link(link), .. } => self.check_link(link),
            Act::Slow { what: SlowWhat::Node(node), by } => {
                self.check_node(node)?;
                match by {
                    SlowBy::Factor(_) if !self.protocol_of(self.node(node).expect("checked above")).works => {
                        refuse(format!(
                            "`{node}` works in no time, which no factor makes longer; slow it by a span: `slow {node} by 40ms`"
                        ))
                    }
                    _ => Ok(()),
                }
            }
            Act::Drop(which) | Act::Duplicate(which) | Act::Delay { which, .. } => self.check_selector(which),
            Act::Set { path, value } => {
                let late = line.when != When::At(crate::time::Time::ZERO) || line.lasting.is_some();
                if late && path.rsplit_once('.').is_some_and(|(_, key)| key == "init") {
                    return refuse("what keys hold before the first write is set `at 0s`, for the whole run");
                }
                self.check_set(path, value)
            }
            Act::Ask { client, op } => self.check_ask(client, op),
            Act::Pause { node, .. } => {
                self.check_node(node)?;
                if line.lasting.is_some() {
                    return refuse("a pause says how long it is once: `pause b for 800ms`");
                }
                Ok(())
            }
            Act::Skew { node, .. } | Act::Step { node, .. } => self.check_node(node),
            Act::Drift { node, ppm } => {
                self.check_node(node)?;
                if !RATES.contains(ppm) {
                    return refuse(format!(
                        "a clock drifts by {}ppm to {}ppm, not by {ppm}ppm",
                        RATES.start(),
                        RATES.end()
                    ));
                }
                Ok(())
            }
        }
    }

    fn check_node(&self, name: &str) -> Checked {
        if self.node(name).is_some() {
            return Ok(());
        }
        Err(Refusal(unknown("node", name, self.names.iter().map(String::as_str))))
    }

    fn check_link(&self, link: &LinkName) -> Checked {
        self.check_node(&link.a)?;
        self.check_node(&link.b)?;
        if link.a == link.b { refuse("a link has two different ends") } else { Ok(()) }
    }

    fn check_selector(&self, which: &Selector) -> Checked {
        let Selector::Next { kind, from, to } = which else { return Ok(()) };
        from.iter().chain(to).try_for_each(|n| self.check_node(n))?;
        match kind {
            Some(kind) if !self.kinds.iter().any(|k| k.name == kind) => {
                Err(Refusal(unknown("kind of message", kind, self.kinds.iter().map(|k| k.name))))
            }
            _ => Ok(()),
        }
    }

    fn check_ask(&self, client: &str, op: &Operation) -> Checked {
        self.check_node(client)?;
        let node = self.node(client).expect("checked above");
        if !self.is_client(node) {
            return refuse(format!("`{client}` is not a client; only clients can be asked to do something"));
        }
        self.check_asked(client, self.beside(node), op)
    }

    /// Whether a client that stands beside this server, or beside none, can ask this.
    fn check_asked(&self, client: &str, beside: Option<NodeId>, op: &Operation) -> Checked {
        let server = match &op.at {
            Some(at) => {
                self.check_node(at)?;
                self.node(at)
            }
            None => beside,
        };
        let Some(server) = server else {
            return refuse(format!("`{client}` stands beside no server; say which one: `… at a`"));
        };
        if self.is_client(server) {
            return refuse(format!("`{}` is a client; only servers are asked", self.names[server.index()]));
        }
        Self::check_operation(op, &self.groups[self.nodes[server.index()].group].info)?;
        op.then.as_ref().map_or(Ok(()), |then| self.check_asked(client, beside, then))
    }

    fn check_operation(op: &Operation, info: &ProtocolInfo) -> Checked {
        let Some(verb) = info.verbs.iter().find(|v| v.name == op.verb) else {
            return Err(Refusal(unknown("operation", &op.verb, info.verbs.iter().map(|v| v.name))));
        };
        let form =
            format!("{}{}{}", verb.name, if verb.key { " KEY" } else { "" }, if verb.value { " VALUE" } else { "" });
        if !info.takes(verb, op.key.is_some()) || verb.value != op.value.is_some() {
            return refuse(format!("`{}` is asked as `{form}`", verb.name));
        }
        if op.until.is_some() && !verb.reads {
            return refuse(format!("`{}` reads nothing, so that there is nothing to ask again for", verb.name));
        }
        match op.value {
            // `next` must find an unused number above every other.
            Some(ValueWord::Is(v)) if v.unsigned_abs() > LARGEST => {
                refuse(format!("values go from -{LARGEST} to {LARGEST}, not to {v}"))
            }
            _ => Ok(()),
        }
    }

    fn check_set(&self, path: &str, value: &str) -> Checked {
        let Some((owner, key)) = path.rsplit_once('.') else {
            return refuse(format!(
                "`{path}` is not a path; write group, node or link, a dot, and the setting: `replicas.R`"
            ));
        };
        let of_links = || LINK_FIELDS.iter().collect::<Vec<&Field>>();
        let fields: Vec<&Field> = if let Some(group) = self.groups.iter().find(|g| g.name == owner) {
            group.info.settings().collect()
        } else if let Some((group, _)) = self.keyed(owner) {
            let info = &self.groups[group].info;
            info.settings().filter(|f| info.per_key.contains(&f.name)).collect()
        } else if owner == "links" {
            of_links()
        } else if let Some(link) = link_name(owner) {
            self.check_link(&link)?;
            of_links()
        } else {
            let groups = self.groups.iter().map(|g| g.name.as_str());
            let Some(node) = self.node(owner) else {
                let possible = self.names.iter().map(String::as_str).chain(groups).chain(["links"]);
                return Err(Refusal(unknown("group, node or link", owner, possible)));
            };
            let group = &self.groups[self.nodes[node.index()].group];
            if LINK_FIELDS.iter().any(|f| f.name == key) {
                of_links()
            } else if group.members.len() == 1 {
                group.info.settings().collect()
            } else {
                return refuse(format!("`{owner}` shares its settings with its group; set `{}.{key}`", group.name));
            }
        };
        if fields.is_empty() {
            return refuse(format!("`{owner}` has no settings of its own: its group's count for every key"));
        }
        let Some(field) = fields.iter().find(|f| f.name == key) else {
            return Err(Refusal(unknown("setting", key, fields.iter().map(|f| f.name))));
        };
        let parsed = field.parse(value).map_err(Refusal)?;
        let owner = self.keyed(owner).map_or(owner, |(group, _)| self.groups[group].name.as_str());
        self.check_value(owner, &parsed)
    }

    /// A mix must ask what the servers of these clients know.
    pub(super) fn check_value(&self, owner: &str, value: &Value) -> Checked {
        if let Value::Nodes(name, _) = value {
            let all = self.names.iter().chain(self.groups.iter().map(|g| &g.name));
            return match self.called(name) {
                Some(nodes) if nodes.iter().any(|n| self.is_client(*n)) => {
                    refuse(format!("`{name}` is not a server; only servers are asked"))
                }
                None if name != "none" => Err(Refusal(unknown("node or group", name, all.map(String::as_str)))),
                nodes => nodes.iter().flatten().try_for_each(|asked| self.check_passes(owner, *asked)),
            };
        }
        let Value::Mix(mix) = value else { return Ok(()) };
        let node = self.node(owner).map(|n| self.groups[self.nodes[n.index()].group].members.as_slice());
        for client in self.members(owner).or(node).unwrap_or_default() {
            for (_, op) in mix.parts() {
                self.check_asked(&self.names[client.index()], self.beside(*client), op)?;
            }
        }
        Ok(())
    }

    /// What a server is asked it asks another, and a client what the server beside it is asked: they must know the same.
    fn check_passes(&self, owner: &str, asked: NodeId) -> Checked {
        let info = |n: NodeId| &self.groups[self.nodes[n.index()].group].info;
        let verbs = |n: NodeId| info(n).verbs;
        let form = |v: &Verb| (v.name, v.key, v.value);
        let known = verbs(asked);
        let asks = |n: NodeId| if self.is_client(n) { self.beside(n) } else { Some(n) };
        let mut own = self.called(owner).into_iter().flatten().filter_map(asks).flat_map(verbs);
        match own.find(|v| !known.iter().any(|w| form(w) == form(v))) {
            Some(verb) => refuse(format!("`{}` knows no `{}`", self.names[asked.index()], verb.name)),
            None => Ok(()),
        }
    }
}

fn refuse(why: impl Into<String>) -> Checked {
    Err(Refusal(why.into()))
}

fn unknown<'a>(what: &str, word: &str, possible: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(word, possible.clone()) {
        return format!("unknown {what} `{word}`; did you mean `{near}`?");
    }
    let mut all: Vec<&str> = possible.collect();
    all.dedup();
    format!("unknown {what} `{word}`; there are {}", all.join(", "))
}
