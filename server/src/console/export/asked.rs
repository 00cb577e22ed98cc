//! Who asks for a list as a file, of which place, and why they get none.

use axum::{
    extract::{Extension, FromRequestParts, Path, Query, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use control::Operator;
use domain::{audit_context::Source, name::Slug, workspace::WorkspacePath};
use serde::{Deserialize, de::DeserializeOwned};

use super::format::Format;
use crate::console::{signed_in::SignedIn, state::Console};

/// The place whose list it is.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct At {
    #[serde(default)]
    pub(super) tenant: Option<Slug>,
    #[serde(default)]
    pub(super) workspace: Option<Slug>,
}

/// Who exports what: the use cases, the place and the format.
pub(super) struct Asked {
    pub(super) operator: Operator,
    pub(super) at: At,
    pub(super) format: Format,
}

impl Asked {
    /// Returns the workspace.
    pub(super) fn workspace(&self) -> Result<WorkspacePath, Refused> {
        let At { tenant, workspace } = self.at.clone();
        tenant.zip(workspace).map(|(tenant, workspace)| WorkspacePath::new(tenant, workspace)).ok_or(Refused::NotFound)
    }

    /// Returns the beginning of the file's name: what it lists, where and when.
    pub(super) fn file(&self, list: &str) -> String {
        let At { tenant, workspace } = &self.at;
        let now = self.operator.now().to_string();
        let day = now.split('T').next().unwrap_or_default();
        let parts = [Some(list), tenant.as_ref().map(Slug::as_str), workspace.as_ref().map(Slug::as_str), Some(day)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("-")
    }
}

impl FromRequestParts<Console> for Asked {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, Refused> {
        let format = Format::of(parts.uri.path());
        let source = parts.extensions.get::<Source>().cloned().unwrap_or_default();
        // The guard lets nobody in who is not signed in.
        let Extension(SignedIn(actor, _)) = Extension::from_request_parts(parts, console).await.map_err(|_| Refused::NotFound)?;
        let Path(at) = Path::from_request_parts(parts, console).await.map_err(|_| Refused::NotFound)?;
        let State(Console { control, .. }) = State::from_request_parts(parts, console).await.map_err(|_| Refused::NotFound)?;
        Ok(Self { operator: control.asked_from(source).acting_as(actor), at, format })
    }
}

/// What is sought: the filter of the list, as the page's address has it.
pub(super) struct Sought<Q>(pub(super) Q);

impl<Q: DeserializeOwned> FromRequestParts<Console> for Sought<Q> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Console) -> Result<Self, Refused> {
        Query::try_from_uri(&parts.uri).map(|Query(query)| Self(query)).map_err(|_| Refused::Unread)
    }
}

/// Why nothing is exported.
pub(super) enum Refused {
    /// There is no such list, or it is not theirs.
    NotFound,
    /// Something of the filter cannot be read.
    Unread,
    /// The control plane's reason.
    Control(control::Error),
}

impl From<control::Error> for Refused {
    fn from(error: control::Error) -> Self {
        Self::Control(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "There is no such list, or you may not see it.\n").into_response(),
            Self::Unread => (StatusCode::BAD_REQUEST, "This filter cannot be read, so nothing is exported.\n").into_response(),
            Self::Control(control::Error::Invalid(_)) => Self::Unread.into_response(),
            Self::Control(control::Error::Forbidden(_)) => (StatusCode::FORBIDDEN, "You are not allowed to see this.\n").into_response(),
            Self::Control(error) => {
                let error = app::api::ApiError::from(error);
                (error.status(), format!("{}\n", error.sentence())).into_response()
            }
        }
    }
}
