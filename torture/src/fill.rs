//! What a user does with a page that asks them to sign in or to agree. It knows no server: it goes by the types and names of fields and by what buttons say.

use crate::{
    html::{Button, Field, Form, Page},
    settings::Password,
};

/// Whoever signs in.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) password: Password,
}

/// What the user is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Sign in, and let the client have what it asks for.
    Allow,
    /// Refuse as soon as that is possible.
    Deny,
    /// Touch nothing.
    Look,
}

/// A form that was filled in, or a link that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filled {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) posts: bool,
    pub(crate) with_password: bool,
}

/// Words of buttons that refuse.
const DENYING: [&str; 9] = ["deny", "cancel", "reject", "decline", "refuse", "abort", "no", "don", "disallow"];
/// Words of buttons that agree.
const ALLOWING: [&str; 14] = [
    "allow",
    "accept",
    "continue",
    "authorize",
    "authorise",
    "approve",
    "agree",
    "yes",
    "confirm",
    "grant",
    "consent",
    "next",
    "ok",
    "sign",
];
/// Names of fields for what a user signs in with.
const USER_NAMES: [&str; 8] = ["login", "username", "user", "email", "identifier", "name", "loginid", "account"];

/// Returns what the user does; none where the page leaves nothing to do.
pub(crate) fn fill(page: &Page, user: &User, wish: Wish) -> Option<Filled> {
    if wish == Wish::Look {
        return None;
    }
    if wish == Wish::Deny
        && let Some(denied) = deny(page)
    {
        return Some(denied);
    }
    let forms = || page.forms.iter();
    let sign_in = forms().find(|form| form.fields.iter().any(is_password)).or_else(|| forms().find(|form| user_field(form).is_some()));
    if let Some(form) = sign_in {
        return Some(filled(form, allowing(form), Some(user)));
    }
    let agreeing = forms().find_map(|form| Some((form, allowing(form).filter(|button| says(button, &ALLOWING))?)));
    if let Some((form, button)) = agreeing {
        return Some(filled(form, Some(button), None));
    }
    // A form without words is sent on, as its script would.
    let only = forms().find(|form| form.posts && !form.buttons.iter().any(|button| says(button, &DENYING)))?;
    Some(filled(only, allowing(only), None))
}

fn deny(page: &Page) -> Option<Filled> {
    for form in &page.forms {
        if let Some(button) = form.buttons.iter().find(|button| says(button, &DENYING)) {
            return Some(filled(form, Some(button), None));
        }
    }
    let link = page.links.iter().find(|link| has_word(&link.text, &DENYING))?;
    Some(Filled { action: link.address.clone(), fields: Vec::new(), posts: false, with_password: false })
}

/// Returns the button to go on with.
fn allowing(form: &Form) -> Option<&Button> {
    let mut others = form.buttons.iter().filter(|button| !says(button, &DENYING));
    let first = others.clone().next();
    others.find(|button| says(button, &ALLOWING)).or(first)
}

fn says(button: &Button, words: &[&str]) -> bool {
    has_word(&button.text, words) || has_word(&button.value, words)
}

fn has_word(text: &str, words: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| words.contains(&word))
}

/// Returns a form as it is sent by a button; with what the user signs in with, where there is a place for it.
fn filled(form: &Form, button: Option<&Button>, user: Option<&User>) -> Filled {
    let name_field = user_field(form);
    let mut with_password = false;
    let mut fields = Vec::new();
    for field in form.fields.iter().filter(|field| !field.name.is_empty()) {
        let value = match user {
            Some(user) if is_password(field) => {
                with_password = true;
                user.password.0.clone()
            }
            Some(user) if name_field == Some(field) => user.name.clone(),
            _ => match field.kind.as_str() {
                "checkbox" | "radio" if !field.checked => continue,
                "checkbox" if field.value.is_empty() => "on".to_owned(),
                _ => field.value.clone(),
            },
        };
        fields.push((field.name.clone(), value));
    }
    if let Some(button) = button.filter(|button| !button.name.is_empty()) {
        fields.push((button.name.clone(), button.value.clone()));
    }
    Filled { action: form.action.clone(), fields, posts: form.posts, with_password }
}

fn is_password(field: &Field) -> bool {
    field.kind == "password"
}

/// Returns the field for what a user signs in with.
fn user_field(form: &Form) -> Option<&Field> {
    let is_text = |field: &&Field| matches!(field.kind.as_str(), "" | "text" | "email" | "tel");
    let is_named = |field: &&Field| {
        let plain: String = field.name.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        field.autocomplete.contains("username") || field.kind == "email" || USER_NAMES.contains(&plain.as_str())
    };
    let mut texts = form.fields.iter().filter(is_text);
    let beside_password = form.fields.iter().any(is_password).then(|| texts.clone().next()).flatten();
    texts.find(is_named).or(beside_password)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(html: &str, wish: Wish) -> Option<Filled> {
        fill(&Page::read(html), &User { name: "alice".to_owned(), password: Password("secret".to_owned()) }, wish)
    }

    fn fields(filled: &Filled) -> Vec<(&str, &str)> {
        filled.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// As oidc-provider's pages for development are.
    #[test]
    fn a_form_with_a_login_and_a_password_is_filled_in() {
        let page = "<form action=/interaction/1 method=post><input type=hidden name=prompt value=login><input type=text name=login>\
                    <input type=password name=password><button type=submit>Sign-in</button></form><a href=/abort>[ Cancel ]</a>";
        let filled = done(page, Wish::Allow).unwrap();
        assert_eq!(fields(&filled), [("prompt", "login"), ("login", "alice"), ("password", "secret")]);
        assert!(filled.posts && filled.with_password);
        assert_eq!(done(page, Wish::Deny).unwrap().action, "/abort");
        assert_eq!(done(page, Wish::Look), None);
    }

    /// As Regrant's pages are, with a passkey's form beside the password's.
    #[test]
    fn of_two_forms_the_one_with_the_password_is_taken_and_of_two_buttons_the_one_that_is_wished() {
        let page = "<form method=post action=/passkey><input type=hidden name=ceremony value=1><button>Use a passkey</button></form>\
                    <form method=post action=/login><input name=identifier autocomplete=username><input type=password name=password>\
                    <button type=submit>Sign in</button></form>";
        assert_eq!(done(page, Wish::Allow).unwrap().action, "/login");
        let consent = "<form method=post action=/consent><input type=hidden name=form value=t><button name=decision value=deny>Deny</button>\
                       <button name=decision value=allow>Allow</button></form>";
        assert_eq!(fields(&done(consent, Wish::Allow).unwrap()), [("form", "t"), ("decision", "allow")]);
        assert_eq!(fields(&done(consent, Wish::Deny).unwrap()), [("form", "t"), ("decision", "deny")]);
    }

    #[test]
    fn a_name_may_be_asked_for_before_the_password_and_a_page_without_forms_leads_nowhere() {
        let page = "<form method=post action=/name><input type=email name=e><input type=checkbox name=stay><button>Next</button></form>";
        let filled = done(page, Wish::Allow).unwrap();
        assert_eq!((fields(&filled), filled.with_password), (vec![("e", "alice")], false));
        assert_eq!(done("<h1>Not known</h1>", Wish::Allow), None);
    }
}
