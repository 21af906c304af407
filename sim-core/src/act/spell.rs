//! Spells act lines as `parse` reads them.

use std::fmt;

use super::parse::spell_signed;
use super::{Act, Line, LinkName, Operation, Selector, SlowBy, SlowWhat, ValueWord, When};

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(label) = &self.label {
            write!(f, "{label}: ")?;
        }
        match &self.when {
            When::At(time) => write!(f, "at {time} ")?,
            When::Every { period, from, until } => {
                write!(f, "every {period} from {from} ")?;
                until.map_or(Ok(()), |until| write!(f, "until {until} "))?;
            }
        }
        self.act.fmt(f)?;
        self.lasting.map_or(Ok(()), |span| write!(f, " for {span}"))
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut(links) => {
                f.write_str("cut")?;
                links.iter().try_for_each(|link| write!(f, " {link}"))
            }
            Self::Isolate(nodes) => {
                f.write_str("isolate")?;
                nodes.iter().try_for_each(|node| write!(f, " {node}"))
            }
            Self::Heal(None) => f.write_str("heal"),
            Self::Heal(Some(label)) => write!(f, "heal {label}"),
            Self::Hold(link) => write!(f, "hold {link}"),
            Self::Release(link) => write!(f, "release {link}"),
            Self::Crash(node) => write!(f, "crash {node}"),
            Self::Restart(node) => write!(f, "restart {node}"),
            Self::Pause { node, span } => write!(f, "pause {node} for {span}"),
            Self::Slow { what, by } => write!(f, "slow {what} by {by}"),
            Self::Skew { node, by } => write!(f, "skew {node} by {}", spell_signed(*by)),
            Self::Drift { node, ppm } => write!(f, "drift {node} {ppm}ppm"),
            Self::Step { node, by } => write!(f, "step {node} clock by {}", spell_signed(*by)),
            Self::Drop(which) => write!(f, "drop {which}"),
            Self::Duplicate(which) => write!(f, "duplicate {which}"),
            Self::Delay { which, by } => write!(f, "delay {which} by {by}"),
            Self::Set { path, value } => write!(f, "set {path} {value}"),
            Self::Ask { client, op } => write!(f, "ask {client} {op}"),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.verb)?;
        if let Some(key) = &self.key {
            write!(f, " {key}")?;
        }
        match self.value {
            Some(ValueWord::Is(n)) => write!(f, " {n}")?,
            Some(ValueWord::Next) => f.write_str(" next")?,
            None => {}
        }
        self.at.as_ref().map_or(Ok(()), |node| write!(f, " at {node}"))?;
        self.until.map_or(Ok(()), |value| write!(f, " until {value}"))?;
        self.then.as_ref().map_or(Ok(()), |then| write!(f, " then {then}"))
    }
}

impl fmt::Display for LinkName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.a, if self.one_way { "->" } else { "-" }, self.b)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Next { kind, from, to } => {
                f.write_str("next")?;
                kind.as_ref().map_or(Ok(()), |kind| write!(f, " {kind}"))?;
                from.as_ref().map_or(Ok(()), |node| write!(f, " from {node}"))?;
                to.as_ref().map_or(Ok(()), |node| write!(f, " to {node}"))
            }
            Self::Named(name) => write!(f, "~{name:08x}"),
        }
    }
}

impl fmt::Display for SlowWhat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(node) => f.write_str(node),
            Self::Link(link) => link.fmt(f),
        }
    }
}

impl fmt::Display for SlowBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Factor(n) if n % 1_000 == 0 => write!(f, "{}x", n / 1_000),
            Self::Factor(n) => write!(f, "{}.{}x", n / 1_000, format!("{:03}", n % 1_000).trim_end_matches('0')),
            Self::Span(span) => span.fmt(f),
        }
    }
}
