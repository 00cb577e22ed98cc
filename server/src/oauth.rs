//! The protocol over HTTP: thin routes, one file an endpoint. What OAuth and OpenID Connect say is the engine's.

mod accept;
mod account;
mod authorize;
mod client_registration;
mod consent;
mod device;
mod discovery;
mod dpop;
mod error;
mod form_problems;
mod introspect;
mod language;
mod logout;
mod offers;
mod pages;
mod par;
mod password_reset;
mod posted_request;
mod registration;
mod request;
mod revoke;
mod session_cookie;
mod shared;
mod sign_in;
mod token;
mod userinfo;
mod visit;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, Method, header},
    middleware,
    routing::{get, post},
};
use tower::{ServiceBuilder, layer::util::Stack};
use tower_http::{
    cors::{AllowHeaders, Any, CorsLayer},
    set_header::SetResponseHeaderLayer,
};

use self::shared::Shared;
use crate::{
    browser::same_origin::{SameOrigin, require_same_origin},
    installation::Installation,
    layers::dead_ends,
    paths::{ServerRoute, WorkspaceRoute},
};

/// The most bytes that a form of the protocol may have.
const BODY_LIMIT: usize = 64 * 1024;

/// The protocol's routes.
pub(crate) fn router(installation: &Installation) -> Router {
    let shared = Shared::of(installation);
    Router::new()
        .merge(token_endpoints())
        .merge(client_registration())
        .merge(metadata())
        .merge(users_pages(&shared))
        .route(ServerRoute::ErrorPage.template(), get(pages::error::page))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(shared)
}

fn token_endpoints() -> Router<Shared> {
    Router::new()
        .route(WorkspaceRoute::Token.template(), post(token::token))
        .route(WorkspaceRoute::PushedAuthorization.template(), post(par::push))
        .route(WorkspaceRoute::Introspect.template(), post(introspect::introspect))
        .route(WorkspaceRoute::Revoke.template(), post(revoke::revoke))
        .route(WorkspaceRoute::DeviceAuthorization.template(), post(device::begin))
        .route(WorkspaceRoute::Userinfo.template(), get(userinfo::userinfo).post(userinfo::userinfo_by_post))
        .layer(ServiceBuilder::new().layer(cors()).layer(never_stored()))
}

/// Clients that run in a browser register there, too.
fn client_registration() -> Router<Shared> {
    let methods = post(client_registration::register)
        .get(client_registration::read)
        .put(client_registration::replace)
        .delete(client_registration::delete);
    let cors = cors().allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE]);
    Router::new()
        .route(WorkspaceRoute::ClientRegistration.template(), methods)
        .layer(ServiceBuilder::new().layer(cors).layer(never_stored()))
}

fn metadata() -> Router<Shared> {
    Router::new()
        .route(WorkspaceRoute::Metadata.template(), get(discovery::metadata))
        .route(WorkspaceRoute::OauthMetadata.template(), get(discovery::metadata))
        .route(WorkspaceRoute::OpenidMetadata.template(), get(discovery::metadata))
        .route(WorkspaceRoute::Jwks.template(), get(discovery::jwks))
        .layer(cors())
}

/// RFC 9700 §2.6: applications in a browser may call these from their own origin; no cookie counts here, so any origin may.
/// `*` would not cover `Authorization` (Fetch §4.9), so the headers are those that are asked for.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([dpop::NONCE, header::WWW_AUTHENTICATE])
}

/// The users' pages have no CORS (RFC 9700 §2.6).
fn users_pages(shared: &Shared) -> Router<Shared> {
    let same_origin = SameOrigin { public_url: Arc::clone(&shared.public_url), refuse: error::refuse_foreign };
    // What these post must come from pages of ours, which each handler's `Posted` checks, too.
    let forms = Router::new()
        .route(WorkspaceRoute::Login.template(), post(sign_in::sign_in))
        .route(WorkspaceRoute::LoginCode.template(), post(sign_in::code))
        .route(WorkspaceRoute::LoginPasskey.template(), post(sign_in::passkey))
        .route(WorkspaceRoute::Consent.template(), post(consent::consent))
        .route(WorkspaceRoute::Device.template(), post(device::enter))
        .route(WorkspaceRoute::LogoutConfirm.template(), post(logout::confirm))
        .route(WorkspaceRoute::AccountSignIn.template(), post(account::sign_in))
        .route(WorkspaceRoute::AccountSignInCode.template(), post(account::code))
        .route(WorkspaceRoute::AccountSignInPasskey.template(), post(account::sign_in_by_passkey))
        .route(WorkspaceRoute::Password.template(), post(password_reset::send))
        .route(WorkspaceRoute::NewPassword.template(), post(password_reset::set))
        .route(WorkspaceRoute::Register.template(), post(registration::register))
        .route(WorkspaceRoute::RegisterConfirm.template(), post(registration::finish))
        .route(WorkspaceRoute::AccountProfile.template(), post(account::profile::save))
        .route(WorkspaceRoute::AccountEmail.template(), post(account::email::send))
        .route(WorkspaceRoute::AccountEmailConfirm.template(), post(account::email::confirm))
        .route(WorkspaceRoute::AccountPassword.template(), post(account::password::set))
        .route(WorkspaceRoute::AccountSecondFactor.template(), post(account::second_factor::change))
        .route(WorkspaceRoute::AccountPasskeys.template(), post(account::passkeys::change))
        .route(WorkspaceRoute::AccountNewPasskey.template(), post(account::passkeys::add))
        .route(WorkspaceRoute::AccountEndSession.template(), post(account::end_session))
        .route(WorkspaceRoute::AccountDelete.template(), post(account::delete::delete))
        .route(WorkspaceRoute::AccountRevoke.template(), post(account::revoke))
        .route(WorkspaceRoute::AccountSignOutElsewhere.template(), post(account::sign_out_elsewhere))
        .route(WorkspaceRoute::AccountEndEverything.template(), post(account::everything::end))
        .layer(middleware::from_fn_with_state(same_origin, require_same_origin));
    // Clients may post these requests, too (OpenID Connect Core §3.1.2.1), so they are no forms of ours.
    Router::new()
        .route(WorkspaceRoute::Authorize.template(), get(authorize::authorize).post(authorize::authorize_by_post))
        .route(WorkspaceRoute::Login.template(), get(authorize::resume))
        .route(WorkspaceRoute::Device.template(), get(device::show))
        .route(WorkspaceRoute::Account.template(), get(account::account))
        .route(WorkspaceRoute::Password.template(), get(password_reset::show))
        .route(WorkspaceRoute::NewPassword.template(), get(password_reset::choose).layer(never_told()))
        .route(WorkspaceRoute::Register.template(), get(registration::show))
        .route(WorkspaceRoute::RegisterConfirm.template(), get(registration::confirm).layer(never_told()))
        .route(WorkspaceRoute::AccountProfile.template(), get(account::profile::show))
        .route(WorkspaceRoute::AccountEmail.template(), get(account::email::show))
        .route(WorkspaceRoute::AccountEmailConfirm.template(), get(account::email::ask).layer(never_told()))
        .route(WorkspaceRoute::AccountPassword.template(), get(account::password::show))
        .route(WorkspaceRoute::AccountSecondFactor.template(), get(account::second_factor::show))
        .route(WorkspaceRoute::AccountPasskeys.template(), get(account::passkeys::show))
        .route(WorkspaceRoute::AccountDelete.template(), get(account::delete::ask))
        .route(WorkspaceRoute::Logout.template(), get(logout::logout).post(logout::logout_by_post))
        .merge(forms)
        .layer(
            ServiceBuilder::new()
                .layer(never_stored())
                .layer(middleware::from_fn_with_state(shared.clone(), language::keep))
                .layer(middleware::from_fn(dead_ends::for_browsers)),
        )
}

/// The address of a page that a link in a mail leads to holds a token: no request tells where it comes from but for the origin, which the
/// form's own check may need.
fn never_told() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"))
}

/// What holds tokens, or is about a user, is in no cache (RFC 6749 §5.1).
fn never_stored() -> Stack<SetResponseHeaderLayer<HeaderValue>, SetResponseHeaderLayer<HeaderValue>> {
    Stack::new(
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        SetResponseHeaderLayer::overriding(header::PRAGMA, HeaderValue::from_static("no-cache")),
    )
}
