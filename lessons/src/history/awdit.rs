//! Histories of transactions in the text form of AWDIT: `w KEY VALUE` and `r KEY VALUE`, a line of `-` between
//! transactions, a line of `=` between sessions. First values are written in the history.

use sim_core::lattice::{History, Kind, Op};
use sim_core::words::nearest;

use super::Mistake;

/// Reads a history; its sessions are called "session 1" and so on.
///
/// # Errors
/// Every line that is none of the above.
pub fn read(text: &str) -> Result<History, Vec<Mistake>> {
    let mut history = History::new(Kind::Transactions, None);
    let mut mistakes = Vec::new();
    let mut sessions: Vec<Vec<Vec<Op>>> = vec![vec![Vec::new()]];
    for (i, line) in text.lines().enumerate() {
        let plain = line.trim();
        let ruled = |rule: char| plain.len() >= 3 && plain.chars().all(|c| c == rule);
        let session = sessions.last_mut().expect("there is always a session");
        if ruled('=') {
            sessions.push(vec![Vec::new()]);
        } else if ruled('-') {
            session.push(Vec::new());
        } else if !plain.is_empty() {
            match operation(line, &mut history) {
                Ok(op) => session.last_mut().expect("there is always a transaction").push(op),
                Err((column, message)) => mistakes.push(Mistake { line: i + 1, column, message }),
            }
        }
    }
    for (i, transactions) in sessions.into_iter().enumerate() {
        let session = history.session(&format!("session {}", i + 1));
        for ops in transactions.into_iter().filter(|ops| !ops.is_empty()) {
            session.did(ops);
        }
    }
    if mistakes.is_empty() { Ok(history) } else { Err(mistakes) }
}

/// An operation; else the column, and what is wrong there.
fn operation(line: &str, history: &mut History) -> Result<Op, (usize, String)> {
    // A word's column in characters, from the place of its text in the line.
    let column = |word: &str| line[..word.as_ptr() as usize - line.as_ptr() as usize].chars().count() + 1;
    let words: Vec<&str> = line.split_whitespace().collect();
    let write = match words[0] {
        "w" => true,
        "r" => false,
        other => {
            let meant =
                nearest(other, ["w", "r"]).map_or_else(String::new, |word| format!("; did you mean \"{word}\"?"));
            let rules = "a line is \"w KEY VALUE\", \"r KEY VALUE\", \"-----\" or \"=====\"";
            return Err((column(other), format!("{rules}, not \"{other}\"{meant}")));
        }
    };
    let [_, key, value] = words[..] else {
        let end = line.trim_end().chars().count() + 1;
        let at = words.get(3).map_or(end, |word| column(word));
        return Err((at, format!("an operation is \"{} KEY VALUE\"", words[0])));
    };
    let value = value.parse().map_err(|_| (column(value), format!("a value is a whole number, not \"{value}\"")))?;
    Ok(Op { write, key: history.key(key), value })
}

#[cfg(test)]
mod tests {
    use sim_core::lattice::{Model, Verdict, decide};

    use super::read;

    #[test]
    fn sessions_and_transactions_are_told_apart() {
        let history = read("w 0 0\nw 1 0\n=====\nw 0 1\n-----\nr 0 1\nr 1 0\n").unwrap();
        let many: Vec<usize> = history.sessions.iter().map(|session| session.units.len()).collect();
        assert_eq!((many, history.keys.len()), (vec![1, 2], 2));
        assert_eq!(decide(&history, Model::Serializable), Some(Verdict::Holds));
        let unwritten = read("r 0 0\n").unwrap();
        assert_eq!(decide(&unwritten, Model::ReadCommitted), Some(Verdict::Broken));
    }

    #[test]
    fn every_wrong_line_is_told() {
        let told: Vec<String> =
            read("w 0 0\n  rr 0 1\nr 0\nw 0 one\nw 0 1 2\n").unwrap_err().iter().map(ToString::to_string).collect();
        let expected = [
            "2:3: a line is \"w KEY VALUE\", \"r KEY VALUE\", \"-----\" or \"=====\", not \"rr\"; did you mean \"r\"?",
            "3:4: an operation is \"r KEY VALUE\"",
            "4:5: a value is a whole number, not \"one\"",
            "5:7: an operation is \"w KEY VALUE\"",
        ];
        assert_eq!(told, expected);
    }
}
