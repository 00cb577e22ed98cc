//! The admin API, with what it shares with the rest of the server.

use std::sync::Arc;

use admin_api::{Authorization, Callers, Surroundings};
use axum::{
    Router,
    http::{Extensions, HeaderMap},
};
use domain::thumbprint::Thumbprint;

use crate::{
    credentials::Credentials, installation::Installation, layers::client_certificate::Certificate, pages::SERVER_PAGE_POLICY, paths::SITE,
};

/// The routes of the admin API.
pub(crate) fn router(installation: &Installation) -> Router {
    admin_api::router(Surroundings {
        control: installation.control(),
        engine: installation.engine(),
        clock: Arc::clone(&installation.clock),
        requests_per_minute: installation.configuration.admin_api_requests_per_minute,
        callers: Callers { authorization, certificate },
        page_policy: SERVER_PAGE_POLICY,
        page_icon: format!("{SITE}/assets/favicon.svg"),
    })
}

fn authorization(headers: &HeaderMap) -> Authorization<'_> {
    match Credentials::of(headers) {
        Credentials::Absent => Authorization::Absent,
        Credentials::Given(text) => Authorization::Given(text),
        Credentials::Unreadable | Credentials::Several => Authorization::Unusable,
    }
}

fn certificate(extensions: &Extensions) -> Option<Thumbprint> {
    Certificate::of(extensions).thumbprint()
}
