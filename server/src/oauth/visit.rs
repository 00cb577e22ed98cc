//! A visit to one of the users' pages, and what is posted from there.

use std::sync::Arc;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use engine::{Realm, form::Form};
use maud::{Markup, html};

use super::{
    error::ErrorWriter,
    request::{At, Body},
    session_cookie,
    shared::Shared,
};
use crate::{browser::form_tokens::FormTokens, paths::WorkspaceRoute};

/// The name of the field that holds a form's token.
const TOKEN: &str = "form";

/// The parameter that tells a page what was done. Such a notice claims nothing that could be used against anybody.
pub(super) const DONE: &str = "done";

/// A request for one of the users' pages: its workspace and its session.
pub(super) struct Visit {
    pub(super) realm: Arc<Realm>,
    session: Option<String>,
    tokens: FormTokens,
}

impl Visit {
    /// Returns the value of the session's cookie. The session may have ended.
    pub(super) fn session(&self) -> Option<&str> {
        self.session.as_deref()
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
                (fields)
            }
        }
    }

    /// Leads to a page that says what was done.
    pub(super) fn done(&self, page: WorkspaceRoute, what: &str) -> Response {
        Redirect::to(&format!("{}?{DONE}={what}", page.below(&self.realm.issuer))).into_response()
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
        // What follows the tenant and the workspace.
        let path = parts.uri.path().splitn(4, '/').nth(3).map(|rest| format!("/{rest}")).unwrap_or_default();
        let errors = ErrorWriter::of(&parts, shared);
        let form = Body::read(Request::from_parts(parts, body), shared).await.map_err(|failure| errors.page(&failure))?;
        let token = form.get(TOKEN).unwrap_or_default();
        let ours = visit.session.is_none() || visit.tokens.is_of(&visit.purpose(&path), visit.session(), token);
        Ok(if ours { Self::Ours(visit, form) } else { Self::Others(visit, form) })
    }
}
