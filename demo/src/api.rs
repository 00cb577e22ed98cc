//! A small API beside the application: a resource server (RFC 6750). It publishes what there is to know of it (RFC 9728), and looks at each access
//! token by itself (RFC 9068 §4) or asks the authorization server about it (RFC 7662).
//!
//! It knows the application no more than any other client: the two share a process, and nothing else.

mod claims;
mod proof;
mod refusal;
mod terms;

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, header::AUTHORIZATION},
    response::{IntoResponse as _, Response},
    routing::get,
};
use domain::resource::{METADATA, Resource};
use serde_json::json;
use url::Url;

pub use self::terms::SCOPE;
use self::{
    claims::{Claims, Expected},
    proof::Target,
    refusal::Refusal,
    terms::ALGORITHMS,
};
use crate::{
    configuration::{ApiClient, Configuration, api_resource},
    provider::TokenEndpoint,
    state::AppState,
};

/// The header of a proof (RFC 9449 §4.1).
const DPOP: &str = "dpop";

/// How the API finds out whether a token is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// By its signature and its claims: no question, and no word of a token that was ended since.
    Locally,
    /// By asking the authorization server, which knows.
    Asked,
}

impl Check {
    const ALL: [Self; 2] = [Self::Locally, Self::Asked];

    /// Its name in forms.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Locally => "local",
            Self::Asked => "asked",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }

    /// Returns where orders are seen after this check, at an API with this address.
    pub(crate) fn address(self, resource: &Url) -> String {
        let below = match self {
            Self::Locally => "orders",
            Self::Asked => "orders/asked",
        };
        format!("{}/{below}", resource.as_str().trim_end_matches('/'))
    }
}

/// The API's routes.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/orders", get(orders))
        .route("/api/orders/asked", get(orders_asked))
        .route(&format!("{METADATA}/api"), get(metadata))
}

/// The API's identifier, as tokens have it in `aud`.
fn audience(configuration: &Configuration) -> String {
    let url = api_resource(&configuration.public_url);
    Resource::parse(url.as_str()).map_or_else(|_| url.to_string(), |resource| resource.to_string())
}

/// Returns where the API's metadata are (RFC 9728 §3.1).
pub(crate) fn metadata_address(configuration: &Configuration) -> Option<String> {
    Resource::parse(api_resource(&configuration.public_url).as_str()).ok()?.metadata_address()
}

/// `GET /.well-known/oauth-protected-resource/api` (RFC 9728 §3.2)
async fn metadata(State(state): State<AppState>) -> Response {
    let configuration = &state.configuration;
    Json(json!({
        "resource": audience(configuration),
        "resource_name": "Orders of the demo shop",
        "authorization_servers": [configuration.issuer()],
        "scopes_supported": [SCOPE],
        "bearer_methods_supported": ["header"],
        "dpop_signing_alg_values_supported": ALGORITHMS,
    }))
    .into_response()
}

async fn orders(State(state): State<AppState>, headers: HeaderMap) -> Response {
    answer(&state, &headers, Check::Locally).await
}

async fn orders_asked(State(state): State<AppState>, headers: HeaderMap) -> Response {
    answer(&state, &headers, Check::Asked).await
}

async fn answer(state: &AppState, headers: &HeaderMap, check: Check) -> Response {
    match allowed(state, headers, check).await {
        Ok(claims) => Json(json!({
            "orders": [{ "number": 1001, "what": "A teapot" }, { "number": 1002, "what": "Two cups" }],
            "checked": check.name(),
            "sub": claims.sub,
            "client_id": claims.client_id,
            "scope": claims.scope,
        }))
        .into_response(),
        Err(refusal) => refusal.response(metadata_address(&state.configuration).as_deref()),
    }
}

/// How a token was presented.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Bearer,
    Dpop,
}

async fn allowed(state: &AppState, headers: &HeaderMap, check: Check) -> Result<Claims, Refusal> {
    let (scheme, token) = presented(headers)?;
    let configuration = &state.configuration;
    let (audience, now) = (audience(configuration), state.now());
    let expected = Expected { issuer: configuration.issuer(), audience: &audience, now };
    let recorder = state.recorder();
    let provider = state.provider(&recorder).await.map_err(|_| Refusal::Unavailable)?;
    let claims = match (check, &configuration.api) {
        (Check::Locally, _) => claims::of_jwt(token, provider.keys(), &expected)?,
        (Check::Asked, Some(api)) => {
            let own = as_client(configuration, api);
            let asked = provider.submit(&own, &recorder, TokenEndpoint::Introspection, token, "access_token").await;
            let answer = asked.map_err(|_| Refusal::Unavailable)?;
            claims::of_introspection(answer.json().filter(|_| answer.is_success()), &expected)?
        }
        (Check::Asked, None) => return Err(Refusal::Unavailable),
    };
    bound(state, headers, check, (scheme, token), &claims)?;
    if claims.allows(SCOPE) { Ok(claims) } else { Err(Refusal::Scope) }
}

/// The API as a client of the authorization server, by its own secret.
fn as_client(configuration: &Configuration, api: &ApiClient) -> Configuration {
    let ApiClient { client_id, client_secret } = api.clone();
    Configuration { client_id, client_secret, ..configuration.clone() }
}

/// The one access token of a request.
fn presented(headers: &HeaderMap) -> Result<(Scheme, &str), Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Refusal::Missing)?;
    let parts = value.to_str().ok().and_then(|value| value.split_once(' '));
    let (scheme, token) = parts.filter(|_| values.next().is_none()).ok_or(Refusal::Invalid("The Authorization header cannot be read."))?;
    match scheme {
        scheme if scheme.eq_ignore_ascii_case("Bearer") => Ok((Scheme::Bearer, token.trim())),
        scheme if scheme.eq_ignore_ascii_case("DPoP") => Ok((Scheme::Dpop, token.trim())),
        _ => Err(Refusal::Missing),
    }
}

/// Looks whether a token is presented by whom it is bound to (RFC 9449 §7). A certificate does not come this far, so what is bound to one is refused.
fn bound(state: &AppState, headers: &HeaderMap, check: Check, (scheme, token): (Scheme, &str), claims: &Claims) -> Result<(), Refusal> {
    let key = match (&claims.cnf, scheme) {
        (None, Scheme::Bearer) => return Ok(()),
        (None, Scheme::Dpop) => return Err(Refusal::Invalid("The access token is not bound to a key: present it as Bearer.")),
        (Some(bound), Scheme::Dpop) => bound.jkt.as_deref(),
        (Some(_), Scheme::Bearer) => None,
    };
    let key = key.ok_or(Refusal::Invalid("The access token is bound, and was presented as if it were not."))?;
    let mut proofs = headers.get_all(DPOP).iter();
    let (Some(proof), None) = (proofs.next().and_then(|proof| proof.to_str().ok()), proofs.next()) else {
        return Err(Refusal::Proof("Exactly one proof is needed."));
    };
    let url = check.address(&api_resource(&state.configuration.public_url));
    let target = Target { method: "GET", url: &url, token, key, now: state.now() };
    let used = proof::check(proof, &target).map_err(Refusal::Proof)?;
    if state.proofs.use_once(&used, state.now()) { Ok(()) } else { Err(Refusal::Proof("The proof was used before.")) }
}
