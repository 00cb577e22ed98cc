//! A small authorization server, right or wrong in one way. It is for one user and two clients, and keeps everything in memory.

use std::sync::{Arc, Mutex, MutexGuard};

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
    profile::{Form, Profile, Proof, Target, get_of, id_token, now},
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
    profile: Profile,
}

type Shared = State<Arc<Toy>>;

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Server {
    pub(crate) async fn start(fault: Option<Fault>) -> Self {
        Self::start_with(fault, Profile::default()).await
    }

    /// With clients for FAPI 2.0.
    pub(crate) async fn start_with(fault: Option<Fault>, profile: Profile) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let toy = Arc::new(Toy { issuer: issuer.clone(), fault, families: Mutex::default(), profile });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/authorize", get(authorize))
            .route("/login", post(login))
            .route("/par", post(par))
            .route("/token", post(token).get(token_by_get))
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
    fn client(&self, headers: &HeaderMap, form: &Form) -> Option<String> {
        if form.contains_key("client_assertion") {
            return self.profile.client(&self.issuer, self.fault, now(), form);
        }
        let named = form.get("client_id").filter(|named| self.profile.has(named) && self.has(Fault::NamesAreEnough));
        if let Some(named) = named {
            return Some(named.clone());
        }
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

    fn tokens(&self, access: &str, refresh: &str, scope: &str, key: Option<String>, nonce: Option<&str>) -> Response {
        let kept = if self.has(Fault::Cached) { "private" } else { "no-store" };
        let kind = if key.is_some() { "DPoP" } else { "Bearer" };
        let mut body = json!({ "access_token": access, "token_type": kind, "expires_in": 300, "refresh_token": refresh, "scope": scope });
        if let Some(key) = key {
            self.profile.bind(access, key);
            body["id_token"] = id_token(nonce.unwrap_or_default()).into();
        }
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

async fn metadata(State(toy): Shared) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", toy.issuer);
    let mut told = json!({
        "issuer": toy.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"), "revocation_endpoint": at("/revoke"),
        "introspection_endpoint": at("/introspect"), "userinfo_endpoint": at("/userinfo"), "scopes_supported": SCOPES,
    });
    if toy.profile.is_there()
        && let (Some(members), Value::Object(more)) = (told.as_object_mut(), Profile::metadata(&toy.issuer))
    {
        members.extend(more);
    }
    Json(told)
}

async fn authorize(State(toy): Shared, RawQuery(query): RawQuery) -> Response {
    let wrong = || (StatusCode::BAD_REQUEST, Html("<h1>This did not work</h1>")).into_response();
    let brought = form(&query.unwrap_or_default());
    let is_pushed = brought.contains_key("request_uri");
    let asked = if is_pushed { toy.profile.opened(toy.fault, &brought) } else { Some(brought) };
    let Some(asked) = asked else { return wrong() };
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&asked).finish();
    let is_left_out = toy.has(Fault::AddressIsLeftOut) && !asked.contains_key("redirect_uri");
    let is_known = get_of(&asked, "redirect_uri") == REDIRECT_URI || toy.has(Fault::AnyAddress) || is_left_out;
    let client = get_of(&asked, "client_id");
    let may_ask = CLIENTS.contains(&client) || is_pushed && toy.profile.has(client);
    if !may_ask || !is_known {
        return wrong();
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
    let redirect_uri = asked.get("redirect_uri").map_or(REDIRECT_URI, String::as_str).to_owned();
    let kept = Code {
        client: get_of(&asked, "client_id").to_owned(),
        redirect_uri: redirect_uri.clone(),
        challenge: asked.get("code_challenge").cloned(),
        scope: get_of(&asked, "scope").to_owned(),
        nonce: asked.get("nonce").cloned(),
        used: None,
    };
    toy.families().codes.insert(code.clone(), kept);
    let state = if toy.has(Fault::NoState) { "" } else { get_of(&asked, "state") };
    let state = if toy.has(Fault::LongStateIsCut) { state.get(..200).unwrap_or(state) } else { state };
    let mark = if redirect_uri.contains('?') { '&' } else { '?' };
    let location = format!("{redirect_uri}{mark}code={code}&state={state}");
    let status = if toy.has(Fault::SentOn) { StatusCode::TEMPORARY_REDIRECT } else { StatusCode::SEE_OTHER };
    (status, [(header::LOCATION, location)]).into_response()
}

async fn token(State(toy): Shared, headers: HeaderMap, body: String) -> Response {
    let asked = form(&body);
    let Some(client) = toy.client(&headers, &asked) else { return stranger() };
    let url = format!("{}/token", toy.issuer);
    let has_to_prove = toy.profile.has(&client) && !toy.has(Fault::NothingIsProved);
    let key = match toy.profile.proof(toy.fault, now(), &headers, Target { method: "POST", url: &url, access: None }) {
        Proof::Of(key) => Some(key),
        Proof::Absent if !has_to_prove => None,
        Proof::Absent | Proof::Wrong => return toy.refuse("invalid_dpop_proof"),
    };
    match get_of(&asked, "grant_type") {
        "authorization_code" => exchange(&toy, &client, &asked, key),
        "refresh_token" => refresh(&toy, &client, &asked, key),
        "" => toy.refuse("invalid_request"),
        _ => toy.refuse("unsupported_grant_type"),
    }
}

async fn token_by_get(State(toy): Shared) -> Response {
    let status = if toy.has(Fault::AnswersGet) { StatusCode::OK } else { StatusCode::METHOD_NOT_ALLOWED };
    status.into_response()
}

async fn par(State(toy): Shared, headers: HeaderMap, body: String) -> Response {
    let asked = form(&body);
    let named = asked.get("client_id").filter(|named| toy.profile.has(named) && toy.has(Fault::AnybodyPushes)).cloned();
    let Some(client) = toy.client(&headers, &asked).or(named) else { return stranger() };
    if Profile::refuses(toy.fault, &asked) {
        return toy.refuse("invalid_request");
    }
    (StatusCode::CREATED, Json(toy.profile.push(toy.fault, &client, &asked))).into_response()
}

fn exchange(toy: &Toy, client: &str, asked: &Form, key: Option<String>) -> Response {
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
    toy.tokens(&access, &refresh, &code.scope, key, code.nonce.as_deref())
}

/// RFC 7636 §4.2.
fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes()))
}

fn refresh(toy: &Toy, client: &str, asked: &Form, key: Option<String>) -> Response {
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
    toy.tokens(&access, &next, &scope, key, None)
}

async fn revoke(State(toy): Shared, headers: HeaderMap, body: String) -> Response {
    let asked = form(&body);
    let Some(client) = toy.client(&headers, &asked) else { return stranger() };
    if let Some((_, family)) = toy.families().of_token(get_of(&asked, "token")) {
        if family.client != client && !toy.has(Fault::AnybodyRevokes) {
            return toy.refuse("invalid_request");
        }
        family.ended = true;
        family.access_lives = toy.has(Fault::RevocationKeepsAccess);
    }
    StatusCode::OK.into_response()
}

async fn introspect(State(toy): Shared, headers: HeaderMap, body: String) -> Response {
    let asked = form(&body);
    if toy.client(&headers, &asked).is_none() {
        return stranger();
    }
    let mut families = toy.families();
    if let Some(family) = families.of_access(get_of(&asked, "token")).filter(|family| family.gives_access()) {
        return Json(json!({ "active": true, "client_id": family.client, "scope": family.scope })).into_response();
    }
    let inactive = if toy.has(Fault::Talkative) { json!({ "active": false, "reason": "unknown" }) } else { json!({ "active": false }) };
    Json(inactive).into_response()
}

async fn userinfo(State(toy): Shared, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
    let in_header = given.map(|(_, access)| access);
    if let Some((scheme, access)) = given
        && let Some(key) = toy.profile.key_of(access)
    {
        let url = format!("{}/userinfo", toy.issuer);
        let proof = toy.profile.proof(toy.fault, now(), &headers, Target { method: "GET", url: &url, access: Some(access) });
        let is_proved = matches!(proof, Proof::Of(proved) if proved == key);
        if !scheme.eq_ignore_ascii_case("dpop") || !is_proved {
            return StatusCode::UNAUTHORIZED.into_response();
        }
    }
    let in_query = form(&query.unwrap_or_default()).remove("access_token").filter(|_| toy.has(Fault::TokenInAddress));
    let access = in_header.map(str::to_owned).or(in_query).unwrap_or_default();
    let works = toy.families().of_access(&access).is_some_and(|family| family.gives_access());
    if works { Json(json!({ "sub": "alice" })).into_response() } else { StatusCode::UNAUTHORIZED.into_response() }
}
