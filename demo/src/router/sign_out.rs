//! `POST /sign-out`

use axum::{
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{LOCATION, SET_COOKIE},
    },
    response::{IntoResponse as _, Response},
};

use crate::{configuration::post_logout_redirect_uri, page, problem::Problem, state::AppState};

pub(super) async fn sign_out(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let clear = [(SET_COOKIE, state.cookie.clear())];
    let Some((id, session)) = state.session(&headers) else { return (clear, page::signed_out(&state, None)).into_response() };
    state.sessions.close(&id);
    let session = session.lock().await;
    let Some(signed_in) = &session.signed_in else { return (clear, page::signed_out(&state, None)).into_response() };
    let back = post_logout_redirect_uri(&state.configuration.public_url);
    match state.provider(&state.recorder()).await {
        Ok(provider) => match provider.sign_out_url(&state.configuration.client_id, &signed_in.id_token, &back) {
            Some(url) => (StatusCode::SEE_OTHER, clear, [(LOCATION, url.to_string())]).into_response(),
            None => (clear, page::signed_out(&state, Some(&Problem::NoEndpoint("end-session")))).into_response(),
        },
        Err(problem) => (clear, page::signed_out(&state, Some(&problem))).into_response(),
    }
}
