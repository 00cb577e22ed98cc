//! `POST /sign-in` and `GET /callback`: the authorization code flow.

use axum::{
    body::Bytes,
    extract::{OriginalUri, RawQuery, State},
    http::{
        HeaderMap, StatusCode,
        header::{LOCATION, SET_COOKIE},
    },
    response::{IntoResponse as _, Response},
};
use openidconnect::{OAuth2TokenResponse as _, TokenResponse as _, core::CoreTokenResponse};

use super::form::field;
use crate::{
    api::SCOPE,
    callback::{Callback, CallbackProblem},
    configuration::{api_resource, redirect_uri},
    exchange::Exchange,
    page,
    problem::Problem,
    provider::Pending,
    session::SharedSession,
    state::AppState,
    tokens::{AccessToken, Generations, SignedIn},
    transport::Recorder,
};

pub(super) async fn sign_in(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    let offline = field(&body, "offline").is_some();
    let recorder = state.recorder();
    let provider = match state.discover(&recorder).await {
        Ok(provider) => provider,
        Err(problem) => return failed(&state, StatusCode::BAD_GATEWAY, &problem.to_string()),
    };
    let resource = api_resource(&state.configuration.public_url);
    let api = (state.configuration.api.is_some() && field(&body, "api").is_some()).then_some((&resource, SCOPE));
    let (url, pending) = provider.begin_sign_in(offline, api);
    // An existing session keeps what it holds until the new sign-in has succeeded.
    let (id, session) = state.session(&headers).unwrap_or_else(|| {
        let session = SharedSession::default();
        (state.sessions.open(SharedSession::clone(&session)), session)
    });
    let mut session = session.lock().await;
    session.pending = Some(pending);
    session.log.extend(recorder.take());
    session.log.extend([Exchange::by_browser(state.now(), &url)]);
    (StatusCode::SEE_OTHER, [(LOCATION, url.to_string()), (SET_COOKIE, state.cookie.set(&id))]).into_response()
}

pub(super) async fn callback(
    State(state): State<AppState>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
) -> Response {
    let Some((id, shared)) = state.session(&headers) else {
        return failed(
            &state,
            StatusCode::BAD_REQUEST,
            "No sign-in was waiting in this browser: it was begun elsewhere, or the demonstration has been restarted since.",
        );
    };
    let mut session = shared.lock().await;
    let response = match Callback::parse(query.as_deref().unwrap_or_default()) {
        Ok(response) => response,
        Err(problem) => return failed(&state, StatusCode::BAD_REQUEST, &problem.to_string()),
    };
    if session.pending.is_none() && session.signed_in.is_some() {
        // A reload, or the browser's back button after the sign-in.
        return (StatusCode::SEE_OTHER, [(LOCATION, "./")]).into_response();
    }
    let Some(pending) = session.pending.take_if(|pending| response.answers(pending)) else {
        return failed(&state, StatusCode::BAD_REQUEST, &CallbackProblem::OtherState.to_string());
    };
    let mut arrived = redirect_uri(&state.configuration.public_url);
    arrived.set_query(uri.query());
    session.log.extend([Exchange::by_browser(state.now(), &arrived)]);
    let recorder = state.recorder();
    let result = finish_sign_in(&state, &recorder, response, pending).await;
    session.log.extend(recorder.take());
    match result {
        Ok(signed_in) => session.signed_in = Some(signed_in),
        Err(Unfinished::Callback(problem)) => return failed(&state, StatusCode::BAD_REQUEST, &problem.to_string()),
        Err(Unfinished::Provider(problem)) => return failed(&state, StatusCode::BAD_GATEWAY, &problem.to_string()),
    }
    session.outcome = None;
    drop(session);
    // Session fixation: the identifier from before the sign-in must not work after it.
    state.sessions.close(&id);
    let id = state.sessions.open(shared);
    (StatusCode::SEE_OTHER, [(LOCATION, "./".to_owned()), (SET_COOKIE, state.cookie.set(&id))]).into_response()
}

enum Unfinished {
    Callback(CallbackProblem),
    Provider(Problem),
}

async fn finish_sign_in(state: &AppState, recorder: &Recorder, response: Callback, pending: Pending) -> Result<SignedIn, Unfinished> {
    let provider = state.provider(recorder).await.map_err(Unfinished::Provider)?;
    let code = response.code(&provider).map_err(Unfinished::Callback)?;
    let tokens = provider.exchange_code(recorder, code, pending.verifier).await.map_err(Unfinished::Provider)?;
    let claims = provider.verify_sign_in(&tokens, &pending.nonce).map_err(Unfinished::Provider)?;
    let now = state.now();
    let mut refresh = Generations::default();
    if let Some(token) = tokens.refresh_token() {
        refresh.receive(token.secret(), now);
    }
    Ok(SignedIn {
        subject: claims.subject().to_string(),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        email: claims.email().map(|email| email.to_string()),
        asked_offline: pending.offline,
        scope: granted_scope(&tokens),
        id_token: tokens.id_token().map(ToString::to_string).unwrap_or_default(),
        access: AccessToken::received(&tokens, now),
        refresh,
    })
}

fn granted_scope(tokens: &CoreTokenResponse) -> Option<String> {
    Some(tokens.scopes()?.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "))
}

fn failed(state: &AppState, status: StatusCode, sentence: &str) -> Response {
    page::problem(state, status, "The sign-in did not work", &[sentence])
}
