//! A visit to one of the users' pages, and what is posted from there.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use engine::{Realm, form::Form};
use maud::{Markup, html};

use super::{
    Shared,
    request::{At, Body},
    session_cookie,
};
use crate::form_token::FormTokens;

/// The name of the field that holds a form's token.
const TOKEN: &str = "form";

/// Where somebody is, and with which session.
pub(super) struct Visit {
    pub(super) realm: Realm,
    session: Option<String>,
    tokens: FormTokens,
}

impl Visit {
    /// The value of the session's cookie, of a session that may have ended.
    pub(super) fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The same visit, with the session that has just begun.
    pub(super) fn with(self, session: String) -> Self {
        Self { session: Some(session), ..self }
    }

    /// A form that posts to a path of this workspace. Each form of the users' pages is written here, because here it gets its token.
    pub(super) fn form(&self, path: &str, fields: &Markup) -> Markup {
        html! {
            form method="post" action={ (self.realm.issuer) (path) } {
                input type="hidden" name=(TOKEN) value=(self.tokens.seal(&self.purpose(path), self.session()));
                (fields)
            }
        }
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
        Ok(Self { realm, session, tokens: shared.tokens.clone() })
    }
}

/// A form that was posted to a path of the users' pages.
pub(super) enum Posted {
    /// From a page that this session was shown; or by a browser in which there is none, so that nothing rests on it.
    Ours(Visit, Form),
    /// From another session's page, or from none of ours. Nothing is done that it asks for.
    Others(Visit, Form),
}

impl FromRequest<Shared> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, shared).await?;
        // What follows the tenant and the workspace.
        let path = parts.uri.path().splitn(4, '/').nth(3).map(|rest| format!("/{rest}")).unwrap_or_default();
        let request = Request::from_parts(parts, body);
        let Body(form) = Body::from_request(request, shared).await.map_err(IntoResponse::into_response)?;
        let token = form.get(TOKEN).unwrap_or_default();
        let ours = visit.session.is_none() || visit.tokens.is_of(&visit.purpose(&path), visit.session(), token);
        Ok(if ours { Self::Ours(visit, form) } else { Self::Others(visit, form) })
    }
}
