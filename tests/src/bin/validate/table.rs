//! What every target shares: rows of the table that is printed, and readers for the files of published results.

use std::fmt::Display;
use std::path::Path;

use serde_json::Value;

/// One line of the table.
#[derive(Debug)]
pub struct Row {
    /// What is compared.
    pub target: String,
    /// What the source says.
    pub published: String,
    /// What was found here.
    pub measured: String,
    /// Whether they agree, in the sense of the source's tolerance.
    pub right: bool,
}

/// Many comparisons that make one row: how many agree, and the first that does not.
pub struct Tally {
    target: String,
    unit: &'static str,
    right: usize,
    wrong: usize,
    first_wrong: Option<String>,
}

impl Tally {
    /// Nothing compared yet; `unit` is what is counted, such as `values`.
    pub fn new(target: &str, unit: &'static str) -> Self {
        Self { target: target.to_owned(), unit, right: 0, wrong: 0, first_wrong: None }
    }

    /// One comparison; `place` says where, should it be wrong.
    pub fn add(&mut self, right: bool, place: impl Display, published: impl Display, measured: impl Display) {
        if right {
            self.right += 1;
            return;
        }
        self.wrong += 1;
        self.first_wrong.get_or_insert_with(|| format!("{place}: published {published}, measured {measured}"));
    }

    /// They must be equal.
    pub fn equal<T: PartialEq + Display>(&mut self, place: impl Display, published: T, measured: T) {
        self.add(published == measured, place, published, measured);
    }

    /// They may differ by so much.
    pub fn near(&mut self, place: impl Display, published: f64, measured: f64, tolerance: f64) {
        let right = (published - measured).abs() <= tolerance;
        self.add(right, place, published, format!("{measured:.9}"));
    }

    /// Two means with the half-widths of their 99.9 % intervals, as the README of the results compares them; `rounding`
    /// is half a unit of the last published digit.
    pub fn mean(&mut self, place: impl Display, published: (f64, f64), measured: (f64, f64), rounding: f64) {
        let allowed = (published.1 * published.1 + measured.1 * measured.1).sqrt() + rounding;
        let right = (published.0 - measured.0).abs() <= allowed;
        let shown = |(mean, half): (f64, f64)| format!("{mean:.5} ± {half:.5}");
        self.add(right, place, shown(published), shown(measured));
    }

    /// Nothing compared is wrong too: an empty file proves nothing.
    pub fn row(self) -> Row {
        let (unit, all) = (self.unit, self.right + self.wrong);
        let measured = match self.first_wrong {
            None => format!("{} {unit}", self.right),
            Some(wrong) => format!("{} {unit}, {} wrong; {wrong}", self.right, self.wrong),
        };
        Row { target: self.target, published: format!("{all} {unit}"), measured, right: self.wrong == 0 && all > 0 }
    }
}

/// The rows of a target; what could not be read is a row, and wrong.
pub fn gather(target: &str, found: impl IntoIterator<Item = Result<Row, String>>) -> Vec<Row> {
    let unread = |problem| Row { target: target.to_owned(), published: String::new(), measured: problem, right: false };
    found.into_iter().map(|row| row.unwrap_or_else(unread)).collect()
}

/// The table, aligned.
pub fn print(rows: &[Row]) -> String {
    let width = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0).clamp(9, 60);
    let (one, two, three) = (width(|row| &row.target), width(|row| &row.published), width(|row| &row.measured));
    let line =
        |cells: [&str; 4]| format!("{:one$} | {:two$} | {:three$} | {}\n", cells[0], cells[1], cells[2], cells[3]);
    let mut text = line(["target", "published", "measured", "verdict"]);
    for row in rows {
        text += &line([&row.target, &row.published, &row.measured, if row.right { "right" } else { "WRONG" }]);
    }
    text
}

/// A file's text, or the sentence that names the file.
pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

/// A file of JSON.
pub fn json(path: &Path) -> Result<Value, String> {
    serde_json::from_str(&read(path)?).map_err(|e| format!("{} is not JSON: {e}", path.display()))
}

/// A list within JSON; empty where there is none, which no tally accepts.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A number within JSON.
pub fn number(value: &Value, name: &str) -> Result<f64, String> {
    value[name].as_f64().ok_or_else(|| format!("`{name}` is no number in {value}"))
}

/// A whole number, not negative, within JSON.
pub fn whole(value: &Value, name: &str) -> Result<u64, String> {
    value[name].as_u64().ok_or_else(|| format!("`{name}` is no whole number in {value}"))
}

/// A file of comma separated values with a header.
pub struct Csv {
    header: Vec<String>,
    lines: Vec<Vec<String>>,
}

/// One line of it.
pub struct Record<'a> {
    header: &'a [String],
    cells: &'a [String],
    /// Its number in the file, for messages.
    pub line: usize,
}

impl Csv {
    /// Reads it.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = read(path)?;
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).map(cells);
        let header = lines.next().ok_or_else(|| format!("{} is empty", path.display()))?;
        Ok(Self { header, lines: lines.collect() })
    }

    /// Its lines.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        let record = |(n, cells)| Record { header: &self.header, cells, line: n + 2 };
        self.lines.iter().map(Vec::as_slice).enumerate().map(record)
    }
}

impl Record<'_> {
    /// What stands in a column.
    pub fn text(&self, column: &str) -> Result<&str, String> {
        let at = self.header.iter().position(|name| name == column);
        let cell = at.and_then(|at| self.cells.get(at));
        cell.map(String::as_str).ok_or_else(|| format!("line {} has no {column}", self.line))
    }

    /// The number in a column.
    pub fn number(&self, column: &str) -> Result<f64, String> {
        let text = self.text(column)?;
        text.parse().map_err(|_| format!("`{text}` in line {} is no number for {column}", self.line))
    }

    /// The number in a column, in thousandths: milliseconds become microseconds.
    pub fn thousandths(&self, column: &str) -> Result<i64, String> {
        Ok((self.number(column)? * 1_000.0).round() as i64)
    }
}

/// A line's cells; commas within quotes do not part them.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("there is always a cell").push(other),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_quotes_do_not_part_cells() {
        assert_eq!(cells("\"grid 3+2, 5 nodes\",5,,no"), ["grid 3+2, 5 nodes", "5", "", "no"]);
    }

    #[test]
    fn an_empty_comparison_is_wrong_and_the_first_difference_is_named() {
        assert!(!Tally::new("x", "values").row().right);
        let mut tally = Tally::new("x", "values");
        tally.equal("line 2", 1, 1);
        tally.equal("line 3", 1, 2);
        tally.near("line 4", 1.0, 1.1, 0.2);
        let rows = [tally.row()];
        let text = print(&rows);
        let [head, line] = text.lines().collect::<Vec<_>>()[..] else { panic!("{text}") };
        assert_eq!(line, "x         | 3 values  | 2 values, 1 wrong; line 3: published 1, measured 2 | WRONG");
        assert_eq!(head.find("| verdict"), line.find("| WRONG"), "aligned");
    }

    #[test]
    fn means_agree_within_both_their_intervals() {
        let right = |published, measured| {
            let mut tally = Tally::new("x", "means");
            tally.mean("", published, measured, 0.0);
            tally.row().right
        };
        assert!(right((10.0, 3.0), (15.0, 4.0)));
        assert!(!right((10.0, 3.0), (15.1, 4.0)));
    }
}
