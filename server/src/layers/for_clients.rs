//! The second port, which asks for certificates (RFC 8705 §5): it answers where clients and programs ask, and shows no page. A browser that is
//! asked for a certificate shows its user a list to choose from.

use axum::{
    Router,
    extract::{MatchedPath, Request},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};

use crate::paths::{API, ServerRoute, WorkspaceRoute};

/// The mark of a request that came in by the second port.
#[derive(Debug, Clone, Copy)]
struct ForClients;

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

/// Returns the router of the second port: the same one, of which it answers a part.
pub(crate) fn only(router: Router) -> Router {
    router.layer(middleware::from_fn(mark))
}

async fn mark(mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(ForClients);
    next.run(request).await
}

/// Answers nothing else at the second port.
pub(crate) async fn refuse_others(request: Request, next: Next) -> Response {
    let is_marked = request.extensions().get::<ForClients>().is_some();
    let template = request.extensions().get::<MatchedPath>();
    if is_marked && template.is_none_or(|template| !is_for_clients(template.as_str())) {
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
