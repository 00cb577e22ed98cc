//! What a file declares and what it names, read from its tokens. What only tests see is left out.

use std::{iter::Peekable, str::FromStr as _, vec};

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};

/// What one file declares and names. Paths of modules are relative to the file.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) modules: Vec<Module>,
    pub(super) items: Vec<Item>,
    pub(super) imports: Vec<Import>,
    pub(super) paths: Vec<Named>,
}

#[derive(Debug)]
pub(super) struct Module {
    pub(super) path: Vec<String>,
    pub(super) inline: bool,
}

/// A type, a function, a constant or a macro.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) module: Vec<String>,
    pub(super) name: String,
}

/// One leaf of a `use`.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) named: Named,
    /// The name it has here; `None` for all that is below (`*`) or where it has none (`_`).
    pub(super) name: Option<String>,
    pub(super) all: bool,
    pub(super) public: bool,
}

/// A path as it is written, e.g. `["crate", "oauth", "token"]`.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// The module in which it is written.
    pub(super) module: Vec<String>,
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

/// Reads a file.
pub(super) fn read(text: &str) -> Result<Contents, String> {
    let stream = TokenStream::from_str(text).map_err(|error| format!("line {}: {error}", error.span().start().line))?;
    let mut reader = Reader { contents: Contents::default(), module: Vec::new() };
    reader.read(stream, Place::Items);
    Ok(reader.contents)
}

/// What the tokens of a group are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A module's items: declarations count.
    Items,
    /// The body of an item, or a macro's input.
    Body,
}

struct Reader {
    contents: Contents,
    module: Vec<String>,
}

type Tokens = Peekable<vec::IntoIter<TokenTree>>;

impl Reader {
    fn read(&mut self, stream: TokenStream, place: Place) {
        let mut tokens: Tokens = stream.into_iter().collect::<Vec<_>>().into_iter().peekable();
        let mut public = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => self.attribute(&mut tokens),
                // A lifetime or a label; a method or a field; a path from outside (`::std::…`) or of a type's own (`<T>::…`).
                TokenTree::Punct(punct) if punct.as_char() == '\'' || punct.as_char() == '.' => skip_name(&mut tokens),
                TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint => {
                    tokens.next_if(|token| is_punct(token, ':'));
                    skip_name(&mut tokens);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                TokenTree::Group(group) => {
                    self.read(group.stream(), Place::Body);
                    public = false;
                }
                TokenTree::Ident(word) => {
                    if word == "pub" {
                        public = true;
                        tokens.next_if(|token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis));
                    } else {
                        self.word(&word, public, place, &mut tokens);
                        public &= matches!(word.to_string().as_str(), "async" | "const" | "unsafe" | "extern");
                    }
                }
            }
        }
    }

    fn word(&mut self, word: &Ident, public: bool, place: Place, tokens: &mut Tokens) {
        match word.to_string().as_str() {
            "use" if !tokens.peek().is_some_and(|token| is_punct(token, '<')) => {
                self.import_tree(tokens, &[], public);
            }
            "mod" => self.declare_module(tokens),
            "fn" | "struct" | "enum" | "trait" | "type" | "union" | "static" | "const" if place == Place::Items => {
                tokens.next_if(|token| is_word(token, "mut"));
                if let Some(TokenTree::Ident(name)) = tokens.next_if(|token| matches!(token, TokenTree::Ident(name) if name != "fn")) {
                    self.declare_item(&name);
                }
            }
            "macro_rules" => {
                tokens.next_if(|token| is_punct(token, '!'));
                if let Some(TokenTree::Ident(name)) = tokens.next() {
                    self.declare_item(&name);
                }
            }
            _ => self.path(word, tokens),
        }
    }

    fn declare_item(&mut self, name: &Ident) {
        self.contents.items.push(Item { module: self.module.clone(), name: name.to_string() });
    }

    fn declare_module(&mut self, tokens: &mut Tokens) {
        let Some(TokenTree::Ident(name)) = tokens.next() else { return };
        self.module.push(name.to_string());
        let body = tokens.next_if(|token| matches!(token, TokenTree::Group(_)));
        self.contents.modules.push(Module { path: self.module.clone(), inline: body.is_some() });
        if let Some(TokenTree::Group(body)) = body {
            self.read(body.stream(), Place::Items);
        }
        self.module.pop();
    }

    fn path(&mut self, first: &Ident, tokens: &mut Tokens) {
        let mut segments = vec![first.to_string()];
        while follows_path_separator(tokens) {
            match tokens.next_if(|token| matches!(token, TokenTree::Ident(_))) {
                Some(segment) => segments.push(segment.to_string()),
                None => break,
            }
        }
        self.contents.paths.push(Named { module: self.module.clone(), segments, line: first.span().start().line });
    }

    /// Reads `a::{b, c as d, e::*}` up to its end: `;` or `,` or the end of the group.
    fn import_tree(&mut self, tokens: &mut Tokens, above: &[String], public: bool) {
        let mut segments = above.to_vec();
        let from_outside = above.is_empty() && follows_path_separator(tokens);
        let mut line = 0;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if word == "as" => {
                    let alias = tokens.next().map(|token| token.to_string()).filter(|alias| alias != "_");
                    self.import(segments, alias, line, public);
                    tokens.next();
                    return;
                }
                TokenTree::Ident(word) => {
                    line = word.span().start().line;
                    segments.push(word.to_string());
                }
                TokenTree::Group(group) => {
                    if !from_outside {
                        self.import_group(&group, &segments, public);
                    }
                    tokens.next();
                    return;
                }
                TokenTree::Punct(punct) if punct.as_char() == '*' => {
                    let named = Named { module: self.module.clone(), segments, line: punct.span().start().line };
                    self.contents.imports.push(Import { named, name: None, all: true, public });
                    tokens.next();
                    return;
                }
                TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => break,
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        if !from_outside && segments.len() > above.len() {
            let name = segments.last().cloned();
            self.import(segments, name, line, public);
        }
    }

    fn import_group(&mut self, group: &Group, above: &[String], public: bool) {
        let mut tokens: Tokens = group.stream().into_iter().collect::<Vec<_>>().into_iter().peekable();
        while tokens.peek().is_some() {
            self.import_tree(&mut tokens, above, public);
        }
    }

    fn import(&mut self, mut segments: Vec<String>, name: Option<String>, line: usize, public: bool) {
        let mut name = name;
        // `a::{self}` and `a::{self as b}`; a path may also begin with `self`.
        if segments.len() > 1 && segments.last().is_some_and(|last| last == "self") {
            segments.pop();
            if name.as_deref() == Some("self") {
                name = segments.last().cloned();
            }
        }
        let named = Named { module: self.module.clone(), segments, line };
        self.contents.imports.push(Import { named, name, all: false, public });
    }

    /// After `#`: leaves out what `cfg(test)` stands before, and reads the paths in any other attribute.
    fn attribute(&mut self, tokens: &mut Tokens) {
        tokens.next_if(|token| is_punct(token, '!'));
        let Some(TokenTree::Group(group)) = tokens.next_if(|token| matches!(token, TokenTree::Group(_))) else { return };
        if is_for_tests(&group) {
            skip_item(tokens);
        } else {
            self.read(group.stream(), Place::Body);
        }
    }
}

/// `[cfg(test)]` and `[cfg(all(test, …))]`.
fn is_for_tests(attribute: &Group) -> bool {
    let text: String = attribute.stream().to_string().split_whitespace().collect();
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

/// An item, a statement or a field: up to `;`, `,` or its braces. A `use` or a `let` may hold braces and go on.
fn skip_item(tokens: &mut Tokens) {
    let mut ends_at_braces = true;
    for token in tokens.by_ref() {
        match token {
            TokenTree::Ident(word) if ["use", "let", "const", "static", "type"].iter().any(|keyword| word == keyword) => {
                ends_at_braces = false;
            }
            TokenTree::Ident(word) if word == "fn" => ends_at_braces = true,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && ends_at_braces => return,
            TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => return,
            _ => {}
        }
    }
}

fn skip_name(tokens: &mut Tokens) {
    tokens.next_if(|token| matches!(token, TokenTree::Ident(_)));
}

/// Takes `::` where it is next.
fn follows_path_separator(tokens: &mut Tokens) -> bool {
    let first = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
    tokens.next_if(first).is_some() && tokens.next_if(|token| is_punct(token, ':')).is_some()
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}
