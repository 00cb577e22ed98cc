//! Pages, as far as somebody needs them who signs in without a browser: their forms and their links.
//!
//! It reads what servers write for their users, and forgives as browsers do; it is no parser of HTML.

use std::collections::BTreeMap;

/// What is on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) forms: Vec<Form>,
    pub(crate) links: Vec<Link>,
    /// Where the page goes on to by itself.
    pub(crate) refresh: Option<String>,
}

/// A form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    id: String,
    pub(crate) action: String,
    pub(crate) posts: bool,
    pub(crate) fields: Vec<Field>,
    pub(crate) buttons: Vec<Button>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// The type, in small letters.
    pub(crate) kind: String,
    pub(crate) value: String,
    /// What a browser may fill in.
    pub(crate) autocomplete: String,
    pub(crate) checked: bool,
}

/// A button that sends its form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Button {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) text: String,
}

/// A link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) address: String,
    pub(crate) text: String,
}

type Attributes = BTreeMap<String, String>;

enum Token<'a> {
    Open(String, Attributes),
    Close(String),
    Text(&'a str),
}

/// Elements whose text is no HTML.
const RAW: [&str; 3] = ["script", "style", "template"];

impl Page {
    /// Reads a page.
    pub(crate) fn read(html: &str) -> Self {
        let mut reader = Reader::default();
        for token in tokens(html) {
            reader.take(token);
        }
        reader.finish()
    }
}

#[derive(Default)]
struct Reader {
    page: Page,
    /// The form that is open, by its place.
    form: Option<usize>,
    /// The button that is open, with the form that it belongs to.
    button: Option<(Option<usize>, Button)>,
    link: Option<Link>,
    /// Buttons of forms that they name.
    apart: Vec<(String, Button)>,
}

impl Reader {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Open(name, attributes) => self.open(&name, &attributes),
            Token::Close(name) => self.close(&name),
            Token::Text(text) => {
                let text = decode(text);
                if let Some((_, button)) = &mut self.button {
                    button.text.push_str(&text);
                }
                if let Some(link) = &mut self.link {
                    link.text.push_str(&text);
                }
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes) {
        let get = |attribute: &str| attributes.get(attribute).cloned().unwrap_or_default();
        match name {
            "form" => {
                let posts = get("method").eq_ignore_ascii_case("post");
                self.page.forms.push(Form { id: get("id"), action: get("action"), posts, ..Form::default() });
                self.form = Some(self.page.forms.len() - 1);
            }
            "input" => self.input(attributes),
            "button" => {
                let kind = get("type").to_ascii_lowercase();
                if kind.is_empty() || kind == "submit" {
                    self.close_button();
                    let button = Button { name: get("name"), value: get("value"), text: String::new() };
                    match attributes.get("form") {
                        Some(form) => self.apart.push((form.clone(), button)),
                        None => self.button = Some((self.form, button)),
                    }
                }
            }
            "a" => self.link = Some(Link { address: get("href"), text: String::new() }),
            "meta" if get("http-equiv").eq_ignore_ascii_case("refresh") => {
                let content = get("content");
                let address = content.split_once(';').map(|(_, rest)| rest.trim_start());
                let address = address.and_then(|rest| rest.split_once('=')).map(|(_, address)| address.trim_matches(['\'', '"', ' ']));
                self.page.refresh = address.map(str::to_owned);
            }
            _ => {}
        }
    }

    fn input(&mut self, attributes: &Attributes) {
        let get = |attribute: &str| attributes.get(attribute).cloned().unwrap_or_default();
        let kind = get("type").to_ascii_lowercase();
        let Some(form) = self.form.and_then(|place| self.page.forms.get_mut(place)) else { return };
        if matches!(kind.as_str(), "submit" | "image") {
            form.buttons.push(Button { name: get("name"), value: get("value"), text: get("value") });
        } else if !matches!(kind.as_str(), "button" | "reset" | "file") {
            let checked = attributes.contains_key("checked");
            form.fields.push(Field { name: get("name"), kind, value: get("value"), autocomplete: get("autocomplete"), checked });
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "form" => {
                self.close_button();
                self.form = None;
            }
            "button" => self.close_button(),
            "a" => self.page.links.extend(self.link.take()),
            _ => {}
        }
    }

    fn close_button(&mut self) {
        let Some((form, button)) = self.button.take() else { return };
        if let Some(form) = form.and_then(|place| self.page.forms.get_mut(place)) {
            form.buttons.push(button);
        }
    }

    fn finish(mut self) -> Page {
        self.close_button();
        self.page.links.extend(self.link.take());
        for (id, button) in self.apart {
            if let Some(form) = self.page.forms.iter_mut().find(|form| form.id == id) {
                form.buttons.push(button);
            }
        }
        self.page
    }
}

fn tokens(html: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest) = (Vec::new(), html);
    while let Some((text, after)) = rest.split_once('<') {
        tokens.push(Token::Text(text));
        rest = if let Some(comment) = after.strip_prefix("!--") {
            after_mark(comment, "-->")
        } else if after.starts_with(['!', '?']) {
            after_mark(after, ">")
        } else if let Some(close) = after.strip_prefix('/') {
            let (name, rest) = close.split_once('>').unwrap_or((close, ""));
            tokens.push(Token::Close(name.trim().to_ascii_lowercase()));
            rest
        } else if after.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let (name, attributes, rest) = tag(after);
            let raw = RAW.contains(&name.as_str());
            let rest = if raw { after_mark(rest, &format!("</{name}")) } else { rest };
            tokens.push(Token::Open(name, attributes));
            if raw { after_mark(rest, ">") } else { rest }
        } else {
            after
        };
    }
    tokens.push(Token::Text(rest));
    tokens
}

fn after_mark<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// Reads a tag behind its `<`: its name, its attributes, and what follows it.
fn tag(text: &str) -> (String, Attributes, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Attributes::new();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (name.to_ascii_lowercase(), attributes, after);
        }
        if rest.is_empty() {
            return (name.to_ascii_lowercase(), attributes, rest);
        }
        let end = rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '=' | '>' | '/')).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => attribute_value(value.trim_start()),
            None => ("", after),
        };
        attributes.insert(attribute.to_ascii_lowercase(), decode(value));
        rest = after;
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    let end = text.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap_or(text.len());
    text.split_at(end)
}

/// Replaces the references to characters that servers write into pages.
fn decode(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut decoded = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let read = piece.split_once(';').and_then(|(name, rest)| Some((character(name)?, rest)));
        let (letter, rest) = read.unwrap_or(('&', piece));
        decoded.push(letter);
        decoded.push_str(rest);
    }
    decoded
}

fn character(name: &str) -> Option<char> {
    let number = |digits: &str, radix: u32| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let digits = name.strip_prefix('#')?;
            match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_their_fields_and_buttons() {
        let page = Page::read(
            "<!DOCTYPE html><script>if (a < b) { \"<form action='no'>\" }</script><!-- <form action=\"no\"> -->\
             <FORM method=post action=\"/login?a=1&amp;b=2\"><input type=hidden name=form value='a&#39;&#x22;'>\
             <label for=u>Name</label><input id=u name=identifier autocomplete=username required>\
             <input name=\"password\" type=\"Password\"/><button type=submit>Sign <b>in</b></button></FORM>\
             <form><input type=checkbox name=all checked><input type=submit name=go value=Go><button type=button>Show</button></form>",
        );
        let [login, other] = page.forms.as_slice() else { panic!("{page:?}") };
        assert_eq!((login.action.as_str(), login.posts, other.posts), ("/login?a=1&b=2", true, false));
        let fields: Vec<_> = login.fields.iter().map(|field| (field.name.as_str(), field.kind.as_str(), field.value.as_str())).collect();
        assert_eq!(fields, [("form", "hidden", "a'\""), ("identifier", "", ""), ("password", "password", "")]);
        assert_eq!(login.fields[1].autocomplete, "username");
        assert_eq!(login.buttons[0].text, "Sign in");
        assert!(other.fields[0].checked);
        assert_eq!(other.buttons, [Button { name: "go".to_owned(), value: "Go".to_owned(), text: "Go".to_owned() }]);
    }

    #[test]
    fn links_refreshes_and_buttons_elsewhere_are_found() {
        let page = Page::read(
            "<meta http-equiv=Refresh content=\"0; url='https://app.example.com/?code=1&amp;state=2'\">\
             <p><a class=x href=\"/abort\">[ <i>Cancel</i> ]</a></p>\
             <form id=op action=/a method=POST></form><button form=op name=logout value=yes>Yes</button> & <",
        );
        assert_eq!(page.refresh.as_deref(), Some("https://app.example.com/?code=1&state=2"));
        assert_eq!(page.links, [Link { address: "/abort".to_owned(), text: "[ Cancel ]".to_owned() }]);
        assert_eq!(page.forms[0].buttons[0].name, "logout");
    }
}
