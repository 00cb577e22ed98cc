//! `GET` and `POST /api/admin/{tid}/servers/{wid}/clients/{cid}/explain`

use axum::{
    Json,
    extract::{
        Path, Query,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    response::{IntoResponse, Response},
};
use control::{Operator, RefreshQuestion};
use domain::{
    explanation::Question,
    id::{ClientId, FamilyId},
    name::Slug,
    workspace::WorkspacePath,
};
use serde::Deserialize;

use super::{authentication::Authenticated, error::Failure};
use crate::explanation::{ExplanationBody, RefreshExplanationBody};

/// A client, as the address names it.
type ClientPath = (Slug, Slug, ClientId);

/// The parameters: an authorization request, or a refresh.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ExplainParams {
    request: String,
    scope: String,
    prompt: String,
    user: String,
    signed_in: bool,
    /// A refresh with the current token of this family.
    family_id: Option<FamilyId>,
    /// A refresh with this token.
    refresh_token: Option<String>,
}

pub(super) async fn by_query(
    Authenticated(operator): Authenticated,
    client: Result<Path<ClientPath>, PathRejection>,
    params: Result<Query<ExplainParams>, QueryRejection>,
) -> Result<Response, Failure> {
    let (Path(client), Query(params)) = (client?, params?);
    if params.refresh_token.is_some() {
        return Err(Failure::Malformed("A refresh_token belongs into the body of a POST: addresses end up in logs.".to_owned()));
    }
    answer(&operator, client, params).await
}

pub(super) async fn by_body(
    Authenticated(operator): Authenticated,
    client: Result<Path<ClientPath>, PathRejection>,
    params: Result<Json<ExplainParams>, JsonRejection>,
) -> Result<Response, Failure> {
    let (Path(client), Json(params)) = (client?, params?);
    answer(&operator, client, params).await
}

async fn answer(operator: &Operator, (tenant, workspace, client): ClientPath, params: ExplainParams) -> Result<Response, Failure> {
    let refresh = match (params.family_id, params.refresh_token) {
        (Some(_), Some(_)) => return Err(Failure::Malformed("Ask about a family_id or a refresh_token, not both.".to_owned())),
        (family, token) => family.map(RefreshQuestion::Family).or(token.map(RefreshQuestion::Token)),
    };
    let path = WorkspacePath { tenant, workspace };
    if let Some(question) = refresh {
        let explanation = operator.explain_refresh(&path, client, question).await?;
        return Ok(Json(RefreshExplanationBody::from(explanation)).into_response());
    }
    let ExplainParams { request, scope, prompt, user, signed_in, .. } = params;
    let question = Question { request, scope, prompt, user, signed_in };
    let explained = operator.explain(&path, client, &question).await?;
    Ok(Json(ExplanationBody::from(explained)).into_response())
}
