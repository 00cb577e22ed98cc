//! `HEAD`, which has no effect (RFC 9110 §9.2.1). A `GET` may have one here: it issues a code, ends a session, or tells once what is told once. The
//! router would run the same handler for both and throw the answer away.

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::paths::{API, ServerRoute, WorkspaceRoute};

/// Where a `GET` tells everybody the same and changes nothing, beside [`ServerRoute`], files and the admin API.
const READ_ALONE: [WorkspaceRoute; 4] =
    [WorkspaceRoute::Metadata, WorkspaceRoute::OauthMetadata, WorkspaceRoute::OpenidMetadata, WorkspaceRoute::Jwks];

/// Answers a `HEAD` where a `GET` has no effect, and refuses it everywhere else.
pub(crate) async fn refuse(request: Request, next: Next) -> Response {
    // Files, and what is not there, have no template.
    let is_answered = request.extensions().get::<MatchedPath>().is_none_or(|template| is_answered(template.as_str()));
    if request.method() == Method::HEAD && !is_answered {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, HeaderValue::from_static("GET"))]).into_response();
    }
    next.run(request).await
}

fn is_answered(template: &str) -> bool {
    // RFC 9110 §9.2.1: what administrators' programs read, they read.
    let is_of_api = template.strip_prefix(API).is_some_and(|rest| rest.starts_with('/'));
    is_of_api
        || READ_ALONE.iter().any(|route| route.template() == template)
        || ServerRoute::ALL.iter().any(|route| route.template() == template)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::{ConsoleRoute, ExportRoute, LiveRoute};

    #[test]
    fn nothing_of_users_and_administrators_pages_is_asked_for_by_head() {
        let pages = ConsoleRoute::ALL.iter().map(|route| route.template());
        let lists = ExportRoute::ALL.iter().map(|route| route.template()).chain(LiveRoute::ALL.iter().map(|route| route.template()));
        for template in pages.chain(lists) {
            assert!(!is_answered(template), "{template}");
        }
        let answered: Vec<_> = WorkspaceRoute::ALL.iter().filter(|route| is_answered(route.template())).copied().collect();
        assert_eq!(answered, READ_ALONE);
        assert!(is_answered("/api/admin/tenants") && is_answered(ServerRoute::Ready.template()) && !is_answered("/apis"));
    }
}
