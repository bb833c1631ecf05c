//! Rust text to words and signs, without comments and without what stands in quotes.

/// A word or sign, and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// Splits source into tokens. Comments, strings and characters in quotes are left out.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source, line: 1, tokens: Vec::new() };
    while !lexer.rest.is_empty() {
        lexer.step();
    }
    lexer.tokens
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let rest = self.rest;
        if rest.starts_with("//") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.skip(block_comment(rest));
        } else if let Some(length) = quoted(rest) {
            self.skip(length);
        } else {
            self.take_token();
        }
    }

    fn take_token(&mut self) {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match self.rest.find(|c| !word(c)) {
            Some(0) if self.rest.starts_with("::") => 2,
            Some(0) => self.rest.chars().next().map_or(1, char::len_utf8),
            Some(length) => length,
            None => self.rest.len(),
        };
        let text = self.rest[..length].to_owned();
        if !text.trim().is_empty() {
            // `r#crate` cannot be written, other raw names mean the same as bare ones.
            self.tokens.push(Token { text, line: self.line });
        }
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest[..length].matches('\n').count();
        self.rest = &self.rest[length..];
    }
}

/// The length of a comment between `/*` and `*/`; these nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a string or character in quotes that begins here.
fn quoted(text: &str) -> Option<usize> {
    let body = text.strip_prefix(['b', 'c']).unwrap_or(text);
    let ahead = text.len() - body.len();
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let open = raw[hashes..].strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        let end = open.find(&close).map_or(open.len(), |at| at + close.len());
        return Some(ahead + 1 + hashes + 1 + end);
    }
    if let Some(open) = body.strip_prefix('"') {
        return Some(ahead + 1 + until(open, '"'));
    }
    let open = body.strip_prefix('\'')?;
    let mut letters = open.chars();
    let is_character =
        matches!((letters.next(), letters.next()), (Some('\\'), _) | (_, Some('\'')));
    is_character.then(|| ahead + 1 + until(open, '\''))
}

fn until(text: &str, close: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == close => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[test]
fn words_in_comments_and_quotes_are_left_out() {
    let source = r##"
        // crate::a
        /* crate::b /* nested */ crate::c */
        let text = "crate::d \" crate::e"; let raw = r#"crate::f " crate::g"#;
        let c = '"'; let quote = '\''; let bytes = b"crate::h"; let life: &'a str = b'x';
        crate::kept
    "##;

    let words: Vec<Token> = tokens(source);

    let seen: Vec<&str> = words.iter().map(|token| token.text.as_str()).collect();
    assert_eq!(seen.iter().filter(|text| **text == "crate").count(), 1, "{seen:?}");
    assert!(seen.ends_with(&["crate", "::", "kept"]));
    assert_eq!(words.last().unwrap().line, 6);
}
