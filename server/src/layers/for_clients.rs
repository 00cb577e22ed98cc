//! The second port, which asks for certificates (RFC 8705 §5): it answers where clients and programs ask, and shows no page. A browser that is
//! asked for a certificate shows its user a list to choose from.

use axum::{
    extract::{MatchedPath, Request},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{
    paths::{API, ServerRoute, WorkspaceRoute},
    peer::{Listener, Peer},
};

/// What the second port has of a workspace.
const OF_WORKSPACES: [WorkspaceRoute; 12] = [
    WorkspaceRoute::Token,
    WorkspaceRoute::PushedAuthorization,
    WorkspaceRoute::ClientRegistration,
    WorkspaceRoute::Introspect,
    WorkspaceRoute::Revoke,
    WorkspaceRoute::GlobalTokenRevocation,
    WorkspaceRoute::DeviceAuthorization,
    WorkspaceRoute::Userinfo,
    WorkspaceRoute::Metadata,
    WorkspaceRoute::OauthMetadata,
    WorkspaceRoute::OpenidMetadata,
    WorkspaceRoute::Jwks,
];
/// What it has beside that and the admin API.
const OF_SERVER: [ServerRoute; 2] = [ServerRoute::Live, ServerRoute::Ready];

/// Answers nothing else at the second port.
pub(crate) async fn refuse_others(request: Request, next: Next) -> Response {
    let is_second = Peer::of(request.extensions()).listener == Listener::ForClients;
    let template = request.extensions().get::<MatchedPath>();
    if is_second && template.is_none_or(|template| !is_for_clients(template.as_str())) {
        return (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response();
    }
    next.run(request).await
}

fn is_for_clients(template: &str) -> bool {
    let is_of_api = template.strip_prefix(API).is_some_and(|rest| rest.starts_with('/'));
    is_of_api
        || OF_WORKSPACES.iter().any(|route| route.template() == template)
        || OF_SERVER.iter().any(|route| route.template() == template)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses: 236.
    #[test]
    fn what_browsers_are_sent_to_is_not_there() {
        for route in [WorkspaceRoute::Token, WorkspaceRoute::Userinfo, WorkspaceRoute::Jwks] {
            assert!(is_for_clients(route.template()));
        }
        assert!(is_for_clients("/api/admin/tenants") && is_for_clients(ServerRoute::Ready.template()));
        for route in [WorkspaceRoute::Authorize, WorkspaceRoute::Login, WorkspaceRoute::Device, WorkspaceRoute::Logout] {
            assert!(!is_for_clients(route.template()), "{}", route.template());
        }
        assert!(!is_for_clients("/console") && !is_for_clients("/apis") && !is_for_clients(ServerRoute::Root.template()));
    }
}
