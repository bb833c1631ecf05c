//! The search language (shopify.md section 4): terms, `AND`, `OR`, `NOT`, parentheses,
//! comparators, prefixes, quotes.

/// A search as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Query {
    /// All must hold; an empty list holds always.
    And(Vec<Query>),
    /// One must hold.
    Or(Vec<Query>),
    /// Must not hold.
    Not(Box<Query>),
    /// One condition.
    Term(Term),
}

/// `field:>=value`, or free text without a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) field: Option<String>,
    pub(crate) compare: Compare,
    pub(crate) value: String,
    /// Whether the value ends in a star outside quotes.
    pub(crate) prefix: bool,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Is,
    Below,
    AtMost,
    Above,
    AtLeast,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Term(Term),
}

/// Reads a search. Text that is no well-formed search is read as far as it makes sense, as
/// the real one does: it has no syntax errors.
pub(crate) fn parse(text: &str) -> Query {
    let tokens = tokens(text);
    Parser { tokens: &tokens, at: 0 }.any()
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl Parser<'_> {
    /// `a OR b`: binds weaker than AND.
    fn any(&mut self) -> Query {
        let mut sides = vec![self.all()];
        while self.peek() == Some(&Token::Or) {
            self.at += 1;
            sides.push(self.all());
        }
        one_or(sides, Query::Or)
    }

    fn all(&mut self) -> Query {
        let mut sides = Vec::new();
        loop {
            match self.peek() {
                None | Some(Token::Or | Token::Close) => break,
                Some(Token::And) => self.at += 1,
                Some(_) => sides.push(self.one()),
            }
        }
        one_or(sides, Query::And)
    }

    fn one(&mut self) -> Query {
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Not) => Query::Not(Box::new(self.one())),
            Some(Token::Open) => {
                let inner = self.any();
                if self.peek() == Some(&Token::Close) {
                    self.at += 1;
                }
                inner
            }
            Some(Token::Term(term)) => Query::Term(term),
            _ => Query::And(vec![]),
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }
}

fn one_or(mut sides: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Query {
    match sides.len() {
        1 => sides.remove(0),
        _ => many(sides),
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut rest = text.trim_start();
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '(' => push(&mut tokens, Token::Open, rest, 1),
            ')' => push(&mut tokens, Token::Close, rest, 1),
            '-' if rest.len() > 1 && !rest.starts_with("- ") => {
                push(&mut tokens, Token::Not, rest, 1)
            }
            _ => word_or_term(&mut tokens, rest),
        };
        rest = rest.trim_start();
    }
    tokens
}

fn push<'t>(tokens: &mut Vec<Token>, token: Token, rest: &'t str, length: usize) -> &'t str {
    tokens.push(token);
    rest.get(length..).unwrap_or_default()
}

fn word_or_term<'t>(tokens: &mut Vec<Token>, text: &'t str) -> &'t str {
    for (word, token) in [("AND", Token::And), ("OR", Token::Or), ("NOT", Token::Not)] {
        let follows = text
            .strip_prefix(word)
            .filter(|rest| rest.is_empty() || rest.starts_with([' ', '(', ')']));
        if follows.is_some() {
            return push(tokens, token, text, word.len());
        }
    }
    let (head, colon, rest) = piece(text, true);
    if !colon {
        tokens.push(Token::Term(head.into_term(None, Compare::Is)));
        return rest;
    }
    let (compare, rest) = comparator(rest);
    let (value, _, rest) = piece(rest, false);
    tokens.push(Token::Term(value.into_term(Some(head.text), compare)));
    rest
}

fn comparator(text: &str) -> (Compare, &str) {
    for (sign, compare) in [
        ("<=", Compare::AtMost),
        (">=", Compare::AtLeast),
        ("<", Compare::Below),
        (">", Compare::Above),
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (compare, rest);
        }
    }
    (Compare::Is, text)
}

#[derive(Default)]
struct Piece {
    text: String,
    star: bool,
}

impl Piece {
    fn into_term(self, field: Option<String>, compare: Compare) -> Term {
        Term { field, compare, value: self.text, prefix: self.star }
    }
}

/// Reads up to a blank, a bracket, or (in a field's name) a colon; quotes and backslashes
/// take away the meaning of what follows.
fn piece(text: &str, is_name: bool) -> (Piece, bool, &str) {
    let mut found = Piece::default();
    let mut quote = None;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (letter, quote) {
            ('\\', _) => found.text.extend(letters.next().map(|(_, next)| next)),
            (_, Some(open)) if letter == open => quote = None,
            ('"' | '\'', None) if found.text.is_empty() => quote = Some(letter),
            (':', None) if is_name && !found.text.is_empty() => {
                return (found, true, text.get(at + 1..).unwrap_or_default());
            }
            (' ' | '\n' | '\t' | '(' | ')', None) => {
                return (found, false, text.get(at..).unwrap_or_default());
            }
            ('*', None) if ends_here(text, at) => found.star = true,
            // Inside quotes everything is text.
            _ => found.text.push(letter),
        }
    }
    (found, false, "")
}

fn ends_here(text: &str, at: usize) -> bool {
    text.get(at + 1..)
        .and_then(|rest| rest.chars().next())
        .is_none_or(|next| matches!(next, ' ' | ')' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &Query) -> String {
        let list = |name: &str, sides: &[Query]| {
            format!("{name}({})", sides.iter().map(shown).collect::<Vec<_>>().join(" "))
        };
        match query {
            Query::And(sides) => list("and", sides),
            Query::Or(sides) => list("or", sides),
            Query::Not(inner) => format!("not({})", shown(inner)),
            Query::Term(term) => {
                let sign = match term.compare {
                    Compare::Is => "=",
                    Compare::Below => "<",
                    Compare::AtMost => "<=",
                    Compare::Above => ">",
                    Compare::AtLeast => ">=",
                };
                let field = term.field.as_deref().unwrap_or("text");
                format!("{field}{sign}{}{}", term.value, if term.prefix { "*" } else { "" })
            }
        }
    }

    #[test]
    fn the_grammar_reads_as_documented() {
        for (text, tree) in [
            ("", "and()"),
            ("risk_level:high", "risk_level=high"),
            ("a b", "and(text=a text=b)"),
            ("a OR b c", "or(text=a and(text=b text=c))"),
            (
                "(risk_level:high OR risk_level:medium) status:not_closed",
                "and(or(risk_level=high risk_level=medium) status=not_closed)",
            ),
            ("-tag:x NOT test:true", "and(not(tag=x) not(test=true))"),
            (
                "created_at:>='2026-11-01T10:00:00Z' created_at:<2026-11-02",
                "and(created_at>=2026-11-01T10:00:00Z created_at<2026-11-02)",
            ),
            ("email:ana*", "email=ana*"),
            ("\"12 High Street\" OR name:#1494", "or(text=12 High Street name=#1494)"),
            ("tag:'fraud-review' AND \"a \\\"b\\\" c\"", "and(tag=fraud-review text=a \"b\" c)"),
            ("email:x\\:y", "email=x:y"),
            ("metafields.app--1--x.claim:yes", "metafields.app--1--x.claim=yes"),
            ("a)", "text=a"),
            ("tag:'it*'", "tag=it*"),
            ("O'Brien", "text=O'Brien"),
        ] {
            assert_eq!(shown(&parse(text)), tree, "{text}");
        }
    }
}
