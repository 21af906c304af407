//! Finds and changes attributes in a page's HTML.
//!
//! Built for our own shell after Trunk has been over it, which may drop quotes, `<head>` and closing slashes.
//! Nothing is ever put in at a place that was not found.
use std::ops::Range;

/// The value of an attribute of the first tag with this name.
pub fn attribute(page: &str, tag: &str, name: &str) -> Option<String> {
    tags(page, tag).find_map(|tag| Some(page[value(page, &tag, name)?].to_owned()))
}

/// Sets an attribute of the first tag with this name for which `choose` says yes; an error when there is none.
pub fn set(page: &str, tag: &str, choose: (&str, &str), name: &str, new: &str) -> Result<String, String> {
    let (key, wanted) = choose;
    let found = tags(page, tag)
        .find(|range| value(page, range, key).is_some_and(|at| page[at].eq_ignore_ascii_case(wanted)))
        .ok_or_else(|| format!("the page has no <{tag} {key}=\"{wanted}\">"))?;
    let (place, text) = match value(page, &found, name) {
        Some(old) => {
            let quoted = page[..old.start].ends_with(['"', '\'']);
            let place = if quoted { old.start - 1..old.end + 1 } else { old };
            (place, format!("\"{new}\""))
        }
        None => (found.start + 1 + tag.len()..found.start + 1 + tag.len(), format!(" {name}=\"{new}\"")),
    };
    Ok(format!("{}{text}{}", &page[..place.start], &page[place.end..]))
}

/// Changes what is inside of the first tag with this name for which `choose` says yes, or of the first one; an error when
/// there is none.
pub fn inside(
    page: &str,
    tag: &str,
    choose: Option<(&str, &str)>,
    change: impl FnOnce(&str) -> String,
) -> Result<String, String> {
    let chosen = |range: &Range<usize>| {
        choose
            .is_none_or(|(key, wanted)| value(page, range, key).is_some_and(|at| page[at].eq_ignore_ascii_case(wanted)))
    };
    let open = tags(page, tag).find(chosen).ok_or_else(|| format!("the page has no <{tag}> to fill"))?;
    let close = format!("</{tag}>");
    let (mut depth, mut from) = (1, open.end);
    loop {
        let end = page[from..].find(&close).ok_or_else(|| format!("<{tag}> of the page does not end"))? + from;
        depth += tags(&page[from..end], tag).count();
        depth -= 1;
        if depth == 0 {
            return Ok(format!("{}{}{}", &page[..open.end], change(&page[open.end..end]), &page[end..]));
        }
        from = end + close.len();
    }
}

/// Takes an attribute with exactly this value out of every tag.
pub fn remove(page: &str, name: &str, value: &str) -> String {
    [format!(" {name}=\"{value}\""), format!(" {name}={value}")]
        .iter()
        .fold(page.to_owned(), |page, attribute| page.replace(attribute, ""))
}

/// Where the tags with this name stand, from `<` to `>`.
fn tags<'a>(page: &'a str, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    page.match_indices('<').filter_map(move |(start, _)| {
        let rest = page[start + 1..].get(..name.len())?;
        let after = page[start + 1 + name.len()..].chars().next()?;
        if !rest.eq_ignore_ascii_case(name) || !(after.is_whitespace() || after == '>' || after == '/') {
            return None;
        }
        let mut quote = None;
        for (at, letter) in page[start..].char_indices() {
            match (letter, quote) {
                ('"' | '\'', None) => quote = Some(letter),
                (_, Some(open)) if open == letter => quote = None,
                ('>', None) => return Some(start..start + at + 1),
                _ => {}
            }
        }
        None
    })
}

/// Where the value of an attribute stands, without its quotes.
fn value(page: &str, tag: &Range<usize>, name: &str) -> Option<Range<usize>> {
    let text = &page[tag.clone()];
    for (at, _) in text.match_indices(name) {
        let starts = text[..at].ends_with(char::is_whitespace);
        let after = at + name.len();
        if !starts || !text[after..].starts_with('=') {
            continue;
        }
        let rest = &text[after + 1..];
        let (start, length) = match rest.chars().next()? {
            quote @ ('"' | '\'') => (after + 2, rest[1..].find(quote)?),
            _ => (after + 1, rest.find([' ', '\n', '\t', '>'])?),
        };
        return Some(tag.start + start..tag.start + start + length);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{attribute, inside, remove, set};

    const PAGE: &str = "<!doctype html><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"a 'b' > c\">\
                        <base href=/x/><script src='/x/boot.js' id=boot></script><link nonce=N href=a>";

    #[test]
    fn reads_with_and_without_quotes() {
        assert_eq!(attribute(PAGE, "base", "href").as_deref(), Some("/x/"));
        assert_eq!(attribute(PAGE, "script", "src").as_deref(), Some("/x/boot.js"));
        assert_eq!(attribute(PAGE, "meta", "content").as_deref(), Some("a 'b' > c"));
        assert_eq!(attribute(PAGE, "title", "src"), None);
    }

    #[test]
    fn sets_what_is_there_and_what_is_not() {
        let page = set(PAGE, "meta", ("http-equiv", "content-security-policy"), "content", "new").unwrap();
        assert_eq!(attribute(&page, "meta", "content").as_deref(), Some("new"));
        let page = set(&page, "script", ("id", "boot"), "data-engine", "e.js").unwrap();
        assert!(page.contains("<script data-engine=\"e.js\" src='/x/boot.js' id=boot>"), "{page}");
        assert!(!remove(&page, "nonce", "N").contains("nonce"));
    }

    #[test]
    fn changes_what_is_inside() {
        let page = "<title>S</title><div id=app><div class=shell><div></div></div></div><div></div>";
        let filled = inside(page, "div", Some(("id", "app")), |old| format!("{old}<b>x</b>")).unwrap();
        let filled = inside(&filled, "title", None, |_| "T".to_owned()).unwrap();
        assert_eq!(filled, "<title>T</title><div id=app><div class=shell><div></div></div><b>x</b></div><div></div>");
        let same = |old: &str| old.to_owned();
        assert_eq!(inside(page, "main", None, same).unwrap_err(), "the page has no <main> to fill");
        assert_eq!(inside("<p><p></p>", "p", None, same).unwrap_err(), "<p> of the page does not end");
    }

    #[test]
    fn a_missing_place_is_an_error() {
        let error = set(PAGE, "script", ("id", "other"), "a", "b").unwrap_err();
        assert_eq!(error, "the page has no <script id=\"other\">");
    }
}
