//! Clients.

use axum::{
    Json,
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
};
use control::{Control, SavedClient};
use domain::{id::ClientId, name::Slug, workspace::WorkspacePath};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    authentication::Authenticated,
    error::{Failure, ProblemBody},
    parameters::Body,
};

pub(super) fn operations() -> OpenApiRouter<Control> {
    OpenApiRouter::new().routes(routes!(duplicate))
}

/// How the copy is to be.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct DuplicateParams {
    /// Its name; without one it is the client's with "(copy)" behind it.
    name: Option<String>,
}

/// A client that was made.
#[derive(Serialize, ToSchema)]
pub(super) struct CreatedClient {
    #[schema(value_type = String)]
    client_id: ClientId,
    name: String,
    client_type: &'static str,
    /// Shown this once: only its hash is stored. A client without authentication has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

impl From<SavedClient> for CreatedClient {
    fn from(SavedClient { client, secret }: SavedClient) -> Self {
        Self {
            client_id: client.id,
            name: client.settings.name.to_string(),
            client_type: client.settings.client_type.name(),
            client_secret: secret.map(|secret| secret.expose().clone()),
        }
    }
}

/// Create a client with the settings of another
///
/// The copy has an ID and a secret of its own. Refresh tokens are not copied.
#[utoipa::path(
    post,
    path = "/{tenant}/servers/{workspace}/clients/{client}/duplicate",
    operation_id = "duplicate_client",
    params(("tenant" = String, Path), ("workspace" = String, Path), ("client" = String, Path)),
    request_body = DuplicateParams,
    responses(
        (status = 201, description = "The copy", body = CreatedClient),
        (status = "default", description = "A problem", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
async fn duplicate(
    Authenticated(operator): Authenticated,
    client: Result<Path<(Slug, Slug, ClientId)>, PathRejection>,
    params: Result<Body<DuplicateParams>, Failure>,
) -> Result<(StatusCode, Json<CreatedClient>), Failure> {
    let (Path((tenant, workspace, client)), Body(params)) = (client?, params?);
    let copy = operator.duplicate_client(&WorkspacePath { tenant, workspace }, client, params.name.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(copy.into())))
}
