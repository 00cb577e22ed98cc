//! A visit to one of the users' pages, and what is posted from there.

use std::sync::Arc;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{Uri, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use control::Control;
use engine::{Realm, browser::Browser, form::Form};
use maud::{Markup, html};
use translation::Language;

use super::{
    error::ErrorWriter,
    request::{At, Body},
    session_cookie,
    shared::Shared,
};
use crate::{
    browser::{
        form_tokens::FormTokens,
        language::{CHOSEN, Spoken},
    },
    paths::WorkspaceRoute,
};

/// The name of the field that holds a form's token.
const TOKEN: &str = "form";

/// The parameter that tells a page what was done. Such a notice claims nothing that could be used against anybody.
pub(super) const DONE: &str = "done";

/// The longest address of a page, in bytes, that a link leads back to: stock proxies take a head of 4 KB.
const LONGEST: usize = 2_000;

/// Where a form leads back to its own page where something is wrong with it, of those forms whose page can be opened by its address alone.
const PAGES_OF_FORMS: [(WorkspaceRoute, WorkspaceRoute); 17] = [
    (WorkspaceRoute::AccountSignIn, WorkspaceRoute::Account),
    (WorkspaceRoute::AccountSignInCode, WorkspaceRoute::Account),
    (WorkspaceRoute::AccountSignInPasskey, WorkspaceRoute::Account),
    (WorkspaceRoute::AccountEndSession, WorkspaceRoute::Account),
    (WorkspaceRoute::AccountRevoke, WorkspaceRoute::Account),
    (WorkspaceRoute::AccountSignOutElsewhere, WorkspaceRoute::Account),
    (WorkspaceRoute::AccountProfile, WorkspaceRoute::AccountProfile),
    (WorkspaceRoute::AccountEmail, WorkspaceRoute::AccountEmail),
    (WorkspaceRoute::AccountPassword, WorkspaceRoute::AccountPassword),
    (WorkspaceRoute::AccountSecondFactor, WorkspaceRoute::AccountSecondFactor),
    (WorkspaceRoute::AccountPasskeys, WorkspaceRoute::AccountPasskeys),
    (WorkspaceRoute::AccountNewPasskey, WorkspaceRoute::AccountPasskeys),
    (WorkspaceRoute::AccountDelete, WorkspaceRoute::AccountDelete),
    (WorkspaceRoute::Password, WorkspaceRoute::Password),
    (WorkspaceRoute::Register, WorkspaceRoute::Register),
    (WorkspaceRoute::Device, WorkspaceRoute::Device),
    (WorkspaceRoute::LogoutConfirm, WorkspaceRoute::Logout),
];

/// A request for one of the users' pages: its workspace, its session and its language.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) realm: Arc<Realm>,
    session: Option<String>,
    code_entry: Option<String>,
    device: Option<String>,
    tokens: FormTokens,
    spoken: Spoken,
    /// The address by which the page can be opened again, where there is one.
    address: Option<String>,
}

impl Visit {
    /// Returns the language of the reader.
    pub(super) const fn language(&self) -> Language {
        self.spoken.language()
    }

    /// Returns the same visit in the language of an authorization request.
    pub(super) fn for_request(&self, ui_locales: Option<&str>) -> Self {
        Self { spoken: self.spoken.for_request(ui_locales), ..self.clone() }
    }

    /// The same of a request that goes on at this interaction.
    pub(super) fn at_interaction(&self, interaction: &str, ui_locales: Option<&str>) -> Self {
        let address = format!("{}?interaction={interaction}", WorkspaceRoute::Login.below(&self.realm.issuer));
        Self { address: Some(address), ..self.for_request(ui_locales) }
    }

    /// The same of a page that can be opened again below the issuer.
    pub(super) fn reopened_at(&self, below: &str) -> Self {
        Self { address: Some(format!("{}{below}", self.realm.issuer)), ..self.clone() }
    }

    /// Returns the control plane, which writes to the user in the language of this visit.
    pub(super) fn control(&self, shared: &Shared) -> Control {
        shared.control.clone().writing_in(self.language())
    }

    /// Returns this page in the other languages, by their addresses; none where it cannot be opened again.
    pub(super) fn in_other_languages(&self) -> Vec<(Language, String)> {
        let Some(address) = self.address.as_deref().filter(|address| address.len() <= LONGEST) else { return Vec::new() };
        let glue = if address.contains('?') { '&' } else { '?' };
        let others = Language::ALL.into_iter().filter(|language| *language != self.language());
        others.map(|language| (language, format!("{address}{glue}{CHOSEN}={}", language.tag()))).collect()
    }

    /// Returns the address of another page of this workspace. The browser keeps what its reader chose; what a client asks for goes along.
    pub(super) fn link(&self, route: WorkspaceRoute) -> String {
        with_parameters(route.below(&self.realm.issuer), self.spoken.asked().into_iter())
    }

    /// Returns the address that a form leads on to, with these parameters, which need no quoting.
    pub(super) fn onward(&self, route: WorkspaceRoute, parameters: &[(&str, &str)]) -> String {
        with_parameters(route.below(&self.realm.issuer), parameters.iter().copied().chain(self.spoken.carried()))
    }

    /// Returns the value of the session's cookie. The session may have ended.
    pub(super) fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Returns the browser that an authorization request goes on by.
    pub(super) fn browser(&self) -> Browser<'_> {
        Browser { session: self.session(), code_entry: self.code_entry.as_deref(), device: self.device.as_deref() }
    }

    /// Returns the same visit with a session that has just begun.
    pub(super) fn with(self, session: String) -> Self {
        Self { session: Some(session), ..self }
    }

    /// Writes a form that posts to an address of this workspace. Each form of the users' pages is written here, because here it gets its token.
    pub(super) fn form(&self, route: WorkspaceRoute, fields: &Markup) -> Markup {
        html! {
            form method="post" action=(route.below(&self.realm.issuer)) {
                input type="hidden" name=(TOKEN) value=(self.tokens.seal(&self.purpose(route.below_issuer()), self.session()));
                @if let Some((name, tag)) = self.spoken.carried() { input type="hidden" name=(name) value=(tag); }
                (fields)
            }
        }
    }

    /// Leads to a page that says what was done.
    pub(super) fn done(&self, page: WorkspaceRoute, what: &str) -> Response {
        Redirect::to(&self.onward(page, &[(DONE, what)])).into_response()
    }

    fn purpose(&self, path: &str) -> String {
        format!("{} {path}", self.realm.workspace.id)
    }
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        let At(realm) = At::from_request_parts(parts, shared).await?;
        let session = session_cookie::read(&parts.headers, &shared.public_url, realm.workspace.id).map(str::to_owned);
        let code_entry = session_cookie::read_code_entry(&parts.headers, &shared.public_url, realm.workspace.id).map(str::to_owned);
        let device = session_cookie::read_device(&parts.headers, &shared.public_url, realm.workspace.id).map(str::to_owned);
        let spoken = Spoken::of(&parts.uri, &parts.headers);
        let address = if parts.method.is_safe() { Some(own_address(&realm, &parts.uri)) } else { page_of_form(&realm, &parts.uri) };
        Ok(Self { realm, session, code_entry, device, tokens: shared.tokens.clone(), spoken, address })
    }
}

fn with_parameters<'a>(address: String, parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let parameters: Vec<_> = parameters.map(|(name, value)| format!("{name}={value}")).collect();
    if parameters.is_empty() { address } else { format!("{address}?{}", parameters.join("&")) }
}

/// Returns the address of a page, without the language that it was asked for in.
fn own_address(realm: &Realm, uri: &Uri) -> String {
    let parameters = uri.query().unwrap_or_default().split('&').filter(|parameter| {
        let name = parameter.split('=').next().unwrap_or_default();
        !name.is_empty() && name != CHOSEN
    });
    let query = parameters.collect::<Vec<_>>().join("&");
    let glue = if query.is_empty() { "" } else { "?" };
    format!("{}{}{glue}{query}", realm.issuer, below_issuer(uri))
}

/// Returns the address of the page that a form belongs to.
fn page_of_form(realm: &Realm, uri: &Uri) -> Option<String> {
    let path = below_issuer(uri);
    let (_, page) = PAGES_OF_FORMS.into_iter().find(|(form, _)| form.below_issuer() == path)?;
    Some(page.below(&realm.issuer))
}

/// Returns what follows the tenant and the workspace in an address.
fn below_issuer(uri: &Uri) -> String {
    uri.path().splitn(4, '/').nth(3).map(|rest| format!("/{rest}")).unwrap_or_default()
}

/// A form that was posted to a path of the users' pages.
pub(super) enum Posted {
    /// From a page that this session was shown; or by a browser in which there is none, so that nothing rests on it.
    Ours(Visit, Form),
    /// From another session's page, or from none of ours. Nothing is done that it asks for.
    Others(Visit, Form),
}

impl Posted {
    /// Returns the visit and the form, and whether it is ours: for those who show the page again, with what was typed.
    pub(super) fn into_parts(self) -> (Visit, Form, bool) {
        match self {
            Self::Ours(visit, form) => (visit, form, true),
            Self::Others(visit, form) => (visit, form, false),
        }
    }
}

impl FromRequest<Shared> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, shared).await?;
        let path = below_issuer(&parts.uri);
        let errors = ErrorWriter::of(&parts, shared);
        let form = Body::read(Request::from_parts(parts, body), shared).await.map_err(|failure| errors.page(&failure))?;
        let visit = Visit { spoken: visit.spoken.or_said(|name| form.get(name)), ..visit };
        let token = form.get(TOKEN).unwrap_or_default();
        let ours = visit.session.is_none() || visit.tokens.is_of(&visit.purpose(&path), visit.session(), token);
        Ok(if ours { Self::Ours(visit, form) } else { Self::Others(visit, form) })
    }
}
