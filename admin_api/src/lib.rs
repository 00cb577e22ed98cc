#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod administrator_policies;
mod administrators;
mod api_clients;
mod api_tokens;
mod assignments;
mod at;
mod audit_chains;
mod audit_events;
mod authentication;
mod callers;
mod clients;
mod configuration;
mod describe;
mod docs;
mod error;
mod explain;
mod fapi;
mod global_revocation;
mod initial_access_tokens;
mod invitations;
mod jobs;
mod keys;
mod kit;
mod levels;
mod linked_subjects;
mod mail_servers;
mod passkeys;
pub mod paths;
mod quota;
mod reuses;
mod roles;
mod search;
mod servers;
mod services;
mod tenants;
mod tokens;
mod users;
mod webhooks;

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    http::{HeaderValue, header},
    routing::get,
};
use control::{Control, permission::Action};
use domain::clock::Clock;
use engine::Engine;
use serde_json::Value;
use store::EngineStorage;
use tower_http::set_header::SetResponseHeaderLayer;

pub use self::callers::{Authorization, Callers};
use self::{
    docs::Look,
    error::Failure,
    kit::{Api, Operation},
    quota::Quotas,
};

/// Every operation of every noun.
fn operations() -> Vec<Operation> {
    [
        search::operations(),
        tenants::operations(),
        servers::operations(),
        fapi::operations(),
        keys::operations(),
        clients::operations(),
        initial_access_tokens::operations(),
        explain::operations(),
        services::operations(),
        users::operations(),
        passkeys::of_users(),
        linked_subjects::operations(),
        tokens::operations(),
        reuses::operations(),
        audit_events::operations(),
        configuration::operations(),
        audit_chains::operations(),
        jobs::operations(),
        webhooks::operations(),
        mail_servers::operations(),
        administrators::operations(),
        passkeys::of_administrators(),
        administrator_policies::operations(),
        assignments::operations(),
        roles::operations(),
        invitations::operations(),
        api_tokens::operations(),
        api_clients::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns the description of the API (`OpenAPI` 3.1).
pub fn description() -> Value {
    describe::describe(&operations())
}

/// An operation, for those who look whether each one holds what it promises.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its identifier.
    pub id: &'static str,
    /// Its method.
    pub method: &'static str,
    /// Its address below `/api`, with its parameters in braces.
    pub path: String,
    /// The actions that it needs, as it says.
    pub needs: &'static [Action],
    /// Whether a request has to name a version.
    pub names_version: bool,
}

/// Returns what every operation is.
pub fn list() -> Vec<Listed> {
    let listed = |each: Operation| Listed {
        id: each.id,
        method: each.method.name(),
        names_version: each.names != kit::Names::NoVersion,
        needs: each.needs,
        path: each.path,
    };
    operations().into_iter().map(listed).collect()
}

/// What the API works with, and what it shares with the rest of the server.
pub struct Surroundings {
    /// The use cases.
    pub control: Control,
    /// What knows the workspaces, for the endpoint that stands among the protocol's.
    pub engine: Engine<EngineStorage>,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// How many requests a minute each token may send.
    pub requests_per_minute: u32,
    /// How a request says who asks.
    pub callers: Callers,
    /// The Content-Security-Policy of the page to browse the API, which has neither forms nor scripts.
    pub page_policy: &'static str,
    /// The address of that page's icon.
    pub page_icon: String,
}

/// The routes. No cookie counts here, and pages of other origins may not call them.
pub fn router(surroundings: Surroundings) -> Router {
    let Surroundings { control, engine, clock, requests_per_minute, callers, page_policy, page_icon } = surroundings;
    let all = operations();
    // Everybody may ask for these, so they are written once.
    let description = Bytes::from(describe::describe(&all).to_string());
    let page = docs::Page::of(&all, &Look { policy: page_policy, icon: &page_icon });
    let operations = all.iter().fold(Router::new(), |router, each| router.route(&each.path, each.route()));
    let operations = operations
        .method_not_allowed_fallback(async || Failure::MethodNotAllowed)
        .fallback(async || Failure::Control(control::Error::NotFound))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    let api = Api { control, clock, callers, quotas: Arc::new(Quotas::new(requests_per_minute)) };
    Router::new()
        .nest(paths::API, operations)
        .merge(global_revocation::router(engine))
        .route(paths::DESCRIPTION, get(async move || ([(header::CONTENT_TYPE, "application/json")], description)))
        .route(paths::DOCS, get(async move || page.answer()))
        .route(paths::STYLESHEET, get(docs::stylesheet))
        .with_state(api)
}
