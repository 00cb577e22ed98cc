//! Why a client gets a refresh token or none.

use axum::{
    Json,
    extract::{Path, rejection::PathRejection},
};
use control::{Answer, Control, Operator};
use domain::{
    explanation::Question,
    id::{ClientId, FamilyId},
    name::Slug,
    secret::Secret,
    workspace::WorkspacePath,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    authentication::Authenticated,
    error::{Failure, ProblemBody},
    parameters::{Body, Query},
};
use crate::explanation::{ExplanationBody, RefreshExplanationBody};

pub(super) fn operations() -> OpenApiRouter<Control> {
    OpenApiRouter::new().routes(routes!(by_query, by_body))
}

/// A client, as the address names it: tenant, workspace and client.
type ClientPath = (Slug, Slug, ClientId);

/// What to explain: an authorization request, or, with `family_id` or `refresh_token`, a refresh. What cannot be combined is refused.
#[derive(Default, Deserialize, ToSchema, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExplainParams {
    /// The authorization request to explain: its address, or its parameters.
    request: String,
    /// Without `request`: the scope of a usual request of the client. Of a refresh: the scope that it asks for.
    scope: String,
    /// Without `request`: the resource servers that are asked for, separated by spaces; of a refresh, too.
    resource: String,
    /// Without `request`: the prompt of a usual request of the client.
    prompt: String,
    /// The user who signs in, by user name, e-mail address or identifier; without it, a user who has never agreed before.
    user: String,
    /// Whether the user already has a session.
    signed_in: bool,
    /// Explain a refresh with the current token of this family.
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    family_id: Option<FamilyId>,
    /// Explain a refresh with this token. Only in a body, because addresses end up in logs.
    #[param(ignore)]
    refresh_token: Option<String>,
}

/// The explanation of what was asked about.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Explanation)]
pub(super) enum AnyExplanation {
    Request(ExplanationBody),
    Refresh(RefreshExplanationBody),
}

/// Explain why a client gets a refresh token or none
///
/// Returns whether a client would get a refresh token, or whether a refresh would work, and why. Nothing is changed.
#[utoipa::path(
    get,
    path = "/{tenant}/servers/{workspace}/clients/{client}/explain",
    operation_id = "explain",
    params(("tenant" = String, Path), ("workspace" = String, Path), ("client" = String, Path), ExplainParams),
    responses(
        (status = 200, description = "The explanation", body = AnyExplanation),
        (status = "default", description = "A problem", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
async fn by_query(
    Authenticated(operator): Authenticated,
    client: Result<Path<ClientPath>, PathRejection>,
    params: Result<Query<ExplainParams>, Failure>,
) -> Result<Json<AnyExplanation>, Failure> {
    let (Path(client), Query(params)) = (client?, params?);
    if params.refresh_token.is_some() {
        return Err(Failure::Malformed("A refresh_token belongs in the body of a POST: addresses end up in logs.".to_owned()));
    }
    explain(&operator, client, params).await
}

/// Explain why a client gets a refresh token or none, asked in a body
///
/// The same as with `GET`. A refresh token can be asked about only here.
#[utoipa::path(
    post,
    path = "/{tenant}/servers/{workspace}/clients/{client}/explain",
    operation_id = "explain_in_body",
    params(("tenant" = String, Path), ("workspace" = String, Path), ("client" = String, Path)),
    request_body = ExplainParams,
    responses(
        (status = 200, description = "The explanation", body = AnyExplanation),
        (status = "default", description = "A problem", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
async fn by_body(
    Authenticated(operator): Authenticated,
    client: Result<Path<ClientPath>, PathRejection>,
    params: Result<Body<ExplainParams>, Failure>,
) -> Result<Json<AnyExplanation>, Failure> {
    let (Path(client), Body(params)) = (client?, params?);
    explain(&operator, client, params).await
}

async fn explain(
    operator: &Operator,
    (tenant, workspace, client): ClientPath,
    params: ExplainParams,
) -> Result<Json<AnyExplanation>, Failure> {
    let ExplainParams { request, scope, resource, prompt, user, signed_in, family_id, refresh_token } = params;
    let refresh_token = refresh_token.map(Secret::new);
    let question = Question { request, scope, resource, prompt, user, signed_in, family_id, refresh_token };
    Ok(Json(match operator.explain(&WorkspacePath { tenant, workspace }, client, &question).await? {
        Answer::Request(explained) => AnyExplanation::Request(explained.into()),
        Answer::Refresh(explanation) => AnyExplanation::Refresh(explanation.into()),
    }))
}
