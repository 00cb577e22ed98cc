//! `POST /oauth2/global-token-revocation` of a workspace (draft-parecki-oauth-global-token-revocation-06). It stands among the protocol's endpoints,
//! and takes the tokens of the admin API: what it does is an administrator's act.

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use domain::subject_identifier::SubjectIdentifier;
use engine::Engine;
use serde::Deserialize;
use serde_json::{Map, Value};
use store::EngineStorage;
use tower_http::set_header::SetResponseHeaderLayer;

use super::{
    at::WorkspaceAt,
    error::{Failure, Fault},
    kit::{Api, Ask, Nothing, Outcome, Place},
    paths::GLOBAL_TOKEN_REVOCATION,
};

/// The body of a request (§3.2).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RevocationRequest {
    sub_id: SubjectIdentifier,
}

pub(super) fn router(engine: Engine<EngineStorage>) -> Router<Api> {
    let users = Place::<WorkspaceAt>::new("Users", GLOBAL_TOKEN_REVOCATION);
    let operation = users.protocol(("revoke_user_globally", "Revoke all tokens of a user"), revoke);
    Router::new()
        .route(GLOBAL_TOKEN_REVOCATION, operation.route())
        .route_layer(middleware::from_fn_with_state(engine, require_workspace))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// Where there is no workspace there is no endpoint, whoever asks: the others of the protocol say so, too.
async fn require_workspace(
    State(engine): State<Engine<EngineStorage>>,
    Path((tenant, workspace)): Path<(String, String)>,
    request: Request,
    next: Next,
) -> Response {
    match engine.realm(&tenant, &workspace).await {
        Ok(Some(_)) => next.run(request).await,
        Ok(None) => Failure::Control(control::Error::NotFound).into_response(),
        Err(error) => {
            tracing::error!(%error, "a workspace could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn revoke(ask: Ask<WorkspaceAt, Nothing, Map<String, Value>>) -> Outcome<()> {
    let subject = read(ask.body)?;
    Ok(ask.operator.revoke_user_globally(&ask.at.workspace(), &subject).await?)
}

/// Reads whom it is about. Everything that cannot be read is a malformed request (§3.4.2).
fn read(body: Map<String, Value>) -> Result<SubjectIdentifier, Failure> {
    let read = serde_json::from_value::<RevocationRequest>(Value::Object(body));
    read.map(|request| request.sub_id).map_err(|_| {
        let detail = "The body is an object with sub_id and nothing else, a subject identifier of the format iss_sub, email or opaque.";
        Failure::malformed(Fault::at("/sub_id", "subject_identifier", detail))
    })
}
