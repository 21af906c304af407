//! Writes how recorded runs play now into `runs.toml`, and leaves every other byte as it was.

use sim_core::order::Ordered as _;
use sim_core::registry::Registry;

use crate::{Files, gates, read_act};

/// The new text of `runs.toml`, and what has changed in it; `None` where the files have mistakes, which the check that
/// follows tells.
pub(super) fn accept(files: &Files<'_>, slug: &str, registry: &Registry) -> Option<(String, String)> {
    let text = files.runs?;
    let (act, problems) = read_act(files, registry);
    if !problems.is_empty() {
        return None;
    }
    let found = gates::fingerprints(&act, slug, files).ok()?;
    let mut new = text.to_string();
    let (mut changed, mut edits) = (Vec::new(), Vec::new());
    for (run, found) in act.runs.runs.iter().zip(&found) {
        if run.fingerprint.as_ref() == Some(found) {
            continue;
        }
        edits.push((run.span.start, "[[run]]", "fingerprint", format!("\"{found}\"")));
        changed.push(format!("`{}`", run.name));
    }
    let points = gates::points(&act, slug, files).ok()?;
    for (sweep, found) in act.runs.sweeps.iter().zip(&points) {
        if sweep.points == *found {
            continue;
        }
        edits.push((sweep.span.start, "[[sweep]]", "points", format!("{found:?}")));
        changed.push(format!("`{}`", sweep.name));
    }
    // From the last to the first, so that earlier places stay where they are.
    edits.order_by_key(|(at, ..)| std::cmp::Reverse(*at));
    for (at, header, key, value) in edits {
        write(&mut new, at, header, key, &value);
    }
    Some((new, changed.join(", ")))
}

/// Writes a key into the block under this header, `inside` of which this byte lies. The old value stands on one line.
fn write(text: &mut String, inside: usize, header: &str, key: &str, value: &str) {
    let start = text[..inside].rfind(header).unwrap_or(0);
    let (mut at, mut end, mut old) = (start, start, None);
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim();
        if at > start && is_header(line) {
            break;
        }
        if bare.split('=').next().is_some_and(|word| word.trim() == key) {
            old = Some(at..at + line.trim_end_matches(['\r', '\n']).len());
        }
        at += line.len();
        if !bare.is_empty() && !bare.starts_with('#') {
            end = at;
        }
    }
    let entry = format!("{key} = {value}");
    match old {
        Some(range) => text.replace_range(range, &entry),
        None if text[..end].ends_with('\n') => text.insert_str(end, &format!("{entry}\n")),
        None => text.insert_str(end, &format!("\n{entry}\n")),
    }
}

/// Whether a line begins the next table: `[[run]]`, `[x]`. A list inside a table begins with a quote or is indented.
fn is_header(line: &str) -> bool {
    let rest = line.strip_prefix("[[").or_else(|| line.strip_prefix('['));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn a_fingerprint_is_replaced_or_added_at_the_end_of_its_run() {
        let text = "# head\n[[run]]\nname = \"a\"\nacts = [\n  \"at 1s heal\",\n]\n\n# about b\n[[run]]\nname = \"b\"\nfingerprint = \"00\"  \nuntil = \"8s\"\n";
        let mut new = text.to_string();
        write(&mut new, text.find("\"b\"").unwrap(), "[[run]]", "fingerprint", "\"22\"");
        write(&mut new, text.find("\"a\"").unwrap(), "[[run]]", "fingerprint", "\"11\"");
        let expected = "# head\n[[run]]\nname = \"a\"\nacts = [\n  \"at 1s heal\",\n]\nfingerprint = \"11\"\n\n# about b\n[[run]]\nname = \"b\"\nfingerprint = \"22\"\nuntil = \"8s\"\n";
        assert_eq!(new, expected);
    }

    #[test]
    fn a_file_without_a_last_line_end_keeps_its_lines_apart() {
        let mut text = "[[run]]\nname = \"a\"".to_string();
        write(&mut text, 15, "[[run]]", "fingerprint", "\"11\"");
        assert_eq!(text, "[[run]]\nname = \"a\"\nfingerprint = \"11\"\n");
    }
}
