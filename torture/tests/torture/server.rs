//! A small authorization server, right or wrong in one way. It is for one user and two clients, and keeps everything in memory.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Json, Router,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};
use url::form_urlencoded;

use crate::{
    families::{Code, Families, Presented, secret},
    fault::Fault,
};

pub(crate) const REDIRECT_URI: &str = "https://app.example.com/callback";
const CLIENTS: [&str; 2] = ["one", "two"];
const SCOPES: [&str; 4] = ["openid", "offline_access", "profile", "email"];

/// A server that runs until it is dropped.
pub(crate) struct Server {
    issuer: String,
    serving: JoinHandle<()>,
}

struct Toy {
    issuer: String,
    fault: Option<Fault>,
    families: Mutex<Families>,
}

type Shared = State<Arc<Toy>>;
type Form = BTreeMap<String, String>;

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Server {
    pub(crate) async fn start(fault: Option<Fault>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let toy = Arc::new(Toy { issuer: issuer.clone(), fault, families: Mutex::default() });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/authorize", get(authorize))
            .route("/login", post(login))
            .route("/token", post(token))
            .route("/revoke", post(revoke))
            .route("/introspect", post(introspect))
            .route("/userinfo", get(userinfo))
            .with_state(toy);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, serving }
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }
}

impl Toy {
    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    fn families(&self) -> MutexGuard<'_, Families> {
        self.families.lock().unwrap()
    }

    /// Returns the client that a request proves to come from.
    fn client(&self, headers: &HeaderMap) -> Option<String> {
        let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let text = String::from_utf8(STANDARD.decode(value.strip_prefix("Basic ")?).ok()?).ok()?;
        let (id, given) = text.split_once(':')?;
        let is_right = CLIENTS.contains(&id) && (given == "secret" || self.has(Fault::AnySecret));
        is_right.then(|| id.to_owned())
    }

    /// Returns a refusal.
    fn refuse(&self, error: &str) -> Response {
        let error = if self.has(Fault::OneError) { "invalid_request" } else { error };
        (StatusCode::BAD_REQUEST, [(header::CACHE_CONTROL, "no-store")], Json(json!({ "error": error }))).into_response()
    }

    fn tokens(&self, access: &str, refresh: &str, scope: &str) -> Response {
        let kept = if self.has(Fault::Cached) { "private" } else { "no-store" };
        let body = json!({ "access_token": access, "token_type": "Bearer", "expires_in": 300, "refresh_token": refresh, "scope": scope });
        ([(header::CACHE_CONTROL, kept)], Json(body)).into_response()
    }
}

/// Refuses whoever did not prove to be a client.
fn stranger() -> Response {
    let challenge = [(header::WWW_AUTHENTICATE, "Basic realm=\"toy\"")];
    (StatusCode::UNAUTHORIZED, challenge, Json(json!({ "error": "invalid_client" }))).into_response()
}

fn form(text: &str) -> Form {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn get_of<'a>(form: &'a Form, name: &str) -> &'a str {
    form.get(name).map(String::as_str).unwrap_or_default()
}

async fn metadata(State(toy): Shared) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", toy.issuer);
    Json(json!({
        "issuer": toy.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"), "revocation_endpoint": at("/revoke"),
        "introspection_endpoint": at("/introspect"), "userinfo_endpoint": at("/userinfo"), "scopes_supported": SCOPES,
    }))
}

async fn authorize(State(toy): Shared, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let asked = form(&query);
    let is_known = get_of(&asked, "redirect_uri") == REDIRECT_URI || toy.has(Fault::AnyAddress);
    if !CLIENTS.contains(&get_of(&asked, "client_id")) || !is_known {
        return (StatusCode::BAD_REQUEST, Html("<h1>This did not work</h1>")).into_response();
    }
    let page = format!(
        "<form method=post action=\"/login?{}\"><input name=login><input type=password name=password><button>Sign in</button></form>",
        query.replace('&', "&amp;")
    );
    let policy = if toy.has(Fault::Framed) { "default-src 'none'" } else { "frame-ancestors 'none'" };
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(page)).into_response()
}

async fn login(State(toy): Shared, RawQuery(query): RawQuery, body: String) -> Response {
    let (asked, typed) = (form(&query.unwrap_or_default()), form(&body));
    if (get_of(&typed, "login"), get_of(&typed, "password")) != ("alice", "secret") {
        return (StatusCode::UNPROCESSABLE_ENTITY, Html("<h1>Wrong</h1>")).into_response();
    }
    let code = secret();
    let redirect_uri = get_of(&asked, "redirect_uri").to_owned();
    let kept = Code {
        client: get_of(&asked, "client_id").to_owned(),
        redirect_uri: redirect_uri.clone(),
        challenge: asked.get("code_challenge").cloned(),
        scope: get_of(&asked, "scope").to_owned(),
        used: None,
    };
    toy.families().codes.insert(code.clone(), kept);
    let state = if toy.has(Fault::NoState) { "" } else { get_of(&asked, "state") };
    let mark = if redirect_uri.contains('?') { '&' } else { '?' };
    let location = format!("{redirect_uri}{mark}code={code}&state={state}");
    let status = if toy.has(Fault::SentOn) { StatusCode::TEMPORARY_REDIRECT } else { StatusCode::SEE_OTHER };
    (status, [(header::LOCATION, location)]).into_response()
}

async fn token(State(toy): Shared, headers: HeaderMap, body: String) -> Response {
    let Some(client) = toy.client(&headers) else { return stranger() };
    let asked = form(&body);
    match get_of(&asked, "grant_type") {
        "authorization_code" => exchange(&toy, &client, &asked),
        "refresh_token" => refresh(&toy, &client, &asked),
        "" => toy.refuse("invalid_request"),
        _ => toy.refuse("unsupported_grant_type"),
    }
}

fn exchange(toy: &Toy, client: &str, asked: &Form) -> Response {
    let mut families = toy.families();
    let name = get_of(asked, "code").to_owned();
    let Some(code) = families.codes.get(&name).cloned() else { return toy.refuse("invalid_grant") };
    if code.client != client || code.redirect_uri != get_of(asked, "redirect_uri") {
        return toy.refuse("invalid_grant");
    }
    if let Some(family) = code.used.filter(|_| !toy.has(Fault::CodeTwice)) {
        if let Some(family) = families.at(family).filter(|_| !toy.has(Fault::CodeReuseKeepsTokens)) {
            family.ended = true;
        }
        return toy.refuse("invalid_grant");
    }
    let verifier = asked.get("code_verifier").map(|verifier| challenge_of(verifier));
    let is_proved = match (&code.challenge, &verifier) {
        (Some(challenge), Some(verifier)) => challenge == verifier || toy.has(Fault::AnyVerifier),
        (Some(_), None) => toy.has(Fault::AnyVerifier),
        (None, Some(_)) => toy.has(Fault::Downgraded),
        (None, None) => true,
    };
    if !is_proved {
        return toy.refuse("invalid_grant");
    }
    let (family, refresh, access) = families.begin(client, &code.scope, toy.fault);
    families.codes.insert(name, Code { used: Some(family), ..code.clone() });
    toy.tokens(&access, &refresh, &code.scope)
}

/// RFC 7636 §4.2.
fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes()))
}

fn refresh(toy: &Toy, client: &str, asked: &Form) -> Response {
    let presented = get_of(asked, "refresh_token").to_owned();
    let mut families = toy.families();
    let Some((place, family)) = families.of_token(&presented) else {
        let failure = || StatusCode::INTERNAL_SERVER_ERROR.into_response();
        return if toy.has(Fault::FailsOnNonsense) { failure() } else { toy.refuse("invalid_grant") };
    };
    if family.client != client && !toy.has(Fault::AnyClientRefreshes) {
        family.ended |= toy.has(Fault::OthersEndLogins);
        return toy.refuse("invalid_grant");
    }
    let granted = family.scope.clone();
    let scope = asked.get("scope").cloned().unwrap_or_else(|| granted.clone());
    let is_granted = scope.split(' ').all(|scope| granted.split(' ').any(|known| known == scope));
    if !is_granted && !toy.has(Fault::Widened) {
        return toy.refuse("invalid_scope");
    }
    if toy.has(Fault::NarrowedForEver) {
        family.scope.clone_from(&scope);
    }
    let Presented::Brings(next) = families.present(place, &presented, toy.fault) else { return toy.refuse("invalid_grant") };
    let access = families.at(place).unwrap().issue();
    toy.tokens(&access, &next, &scope)
}

async fn revoke(State(toy): Shared, headers: HeaderMap, body: String) -> Response {
    let Some(client) = toy.client(&headers) else { return stranger() };
    if let Some((_, family)) = toy.families().of_token(get_of(&form(&body), "token")) {
        if family.client != client && !toy.has(Fault::AnybodyRevokes) {
            return toy.refuse("invalid_request");
        }
        family.ended = true;
        family.access_lives = toy.has(Fault::RevocationKeepsAccess);
    }
    StatusCode::OK.into_response()
}

async fn introspect(State(toy): Shared, headers: HeaderMap, body: String) -> Response {
    if toy.client(&headers).is_none() {
        return stranger();
    }
    let asked = form(&body);
    let mut families = toy.families();
    if let Some(family) = families.of_access(get_of(&asked, "token")).filter(|family| family.gives_access()) {
        return Json(json!({ "active": true, "client_id": family.client, "scope": family.scope })).into_response();
    }
    let inactive = if toy.has(Fault::Talkative) { json!({ "active": false, "reason": "unknown" }) } else { json!({ "active": false }) };
    Json(inactive).into_response()
}

async fn userinfo(State(toy): Shared, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let in_header =
        headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Bearer "));
    let in_query = form(&query.unwrap_or_default()).remove("access_token").filter(|_| toy.has(Fault::TokenInAddress));
    let access = in_header.map(str::to_owned).or(in_query).unwrap_or_default();
    let works = toy.families().of_access(&access).is_some_and(|family| family.gives_access());
    if works { Json(json!({ "sub": "alice" })).into_response() } else { StatusCode::UNAUTHORIZED.into_response() }
}
