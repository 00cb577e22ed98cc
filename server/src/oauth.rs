//! The protocol over HTTP: thin routes, one file an endpoint. What OAuth and OpenID Connect say is the engine's.

mod account;
mod authorize;
mod consent;
mod discovery;
mod dpop;
mod error;
mod introspect;
mod logout;
mod pages;
mod request;
mod revoke;
mod session_cookie;
mod sign_in;
mod token;
mod userinfo;
mod visit;

pub(crate) use pages::server_page;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, Method, header},
    middleware,
    routing::{get, post},
};
use engine::Engine;
use store::EngineStorage;
use tower_http::{
    cors::{AllowHeaders, Any, CorsLayer},
    set_header::SetResponseHeaderLayer,
};

use crate::{config::PublicUrl, dead_ends, form_token::FormTokens, installation::Installation, same_origin};

/// The most that a form of the protocol may hold, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// What the routes share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) engine: Engine<EngineStorage>,
    pub(crate) public_url: Arc<PublicUrl>,
    tokens: FormTokens,
}

/// The protocol's routes.
pub(crate) fn router(installation: &Installation) -> Router {
    let shared = Shared {
        engine: installation.engine(),
        public_url: Arc::new(installation.configuration.public_url.clone()),
        tokens: FormTokens::new(installation.keys.clone(), Arc::clone(&installation.random)),
    };
    let never_stored = || {
        tower::ServiceBuilder::new()
            .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .layer(SetResponseHeaderLayer::overriding(header::PRAGMA, HeaderValue::from_static("no-cache")))
    };
    // RFC 9700 §2.6: applications in a browser may ask these from their own origin; no cookie counts here, so any origin may.
    // `*` would not cover `Authorization` (Fetch §4.9), so the headers are those that are asked for.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([dpop::NONCE, header::WWW_AUTHENTICATE]);

    let tokens = Router::new()
        .route("/{tenant}/{workspace}/oauth2/token", post(token::token))
        .route("/{tenant}/{workspace}/oauth2/introspect", post(introspect::introspect))
        .route("/{tenant}/{workspace}/oauth2/revoke", post(revoke::revoke))
        .route("/{tenant}/{workspace}/userinfo", get(userinfo::userinfo).post(userinfo::userinfo_by_post))
        .layer(never_stored())
        .layer(cors.clone());
    let metadata = Router::new()
        .route("/{tenant}/{workspace}/.well-known/openid-configuration", get(discovery::metadata))
        // RFC 8414 §3.1: the well-known part comes first and the issuer's path follows it.
        .route("/.well-known/oauth-authorization-server/{tenant}/{workspace}", get(discovery::metadata))
        .route("/.well-known/openid-configuration/{tenant}/{workspace}", get(discovery::metadata))
        .route("/{tenant}/{workspace}/.well-known/jwks.json", get(discovery::jwks))
        .layer(cors);
    // The user's own pages: what they post must come from them, which each handler's `Posted` looks at, too.
    let forms = Router::new()
        .route("/{tenant}/{workspace}/login", post(sign_in::sign_in))
        .route("/{tenant}/{workspace}/consent", post(consent::consent))
        .route("/{tenant}/{workspace}/oidc/logout/confirm", post(logout::confirm))
        .route("/{tenant}/{workspace}/account/sign-in", post(account::sign_in))
        .route("/{tenant}/{workspace}/account/revoke", post(account::revoke))
        .route("/{tenant}/{workspace}/account/sign-out-elsewhere", post(account::sign_out_elsewhere))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared.public_url), same_origin::require_same_origin));
    // No CORS here (RFC 9700 §2.6). Clients may post these requests too (OpenID Connect Core §3.1.2.1), so they are no forms of ours.
    let pages = Router::new()
        .route("/{tenant}/{workspace}/oauth2/authorize", get(authorize::authorize).post(authorize::authorize_by_post))
        .route("/{tenant}/{workspace}/login", get(authorize::resume))
        .route("/{tenant}/{workspace}/account", get(account::account))
        .route("/{tenant}/{workspace}/oidc/logout", get(logout::logout).post(logout::logout_by_post))
        .merge(forms)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared.public_url), dead_ends::for_browsers))
        .layer(never_stored());

    Router::new()
        .merge(tokens)
        .merge(metadata)
        .merge(pages)
        .route(pages::STYLESHEET, get(pages::stylesheet))
        .route("/errors/{reason}", get(pages::error::page))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared.public_url), error::tell))
        .with_state(shared)
}
