//! The buttons beside the tokens: `POST /refresh`, `/userinfo`, `/replay`, `/introspect`, `/revoke` and `/call-api`.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};

use super::form::field;
use crate::{
    action::{Action, ActionContext, TokenKind},
    api::Check,
    page,
    session::Session,
    state::AppState,
};

pub(super) async fn refresh(State(state): State<AppState>, headers: HeaderMap) -> Response {
    perform(state, headers, Some(Action::Refresh)).await
}

pub(super) async fn userinfo(State(state): State<AppState>, headers: HeaderMap) -> Response {
    perform(state, headers, Some(Action::Userinfo)).await
}

pub(super) async fn replay(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    let number = field(&body, "number").and_then(|number| number.parse().ok());
    perform(state, headers, number.map(Action::Replay)).await
}

pub(super) async fn introspect(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    perform(state, headers, token_kind(&body).map(Action::Introspect)).await
}

pub(super) async fn revoke(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    perform(state, headers, token_kind(&body).map(Action::Revoke)).await
}

pub(super) async fn call_api(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    let check = field(&body, "check").and_then(|name| Check::parse(&name)).filter(|_| state.configuration.api.is_some());
    perform(state, headers, check.map(Action::CallApi)).await
}

fn token_kind(body: &[u8]) -> Option<TokenKind> {
    TokenKind::parse(&field(body, "token")?)
}

/// Performs the action, keeps its outcome in the session, and redirects to the page: a reload then repeats nothing.
async fn perform(state: AppState, headers: HeaderMap, action: Option<Action>) -> Response {
    let Some(action) = action else {
        return page::problem(
            &state,
            StatusCode::BAD_REQUEST,
            "That form is not complete",
            &["It does not say which token is meant, so nothing was done."],
        );
    };
    let Some((_, session)) = state.session(&headers) else { return session_over(&state) };
    let mut session = session.lock().await;
    let Session { signed_in: Some(signed_in), outcome, log, .. } = &mut *session else { return session_over(&state) };
    let recorder = state.recorder();
    *outcome = Some(match state.provider(&recorder).await {
        Ok(provider) => {
            let context = ActionContext { configuration: &state.configuration, provider: &provider, recorder: &recorder, now: state.now() };
            action.run(&context, signed_in).await
        }
        Err(problem) => action.failed(&problem),
    });
    log.extend(recorder.take());
    (StatusCode::SEE_OTHER, [(LOCATION, "./#outcome")]).into_response()
}

fn session_over(state: &AppState) -> Response {
    page::problem(
        state,
        StatusCode::FORBIDDEN,
        "Nobody is signed in",
        &["This browser's session is over, so nothing was done. Sign in again to go on."],
    )
}
