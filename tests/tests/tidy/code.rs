//! Rust source without its comments and texts: rules about code must not trip over words about code.

/// The source with everything in comments, strings and characters replaced by spaces; lines stay where they are.
pub fn bare(source: &str) -> String {
    let letters: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < letters.len() {
        let end = opaque(&letters, at);
        if end == at {
            out.push(letters[at]);
            at += 1;
        } else {
            out.extend(letters[at..end].iter().map(|letter| if *letter == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// Where the comment or text that begins here ends; `at` itself when none begins.
fn opaque(letters: &[char], at: usize) -> usize {
    let next = letters.get(at + 1).copied();
    match (letters[at], next) {
        ('/', Some('/')) => find(letters, at, "\n"),
        ('/', Some('*')) => find(letters, at + 2, "*/").saturating_add(2).min(letters.len()),
        ('"', _) => text_end(letters, at + 1, '"'),
        ('r', Some('"' | '#')) if !word_before(letters, at) => raw_end(letters, at).unwrap_or(at),
        // A lifetime has no closing quote where a character has it.
        ('\'', Some('\\')) => text_end(letters, at + 1, '\''),
        ('\'', Some(_)) if letters.get(at + 2) == Some(&'\'') => at + 3,
        _ => at,
    }
}

fn word_before(letters: &[char], at: usize) -> bool {
    at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_')
}

fn text_end(letters: &[char], mut at: usize, quote: char) -> usize {
    while at < letters.len() && letters[at] != quote {
        at += if letters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(letters.len())
}

fn raw_end(letters: &[char], at: usize) -> Option<usize> {
    let hashes = letters[at + 1..].iter().take_while(|letter| **letter == '#').count();
    if letters.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let closing = format!("\"{}", "#".repeat(hashes));
    Some((find(letters, at + 2 + hashes, &closing) + closing.len()).min(letters.len()))
}

fn find(letters: &[char], from: usize, wanted: &str) -> usize {
    let wanted: Vec<char> = wanted.chars().collect();
    let place = letters.get(from..).and_then(|rest| rest.windows(wanted.len()).position(|part| part == wanted));
    place.map_or(letters.len(), |place| from + place)
}

#[test]
fn only_code_is_left() {
    let source = "a /* b */ c // d\n\"e\\\"f\" 'g' '\\n' <'h> r#\"i\"j\"# for r\"k\" l";
    assert_eq!(bare(source).split_whitespace().collect::<Vec<_>>(), ["a", "c", "<'h>", "for", "l"]);
    assert_eq!(bare(source).lines().count(), 2);
}
