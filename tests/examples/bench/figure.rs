//! Figures, their goals, and how they are printed.

use serde_json::{Value, json};

/// A figure's unit, and how many decimals it is worth.
#[derive(Clone, Copy)]
pub enum Unit {
    /// Million a second.
    Millions,
    /// How many times as much.
    Times,
    /// Milliseconds.
    Ms,
    /// Megabytes, 10^6 bytes.
    Mb,
    /// Kilobytes.
    Kb,
    /// Things.
    Count,
    /// Parts of a hundred.
    Percent,
}

/// What is wished.
#[derive(Clone, Copy)]
pub enum Goal {
    /// Nothing.
    None,
    /// So much or more.
    Least(f64),
    /// So much or less.
    Most(f64),
}

/// One line of the table.
pub struct Figure {
    /// What was measured.
    pub what: String,
    /// Natively, or in the browser.
    pub place: &'static str,
    /// How much it is.
    pub value: f64,
    /// Of what.
    pub unit: Unit,
    /// What is wished.
    pub goal: Goal,
}

impl Unit {
    const fn words(self) -> (&'static str, usize) {
        match self {
            Self::Millions => ("M/s", 2),
            Self::Times => ("x", 2),
            Self::Ms => ("ms", 2),
            Self::Mb => ("MB", 1),
            Self::Kb => ("kB", 1),
            Self::Count => ("", 0),
            Self::Percent => ("%", 1),
        }
    }
    fn spell(self, value: f64) -> String {
        let (unit, digits) = self.words();
        format!("{value:.digits$} {unit}")
    }
}

impl Figure {
    /// By how much the goal is missed; nothing where it is met or where there is none.
    fn missed(&self) -> Option<f64> {
        let by = match self.goal {
            Goal::None => return None,
            Goal::Least(least) => least - self.value,
            Goal::Most(most) => self.value - most,
        };
        (by > 0.0).then_some(by)
    }
    fn verdict(&self) -> String {
        match (self.goal, self.missed()) {
            (Goal::None, _) => String::new(),
            (_, None) => "met".to_owned(),
            (Goal::Least(bound) | Goal::Most(bound), Some(by)) => {
                format!("missed by {} ({:.0} %)", self.unit.spell(by), 100.0 * by / bound)
            }
        }
    }
    fn goal(&self) -> String {
        match self.goal {
            Goal::None => String::new(),
            Goal::Least(bound) => format!(">= {}", self.unit.spell(bound)),
            Goal::Most(bound) => format!("<= {}", self.unit.spell(bound)),
        }
    }
    fn json(&self) -> Value {
        let bound = match self.goal {
            Goal::None => Value::Null,
            Goal::Least(bound) => json!({ "at_least": bound }),
            Goal::Most(bound) => json!({ "at_most": bound }),
        };
        let met = if bound.is_null() { Value::Null } else { json!(self.missed().is_none()) };
        json!({
            "what": self.what, "where": self.place, "value": self.value, "unit": self.unit.words().0,
            "goal": bound, "met": met, "missed_by": self.missed(),
        })
    }
}

/// Everything that was found out.
#[derive(Default)]
pub struct Report {
    /// `(what, how it is)`.
    pub conditions: Vec<(&'static str, String)>,
    /// The table.
    pub figures: Vec<Figure>,
    /// What could not be measured, and why.
    pub missing: Vec<String>,
}

impl Report {
    /// Adds a line.
    pub fn add(&mut self, what: impl Into<String>, place: &'static str, value: f64, unit: Unit, goal: Goal) {
        self.figures.push(Figure { what: what.into(), place, value, unit, goal });
    }

    /// For people.
    pub fn table(&self) -> String {
        let mut text = String::new();
        for (what, how) in &self.conditions {
            text += &format!("{what:<14} {how}\n");
        }
        let width = self.figures.iter().map(|figure| figure.what.chars().count()).max().unwrap_or_default();
        text += &format!("\n{:<width$}  {:<8} {:>12}  {:<12}\n", "what", "where", "measured", "goal");
        for figure in &self.figures {
            let (what, measured) = (&figure.what, figure.unit.spell(figure.value));
            let line = format!(
                "{what:<width$}  {:<8} {measured:>12}  {:<12} {}",
                figure.place,
                figure.goal(),
                figure.verdict()
            );
            text += line.trim_end();
            text += "\n";
        }
        for missing in &self.missing {
            text += &format!("\nNot measured: {missing}\n");
        }
        text
    }

    /// For programs.
    pub fn json(&self) -> String {
        let conditions: serde_json::Map<String, Value> =
            self.conditions.iter().map(|(what, how)| ((*what).to_owned(), json!(how))).collect();
        let figures: Vec<Value> = self.figures.iter().map(Figure::json).collect();
        let all = json!({ "conditions": conditions, "figures": figures, "missing": self.missing });
        format!("{all:#}\n")
    }
}

/// The value in the middle.
pub fn median(of: &[f64]) -> f64 {
    quantile(of, 0.5)
}

/// The value that this share of them does not exceed.
pub fn quantile(of: &[f64], share: f64) -> f64 {
    let mut sorted = of.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied().unwrap_or(f64::NAN)
}
