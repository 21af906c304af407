//! Addresses: `/`, `/cap`, `/cap/b-quorums#repair`, `/cap?run=LINK`, below any sub-path.

use lessons::model::StepKind;

/// The sandbox's address.
pub const SANDBOX: &str = "sandbox";
/// The author's page's address.
pub const AUTHOR: &str = "author";

/// What an address names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The catalogue.
    #[default]
    Home,
    /// An act.
    Act {
        /// `cap`, `cap/b-quorums`.
        slug: String,
        /// `#repair`.
        step: Option<StepKind>,
        /// `?run=…`.
        run: Option<String>,
    },
    /// The sandbox.
    Sandbox {
        /// With the scenario of this act.
        from: Option<String>,
        /// `?run=…`.
        run: Option<String>,
    },
    /// The author's page.
    Author {
        /// With the files of this act.
        from: Option<String>,
    },
    /// Something else, as typed.
    Unknown(String),
}

impl Route {
    /// An act at its first step.
    pub fn act(slug: &str) -> Self {
        Self::Act { slug: slug.to_owned(), step: None, run: None }
    }

    /// Reads what stands behind the site's base: `cap/b-quorums`, `?run=x`, `#repair`.
    pub fn parse(path: &str, query: &str, hash: &str) -> Self {
        let path = path.trim_matches('/');
        let path = path.strip_suffix("index.html").map_or(path, |p| p.trim_end_matches('/'));
        if path.is_empty() {
            return Self::Home;
        }
        let plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if path.split('/').count() > 2 || !path.split('/').all(plain) {
            return Self::Unknown(path.to_owned());
        }
        if path == SANDBOX {
            return Self::Sandbox { from: value(query, "from"), run: value(query, "run") };
        }
        if path == AUTHOR {
            return Self::Author { from: value(query, "from") };
        }
        let step = step(hash.trim_start_matches('#'));
        let run = query
            .trim_start_matches('?')
            .split('&')
            .find_map(|pair| pair.strip_prefix("run="))
            .filter(|run| !run.is_empty())
            .map(str::to_owned);
        Self::Act { slug: path.to_owned(), step, run }
    }

    /// The address behind the base. The run of a link is not repeated: from then on the page is the reader's own.
    pub fn path(&self) -> String {
        match self {
            Self::Home => String::new(),
            Self::Sandbox { from: Some(from), .. } => format!("{SANDBOX}?from={}", escape(from)),
            Self::Sandbox { .. } => SANDBOX.to_owned(),
            Self::Author { from: Some(from) } => format!("{AUTHOR}?from={}", escape(from)),
            Self::Author { from: None } => AUTHOR.to_owned(),
            Self::Act { slug, step: None, .. } => slug.clone(),
            Self::Act { slug, step: Some(step), .. } => format!("{slug}#{}", step.slug()),
            Self::Unknown(path) => path.clone(),
        }
    }
}

/// The value of a key of a query, as it was meant.
pub fn value(query: &str, key: &str) -> Option<String> {
    let mut pairs = query.trim_start_matches('?').split('&');
    let found = pairs.find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    let mut bytes = Vec::new();
    let mut rest = found.bytes();
    while let Some(byte) = rest.next() {
        let hex = |digit: Option<u8>| char::from(digit.unwrap_or(0)).to_digit(16);
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => (hex(rest.next())? * 16 + hex(rest.next())?) as u8,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}

/// Text as a query holds it.
pub fn escape(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// The step of a hash.
pub fn step(slug: &str) -> Option<StepKind> {
    StepKind::ALL.into_iter().find(|kind| kind.slug() == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back_as_they_went() {
        for kind in StepKind::ALL.into_iter().map(Some).chain([None]) {
            for slug in ["cap", "cap/b-quorums"] {
                let route = Route::Act { slug: slug.into(), step: kind, run: None };
                let path = route.path();
                let (path, hash) = path.split_once('#').unwrap_or((&path, ""));
                assert_eq!(Route::parse(path, "", hash), route);
            }
        }
        for from in [None, Some("cap/b-quorums".to_owned())] {
            for route in [Route::Sandbox { from: from.clone(), run: None }, Route::Author { from: from.clone() }] {
                let path = route.path();
                let (path, query) = path.split_once('?').unwrap_or((&path, ""));
                assert_eq!(Route::parse(path, query, ""), route);
            }
        }
        assert_eq!(Route::parse("/", "", ""), Route::Home);
        assert_eq!(Route::parse("index.html", "", ""), Route::Home);
        assert_eq!(Route::Home.path(), "");
    }

    #[test]
    fn a_run_is_read_from_the_query() {
        let route = Route::parse("cap/", "?x=1&run=AbC_-9", "#why");
        let expected = Route::Act { slug: "cap".into(), step: Some(StepKind::Why), run: Some("AbC_-9".into()) };
        assert_eq!(route, expected);
        assert_eq!(route.path(), "cap#why");
    }

    #[test]
    fn a_query_gives_back_what_was_put_in() {
        for text in ["why C?", "50 % & more", "Zoë: ~4f2a", "a+b=c"] {
            assert_eq!(value(&format!("?run=x&note={}", escape(text)), "note").as_deref(), Some(text));
        }
        for broken in ["?note=%", "?note=%f", "?note=%ff", "?note=", "?notes=x", ""] {
            assert_eq!(value(broken, "note"), None, "{broken}");
        }
    }

    #[test]
    fn what_no_lesson_can_be_called_is_unknown() {
        for path in ["a/b/c", "Cap", "cap/%2e%2e", "cap//x"] {
            assert_eq!(Route::parse(path, "", ""), Route::Unknown(path.into()), "{path}");
        }
    }
}
