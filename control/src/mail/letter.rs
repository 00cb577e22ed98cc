//! A mail to a person, as plain text and as simple HTML. Whatever comes from elsewhere is escaped where it is written.

use std::fmt;

use maud::{DOCTYPE, html};
use serde::{Deserialize, Serialize};
use translation::Language;

/// A mail to somebody, or to nobody: then it is dropped. It may hold a link that signs them in, so it is not shown anywhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address that it goes to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says, as plain text.
    pub text: String,
    /// The same in HTML.
    pub html: String,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail(…)")
    }
}

/// A link in a mail.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// What it does.
    pub(crate) label: &'static str,
    /// Where it leads.
    pub(crate) address: String,
}

/// A mail to a person.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    /// Its language.
    pub(crate) language: Language,
    /// What it is about.
    pub(crate) subject: String,
    /// What it says before the link, a paragraph each.
    pub(crate) paragraphs: Vec<String>,
    /// The link.
    pub(crate) link: Option<Link>,
    /// What it says at the end.
    pub(crate) closing: Vec<String>,
}

impl Letter {
    /// Returns the mail to an address.
    pub(crate) fn to(&self, recipient: &str) -> Mail {
        Mail { to: recipient.to_owned(), subject: self.subject.clone(), text: self.text(), html: self.html() }
    }

    fn text(&self) -> String {
        let link = self.link.as_ref().map(|link| format!("{}:\n{}", link.label, link.address));
        let parts = self.paragraphs.iter().cloned().chain(link).chain(self.closing.iter().cloned());
        parts.map(|part| format!("{part}\n")).collect::<Vec<_>>().join("\n")
    }

    fn html(&self) -> String {
        let document = html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    title { (self.subject) }
                }
                body {
                    @for paragraph in &self.paragraphs { p { (paragraph) } }
                    @if let Some(link) = &self.link {
                        p { a href=(link.address) { strong { (link.label) } } }
                        p { small { (link.address) } }
                    }
                    @for paragraph in &self.closing { p { small { (paragraph) } } }
                }
            }
        };
        document.into_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_elsewhere_is_text_in_both_forms() {
        let letter = Letter {
            language: Language::German,
            subject: "Welcome to <Shop>".to_owned(),
            paragraphs: vec!["Hello <script>alert(1)</script>,".to_owned()],
            link: Some(Link { label: "Confirm", address: "https://id.example.com/a?b=\"c\"&d".to_owned() }),
            closing: vec!["Bye & thanks".to_owned()],
        };
        let mail = letter.to("ann@example.com");
        assert_eq!(mail.text, "Hello <script>alert(1)</script>,\n\nConfirm:\nhttps://id.example.com/a?b=\"c\"&d\n\nBye & thanks\n");
        assert!(!mail.html.contains("<script") && mail.html.contains("&lt;script&gt;"), "{}", mail.html);
        assert!(mail.html.contains("href=\"https://id.example.com/a?b=&quot;c&quot;&amp;d\""), "{}", mail.html);
        assert!(mail.html.contains("<html lang=\"de\">"), "{}", mail.html);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("ann@example.com", "Welcome to <Shop>"));
    }
}
