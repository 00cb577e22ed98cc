//! A page of a workspace, and its content security policy.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::Markup;

use super::script;
use crate::{
    browser::{passkeys, scripts},
    oauth::visit::Visit,
    pages::Document,
};

/// A page of a workspace.
pub(super) struct Page<'a> {
    pub(super) visit: &'a Visit,
    pub(super) status: StatusCode,
    pub(super) title: &'a str,
    pub(super) forms: Forms,
    pub(super) body: Markup,
}

/// The forms of a page, for its content security policy. Browsers hold `form-action` against each address that a form leads on to by redirects, however many, and IPv6
/// addresses cannot be written there: where a form ends at a client, nobody can say beforehand where that leads, so nothing is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Forms {
    /// None.
    None,
    /// None, and a button that copies.
    NoneWithCopy,
    /// Of ours, which lead to pages of ours.
    Ours,
    /// Of ours, which lead on to a client.
    Onward,
    /// Of ours, which lead to pages of ours; one of them asks for a passkey.
    OursWithPasskey,
    /// Of ours, which lead on to a client; one of them asks for a passkey.
    OnwardWithPasskey,
    /// Of ours, sent by our script.
    SentOn,
    /// A client's. Such a page has no origin of its own, so that no form of it passes for one of ours.
    Apart,
    /// The same, sent by our script.
    ApartSentOn,
}

impl Forms {
    /// The same, where one of them asks for a passkey.
    pub(super) const fn with_passkey(self) -> Self {
        match self {
            Self::Onward => Self::OnwardWithPasskey,
            _ => Self::OursWithPasskey,
        }
    }

    fn policy(self) -> String {
        let script = script::HASH;
        match self {
            Self::None => "form-action 'none'".to_owned(),
            Self::NoneWithCopy => format!("form-action 'none'; script-src {}", scripts::hash(scripts::COPY)),
            Self::Ours => "form-action 'self'".to_owned(),
            Self::Onward => String::new(),
            Self::OursWithPasskey => format!("form-action 'self'; script-src {}", passkeys::hash()),
            Self::OnwardWithPasskey => format!("script-src {}", passkeys::hash()),
            Self::SentOn => format!("script-src '{script}'"),
            Self::Apart => "sandbox allow-forms".to_owned(),
            Self::ApartSentOn => format!("sandbox allow-forms allow-scripts; script-src '{script}'"),
        }
    }
}

impl Page<'_> {
    pub(super) fn render(self) -> Response {
        self.render_going_on(None)
    }

    /// Renders a page that goes on to an address by itself.
    pub(super) fn render_going_on(self, to: Option<&str>) -> Response {
        let document = Document {
            language: self.visit.language(),
            name: self.visit.realm.workspace.name.as_str(),
            title: self.title,
            goes_on_to: to,
            others: self.visit.in_other_languages(),
        };
        let markup = document.render(&self.body);
        let policy =
            ["default-src 'none'", "style-src 'self'", "img-src 'self'", &self.forms.policy(), "frame-ancestors 'none'", "base-uri 'none'"]
                .into_iter()
                .filter(|directive| !directive.is_empty())
                .collect::<Vec<_>>()
                .join("; ");
        let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()), (header::CONTENT_SECURITY_POLICY, policy)];
        (self.status, headers, markup.into_string()).into_response()
    }
}
